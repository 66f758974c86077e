"""Listings: ten excerpts stand on one page, and each is the beginning of its post and nothing of another's."""

import html
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import pytest
from tests.conftest import REPOSITORY

from mathpress.build import Options, build

if TYPE_CHECKING:
    from tests.conftest import MakeBlog

CONFIG: Final = """
url = "https://example.org/blog/"
permalink = "/{category}/{slug}/"
[excerpt]
length = 25
"""
PIECES: Final = (
    "## Heading\n\n",
    "Words[^1] and $x_{n}$ words, see \\eqref{own} and [](#heading).\n\n",
    "\\begin{equation}x\\label{own}\\end{equation}\n\n",
    "### 标题 $y$\n\n中文[^n]，见\\eqref{own}。\n\n",
    "- item\n- item[^1]\n\n  more\n\n",
    "| a | b |\n|---|---|\n| $c$ | d[^n] |\n\n",
    "> a quote\n> of two lines: $z$\n\n",
    "```python\nx = 1\n```\n\n",
    "###### Small\n\ntext <!-- more --> text\n\n",
    "[next]({next}#own), [](<{next}#heading>)\n\n",
)
NOTES: Final = "[^1]: Note of {number}.\n[^n]: Other note.\n"


class _Page(HTMLParser):
    """The ids and links of a page in order, and the elements that are open at the end of each excerpt."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self._entry = False
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if tag == "a" and "href" in given else []
        self._entry |= given.get("class") == "excerpt"
        self.headings += [tag] if self._entry and re.fullmatch("h[1-6]", tag) else []
        self._entry &= tag != "article"


@pytest.fixture(scope="module", params=["demo", "generated"])
def site(request: pytest.FixtureRequest, blog: "MakeBlog", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the demo blog, and one whose posts begin with every kind of block in turn."""
    if request.param == "demo":
        report = build(Options(REPOSITORY, tmp_path_factory.mktemp("demo") / "public", is_preview=True))
    else:
        posts = {}
        for number in range(len(PIECES) * 2):
            turned = [*PIECES[number % len(PIECES) :], *PIECES[: number % len(PIECES)]]
            text = "".join(turned).replace("{next}", f"p{(number + 1) % (len(PIECES) * 2)}.md")
            # With this permalink `a-b/c` and `a/b-c` are two posts.
            category, slug = ("a-b", f"c{number}") if number % 2 else ("a", f"b-c{number + 1}")
            front = f"---\ntitle: P{number}\ndate: 2026-01-{number + 1:02}\nslug: {slug}\ncategories: {category}\n---\n"
            posts[f"content/posts/p{number}.md"] = front + text + NOTES.replace("{number}", str(number))
        report = build(Options(blog({"mathpress.toml": CONFIG, **posts})))
    assert not report.failed, report.problems
    return report.output


def listings(site: Path) -> list[Path]:
    """Return the pages that hold excerpts."""
    return [file for file in site.rglob("*.html") if 'class="excerpt"' in file.read_text("utf-8")]


def test_no_id_stands_twice_on_a_listing(site: Path) -> None:
    """Whatever the addresses of the posts are, and whatever footnotes and headings they share."""
    for file in listings(site):
        ids = _Page(file).ids
        assert [name for name in ids if ids.count(name) > 1] == [], file


def test_every_link_of_a_listing_leads_to_what_is_there(site: Path) -> None:
    """What lies beyond the cut is found in the post: formulas, headings and footnotes alike."""
    pages = {file: set(_Page(file).ids) for file in site.rglob("*.html")}
    count = 0
    for file in listings(site):
        for link in _Page(file).links:
            path, _, fragment = link.partition("#")
            if path and not path.startswith("/blog/"):
                continue
            target = site / unquote(path).removeprefix("/blog/") if path else file
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), (file, link)
            assert not fragment or unquote(fragment) in pages[target], (file, link)
            count += 1
    assert count > 100


def test_headings_of_excerpts_are_below_the_titles(site: Path) -> None:
    """A title is an h2 there, so the text's own headings begin with h3."""
    headings = {heading for file in listings(site) for heading in _Page(file).headings}
    assert not headings & {"h1", "h2"}
    assert "h3" in headings


def test_a_footnote_leads_to_the_post_and_its_list_stays_there(site: Path) -> None:
    """Unless the excerpt is the whole post, no list of footnotes stands on a listing."""
    for file in listings(site):
        for entry in re.findall(r"<article class=\"entry\">.*?</article>", file.read_text("utf-8"), re.DOTALL):
            assert not ('class="read-more"' in entry and '<div class="footnote">' in html.unescape(entry)), file
