"""What stands apart: openings and closes of environments are blocks of their own, with or without blank lines.

Python-Markdown parses lists, quotes and notes one block at a time, so nothing in it can hold an environment that spans
several. It is told only where environments begin and end; `weave` puts together what is between.
"""

import re
import textwrap
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

from mathpress.markup.placeholders import APART, APART_END, PLACEHOLDER, Form, Found, number_of

_MARK: Final = re.compile(f"\n|{APART}(?P<inner>[^{APART}{APART_END}]*){APART_END}")
_CONTAINER: Final = re.compile(r"[ ]{0,3}(?:>|[-*+][ \t]|\d+[.)][ \t]|:[ \t]|\[\^[^\]\n]+\]:)")
"""What begins a quote, a list, the meaning of a term, or a note."""
_LEVEL: Final = 4
"""Spaces from which on a line is code, or belongs to the item of a list."""


class _Apart(BlockProcessor):
    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - Python-Markdown's signature
        return APART in block and bool(_marks(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make a paragraph of each mark, and parse what is before and between them."""
        block = blocks.pop(0)
        marks = _marks(block)
        before = block[: marks[0].start()]
        if before.strip():
            self.parser.parseBlocks(parent, [before.rstrip()])
        self.parser.state.set("apart")  # or text in the item of a list would get no paragraph
        for mark, after in pairwise([*marks, None]):
            if mark is None:
                break
            SubElement(parent, "p").text = mark["inner"]
            rest = _dedented(block[mark.end() : after.start() if after else len(block)].rstrip())
            if rest.strip():
                self.parser.parseBlocks(parent, [rest])
        self.parser.state.reset()


def _marks(block: str) -> list[re.Match[str]]:
    """Return the marks at which a block is to be split.

    A mark at the beginning of a line ends whatever stands before it. Others are left to the list, the quote or the
    note that they stand in, whose own blocks are parsed later.
    """
    in_container = bool(_CONTAINER.match(block))
    line_in_container = in_container
    line = 0
    marks: list[re.Match[str]] = []
    for match in _MARK.finditer(block):
        if match[0] == "\n":
            line = match.end()
            line_in_container = in_container or bool(_CONTAINER.match(block, line))
        elif match.start() == line or not line_in_container:
            marks.append(match)
    return marks


def _dedented(text: str) -> str:
    first, line_end, rest = text.partition("\n")
    return first.strip() + line_end + textwrap.dedent(rest) if first.strip() else textwrap.dedent(rest)


class ApartExtension(Extension):
    """Registers the step before headings (priority 70), lists and quotes, behind code (80)."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the step to a converter."""
        md.parser.blockprocessors.register(_Apart(md.parser), "apart", 78)


@dataclass
class _Indented:
    """An environment that is open: its first line, the indentation of that, and the least of the lines in it."""

    line: int
    own: float
    least: float = inf


def dedent(text: str, found: tuple[Found, ...]) -> str:
    r"""Take back the indentation of what stands in environments, which in LaTeX means nothing and in Markdown code.

    Those that begin in an item of a list or in indented code are left as they are, and so are blocks between slashes.
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
                opened.append(_Indented(number, indent if moves else inf))
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
