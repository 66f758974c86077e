"""Sections: pages that belong together, in a folder of their own, with an order, an address and a language."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mathpress.build import Options, build
from mathpress.errors import Severity, Stop

if TYPE_CHECKING:
    from tests.conftest import MakeBlog

CONFIG = 'title = "博客"\nlanguage = "zh"\n[sections.manual]\nfolder = "guide"\nlanguage = "en"\n'
POST = "---\ntitle: A\ndate: 2026-01-01\n---\n"
PAGES = {
    "guide/index.md": "# The manual\n\nBegin with [](install.md).\n",
    "guide/install.md": "# Installing\n\nThen [write](ref/write.md#more), as in [a post](../content/posts/a.md).\n",
    "guide/ref/write.md": "# Writing $x^2$\n\n## More\n\n![A cat](cat.svg)\n",
    "guide/ref/cat.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "guide/ref/notes.txt": "Nothing links here.",
    "content/posts/a.md": POST + "See [the manual](../../guide/index.md) and [](../../guide/ref/write.md).\n",
}


def built(blog: "MakeBlog", config: str = CONFIG, **files: str) -> Path:
    """Build a blog with a manual, without a problem, and return its output."""
    report = build(Options(blog({"mathpress.toml": config, **PAGES, **files})))
    assert report.problems == ()
    return report.output


def test_pages_of_a_section_are_below_its_name(blog: "MakeBlog") -> None:
    """Its index at the name itself. What pages show comes along; what nothing links to does not."""
    output = built(blog)
    found = {path.relative_to(output).as_posix() for path in output.rglob("*.html")}
    assert {"manual/index.html", "manual/install/index.html", "manual/ref/write/index.html"} <= found
    assert [path.relative_to(output).as_posix() for path in output.rglob("cat.svg")] == ["guide/ref/cat.svg"]
    assert list(output.rglob("notes.txt")) == []


def test_links_lead_into_a_section_and_out_of_it(blog: "MakeBlog") -> None:
    """By files, as between posts."""
    output = built(blog)
    post = (output / "2026/01/a/index.html").read_text("utf-8")
    assert '<a href="/manual/">the manual</a>' in post
    assert re.search(r'<a href="/manual/ref/write/">Writing <span class="math"', post)
    page = (output / "manual/install/index.html").read_text("utf-8")
    assert '<a href="/manual/ref/write/#more">write</a>' in page
    assert '<a href="/2026/01/a/">a post</a>' in page


def links_below(page: Path) -> list[str]:
    """Return the addresses in the list of a section's pages, that of the page itself in brackets."""
    box = re.search(r'<nav class="series".*?</nav>', page.read_text("utf-8"), re.DOTALL)
    found = re.findall(r'<li><a href="([^"]*)"[^>]*?( aria-current="page")?>', box[0] if box else "")
    return [f"[{url}]" if current else url for url, current in found]


def test_pages_are_listed_in_the_order_of_the_settings(blog: "MakeBlog") -> None:
    """The index first, which is the name of the list, then those that are named, then all others by path."""
    more = {"guide/b.md": "# B\n", "guide/a.md": "# A\n"}
    output = built(blog, CONFIG + 'order = ["ref/write", "install"]\n', **more)
    listed = links_below(output / "manual/b/index.html")
    assert listed == ["/manual/ref/write/", "/manual/install/", "/manual/a/", "[/manual/b/]"]
    page = (output / "manual/a/index.html").read_text("utf-8")
    assert re.findall(r'class="(previous|next)">.*?<a href="([^"]*)"', page) == [
        ("previous", "/manual/install/"),
        ("next", "/manual/b/"),
    ]
    first = (output / "manual/index.html").read_text("utf-8")
    assert re.findall(r'class="(previous|next)">.*?<a href="([^"]*)"', first) == [("next", "/manual/ref/write/")]
    assert links_below(output / "manual/index.html") == []


TRANSLATED = {
    "guide/index.zh.md": "# 手册\n",
    "guide/install.zh.md": "# 安装\n",
    "guide/b.zh.md": "# 乙\n",
    "guide/a.zh.md": "# 甲\n",
    "guide/ref/write.en.md": "# Writing\n",
}


def test_each_language_of_a_section_has_its_order(blog: "MakeBlog") -> None:
    """Its list, the way from page to page, and the index, which is below the section's name by its language."""
    pages = {name: text for name, text in PAGES.items() if name not in {"guide/ref/write.md", "content/posts/a.md"}}
    pages |= {"guide/index.md": "# The manual\n", "guide/install.md": "# Installing\n", "content/posts/a.md": POST}
    config = CONFIG + 'order = ["install", "b"]\n'
    report = build(Options(blog({"mathpress.toml": config, **pages, **TRANSLATED})))
    assert report.problems == ()
    manual = report.output / "manual"
    chinese = ["/manual/install-zh/", "/manual/b-zh/", "[/manual/a-zh/]"]
    assert links_below(manual / "a-zh/index.html") == chinese
    assert links_below(manual / "install/index.html") == ["[/manual/install/]", "/manual/ref/write-en/"]
    assert '<p class="series-line"><a href="/manual/zh/"' in (manual / "b-zh/index.html").read_text("utf-8")
    ways = [
        re.findall(r'class="(?:previous|next)">.*?<a href="([^"]*)"', (manual / page / "index.html").read_text("utf-8"))
        for page in ("zh", "b-zh", "a-zh", "ref/write-en")
    ]
    assert ways == [
        ["/manual/install-zh/"],
        ["/manual/install-zh/", "/manual/a-zh/"],
        ["/manual/b-zh/"],
        ["/manual/install/"],
    ]
    assert '<span class="direction">上一篇</span>' in (manual / "a-zh/index.html").read_text("utf-8")


