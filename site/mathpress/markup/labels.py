"""The labels of one document: of equations, theorems, figures and headings, in one name space."""

from collections.abc import Iterable, Mapping

from mathpress.errors import Place, Problem
from mathpress.markup.outline import Ids
from mathpress.model import EQUATION, TITLE, Anchor, Heading, Label


class Labels:
    """Keeps the labels given so far, each with an id of its own, and what is wrong with them."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self.known: dict[str, Label] = {}
        self.problems: list[Problem] = []

    def anchor(self, name: str, kind: str, number: str, place: Place) -> Anchor:
        """Give a label at `place` to what has that number, and return the place of its id: the label, if it is free.

        White space in it becomes hyphens. A label that was given before is a problem, and keeps its first meaning.
        """
        anchor = Anchor(self._ids.claim("-".join(name.split())), number=kind == EQUATION)
        if name in self.known:
            first = self.known[name].place
            message = f"the label {name} is used twice; it was given first at line {first.line}"
            self.problems.append(Problem(place, "label-duplicate", message))
        else:
            self.known[name] = Label(name, kind, number, anchor.id, place)
        return anchor

    def with_headings(self, headings: Iterable[Heading], place: Place) -> Mapping[str, Label]:
        """Return all that references can name: the labels, and each heading by its id unless a label has that name."""
        titles = {each.id: Label(each.id, TITLE, each.text, each.id, place) for each in headings}
        return titles | self.known
