r"""Fractions written between their parts, `{a \above 1pt b}`: put into the form that the engine has, before all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mathpress.tex.lengths import read_length, read_row_spacing
from mathpress.tex.lexer import (
    CLOSINGS,
    OPENINGS,
    ROW_END,
    Token,
    has_any,
    join,
    make,
    read_argument,
    read_name,
    read_option,
    skip_space,
)
from mathpress.tex.mistakes import Mistake

_INFIX: Final = {r"\above", r"\abovewithdelims", r"\overwithdelims", r"\atopwithdelims"}
_OF_THE_ENGINE: Final = {r"\over", r"\atop", r"\choose", r"\brace", r"\brack"}
"""Those that the engine has."""
_ENDS: Final = {"&", ROW_END, "$"}
"""What parts a group, in which each part may be a fraction: a cell, a row, a formula in a text."""


@dataclass
class _Part:
    """A group, a cell or what else ends a fraction: where it begins in what is written, and its fraction.

    `command` is what makes a fraction of it, `opening` the LaTeX before the numerator, if it is not the engine's own.
    """

    start: int
    command: Token | None = None
    opening: str = ""


def prefixed(tokens: Sequence[Token]) -> list[Token]:
    r"""Write `a \overwithdelims() b` and its kin as `\genfrac` (TeXbook, chapter 17). Raises `Mistake`.

    Groups must match.
    """
    if not has_any(tokens, _INFIX):
        return list(tokens)
    done: list[Token] = []
    parts = [_Part(0)]
    index = 0
    while index < len(tokens):
        token = tokens[index]
        after = index + 1
        if token.text in _INFIX or token.text in _OF_THE_ENGINE:
            after = _begin_denominator(done, parts[-1], tokens, index)
        elif token.text in OPENINGS:
            after = _behind_opening(tokens, index)
            done += tokens[index:after]
            parts.append(_Part(len(done)))
        elif token.text in CLOSINGS:
            _end(done, parts[-1])
            done.append(token)
            del parts[max(1, len(parts) - 1) :]
        elif token.text in _ENDS:
            _end(done, parts[-1])
            after = read_row_spacing(tokens, after)[1] if token.text == ROW_END else after
            done += tokens[index:after]
            parts[-1] = _Part(len(done))
        else:
            done.append(token)
        index = after
    _end(done, parts[-1])
    return done


def _begin_denominator(done: list[Token], part: _Part, tokens: Sequence[Token], index: int) -> int:
    """Take the command of a fraction at `index`, and return the index behind what it was given."""
    command = tokens[index]
    if part.command:
        words = r"two \over or the like in one group; put braces around the first"
        raise Mistake(command.start, command.end, "math-over", words)
    part.command = command
    if command.text in _OF_THE_ENGINE:
        done.append(command)
        return index + 1
    left = right = thickness = ""
    after = index + 1
    if command.text.endswith("withdelims"):
        left, after = _delimiter(tokens, after, command)
        right, after = _delimiter(tokens, after, command)
    if command.text.startswith(r"\above"):
        length, after = read_length(tokens, after, command)
        thickness = join(length).strip()
    if command.text == r"\atopwithdelims":
        thickness = "0pt"
    part.opening = rf"\genfrac{{{left}}}{{{right}}}{{{thickness}}}{{}}{{"
    done += make("}{", command)
    return after


def _end(done: list[Token], part: _Part) -> None:
    """Write what closes a fraction, and what opens it."""
    if part.command and part.opening:
        done[part.start : part.start] = make(part.opening, part.command)
        done += make("}", part.command)
        part.opening = ""


def _delimiter(tokens: Sequence[Token], index: int, command: Token) -> tuple[str, int]:
    index = skip_space(tokens, index)
    if index >= len(tokens) or tokens[index].text in OPENINGS | CLOSINGS | _ENDS:
        raise Mistake(command.start, command.end, "math-delimiter", f"{command.text} needs two delimiters behind it")
    text = {".": "", "<": r"\langle", ">": r"\rangle"}.get(tokens[index].text, tokens[index].text)
    return text, index + 1


_POSITIONED: Final = {"aligned", "alignedat", "gathered", "multlined", "array"}
_COLUMNED: Final = {"alignedat", "alignat*", "array", "subarray"}
"""Environments that take their position in brackets, and those that take columns in braces."""


def _behind_opening(tokens: Sequence[Token], index: int) -> int:
    r"""Return where the content begins behind a `{`, a `\left` and its fence, a `\begin` and its arguments."""
    if tokens[index].text == r"\left":
        fence = skip_space(tokens, index + 1)
        return index + 1 if fence == len(tokens) or tokens[fence].text in OPENINGS | CLOSINGS else fence + 1
    found = read_name(tokens, index + 1) if tokens[index].text == r"\begin" else None
    if found is None:
        return index + 1
    name, index = found
    option = read_option(tokens, index) if name in _POSITIONED else None
    index = option.next if option else index
    columns = read_argument(tokens, index) if name in _COLUMNED else None
    return columns.next if columns else index