def test_pages_of_another_language_follow_the_index_if_it_is_not_translated(blog: "MakeBlog") -> None:
    """They have no other first page."""
    output = built(blog, **{"guide/b.zh.md": "# 乙\n", "guide/a.zh.md": "# 甲\n"})
    assert links_below(output / "manual/b-zh/index.html") == ["/manual/a-zh/", "[/manual/b-zh/]"]
    assert '<p class="series-line"><a href="/manual/"' in (output / "manual/b-zh/index.html").read_text("utf-8")


@pytest.mark.parametrize(("name", "cure"), [("c", "write it"), ("README", "name README.md so")])
def test_a_section_without_an_index_is_told(name: str, cure: str, blog: "MakeBlog") -> None:
    """No page is missing from its list."""
    files = {"docs/a.md": "# A\n", "docs/b.md": "# B\n", f"docs/{name}.md": "# C\n", "content/posts/a.md": POST}
    report = build(Options(blog({"mathpress.toml": '[sections.docs]\nfolder = "docs"\n', **files})))
    (problem,) = report.problems
    assert (problem.severity, problem.code) == (Severity.WARNING, "content-index")
    assert problem.message == f"the section docs has no index.md, which is its first page, /docs/; {cure}"
    listed = links_below(report.output / "docs/b/index.html")
    assert sorted(listed) == sorted(["/docs/a/", "[/docs/b/]", f"/docs/{name.lower()}/"])


def test_a_section_has_a_language(blog: "MakeBlog") -> None:
    """A page may say its own, by its name or its front matter."""
    output = built(blog, **{"guide/ref/autre.fr.md": "# Autre\n", "guide/neu.md": "---\nlang: de\n---\n# Neu\n"})
    languages = {
        path.parent.name: re.findall('<html lang="([^"]*)"', path.read_text("utf-8"))[0]
        for path in output.glob("manual/**/index.html")
    }
    assert languages == {"manual": "en", "install": "en", "write": "en", "autre-fr": "fr", "neu": "de"}


def test_a_name_in_the_order_that_is_no_page_is_told(blog: "MakeBlog") -> None:
    """With the nearest one. A draft is a page all the same."""
    draft = "---\ntitle: D\ndraft: true\n---\n"
    config = CONFIG + 'order = ["instal", "draft", "install"]\n'
    report = build(Options(blog({"mathpress.toml": config, **PAGES, "guide/draft.md": draft})))
    message = "sections.manual.order names instal, which is no page in guide; did you mean install?"
    assert [(problem.severity, problem.code, problem.message) for problem in report.problems] == [
        (Severity.WARNING, "content-order", message),
    ]


def test_the_folder_of_a_section_may_lie_in_that_of_the_pages(blog: "MakeBlog") -> None:
    """Then its pages are pages of the section alone."""
    files = {
        "mathpress.toml": '[sections.docs]\nfolder = "content/pages/manual"\n',
        "content/posts/a.md": POST,
        "content/pages/about.md": "# About\n",
        "content/pages/manual/b.md": "# B\n",
    }
    output = build(Options(blog(files))).output
    assert (output / "about/index.html").is_file()
    assert (output / "docs/b/index.html").is_file()
    assert not (output / "manual").exists()


@pytest.mark.parametrize(
    ("config", "code", "message"),
    [
        ('[sections.docs]\nfolder = "docs"', "content-missing", "there is no folder docs; make it, or set `folder`"),
        (
            '[sections.docs]\nfolder = "content/posts"',
            "config-value",
            "the folder content/posts of docs is that of posts",
        ),
        ('[sections.a]\nfolder = "d"\n[sections.b]\nfolder = "d/"', "config-value", "the folder d of b is that of a"),
        ('[sections."My docs"]\nfolder = "docs"', "config-value", "is no name of a section"),
        ("[sections.docs]", "config-value", "[sections.docs] lacks folder"),
    ],
)
def test_a_section_that_cannot_be_is_told(config: str, code: str, message: str, blog: "MakeBlog") -> None:
    """Before anything is built."""
    with pytest.raises(Stop) as stop:
        build(Options(blog({"mathpress.toml": config, "content/posts/a.md": POST})))
    (problem,) = stop.value.problems
    assert problem.code == code
    assert message in problem.message
