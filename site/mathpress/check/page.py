"""What a page of the built site has in it: ids, addresses, pictures, formulas, and what is wrong with its HTML.

A page is read once and then known by these facts, which are plain values so that they can be kept from one check to
the next. Most of a page is MathML that mathpress wrote itself: where it is XML it is taken out before HTML is parsed.
"""

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Final, NamedTuple, Self
from xml.parsers import expat

from tinyhtml5.parser import HTMLParser

from mathpress.check.latex_lint import Slip, slips
from mathpress.markup.tags import SOURCE_SET, VOID, attributes, tokens, value_of

_URLS: Final = ("href", "src", "poster", "data", "action", "xlink:href")
_CARDS: Final = {"og:image", "og:url", "twitter:image"}
"""Properties of `<meta>` whose content is a URL."""
_REFRESH: Final = re.compile(r"\s*[0-9.]+\s*[;,]\s*url\s*=\s*['\"]?(?P<url>[^'\"]+)", re.IGNORECASE)
_CANDIDATE: Final = re.compile(r"[\s,]*+(?P<url>[^\s,][^\s]*+)[^,]*+")
_MATH: Final = "<math"
_MATH_END: Final = "</math>"
_ID: Final = re.compile(r'\sid="([^"]*)"')
_HREF: Final = re.compile(r'\shref="([^"]*)"')
_WRAPPER: Final = re.compile(r'<span class="math" data-tex="(?P<tex>[^"]*)" translate="no">')
_WRAPPER_END: Final = "</span>"
"""What stands around a formula in a line."""
_MOVED: Final = "refresh"
"""What the attribute is called here by which a page sends readers on."""
_NAMES: Final = ("expectedName", "name", "startName", "originalName")
"""Under which the parser names the element that is at fault."""


TOO_DEEP: Final = "too-deep"
"""The code of a fault: so many elements lie in one another that the parser would take long over them."""
_DEEPEST: Final = 512
"""Elements that lie in one another at most, as in Chromium 156."""
TOO_MANY: Final = "too-many-attributes"
"""The code of a fault: the parser, which compares each attribute of a tag with all others, would take long over it."""
_MOST: Final = 512
"""Attributes of a tag at most."""


class Use(NamedTuple):
    """An address on a page, as its HTML says it: which attribute of which element."""

    element: str
    attribute: str
    url: str


class Picture(NamedTuple):
    """An `<img>`: its address, its width as its HTML says it, whether there are variants, whether it has an `alt`."""

    url: str
    width: str
    has_variants: bool
    has_alt: bool


class Fault(NamedTuple):
    """Where the HTML is wrong, by line and column from 1, and how: the parser's code, and what it names."""

    line: int
    column: int
    code: str
    name: str


class Page(NamedTuple):
    """The facts of a page. Addresses and pictures are told once; `twice` are ids that are given more than once.

    `slips` are most likely mistakes in formulas, each with the whole formula; `moved` is where the page sends readers
    on to, if it does; `base` is what its addresses are relative to, if it says so.
    """

    ids: tuple[str, ...]
    twice: tuple[str, ...]
    uses: tuple[Use, ...]
    pictures: tuple[Picture, ...]
    faults: tuple[Fault, ...]
    slips: tuple[tuple[str, Slip], ...]
    moved: str
    base: str

    @classmethod
    def of(cls, kept: str) -> Self:
        """Return the page that was kept as JSON. Raises `ValueError`, `TypeError` or `RecursionError` if it is none."""
        ids, twice, uses, pictures, faults, wrong, moved, base = json.loads(kept)
        return cls(
            tuple(ids),
            tuple(twice),
            tuple(_use(*use) for use in uses),
            tuple(Picture(*picture) for picture in pictures),
            tuple(Fault(*fault) for fault in faults),
            tuple((tex, Slip(*slip)) for tex, slip in wrong),
            moved,
            base,
        )

    def __str__(self) -> str:
        """Return it as JSON."""
        return json.dumps(self, ensure_ascii=False, separators=(",", ":"))


_use: Final = lru_cache(65536)(Use)
"""Makes each address once: those of the menu stand on every page."""


