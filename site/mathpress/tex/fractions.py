r"""Fractions written between their parts, `{a \above 1pt b}`: put into the form that the engine has, before all."""

from collections.abc import Sequence
from typing import Final

from mathpress.tex.lexer import (
    CLOSING,
    OPENING,
    ROW_END,
    Token,
    has_any,
    make,
    read_argument,
    read_name,
    read_option,
    skip_space,
)
from mathpress.tex.mistakes import Mistake

_INFIX: Final = {r"\above", r"\abovewithdelims", r"\overwithdelims", r"\atopwithdelims"}
_ENDS: Final = {"&", ROW_END}


def prefixed(tokens: Sequence[Token]) -> list[Token]:
    r"""Write `a \overwithdelims() b` and its kin as `\genfrac` (TeXbook, chapter 17). Raises `Mistake`."""
    if not has_any(tokens, _INFIX):
        return list(tokens)
    done = list(tokens)
    while (index := next((i for i, token in enumerate(done) if token.text in _INFIX), None)) is not None:
        start, end = _start(done, index), _end(done, index)
        done[start:end] = _fraction(done, start, index, end)
    return done


def _fraction(tokens: Sequence[Token], start: int, index: int, end: int) -> list[Token]:
    command = tokens[index]
    after = index + 1
    left = right = ""
    if command.text.endswith("withdelims"):
        left, after = _delimiter(tokens, after, end, command)
        right, after = _delimiter(tokens, after, end, command)
    thickness = "0pt" if command.text == r"\atopwithdelims" else ""
    if command.text.startswith(r"\above"):
        thickness, after = _thickness(tokens, after, end, command)
    opening = rf"\genfrac{{{left}}}{{{right}}}{{{thickness}}}{{}}{{"
    return [
        *make(opening, command), *tokens[start:index], *make("}{", command), *tokens[after:end], *make("}", command),
    ]  # fmt: skip


def _delimiter(tokens: Sequence[Token], index: int, end: int, command: Token) -> tuple[str, int]:
    index = skip_space(tokens, index)
    if index >= end:
        raise Mistake(command.start, command.end, "math-delimiter", f"{command.text} needs two delimiters behind it")
    text = {".": "", "<": r"\langle", ">": r"\rangle"}.get(tokens[index].text, tokens[index].text)
    return text, index + 1


def _thickness(tokens: Sequence[Token], index: int, end: int, command: Token) -> tuple[str, int]:
    length = ""
    for position in range(index, end):
        length += tokens[position].text
        if length.strip()[-2:].isalpha() and length.strip()[:1] in "-+.0123456789":
            return length.strip(), position + 1
    words = rf"{command.text} needs the thickness of its bar, as {command.text} 1pt"
    raise Mistake(command.start, command.end, "math-dimension", words)


def _start(tokens: Sequence[Token], index: int) -> int:
    """Return where the numerator begins: behind what opens the group, cell or environment."""
    depth = 0
    for position in range(index - 1, -1, -1):
        text = tokens[position].text
        if text in {CLOSING, r"\right", r"\end"}:
            depth += 1
        elif text in {OPENING, r"\left", r"\begin"}:
            if depth == 0:
                return _behind(tokens, position)
            depth -= 1
        elif text in _ENDS and depth == 0:
            return position + 1
    return 0


_POSITIONED: Final = {"aligned", "alignedat", "gathered", "multlined", "array"}
_COLUMNED: Final = {"alignedat", "alignat*", "array", "subarray"}
"""Environments that take their position in brackets, and those that take columns in braces."""


def _behind(tokens: Sequence[Token], position: int) -> int:
    r"""Return where the content begins behind a `{`, a `\left` and its fence, a `\begin` and its arguments."""
    if tokens[position].text == r"\left":
        return skip_space(tokens, position + 1) + 1
    found = read_name(tokens, position + 1) if tokens[position].text == r"\begin" else None
    if found is None:
        return position + 1
    name, index = found
    option = read_option(tokens, index) if name in _POSITIONED else None
    index = option.next if option else index
    columns = read_argument(tokens, index) if name in _COLUMNED else None
    return columns.next if columns else index


def _end(tokens: Sequence[Token], index: int) -> int:
    """Return where the denominator ends: at what closes the group, cell or environment."""
    depth = 0
    for position in range(index + 1, len(tokens)):
        text = tokens[position].text
        if depth == 0 and (text in _ENDS or text in {CLOSING, r"\right", r"\end"}):
            return position
        depth += (text in {OPENING, r"\left", r"\begin"}) - (text in {CLOSING, r"\right", r"\end"})
    return len(tokens)
