r"""Macros: an author's abbreviations, expanded before anything else looks at a formula.

`\newcommand`, `\renewcommand`, `\providecommand`, `\def`, `\let` and `\DeclareMathOperator` in a formula hold from
there to the end of the post, as in MathJax; definitions of the site and of the post's front matter hold everywhere.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mathpress.tex.calls import Call, Handler
from mathpress.tex.lexer import (
    OPENING,
    Argument,
    Token,
    has_any,
    is_space,
    join,
    make,
    read_argument,
    read_option,
    skip_space,
)
from mathpress.tex.mistakes import Mistake

MAX_EXPANSIONS: Final = 1000
MAX_TOKENS: Final = 20_000
MAX_WORK: Final = 400_000  # tokens made by all expansions of a formula


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro: how many parameters, the default of the first if it is optional, its meaning; or a handler for all."""

    parameters: int
    default: tuple[Token, ...] | None
    body: tuple[Token, ...]
    handler: Handler | None = None


_ORIGIN: Final = Token("", 0, 0)
_PARAMETER: Final = re.compile(r"#(\d)")


def from_strings(definitions: Mapping[str, str]) -> dict[str, Macro]:
    r"""Read macros from configuration: `{"RR": "\\mathbb{R}", "norm": "\\lVert #1\\rVert"}`, with or without `\`.

    A body that mentions `#2` makes a macro of two parameters.
    """
    return {
        "\\" + name.lstrip("\\"): Macro(
            parameters=max((int(digit) for digit in _PARAMETER.findall(body)), default=0),
            default=None,
            body=tuple(make(body, _ORIGIN)),
        )
        for name, body in definitions.items()
    }


def from_handlers(handlers: Mapping[str, Handler]) -> dict[str, Macro]:
    """Return the commands of a package; names that share a handler stand together, parted by spaces."""
    return {f"\\{name}": Macro(0, None, (), handler) for names, handler in handlers.items() for name in names.split()}


def expand(tokens: Sequence[Token], macros: dict[str, Macro]) -> list[Token]:
    """Return the formula without macros, and add what it defines to `macros`.

    Raises `Mistake` for a definition that cannot be read, a missing argument, or an expansion without end.
    """
    if not has_any(tokens, macros.keys()) and not has_any(tokens, _DEFINITIONS.keys()):
        return list(tokens)
    waiting = list(reversed(tokens))
    done: list[Token] = []
    expansions = work = 0
    while waiting:
        token = waiting.pop()
        if token.text in _DEFINITIONS:
            waiting = _define(token, waiting, macros)
            continue
        macro = macros.get(token.text)
        if macro is None:
            done.append(token)
            continue
        expansions += 1
        if macro.handler:
            call = Call(token, waiting[::-1], next((each for each in reversed(done) if not is_space(each)), None))
            made = macro.handler(call)
            waiting = list(call.rest[call.index :])[::-1]
        else:
            arguments, waiting = _arguments(token, macro, waiting)
            made = _substitute(macro, arguments, token)
        waiting.extend(reversed(made))
        work += len(made)
        if expansions > MAX_EXPANSIONS or work > MAX_WORK or len(waiting) + len(done) > MAX_TOKENS:
            raise _endless(token)
    return done


def _endless(call: Token) -> Mistake:
    message = f"expanding {call.text} does not end, or makes a formula too long; is it defined by itself?"
    return Mistake(call.start, call.end, "macro-loop", message)


def _define(token: Token, waiting: list[Token], macros: dict[str, Macro]) -> list[Token]:
    """Read the definition behind `token` and return what waits behind it."""
    rest = waiting[::-1]
    name, index = _name(token, rest)
    index = _DEFINITIONS[token.text](token, name, rest, index, macros)
    return rest[index:][::-1]


def _name(token: Token, rest: Sequence[Token]) -> tuple[str, int]:
    r"""Read the `{\name}` or `\name` behind a definition, and skip the star of `\newcommand*`."""
    index = skip_space(rest, 0)
    if index < len(rest) and rest[index].text == "*":
        index = skip_space(rest, index + 1)
    argument = read_argument(rest, index)
    names = [part.text for part in argument.tokens if not is_space(part)] if argument else []
    if argument is None or len(names) != 1 or not names[0].startswith("\\"):
        raise _bad(token, rf"{token.text} needs a name such as {{\R}} behind it")
    return names[0], argument.next


def _bad(token: Token, message: str) -> Mistake:
    return Mistake(token.start, token.end, "macro-definition", message)


