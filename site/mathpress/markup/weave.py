"""The HTML that Markdown made, with its placeholders filled, its headings named and its links turned into slots.

One pass over the tags keeps the stack of open elements. By it a formula is left alone in code and attributes, a display
splits the paragraph it stands in, raw HTML cannot leave an element open, and an excerpt can be cut anywhere.
"""

import html
from collections import Counter

from mathpress.markup import cjk, tags
from mathpress.markup.attributes import Attributes
from mathpress.markup.captions import Captions
from mathpress.markup.figures import LABEL
from mathpress.markup.formulas import Formulas
from mathpress.markup.outline import OpenHeading
from mathpress.markup.placeholders import MORE, PLACEHOLDER, Form, Found, escaped, number_of
from mathpress.markup.tags import BLOCK, FLOW, FOREIGN, HEADINGS, VERBATIM, VOID, Token, tokens
from mathpress.markup.woven import Cut, Woven, closing, sayings
from mathpress.model import Level, Reference, Slot


def weave(
    markup: str, found: tuple[Found, ...], formulas: Formulas, captions: Captions, attributes: Attributes
) -> Woven:
    """Fill the placeholders in Python-Markdown's HTML."""
    attributes.ids.reserve(tags.given_ids(markup))
    weaver = _Weaver(found, formulas, captions, attributes)
    for token in tokens(markup):
        match token.kind:
            case "text":
                weaver.text(token.text)
            case "start":
                weaver.start(token)
            case "end":
                weaver.end(token.name)
            case "raw":
                weaver.emit(escaped(token.text, found))
            case "comment":
                weaver.emit(f"<!--{escaped(token.text, found)}-->")
    while weaver.open:
        weaver.end(weaver.open[-1])
    formulas.finish()
    return weaver.woven


