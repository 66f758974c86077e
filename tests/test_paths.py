"""Links to paths of the site: whatever the site makes may be linked to, and what it does not make is told."""

from typing import TYPE_CHECKING, Final

import pytest
from tests.test_images import encoded, photo

from mathpress.build import Options, build
from mathpress.manifest import PRIVATE

if TYPE_CHECKING:
    from tests.conftest import MakeBlog

CONFIG: Final = """
title = "T"
url = "https://example.org/blog/"
author = "Ada"
per_page = 2
search.enabled = true
images = { variants = true, widths = [20] }
"""
MATTER: Final = (
    "---\ntitle: A post\ndate: 2026-09-{day:02}\ntags: [数论, 'C++']\ncategories: Math\n{more}\n---\n{text}\n"
)
SLUGS: Final = ("one", "two", "three", "四", "five")


def a_blog(text: str = "") -> dict[str, str | bytes]:
    """Return a blog with every kind of page, and with a text among its posts."""
    posts = {
        f"content/posts/{slug}.md": MATTER.format(day=day, more="series: S\nauthors: [Bo, Cy]", text="![a](my a.png)")
        for day, slug in enumerate(SLUGS, 1)
    }
    return {
        "mathpress.toml": CONFIG,
        **posts,
        "content/posts/my a.png": encoded(photo(60, 40), "PNG", compress_level=0),
        "content/posts/links.md": MATTER.format(day=20, more="aliases: [/old/, /older.html]", text=text),
        "content/pages/about.md": "---\ntitle: About\n---\nUs.\n",
        "static/files/a paper.pdf": b"%PDF",
    }


def warnings(blog: "MakeBlog", text: str, *, is_preview: bool = False) -> list[str]:
    """Build that blog with a text, and return what is wrong with it from the line of the text on."""
    report = build(Options(blog(a_blog(text)), is_preview=is_preview))
    assert not report.failed
    lines = [str(problem).partition("\n")[0] for problem in report.problems]
    return [line.removeprefix("content/posts/links.md:8:") for line in lines]


def test_every_file_of_the_site_may_be_linked_to(blog: "MakeBlog") -> None:
    """By its path, by that of its folder with and without a slash, encoded or not; with a query and a fragment too."""
    report = build(Options(blog(a_blog())))
    files = [path.relative_to(report.output) for path in report.output.rglob("*") if path.is_file()]
    paths = ["/" + path.as_posix() for path in files if path.parts[0] != PRIVATE]
    assert len(paths) > 60
    folders = [path.removesuffix("index.html") for path in paths if path.endswith("/index.html")]
    links = [
        *paths,
        *folders,
        *(folder.rstrip("/") for folder in folders),
        "/archive/?a=1#b",
        "../two/",
        "/tags/%E6%95%B0%E8%AE%BA/",
    ]
    assert warnings(blog, " ".join(f"[x](<{link}>)" for link in links)) == []


@pytest.mark.parametrize(
    ("text", "column", "told"),
    [
        ("[x](/tags/数学/)", 5, "/tags/数学/; did you mean /tags/数论/?"),
        ("<a href='/2026/09/tow/'>x</a>", 10, "/2026/09/tow/; did you mean /2026/09/two/?"),
        ("[x](/page/4/)", 5, "/page/4/; did you mean /page/3/?"),
        ("[x](/files/a%20paper.ps)", 5, "/files/a paper.ps; did you mean /files/a%20paper.pdf?"),
        ("[x](/blog/about/)", 5, "/blog/about/; write /about/, for /blog/ is put before it"),
        ("[x](/qwertyuiop/)", 5, "/qwertyuiop/"),
        ("[x](../twoo/)", 5, "/2026/09/twoo/; did you mean /2026/09/two/?"),
        ("<video src='/v.mp4'></video>", 13, "/v.mp4"),
    ],
)
def test_a_path_to_which_nothing_answers_is_told(blog: "MakeBlog", text: str, column: int, told: str) -> None:
    """As a warning, for something else on the host may answer; with the nearest path of the site."""
    assert warnings(blog, text) == [f"{column}: warning: the site has no {told} [link-missing]"]


def test_the_preview_has_the_paths_of_the_site(blog: "MakeBlog") -> None:
    """It makes no index and no variants, and a link to the page of the search is right all the same."""
    assert warnings(blog, "[x](/search/) [y](/about/)", is_preview=True) == []
