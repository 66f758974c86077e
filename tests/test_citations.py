"""Citations on pages: they lead to their work and back, and each post says how to cite it."""

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from pybtex.database import parse_string

from mathpress.bibtex import pieces
from mathpress.build import Options, build
from mathpress.errors import Severity

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
    assert 'class="references"' not in listing
    ids = re.findall(r' id="([^"]+)"', listing)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("朴素贝叶斯的新视角", "苏剑林"),
        ("'50% of $x^2$ & {braces}, #1 _under_ ~tilde~ back\\slash'", "Donald E. Knuth"),
        ("A $\\frac{a}{b}$ title", "'Simon and Garfunkel'"),
        ("Plain", "Ludwig van Beethoven"),
        ("关于 $\\lbrace x_1\\rbrace$ 的注记（一）", "李 & 苏"),
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
    said = "".join(f"${text}$" if is_formula else text for is_formula, text in pieces(entry.fields["title"]))
    assert said == title.strip("'")


def test_a_changed_bibliography_changes_the_posts_that_cite_it(blog: "MakeBlog") -> None:
    """Though the post itself comes from the cache."""
    root = blog({"content/posts/one.md": post(), "content/posts/refs.bib": WORKS})
    build(Options(root))
    (root / "content/posts/refs.bib").write_text(WORKS.replace("1740", "1741"), "utf-8")
    page = (build(Options(root)).output / "2026/09/one/index.html").read_text("utf-8")
    assert "1741" in page
    assert "1740" not in page


def test_braces_in_a_formula_of_a_title_are_balanced_for_bibtex(blog: "MakeBlog") -> None:
    """BibTeX counts escaped braces too; a brace alone would end the entry."""
    root = blog(
        {"content/posts/one.md": post("Text.", title=r"'On $\{x$ and $y\}$, {'")} | {"content/posts/refs.bib": ""}
    )
    page = (build(Options(root)).output / "2026/09/one/index.html").read_text("utf-8")
    assert r"title = {{On $\lbrace x$ and $y\rbrace$, {\textbraceleft}}}" in page


LIBRARY: Final = r"""
@article{knuth, author = {Knuth, Donald E.}, title = {Literate Programming}, journal = {The Computer Journal},
  volume = 27, number = 2, pages = {97-111}, year = 1984, doi = {https://doi.org/10.1093/comjnl/27.2.97}}
@misc{zwei, author = {苏, 剑林}, title = {第二篇 $x^2$}, year = 2024}
@misc{eins, author = {苏剑林}, title = {第一篇}, year = 2024, url = {https://example.org/?a=1&b=2}}
@article{roformer, author = {Su, Jianlin and Lu, Yu and Pan, Shengfeng}, title = {{RoFormer}: where next?}, year = 2021,
  journal = {arXiv preprint arXiv:2104.09864}, url = {javascript:alert(1)}}
@book{editors, editor = {Editor, Anne and {\'E}tat, Jean-Luc}, title = {A \emph{Book}}, publisher = {P \& Q},
  year = 1999}
@misc{anonymous, title = {<b>Anonymous</b>}}
@misc{many, author = {A A and B B and C C and D D and E E and F F and G G and H H and I I and J J and K K}, title = {M}}
@misc{open, author = {One, An and Two, Be and others}, title = {Open}, year = 2000}
"""


def shown(blog: "MakeBlog", text: str, *, style: str = "numeric", language: str = "en") -> tuple[str, list[str]]:
    """Return what readers see of a paragraph that cites, and of each entry of its list, as plain text."""
    config = f"language = '{language}'\n[citations]\nstyle = '{style}'\n"
    files = {"mathpress.toml": config, "content/posts/one.md": post(text), "content/posts/refs.bib": LIBRARY}
    page = (build(Options(blog(files))).output / "2026/09/one/index.html").read_text("utf-8")
    body = re.search(r'<div class="body"><p>(.*?)</p>', page, re.DOTALL)
    assert body
    return plain(body[1]), [plain(line) for line in re.findall(r'<li id="ref-.*?</li>', page)]


