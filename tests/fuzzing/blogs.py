"""Blogs of a few posts that refer to one another: what is to hold of all that is made of them together."""

import html
import json
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import chain, starmap
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from markdown.util import STX
from tests.conftest import REPOSITORY
from tests.fuzzing.sound import COMMENTS, PRIVATE_USE, Elements, assert_placed, clean
from tests.fuzzing.texts import BODIES, DISCUSSIONS, FRONTS, LINES
from tests.markup.showing import imbalance

from mathpress.comments import Comment
from mathpress.config import Config
from mathpress.errors import Problem
from mathpress.fingerprints import Fingerprints
from mathpress.fragments import links, slots
from mathpress.model import Document, Fragment, Kind, Source
from mathpress.parse import Parsed, parse
from mathpress.render import Context, Theme, dead_paths, illustrate, render, search
from mathpress.render.parts import Parts
from mathpress.resolve import Show, Site, resolve
from mathpress.resolve.urls import answering, url_of_output
from mathpress.seen import Seen
from mathpress.shaping import Settings

_FOLDER: Final = PurePosixPath("content/posts")
_SOURCES: Final = (
    (_FOLDER / "a.md", Kind.POST),
    (_FOLDER / "b.md", Kind.POST),
    (_FOLDER / "d/index.md", Kind.POST),
    (PurePosixPath("content/pages/c.md"), Kind.PAGE),
)
_ASSETS: Final = frozenset({_FOLDER / "bigan/interp.png", _FOLDER / "bigan/bigan.svg"})
_BOOKS: Final = {
    PurePosixPath("content/a.bib"): "@book{ada, author = {Ada {\\OE}}, title = {On $x^2$}, year = 1843}\n"
    "@misc{knuth:84, title = {T}, url = {https://e.org/?a_b}}\n"
}
_SHOW: Final = Show(datetime(2026, 6, 1, tzinfo=UTC), drafts=True, future=True)
CONFIGS: Final = (
    Config(url="https://blog.example/", per_page=2),
    Config.model_validate(
        {
            "url": "https://blog.example/b/",
            "title": "公式",
            "language": "zh",
            "author": "Ada & 张",
            "license": "CC BY 4.0",
            "per_page": 3,
            "permalink": "/{category}/{name}/",
            "menu": {"A<": "/archive/"},
            "excerpt": {"length": 5},
            "feed": {"content": "excerpt"},
            "citations": {"bibliography": ["content/a.bib"]},
            "math": {"number_within": "section"},
            "images": {"cards": True},
        }
    ),
    Config.model_validate({"url": "https://blog.example/", "math": {"engine": "mathjax", "numbering": "all"}}),
)

# --- posts -----------------------------------------------------------------------------------------------------------

