"""Citations of works: `[see @a, chap. 2; @b]` and `@a` in a sentence, as in Pandoc's Markdown.

A key is made of letters and digits of any script and of single marks `: . + / -` between them. Before its `@` there is
no Latin letter, digit or mark, so that an address of a mailbox is none; behind an ideograph there may be one.
"""

import re
from collections.abc import Callable
from typing import Final

from mathpress.cited import Citation, Cited
from mathpress.errors import Place, Severity
from mathpress.markup.outline import Ids
from mathpress.markup.placeholders import Found, Slip
from mathpress.text import IDEOGRAPHS

_BEFORE: Final = rf"(?<![^\W{IDEOGRAPHS}]) (?<![.+/@^\-])"
_KEY: Final = r"\w++ (?: [:.+/\-]++ \w++ )*+"
CITATION: Final = rf"""
    \[ (?!\^) (?= [^\[\]`$\\]*? {_BEFORE} -?@\w ) (?P<cited> (?: [^\[\]`$\\\n] | \n (?![ \t>]*\n) )*+ ) \]
    (?! \( | \[ (?! [^\[\]`$\\]* @ ) )
"""
"""Works in brackets, which are no link's text: for a verbose regular expression."""
MENTION: Final = rf"{_BEFORE} @ {_KEY}"
"""A work in a sentence."""
_LATIN: Final = re.compile(rf"[^{IDEOGRAPHS}]*[^\W{IDEOGRAPHS}]")
_NEXT: Final = re.compile(r"\s*[;；]\s*|\s*[,，]\s*(?=-?@)")
_WORK: Final = re.compile(rf"{_BEFORE} (?P<year>-?) @ (?P<key>{_KEY})", re.VERBOSE)

UNDECLARED: Final = (
    "this looks like a citation, but the post has no bibliography; add a line `bibliography: refs.bib` to its front "
    "matter, or write a name in `code` if it is none"
)


def undeclared(source: str) -> Slip:
    """Return what is wrong with a citation in a text that has no bibliography."""
    return Slip(len(source), "citation-undeclared", UNDECLARED, Severity.WARNING)


class Citations:
    """Makes the citations of one document, and gives each of them and each work an id."""

    def __init__(self, ids: Ids, locate: Callable[[int, int], Place]) -> None:
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
