"""The HTML that Markdown made, with its placeholders filled, its headings named and its links turned into slots.

One pass over the tags keeps the stack of open elements. By it a formula is left alone in code and attributes, a display
splits the paragraph it stands in, raw HTML cannot leave an element open, and an excerpt can be cut anywhere.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from mathpress.errors import Place
from mathpress.markup.cjk import join_lines, split_closing, split_opening
from mathpress.markup.formulas import Formulas
from mathpress.markup.outline import Ids
from mathpress.markup.placeholders import MORE, PLACEHOLDER, Form, Found, number_of, restore
from mathpress.markup.woven import Cut, Woven
from mathpress.model import Anchor, Heading, Link, Slot

_TOKEN: Final = re.compile(
    r"""
      <!--.*?-->
    | < (?P<slash> /? ) (?P<name> [A-Za-z][^\s/>]* )
        (?P<attributes> [^"'<>]* (?: (?: "[^"]*" | '[^']*' ) [^"'<>]* )* ) >
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(
    r"""\s(?P<name>id|href|src|poster)\s*=\s*(?P<quote>["'])(?P<value>.*?)(?P=quote)""", re.DOTALL | re.IGNORECASE
)
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")
_VERBATIM: Final = {"code", "pre", "script", "style", "textarea"}
_VOID: Final = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_FLOW: Final = {
    "div",
    "li",
    "td",
    "th",
    "dd",
    "blockquote",
    "section",
    "article",
    "aside",
    "details",
    "figcaption",
    "figure",
    "main",
}
_BLOCK: Final = _FLOW | {"p", "ul", "ol", "dl", "table", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}
_HEADING: Final = re.compile(r"h[1-6]")


def weave(
    markup: str, found: tuple[Found, ...], formulas: Formulas, ids: Ids, place_link: Callable[[str], Place]
) -> Woven:
    """Fill the placeholders in Python-Markdown's HTML. `place_link` gives the place of a URL in the source."""
    weaver = _Weaver(found, formulas, ids, place_link)
    position = 0
    for token in _TOKEN.finditer(markup):
        weaver.text(markup[position : token.start()])
        position = token.end()
        if token["name"] is None:
            weaver.emit(restore(token[0], found))
        elif token["slash"]:
            weaver.end(token["name"].lower())
        else:
            weaver.start(token["name"], token["attributes"])
    weaver.text(markup[position:])
    while weaver.open:
        weaver.end(weaver.open[-1])
    return weaver.woven


@dataclass
class _OpenHeading:
    """A heading being woven: where it began, the id its author gave, and its text for the outline."""

    level: int
    given: str
    start: int
    text: int
    outline: list[str] = field(default_factory=list)


