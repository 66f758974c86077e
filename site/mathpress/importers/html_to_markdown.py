r"""Texts that were written as HTML, as Markdown. Formulas in them are set aside first, so that nothing else reads them.

They come back as they stood there, `&lt;`, `<br>` and all, for `repairs` to mend and to list.
"""

import re
from typing import Any, Final

import nh3
from bs4 import Tag
from markdownify import ATX, BACKSLASH, MarkdownConverter

from mathpress.importers.asides import BLANK_LINES, BREAK, is_formula, put_back, set_aside
from mathpress.importers.escapes import at_line, in_cell, in_text
from mathpress.importers.markdown_syntax import escaped, fence, target

_MORE: Final = "\ufdd2"
"""A character that no text has (Unicode, 23.7) stands where the excerpt ends."""
_MORE_COMMENT: Final = re.compile(r"<!--\s*+more\b[^<>]*?-->", re.IGNORECASE)
_TAGS: Final = {
    "a", "abbr", "audio", "b", "blockquote", "br", "caption", "center", "cite", "code", "dd", "del", "div", "dl", "dt",
    "em", "embed", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "iframe", "img", "kbd", "li",
    "ol", "p", "pre", "q", "s", "section", "source", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul", "video",
}  # fmt: skip
_ATTRIBUTES: Final = {
    "*": {"class", "id", "title", "lang", "data-lang", "align", "style"},
    **{name: {"src"} for name in ("audio", "embed", "iframe", "source", "video")},
    **{name: {"colspan"} for name in ("td", "th")},
    "a": {"href", "name"},
    "img": {"alt", "data-src", "src"},
    "ol": {"start"},
}
_SCHEMES: Final = {"http", "https", "mailto", "tel", "ftp", "data"}
"""What Markdown is made of; nh3 makes well-formed HTML of all else, in time that is linear in its length."""
_LINE_END: Final = re.compile(r"[ \t]*+\n[ \t]*+")


def markdown_of(text: str, *, paragraphs: bool) -> str:
    """Return an HTML text as Markdown. `paragraphs`: blank lines part paragraphs in it, and line ends are breaks.

    The mark of the excerpt's end is kept. A text that is nested too deeply stays HTML.
    """
    aside, found = set_aside(text.replace(_MORE, "\ufffd"))
    marked = _MORE_COMMENT.sub(f"<p>{_MORE}</p>", aside, 1)
    prepared = nh3.clean(marked, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
    converter = _Paragraphs(**_OPTIONS) if paragraphs else _Converter(**_OPTIONS)
    try:
        converted = converter.convert(f"<div>{prepared}</div>")  # for bs4 warns of what has no tag and is an address
    except RecursionError:
        return text
    return put_back(converted, found).replace(_MORE, "<!-- more -->").strip("\n")


def _language(pre: Tag) -> str:
    """Return the language of code, as highlighters write it: `language-python`, `brush: python`, `lang="python"`."""
    for element in (pre, *pre.find_all("code", limit=1)):
        classes = " ".join(filter(None, element.get_attribute_list("class")))
        match = _CODE_CLASS.search(classes)
        if match:
            return match["name"].lower()
        if said := element.get("data-lang") or element.get("lang"):
            return str(said)
    return ""


_SIDE: Final = re.compile(r"text-align(?:\s*:\s*|-)(?P<name>center|right)\b")
"""Where a paragraph stands, in `has-text-align-center`, `text-align: center` or the attribute `align`."""
_PICTURE: Final = re.compile(r"\s*\[?!\[")
_IS_PICTURE: Final = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif|bmp)\Z", re.IGNORECASE)
_CODE_CLASS: Final = re.compile(r"\b(?:language-|lang-|lang:|brush:\s*)(?P<name>[\w+#.-]+)")
_OPTIONS: Final[dict[str, Any]] = {
    "heading_style": ATX,
    "newline_style": BACKSLASH,
    "bullets": "-",
    "table_infer_header": True,
    "sub_symbol": "<sub>",
    "sup_symbol": "<sup>",
    "code_language_callback": _language,
}


_Base: Any = MarkdownConverter
"""Its type stubs leave most of its methods out."""


