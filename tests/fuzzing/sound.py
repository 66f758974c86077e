"""What holds of whatever is read: problems have their places, HTML is as it should be, formulas are marked once."""

import html
import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from tests.markup.showing import fill, ids, imbalance, said

from mathpress.comments import SUFFIX
from mathpress.config import Config
from mathpress.errors import Place, Problem, Stop
from mathpress.markup.placeholders import MORE, PRIVATE
from mathpress.model import Fragment, Kind, Source
from mathpress.parse import Parsed, parse
from mathpress.shaping import Settings
from mathpress.text import CONTROL, display_width, unix_lines

PATH: Final = PurePosixPath("content/posts/a.md")
COMMENTS: Final = str(PATH.with_suffix(SUFFIX))
SETTINGS: Final = Settings.of(Config(), {})
PRIVATE_USE: Final = re.compile(f"[{PRIVATE}]")
_COMMAND: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What a terminal or an editor would obey."""


def clean(text: str) -> str:
    """Return a text as it is read from a file."""
    return CONTROL.sub("\ufffd", unix_lines(text))


def parsed(text: str, settings: Settings = SETTINGS, comments: str = "") -> Parsed:
    """Parse a post."""
    return parse(Source(PATH, Kind.POST, clean(text), clean(comments)), settings)


def assert_placed(problems: Iterable[Problem], files: Mapping[str, str]) -> None:
    """Check that each problem, and each note, stands in a line of a file, with a caret as wide as what it marks.

    Nothing that it repeats of a text does anything to a terminal.
    """
    for problem in problems:
        assert problem.code
        assert problem.message
        assert "\n" not in problem.message
        for place in (problem.place, *([problem.note.place] if problem.note else [])):
            _assert_in(place, files)
        head, *shown = str(problem).split("\n")
        assert head.startswith(str(problem.place))
        assert head.endswith(f" [{problem.code}]")
        assert not any(map(_COMMAND.search, (head, *shown)))
        if problem.place.excerpt:
            begin = problem.place.column - 1 - problem.place.skipped
            marked = problem.place.excerpt[begin:][: problem.place.length]
            assert shown[1].strip() == "^" * max(1, display_width(marked))


def assert_told(stop: Stop, files: Mapping[str, str] | None = None) -> None:
    """Check that what ends the program says why, and where if it is in one of these files."""
    assert stop.problems
    assert_placed([problem for problem in stop.problems if problem.place.path in (files or ())], files or {})


def _assert_in(place: Place, files: Mapping[str, str]) -> None:
    lines = files[place.path].split("\n")
    if place.column == 0:
        assert (place.line, place.excerpt) == (1, "")
    else:
        assert 1 <= place.line <= len(lines)
        line = lines[place.line - 1]
        assert 1 <= place.column <= len(line) + 1
        assert place.length == max(1, len(line[place.column - 1 :][: place.length]))
        begin = place.column - 1 - place.skipped
        assert line[place.column - 1 :].startswith(place.excerpt[begin:].removesuffix("…"))


class Elements(HTMLParser):
    """The elements of some HTML with their attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "textarea":  # in which no elements are
            self.set_cdata_mode(tag)


def assert_sound(of: Parsed, text: str) -> None:
    """Check what was made of a post: body, excerpt, comments and names are well-formed, formulas are marked once.

    No id stands twice, the excerpt is the beginning of the body, and no placeholder is left.
    """
    body = of.body
    for fragment in (body.html, body.excerpt):
        assert imbalance(fill(fragment, body.labels)) == []
        assert len(set(ids(fragment))) == len(ids(fragment))
    assert of.document.matter.summary or _written(body.html).startswith(_ENDS.sub("", _written(body.excerpt)))
    for markup in (of.document.title_html, *(name for name, _ in of.document.names.values())):
        assert imbalance(markup) == []
        assert_harmless(markup)
    for comment in of.comments:
        assert imbalance(comment.html) == []
        assert_harmless(comment.html)
    markup = fill(body.html, body.labels)
    count = body.formulas.mathml + body.formulas.mathjax + body.formulas.refused
    marked = sum("data-tex" in given for _, given in Elements(markup).found)
    assert marked == count or ("data-tex" in text.lower() and marked > count)
    private = set(PRIVATE_USE.findall(text + html.unescape(text)))
    for shown in (markup, of.document.title_html, said(body.opening), *(said(each.html) for each in body.headings)):
        assert set(PRIVATE_USE.findall(shown)) <= private
        assert MORE in text or MORE not in shown


_ENDS: Final = re.compile(r"(?:</(?:h\0[^\0]*\0|\w+)>)*\Z")
"""What closes the elements that are open where an excerpt ends."""


def _written(fragment: Fragment) -> str:
    return "".join(part if isinstance(part, str) else f"\0{part!r}\0" for part in fragment)


# --- what others wrote -----------------------------------------------------------------------------------------------

_MATHML: Final = {
    "math", "mi", "mn", "mo", "ms", "mtext", "mspace", "mrow", "mfrac", "msqrt", "mroot", "mstyle", "mpadded",
    "mphantom", "merror", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts",
    "mprescripts", "none", "mtable", "mtr", "mtd",
}  # fmt: skip
_ELEMENTS: Final = {
    "a", "abbr", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "details",
    "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "input", "ins", "kbd", "label", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul",
    "var",
}  # fmt: skip
_ATTRIBUTES: Final = {
    "alt", "checked", "class", "colspan", "data-tex", "dir", "disabled", "decoding", "height", "href", "id", "lang",
    "label", "loading", "open", "rel", "reversed", "rowspan", "scope", "sizes", "span", "src", "srcset", "start",
    "title", "translate", "type", "value", "width",
}  # fmt: skip
_OF_MATHML: Final = {
    "accent", "accentunder", "alttext", "class", "columnalign", "columnspan", "depth", "dir", "display",
    "displaystyle", "fence", "form", "height", "href", "id", "intent", "largeop", "linethickness", "lspace",
    "mathbackground", "mathcolor", "mathsize", "mathvariant", "maxsize", "minsize", "movablelimits", "notation",
    "rowspan",
    "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width",
}  # fmt: skip


def assert_harmless(markup: str) -> None:
    """Check the HTML of what others wrote: no element, attribute or address but those that are allowed."""
    for tag, given in Elements(markup).found:
        assert tag in _ELEMENTS | _MATHML, tag
        assert given.keys() <= (_OF_MATHML if tag in _MATHML else _ATTRIBUTES), (tag, given)
        assert urlsplit(given.get("href", "")).scheme in {"", "http", "https", "mailto"}
        assert not re.match(r"[\\/]{2}|/\\|[a-z]+:", given.get("src", ""))
