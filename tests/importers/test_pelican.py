"""Pelican: a site that the real tool builds has the same pages at the same addresses after the import."""

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.importers.comparing import new_posts, old_posts
from tests.importers.test_import import files

from mathpress.errors import Stop
from mathpress.importers import pelican_front_matter
from mathpress.importers.pelican import read_pelican
from mathpress.importers.program import Outcome, import_site

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

TEMPLATE: Final = "<old-title>{{ %s.title }}</old-title><old-date>{{ %s.date.isoformat() if %s.date }}</old-date>"
DOT: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
SETTINGS: Final = """AUTHOR = "Ada"
SITENAME = "Old site"
SITEURL = ""
PATH = "content"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = 5
THEME_TEMPLATES_OVERRIDES = ["templates"]
STATIC_PATHS = ["images", "extra"]
EXTRA_PATH_METADATA = {"extra/key.txt": {"path": "key.txt"}}
MENUITEMS = (("About", "/pages/about.html"),)
MARKDOWN = {"extension_configs": {"markdown.extensions.codehilite": {"css_class": "highlight"},
            "markdown.extensions.extra": {}, "markdown.extensions.meta": {}}}
PLUGINS = []
DIRECT_TEMPLATES = []
"""
PUBLISHED: Final = """import os
import sys

sys.path.append(os.curdir)
from pelicanconf import *
SITEURL = "https://old.example"
FEED_ALL_ATOM = os.environ.get("FEED")
"""


def article(title: str, date: str, more: str = "", body: str = "Text.") -> str:
    """Return an article with lines of metadata."""
    return f"Title: {title}\nDate: {date}\n{more}\n{body}\n"


SITE: Final = {
    "mathpress.toml": "",
    "pelicanconf.py": SETTINGS,
    "publishconf.py": PUBLISHED,
    "templates/article.html": TEMPLATE.replace("%s", "article"),
    "templates/page.html": TEMPLATE.replace("%s", "page"),
    "content/plain.md": article("A plain one: with signs, & more!", "2020-01-01 10:30"),
    "content/slugged.md": article("Slugged", "2020-01-02", "Slug: my-slug\nTags: a, b c\nAuthors: Ada; Bo\n"),
    "content/nested/deep.md": article(
        "Deep", "2020-01-03", "Modified: 2020-02-03 08:00\nSummary: *Short*\n    and on\n", "## X"
    ),
    "content/2020-03-04-named.md": "Title: Named\nCategory: Own\n\nText.\n",
    "content/chinese.md": article("中文标题", "2020-01-05"),
    "content/fancy.md": article("Accents é and “quotes”", "2020-01-06"),
    "content/yaml.md": "---\nTitle: In dashes\nDate: 2020-01-07\n---\n\nText.\n",
    "content/moved.md": article("Moved", "2020-01-08", "URL: here/it/is/\nsave_as: here/it/is/index.html\n"),
    "content/draft.md": article("Draft", "2020-01-09", "Status: draft\n"),
    "content/both.md": article("Both", "2020-01-10", "Slug: both\n"),
    "content/both-de.md": article("Beide", "2020-01-10", "Slug: both\nLang: de\n"),
    "content/pages/about.md": "Title: About\n\nMe.\n",
    "content/pages/de.md": "Title: Über\nSlug: about\nLang: de\n\nIch.\n",
    "content/images/a.svg": DOT,
    "content/nested/b.svg": DOT,
    "content/extra/key.txt": "key\n",
    "content/rest.rst": "Rest\n####\n\n:date: 2020-01-11\n\nText.\n",
    "content/links.md": article(
        "Links",
        "2020-01-12",
        body=r"""[TOC]

`[shown]({filename}nested/deep.md)`

[one]({filename}nested/deep.md#x), [two]({filename}/slugged.md), [page](|filename|pages/about.md)

![A]({static}/images/a.svg) ![B]({attach}nested/b.svg) [tag]({tag}b c) [one]({tag}C++)

<!-- PELICAN_END_SUMMARY -->

    :::python
    if a < b:

        print("[x]")

Then \\(x\_1\\) and $$\begin{aligned}a\\\\b\end{aligned}$$ and $a &lt; b$.
""",
    ),
}


