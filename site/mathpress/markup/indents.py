"""Indentation in environments: an author of LaTeX indents what stands in one, which in Markdown would make it code."""

import re
from dataclasses import dataclass
from math import inf
from typing import Final

from mathpress.markup.placeholders import APART, PLACEHOLDER, Form, Found, number_of

_LEVEL: Final = 4
"""Spaces from which on a line is code, or belongs to the item of a list."""
_BEFORE_TEXT: Final = re.compile(r"[ ]*(?:(?:>|[-*+]|\d{1,9}[.)]|:|\[\^[^\]\n]+\]:)[ ]+)?")
"""The indentation of a line, and the mark of an item, of a meaning, or of a note."""


@dataclass
class _Indented:
    """An environment that is open: its first line, where the text of that begins, and the least indentation in it."""

    line: int
    own: float
    least: float = inf


def dedent(text: str, found: tuple[Found, ...]) -> str:
    r"""Take back the indentation of what stands in environments, which in LaTeX means nothing and in Markdown code.

    Those that begin behind the mark of an item keep the indentation of its text. Those in indented code, or deeper in a
    list, are left as they are, and so are blocks between slashes.
    """
    if APART not in text:
        return text
    lines = text.split("\n")
    change = [0] * (len(lines) + 1)
    opened: list[_Indented] = []
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        marks = [found[number_of(match)] for match in PLACEHOLDER.finditer(line)] if APART in line else []
        if opened and marks and marks[0].form is Form.CLOSE and line[indent] == APART:
            _take(opened, number, change)
            marks = marks[1:]
        if opened and line[indent:]:
            opened[-1].least = min(opened[-1].least, indent)
        for mark in marks:
            if mark.form is Form.OPEN:
                moves = mark.source.startswith("\\") and (indent < _LEVEL or bool(opened))
                before = _BEFORE_TEXT.match(line)
                opened.append(_Indented(number, before.end() if moves and before else inf))
            elif mark.form is Form.CLOSE and opened:
                _take(opened, number, change)
    depth = 0
    for number, amount in enumerate(change[:-1]):
        depth += amount
        lines[number] = lines[number][min(depth, len(lines[number]) - len(lines[number].lstrip(" "))) :]
    return "\n".join(lines)


def _take(opened: list[_Indented], end: int, change: list[int]) -> None:
    """Close an environment before line `end`, and note by how much its lines move."""
    closed = opened.pop()
    if opened:
        opened[-1].least = min(opened[-1].least, closed.least)
    if closed.own < closed.least < inf and end > closed.line + 1:
        change[closed.line + 1] += int(closed.least - closed.own)
        change[end] -= int(closed.least - closed.own)
