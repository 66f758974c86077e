"""The numbers of figures: those that have a label are counted, and their captions begin with the number."""

import html
from collections.abc import Callable

from mathpress.errors import Place
from mathpress.markup.labels import Labels
from mathpress.model import FIGURE, Anchor, NumberLink, Slot
from mathpress.words import captioned


class Captions:
    """Counts one document's figures. `place_link` gives the place of `#label` in the source.

    `by_section`: numbers tell the section and begin again in each.
    """

    def __init__(self, labels: Labels, language: str, place_link: Callable[[str], Place], *, by_section: bool) -> None:
        self._labels = labels
        self._place_link = place_link
        self._language = language
        self._by_section = by_section
        self._section = self._count = 0
        self._waiting: tuple[Anchor, str] | None = None

    def begin_section(self) -> None:
        """Begin a section of the document."""
        self._section += 1
        self._count = 0 if self._by_section else self._count

    def label(self, name: str) -> Anchor:
        """Give a label and the next number to a figure that begins; return the place of its id."""
        self._count += 1
        number = f"{self._section}.{self._count}" if self._by_section else str(self._count)
        anchor = self._labels.anchor(name, FIGURE, number, self._place_link(f"#{name}"))
        self._waiting = anchor, number
        return anchor

    def beginning(self, element: str) -> list[str | Slot]:
        """Return what an element begins with: a caption with the number of its figure, if that has a label."""
        if element != "figcaption" or self._waiting is None:
            return []
        anchor, number = self._waiting
        self._waiting = None
        shown = html.escape(captioned(number, self._language))
        return ['<a class="figure-number"', NumberLink(anchor.id), f">{shown}</a> "]
