"""Macros: an author's abbreviations, expanded before anything else looks at a formula.

What a formula defines holds from there to the end of the post, as in MathJax; definitions of the site and of the post's
front matter hold everywhere.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mathpress.tex.calls import Call
from mathpress.tex.definitions import DEFINITIONS, Macro, define
from mathpress.tex.expansions import Expansions
from mathpress.tex.lexer import OPENING, Token, has_any, is_space, read_argument, read_option, skip_space
from mathpress.tex.mistakes import Mistake, unclosed_brace

MAX_EXPANSIONS: Final = 1000
MAX_TOKENS: Final = 20_000
MAX_WORK: Final = 400_000  # tokens made by all expansions of a formula


def expand(tokens: Sequence[Token], macros: dict[str, Macro], expansions: Expansions) -> list[Token]:
    """Return the formula without macros, and add what it defines to `macros`.

    A definition that cannot be read, a missing argument, or an expansion without end is one of their mistakes.
    """
    if not has_any(tokens, macros.keys()) and not has_any(tokens, DEFINITIONS.keys()):
        return list(tokens)
    waiting = list(reversed(tokens))
    done: list[Token] = []
    count = work = 0
    while waiting:
        token = waiting.pop()
        if token.text in DEFINITIONS:
            expansions.defines = True
            rest = [token, *waiting[::-1]]
            place = expansions.formula, *expansions.place(token.start, token.end)
            waiting = rest[define(rest, macros, place, expansions.mistakes) :][::-1]
            continue
        macro = macros.get(token.text)
        if macro is None:
            done.append(token)
            continue
        count += 1
        try:
            if macro.handler:
                call = Call(token, waiting[::-1], next((each for each in reversed(done) if not is_space(each)), None))
                made = macro.handler(call)
                waiting = list(call.rest[call.index :])[::-1]
            else:
                like = expansions.begin(token, macro)
                arguments, waiting = _arguments(token, like, macro, waiting)
                made = _substitute(macro, arguments, like)
        except Mistake as mistake:
            expansions.mistakes.append(replace(mistake, origin=macro.origin))
            continue
        waiting.extend(reversed(made))
        work += len(made)
        if count > MAX_EXPANSIONS or work > MAX_WORK or len(waiting) + len(done) > MAX_TOKENS:
            expansions.mistakes.append(_endless(token, macro, expansions))
            break
    return done


def _endless(call: Token, macro: Macro, expansions: Expansions) -> Mistake:
    cycle = expansions.cycle(call)
    names = " → ".join(cycle)
    message = (
        f"{names} does not end: a macro must not stand for itself; use another name for the old meaning"
        if cycle
        else f"expanding {call.text} makes a formula too long"
    )
    return Mistake(*expansions.place(call.start, call.end), "macro-loop", message, origin=macro.origin)


def _arguments(
    call: Token, like: Token, macro: Macro, waiting: list[Token]
) -> tuple[list[tuple[Token, ...]], list[Token]]:
    if not macro.parameters:
        return [], waiting
    rest = waiting[::-1]
    arguments: list[tuple[Token, ...]] = []
    index = 0
    if macro.default is not None:
        option = read_option(rest, 0)
        arguments.append(tuple(option.tokens) if option else _placed(macro.default, like))
        index = option.next if option else 0
    while len(arguments) < macro.parameters:
        argument = read_argument(rest, index)
        if argument is None:
            brace = skip_space(rest, index)
            if brace < len(rest) and rest[brace].text == OPENING:
                raise unclosed_brace(rest[brace].start, rest[brace].end)
            needs = f"{call.text} needs {macro.parameters} argument" + "s" * (macro.parameters > 1)
            raise Mistake(call.start, call.end, "macro-argument", needs)
        arguments.append(tuple(argument.tokens))
        index = argument.next
    return arguments, rest[index:][::-1]


def _placed(tokens: Sequence[Token], like: Token) -> tuple[Token, ...]:
    """Give the tokens of a definition, which may stand in another formula, the place of an expansion."""
    return tuple(Token(token.text, like.start, like.end) for token in tokens)


def _substitute(macro: Macro, arguments: Sequence[tuple[Token, ...]], like: Token) -> list[Token]:
    """Return the macro's body with its arguments; its own tokens have the place of the expansion."""
    made: list[Token] = []
    body = iter(macro.body)
    for token in body:
        follower = next(body, None) if token.text == "#" else None
        if follower is None or follower.text == "#":  # in a body `##` is the `#` of a definition inside
            made.append(Token(token.text, like.start, like.end))
        elif follower.text.isdecimal() and 1 <= int(follower.text) <= len(arguments):
            made.extend(arguments[int(follower.text) - 1])
        else:
            made += _placed((token, follower), like)
        if len(made) > MAX_TOKENS:
            break
    return made
