"""The HTML that Markdown made, with its placeholders filled, its headings named and its links turned into slots.

One pass over the tags keeps the stack of open elements. By it a formula is left alone in code and attributes, a display
splits the paragraph it stands in, and what is between the opening and the close of a theorem becomes an element.
"""

import html

from mathpress.markup import cjk, tags
from mathpress.markup.attributes import Attributes
from mathpress.markup.captions import Captions
from mathpress.markup.citations import Citations
from mathpress.markup.formulas import Formulas
from mathpress.markup.labels import Labels
from mathpress.markup.placeholders import MORE, PLACEHOLDER, Form, Found, escaped, number_of, unset
from mathpress.markup.statements import PARAGRAPH, Statements
from mathpress.markup.tags import FLOW, VERBATIM, tokens
from mathpress.markup.theorems import Theorems
from mathpress.markup.woven import Cut, Plain, Woven, sayings
from mathpress.model import NumberLink, Reference


def weave(
    markup: str,
    found: tuple[Found, ...],
    formulas: Formulas,
    theorems: Theorems,
    captions: Captions,
    citations: Citations,
    attributes: Attributes,
    labels: Labels,
) -> Woven:
    """Fill the placeholders in Python-Markdown's HTML."""
    attributes.ids.reserve(tags.given_ids(markup))
    weaver = _Weaver(found, formulas, theorems, captions, citations, attributes, labels)
    for token in tokens(markup):
        match token.kind:
            case "text":
                weaver.text(token.text)
            case "start":
                weaver.start(token)
            case "end":
                weaver.end(token.name)
            case "code":
                weaver.code(token.text)
            case "raw":
                weaver.emit(escaped(token.text, found))
            case "comment":
                weaver.emit(f"<!--{escaped(token.text, found)}-->")
    weaver.end_all(0)
    formulas.finish()
    return weaver.woven


class _Weaver(Statements):
    def __init__(
        self,
        found: tuple[Found, ...],
        formulas: Formulas,
        theorems: Theorems,
        captions: Captions,
        citations: Citations,
        attributes: Attributes,
        labels: Labels,
    ) -> None:
        super().__init__(attributes, labels, captions, theorems, self._begin_sections)
        self._found = found
        self._formulas = formulas
        self._citations = citations
        self._line_end: int | None = None
        """The part that is a line end behind an ideograph, until it is known what follows."""

    def _begin_sections(self) -> None:
        for numbered in (self._formulas, self._theorems, self._captions):
            numbered.begin_section()

    # --- text --------------------------------------------------------------------------------------------------------

    def text(self, text: str) -> None:
        if self._is_note:
            self._say(text)
            return
        if self._is_in(VERBATIM):
            self.code(text)
            return
        text, line_end = self._join(unset(text))
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

    def code(self, text: str) -> None:
        """Write text in which nothing means anything, with or without spans."""
        self._settle_line_end(text)
        markup = escaped(text, self._found)
        self._say(markup, tags.without_tags(markup))
        self._ideograph = cjk.is_ideographic(text[-1:])

    def _join(self, text: str) -> tuple[str, str]:
        """Remove the line ends between ideographs, with or without tags around them; one at the end is cut off."""
        if self._ideograph and cjk.is_line_end(text):
            return "", text
        if self._ideograph:
            text = cjk.without_line_end(text)
        self._settle_line_end(text)
        self._ideograph = cjk.is_ideographic(text.rstrip()[-1:])
        return cjk.split_line_end(cjk.join_lines(text))

    def _settle_line_end(self, text: str) -> None:
        """Remove the line end that waits if the text behind it begins with an ideograph too."""
        if self._line_end is not None and cjk.is_ideographic(text):
            self.woven.parts[self._line_end] = ""
        self._line_end = None

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
            case Form.INLINE:
                self._begin_paragraph()
                return self._inline(found, after)
            case Form.DISPLAY:
                self._display(found)
            case Form.LITERAL:
                self._say(html.escape(found.tex))
                self._formulas.report(found)
            case Form.REFERENCE:
                self._begin_paragraph()
                self._say(self._formulas.reference(found))
            case Form.OPEN | Form.HEAD | Form.CLOSE | Form.LABEL | Form.QED:
                self.environment(found)
            case Form.CITATION:
                in_link = bool(self._depths["a"])  # which no other link can stand in
                self._say(html.escape(found.source) if in_link else self._citations.slot(found))
            case Form.BEGIN | Form.END:
                act = self._formulas.begin_group if found.form is Form.BEGIN else self._formulas.end_group
                parts, source = act(found)
                self.emit(*parts)
                self._say(html.escape(source))
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
        self.woven.text += [Plain(plain), *lone, following]
        if self._heading:
            if opening:
                self._heading.outline[-1] = str(self._heading.outline[-1]).removesuffix(opening)
            self._heading.outline += sayings(parts)
        return after

    def _display(self, found: Found) -> None:
        """Write a display. It splits a paragraph; where only phrasing may stand, as in a title, it is a span."""
        in_title = self._opening is not None
        in_paragraph = bool(self.open) and not in_title and self.open[-1] == "p"
        phrasing = in_title or (bool(self.open) and not in_paragraph and self.open[-1] not in FLOW)
        parts, plain = self._formulas.set(found, phrasing=phrasing)
        if in_paragraph:
            self.end("p")
        self.woven.keep_together()
        self.emit(*parts)
        self._display_end = -1 if any(isinstance(part, NumberLink) for part in parts) else len(self.woven.parts) - 1
        self.woven.text.append(Plain(f" {plain} "))
        if self._heading:
            self._heading.outline += sayings(parts)
        if in_paragraph:
            self.start(PARAGRAPH)