def _body(token: Token, rest: Sequence[Token], index: int) -> Argument:
    body = read_argument(rest, index)
    if body is None:
        raise _bad(token, f"{token.text} has no body {{…}}, or its braces do not match")
    return body


def _new_command(token: Token, name: str, rest: Sequence[Token], index: int, macros: dict[str, Macro]) -> int:
    count = read_option(rest, index)
    parameters = 0
    default = None
    if count is not None:
        digits = join(count.tokens).strip()
        if not digits.isdecimal() or int(digits) > 9:
            raise _bad(token, f"[{digits}] is no number of parameters from 0 to 9")
        parameters, index = int(digits), count.next
        option = read_option(rest, index)
        if option is not None:
            default, index = tuple(option.tokens), option.next
    body = _body(token, rest, index)
    if token.text != r"\providecommand" or name not in macros:
        macros[name] = Macro(parameters, default, tuple(body.tokens))
    return body.next


def _def(token: Token, name: str, rest: Sequence[Token], index: int, macros: dict[str, Macro]) -> int:
    parameters = 0
    while index < len(rest) and rest[index].text != OPENING:
        if rest[index].text == "#" and index + 1 < len(rest) and rest[index + 1].text == str(parameters + 1):
            parameters += 1
            index += 2
        elif is_space(rest[index]):
            index += 1
        else:
            raise _bad(token, rf"\def{name}: only parameters #1#2… may stand before the body")
    body = _body(token, rest, index)
    macros[name] = Macro(parameters, None, tuple(body.tokens))
    return body.next


def _let(token: Token, name: str, rest: Sequence[Token], index: int, macros: dict[str, Macro]) -> int:
    index = skip_space(rest, index)
    if index < len(rest) and rest[index].text == "=":
        index += 1
    meaning = _body(token, rest, index)
    same = macros.get(meaning.tokens[0].text) if len(meaning.tokens) == 1 else None
    macros[name] = same or Macro(0, None, tuple(meaning.tokens))
    return meaning.next


def _operator(token: Token, name: str, rest: Sequence[Token], index: int, macros: dict[str, Macro]) -> int:
    star = "*" if rest[skip_space(rest, 0)].text == "*" else ""
    body = _body(token, rest, index)
    macros[name] = Macro(0, None, tuple(make(rf"\operatorname{star}{{{join(body.tokens)}}}", token)))
    return body.next


_Definition = Callable[[Token, str, Sequence[Token], int, dict[str, Macro]], int]
_DEFINITIONS: Final[dict[str, _Definition]] = {
    **dict.fromkeys((r"\newcommand", r"\renewcommand", r"\providecommand"), _new_command),
    **dict.fromkeys((r"\def", r"\gdef"), _def),
    r"\let": _let,
    r"\DeclareMathOperator": _operator,
}


def _arguments(token: Token, macro: Macro, waiting: list[Token]) -> tuple[list[tuple[Token, ...]], list[Token]]:
    if not macro.parameters:
        return [], waiting
    rest = waiting[::-1]
    arguments: list[tuple[Token, ...]] = []
    index = 0
    if macro.default is not None:
        option = read_option(rest, 0)
        arguments.append(tuple(option.tokens) if option else _placed(macro.default, token))
        index = option.next if option else 0
    while len(arguments) < macro.parameters:
        argument = read_argument(rest, index)
        if argument is None:
            needs = f"{token.text} needs {macro.parameters} argument" + "s" * (macro.parameters > 1)
            raise Mistake(token.start, token.end, "macro-argument", needs)
        arguments.append(tuple(argument.tokens))
        index = argument.next
    return arguments, rest[index:][::-1]


def _placed(tokens: Sequence[Token], call: Token) -> tuple[Token, ...]:
    """Let the tokens of a definition, which may stand in another formula, stand for the call."""
    return tuple(Token(token.text, call.start, call.end) for token in tokens)


def _substitute(macro: Macro, arguments: Sequence[tuple[Token, ...]], call: Token) -> list[Token]:
    """Return the macro's body with its arguments; its own tokens stand for the call."""
    made: list[Token] = []
    body = iter(macro.body)
    for token in body:
        if token.text != "#":
            made.append(Token(token.text, call.start, call.end))
            continue
        follower = next(body, None)
        if follower is None or not follower.text.isdecimal() or not 1 <= int(follower.text) <= len(arguments):
            wanted = "#" + (follower.text if follower else "")
            lacking = f"the definition of {call.text} uses {wanted}, which it does not have"
            raise Mistake(call.start, call.end, "macro-argument", lacking)
        made.extend(arguments[int(follower.text) - 1])
        if len(made) > MAX_TOKENS:
            raise _endless(call)
    return made