_NAMES: Final = [
    "[a, b]",
    "a",
    "[C, C++, c, '#', '$x$']",
    "[]",
    "中文, 'a/b', ..",
    "['<i>', '\"', '&amp;']",
    "[' ', '%41', '?']",
]
_DAYS: Final = ["2026-01-02", "2026-01-02 23:59:59 -0800", "2027-01-01", "1969-12-31", "0002-01-01", "9998-12-31"]
_TEXTS: Final = [
    "'$x_1$ and *b*'",
    "中文",
    "'<i onclick=x>y</i>'",
    "'\\eqref{a}'",
    '"a\\u2028b"',
    "''",
    "'[](b.md)'",
    "'a `b` &lt;'",
]
_PLACES: Final = ["a", "/a/", "/2026/01/b/", "a b", "x.html", "/tags/a/", "/archive/", "Ä/é", "'/%41/'", "/feed.xml"]
MATTER: Final[Mapping[str, list[str]]] = {
    "title": _TEXTS,
    "date": _DAYS,
    "updated": _DAYS,
    "publish": _DAYS,
    "expires": _DAYS,
    "slug": ["a", "b", "..", "a--b", "é", "'/'", "'a.b'", "page", "中文"],
    "url": _PLACES,
    "aliases": [*_PLACES, "[/old/, a]", "[/old/, /old/]"],
    "tags": _NAMES,
    "categories": _NAMES,
    "series": ["a", "'$x$'", "S/T"],
    "part": ["1", "2", "-1", "'03'"],
    "summary": [*_TEXTS, "|\n  a [^1]\n\n  $$x\\label{a}$$\n\n  - b"],
    "description": _TEXTS,
    "draft": ["true", "false"],
    "lang": ["zh", "en", "de-CH", "ar", "zh-Hant"],
    "translation_of": ["a.md", "b.md", "nosuch.md"],
    "card_formula": ["a", "eq:a", "'$x$'"],
    "cover": ["bigan/interp.png", "https://e.org/x.png", "{image: bigan/bigan.svg, alt: '$x$'}", "nosuch.png", "a.md"],
    "authors": [*_NAMES, "[{name: A, url: x}]"],
    "math": ["mathjax", "mathml", "true"],
    "macros": ["{RR: '\\mathbb{R}'}", "{a: '#1'}"],
    "numbering": ["ams", "all", "none"],
    "toc": ["true", "false"],
    "comments": ["true", "false"],
    "untrusted": ["true", "false"],
    "bibliography": ["/content/a.bib", "../a.bib", "nosuch.bib"],
    "check_ignore": ["[link-missing]", "nosuch"],
    "extra": ["{a: '<i>'}", "1"],
}
"""For each key what authors may write, well or badly."""
_entry: Final = st.sampled_from(list(MATTER)).flatmap(
    lambda key: st.builds("{}: {}".format, st.just(key), st.sampled_from(MATTER[key]))
)
_front: Final = st.lists(_entry, max_size=8, unique_by=lambda line: line.partition(":")[0]).map(
    lambda lines: "\n".join(
        ["---", *([] if any(line.startswith("title") for line in lines) else ["title: T"]), *lines, "---\n"]
    )
)
_others: Final = st.sampled_from([
    "a.md", "b.md", "../pages/c.md", "d/index.md", "b.md#a", "../pages/c.md#here", "a.md#eq:a", "b.md#fn-1",
    "#a", "#here", "a.png", "bigan/interp.png", "bigan/bigan.svg", "/archive/", "/tags/a/", "/nosuch/", "nosuch.md",
    "/2026/01/a/", "https://e.org/", "mailto:x@e.org",
])  # fmt: skip
_labels: Final = st.sampled_from(["a", "eq:a", "式", "thm:x", "a:a", "b:a", "c:eq:a", "d:a", "b:thm:x"])
_references: Final = st.one_of(
    st.builds("[]({})".format, _others),
    st.builds("[{}]({})".format, LINES, _others),
    st.builds("![{}]({})".format, LINES, _others),
    st.builds("<a href='{}'>{}</a>".format, _others, LINES),
    st.builds(r"\{}{{{}}}".format, st.sampled_from(["ref", "eqref", "autoref"]), _labels),
    st.sampled_from([
        "[@ada]", "[see @ada, p. 3; -@knuth:84]", "@ada", "[@nosuch]", "$$x\\label{a}$$", "## Here {#here}",
        "$$x\\tag{$y$}\\label{eq:a}$$", "a[^1]\n\n[^1]: b", "<!-- more -->",
        "/// theorem | T\n    label: thm:x\n\na\n///",
    ]),
)  # fmt: skip
_body: Final = st.lists(st.one_of(BODIES, _references, _references), max_size=6).map("\n\n".join)
_post: Final = st.builds("{}{}".format, st.one_of(_front, _front, _front, FRONTS), _body)
BLOGS: Final[SearchStrategy[tuple[Any, ...]]] = st.tuples(
    st.integers(0, len(CONFIGS) - 1), st.just("") | DISCUSSIONS, *[_post | st.just("")] * len(_SOURCES)
)
"""The number of the settings, the comments on the first post, and the texts of posts and a page."""


class _Texts:
    """The HTML of documents."""

    def __init__(self, parsed: Mapping[PurePosixPath, Parsed]) -> None:
        self._parsed = parsed

    def html(self, document: Document) -> Fragment:
        return self._parsed[document.path].body.html

    def excerpt(self, document: Document) -> Fragment:
        return self._parsed[document.path].body.excerpt

    def comments(self, document: Document) -> tuple[Comment, ...]:
        return self._parsed[document.path].comments


class _Page:
    """The ids of a page and what it leads to."""

    def __init__(self, markup: str) -> None:
        found = Elements(markup).found
        self.ids = [given["id"] for _, given in found if "id" in given]
        self.links = [given[name] for _, given in found for name in ("href", "src") if name in given]