def plain(markup: str) -> str:
    """Return the text of HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("written", "english", "chinese", "numeric"),
    [
        ("[@knuth]", "(Knuth, 1984)", "（Knuth，1984）", "[1]"),
        ("[@knuth, p. 3]", "(Knuth, 1984, p. 3)", "（Knuth，1984，p. 3）", "[1, p. 3]"),
        ("[see @knuth, chap. 2]", "(see Knuth, 1984, chap. 2)", "（see Knuth，1984，chap. 2）", "[see 1, chap. 2]"),
        ("[-@knuth]", "(1984)", "（1984）", "[1]"),
        ("@knuth", "Knuth (1984)", "Knuth（1984）", "Knuth [1]"),
        ("@roformer", "Su et al. (2021)", "Su 等（2021）", "Su et al. [1]"),
        ("@editors", "Editor and État (1999)", "Editor 和 État（1999）", "Editor and État [1]"),
        ("[@anonymous]", "(<b>Anonymous</b>, n.d.)", "（<b>Anonymous</b>，无日期）", "[1]"),
        ("[@zwei]", "(苏剑林, 2024)", "（苏剑林，2024）", "[1]"),
        ("[@zwei; @eins]", "(苏剑林, 2024b; 苏剑林, 2024a)", "（苏剑林，2024b；苏剑林，2024a）", "[1, 2]"),
        ("[@knuth; @eins, §1]", "(Knuth, 1984; 苏剑林, 2024, §1)", "（Knuth，1984；苏剑林，2024，§1）", "[1; 2, §1]"),
        ("据@knuth的书", "据Knuth (1984)的书", "据Knuth（1984）的书", "据Knuth [1]的书"),
        (
            "@someone and a@knuth.org",
            "@someone and a@knuth.org",
            "@someone and a@knuth.org",
            "@someone and a@knuth.org",
        ),
    ],
)
def test_what_a_citation_says(blog: "MakeBlog", written: str, english: str, chinese: str, numeric: str) -> None:
    """By author and year in the words of the post's language, or by number."""
    assert shown(blog, written, style="author-year")[0] == english
    assert shown(blog, written, style="author-year", language="zh")[0] == chinese
    assert shown(blog, written)[0] == numeric


def test_the_list_is_in_the_order_of_citation(blog: "MakeBlog") -> None:
    """With initials and the family name, but Chinese names as they are; all that leads to the work is said."""
    _, lines = shown(blog, "[@roformer; @knuth] [@zwei] [@knuth] [@editors; @anonymous; @many; @open]")
    assert lines == [
        "J. Su, Y. Lu, S. Pan. RoFormer: where next? 2021. arXiv:2104.09864. ↩︎",
        "D. E. Knuth. Literate Programming. The Computer Journal 27(2), 97–111, 1984. doi:10.1093/comjnl/27.2.97. "
        "↩︎ a b",
        "苏剑林. 第二篇 x2. 2024. ↩︎",
        "A. Editor, J.-L. État (eds.). A Book. P & Q, 1999. ↩︎",
        "<b>Anonymous</b>. ↩︎",
        "A. A et al. M. ↩︎",
        "A. One, B. Two et al. Open. 2000. ↩︎",
    ]


def test_by_author_and_year_the_list_is_sorted_by_names(blog: "MakeBlog") -> None:
    """A work without names stands where its title belongs; works of one author and year by title."""
    _, lines = shown(blog, "[@zwei; @roformer; @eins; @knuth; @anonymous]", style="author-year", language="zh")
    assert lines == [
        "<b>Anonymous</b>（无日期）. ↩︎",
        "D. E. Knuth（1984）. Literate Programming. The Computer Journal 27(2), 97–111. doi:10.1093/comjnl/27.2.97. ↩︎",
        "J. Su, Y. Lu, S. Pan（2021）. RoFormer: where next? arXiv:2104.09864. ↩︎",
        "苏剑林（2024a）. 第一篇. ↩︎",
        "苏剑林（2024b）. 第二篇 x2. ↩︎",
    ]


def test_titles_lead_to_their_works_and_nowhere_else(blog: "MakeBlog") -> None:
    """To the address of the entry, else its DOI, else arXiv; an address that would run is none. Formulas are MathML."""
    files = {"content/posts/one.md": post("[@eins; @knuth; @roformer; @zwei]"), "content/posts/refs.bib": LIBRARY}
    page = (build(Options(blog(files))).output / "2026/09/one/index.html").read_text("utf-8")
    assert re.findall(r'class="title" href="([^"]*)"', page) == [
        "https://example.org/?a=1&amp;b=2",
        "https://doi.org/10.1093/comjnl/27.2.97",
        "https://arxiv.org/abs/2104.09864",
    ]
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in page
    assert "javascript:" not in page


