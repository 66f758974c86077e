"""Blocks: Python-Markdown's parser, fed in pieces, so that no block is copied once for each line of it.

Its processors take what they know from the beginning of a block and put the rest back in front of the others. So a
block is taken apart beforehand, at the lines at which one of them would begin anew; and what waits is a deque. As in
CommonMark (0.31, 5.2) a list may interrupt a paragraph.
"""

import re
from collections import deque
from collections.abc import Iterable
from typing import Any, Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import (
    BlockQuoteProcessor,
    CodeBlockProcessor,
    EmptyBlockProcessor,
    HashHeaderProcessor,
    HRProcessor,
    ParagraphProcessor,
    ReferenceProcessor,
    SetextHeaderProcessor,
)
from markdown.extensions import Extension

from mathpress.markup.lists import ITEM, RULE, Lists
from mathpress.markup.placeholders import APART

DEEPEST: Final = 40
"""How many lists and quotes may stand in one another; marks beyond that are text."""

_LINE: Final = re.compile(
    rf"""
      (?P<heading>    \#{{1,6}} )
    | (?P<rule>       {RULE} )
    | (?P<stash>      [ ]{{0,3}} \x02wzxhzdk:[0-9]+\x03 [ ]*+ $ )
    | (?P<quote>      [ ]{{0,3}} > )
    | (?P<item>       [ ]{{0,3}} (?: [-*+] | 1[.)] ) [ ]++ \S )
    | (?P<definition> [ ]{{0,3}} : [ ]{{1,3}} \S )
    | (?P<begin>      [ ]{{0,3}} (?: \*? \[ [^\[\]\n]{{1,200}}+ \]: | {APART} | !!![ ] | \?\?\?\+?[ ] ) )
    """,
    re.VERBOSE,
)
_ANY: Final = re.compile(rf"^ (?: {_LINE.pattern} | =+ [ ]*$ | -+ [ ]*$ )", re.VERBOSE | re.MULTILINE)
_UNDERLINE: Final = re.compile(r"(?:=+|-+)[ ]*$")
_HOLDS: Final = re.compile(r"(?:!!!|\?\?\?\+?)[ ]")
_INDENT: Final = " " * 4
_OUTDENTED: Final = re.compile(rf"^(?!{_INDENT}|[ ]*$)", re.MULTILINE)
_ALONE: Final = {"heading", "rule", "stash"}
"""Lines that are blocks by themselves."""


def split(block: str) -> list[str]:
    """Take lines without a blank one between them apart, at those that begin another block."""
    if not _ANY.search(block):
        return [block]
    splitter = _Splitter()
    text = block.lstrip("\n")
    for line in text.split("\n"):
        splitter.take(line)
    splitter.close()
    splitter.pieces[0] = block[: len(block) - len(text)] + splitter.pieces[0]
    return splitter.pieces


class _Splitter:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._lines: list[str] = []
        self._sort = ""
        """What the piece began with: a group of `_LINE`, `list`, or `text`."""
        self._defines = False

    def take(self, line: str) -> None:
        match = _LINE.match(line)
        found = (match.lastgroup or "text") if match else "text"
        if self._sort == "list" and (line.startswith(" ") or found == "item"):
            found = "text"  # what a list holds is its own affair
        if self._sort == "text" and len(self._lines) == 1 and _UNDERLINE.match(line):
            self._lines.append(line)
            self.close()
        elif found in _ALONE:
            self.close()
            self.pieces.append(line)
        elif found == "definition":
            self._define(line)
        else:
            if (found != "text" and found != self._sort) or found == "begin":
                self.close()
            self._add(line, found)

    def _define(self, line: str) -> None:
        """Begin another definition if the piece has one, with its term if that is the last line."""
        if self._defines:
            last = self._lines.pop()
            is_term = not last.startswith(" ") and not last.startswith(":")
            if not is_term:
                self._lines.append(last)
            self.close()
            if is_term:
                self._add(last, "text")
        self._add(line, "definition")
        self._defines = True

    def _add(self, line: str, found: str) -> None:
        if not self._lines:
            self._sort = "list" if ITEM.match(line) else found
        self._lines.append(line)

    def close(self) -> None:
        """End the piece."""
        if self._lines:
            self.pieces.append("\n".join(self._lines))
        self._lines, self._sort, self._defines = [], "", False


class Queue(deque[str]):
    """The blocks that wait, as the list that processors expect, but with a front that is as near as the end."""

    def pop(self, index: int = -1) -> str:
        """Take the first or the last block."""
        return super().pop() if index else self.popleft()


class Parser(BlockParser):
    """Parses blocks, and tells whether something was nested too deeply."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.too_deep = False

    def parseBlocks(self, parent: Element, blocks: Iterable[str]) -> None:  # noqa: N802 - Python-Markdown's name
        """Parse blocks, each of which may hold several."""
        queue: Any = Queue(piece for block in blocks for piece in split(block))
        processors = list(self.blockprocessors)  # a registry makes this list whenever it is gone through
        while queue:
            first = queue[0].lstrip("\n")  # of an odd number of blank lines one is left
            if _HOLDS.match(first) or first.startswith(_INDENT):
                _gather(queue)
            for processor in processors:
                if processor.test(parent, queue[0]) and processor.run(parent, queue) is not False:
                    break

    def may_nest(self) -> bool:
        """Tell whether another list or quote may begin here, and remember if it may not."""
        if len(self.state) < DEEPEST:
            return True
        self.too_deep = True
        return False


def _gather(queue: Queue) -> None:
    """Put the blocks together that are one piece of code, or that an admonition holds: lists may span several."""
    held = [queue.popleft()]
    while not _OUTDENTED.search(held[-1].lstrip("\n").partition("\n")[2]):
        empty = []
        while queue and not queue[0].strip():
            empty.append(queue.popleft())
        if not queue or not queue[0].lstrip("\n").startswith(_INDENT):
            queue.extendleft(reversed(empty))
            break
        held += [*empty, queue.popleft()]
    queue.appendleft("\n\n".join(held))


class _Lists(Lists):
    parser: Parser

    def test(self, parent: Element, block: str) -> bool:
        return super().test(parent, block) and self.parser.may_nest()


class _Underlined(SetextHeaderProcessor):
    def test(self, parent: Element, block: str) -> bool:
        return super().test(parent, block) and not ITEM.match(block)


class _Quotes(BlockQuoteProcessor):
    parser: Parser

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - Python-Markdown's signature
        return bool(self.RE.search(block)) and self.parser.may_nest()


class ParserExtension(Extension):
    """Puts our parser in the place of Python-Markdown's, before other extensions add to it."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Replace the parser, and those of its processors that copy what they leave to others."""
        md.registerExtension(self)
        self._parser = md.parser = parser = Parser(md)
        for processor, name, priority in (
            (EmptyBlockProcessor, "empty", 100),
            (CodeBlockProcessor, "code", 80),
            (HashHeaderProcessor, "hashheader", 70),
            (_Underlined, "setextheader", 60),
            (HRProcessor, "hr", 50),
            (_Lists, "list", 40),
            (_Quotes, "quote", 20),
            (ReferenceProcessor, "reference", 15),
            (ParagraphProcessor, "paragraph", 10),
        ):
            parser.blockprocessors.register(processor(parser), name, priority)

    def reset(self) -> None:
        """Forget the last document."""
        self._parser.too_deep = False


def was_too_deep(md: Markdown) -> bool:
    """Tell whether the last document had more lists and quotes in one another than may be."""
    return isinstance(md.parser, Parser) and md.parser.too_deep
