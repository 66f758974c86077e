"""What is prose in a Markdown text, and what is a formula or code in which nothing may be changed."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Final

from mathpress.markup.placeholders import Form, Found
from mathpress.markup.search import Search
from mathpress.markup.syntax import OPENING

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


def outside_code(text: str, tokens: Sequence[re.Match[str]], verbatim: Set[str]) -> list[re.Match[str]]:
    """Return those of a text's tags that code does not show. Linear in the text's length.

    Code does not begin between a `verbatim` tag and the one that closes it, and such a pair counts in a code span too,
    since authors wrap with it what they show there. Tokens have the groups `name` and `closes`.
    """
    closing: dict[int, int] = {}
    upcoming: dict[str, int] = {}
    for number in reversed(range(len(tokens))):
        name = tokens[number]["name"]
        if tokens[number]["closes"]:
            upcoming[name] = number
        elif name in upcoming and name in verbatim:
            closing[number] = upcoming[name]
    search = Search(text)
    found: list[re.Match[str]] = []
    code = _next_code(text, search, 0)
    index = 0
    while index < len(tokens):
        token, end = tokens[index], closing.get(index)
        while code and code.end <= token.start():
            code = _next_code(text, search, code.end)
        is_code = code is not None and code.start < token.start()
        if not is_code:
            found.append(token)
        if end is not None:
            behind = tokens[end].end()
            if not is_code:
                found.append(tokens[end])
                code = _next_code(text, search, behind)
                index = end
            elif code and code.kind == "ticks" and behind <= code.end:
                found += [token, tokens[end]]
                index = end
        index += 1
    return found


@dataclass(frozen=True, slots=True)
class _Code:
    """A stretch of code or the like, by the group of what opens it."""

    kind: str
    start: int
    end: int


def _next_code(
    text: str, search: Search, position: int, kinds: Set[str] = frozenset({"fence", "ticks"})
) -> _Code | None:
    """Return the first code from an offset on; comments and elements whose text is no prose are passed over."""
    while match := OPENING.search(text, position):
        kind, end = match.lastgroup or "", _end(text, search, match)
        position = end or match.end()
        if kind in kinds:
            return _Code(kind, match.start(), position)
    return None


def _code(text: str) -> list[tuple[int, int]]:
    """Return the spans of code, comments and elements whose text is no prose."""
    search = Search(text)
    spans: list[tuple[int, int]] = []
    position = 0
    while code := _next_code(text, search, position, _CODE):
        position = code.end
        spans.append((code.start, code.end))
    return spans


_CODE: Final = frozenset({"fence", "comment", "raw", "ticks"})


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