class _Weaver:
    def __init__(
        self, found: tuple[Found, ...], formulas: Formulas, ids: Ids, place_link: Callable[[str], Place]
    ) -> None:
        self.woven = Woven()
        self.open: list[str] = []
        self._found = found
        self._formulas = formulas
        self._ids = ids
        self._place_link = place_link
        self._heading: _OpenHeading | None = None

    def emit(self, *parts: str | Slot) -> None:
        self.woven.parts += parts

    # --- tags --------------------------------------------------------------------------------------------------------

    def start(self, name: str, attributes: str) -> None:
        lower = "h2" if name.lower() == "h1" else name.lower()  # the page's own title is its h1
        if lower in _BLOCK and self.open and self.open[-1] == "p":
            self.end("p")
        given = ""
        pieces: list[str | Slot] = []
        position = 0
        for match in _ATTRIBUTE.finditer(attributes):
            value = html.unescape(restore(match["value"], self._found))
            pieces.append(self._escaped(attributes[position : match.start()]))
            position = match.end()
            if match["name"].lower() != "id":
                pieces.append(self._url(match["name"].lower(), value))
            elif _HEADING.fullmatch(lower):
                given = value
            else:
                pieces.append(Anchor(self._ids.claim(value)))
        rest = self._escaped(attributes[position:])
        self.emit(f"<{lower if lower == 'h2' else name}", *pieces)
        if _HEADING.fullmatch(lower):
            self._heading = _OpenHeading(int(lower[1]), given, len(self.woven.parts), len(self.woven.text))
            self.emit("")  # the id, once the heading has been read
        self.emit(f"{rest}>")
        if lower not in _VOID and not rest.endswith("/"):
            self.open.append(lower)

    def _escaped(self, attributes: str) -> str:
        """Put sources back into attributes; what they bring is escaped, what the author typed is left as it is."""
        return PLACEHOLDER.sub(lambda match: html.escape(self._found[number_of(match)].source), attributes).replace(
            MORE, ""
        )

    def _url(self, attribute: str, value: str) -> str | Slot:
        if _ABSOLUTE.match(value):
            return f' {attribute}="{html.escape(value)}"'
        return Link(attribute, value, self._place_link(value))

    def end(self, name: str) -> None:
        name = "h2" if name == "h1" else name
        if name not in self.open:
            return  # a stray end tag of the author's
        while self.open:
            closed = self.open.pop()
            if closed != "p" or not self._drop_empty_paragraph():
                self.emit(f"</{closed}>")
            if closed == name:
                break
        if self._heading and _HEADING.fullmatch(name):
            self._name_heading(self._heading)
            self._heading = None
        if name in _BLOCK:
            self.woven.text.append("\n")
        if not self.open:
            self.woven.cuts.append(Cut(len(self.woven.parts), (), len(self.woven.text), bool(_HEADING.fullmatch(name))))

    def _drop_empty_paragraph(self) -> bool:
        """Take back a `<p>` in which nothing has come since, as a display at a paragraph's edge leaves one."""
        parts = self.woven.parts
        kept = len(parts)
        while kept and isinstance(parts[kept - 1], str) and not str(parts[kept - 1]).strip():
            kept -= 1
        if kept < 2 or parts[kept - 2 : kept] != ["<p", ">"]:
            return False
        del parts[kept - 2 :]
        return True

    def _name_heading(self, heading: _OpenHeading) -> None:
        text = " ".join("".join(self.woven.text[heading.text :]).split())
        name = self._ids.claim(heading.given) if heading.given else self._ids.claim_heading(text)
        self.woven.parts[heading.start] = Anchor(name)
        self.woven.headings.append(Heading(heading.level, name, "".join(heading.outline).strip()))

    # --- text --------------------------------------------------------------------------------------------------------

    def text(self, text: str) -> None:
        if not text:
            return
        if any(name in _VERBATIM for name in self.open):
            source = PLACEHOLDER.sub(lambda match: html.escape(self._found[number_of(match)].source, quote=False), text)
            self._visible(source.replace(MORE, "&lt;!-- more --&gt;"))
            return
        text = join_lines(text)
        pieces = PLACEHOLDER.split(text)
        self._plain(pieces[0])
        for match, after in zip(PLACEHOLDER.finditer(text), pieces[2::2], strict=True):
            rest = self._fill(self._found[number_of(match)], after)
            self._plain(rest)

    def _visible(self, markup: str) -> None:
        self.emit(markup)
        self.woven.text.append(html.unescape(markup))
        if self._heading:
            self._heading.outline.append(markup)

    def _plain(self, text: str) -> None:
        before, mark, after = text.partition(MORE)
        if before:
            self._visible(before)
        if mark:
            self.woven.more = self.woven.more or Cut(
                len(self.woven.parts), tuple(self.open), len(self.woven.text), after_heading=False
            )
            self._plain(after)

    def _fill(self, found: Found, after: str) -> str:
        """Put what `found` stands for in its place, and return the text behind it that is still to come."""
        match found.form:
            case Form.LITERAL:
                self._visible(html.escape(found.tex))
            case Form.REFERENCE:
                self.emit(*self._formulas.reference(found))
            case Form.DISPLAY:
                self._display(found)
            case Form.INLINE:
                return self._inline(found, after)
        return after

    def _inline(self, found: Found, after: str) -> str:
        """Write a formula together with the punctuation that must not be parted from it by a line end."""
        parts, plain = self._formulas.set(found, phrasing=True)
        opening = ""
        last = self.woven.parts[-1] if self.woven.parts else ""
        if isinstance(last, str) and not last.startswith("<"):
            kept, opening = split_opening(last)
            self.woven.parts[-1] = kept
        closing, after = split_closing(after)
        if opening or closing:
            parts = [f'<span class="nobreak">{opening}', *parts, f"{closing}</span>"]
        self.emit(*parts)
        self.woven.text += [plain, closing]
        if self._heading:
            self._heading.outline += [part for part in parts if isinstance(part, str)]
        return after

    def _display(self, found: Found) -> None:
        """Write a display. It splits a paragraph; where only phrasing may stand, it is a span."""
        in_paragraph = bool(self.open) and self.open[-1] == "p"
        phrasing = bool(self.open) and not in_paragraph and self.open[-1] not in _FLOW
        parts, plain = self._formulas.set(found, phrasing=phrasing)
        if in_paragraph:
            self.end("p")
        self.emit(*parts)
        self.woven.text.append(f" {plain} ")
        if in_paragraph:
            self.start("p", "")
