"""A body woven from Markdown's HTML and its formulas: its parts, its text, and the places where it may be cut."""

from dataclasses import dataclass, field, replace
from itertools import groupby

from mathpress.model import Fragment, Heading, Slot


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
    headings: list[Heading] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    more: Cut | None = None

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
