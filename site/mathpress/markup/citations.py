"""Citations of works, `[see @a, chap. 2; @b]` and `@a` in a sentence, as in Pandoc's Markdown: found, and made slots.

A key is made of letters and digits of any script and of single marks `: . + / -` between them. Before its `@` there is
no Latin letter, digit or mark, so that an address of a mailbox is none; behind an ideograph there may be one.
"""

import re
from typing import Final

from mathpress.cited import Citation, Cited
from mathpress.errors import Locate, Severity
from mathpress.markup.finds import Finds, Handled
from mathpress.markup.outline import Ids
from mathpress.markup.placeholders import Form, Found, Slip, unquoted
from mathpress.markup.syntax import BEFORE_KEY, KEY
from mathpress.text import IDEOGRAPHS

_LATIN: Final = re.compile(rf"[^{IDEOGRAPHS}]*[^\W{IDEOGRAPHS}]")
_NEXT: Final = re.compile(r"\s*[;；]\s*|\s*[,，]\s*(?=-?@)")
_WORK: Final = re.compile(rf"{BEFORE_KEY} (?P<year>-?) @ (?P<key>{KEY})", re.VERBOSE)

_UNDECLARED: Final = (
    "this looks like a citation, but the post has no bibliography; add a line `bibliography: refs.bib` to its front "
    "matter, or write a name in `code` if it is none"
)


def _undeclared(source: str) -> Slip:
    """Return what is wrong with a citation in a text that has no bibliography."""
    return Slip(len(source), "citation-undeclared", _UNDECLARED, Severity.WARNING)


class Citations:
    """Makes the citations of one document, and gives each of them and each work an id."""

    def __init__(self, ids: Ids, locate: Locate) -> None:
        self._ids = ids
        self._locate = locate
        self._entries: dict[str, str] = {}
        self._count = 0

    def slot(self, found: Found) -> Citation:
        """Return the slot of a citation."""
        bare = found.source.startswith("@")
        works = (self._cited(found.source[1:]),) if bare else self._works(found.tex)
        place = self._locate(*found.span)
        self._count += 1
        return Citation(found.source, works, bare, self._ids.invent(f"cite-{self._count}"), place)

    def _works(self, inside: str) -> tuple[Cited, ...]:
        """Take what stands in brackets apart.

        Words behind a work belong to it, up to words right before the next: `@a, p. 3; and @b`, `@a and @b`.
        """
        works: list[tuple[re.Match[str], str, list[str]]] = []
        before: list[str] = []
        for part in _NEXT.split(" ".join(inside.split())):
            position = 0
            for match in _WORK.finditer(part):
                between = part[position : match.start()].strip()
                of_last = position and between.startswith((",", "，"))
                (works[-1][2] if of_last else before).append(between)
                works.append((match, _joined(before), []))
                before = []
                position = match.end()
            (works[-1][2] if works else before).append(part[position:].strip())
        return tuple(
            self._cited(match["key"], prefix, _joined(behind), year_only=bool(match["year"]))
            for match, prefix, behind in works
        )

    def _cited(self, key: str, prefix: str = "", locator: str = "", *, year_only: bool = False) -> Cited:
        name = readings(key)[-1]
        if name not in self._entries:
            self._entries[name] = self._ids.invent(f"ref-{name}")
        return Cited(key, self._entries[name], prefix, locator, year_only)


def readings(key: str) -> tuple[str, ...]:
    """Return the ways to read what stands behind an `@`: whole, or up to the first ideograph: `@su2024的`."""
    latin = _LATIN.match(key)
    return (key, latin[0]) if latin and latin[0] != key else (key,)


def _joined(words: list[str]) -> str:
    """Return the words that belong to a work, without the comma behind its key."""
    return "; ".join(filter(None, (each.lstrip(",， ") for each in words)))


class Mentions:
    """Takes the citations of one text, if it `cites`; else the first that looks like one is a slip."""

    def __init__(self, finds: Finds, *, cites: bool) -> None:
        self._finds = finds
        self._cites = cites
        self._told = False

    def works(self, match: re.Match[str]) -> Handled:
        """Take works in brackets."""
        start = match.start()
        if self._cites:
            tex, origins = unquoted(self._finds.text, *match.span("cited"), self._finds.search.quote_depth(start))
            return match.end(), self._finds.add(Found(Form.CITATION, match[0], tex, start, origins))
        slip = None if self._told else _undeclared(match[0])
        self._told = True
        return start + 1, self._finds.literal(start, start + 1, slip) if slip else None

    def work(self, match: re.Match[str]) -> Handled:
        """Take what may be a work in a sentence; whether it is one is known when bibliographies are."""
        found = Found(Form.CITATION, match[0], "", match.start(), ((0, match.start()),))
        return match.end(), self._finds.add(found) if self._cites else None
