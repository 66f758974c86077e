"""What stands apart: openings and closes of environments are blocks of their own, with or without blank lines.

Python-Markdown parses lists, quotes and notes one block at a time, so nothing in it can hold an environment that spans
several. It is told only where environments begin and end; `weave` puts together what is between.
"""

import re
import textwrap
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

from mathpress.markup.placeholders import APART, APART_END

_MARK: Final = re.compile(f"\n|{APART}(?P<inner>[^{APART}{APART_END}]*){APART_END}")
_CONTAINER: Final = re.compile(r"[ ]{0,3}(?:>|[-*+][ \t]|\d+[.)][ \t]|:[ \t]|\[\^[^\]\n]+\]:)")
"""What begins a quote, a list, the meaning of a term, or a note."""
_BELOW: Final = re.compile(
    r"""
      ^ (?= [^|\n]* \| ) [ ]{0,3} \|? [ ]* :?-+:? [ ]* (?: \| [ ]* (?: :?-+:? [ ]* )? )* $
    | ^ [ ]{0,3} : [ ]{1,3} \S
    """,
    re.VERBOSE | re.MULTILINE,
)
"""The line that makes a table of the one above it, and the one that makes that a term."""


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
        ends = [*(mark.start() for mark in marks[1:]), len(block)]
        for mark, end in zip(marks, ends, strict=True):
            SubElement(parent, "p").text = mark["inner"]
            rest = _dedented(block[mark.end() : end].rstrip())
            if rest.strip():
                self.parser.parseBlocks(parent, [rest])
        self.parser.state.reset()


def _marks(block: str) -> list[re.Match[str]]:
    """Return the marks at which a block is to be split.

    A mark at the beginning of a line ends whatever stands before it. Others are left to the list, the quote or the
    note that they stand in, whose own blocks are parsed later, and to a table or a definition.
    """
    in_container = bool(_CONTAINER.match(block) or _BELOW.search(block))
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