def test_feeds_have_the_list_with_whole_addresses(blog: "MakeBlog") -> None:
    """What is read far from the site leads to it; excerpts in a feed have no list."""
    files = {"content/posts/one.md": post("[@hua]"), "content/posts/refs.bib": WORKS}
    full = (build(Options(blog(files))).output / "feed.json").read_text("utf-8")
    assert "数论导引" in full
    assert r"https://example.org/2026/09/one/#ref-hua" in full
    assert r"https://example.org/2026/09/one/#cite-1" in full
    short = build(Options(blog(files | {"mathpress.toml": "[feed]\ncontent = 'excerpt'\n"})))
    assert "数论导引" not in (short.output / "feed.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"content/posts/one.md": post("See [@eulr].")},
            "content/posts/one.md:8:5: error: there is no work eulr in content/posts/refs.bib; did you mean euler? "
            "[citation-unknown]",
        ),
        (
            {"content/posts/one.md": post("[@a] [@b]").replace("refs.bib", "ref.bib")},
            "content/posts/one.md:6:1: error: bibliography: there is no file content/posts/ref.bib; did you mean "
            "content/posts/refs.bib? [bibliography-missing]",
        ),
        (
            {"content/posts/one.md": post("Text.").replace("refs.bib", "one.md")},
            "content/posts/one.md:6:1: error: bibliography: content/posts/one.md is no BibTeX file; its name must end "
            "with .bib [bibliography-missing]",
        ),
        (
            {"content/posts/one.md": post("[@a]"), "content/posts/refs.bib": "@misc{a, title = {On $\\frcc{1}{2}$}}"},
            r"content/posts/refs.bib:1:7: error: unknown command \frcc; did you mean \frac? [math-command]",
        ),
        (
            {"content/posts/one.md": post("[@a]"), "content/posts/refs.bib": "@misc{a, title = {On $\\ce{H2O}$}}"},
            "content/posts/refs.bib:1:7: warning: the title stands on pages that may not load MathJax; write it with "
            "commands that MathML knows [title-mathjax]",
        ),
        (
            {"content/posts/one.md": post("[@euler]"), "content/posts/refs.bib": WORKS + "@misc{gauss, year = }"},
            "content/posts/refs.bib:3:21: error: not BibTeX: field value expected [bibliography-syntax]",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(blog: "MakeBlog", files: dict[str, str], told: str) -> None:
    """One mistake is one diagnostic: a file that is missing is none for each key."""
    report = build(Options(blog({"content/posts/refs.bib": WORKS} | files)))
    assert [str(problem).partition("\n")[0] for problem in report.problems] == [told]


def test_a_mistake_in_a_title_is_told_once(blog: "MakeBlog") -> None:
    """However many posts cite the work."""
    posts = {f"content/posts/{slug}.md": post("[@a]", slug=slug) for slug in ("one", "two")}
    report = build(Options(blog(posts | {"content/posts/refs.bib": "@misc{a, title = {On $\\frcc{1}{2}$}}"})))
    assert [problem.code for problem in report.problems] == ["math-command"]


def test_works_of_the_settings_may_be_cited_by_all_posts(blog: "MakeBlog") -> None:
    """The file may lie anywhere below the root; a post's own work of the same key comes before."""
    config = "[citations]\nbibliography = ['refs/all.bib']\n"
    own = {"content/posts/two.md": post("[@hua]", slug="two"), "content/posts/refs.bib": "@misc{hua, title = {Own}}"}
    shared = {"content/posts/one.md": post("[@hua]").replace("bibliography: refs.bib\n", ""), "refs/all.bib": WORKS}
    output = build(Options(blog({"mathpress.toml": config} | own | shared))).output
    assert "数论导引" in (output / "2026/09/one/index.html").read_text("utf-8")
    assert "Own" in (output / "2026/09/two/index.html").read_text("utf-8")
    missing = build(Options(blog({"mathpress.toml": config} | own)))
    assert [str(problem.place) for problem in missing.problems] == ["refs/all.bib"]


def test_a_bibliography_that_is_not_read_is_one_mistake(blog: "MakeBlog", tmp_path: Path) -> None:
    """No citation of its works is told as well, be the file missing or a link out of the blog."""
    config = "[citations]\nbibliography = ['all.bib']\n"
    text = post("[@hua] and [@euler]").replace("bibliography: refs.bib\n", "")
    root = blog({"mathpress.toml": config, "content/posts/one.md": text})
    missing = build(Options(root))
    (tmp_path / "zotero.bib").write_text(WORKS, "utf-8")
    (root / "all.bib").symlink_to(tmp_path / "zotero.bib")
    outside = build(Options(root))
    for report, code in ((missing, "source-unreadable"), (outside, "source-outside")):
        assert [(str(each.place), each.code, each.severity) for each in report.problems] == [
            ("all.bib", code, Severity.ERROR)
        ]


def test_a_large_bibliography_is_read(blog: "MakeBlog") -> None:
    """Such as a program exports, with abstracts."""
    abstract = f"@misc{{long, abstract = {{{'word ' * 1_200_000}}}}}\n"
    report = build(Options(blog({"content/posts/one.md": post("[@hua]"), "content/posts/refs.bib": WORKS + abstract})))
    assert report.problems == ()


def test_a_summary_may_cite(blog: "MakeBlog") -> None:
    """What it cites is listed in the post; ways back lead to the post's own citations alone."""
    text = post("Text [@hua].").replace("bibliography:", "summary: By [@euler; @hua].\nbibliography:")
    output = build(Options(blog({"content/posts/one.md": text, "content/posts/refs.bib": WORKS}))).output
    listing = (output / "index.html").read_text("utf-8")
    assert re.search(r'#ref-euler">2</a>, <a href="[^"]*#ref-hua">1</a>\]', listing)
    works = (output / "2026/09/one/index.html").read_text("utf-8").partition('class="references"')[2]
    assert re.findall(r'id="(ref-\w+)"', works) == ["ref-hua", "ref-euler"]
    assert works.count('href="#cite-') == 1


def test_a_citation_that_names_nothing_stays_as_it_was_written(blog: "MakeBlog") -> None:
    """If the blog is built all the same; one unknown work among others is marked."""
    root = blog({"content/posts/one.md": post("[@nobody, p. 3] [@hua; @nobody]"), "content/posts/refs.bib": WORKS})
    page = (build(Options(root, fail_on=None)).output / "2026/09/one/index.html").read_text("utf-8")
    assert "[@nobody, p. 3]" in page
    assert ">1</a>, nobody?]" in page
