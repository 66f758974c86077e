"""Citations on pages: they lead to their work and back, and each post says how to cite it."""

import html
import re
from typing import TYPE_CHECKING, Final

import pytest
from pybtex.database import parse_string

from mathpress.build import Options, build

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, ServeFolder

WORKS: Final = """@article{euler, author = {Leonhard Euler}, title = {De summis serierum}, year = 1740}
@book{hua, author = {华罗庚}, title = {数论导引}, year = {1957}, doi = {10.1000/a&b}}
"""
POST: Final = "---\ntitle: {title}\nslug: {slug}\ndate: 2026-09-21\nauthor: [{author}]\n{more}---\n{text}\n"
TEXT: Final = "As @hua says [@euler, p. 3].\n\n" + "Filler.\n\n" * 60 + "Again [@hua].\n"


def post(text: str = TEXT, *, title: str = "T", author: str = "A B", slug: str = "one") -> str:
    """Return a post that has a bibliography."""
    return POST.format(title=title, author=author, slug=slug, more="bibliography: refs.bib\n", text=text)


def test_a_citation_leads_to_its_work_and_back(blog: "MakeBlog", serve_folder: "ServeFolder", page: "Page") -> None:
    """By the keyboard's and the mouse's links alone; no script is needed."""
    root = blog({"content/posts/one.md": post(), "content/posts/refs.bib": WORKS})
    page.goto(serve_folder(build(Options(root)).output) + "2026/09/one/")
    page.locator(".citation a").first.click()
    page.wait_for_function("document.querySelector('.references :target')")
    assert "华罗庚" in page.locator(".references :target").inner_text()
    page.locator(".references :target a[href^='#cite-']").last.click()
    page.wait_for_function("document.querySelector('.citation:target')")
    assert page.locator(".citation:target").inner_text() == "[1]"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_listing_citations_lead_to_the_post(blog: "MakeBlog") -> None:
    """The list of works is there alone; two posts on a page have no id in common."""
    root = blog(
        {
            "content/posts/one.md": post(),
            "content/posts/two.md": post(slug="two"),
            "content/posts/refs.bib": WORKS,
        }
    )
    listing = (build(Options(root)).output / "index.html").read_text("utf-8")
    assert re.search(r'<span class="citation">[^<]*<a href="/2026/09/one/#ref-', listing)
    assert "section" not in re.findall(r'class="references"', listing)
    ids = re.findall(r' id="([^"]+)"', listing)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("朴素贝叶斯的新视角", "苏剑林"),
        ("'50% of $x^2$ & {braces}, #1 _under_ ~tilde~ back\\slash'", "Donald E. Knuth"),
        ("A $\\frac{a}{b}$ title", "'Simon and Garfunkel'"),
        ("Plain", "Ludwig van Beethoven"),
    ],
)
def test_how_to_cite_a_post_is_read_back(blog: "MakeBlog", title: str, author: str) -> None:
    """The entry is BibTeX, and what it says is what the post says."""
    root = blog({"content/posts/one.md": post("Text.", title=title, author=author), "content/posts/refs.bib": WORKS})
    page = (build(Options(root)).output / "2026/09/one/index.html").read_text("utf-8")
    found = re.search(r'<details class="cite">.*?<code[^>]*>(.*?)</code>', page, re.DOTALL)
    assert found
    (entry,) = parse_string(html.unescape(found[1]), "bibtex").entries.values()
    assert (entry.fields["year"], entry.fields["month"]) == ("2026", "September")
    assert entry.fields["url"].endswith("/2026/09/one/")
    assert len(entry.persons["author"]) == 1
    written = re.sub(r"\\text[a-z]+", "", entry.fields["title"])  # how it says a brace, a tilde, a backslash
    assert re.sub(r"\W", "", written) == re.sub(r"\W", "", title)


def test_a_changed_bibliography_changes_the_posts_that_cite_it(blog: "MakeBlog") -> None:
    """Though the post itself comes from the cache."""
    root = blog({"content/posts/one.md": post(), "content/posts/refs.bib": WORKS})
    build(Options(root))
    (root / "content/posts/refs.bib").write_text(WORKS.replace("1740", "1741"), "utf-8")
    page = (build(Options(root)).output / "2026/09/one/index.html").read_text("utf-8")
    assert "1741" in page
    assert "1740" not in page
