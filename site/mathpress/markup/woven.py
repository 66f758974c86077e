"""A body woven from Markdown's HTML and its formulas: its parts, its text, and the places where it may be cut."""

from dataclasses import dataclass, field

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


def merge(parts: list[str | Slot]) -> Fragment:
    """Join neighbouring strings."""
    merged: list[str | Slot] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    return tuple(merged)
