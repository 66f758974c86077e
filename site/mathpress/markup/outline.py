"""Headings and ids: readable ones for headings, and none twice on a page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from mathpress.errors import Place
from mathpress.model import Slot
from mathpress.text import slugify

_LETTER: Final = re.compile(r"[^\W\d_]")
_DEFAULT: Final = "section"
_NAME: Final = re.compile(r"(?=[^A-Z_$]*+[A-Z_$])[\w$]++\Z|mp-")
"""A name such as scripts give their globals, or one of the page's own."""


class Ids:
    """The ids given on a page so far, and those its author gives further on, which nothing made up may take.

    `guarded`: none is the name of a global of scripts, as a browser makes of each id, or of the page's own.
    """

    def __init__(self, *, guarded: bool = False) -> None:
        self._guarded = guarded
        self._reserved: set[str] = set()
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def reserve(self, names: Iterable[str]) -> None:
        """Keep names for those who will claim them."""
        self._reserved.update(names)

    def claim(self, wish: str) -> str:
        """Return an id that an author gave: `wish`, or `wish-2` and so on if it is taken."""
        name = self._guard(wish)
        return self._take(name) if name not in self._taken else self.invent(name)

    def invent(self, wish: str) -> str:
        """Return an id that no author gave: `wish`, or `wish-2` and so on if it is taken or reserved."""
        name = wish = self._guard(wish)
        while name in self._taken or name in self._reserved:
            self._next[wish] = self._next.get(wish, 1) + 1
            name = f"{wish}-{self._next[wish]}"
        return self._take(name)

    def claim_heading(self, text: str) -> str:
        """Return an id for a heading with that text; it begins with a letter, so that CSS can name it."""
        return self.invent(heading_id(text))

    def _guard(self, wish: str) -> str:
        return f"id-{wish}" if self._guarded and _NAME.match(wish) else wish

    def _take(self, name: str) -> str:
        self._taken.add(name)
        return name


def heading_id(text: str) -> str:
    """Return the id of a heading with that text, unless it is taken."""
    slug = slugify(text)
    return slug if _LETTER.match(slug) else f"{_DEFAULT}-{slug}".strip("-")


@dataclass
class OpenHeading:
    """A heading being woven: the id its author gave, its labels, the part that its id becomes, its text, its entry.

    `text` is where its text begins; `outline` is its entry in the table of contents in pieces.
    """

    level: int
    given: str = ""
    labels: list[tuple[str, Place]] = field(default_factory=list)
    id: int = 0
    text: int = 0
    outline: list[str | Slot] = field(default_factory=list)
