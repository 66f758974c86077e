"""What is prose in a Markdown text, and what is a formula or code in which nothing may be changed."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from mathpress.markup.openings import OPENING
from mathpress.markup.placeholders import Form, Found
from mathpress.markup.search import Search

FORMULAS: Final = {Form.INLINE, Form.DISPLAY}


class Prose:
    """Tells which stretches of a text are neither code nor formulas: those that `scan` found in it."""

    def __init__(self, text: str, found: Iterable[Found]) -> None:
        spans = sorted([each.span for each in found if each.form in FORMULAS] + _code(text))
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def has(self, offset: int) -> bool:
        """Tell whether the character at `offset` is prose."""
        index = bisect_right(self._starts, offset) - 1
        return index < 0 or offset >= self._ends[index]


def _code(text: str) -> list[tuple[int, int]]:
    """Return the spans of code, comments and elements whose text is no prose."""
    search = Search(text)
    spans: list[tuple[int, int]] = []
    position = 0
    while match := OPENING.search(text, position):
        position = _end(text, search, match) or match.end()
        if match.lastgroup in _CODE:
            spans.append((match.start(), position))
    return spans


_CODE: Final = {"fence", "comment", "raw", "ticks"}


def _end(text: str, search: Search, match: re.Match[str]) -> int | None:
    match match.lastgroup:
        case "fence":
            ends = search.fence_end(match["mark"], match.end())
            return ends[1] if ends else None
        case "comment":
            return search.find("-->", match.end(), len(text))
        case "raw":
            return search.find(f"</{match['element'].lower()}", match.end(), len(text))
        case "ticks":
            return search.code_end(match.end(), len(match[0]))
    return None