@pytest.fixture(scope="module")
def old(blog: "MakeBlog") -> Path:
    """Write the site."""
    return blog(SITE)


@pytest.fixture(scope="module")
def imported(old: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    """Import the site; return what was done, and the blog."""
    new = tmp_path_factory.mktemp("imported")
    return import_site("pelican", old, new, force=False, dry_run=False), new


def test_every_page_of_pelican_is_at_its_address(
    pelican: str, old: Path, imported: tuple[Outcome, Path], run_mathpress: "RunMathpress"
) -> None:
    """With its title and, if it is a post, with the date in the site's zone."""
    subprocess.run([pelican, "-s", "publishconf.py", "-o", "out", "-q"], cwd=old, check=True, capture_output=True)
    built = run_mathpress("build", "--output", old / "new", cwd=imported[1])
    assert built.returncode == 0, built.stderr
    there, here = old_posts(old / "out"), new_posts(old / "new")
    there = {url: found for url, found in there.items() if "/drafts/" not in url and found[0] != "Rest"}
    assert len(there) == 13
    titles = {url: title.replace("&amp;", "&") for url, (title, _) in here.items()}
    assert {url: title.replace("&amp;", "&") for url, (title, _) in there.items()}.items() <= titles.items()
    assert {url: date for url, (_, date) in there.items() if date and here[url][1]} == {
        url: date for url, (_, date) in here.items() if date
    }


def test_settings_are_read_and_not_run(imported: tuple[Outcome, Path]) -> None:
    """Those of the published site have the address."""
    settings = (imported[1] / "mathpress.toml").read_text("utf-8")
    for line in (
        'title = "Old site"', 'url = "https://old.example"', 'author = "Ada"', 'language = "en"',
        'timezone = "Asia/Shanghai"', 'permalink = "/{slug}.html"', "per_page = 5", 'About = "/pages/about.html"',
    ):  # fmt: skip
        assert line in settings


def test_metadata_becomes_front_matter(imported: tuple[Outcome, Path]) -> None:
    """The site's author is not named again; the category is that of the folder."""
    found = files(imported[1])
    assert found["content/posts/slugged.md"].partition("---\n\n")[0] == (
        "---\ntitle: Slugged\ndate: 2020-01-02\nslug: my-slug\ntags: [a, b c]\nauthors: [Ada, Bo]\n"
    )
    assert found["content/posts/deep.md"].partition("---\n\n")[0] == (
        "---\ntitle: Deep\ndate: 2020-01-03\nupdated: 2020-02-03 08:00\ncategories: [nested]\n"
        "summary: '*Short* and on'\n"
    )
    assert "categories: [Own]" in found["content/posts/2020-03-04-named.md"]
    assert "content/posts/both.de.md" in found
    assert "\ndraft: true\n" in found["content/posts/draft.md"]


def test_a_line_of_metadata_ends_where_a_line_of_the_file_does() -> None:
    """Not at the line separator of Unicode, which is a space to most who have it in a text."""
    read = pelican_front_matter.read("a.md", "Title: One\u2028two\nTags: a\n\nText.\n")
    assert read.data == {"title": "One\u2028two", "tags": "a"}
    assert read.text[read.body :] == "Text.\n"


def test_bodies_become_markdown_of_ours(imported: tuple[Outcome, Path]) -> None:
    """Links to sources, static and attached files, code with its language, marks of summaries, formulas."""
    found = files(imported[1])
    body = found["content/posts/links/index.md"].partition("---\n\n")[2]
    assert body.startswith(
        "`[shown]({filename}nested/deep.md)`\n\n"
        "[one](../deep.md#x), [two](../slugged.md), [page](../../pages/about.md)\n\n"
        "![A](/images/a.svg) ![B](b.svg) [tag](/tags/b-c/) [one](/tags/c-plus-plus/)\n\n\n<!-- more -->\n"
    )
    assert '```python\nif a < b:\n\n    print("[x]")\n```' in body
    assert r"Then \(x_1\) and $$\begin{aligned}a\\b\end{aligned}$$ and $a < b$." in body
    assert "\ntoc: true\n" in found["content/posts/links/index.md"]
    assert {"static/images/a.svg", "static/key.txt", "content/posts/links/b.svg"} <= found.keys()


def test_what_is_left_out_is_told(imported: tuple[Outcome, Path]) -> None:
    """Other markup is for other tools."""
    assert [(str(each.place), each.code) for each in imported[0].lost] == [("content/rest.rst", "import-skipped")]
    assert "convert it, such as by `pandoc -s rest.rst -o rest.md`, and import again" in imported[0].lost[0].message


def test_files_of_the_same_name_stay_with_their_articles(blog: "MakeBlog", tmp_path: Path) -> None:
    """Also if they are attached to different ones, and to a translation of one."""
    old = blog(
        {
            "pelicanconf.py": SETTINGS,
            "content/a/fig.svg": DOT,
            "content/b/fig.svg": DOT.replace("9", "8"),
            "content/a/a.md": article("A", "2020-01-01", "Slug: a\n", "![A]({attach}fig.svg)"),
            "content/b/b.md": article("B", "2020-01-01", "Slug: b\n", "![B]({attach}fig.svg) ![A](../a/fig.svg)"),
            "content/c/b-de.md": article("B", "2020-01-01", "Slug: b\nLang: de\n"),
        }
    )
    outcome = import_site("pelican", old, tmp_path / "new", force=False, dry_run=False)
    found = files(tmp_path / "new")
    assert outcome.problems == ()
    assert found["content/posts/a/fig.svg"] == DOT
    assert found["content/posts/b/fig.svg"] == DOT.replace("9", "8")
    assert "![B](fig.svg) ![A](../a/fig.svg)" in found["content/posts/b/index.md"]
    assert "content/posts/b/index.de.md" in found


def test_articles_in_folders_of_their_own_go_by_these(blog: "MakeBlog") -> None:
    """All of their files have one name."""
    texts = {f"content/{name}/index.md": article(name, "2020-01-02") for name in ("one", "two")}
    found = read_pelican(blog({"pelicanconf.py": "SITENAME = 'Old'\n", **texts})).documents
    assert [str(each.path) for each in found] == ["one.md", "two.md"]


def test_settings_get_at_no_templates(blog: "MakeBlog", tmp_path: Path) -> None:
    """A build would run them. Neither do they get at what lies outside of the content."""
    settings = SETTINGS.replace(
        '"extra/key.txt": {"path": "key.txt"}', '"extra/key.txt": {"path": "../templates/x.html"}'
    )
    settings = settings.replace('["images", "extra"]', '["extra", "../outside"]')
    old = blog({"pelicanconf.py": settings, "content/extra/key.txt": "{{ 7 * 7 }}", "outside/a.txt": "a"})
    outcome = import_site("pelican", old, tmp_path / "new", force=True, dry_run=False)
    assert sorted(files(tmp_path / "new")) == [".gitignore", "mathpress.toml"]
    assert [(each.place.path, each.code) for each in outcome.lost if each.code == "import-skipped"] == [
        ("outside", "import-skipped"),
        ("static/../templates/x.html", "import-skipped"),
    ]


def test_what_was_hidden_becomes_a_draft_and_is_told(blog: "MakeBlog") -> None:
    """Pelican gives it an address, and names it nowhere."""
    old = read_pelican(
        blog({"pelicanconf.py": SETTINGS, "content/a.md": article("A", "2020-01-01", "Status: hidden\n")})
    )
    assert [each.matter and each.matter["draft"] for each in old.documents] == [True]
    assert [each.code for each in old.problems] == ["import-locked"]


def test_what_pelican_skips_is_left_out_and_told(blog: "MakeBlog") -> None:
    """For it was no part of the site."""
    old = read_pelican(blog({"pelicanconf.py": SETTINGS, "content/a.md": article("A", "2020-01-01", "Status: skip\n")}))
    assert [(old.documents, each.place.path, each.code) for each in old.problems] == [
        ((), "content/a.md", "import-skipped")
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        'FILENAME_METADATA = r"(?P<slug>(a+)+)-x"',
        'SLUG_REGEX_SUBSTITUTIONS = [(r"(a|aa)+$", ""), (r".*.*.*.*x", "")]',
        'PATH_METADATA = r"(a*){2,}b"',
        f'FILENAME_METADATA = r"{"a?" * 30}{"a" * 30}"',
        f'FILENAME_METADATA = r"{"(?:a|a)" * 30}b"',
        r'FILENAME_METADATA = r"\(?\(?\(?\(?b"',
    ],
)
def test_a_pattern_that_could_run_for_ever_is_not_run(blog: "MakeBlog", hostile: str) -> None:
    """Regular expressions come from the old site, and look at all its names."""
    post = article("a" * 99, "2020-01-01")
    old = read_pelican(blog({"pelicanconf.py": SETTINGS + hostile, f"content/{'a' * 99}!.md": post}))
    assert old.documents[0].old_url == f"/{'a' * 99}.html"
    assert [each.message.partition(" ")[0] for each in old.problems] == [hostile.partition(" ")[0]]


