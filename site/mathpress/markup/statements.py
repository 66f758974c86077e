"""Theorems, proofs and their kin as elements: what stands between an opening and a close, with the head in front."""

import html
from collections.abc import Callable
from typing import Final

from mathpress.markup.attributes import Attributes
from mathpress.markup.captions import Captions
from mathpress.markup.elements import Elements
from mathpress.markup.labels import Labels
from mathpress.markup.placeholders import Form, Found
from mathpress.markup.tags import BLOCK, FLOW, Token
from mathpress.markup.theorems import Theorems
from mathpress.model import Slot
from mathpress.words import PROOF

PARAGRAPH: Final = Token("start", "", "p")
_QED: Final = '<span class="qed">∎</span>'
_LIST_END: Final = {"</li>", "</ul>", "</ol>"}
_BLOCK_ENDS: Final = {f"</{name}>" for name in BLOCK}


class Statements(Elements):
    """Writes the environments of one body among its elements."""

    def __init__(
        self,
        attributes: Attributes,
        labels: Labels,
        captions: Captions,
        theorems: Theorems,
        begin_section: Callable[[], None],
    ) -> None:
        super().__init__(attributes, labels, captions, begin_section)
        self._theorems = theorems
        self._head = list[str | Slot]()
        """The head of an environment, which is to begin its first paragraph."""
        self._opening: Found | None = None
        """The opening of the environment whose title is being read."""
        self._title = (0, 0, 0)
        """The part and the piece of text with which that title begins, and how many elements were open."""
        self._display_end = -1
        """The part that ends the last display, if it has no number."""

    def start(self, tag: Token) -> None:
        """Begin an element; the first paragraph of an environment begins with its head."""
        if tag.name != "p":
            self._begin_paragraph()
        super().start(tag)
        self.emit(*self._head)
        self._head = []

    def end(self, name: str) -> None:
        """End an element, and with it the environments that its author forgot to close in it."""
        if self._depths[name]:
            self._begin_paragraph()  # what ends is the environment that waits for one, or stands around it
        super().end(name)
        self._theorems.abandon(len(self.open))

    def _begin_paragraph(self) -> None:
        """Begin a paragraph with the head that waits for one."""
        if self._head:
            self.start(PARAGRAPH)

    def _say(self, part: str | Slot, text: str = "") -> None:
        """Add what readers see; in an environment, not before its head."""
        if not isinstance(part, str) or part.strip():
            self._begin_paragraph()
        super()._say(part, text)

    def environment(self, found: Found) -> None:
        """Take up what an author wrote about an environment."""
        _ACTS[found.form](self, found)

    def read_title(self, found: Found) -> None:
        """Begin to read the title of an environment; the paragraph around ends."""
        if self.open and self.open[-1] == "p":
            self.end("p")
        self._begin_paragraph()
        self._theorems.report_slip(found)
        if self.open and self.open[-1] == "p":
            self.end("p")
        if self.open and self.open[-1] not in FLOW:
            self._theorems.misplace(found, len(self.open) - 1)
            self._say(html.escape(found.source))
            return
        self._opening = found
        self._title = (len(self.woven.parts), len(self.woven.text), len(self.open))
        self._floor = len(self.open)
        self.woven.text.append("")
        self._ideograph = False

    def begin(self, found: Found) -> None:
        """Begin an environment whose title has been written."""
        opening, self._opening = self._opening, None
        if opening is None or found.opening is None:
            self._say(html.escape(found.source))
            return
        part, text, depth = self._title
        self.end_all(depth)  # what an author's tag left open in the title
        self._floor = 0
        words = " ".join(self.woven.words(text).split())
        title = self.woven.take_back(part)
        begun, head = self._theorems.begin(opening, found.opening, title, words, depth)
        self.woven.text[text] = head.before
        self.woven.text.append(head.after)
        self._run, self._display_end = None, -1
        self.push(begun.element, head.element)
        if begun.element == "details":
            self.emit(*head.parts)
        else:
            self._head = head.parts

    def close(self, found: Found) -> None:
        """End an environment with all that is open in it."""
        closed = self._theorems.close(found)
        if closed is None or not closed.element:
            self._say(html.escape(found.source))
            return
        in_paragraph = self.open[-1] == "p"
        self._begin_paragraph()
        self.end_all(closed.depth + 1)
        if closed.kind == PROOF:
            _end_proof(self.woven.parts, self._display_end)
        self.end(closed.element)
        if in_paragraph:
            self.start(PARAGRAPH)

    def label(self, found: Found) -> None:
        """Give a label in prose to the heading it stands in, else to the environment."""
        if self._heading:
            self._heading.labels.append((found.tex, self._theorems.place(found)))
        else:
            self._begin_paragraph()
            self.emit(*self._theorems.label(found))

    def qed(self, found: Found) -> None:
        """End a proof that its author wrote without an environment; one in an environment has its sign anyway."""
        if not self._theorems.in_proof:
            self.emit(_QED)
            self.woven.text.append(found.tex)


def _end_proof(parts: list[str | Slot], display_end: int) -> None:
    r"""Put the sign of its end into a proof that is written up to here.

    It stands in the last line of a paragraph or of a list's last item, beside a display without a number (amsthm's
    `\qedhere`), else in a line of its own. `display_end` is the part that ends the last display, if that has no number.
    Parts are changed, not inserted, so that the places of cuts remain.
    """
    index = len(parts) - 1
    in_list = False
    while index > 0 and isinstance(part := parts[index], str) and (not part.strip() or part in _LIST_END):
        if part == "</li>":
            in_list = True
            item_end = index
        index -= 1
    last = parts[index] if parts else ""
    if index == display_end:
        parts[index] = f"{_QED}{last}"
    elif last == "</p>":
        parts[index] = f" {_QED}</p>"
    elif in_list and last not in _BLOCK_ENDS:
        parts[item_end] = f" {_QED}</li>"
    else:
        parts.append(f'<p class="qed-line">{_QED}</p>')


_ACTS: Final[dict[Form, Callable[[Statements, Found], None]]] = {
    Form.OPEN: Statements.read_title,
    Form.HEAD: Statements.begin,
    Form.CLOSE: Statements.close,
    Form.LABEL: Statements.label,
    Form.QED: Statements.qed,
}
