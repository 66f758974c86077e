"""Headings and ids: readable ones for headings, and none twice on a page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from mathpress.model import Slot
from mathpress.text import slugify

_LETTER: Final = re.compile(r"[^\W\d_]")
_DEFAULT: Final = "section"


class Ids:
    """The ids given on a page so far, and those its author gives further on, which nothing made up may take."""

    def __init__(self) -> None:
        self._reserved: set[str] = set()
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def reserve(self, names: Iterable[str]) -> None:
        """Keep names for those who will claim them."""
        self._reserved.update(names)

    def claim(self, wish: str) -> str:
        """Return an id that an author gave: `wish`, or `wish-2` and so on if it is taken."""
        return self._take(wish) if wish not in self._taken else self.invent(wish)

    def invent(self, wish: str) -> str:
        """Return an id that no author gave: `wish`, or `wish-2` and so on if it is taken or reserved."""
        name = wish
        while name in self._taken or name in self._reserved:
            self._next[wish] = self._next.get(wish, 1) + 1
            name = f"{wish}-{self._next[wish]}"
        return self._take(name)

    def claim_heading(self, text: str) -> str:
        """Return an id for a heading with that text; it begins with a letter, so that CSS can name it."""
        slug = slugify(text)
        return self.invent(slug if _LETTER.match(slug) else f"{_DEFAULT}-{slug}".strip("-"))

    def _take(self, name: str) -> str:
        self._taken.add(name)
        return name


@dataclass
class OpenHeading:
    """A heading being woven: the id its author gave, the part that its id becomes, its text, its entry.

    `text` is where its text begins; `outline` is its entry in the table of contents in pieces.
    """

    level: int
    given: str = ""
    id: int = 0
    text: int = 0
    outline: list[str | Slot] = field(default_factory=list)