def test_patterns_that_sites_have_are_run(blog: "MakeBlog") -> None:
    """Groups and a part that may be left out do no harm."""
    pattern = r'FILENAME_METADATA = r"(?P<date>\d{4}-\d{2}-\d{2})(?:[-_](?P<slug>[^.]*?))?$"'
    old = read_pelican(blog({"pelicanconf.py": SETTINGS + pattern, "content/2020-01-01-x.md": "Title: A\n\nText.\n"}))
    assert (old.documents[0].old_url, old.problems) == ("/x.html", ())


@pytest.mark.parametrize(
    "form",
    ["{slug:>99999999999}", "{slug.__class__}", "{slug!s}", "{date:>99999999999}", "{nosuch}/{slug}", "{slug}}}"],
)
def test_an_address_of_unknown_fields_is_not_known(blog: "MakeBlog", form: str) -> None:
    """Of Python's forms, those of dates alone are read. No text gets an address with a field left in it."""
    texts = {f"content/{name}.md": article(name, "2020-01-01") for name in ("a", "b")}
    old = read_pelican(blog({"pelicanconf.py": f"{SETTINGS}ARTICLE_URL = '{form}'", **texts}))
    assert [each.old_url for each in old.documents] == ["/a.html", "/b.html"]
    assert old.settings.permalinks == ("/{slug}.html",)
    (problem,) = old.problems
    assert (problem.place.path, problem.code) == ("pelicanconf.py", "import-address")
    assert problem.message.startswith("ARTICLE_URL has a field")


def test_computed_settings_are_told(tmp_path: Path) -> None:
    """Nothing runs that might compute them."""
    (tmp_path / "pelicanconf.py").write_text(
        "import os\nSITEURL = os.environ['URL']\nARTICLE_URL = 'a/' + '{slug}'\nX = 1 / 0\n", "utf-8"
    )
    old = read_pelican(tmp_path)
    assert [(str(each.place), each.code) for each in old.problems] == [
        ("pelicanconf.py:2:1", "import-setting"),
        ("pelicanconf.py:3:1", "import-setting"),
    ]


@pytest.mark.parametrize("text", [None, "def", "(" * 9999, "a = " + "-" * 9999 + "1"])
def test_what_is_no_site_is_refused(tmp_path: Path, text: str | None) -> None:
    """No settings, or such as are no Python."""
    if text is not None:
        (tmp_path / "pelicanconf.py").write_text(text, "utf-8")
    with pytest.raises(Stop):
        read_pelican(tmp_path)
