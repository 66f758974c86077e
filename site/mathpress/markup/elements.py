"""The elements of a body as they open and close, its headings and links: the tags of its HTML, once taken apart.

The stack of open elements tells where a formula may stand; by it raw HTML cannot leave an element open, and an excerpt
can be cut anywhere.
"""

import html
from collections import defaultdict
from collections.abc import Callable, Iterable

from mathpress.markup.attributes import Attributes
from mathpress.markup.captions import Captions
from mathpress.markup.figures import LABEL
from mathpress.markup.labels import Labels
from mathpress.markup.outline import OpenHeading
from mathpress.markup.tags import BLOCK, ENDED_BY, FOREIGN, HEADINGS, VOID, Token, attributes
from mathpress.markup.woven import Woven, closing
from mathpress.model import Anchor, Level, Slot


class Elements:
    """Writes the elements of one body. `begin_section` is called at each heading of the second level."""

    def __init__(
        self, attributes: Attributes, labels: Labels, captions: Captions, begin_section: Callable[[], None]
    ) -> None:
        self.woven = Woven()
        self.open: list[str] = []
        self._begun: list[tuple[int, int]] = []
        """For each open element the part that begins its tag, and the part behind its tag."""
        self._depths: defaultdict[str, list[int]] = defaultdict(list)
        """The depths at which elements of each name are open, so that nothing takes longer the deeper it stands."""
        self._floor = 0
        """How many elements are open around the title that is being read: nothing in it may end them."""
        self._attributes = attributes
        self._labels = labels
        self._captions = captions
        self._begin_section = begin_section
        self._heading: OpenHeading | None = None
        self._is_note = False
        """Whether this is the mark of a footnote or its way back, which are no words of the text."""
        self._run: int | None = None
        """The part that begins what a punctuation mark must keep to, if one comes next."""
        self._ideograph = False
        """Whether an ideograph came last, with no block in between."""
        self._looked = 0
        """The part up to which an excerpt had been found to have something to show."""

    def emit(self, *parts: str | Slot) -> None:
        """Add parts to the body."""
        self.woven.parts += parts

    def _say(self, part: str | Slot, text: str = "") -> None:
        """Add what readers see to the page, to its text and to the heading it stands in; `text` has no tags in it."""
        self.emit(part)
        if self._is_note:
            return
        self.woven.text.append(html.unescape(text or part) if isinstance(part, str) else part)
        if self._heading:
            self._heading.outline.append(part)

    def start(self, tag: Token) -> None:
        """Begin an element."""
        name = tag.name
        while len(self.open) > self._floor and self.open[-1] in ENDED_BY.get(name, ()):
            self.end(self.open[-1])
        if name == "img" and (picture := self._attributes.picture(tag.text, in_picture=bool(self._depths["picture"]))):
            self.emit(picture)
            self._run, self._ideograph = None, False
            return
        heading = OpenHeading(int(name[1])) if name in HEADINGS else None
        begin = len(self.woven.parts)
        self.emit(*(("<h", Level(heading.level)) if heading else (f"<{name}",)))
        for source, written, value in attributes(tag.text):
            attribute = written.lower()
            if name == "a" and attribute == "name":  # as old HTML names a place
                attribute = "id"
            if attribute != "id" or not any(isinstance(part, Anchor) for part in self.woven.parts[begin:]):
                self._attribute(name, source, attribute, value, heading)
        if heading:
            if heading.level == 2:
                self._begin_section()
            heading.id, heading.text = len(self.woven.parts), len(self.woven.text)
            self.emit("")  # the id, once the heading has been read
            self._heading = heading
        is_foreign = self._is_in(FOREIGN)
        self.emit("/>" if tag.empty and (is_foreign or name in VOID) else ">")
        self._run = None
        self._ideograph &= name not in BLOCK and name not in VOID
        if name in VOID or (tag.empty and is_foreign):
            return
        self._push(name, begin)
        self._is_note |= name == "a" and 'class="footnote-' in tag.text
        self.emit(*self._captions.beginning(name, len(self.open)))
        if tag.empty:
            self.end(name)  # an author who knows XML

    def _is_in(self, names: Iterable[str]) -> bool:
        """Tell whether an element of one of these names is open."""
        return any(map(self._depths.__getitem__, names))

    def _has_more(self) -> bool:
        """Tell whether anything but white space was written since this was last asked."""
        begin, self._looked = self._looked, len(self.woven.parts)
        return any(not isinstance(part, str) or part.strip() for part in self.woven.parts[begin:])

    def push(self, name: str, tag: list[str | Slot]) -> None:
        """Begin an element with a tag in parts."""
        begin = len(self.woven.parts)
        self.emit(*tag)
        self._push(name, begin)

    def _push(self, name: str, begin: int) -> None:
        self._depths[name].append(len(self.open))
        self.open.append(name)
        self._begun.append((begin, len(self.woven.parts)))

    def _attribute(self, tag: str, source: str, name: str, value: str | None, heading: OpenHeading | None) -> None:
        if value is not None and heading and name == "id":
            heading.given = self._attributes.value(value)
        elif value is not None and tag == "figure" and name == LABEL:
            self.emit(self._captions.label(self._attributes.value(value)))
        else:
            self.emit(*self._attributes.parts(source, name, value))

    def end(self, name: str) -> None:
        """End the innermost element of that name, and all that is open in it; nothing if there is none."""
        if not self._depths[name] or self._depths[name][-1] < self._floor:
            return  # a stray end tag of the author's
        closed = ""
        while closed != name:
            closed, begun = self.open.pop(), self._begun.pop()
            self._depths[closed].pop()
            self._is_note &= closed != "a"
            if closed == "a" and (text := self.woven.unsaid(*begun)):
                self._say(text)
            if closed == "p" and self.woven.drop_empty_paragraph():
                continue
            # What fills an inline element may be kept together with what stands behind it: `**$x$**，`.
            self._run = begun[0] if self._run == begun[1] and closed not in BLOCK else None
            self.emit(*closing(closed))
            if closed in HEADINGS and self._heading:
                self.woven.end_heading(self._heading, self._labels)
                self._heading = None
        if name in BLOCK:
            self._ideograph = False
            self.woven.text.append("\n")
        if not self.open and self._has_more():
            self.woven.end_block(name)

    def end_all(self, depth: int) -> None:
        """End the elements that are open deeper than this."""
        self._floor = min(self._floor, depth)
        while len(self.open) > depth:
            self.end(self.open[-1])