@dataclass(frozen=True)
class _Blog:
    """What there is of a blog, and the addresses of which was told that they lead nowhere."""

    config: Config
    files: Set[PurePosixPath]
    pages: Mapping[PurePosixPath, _Page]
    lost: Set[str]

    def leads_somewhere(self, link: str, path: PurePosixPath) -> bool:
        """Tell whether a link in a file leads elsewhere, or to a file and an id that are there, or was told."""
        url = self.config.url
        try:
            parts = urlsplit(urljoin(url + url_of_output(path).removeprefix("/"), link))
        except ValueError:  # of which browsers make nothing
            return True
        if link in self.lost or unquote(parts.path) in self.lost or not parts.geturl().startswith(url):
            return True
        file = answering("/" + unquote(parts.path.removeprefix(self.config.root)), self.files)
        page = self.pages.get(file) if file else None
        return file is not None and not (page and parts.fragment and unquote(parts.fragment) not in page.ids)


_SEEN: Final = Seen({})


@cache
def _theme(number: int) -> Theme:
    return Theme(REPOSITORY / "nowhere", CONFIGS[number], _SEEN)


# --- what is to hold -------------------------------------------------------------------------------------------------


def a_blog_is_whole(number: int, comments: str, *posts: str) -> None:
    """Pages, feeds and search texts are well-formed; on no page an id stands twice; what leads nowhere was told."""
    config, theme = CONFIGS[number], _theme(number)
    said = {_SOURCES[0][0]: clean(comments)}
    sources = [
        Source(path, kind, clean(text), said.get(path, "")) for (path, kind), text in zip(_SOURCES, posts, strict=True)
    ]
    parsed = {source.path: parse(source, Settings.of(config, {})) for source in sources}
    texts = _Texts(parsed)
    site = resolve([each.document for each in parsed.values()], _ASSETS, _BOOKS, frozenset(), config, _SHOW)
    images, missing = illustrate(site, theme.static, REPOSITORY, _SEEN, None)
    problems = (*site.problems, *missing, *dead_paths(site, config, theme.static, images, has_search=False))
    files = {source.path: source.text for source in sources} | {COMMENTS: clean(comments)} | _BOOKS | {_FOLDER: ""}
    assert_placed(problems, {str(path): text for path, text in files.items()})
    context = Context(site, texts, config, theme.strings, images, {}, None, has_search=False, is_preview=False)
    outputs = render(context, theme, REPOSITORY, _SEEN, Fingerprints("", {}))
    made = {each.path: content.decode() for each in outputs if isinstance(content := each.make(), bytes)}
    pages = {path: _Page(markup) for path, markup in made.items() if path.suffix == ".html"}
    blog = _Blog(config, {*made, *theme.static, *site.assets.values()}, pages, _lost(site, problems, config))
    written = "".join(source.text + source.comments for source in sources)
    own = set(PRIVATE_USE.findall(written + html.unescape(written)))
    for path, markup in chain.from_iterable(starmap(_html_in, made.items())):
        _assert_sound(markup, own)
        for link in _Page(markup).links:
            assert blog.leads_somewhere(link, path), (path, link)
    for page in pages.values():
        assert len(set(page.ids)) == len(page.ids)
    for found in search.pages_of(context, Parts(context)).values():
        _assert_sound(found.html(), own | {search.BEGIN, search.MIDDLE, search.END, search.EDGE})


_CONTENT: Final = "{http://www.w3.org/2005/Atom}content"


def _html_in(path: PurePosixPath, content: str) -> Iterator[tuple[PurePosixPath, str]]:
    """Yield a page, or the HTML in a feed, which is well-formed, with its file."""
    if path.suffix == ".html":
        yield path, content
    elif path.suffix == ".xml":
        yield from ((path, element.text or "") for element in ElementTree.fromstring(content).iter(_CONTENT))
    elif path.suffix == ".json":
        yield from ((path, item["content_html"]) for item in json.loads(content)["items"])


def _assert_sound(markup: str, private: set[str]) -> None:
    assert imbalance(markup) == []
    assert set(PRIVATE_USE.findall(markup)) <= private
    assert STX not in markup


def _lost(site: Site, problems: tuple[Problem, ...], config: Config) -> set[str]:
    """Return the addresses of which was told that they lead nowhere; of each link that does it was."""
    told = {(problem.place.path, problem.place.line) for problem in problems}
    lost = {each.message.partition(" is no address")[0] for each in problems if each.code == "link-bad"}
    for article in site.articles:
        for link in links(slots(article.document)):
            if link not in article.destinations:
                lost.add(link.target)
                assert (link.place.path, link.place.line) in told, link
        for named in (*article.paths, *article.pictures):
            if (named.link.place.path, named.link.place.line) in told:
                lost |= {named.url, config.root + named.url.removeprefix("/")}
    return lost