def read_page(markup: str, *, has_faults: bool = True) -> Page:
    """Read a page, with the faults of its HTML unless nobody is told of them. Linear in the length of one of ours.

    In ours each tag ends; the parser is not linear in the attributes of one that does not.
    """
    rest = _Rest(markup)
    ids = Counter(rest.ids)
    uses: dict[Use, None] = {_use("a", "href", url): None for url in rest.urls}
    pictures: dict[Picture, None] = {}
    formulas = list(rest.formulas)
    in_picture = False
    depth = deepest = most = 0
    base = ""
    for token in tokens(rest.text):
        if token.name == "picture":
            in_picture = token.kind == "start"
        if token.kind != "start":
            depth -= token.kind == "end"
            continue
        depth += not (token.empty or token.name in VOID)
        deepest = max(depth, deepest)
        given: dict[str, str] = {}
        for _, name, value in attributes(token.text):
            given.setdefault(name.lower(), value_of(value or ""))
        most = max(most, len(given))
        base = base or (given.get("href", "") if token.name == "base" else "")
        if "id" in given:
            ids[given["id"]] += 1
        elif token.name == "a" and given.get("name"):
            ids.setdefault(given["name"], 1)
        if "data-tex" in given:
            formulas.append(given["data-tex"])
        uses |= dict.fromkeys(_uses(token.name, given))
        if token.name == "img" and given.get("src"):
            variants = in_picture or SOURCE_SET in given
            pictures[Picture(given["src"], given.get("width", ""), variants, "alt" in given)] = None
    return Page(
        ids=tuple(ids),
        twice=tuple(name for name, count in ids.items() if count > 1),
        uses=tuple(uses),
        pictures=tuple(pictures),
        faults=tuple(_faults(rest, deepest, most)) if has_faults else (),
        slips=tuple((tex, slip) for tex in formulas for slip in slips(tex)),
        moved=next((use.url for use in uses if use.attribute == _MOVED), ""),
        base=base.strip(),
    )


def _uses(element: str, given: dict[str, str]) -> Iterator[Use]:
    """Yield the addresses in the attributes of a tag."""
    for name in _URLS:
        if name in given and element != "base":  # which need not be there itself
            yield _use(element, name, given[name].strip())
    for name in ("srcset", "imagesrcset"):
        for candidate in _CANDIDATE.finditer(given.get(name, "")):
            yield _use(element, name, candidate["url"].rstrip(","))
    if element == "meta":
        if given.get("property", given.get("name")) in _CARDS:
            yield _use(element, "content", given.get("content", ""))
        elif given.get("http-equiv", "").lower() == _MOVED and (moved := _REFRESH.match(given.get("content", ""))):
            yield _use(element, _MOVED, moved["url"].strip())


class _Rest:
    """A page without the formulas that are XML; their ids, addresses and LaTeX are told here."""

    def __init__(self, markup: str) -> None:
        self.ids: list[str] = []
        self.urls: list[str] = []
        self.formulas: list[str] = []
        self._cuts: list[tuple[int, int]] = [(0, 0)]
        pieces: list[str] = []
        position = length = 0
        start = markup.find(_MATH)
        while start >= 0:
            end = markup.find(_MATH_END, start) + len(_MATH_END)
            if end < start:
                break
            known = _formula(markup[start:end])
            if known:
                ids, urls = known
                self.ids += ids
                self.urls += urls
                around = markup.rfind("<", position, start)
                wrapper = _WRAPPER.fullmatch(markup, around, start) if around >= 0 else None
                if wrapper and markup.startswith(_WRAPPER_END, end):
                    self.formulas.append(value_of(wrapper["tex"]))
                    start, end = around, end + len(_WRAPPER_END)
                pieces.append(markup[position:start])
                length += start - position
                position = end
                self._cuts.append((length, end))
            start = markup.find(_MATH, end)
        self.text = "".join((*pieces, markup[position:]))
        self._markup = markup

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Return line and column in the page of a line and column in what is left of it."""
        offset = self._lines[line - 1] + column
        cut, original = self._cuts[bisect_right(self._cuts, (offset, len(self._markup))) - 1]
        offset = original + offset - cut
        before = self._markup.rfind("\n", 0, offset) + 1
        return self._markup.count("\n", 0, before) + 1, offset - before + 1

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]


@lru_cache(4096)
def _formula(markup: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the ids and addresses in a formula, None if it is no XML."""
    try:
        expat.ParserCreate().Parse(markup, True)
    except expat.ExpatError:
        return None
    return tuple(map(value_of, _ID.findall(markup))), tuple(map(value_of, _HREF.findall(markup)))


def _faults(rest: _Rest, deepest: int, most: int) -> Iterator[Fault]:
    """Yield what an HTML parser does not accept (HTML standard, 13.2), once an element, for one fault brings others.

    `deepest` is how many elements lie in one another, `most` how many attributes a tag has.
    """
    if deepest > _DEEPEST or most > _MOST:
        yield Fault(1, 1, TOO_DEEP if deepest > _DEEPEST else TOO_MANY, "")
        return
    parser = HTMLParser()
    parser.parse(rest.text)
    told: set[str] = set()
    for (line, column), code, data in parser.errors:
        name = next((str(data[key]) for key in _NAMES if key in data), "")
        if (name or code) not in told:
            told.add(name or code)
            yield Fault(*rest.place(line, column), code, name)