class _Weaver:
    def __init__(
        self, found: tuple[Found, ...], formulas: Formulas, captions: Captions, attributes: Attributes
    ) -> None:
        self.woven = Woven()
        self.open: list[str] = []
        self._begun: list[tuple[int, int]] = []
        """For each open element the part that begins its tag, and the part behind its tag."""
        self._count: Counter[str] = Counter()
        """How often each element is open, so that nothing takes longer the deeper it stands."""
        self._found = found
        self._formulas = formulas
        self._captions = captions
        self._attributes = attributes
        self._heading: OpenHeading | None = None
        self._is_note = False
        """Whether this is the mark of a footnote or its way back, which are no words of the text."""
        self._run: int | None = None
        """The part that begins what a punctuation mark must keep to, if one comes next."""
        self._ideograph = False
        """Whether an ideograph came last, with no block in between."""
        self._line_end: int | None = None
        """The part that is a line end behind an ideograph, until it is known what follows."""

    def emit(self, *parts: str | Slot) -> None:
        self.woven.parts += parts

    # --- tags --------------------------------------------------------------------------------------------------------

    def start(self, tag: Token) -> None:
        name = tag.name
        if name in BLOCK and self.open and self.open[-1] == "p":
            self.end("p")
        if name == "img" and (picture := self._attributes.picture(tag.text, in_picture=bool(self._count["picture"]))):
            self.emit(picture)
            self._run, self._ideograph = None, False
            return
        heading = OpenHeading(int(name[1])) if name in HEADINGS else None
        begin = len(self.woven.parts)
        self.emit(*(("<h", Level(heading.level)) if heading else (f"<{name}",)))
        for source, attribute, value in tags.attributes(tag.text):
            self._attribute(name, source, attribute.lower(), value, heading)
        if heading:
            if heading.level == 2:
                self._formulas.begin_section()
                self._captions.begin_section()
            heading.id, heading.text = len(self.woven.parts), len(self.woven.text)
            self.emit("")  # the id, once the heading has been read
            self._heading = heading
        is_foreign = any(self._count[outer] for outer in FOREIGN)
        self.emit("/>" if tag.empty and (is_foreign or name in VOID) else ">")
        self._run = None
        self._ideograph &= name not in BLOCK and name not in VOID
        if name in VOID or (tag.empty and is_foreign):
            return
        self.open.append(name)
        self._begun.append((begin, len(self.woven.parts)))
        self._is_note |= name == "a" and 'class="footnote-' in tag.text
        self._count[name] += 1
        self.emit(*self._captions.beginning(name, len(self.open)))
        if tag.empty:
            self.end(name)  # an author who knows XML

    def _attribute(self, tag: str, source: str, name: str, value: str | None, heading: OpenHeading | None) -> None:
        if value is not None and heading and name == "id":
            heading.given = self._attributes.value(value)
        elif value is not None and tag == "figure" and name == LABEL:
            self.emit(self._captions.label(self._attributes.value(value)))
        else:
            self.emit(self._attributes.slot(source, name, value))

    def end(self, name: str) -> None:
        if not self._count[name]:
            return  # a stray end tag of the author's
        closed = ""
        while closed != name:
            closed, begun = self.open.pop(), self._begun.pop()
            self._count[closed] -= 1
            self._is_note &= closed != "a"
            if closed == "a" and (text := self.woven.unsaid(*begun)):
                self._say(text)
            if closed == "p" and self.woven.drop_empty_paragraph():
                continue
            # What fills an inline element may be kept together with what stands behind it: `**$x$**，`.
            self._run = begun[0] if self._run == begun[1] and closed not in BLOCK else None
            self.emit(*closing(closed))
            if closed in HEADINGS and self._heading:
                self.woven.name_heading(self._heading, self._attributes.ids)
                self._heading = None
        if name in BLOCK:
            self._ideograph = False
            self.woven.text.append("\n")
        if not self.open:
            self.woven.end_block(name)

    # --- text --------------------------------------------------------------------------------------------------------

    def text(self, text: str) -> None:
        if any(self._count[name] for name in VERBATIM):
            self._say(escaped(text, self._found))
            self._line_end, self._ideograph = None, cjk.is_ideographic(text[-1:])
            return
        text = self._join(text)
        text, line_end = cjk.split_line_end(text)
        if self._run is not None:
            following, text = cjk.split_closing(text)
            if following:
                self.woven.parts.insert(self._run, '<span class="nobreak">')
                self._say(following)
                self.emit("</span>")
            self._run = None
        pieces = PLACEHOLDER.split(text)
        self._plain(pieces[0])
        for number, match in enumerate(PLACEHOLDER.finditer(text), 1):
            after = pieces[2 * number]
            rest = self._fill(self._found[number_of(match)], after)
            self._plain(rest)
        if line_end:
            self._line_end = len(self.woven.parts)
            self._say(line_end)

    def _join(self, text: str) -> str:
        """Remove the line ends between ideographs, with or without tags at the line end."""
        if self._ideograph:
            text = cjk.without_line_end(text)
        if self._line_end is not None and cjk.is_ideographic(text):
            self.woven.parts[self._line_end] = ""
        self._line_end = None
        self._ideograph = cjk.is_ideographic(text.rstrip()[-1:])
        return cjk.join_lines(text)

    def _say(self, part: str | Slot) -> None:
        """Add what readers see to the page, to its text and to the heading it stands in."""
        self.emit(part)
        if self._is_note:
            return
        self.woven.text.append(html.unescape(part) if isinstance(part, str) else part)
        if self._heading:
            self._heading.outline.append(part)

    def _plain(self, text: str) -> None:
        before, mark, after = text.partition(MORE)
        if before:
            self._say(before)
        if mark:
            if not self.woven.more:
                cut = Cut(len(self.woven.parts), tuple(self.open), len(self.woven.text), leads_on=False)
                self.woven.more = cut
            if after := after.replace(MORE, ""):
                self._say(after)

    def _fill(self, found: Found, after: str) -> str:
        """Put what `found` stands for in its place, and return the text behind it that is still to come."""
        self._run = None
        match found.form:
            case Form.LITERAL:
                self._say(html.escape(found.tex))
                self._formulas.report(found)
            case Form.REFERENCE:
                self._say(self._formulas.reference(found))
            case Form.BEGIN | Form.END:
                act = self._formulas.begin_group if found.form is Form.BEGIN else self._formulas.end_group
                parts, source = act(found)
                self.emit(*parts)
                self._say(html.escape(source))
            case Form.DISPLAY:
                self._display(found)
            case Form.INLINE:
                return self._inline(found, after)
        return after

    def _inline(self, found: Found, after: str) -> str:
        """Write a formula together with the punctuation that must not be parted from it by a line end."""
        parts, plain = self._formulas.set(found, phrasing=True)
        opening = ""
        last = self.woven.parts[-1] if self.woven.parts else None
        if isinstance(last, str) and not last.startswith("<"):
            self.woven.parts[-1], opening = cjk.split_opening(last)
        following, after = cjk.split_closing(after)
        self._run = None if after or following else len(self.woven.parts)
        if opening or following:
            parts = [f'<span class="nobreak">{opening}', *parts, f"{following}</span>"]
        self.emit(*parts)
        lone = [part for part in parts if not plain and isinstance(part, Reference)]
        self.woven.text += [plain, *lone, following]
        if self._heading:
            if opening:
                self._heading.outline[-1] = str(self._heading.outline[-1]).removesuffix(opening)
            self._heading.outline += sayings(parts)
        return after

    def _display(self, found: Found) -> None:
        """Write a display. It splits a paragraph; where only phrasing may stand, it is a span."""
        in_paragraph = bool(self.open) and self.open[-1] == "p"
        phrasing = bool(self.open) and not in_paragraph and self.open[-1] not in FLOW
        parts, plain = self._formulas.set(found, phrasing=phrasing)
        if in_paragraph:
            self.end("p")
        self.woven.keep_together()
        self.emit(*parts)
        self.woven.text.append(f" {plain} ")
        if self._heading:
            self._heading.outline += sayings(parts)
        if in_paragraph:
            self.start(Token("start", "", "p"))
