"""The formulas of one document, set in the order of the page: their HTML, their labels, and what is wrong with them."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, assert_never, get_args

from mathpress.errors import Locate, Note, Place, Problem
from mathpress.markup.labels import Labels
from mathpress.markup.outline import Ids
from mathpress.markup.placeholders import Form, Found
from mathpress.model import EQUATION, Anchor, Command, FormulaCount, NumberLink, Reference, Slot
from mathpress.tex import Formula, Mistake, Number, Part, Result, Typesetter
from mathpress.tex import Reference as TexReference
from mathpress.text import CONTROL

_LONG: Final = 24
"""Characters of plain text from which an inline formula may be wider than a phone."""

_NOT_IN_FRAGMENTS: Final = re.compile(r"""[\s"#%<>\[\]\\^`{|}]+""")
"""What stands neither in an id (HTML standard, 3.2.6) nor in a fragment (URL standard, URL code points)."""


class Formulas:
    """Sets one document's formulas and keeps its labels, counts and problems."""

    def __init__(
        self, typesetter: Typesetter, ids: Ids, labels: Labels, locate: Locate, macro_places: Mapping[str, Place]
    ) -> None:
        """`macro_places` has the place of each macro that is defined outside formulas, by its name."""
        self._typesetter = typesetter
        self.begin_section = typesetter.begin_section
        self._groups: list[_Group] = []
        self._ids = ids
        self._labels = labels
        self._locate = locate
        self._macro_places = {"\\" + name.lstrip("\\"): place for name, place in macro_places.items()}
        self._set: list[Found] = []
        """The formulas in the order in which they were set, which is how the typesetter counts them."""
        self._count: Counter[Result] = Counter()
        self.problems: list[Problem] = []

    @property
    def count(self) -> FormulaCount:
        """How many formulas have been set so far, by what they became."""
        return FormulaCount(self._count[Result.MATHML], self._count[Result.MATHJAX], self._count[Result.REFUSED])

    def set(self, found: Found, *, phrasing: bool) -> tuple[list[str | Slot], str]:
        """Return a formula's HTML with slots, and its plain text, none if it is a lone reference.

        `phrasing`: no block element may stand here.
        """
        self._set.append(found)
        formula = self._typesetter.typeset(found.tex, display=found.form is Form.DISPLAY)
        self._count[formula.result] += 1
        for mistake in formula.mistakes:
            place = self._place(found, (mistake.start, mistake.end))
            self.problems.append(
                Problem(place, mistake.code, mistake.message, mistake.severity, self._definition(mistake))
            )
        anchors = [
            self._anchor(number, self._place(found, number.place)) if number else None for number in formula.numbers
        ]
        if found.form is Form.DISPLAY:
            return self._display(found, formula, anchors, "span" if phrasing else "div"), formula.plain
        return self._inline(found, formula), "" if formula.result is Result.REFERENCE else formula.plain

    def reference(self, found: Found) -> Reference:
        """Return the slot of a reference in prose."""
        command = _COMMANDS[found.source.partition("{")[0]]
        return Reference(found.tex, command, "html", self._locate(*found.span))

    def begin_group(self, found: Found) -> tuple[list[str | Slot], str]:
        """Begin subequations; return what stands in their place, and their source if they are to be seen as text."""
        start = found.locate(0)
        group = _Group(self._locate(*found.span))
        if self._groups:
            self._report(group.place, "math-nesting", "subequations inside subequations; close the first before")
        else:
            number = self._typesetter.begin_subequations()
            if found.tex:
                label = Number(number, f"({number})", found.tex, (0, 0))
                group.anchor = self._anchor(label, self._locate(start, start + len(rf"\label{{{found.tex}}}")))
        self._groups.append(group)
        if not found.slip:
            return [], ""
        self.report(found)
        group.displays += 1  # one mistake is enough
        return self.end_group(found)[0], found.source

    def end_group(self, found: Found) -> tuple[list[str | Slot], str]:
        """End subequations; return what stands in the place of their end, as for their beginning."""
        place = self._locate(*found.span)
        if not self._groups:
            self._report(place, "math-end", rf"{found.source} closes nothing; is its \begin{{subequations}} missing?")
            return [], found.source
        group = self._groups.pop()
        if self._groups:
            return [], ""
        self._typesetter.end_subequations()
        if not group.displays:
            self._report(group.place, "math-empty", "there is no display in these subequations")
        return (["<span", group.anchor, "></span>"] if group.anchor else []), ""

    def finish(self) -> None:
        """Report the subequations whose end turned out to be code."""
        if self._groups:
            message = r"\begin{subequations} has no \end{subequations} in the text"
            self._report(self._groups[0].place, "math-begin", message)

    def _definition(self, mistake: Mistake) -> Note | None:
        """Return a note that says where the macro of a mistake was defined."""
        origin = mistake.origin
        if origin is None:
            return None
        place = (
            self._macro_places.get(origin.name)
            if origin.formula is None
            else self._place(self._set[origin.formula], (origin.start, origin.end))
        )
        return Note(place, f"{origin.name} is defined here") if place else None

    def _report(self, place: Place, code: str, message: str) -> None:
        self.problems.append(Problem(place, code, message))

    def report(self, found: Found) -> None:
        """Report the slip that begins here, if one does."""
        if found.slip:
            place = self._locate(found.start, found.start + found.slip.length)
            self.problems.append(Problem(place, found.slip.code, found.slip.message, found.slip.severity))

    def _place(self, found: Found, stretch: tuple[int, int]) -> Place:
        start = found.locate(stretch[0])
        return self._locate(start, start + max(1, stretch[1] - stretch[0]))

    def _anchor(self, number: Number, place: Place) -> Anchor:
        """Return the anchor of a number, whose label, if it has one, is at `place`."""
        if number.label:
            return self._labels.anchor(number.label, EQUATION, number.text, place)
        name = _NOT_IN_FRAGMENTS.sub("-", number.text).strip("-")
        return Anchor(self._ids.invent(f"eq-{name}".rstrip("-")), number=True)

    def _inline(self, found: Found, formula: Formula) -> list[str | Slot]:
        if formula.result is Result.REFERENCE:
            return self._parts(found, formula, [])
        classes = {Result.MATHJAX: "math mathjax"}.get(
            formula.result, "math long" if len(formula.plain) > _LONG else "math"
        )
        opening = f'<span class="{classes}" data-tex="{_attribute(formula.tex)}" translate="no">'
        return [opening, *self._body(found, formula, [], r"\(", r"\)"), "</span>"]

    def _display(self, found: Found, formula: Formula, anchors: list[Anchor | None], tag: str) -> list[str | Slot]:
        classes = "math-display"
        if formula.result is Result.MATHJAX:
            classes += " mathjax"
        elif any(formula.numbers):
            classes += " equation rows" if formula.in_rows and formula.result is Result.MATHML else " equation"
        made: list[str | Slot] = [f'<{tag} class="{classes}"']
        if self._groups:
            made += self._groups[0].first()
        made += [f' data-tex="{_attribute(formula.tex)}" translate="no">']
        if formula.result is Result.MATHJAX:  # before the formula, or following a reference would scroll past it
            made += [part for anchor in anchors if anchor for part in ("<span", anchor, "></span>")]
        made += [f'<{tag} class="scroll">', *self._body(found, formula, anchors, r"\[", r"\]"), f"</{tag}>"]
        if formula.result is Result.REFUSED or (formula.result is Result.MATHML and not formula.in_rows):
            for number, anchor in zip(formula.numbers, anchors, strict=True):
                made += _number(number, anchor) if number and anchor else []
        return [*made, f"</{tag}>"]

    def _body(
        self, found: Found, formula: Formula, anchors: list[Anchor | None], opening: str, closing: str
    ) -> list[str | Slot]:
        match formula.result:
            case Result.REFUSED:
                title = _attribute("; ".join(mistake.message for mistake in formula.mistakes))
                return [f'<code class="math-error" title="{title}">{_escaped(found.source)}</code>']
            case Result.MATHJAX:
                return [opening, *self._parts(found, formula, anchors), closing]
            case Result.MATHML | Result.REFERENCE:
                return self._parts(found, formula, anchors)
            case _:
                assert_never(formula.result)

    def _parts(self, found: Found, formula: Formula, anchors: list[Anchor | None]) -> list[str | Slot]:
        waiting = (anchor for anchor in anchors if anchor)  # numbers stand among the parts in the order of their rows
        made: list[str | Slot] = []
        for part in formula.parts:
            made += self._part(found, formula, part, waiting)
        return made

    def _part(self, found: Found, formula: Formula, part: Part, anchors: Iterator[Anchor]) -> list[str | Slot]:
        in_mathjax = formula.result is Result.MATHJAX
        match part:
            case str():
                return [html.escape(part, quote=False) if in_mathjax else part]
            case TexReference(command, label, place):
                return [Reference(label, command, "tex" if in_mathjax else "html", self._place(found, place))]
            case Number():
                return _number(part, next(anchors))


@dataclass
class _Group:
    """Subequations that have begun: where, the anchor of their label until it has its place, and their displays."""

    place: Place
    anchor: Anchor | None = None
    displays: int = 0

    def first(self) -> list[Slot]:
        """Count a display; the first carries the anchor."""
        self.displays += 1
        slots: list[Slot] = [self.anchor] if self.anchor else []
        self.anchor = None
        return slots


_COMMANDS: Final[Mapping[str, Command]] = {f"\\{command}": command for command in get_args(Command)}


def _number(number: Number, anchor: Anchor) -> list[str | Slot]:
    return ['<span class="number"', anchor, "><a", NumberLink(anchor.id), f">{html.escape(number.shown)}</a></span>"]


def _attribute(text: str) -> str:
    return _escaped(text.strip())


def _escaped(text: str) -> str:
    return html.escape(CONTROL.sub("\ufffd", text))
