"""Definition lists as in PHP Markdown Extra: a term, and below it a `:` with its meaning, read whole as items are.

What belongs to a meaning is indented by four spaces, be it a paragraph, a list or code.
"""

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

from mathpress.markup.parser import Parser

_MARK: Final = re.compile(r"^[ ]{0,3}:[ ]{1,3}(?=\S)", re.MULTILINE)
_INDENT: Final = re.compile(r"^[ ]{4}", re.MULTILINE)


class _Definition(BlockProcessor):
    parser: Parser

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - Python-Markdown's signature
        return bool(_MARK.search(block)) and self.parser.may_nest()

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        """Make a meaning and its terms, which may be the paragraph above; a `:` behind none is text."""
        mark = _MARK.search(blocks[0])
        assert mark  # noqa: S101 - the test's
        terms = [line.strip() for line in blocks[0][: mark.start()].split("\n") if line.strip()]
        above = self.lastChild(parent)
        is_loose = False
        if not terms:
            if above is None or above.tag not in {"p", "dl"}:
                return False
            if above.tag == "p":
                terms = (above.text or "").split("\n")
                parent.remove(above)
                above = self.lastChild(parent)
                is_loose = True
            else:
                is_loose = len(above[-1]) > 0  # as the meaning before it
        meaning = [blocks.pop(0)[mark.end() :]]
        while blocks and (not blocks[0].strip() or _INDENT.match(blocks[0].lstrip("\n"))):
            is_loose |= bool(blocks[0].strip())
            meaning.append(blocks.pop(0))
        made = above if above is not None and above.tag == "dl" else SubElement(parent, "dl")
        for term in terms:
            SubElement(made, "dt").text = term
        self.parser.state.set("looselist" if is_loose else "list")
        self.parser.parseChunk(SubElement(made, "dd"), _INDENT.sub("", "\n\n".join(meaning)))
        self.parser.state.reset()
        return None


class Definitions(Extension):
    """Registers the step between lists (40) and quotes (20)."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the step to a converter with our parser."""
        assert isinstance(md.parser, Parser)  # noqa: S101 - the first of the extensions puts it there
        md.parser.blockprocessors.register(_Definition(md.parser), "deflist", 25)
