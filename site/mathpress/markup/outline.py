"""Ids: readable ones for headings, and none twice on a page."""

import re
from typing import Final

from mathpress.text import slugify

_LETTER: Final = re.compile(r"[^\W\d_]")
_DEFAULT: Final = "section"


class Ids:
    """The ids given on a page so far."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def claim(self, wish: str) -> str:
        """Return `wish`, or `wish-2` and so on if it is taken."""
        name = wish
        while name in self._taken:
            self._next[wish] = self._next.get(wish, 1) + 1
            name = f"{wish}-{self._next[wish]}"
        self._taken.add(name)
        return name

    def claim_heading(self, text: str) -> str:
        """Return an id for a heading with that text; it begins with a letter, so that CSS can name it."""
        slug = slugify(text)
        return self.claim(slug if _LETTER.match(slug) else f"{_DEFAULT}-{slug}".strip("-"))
