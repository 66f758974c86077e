"""The labels of one document, in one name space, and the numbers of theorems and figures that they may name."""

from collections import Counter
from collections.abc import Iterable, Mapping

from mathpress.errors import Place, Problem
from mathpress.markup.outline import Ids, OpenHeading
from mathpress.model import EQUATION, TITLE, Anchor, Heading, Label


class Labels:
    """Keeps the labels given so far, each with an id of its own, and what is wrong with them."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self.known: dict[str, Label] = {}
        self._lines: dict[str, int] = {}
        self.problems: list[Problem] = []

    def anchor(self, name: str, kind: str, number: str, place: Place) -> Anchor:
        """Give a label at `place` to what has that number, and return the place of its id: the label, if it is free."""
        anchor = Anchor(self._ids.claim(_id(name)), number=kind == EQUATION)
        self._keep(Label(name, kind, number, anchor.id), place)
        return anchor

    def name_heading(self, heading: OpenHeading, text: str) -> str:
        """Return the id of a heading with that text: its author's, else its first label, else one made of its text."""
        given = heading.given or next((_id(label) for label, _ in heading.labels), "")
        name = self._ids.claim(given) if given else self._ids.claim_heading(text)
        for label, place in heading.labels:
            self._keep(Label(label, TITLE, text or label, name), place)
        return name

    def with_headings(self, headings: Iterable[Heading]) -> Mapping[str, Label]:
        """Return all that references can name: the labels, and each heading by its id unless a label has that name."""
        titles = {each.id: Label(each.id, TITLE, each.text or each.id, each.id) for each in headings}
        return titles | self.known

    def _keep(self, label: Label, place: Place) -> None:
        """Keep a label; one that was given before is a problem, and keeps its first meaning."""
        if label.name in self.known:
            message = f"the label {label.name} is used twice; it was given first at line {self._lines[label.name]}"
            self.problems.append(Problem(place, "label-duplicate", message))
            return
        self.known[label.name] = label
        self._lines[label.name] = place.line


class Numbers:
    """Numbers theorems and figures, each kind by itself. `by_section`: a number tells its section, 2.1."""

    def __init__(self, *, by_section: bool) -> None:
        self._by_section = by_section
        self._section = 0
        self._counts: Counter[str] = Counter()

    def begin_section(self) -> None:
        """Begin a section; what stands before the first is section 0, as in LaTeX."""
        self._section += 1
        if self._by_section:
            self._counts.clear()

    def next(self, kind: str) -> str:
        """Return the next number of a kind."""
        self._counts[kind] += 1
        number = str(self._counts[kind])
        return f"{self._section}.{number}" if self._by_section else number


def _id(label: str) -> str:
    """Return a label as an id, in which no white space may stand (HTML standard, 3.2.6)."""
    return "-".join(label.split())
