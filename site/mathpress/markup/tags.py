"""HTML taken apart: its tags, texts and comments (HTML standard, 13.2.5), and what is known of its elements."""

import html
import re
from collections.abc import Iterator
from html.entities import html5
from typing import Final, Literal, NamedTuple

_ATTRIBUTES: Final = (
    r"""(?: [\s/]*+ [^\s"'<>/=]++ (?: \s*+ = \s*+ (?: "[^"]*" | '[^']*' | [^\s"'<>][^\s<>]*+ ) )? )*+"""
)
_TOKEN: Final = re.compile(
    rf"""
      (?P<comment> <!-- (?! -?> ) )
    | < (?P<slash> /? ) (?P<name> [A-Za-z][A-Za-z0-9:._\-]*+ ) (?= [\s/>] )
        (?P<attributes> {_ATTRIBUTES} ) (?P<empty> [\s/]*+ ) (?P<closed> >? )
    | <
    """,
    re.VERBOSE,
)
_ATTRIBUTE: Final = re.compile(
    r"""
    [\s/]*+ (?P<name> [^\s"'<>/=]++ )
    (?: \s*+ = \s*+ (?: "(?P<double>[^"]*)" | '(?P<single>[^']*)' | (?P<bare>[^\s"'<>][^\s<>]*+) ) )?
    """,
    re.VERBOSE,
)
_CLASS: Final = r"""(?: \s class="[^"<>]*+" )?+"""
_FLAT: Final = rf"(?: [^<]++ | <span {_CLASS} > [^<]*+ </span> )*+"
_CODE: Final = re.compile(rf"{_FLAT} (?: <code {_CLASS} > {_FLAT} </code> {_FLAT} )?+ (?= </pre> )", re.VERBOSE)
_TAG: Final = re.compile(r"<[^>]*+>")
_COMMENT_END: Final = re.compile(r"--!?>")
_RAW_END: Final = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "textarea")}

VERBATIM: Final = {"code", "pre"}
FOREIGN: Final = {"svg", "math"}
VOID: Final = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FLOW: Final = {
    "div", "li", "td", "th", "dd", "blockquote", "section", "article", "aside", "details", "figcaption", "figure",
    "main", "header", "footer", "nav", "center",
}  # fmt: skip
"""Elements in which a block may stand beside text."""
HEADINGS: Final = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCK: Final = {
    *FLOW, *HEADINGS, "p", "ul", "ol", "dl", "dt", "table", "pre", "hr", "form", "fieldset", "address", "summary",
}  # fmt: skip
"""Elements that end a paragraph."""
_PARAGRAPH: Final = frozenset({"p"})
_TERMS: Final = frozenset({"p", "dt", "dd"})
_CELLS: Final = frozenset({"p", "td", "th"})
_ROWS: Final = _CELLS | {"tr"}
ENDED_BY: Final = {
    **dict.fromkeys(BLOCK, _PARAGRAPH), "li": _PARAGRAPH | {"li"}, "dt": _TERMS, "dd": _TERMS,
    "td": _CELLS, "th": _CELLS, "tr": _ROWS, "tbody": _ROWS | {"thead", "tbody"}, "tfoot": _ROWS | {"tbody"},
    "option": frozenset({"option"}),
}  # fmt: skip
"""For each element those that authors may leave open before it (HTML standard, 13.1.2.4)."""
URLS: Final = {"href", "src", "poster"}
"""Attributes whose value is a URL."""
SOURCE_SET: Final = "srcset"
"""The attribute whose value is a list of URLs, each with what is said of it, as in `b.png 2x` (HTML, 4.8.4.2.1)."""

_REFERENCE: Final = re.compile(r"&(?:#(?:[0-9]++|[xX][0-9A-Fa-f]++);?|(?P<name>[A-Za-z][A-Za-z0-9]*+(?:;|(?!=))))")
_ID: Final = re.compile(r"""\s(?:id|name)\s*=\s*["']?([^\s"'<>]+)""", re.IGNORECASE)
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")
WITHOUT_HOST: Final = re.compile(r"https?:(?![/\\]{2,}[^/\\?#])", re.IGNORECASE)
"""How a URL of the web begins that names no host: on a page of the same scheme it is a path (URL standard, 4.4)."""
_AROUND_URL: Final = "".join(map(chr, range(0x21)))
_IN_URL: Final = str.maketrans("", "", "\t\n\r")


class Token(NamedTuple):
    """A piece of HTML (HTML standard, 13.2.5): `text` is what stands there, in a comment, or of a tag its attributes.

    `raw` is what an element such as `<script>` holds, in which nothing is markup; `code` is a stretch of text and spans
    in a `<pre>`, as Pygments makes hundreds; `empty` says that a tag ends in `/>`.
    Names are in lower case, and an `h1` is called `h2`, for the page has its title for an `h1`.
    """

    kind: Literal["text", "start", "end", "comment", "raw", "code"]
    text: str
    name: str = ""
    empty: bool = False


def tokens(markup: str) -> Iterator[Token]:
    """Take HTML apart. A `<` that begins nothing is escaped text, and so is a tag that does not end."""
    position = 0
    last_comment = max(markup.rfind("-->"), markup.rfind("--!>"))
    while match := _TOKEN.search(markup, position):
        if match.start() > position:
            yield Token("text", markup[position : match.start()])
        position = match.end()
        name = (match["name"] or "").lower()
        name = "h2" if name == "h1" else name
        if match["comment"] and (end := _COMMENT_END.search(markup, position) if position <= last_comment else None):
            yield Token("comment", markup[position : end.start()])
            position = end.end()
        elif not match["closed"]:
            yield Token("text", html.escape(match[0], quote=False).replace("&amp;", "&"))
        elif match["slash"]:
            yield Token("end", "", name)
        else:
            yield Token("start", match["attributes"], name, "/" in match["empty"])
            if name == "pre" and (code := _CODE.match(markup, position)) and code[0]:
                yield Token("code", code[0])
                position = code.end()
            if name in _RAW_END:
                end = _RAW_END[name].search(markup, position)
                start, position = position, end.start() if end else len(markup)
                yield Token("raw", markup[start:position], name)
    if position < len(markup):
        yield Token("text", markup[position:])


def without_tags(markup: str) -> str:
    """Return a piece of HTML without its tags, which no `>` stands in."""
    return _TAG.sub("", markup)


def attributes(text: str) -> Iterator[tuple[str, str, str | None]]:
    """Take the attributes of a tag apart: each as it stands, its name, and its value as it stands, if it has one."""
    for match in _ATTRIBUTE.finditer(text):
        yield match[0], match["name"], next((match[way] for way in _WAYS if match[way] is not None), None)


def value_of(written: str) -> str:
    """Return what an attribute says, in which `&copy=` and `&copying` are text (HTML standard, 13.2.5.73)."""
    return _REFERENCE.sub(_referred, written) if "&" in written else written


def _referred(reference: re.Match[str]) -> str:
    is_text = reference["name"] is not None and reference["name"] not in html5
    return reference[0] if is_text else html.unescape(reference[0])


def given_ids(markup: str) -> Iterator[str]:
    """Yield what may be ids in HTML."""
    return (value_of(match[1]) for match in _ID.finditer(markup))


def read_url(value: str) -> tuple[bool, str]:
    """Tell whether a URL has a scheme or a host of its own, and return what browsers read of it.

    They take out white space and control characters around it, and line ends and tabs in it (URL standard, 4.4).
    """
    url = value.strip(_AROUND_URL).translate(_IN_URL)
    return bool(_ABSOLUTE.match(url)), url


_WAYS: Final = ("double", "single", "bare")
