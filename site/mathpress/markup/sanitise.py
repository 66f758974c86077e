"""Posts of others (`untrusted: true`): what of their HTML is kept.

Markdown's whole output is sanitised, with placeholders where formulas will stand: by nh3, an HTML5 parser, which keeps
what is on the lists below and writes everything anew. What is put in afterwards (formulas, numbers, theorems,
references) is made here and never seen by it. No placeholder can be forged: what would decode to a private-use
character is taken out before, and none is left in an attribute.
"""

import re
from typing import Final

import nh3
from pygments.token import STANDARD_TYPES

from mathpress.markup.figures import LABEL
from mathpress.markup.placeholders import PRIVATE, Found, restore
from mathpress.markup.tags import URLS, attributes, read_url, tokens

_TAGS: Final = {
    "a", "abbr", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "details",
    "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "input", "ins", "kbd", "label", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul",
    "var",
}  # fmt: skip
_NOT_EVEN_THEIR_TEXT: Final = {
    "applet", "audio", "canvas", "embed", "frameset", "head", "iframe", "math", "noembed", "noframes", "noscript",
    "object", "script", "select", "style", "svg", "template", "textarea", "title", "video", "xmp",
}  # fmt: skip
_ATTRIBUTES: Final = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href", "name"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "figure": {LABEL},
    "img": {"alt", "decoding", "height", "loading", "sizes", "src", "width"},
    "input": {"checked"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_SET: Final = {"input": {"type": "checkbox", "disabled": ""}}
"""A field of a task list, which is all that a field may be."""
_FIELD_END: Final = ' disabled="" type="checkbox">', ' type="checkbox" disabled="">'
"""How a field may end that nh3 has written, which keeps what it sets in a hash map, and how ours end."""
_CLASSES: Final = {
    "admonition", "admonition-title", "align-center", "align-left", "align-right", "attention", "caution", "danger",
    "error", "example", "figure-row", "filename", "footnote", "footnote-backref", "footnote-ref", "highlight",
    "highlighttable", "hint", "important", "info", "invert", "linenos", "note", "success", "task-list",
    "task-list-item", "tip", "warning", *STANDARD_TYPES.values(),
}  # fmt: skip
"""Those that Markdown and Pygments make, and one for pictures; others could look like parts of the page."""
_SCHEMES: Final = {"http", "https", "mailto"}
_PRIVATE: Final = re.compile(f"[{PRIVATE}]")
_CHARACTER: Final = re.compile(r"&#(?:[xX]0*+(?P<hexadecimal>[0-9a-fA-F]++)|0*+(?P<decimal>[0-9]++));?")
_WITHOUT_SOURCE: Final = re.compile(
    r'<img(?![^>]* src=)(?:[^>]* alt="(?P<alt>[^">]*)")?[^>]*>(?P<captioned>(?=<figcaption))?'
)
"""A picture that may not be loaded, as nh3 writes it: no value of an attribute has a `>` in it."""
_LONGEST: Final = 7
"""Digits of a character reference that names a character at all (HTML standard, 13.2.5.84)."""


def sanitise(markup: str, found: tuple[Found, ...], links: str | None) -> tuple[str, tuple[str, ...]]:
    """Return what is kept of Markdown's HTML, and the names of the elements and attributes that were taken out.

    Nothing of it runs, loads from elsewhere or sends; no class or name passes for one of the page's own. `links` is
    what links say in `rel`; pictures from elsewhere then keep their addresses, for what shows them makes links of them.
    """

    def keep(tag: str, name: str, value: str) -> str | None:
        value = _PRIVATE.sub("\ufffd", restore(value, found))
        if name in URLS:
            return _address(tag, value, to_elsewhere={"a", "img"} if links else {"a"})
        if name == "class":
            return " ".join(word for word in value.split() if word in _CLASSES) or None
        return value

    clean = nh3.clean(
        _CHARACTER.sub(_decode, markup),
        tags=_TAGS,
        clean_content_tags=_NOT_EVEN_THEIR_TEXT,
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        set_tag_attribute_values=_SET,
        url_schemes=_SCHEMES,
        link_rel=links,
    )
    return _WITHOUT_SOURCE.sub(_said, clean.replace(*_FIELD_END)), _taken_out(markup)


def _said(picture: re.Match[str]) -> str:
    """Return what a picture that cannot be shown says, unless a caption says it."""
    return "" if picture["captioned"] is not None else picture["alt"] or ""


def _decode(reference: re.Match[str]) -> str:
    """Return a character reference as it stands, unless it stands for a private-use character."""
    digits = reference["hexadecimal"] or reference["decimal"]
    code = int(digits, 16 if reference["hexadecimal"] else 10) if len(digits) <= _LONGEST else 0
    return "\ufffd" if _PRIVATE.match(chr(min(code, 0x10FFFF))) else reference[0]


def _address(tag: str, value: str, to_elsewhere: set[str]) -> str | None:
    """Return an address if it may stay: any page to link to, but only a file of the blog to load."""
    is_absolute, url = read_url(value)
    if "\\" in url:  # browsers read `/\host` as `//host` (URL standard, 4.4)
        return None
    if is_absolute and (tag not in to_elsewhere or url.partition(":")[0].lower() not in _SCHEMES):
        return None
    return url


def _taken_out(markup: str) -> tuple[str, ...]:
    """Return the names of elements and attributes that are on no list, in the order in which they come."""
    names: dict[str, None] = {}
    for token in tokens(markup):
        if token.kind == "start" and token.name not in _TAGS:
            names[f"<{token.name}>"] = None
        elif token.kind == "start":
            kept = _ATTRIBUTES["*"] | _ATTRIBUTES.get(token.name, set()) | _SET.get(token.name, {}).keys()
            names |= {name.lower(): None for _, name, _ in attributes(token.text) if name.lower() not in kept}
    return tuple(names)
