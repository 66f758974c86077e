"""Old sites of other systems: a post and settings of each, after slips of the hand, and what an import is to do."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from tests.fuzzing.sound import assert_placed, assert_sound, assert_told
from tests.fuzzing.texts import BODIES, FRONTS, HTML, LINES, edited
from tests.importers import test_hexo, test_jekyll, test_pelican, test_typecho, test_wordpress

from mathpress.comments import SUFFIX
from mathpress.errors import Stop
from mathpress.importers.adopt import adopt
from mathpress.importers.arrangement import arrange
from mathpress.importers.program import IMPORTERS
from mathpress.model import Source
from mathpress.parse import parse
from mathpress.shaping import Settings

_TAGS: Final = [
    "{{< ref \"a.md\" >}}", "{{< figure src=a.png >}}", "{{% a %}}", "{{</* x */>}}", "{{<", ">}}", "{% raw %}",
    "{% endraw %}", "{% post_link a %}", "{% asset_img a.png %}", "{% include x %}", "{%", "%}", "{{ x }}", "{{",
    "}}", "{: .a}", "{:toc}", "{::nomarkdown}", "[latex]x[/latex]", "$latex x$", "[caption]x[/caption]",
    "[code]x[/code]", "[gallery]", "<!--more-->", "<!-- wp:paragraph -->", "<!-- /wp:paragraph -->",
    "<!--markdown-->", "{filename}a.md", "{static}/b.png", "[TOC]", "$x_1\\_2$", "\\\\(x\\\\)", "$a &lt; b$",
    "$$\n\\\\\\\\\n$$", "<p>$$</p>", "<br />", "&nbsp;", "\n===\n",
]  # fmt: skip
_markup: Final = st.one_of(
    st.lists(st.sampled_from(_TAGS) | st.sampled_from(HTML) | LINES, max_size=8).map("".join), edited(BODIES)
)
_sound: Final = st.just("---\ntitle: '$x$'\ndate: 2020-01-02 03:04:05\ntags: [a, b]\n---\n")
_post: Final = st.builds("{}{}".format, _sound | FRONTS, _markup)
_article: Final = st.builds(
    "{}{}".format, edited(st.just("Title: $x$\nDate: 2020-01-02\nTags: a, b\n\n")) | FRONTS, _markup
)
_SLIPS: Final[Mapping[str, str]] = {
    "hugo": "title: Old\nbaseURL: https://old.example/blog/\npermalinks: {posts: '/:year/:slug/'}\nparams: {a: 1}\n"
    "menu: {main: [{name: A, url: /a}]}\n",
    "hexo": test_hexo.SITE["_config.yml"],
    "jekyll": test_jekyll.SITE["_config.yml"],
    "pelican": test_pelican.SETTINGS,
}
_PLACES: Final[Mapping[str, tuple[str, str, str]]] = {
    "hugo": ("hugo.yaml", "content/posts/a.md", "content/about.md"),
    "hexo": ("_config.yml", "source/_posts/a.md", "source/about/index.md"),
    "jekyll": ("_config.yml", "_posts/2020-01-02-a.md", "about.md"),
    "pelican": ("pelicanconf.py", "content/a.md", "content/pages/b.md"),
}


def _of_files(system: str) -> tuple[SearchStrategy[tuple[Any, ...]], Callable[..., None]]:
    def check(settings: str, post: str, page: str) -> None:
        with TemporaryDirectory() as folder:
            for name, text in zip(_PLACES[system], (settings, post, page), strict=True):
                file = Path(folder, "old", name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8", errors="replace")
            if system == "hexo":
                Path(folder, "old", "package.json").write_text('{"hexo": {}}')
            _import(system, Path(folder, "old"))

    slips = edited(st.just(_SLIPS[system])) | st.just(_SLIPS[system])
    texts = _article if system == "pelican" else _post
    return st.tuples(slips, texts, texts), check


def _wordpress(title: str, content: str, comment: str, export: str) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder, "export.xml")
        item = test_wordpress.item(content, test_wordpress.comment(1, comment), title=title, post_name=title)
        file.write_text(export.replace("…", item), "utf-8", errors="replace")
        _import("wordpress", file)


def _rows(title: str, content: str, comment: str) -> test_typecho.Rows:
    return test_typecho.site(
        [test_typecho.post(1, content, title=title, slug=title)],
        comments=[test_typecho.comment(1, comment)],
        metas=[{"mid": 1, "name": title, "slug": "a", "type": "tag", "parent": 0}],
        relationships=[{"cid": 1, "mid": 1}],
    )


def _typecho(title: str, content: str, comment: str, *, as_dump: bool) -> None:
    rows = _rows(*(text.encode("utf-8", "replace").decode() for text in (title, content, comment)))
    with TemporaryDirectory() as folder:
        if as_dump:
            Path(folder, "a.sql").write_text(test_typecho.dumped(rows), "utf-8")
            _import("typecho", Path(folder, "a.sql"))
        else:
            _import("typecho", test_typecho.database(Path(folder, "a.db"), rows))


def _dump(dump: str) -> None:
    with TemporaryDirectory() as folder:
        Path(folder, "a.sql").write_text(dump, "utf-8", errors="replace")
        _import("typecho", Path(folder, "a.sql"))


def _import(system: str, source: Path) -> None:
    """Import what is there, or be told why not; what is made can be read, and its comments are there."""
    try:
        old = IMPORTERS[system](source)
        config, _, _ = adopt(old, source.parent / "new")
        arranged = arrange(old, config, frozenset())
    except Stop as stop:
        assert_told(stop)
        return
    for problem in arranged.problems:
        assert "\n" not in str(problem).partition(" [")[0]
    texts = {file.path: file.content.decode() for file in arranged.files if isinstance(file.content, bytes)}
    for document in arranged.documents:
        comments = texts.get(document.path.with_suffix(SUFFIX), "")
        of = parse(Source(document.path, document.kind, texts[document.path], comments), Settings.of(config, {}))
        told = {problem.code for problem in of.document.problems}
        assert document.matter is None or "front-matter-syntax" not in told
        assert len(of.comments) == len(document.comments)
        names = {str(document.path): texts[document.path], str(document.path.with_suffix(SUFFIX)): comments}
        assert_placed(of.document.problems, names)
        assert_sound(of, texts[document.path])


_EXPORT: Final = f"{test_wordpress.HEAD}…{test_wordpress.TAIL}"
_DUMP: Final = test_typecho.dumped(_rows("标题", test_typecho.NBCE, "$x$"))
SYSTEMS: Final[Mapping[str, tuple[SearchStrategy[tuple[Any, ...]], Callable[..., None]]]] = {
    **{system: _of_files(system) for system in _PLACES},
    "wordpress": (st.tuples(LINES, _markup, _markup, edited(st.just(_EXPORT)) | st.just(_EXPORT)), _wordpress),
    "typecho": (
        st.tuples(LINES, _markup, _markup, st.booleans()),
        lambda title, content, comment, as_dump: _typecho(title, content, comment, as_dump=as_dump),
    ),
    "dump": (st.tuples(edited(st.just(_DUMP), longest=10_000)), _dump),
}
"""The texts of old sites by the system they are of, and what is to hold of them."""
KEPT: Final[Mapping[str, tuple[tuple[Any, ...], ...]]] = {
    "hugo": (("title: Old\n", "+++\ntitle = 'T'\ndate = 2020-01-02\nx = {at = 07:32:00}\n+++\n", ""),),
}
"""Old sites that once could not be imported."""