class _Converter(_Base):  # type: ignore[misc]
    """Writes Markdown as mathpress reads it."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return in_cell(text) if parent_tags & {"td", "th"} else in_text(text)

    def process_text(self, el: Any, parent_tags: set[str] | None = None) -> str:
        text: str = super().process_text(el, parent_tags)
        return text if _is_verbatim(parent_tags) else "\n".join(_guarded_lines(text.split("\n"), el))

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        href = str(el.get("href") or "").strip()
        if not href or "_noformat" in parent_tags:
            name = str(el.get("id") or el.get("name") or "")
            return text if not re.fullmatch(r"[\w:.-]+", name) or text.strip() else f'<a id="{name}"></a>'
        said = text.strip()
        if said.startswith("![") and _IS_PICTURE.search(href):
            return text  # which its page shows in full
        if said in {href, href.replace("_", "\\_")} and "://" in href:
            return f"<{href}>"
        return text.replace(said, f"[{said}]({target(href)})", 1) if said else ""

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        alt = " ".join(str(el.get("alt") or "").split())
        source = str(el.get("src") or el.get("data-src") or "").strip()
        if not source or "wp-smiley" in el.get_attribute_list("class"):
            return alt
        return f"![{escaped(alt)}]({target(source)})"

    def convert_figure(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        caption = el.find("figcaption")
        picture = el.find("img")
        if not isinstance(caption, Tag) or not isinstance(picture, Tag) or len(el.find_all("img")) > 1:
            return str(self.convert_div(el, text, parent_tags))
        said = " ".join(self.process_tag(caption, {"_inline"}).split())
        image = self.convert_img(picture, "", parent_tags)
        if said and image.endswith(")"):
            quoted = said.replace('"', '\\"')
            image = f'{image[:-1]} "{quoted}")'
        link = str(picture.parent.get("href") or "") if picture.parent and picture.parent.name == "a" else ""
        is_linked = link and not _IS_PICTURE.search(link)
        return f"\n\n[{image}]({target(link)})\n\n" if is_linked else f"\n\n{image}\n\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        heading: str = super().convert_hN(n, el, text, parent_tags)
        name = str(el.get("id") or "")
        is_plain = re.fullmatch(r"[A-Za-z][\w-]*", name) and heading.strip()
        return f"\n\n{heading.strip()} {{#{name}}}\n\n" if is_plain else heading

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        paragraph = str(super().convert_p(el, text, parent_tags))
        side = _SIDE.search(f"{el.get('style')} {el.get('class')} text-align:{el.get('align')}")
        is_text = text.strip() and not is_formula(text) and not _PICTURE.match(text)
        if not side or not is_text or parent_tags & {"li", "td", "th", "_inline"}:
            return paragraph
        return f"\n\n{text.strip()}\n{{: .align-{side['name']}}}\n\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        for end in el.find_all("br"):
            end.replace_with("\n")
        return fence(el.get_text(), _language(el))

    def _emphasised(self, mark: str, text: str, parent_tags: set[str]) -> str:
        """Write emphasis, which in Markdown ends with its paragraph."""
        if "_noformat" in parent_tags:
            return text
        parts = re.split(r"(\n\n+)", text)
        return "".join(part if not part.strip() else _wrapped(part, mark) for part in parts)

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return self._emphasised("**", text, parent_tags)

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return self._emphasised("*", text, parent_tags)

    convert_strong = convert_b
    convert_i = convert_em

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f"<del>{text}</del>" if text.strip() and "_noformat" not in parent_tags else text

    convert_s = convert_del
    convert_strike = convert_del

    def convert_kbd(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f"<kbd>{text}</kbd>" if text.strip() else ""

    def convert_iframe(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        source = str(el.get("src") or "")
        source = f"https:{source}" if source.startswith("//") else source
        return f"<{source}>" if source else text

    convert_embed = convert_iframe

    def convert_video(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        sources = [str(each.get("src") or "") for each in (el, *el.find_all("source"))]
        address = next(filter(None, sources), "")
        name = address.partition("?")[0].rpartition("/")[2]
        return f"[{in_text(name or address)}]({target(address)})" if address else text

    convert_audio = convert_video


class _Paragraphs(_Converter):
    """Does the same for systems that make paragraphs of blank lines and breaks of line ends (WordPress, Typecho)."""

    def process_text(self, el: Any, parent_tags: set[str] | None = None) -> str:
        if _is_verbatim(parent_tags) or "_inline" in (parent_tags or ()) or "\n" not in el:
            return super().process_text(el, parent_tags)
        text = str(el).lstrip() if _begins_line(el) else str(el)
        text = text.rstrip() if not _is_phrasing(el.next_sibling) or _is_break(el.next_sibling) else text
        first, *others = BLANK_LINES.split(self.escape(text, parent_tags or set()))
        paragraphs = [_guarded_lines(_LINE_END.split(first), el)]
        paragraphs += [[at_line(line) for line in _LINE_END.split(other)] for other in others]
        return "\n\n".join(BREAK.join(lines) for lines in paragraphs)


_PHRASING: Final = {
    "a", "abbr", "b", "bdi", "big", "br", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
}  # fmt: skip


def _is_phrasing(node: Any) -> bool:
    """Tell whether a neighbour stands in the same line of text."""
    return node is not None and (not isinstance(node, Tag) or node.name in _PHRASING)


def _is_break(node: Any) -> bool:
    return isinstance(node, Tag) and node.name == "br"


def _begins_line(node: Any) -> bool:
    return not _is_phrasing(node.previous_sibling) or _is_break(node.previous_sibling)


def _wrapped(text: str, mark: str) -> str:
    said = text.strip()
    before, _, behind = text.partition(said)
    return f"{before}{mark}{said}{mark}{behind}"


def _is_verbatim(tags: set[str] | None) -> bool:
    return bool(tags) and "_noformat" in (tags or ())


def _guarded_lines(lines: list[str], node: Any) -> list[str]:
    """Return the lines of a text, of which none begins a block; the first one may stand behind something else."""
    return [line if not number and not _begins_line(node) else at_line(line) for number, line in enumerate(lines)]
