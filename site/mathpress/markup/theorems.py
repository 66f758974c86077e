"""Theorems, definitions, proofs: their numbers, their heads, and the sign at the end of a proof."""

import html
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from mathpress.errors import Locate, Place, Problem
from mathpress.markup.labels import Labels, Numbers
from mathpress.markup.outline import Ids
from mathpress.markup.placeholders import Found, Opening
from mathpress.model import TITLE, Anchor, NumberLink, Slot
from mathpress.words import ENVIRONMENTS, PROOF, named, strings


@dataclass(frozen=True, slots=True)
class TheoremRules:
    """How theorems are numbered and shown. `names` has the author's own kinds, each with its names by language."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shared: bool = False
    by_section: bool = False
    fold_proofs: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        """The names of all environments."""
        return frozenset((*ENVIRONMENTS, *self.names))


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment that is open: how its author began it, the depth of its element, and what labels in it name.

    `element` is empty for one that stands where none may, and is shown as it was written.
    """

    kind: str
    found: Found
    depth: int
    element: str = ""
    number: str = ""
    title: str = ""

    @property
    def meant(self) -> tuple[str, str]:
        """The kind and the number that a label in it names."""
        return (self.kind, self.number) if self.number else (TITLE, self.title)


@dataclass(frozen=True, slots=True)
class Head:
    """What an environment begins with: the tag of its element, its head, and the head's text but for the title."""

    element: list[str | Slot]
    parts: list[str | Slot]
    before: str
    after: str


