"""A body woven from Markdown's HTML and its formulas: its parts, its text, and the places where it may be cut."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from mathpress.markup.outline import Ids, OpenHeading
from mathpress.model import Anchor, Fragment, Label, Reference, Slot
from mathpress.words import referred


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where an excerpt may end: so many parts before it, the elements open there, the words so far."""

    parts: int
    opened: tuple[str, ...]
    text: int
    after_heading: bool


@dataclass
class Woven:
    """The body of a document in parts, its visible text in pieces, and where it may be cut."""

    parts: list[str | Slot] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    headings: list[OpenHeading] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    more: Cut | None = None
    _references: list[tuple[list[str], int, Reference]] = field(default_factory=list)
    """The pieces of text that are to become the numbers of references."""

    def write(self, pieces: list[str], *parts: str | Slot) -> None:
        """Add to the text or to a heading's outline: links and ids are left out, numbers of references come later."""
        for part in parts:
            if isinstance(part, Reference):
                self._references.append((pieces, len(pieces), part))
            pieces.append(part if isinstance(part, str) else "")

    def name_heading(self, heading: OpenHeading, ids: Ids) -> None:
        """Give a heading that has been read its id: its author's, else one made of its text."""
        heading.title = " ".join("".join(self.text[heading.text :]).split())
        heading.name = ids.claim(heading.given) if heading.given else ids.claim_heading(heading.title)
        self.parts[heading.id] = Anchor(heading.name)
        self.headings.append(heading)

    def number_references(self, labels: Mapping[str, Label], language: str) -> None:
        """Fill in what references say, now that all labels of the document are known; others stay empty."""
        for pieces, position, reference in self._references:
            if label := labels.get(reference.label):
                number = referred(reference.command, label, language)
                number = rf"\text{{{number}}}" if reference.form == "tex" else number
                pieces[position] = number if pieces is self.text else html.escape(number)

    def drop_empty_paragraph(self) -> bool:
        """Take back a `<p>` in which nothing has come since, as a display at a paragraph's edge leaves one."""
        kept = len(self.parts)
        while kept and isinstance(part := self.parts[kept - 1], str) and not part.strip():
            kept -= 1
        if kept < 2 or self.parts[kept - 2 : kept] != ["<p", ">"]:
            return False
        del self.parts[kept - 2 :]
        if self.more and self.more.parts > len(self.parts):
            self.more = replace(self.more, parts=len(self.parts), opened=self.more.opened[:-1])
        return True


def merge(parts: list[str | Slot]) -> Fragment:
    """Join neighbouring strings."""
    merged: list[str | Slot] = []
    for is_text, group in groupby(parts, lambda part: isinstance(part, str)):
        same = list(group)
        merged += ["".join(map(str, same))] if is_text else same
    return tuple(merged)
