"""Footnotes: Python-Markdown's, numbered in the order of the page, with ways back to the marks that are on it.

The text of an image is read before it is known to be a caption, so marks are numbered when all is in its place.
"""

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.footnotes import (
    FN_BACKLINK_TEXT,
    NBSP_PLACEHOLDER,
    FootnoteBlockProcessor,
    FootnoteExtension,
)
from markdown.treeprocessors import Treeprocessor

from mathpress.errors import Locate, Problem, Severity
from mathpress.markup.parser import DEEPEST, Parser
from mathpress.markup.placeholders import Found, restore
from mathpress.text import nearest

_WRITTEN: Final = re.compile(r"\[\^(?P<name>[^\[\]\n]+)\](?P<colon>:?)")
_SPACE: Final = re.compile(r"[ \t\n\f\r]")
_GUESSES: Final = 8
"""How many names of no note are compared with those of all notes."""


class Footnotes(FootnoteExtension):
    """The footnotes of the document being read."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Replace the step that adds ways back by one behind that for figures (5), which leaves texts of images out."""
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_Definition(self), "footnote", 17)
        md.treeprocessors.deregister("footnote-duplicate")
        md.treeprocessors.register(_Numbers(md, self), "footnote-numbers", 3)

    def reset(self) -> None:
        """Forget the last document."""
        super().reset()
        self._marks: dict[Element, str] = {}
        self._notes: dict[str, Element] = {}
        self._list = Element("ol")
        self._unknown: dict[str, None] = {}
        self._unused: list[str] = []
        self._twice: dict[str, None] = {}
        self.is_deepest = False

    def setFootnote(self, id: str, text: str) -> None:  # noqa: N802, A002 - Python-Markdown's names
        """Keep a note, but none of a name that another one has."""
        if id in self.footnotes:
            self._twice[id] = None
        else:
            super().setFootnote(id, text)

    def makeFootnoteId(self, id: str) -> str:  # noqa: N802, A002 - Python-Markdown's names
        """Return the id of a note of that name."""
        return str(super().makeFootnoteId(_in_id(id)))

    def makeFootnotesDiv(self, root: Element) -> Element | None:  # noqa: ARG002, N802 - Python-Markdown's
        """Return the element that holds all notes, those that notes hold among them, or None if there is none."""
        if not self.footnotes:
            return None
        for depth in range(DEEPEST):
            self.is_deepest = depth == DEEPEST - 1
            for name in [name for name in self.footnotes if name not in self._notes]:
                self._notes[name] = self._read(name)
        made = Element("div", {"class": "footnote"})
        SubElement(made, "hr")
        self._list = SubElement(made, "ol")
        self._list.extend(self._notes.values())
        return made

    def _read(self, name: str) -> Element:
        """Return the item of a note, which ends with a way back."""
        note = Element("li", {"id": self.makeFootnoteId(name)})
        around = Element("div")  # for the steps for lists have a way of their own with items
        self.parser.parseChunk(around, self.footnotes[name])
        note.extend(around)
        if not len(note):
            return note
        last = note[-1] if note[-1].tag == "p" else SubElement(note, "p")
        if last.text is not None:
            last.text += NBSP_PLACEHOLDER
        title = self.getConfig("BACKLINK_TITLE")
        SubElement(last, "a", {"class": "footnote-backref", "title": title}).text = FN_BACKLINK_TEXT
        return note

    def mark(self, name: str) -> Element | None:
        """Return the mark of a footnote, or None if there is none of that name. Asked when all blocks are known."""
        if name not in self.footnotes:
            self._unknown[name] = None
            return None
        mark = Element("sup")
        SubElement(mark, "a", {"class": "footnote-ref", "href": f"#{self.makeFootnoteId(name)}"})
        self._marks[mark] = name
        return mark

    def number(self, root: Element) -> None:
        """Give the marks of a document their numbers, put its notes in that order, and give each its ways back."""
        ids: dict[str, list[str]] = {}
        numbers: dict[str, int] = {}
        for mark in root.iter("sup"):
            if (name := self._marks.get(mark)) is not None:
                number = numbers.setdefault(name, len(numbers) + 1)
                known = ids.setdefault(name, [])
                known.append(f"fnref{len(known) + 1 if known else ''}{self.get_separator()}{_in_id(name)}")
                mark.set("id", known[-1])
                mark[0].text = str(number)
        for name, note in self._notes.items():
            if len(note):
                _set_ways_back(note[-1], ids.get(name, []))
        self._unused = [name for name in self._notes if name not in ids]
        self._list[:] = [self._notes[name] for name in (*ids, *self._unused) if name in self._notes]

    def problems(self, source: str, found: tuple[Found, ...], locate: Locate) -> tuple[Problem, ...]:
        """Tell of the last document's notes without a mark, notes of one name, and marks without a note."""
        wrong = [
            (name, ":", f"nothing refers to this footnote; write [^{name}] where it belongs") for name in self._unused
        ]
        wrong += [(name, ":", f"there are two footnotes [^{name}]; give one another name") for name in self._twice]
        for count, name in enumerate(self._unknown):
            likely = nearest(name, self.footnotes) if count < _GUESSES else None
            if likely or name.isdecimal():
                cure = f"did you mean [^{likely}]?" if likely else f"write [^{name}]: and its text below"
                wrong.append((name, "", f"there is no footnote [^{name}]; {cure}"))
        spans: dict[tuple[str, str], tuple[int, int]] = {}
        for match in _WRITTEN.finditer(source) if wrong else ():
            spans.setdefault((match["name"], match["colon"]), match.span())
        return tuple(
            Problem(
                locate(*spans.get((restore(name, found), colon), (0, 1))),
                "markdown-footnote",
                restore(message, found),
                Severity.WARNING,
            )
            for name, colon, message in wrong
        )


def of(md: Markdown) -> Footnotes:
    """Return the footnotes of a converter."""
    return next(each for each in md.registeredExtensions if isinstance(each, Footnotes))


def _in_id(name: str) -> str:
    """Return a name as it may stand in an id, which has no white space but such as does not break (HTML, 3.2.6)."""
    return _SPACE.sub("\u00a0", name)


def _set_ways_back(paragraph: Element, ids: list[str]) -> None:
    """Let the last paragraph of a note, which ends with a way back, end with one to each of these ids."""
    way = paragraph[-1]
    paragraph.remove(way)
    for name in ids:
        SubElement(paragraph, way.tag, way.attrib | {"href": f"#{name}"}).text = FN_BACKLINK_TEXT
    if not ids:
        last = paragraph[-1] if len(paragraph) else None
        if last is not None:
            last.tail = (last.tail or "").removesuffix(NBSP_PLACEHOLDER)
        else:
            paragraph.text = (paragraph.text or "").removesuffix(NBSP_PLACEHOLDER)


class _Definition(FootnoteBlockProcessor):
    """Finds notes, also in the text of a note; those in notes in notes without end are left as they are."""

    parser: Parser
    footnotes: Footnotes

    def run(self, parent: Element, blocks: list[str]) -> bool:
        if not self.footnotes.is_deepest:
            return bool(super().run(parent, blocks))
        self.parser.too_deep |= self.RE.search(blocks[0]) is not None
        return False


class _Numbers(Treeprocessor):
    def __init__(self, md: Markdown, footnotes: Footnotes) -> None:
        super().__init__(md)
        self._footnotes = footnotes

    def run(self, root: Element) -> None:
        self._footnotes.number(root)
