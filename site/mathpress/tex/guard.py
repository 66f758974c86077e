r"""What is refused before any engine sees a formula: too long, too deep, unmatched, or what belongs outside of it.

Deep nesting overflows the stack of a recursive parser and would end the process (seen with math-core 0.9 at a depth
of 5,000 with 8 MB of stack, of 200 with 512 KB), and commands nest without braces too: `\hat\hat\hat x`. No formula
that a person reads comes near these limits.
"""

import re
from collections.abc import Sequence
from typing import Final

from mathpress.tex.lexer import CLOSING, OPENING, Token, is_word, places, read_name
from mathpress.tex.mistakes import Mistake, unclosed_brace

MAX_LENGTH: Final = 20_000
MAX_DEPTH: Final = 60
MAX_COMMANDS: Final = 1000

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\U00100000-\U0010ffff]")
_NO_COMMAND: Final = re.compile(r"\\[^\x00-\x7f]")

_CLOSED_BY: Final = {OPENING: CLOSING, r"\left": r"\right", r"\begin": r"\end"}
_OPENED_BY: Final = {closing: opening for opening, closing in _CLOSED_BY.items()}
_STRETCHED: Final = {r"\left", r"\middle", r"\right"}
_NAMED: Final = {r"\begin", r"\end"}
_PAIRED: Final = {*_CLOSED_BY, *_OPENED_BY, r"\middle"}


def check_length(tex: str) -> None:
    """Raise `Mistake` if a formula has more than `MAX_LENGTH` characters."""
    if len(tex) > MAX_LENGTH:
        raise Mistake(
            0, 1, "math-length", f"the formula has {len(tex):,} characters; more than {MAX_LENGTH:,} are refused"
        )


def check_characters(tokens: Sequence[Token]) -> None:
    r"""Raise `Mistake` at a character that XML has no place for, or that stands for a reference while we work.

    So is a `\` before a character that makes no command of it, as a full-width comma.
    """
    text = "".join([token.text for token in tokens])
    if _FORBIDDEN.search(text):
        token = next(token for token in tokens if _FORBIDDEN.search(token.text))
        words = "a control or private character that no formula may hold; remove it"
        raise Mistake(token.start, token.end, "math-character", words)
    if text.isascii():
        return
    for token in tokens:
        if _NO_COMMAND.fullmatch(token.text):
            words = f"a backslash before {token.text[1]} makes no command; remove it"
            raise Mistake(token.start, token.end, "math-command", words)


def check_nesting(tokens: Sequence[Token]) -> None:
    r"""Raise `Mistake` where braces, `\left…\right` or `\begin…\end` do not match or are nested over `MAX_DEPTH`."""
    opened: list[tuple[str, str, Token]] = []
    for index in places(tokens, _PAIRED):
        token = tokens[index]
        text = token.text
        before = tokens[index - 1].text if index else ""
        if before in _STRETCHED and text in {OPENING, CLOSING}:
            words = rf"{before} takes a brace with a backslash: {before}\{text}"
            raise Mistake(token.start, token.end, "math-delimiter", words)
        name = _name(tokens, index) if text in _NAMED else ""
        if text in _CLOSED_BY:
            opened.append((text, name, token))
            if len(opened) > MAX_DEPTH:
                raise Mistake(token.start, token.end, "math-depth", f"nested more than {MAX_DEPTH} deep")
        elif text in _OPENED_BY:
            if not opened or opened[-1][:2] != (_OPENED_BY[text], name):
                raise _unmatched(token, name, opened)
            opened.pop()
        elif not any(opening == r"\left" for opening, _, _ in opened):
            words = r"this \middle stands in no \left…\right"
            raise Mistake(token.start, token.end, "math-left", words)
    if opened:
        text, name, token = opened[-1]
        raise Mistake(token.start, token.end, *_unclosed(text, name))
    if len(tokens) > MAX_COMMANDS and len(commands := [token for token in tokens if is_word(token)]) > MAX_COMMANDS:
        token = commands[MAX_COMMANDS]
        raise Mistake(token.start, token.end, "math-length", f"more than {MAX_COMMANDS:,} commands in one formula")


_IN_PROSE: Final = {r"\autoref", r"\cref", r"\Cref"}
_OUTSIDE: Final = {*_IN_PROSE, r"\begin"}


def check_place(tokens: Sequence[Token]) -> None:
    r"""Raise `Mistake` at what belongs around formulas: references that say a word, and `subequations`."""
    for index in places(tokens, _OUTSIDE):
        token = tokens[index]
        if token.text in _IN_PROSE:
            words = rf"{token.text} says a word and the number, in text; write \eqref in a formula"
            raise Mistake(token.start, token.end, "math-reference", words)
        if _name(tokens, index) == "subequations":
            words = "subequations stand around whole displays; put nothing beside them between these delimiters"
            raise Mistake(token.start, token.end, "math-nesting", words)


def _name(tokens: Sequence[Token], index: int) -> str:
    r"""Return the name of the environment whose `\begin` or `\end` stands at `index`. Raises `Mistake`."""
    found = read_name(tokens, index + 1)
    if found is None or not found[0]:
        token = tokens[index]
        raise Mistake(
            token.start,
            token.end,
            "math-begin",
            rf"{token.text} needs an environment's name in braces, as {token.text}{{aligned}}",
        )
    return found[0]


def _unmatched(token: Token, name: str, opened: Sequence[tuple[str, str, Token]]) -> Mistake:
    """Return the mistake of a token that closes something else than what was opened last, or nothing."""
    place = token.start, token.end
    if not opened or all(text != _OPENED_BY[token.text] for text, _, _ in opened):
        missing = {CLOSING: "this } closes nothing; remove it, or add the { that it should close"}
        default = rf"{_shown(token.text, name)} closes nothing; is its {_shown(_OPENED_BY[token.text], name)} missing?"
        code = {CLOSING: "math-brace", r"\right": "math-right", r"\end": "math-end"}[token.text]
        return Mistake(*place, code, missing.get(token.text, default))
    text, inner, opener = opened[-1]
    if text == token.text.replace("end", "begin") == r"\begin":
        return Mistake(*place, "math-end", rf"\begin{{{inner}}} is closed by \end{{{name}}}; the names must match")
    return Mistake(opener.start, opener.end, *_unclosed(text, inner, f" before {_shown(token.text, name)}"))


def _shown(text: str, name: str) -> str:
    return f"{text}{{{name}}}" if name else text


def _unclosed(text: str, name: str, where: str = "") -> tuple[str, str]:
    if text == OPENING:
        mistake = unclosed_brace(0, 1, where)
        return mistake.code, mistake.message
    if text == r"\left":
        return "math-left", rf"this \left has no \right{where}; write \right. for an empty one"
    return "math-begin", rf"\begin{{{name}}} has no \end{{{name}}}{where}"
