"""Blocks of raw HTML: Python-Markdown's `md_in_html`, which is shown only the lines that may begin one.

Its parser copies the rest of the text at each end tag. So each block is parsed by itself: from a line that begins like
one, first that line alone, then twice as many as before, until nothing is left open.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any, Final

from markdown import Markdown
from markdown.extensions.md_in_html import HtmlBlockPreprocessor, HTMLExtractorExtra, MarkdownInHtmlExtension

_LINE: Final = re.compile(r"[^\n]*+\n*+")
_BEGINS: Final = re.compile(r"[ ]{0,3}<(?P<mark>!--|!\[CDATA\[|[!?]|/?(?P<name>[A-Za-z][^\s/>]*+))")
_ENDS: Final[Mapping[str, str]] = {"!--": "-->", "![CDATA[": "]]>", "?": "?>"}

_TAG: Final = re.compile("<")


class _Extractor(HTMLExtractorExtra):
    """Takes a `&` for text, as it is to stay.

    Python's parser stops at a `&#` that begins no character, and forgets how far it was: Python-Markdown 3.11 then
    takes end tags from elsewhere. An entity behind the end of a block it puts into the wrong place.
    """

    def reset(self) -> None:
        """Begin anew."""
        super().reset()
        self.interesting = _TAG

    def clear_cdata_mode(self) -> None:
        """Read on behind an element that holds no others."""
        super().clear_cdata_mode()
        self.interesting = _TAG


class _Blocks(HtmlBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        """Put placeholders in the place of blocks."""
        text = "\n".join(lines)
        ends = [match.end() for match in _LINE.finditer(text) if match[0]]
        last = {closing: text.rfind(closing) for closing in ("-->", "]]>", "?>", ">")}
        made: list[str] = []
        start = index = 0
        while index < len(ends):
            match = _BEGINS.match(text, start)
            closing = _ENDS.get(match["mark"], ">") if match else ">"
            if match and last[closing] >= match.end() and self._is_block(match["name"]):
                least = bisect_right(ends, text.index(closing, match.end()))
                block, index = self._block(text, start, ends, index, max(1, least - index + 1))
                made.append(block)
            else:
                made.append(text[start : ends[index]])
                index += 1
            start = ends[index - 1]
        return "".join(made).split("\n")

    def _is_block(self, name: str | None) -> bool:
        return name is None or self.md.is_block_level(name.lower())

    def _block(self, text: str, start: int, ends: list[int], index: int, count: int) -> tuple[str, int]:
        """Parse what begins with line `index`, at least `count` lines; return what is left, and the line behind it."""
        stash = self.md.htmlStash
        kept = stash.html_counter, len(stash.rawHtmlBlocks), stash.tag_counter, len(stash.tag_data)
        while True:
            end = min(index + count, len(ends))
            extractor: Any = _Extractor(self.md)
            extractor.feed(text[start : ends[end - 1]])
            is_open = extractor.inraw or extractor.rawdata or extractor.cdata_elem or extractor.mdstack
            if not is_open or end == len(ends):
                extractor.close()
                return "".join(extractor.cleandoc), end
            stash.html_counter, stash.tag_counter = kept[0], kept[2]
            del stash.rawHtmlBlocks[kept[1] :], stash.tag_data[kept[3] :]
            count *= 2


class RawHtml(MarkdownInHtmlExtension):
    """Registers the steps for raw HTML."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add them to a converter."""
        super().extendMarkdown(md)
        md.preprocessors.register(_Blocks(md), "html_block", 20)
