"""Lists by CommonMark's rules (0.31, 5.2 and 5.3), with the indentations that authors use besides.

What belongs to an item is indented by two spaces or more, be it a paragraph, a formula, code or a list. CommonMark
wants it below the item's text, Python-Markdown four spaces deep: the first line that is indented says which is meant.
"""

import re
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor

ITEM: Final = re.compile(r"(?P<indent>[ ]{0,3})(?P<mark>[-*+]|(?P<number>\d{1,9})[.)])(?P<space>[ ]+)(?=\S)")
RULE: Final = r"[ ]{0,3}(?:(?:-[ ]*+){3,}+|(?:\*[ ]*+){3,}+|(?:_[ ]*+){3,}+)$"
"""A horizontal rule (CommonMark, 4.1), which is no item."""
_RULE: Final = re.compile(RULE)
_SIBLING: Final = re.compile(r"(?P<indent>[ ]*+)(?P<mark>[-*+]|(?P<number>\d{1,9})[.)])(?P<space>[ ]+|$)")
_LEAST: Final = 2
"""Spaces by which the contents of an item are indented at least."""
_MOST: Final = 4
_CODE: Final = 4
"""Spaces by which code is indented."""


@dataclass
class _Item:
    """An item: where its mark and its text begin, its lines without their indentation, and if they stand apart."""

    indent: int
    text: int
    lines: list[str]
    depth: int | None = None
    """By how much its contents are indented, once that is known."""
    nested: int | None = None
    """Where the mark of the last list in it stands."""
    loose: bool = False

    def takes(self, indent: int) -> bool:
        """Tell whether a line that is indented so far belongs to this item."""
        return indent >= self.indent + _LEAST

    def add(self, line: str, blanks: int) -> None:
        """Add a line behind so many blank ones, be it indented or the lazy continuation of a paragraph."""
        indent = len(line) - len(line.lstrip(" "))
        if self.takes(indent):
            if self.depth is None:
                self.depth = self._measure(indent - self.indent)
            is_own = self.nested is None or indent < self.nested + _LEAST
            is_item = bool(_SIBLING.match(line))
            self.loose |= blanks > 0 and is_own and (self.nested is None or not is_item)
            if is_own and is_item:
                self.nested = indent
        self.lines += [*[""] * blanks, line[min(indent, self.indent + (self.depth or 0)) :]]

    def _measure(self, relative: int) -> int:
        """Tell by how much contents are indented whose first line is indented so far."""
        if relative <= _MOST:
            return relative
        return _MOST if relative >= _MOST + _CODE and self.text < _MOST else self.text


class Lists(BlockProcessor):
    """Takes a whole list from the blocks that wait, and parses each item by itself."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - Python-Markdown's signature
        """Tell whether a block begins with an item that has a text."""
        return bool(ITEM.match(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Parse a list, and those that begin in lines of it; what stands behind them is left."""
        first = ITEM.match(blocks[0])
        assert first  # noqa: S101 - the test's
        items: list[_Item] = []
        blanks = 0
        while blocks and (not items or self._goes_on(items[-1], first["mark"][-1], blocks[0])):
            block = blocks.pop(0)
            text = block.lstrip("\n")
            blanks += (len(block) - len(text)) if items else 0
            for line in text.split("\n"):
                if other := self._take(items, first["mark"][-1], line, blanks):
                    self._make(parent, first["number"], items)
                    first, items = other, []
                    self._take(items, first["mark"][-1], line, 0)
                blanks = 0
            blanks = 1
            while blocks and not blocks[0].strip():
                blocks.pop(0)
                blanks += 2
        self._make(parent, first["number"], items)

    def _goes_on(self, item: _Item, kind: str, block: str) -> bool:
        """Tell whether a block behind a blank line belongs to the list."""
        line = block.lstrip("\n").partition("\n")[0]
        match = ITEM.match(line)
        is_sibling = match is not None and match["mark"][-1] == kind and not _RULE.match(line)
        return is_sibling or item.takes(len(line) - len(line.lstrip(" ")))

    def _take(self, items: list[_Item], kind: str, line: str, blanks: int) -> re.Match[str] | None:
        """Add a line to a list, unless another one begins there: then its mark is returned."""
        indent = len(line) - len(line.lstrip(" "))
        match = _SIBLING.match(line)
        if items and items[-1].takes(indent):
            items[-1].add(line, blanks)
        elif match and match["mark"][-1] == kind:
            if items:
                items[-1].loose |= blanks > 0
            items.append(_Item(indent, _text(match), [line[match.end() :]]))
        elif other := ITEM.match(line):
            return other
        else:
            items[-1].add(line, 0)
        return None

    def _make(self, parent: Element, number: str | None, items: list[_Item]) -> None:
        """Make the elements. In a list without blank lines no item has paragraphs."""
        made = SubElement(parent, "ul" if number is None else "ol")
        if number is not None and int(number) != 1:
            made.set("start", str(int(number)))
        is_loose = any(item.loose for item in items)
        for item in items:
            self.parser.state.set("looselist" if is_loose else "list")
            self.parser.parseChunk(SubElement(made, "li"), "\n".join(item.lines))
            self.parser.state.reset()


def _text(match: re.Match[str]) -> int:
    """Return how far from its mark the text of an item begins; code in the first line begins one space behind it."""
    spaces = len(match["space"])
    return len(match["mark"]) + (spaces if 1 <= spaces <= _MOST else 1)
