"""The numbers of figures: those that have a label are counted, and their captions begin with the number."""

import html
from collections.abc import Callable

from mathpress.errors import Place
from mathpress.markup.labels import Labels, Numbers
from mathpress.model import FIGURE, Anchor, NumberLink, Slot
from mathpress.words import captioned

_Number = tuple[Anchor, str]


class Captions:
    """Counts one document's figures. `place_link` gives the place of `#label` in the source."""

    def __init__(self, labels: Labels, language: str, place_link: Callable[[str], Place], *, by_section: bool) -> None:
        self._labels = labels
        self._place_link = place_link
        self._language = language
        self._numbers = Numbers(by_section=by_section)
        self.begin_section = self._numbers.begin_section
        self._given: _Number | None = None
        """The number of the figure whose tag is being read."""
        self._open: list[tuple[int, _Number]] = []
        """The numbers of the figures around, each with how deep its figure stands."""

    def label(self, name: str) -> Anchor:
        """Give a label and the next number to a figure that begins; return the place of its id."""
        number = self._numbers.next(FIGURE)
        anchor = self._labels.anchor(name, FIGURE, number, self._place_link(f"#{name}"))
        self._given = anchor, number
        return anchor

    def beginning(self, element: str, depth: int) -> list[str | Slot]:
        """Return what an element begins with: the caption of a figure that has a label, with its number."""
        if element == "figure":
            while self._open and self._open[-1][0] >= depth:
                self._open.pop()
            if self._given:
                self._open.append((depth, self._given))
                self._given = None
        if element != "figcaption" or not self._open or self._open[-1][0] != depth - 1:
            return []
        anchor, number = self._open.pop()[1]
        shown = html.escape(captioned(number, self._language))
        return ['<a class="figure-number"', NumberLink(anchor.id), f">{shown}</a> "]
