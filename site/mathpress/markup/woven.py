"""A body woven from Markdown's HTML and its formulas: its parts, its text, and the places where it may be cut."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from mathpress.cited import Citation
from mathpress.markup.labels import Labels
from mathpress.markup.outline import OpenHeading
from mathpress.markup.tags import HEADINGS
from mathpress.model import Anchor, Fragment, Heading, Level, Link, LinkText, Reference, Slot
from mathpress.text import count_words

_HREF: Final = ' href="'
_CLASS: Final = " class="


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where an excerpt may end: so many parts before it, the elements open there, the words so far.

    `leads_on`: what stands before it is not to be parted from what follows.
    """

    parts: int
    opened: tuple[str, ...]
    text: int
    leads_on: bool


class Plain(str):
    """What a formula says, as text."""

    __slots__ = ()


@dataclass
class Woven:
    """The body of a document in parts, its visible text in pieces, and where it may be cut."""

    parts: list[str | Slot] = field(default_factory=list)
    text: list[str | Slot] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    more: Cut | None = None

    def words(self, start: int, end: int | None = None) -> str:
        """Return the text between two of its pieces; what references and links without a text say is left out."""
        return "".join(piece for piece in self.text[start:end] if isinstance(piece, str))

    def count_words(self) -> int:
        """Count the words of the text as for reading it: a formula is one, code has as many as stand in it."""
        said = [piece for piece in self.text if isinstance(piece, str)]
        return count_words("".join([" x " if isinstance(piece, Plain) else piece for piece in said]))

    def opening(self, length: int) -> Fragment:
        """Return the beginning of the text, of at least so many characters if there are so many."""
        pieces: list[str | Slot] = []
        characters = 0
        for piece in self.text:
            if characters >= length:
                break
            characters += len("".join(piece.split())) if isinstance(piece, str) else 0
            pieces.append(piece)
        return merge(pieces)

    def end_heading(self, heading: OpenHeading, labels: Labels) -> None:
        """Give a heading that has been read its id."""
        text = " ".join(self.words(heading.text).split())
        name = labels.name_heading(heading, text)
        self.parts[heading.id] = Anchor(name)
        self.headings.append(Heading(heading.level, name, merge(heading.outline), text))

    def end_block(self, name: str) -> None:
        """Let an excerpt end here, behind a block that is in no other."""
        leads_on = name in HEADINGS or self._last_said().endswith((":", "："))
        self.cuts.append(Cut(len(self.parts), (), len(self.text), leads_on))

    def take_back(self, begin: int) -> list[str | Slot]:
        """Remove the parts from `begin` on, which belong elsewhere, and return them. No excerpt ends in them."""
        taken = self.parts[begin:]
        del self.parts[begin:]
        while self.cuts and self.cuts[-1].parts > begin:
            self.cuts.pop()
        return taken

    def keep_together(self) -> None:
        """Let no excerpt end right before here, where a display comes."""
        while self.cuts and not self._last_said():
            self.cuts.pop()

    def _last_said(self) -> str:
        """Return the last piece of the text since an excerpt might have ended, or nothing if nothing was said since."""
        count = len(self.text) - (self.cuts[-1].text if self.cuts else 0)
        said = ("…" if not isinstance(piece, str) else piece.rstrip() for piece in islice(reversed(self.text), count))
        return next(filter(None, said), "")

    def unsaid(self, begin: int, behind: int) -> LinkText | str | None:
        """Return the text of a link that was given none: what it leads to, or the address of another site.

        A link to another site that has a class is an icon, such as those of a theme, and needs no text.
        Its tag begins with the part `begin`; what it holds, with the part `behind`.
        """
        if any(not isinstance(part, str) or part.strip() for part in self.parts[behind:]):
            return None
        tag = self.parts[begin:behind]
        if link := next((part for part in tag if isinstance(part, Link)), None):
            return LinkText(link)
        written = [part for part in tag if isinstance(part, str)]
        address = next((part for part in written if part.startswith(_HREF)), None)
        is_icon = any(part.startswith(_CLASS) for part in written)
        return address.removeprefix(_HREF).removesuffix('"') if address and not is_icon else None

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


def sayings(parts: Iterable[str | Slot]) -> list[str | Slot]:
    """Return what parts say: without links and ids, but with slots for what only the whole site knows."""
    return [part for part in parts if isinstance(part, str | Reference | LinkText | Citation)]


def closing(name: str) -> list[str | Slot]:
    """Return the end tag of an element."""
    return ["</h", Level(int(name[1])), ">"] if name in HEADINGS else [f"</{name}>"]


def merge(parts: list[str | Slot]) -> Fragment:
    """Join neighbouring strings."""
    merged: list[str | Slot] = []
    texts: list[str] = []  # since the last slot
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
            continue
        if texts:
            merged.append("".join(texts))
            texts = []
        merged.append(part)
    return (*merged, "".join(texts)) if texts else tuple(merged)