class Theorems:
    """Keeps one document's environments: the numbers given, those that are open, and what is wrong with them."""

    def __init__(self, rules: TheoremRules, language: str, ids: Ids, labels: Labels, locate: Locate) -> None:
        self._rules = rules
        self._language = language
        self._words = strings(language)
        self._ids = ids
        self._labels = labels
        self._locate = locate
        self._numbers = Numbers(by_section=rules.by_section)
        self.begin_section = self._numbers.begin_section
        self._owed: Counter[str] = Counter()
        """How many environments of each kind ended without a close, which may still come and needs no second report."""
        self._open: list[Environment] = []
        self._count: Counter[str] = Counter()
        """How many of each kind are open, so that nothing takes longer the deeper it stands."""
        self.problems: list[Problem] = []

    # --- openings ----------------------------------------------------------------------------------------------------

    def begin(
        self, found: Found, opening: Opening, title: list[str | Slot], title_text: str, depth: int
    ) -> tuple[Environment, Head]:
        """Begin an environment, whose title has been set, at a depth of open elements."""
        kind = opening.kind
        is_proof = kind == PROOF
        name = named(kind, self._language, self._rules.names)
        counter = "" if self._rules.shared else kind
        number = self._numbers.next(counter) if opening.numbered and not is_proof else ""
        fold = is_proof and (self._rules.fold_proofs if opening.fold is None else opening.fold)
        begun = Environment(kind, found, depth, "details" if fold else "div", number, title_text or name)
        self._push(begun)
        anchor: Anchor | None = None
        if opening.label:
            anchor = self._labels.anchor(opening.label, *begun.meant, self._locate(*opening.label_span))
        elif number:
            anchor = Anchor(self._ids.invent(f"{kind}-{number}"))
        return begun, self._head(begun, self._numbered(name, number), anchor, title)

    def _numbered(self, name: str, number: str) -> str:
        return self._words["theorem_numbered"].format(name=name, number=number) if number else name

    def _head(self, begun: Environment, text: str, anchor: Anchor | None, title: list[str | Slot]) -> Head:
        """Return the head of an environment. A proof's title, `Proof of Theorem 1`, stands for its name (amsthm)."""
        is_proof = begun.kind == PROOF
        left, _, right = ("", "", "") if is_proof else self._words["theorem_title"].partition("{title}")
        text = "" if is_proof and title else text
        shown: list[str | Slot] = [html.escape(text)]
        if anchor and begun.number:
            shown = ["<a", NumberLink(anchor.id), ">", *shown, "</a>"]
        if title:
            bare = left.lstrip()
            space = left.removesuffix(bare)
            shown += title if is_proof else [f'{space}<span class="theorem-title">{bare}', *title, f"{right}</span>"]
        end = self._words["theorem_end"]
        tag = "em" if is_proof else "strong"
        classes = begun.kind if begun.kind in {PROOF, "theorem"} else f"theorem {begun.kind}"
        parts = [f'<{tag} class="theorem-head">', *shown, f"{end}</{tag}>"]
        return Head(
            element=[f'<{begun.element} class="{classes}"', *([anchor] if anchor else []), ">"],
            parts=["<summary>", *parts, "</summary>\n"] if begun.element == "details" else [*parts, " "],
            before=text + (left if title else ""),
            after=f"{right if title else ''}{end} ",
        )

    def misplace(self, found: Found, depth: int) -> None:
        """Note an environment that stands where none may."""
        message = f"{_written(found)} stands where no block may, such as in a heading; give it lines of its own"
        self.report(found, "theorem-place", message)
        self._push(Environment(found.tex, found, depth))

    def _push(self, environment: Environment) -> None:
        self._open.append(environment)
        self._count[environment.kind] += 1

    def _pop(self) -> Environment:
        closed = self._open.pop()
        self._count[closed.kind] -= 1
        return closed

    @property
    def in_proof(self) -> bool:
        """Whether the innermost environment is a proof."""
        return bool(self._open) and self._open[-1].kind == PROOF

    # --- closes ------------------------------------------------------------------------------------------------------

    def close(self, found: Found) -> Environment | None:
        """Close the environment of that kind, and report those that are left open in it; None if there is none."""
        if not self._count[found.tex]:
            return self._close_other(found)
        while (closed := self._pop()).kind != found.tex:
            self._report_open(closed)
        if found.slip and not closed.found.slip:
            self.report_slip(found)
        return closed

    def _close_other(self, found: Found) -> Environment | None:
        if self._owed[found.tex]:
            self._owed[found.tex] -= 1
            return None
        if not self._open:
            self.report(found, "theorem-end", f"{found.source} closes nothing; is its beginning missing?")
            return None
        closed = self._pop()
        place = self._locate(closed.found.start, closed.found.start + 1)
        message = (
            f"{found.source} cannot close {_written(closed.found)} of line {place.line}; write {_close(closed.found)}"
        )
        self.report(found, "theorem-end", message)
        return closed

    def abandon(self, depth: int) -> None:
        """Report the environments whose elements were closed from outside, so that `depth` are left open."""
        while self._open and self._open[-1].depth >= depth:
            closed = self._pop()
            self._owed[closed.kind] += 1
            if closed.element:
                self._report_open(closed)

    def _report_open(self, environment: Environment) -> None:
        is_inside = environment.depth > len(self._open)
        where = " in the same list item, quote or cell" if is_inside else ""
        found = environment.found
        self.report(found, "theorem-begin", f"{_written(found)} has no {_close(found)}{where}")

    def report_slip(self, found: Found) -> None:
        """Report that an opening or a close has a name that is none, if so."""
        if found.slip:
            self.report(found, found.slip.code, found.slip.message)

    def report(self, found: Found, code: str, message: str) -> None:
        """Report what is wrong with an opening or a close."""
        place = self._locate(found.start, found.start + len(_written(found)))
        self.problems.append(Problem(place, code, message))

    # --- labels in the text ------------------------------------------------------------------------------------------

    def label(self, found: Found) -> list[str | Slot]:
        r"""Return the place of a `\label` in prose, which names the environment that it stands in."""
        place = self.place(found)
        inner = self._open[-1] if self._open else None
        if inner is None:
            message = (
                f"{found.source} stands in no formula, theorem or heading that it could name; move it into one,"
                f" or write {{#{found.tex}}} behind a picture"
            )
            self.problems.append(Problem(place, "label-place", message))
            return ["<span", self._labels.anchor(found.tex, TITLE, found.tex, place), "></span>"]
        return ["<span", self._labels.anchor(found.tex, *inner.meant, place), "></span>"]

    def place(self, found: Found) -> Place:
        r"""Return the place of a `\label`."""
        return self._locate(*found.span)


def _written(found: Found) -> str:
    """Return the beginning of an opening as its author wrote it, without title and label."""
    source = found.source
    return source[: source.index("}") + 1] if source.startswith("\\") else source.partition("|")[0].strip()


def _close(found: Found) -> str:
    """Return what closes an opening."""
    written = _written(found)
    if written.startswith("\\"):
        return written.replace(r"\begin", r"\end")
    return f"{written[: len(written) - len(written.lstrip('/'))]} at its end"
