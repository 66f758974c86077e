"""The search: an index made by Pagefind, kept between builds, and the page that searches it in a real browser."""

import json
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import pytest
from tests.conftest import REPOSITORY, SEARCH_POLICY
from tests.test_determinism import files_of

from mathpress.build import Options, build
from mathpress.errors import Severity, Stop
from mathpress.kept import Kept
from mathpress.packing import pack
from mathpress.render import phrases, search
from mathpress.text import IDEOGRAPHIC, IDEOGRAPHS

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, RunMathpress, ServeFolder

CONFIG: Final = 'title = "T"\nurl = "https://example.org/blog/"\nlanguage = "zh"\n[search]\nenabled = true\n'
POSTS: Final = {
    "viterbi": "title: 用语言模型分词\n---\n词图上的最短路由维特比算法给出。\n\n"
    "## 集束搜索\n\n束宽为 $\\sigma^2$ 时,集束搜索保留若干条路。",
    "agm": "title: The arithmetic–geometric mean\nlang: en\n---\n"
    "Gauss iterated two means & <b>found</b> an elliptic integral of $x$ and $n$, `<img src=x onerror=alert(1)>`.\n\n"
    "Hölder, Erdős, Schrödinger.",
    "space": "title: 第一章 绪论\n---\n“二〇〇八年”记：データベース。<div data-pagefind-body>此处</div>",
    "muon": "title: 从谱范数到Muon\ntags: [optimisation]\n---\n"
    "Muon优化器把奇异值都换成一。\n\n$$\\begin{equation}UV^\\top\\end{equation}$$",
    "normal": "title: 高斯积分 $I=\\sqrt\\pi$\n---\n朴素贝叶斯与KL散度:对任意$\\alpha>0$与$x_i$有\n\n"
    "$$\\begin{equation}\\int_{-\\infty}^{\\infty} e^{-x^{2}}\\,\\mathrm{d}x=\\sqrt{\\pi}\\label{eq:gauss}"
    "\\end{equation}$$\n\n"
    "## 散度\n\n若$p\\ll q$,则$$D_{\\mathrm{KL}}(p\\|q)=\\sum_i p_i\\log\\frac{p_i}{q_i}\\leq C$$",
    "divergence": "title: The KL divergence\nlang: en\n---\n"
    "It is $\\mathbb{E}[\\log p(x)]$ less another, an α-divergence; "
    "files are called `to_json.py`, and $\\Gamma\\neq\\gamma$.",
}
FORMULAS: Final = ["高斯积分 I=√π"]


def files(**more: str) -> dict[str, str | bytes]:
    """Return a blog that is to be searched."""
    posts = {f"content/posts/{name}.md": f"---\ndate: 2026-09-01\n{text}\n" for name, text in (POSTS | more).items()}
    return {"mathpress.toml": CONFIG, **posts}


@pytest.fixture(scope="module")
def url(blog: "MakeBlog", run_mathpress: "RunMathpress", serve_folder: "ServeFolder") -> str:
    """Build and serve a blog with a search page."""
    root = blog(files())
    result = run_mathpress("build", cwd=root)
    assert (result.returncode, result.stderr) == (0, "")
    return serve_folder(root / "public", "/blog/", SEARCH_POLICY)


def found(page: "Page", query: str) -> list[str]:
    """Type a query, wait for the answer and return the titles that are listed."""
    page.fill("input[name=q]", query)
    page.wait_for_function("q => document.querySelector('.search-status').textContent.includes(q)", arg=query)
    titles: list[str] = page.locator(".search-results h2 > a").evaluate_all(
        """titles => titles.map((title) => [...title.childNodes]
          .map((node) => node.querySelector?.("math")?.getAttribute("alttext") ?? node.textContent).join(""))"""
    )
    return titles


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("维特比", ["用语言模型分词"]),
        ("短路由维特", ["用语言模型分词"]),  # no words, but what stands in the text
        ("维特比 集束", ["用语言模型分词"]),
        ("比特维", []),
        ("Muon 奇异值", ["从谱范数到Muon"]),
        ("Muon 维特比", []),
        ("ellipt", ["The arithmetic–geometric mean"]),
        ("ell", ["The arithmetic–geometric mean"]),
        ("gauss MEANS", ["The arithmetic–geometric mean"]),
        ("integrals", ["The arithmetic–geometric mean"]),  # give or take an ending
        ("xylophone", []),  # though there is an x
        ("nonsense", []),
        ("optimisation", ["从谱范数到Muon"]),  # a tag
        ("Holder erdos", ["The arithmetic–geometric mean"]),
        ("Schrödinger", ["The arithmetic–geometric mean"]),
        ("二〇〇八", ["第一章 绪论"]),
        ("データ", ["第一章 绪论"]),
        ("デベ", []),
        ("σ²", ["用语言模型分词"]),
        ("<维特比>", ["用语言模型分词"]),
        ('"', []),
        ("朴素贝叶斯", FORMULAS),
        ("KL divergence", ["The KL divergence"]),
        ("kl DIVERGENCES", ["The KL divergence"]),
        (r"\int e^{-x^2}", FORMULAS),  # with limits in between
        (r"\int_{-\infty}^\infty e^{-x^2}", FORMULAS),
        ("e^{-x^2}", FORMULAS),
        ("$e^{-x^2}dx$", FORMULAS),
        ("e^-x²", FORMULAS),
        ("∫", FORMULAS),
        (r"\alpha", FORMULAS),
        ("α", FORMULAS),
        (r"\le C", FORMULAS),
        ("≤", FORMULAS),
        ("⩽", FORMULAS),
        (r"I=\sqrt{\pi}", FORMULAS),  # in the title
        ("KL散度 \\log \\dfrac{p_i}{q_i}", FORMULAS),
        (r"$\operatorname{KL}(p||q)$", FORMULAS),
        (r"p \ll q", FORMULAS),
        ("(p||q)", FORMULAS),
        ("p(x)", ["The KL divergence"]),
        (r"\text{散度} \log", FORMULAS),
        (r"\log p(x", ["The KL divergence"]),  # not yet typed to its end
        (r"\mathbb E", ["The KL divergence"]),
        (r"\Gamma", ["The KL divergence"]),
        ("σ^2", ["用语言模型分词"]),
        (r"\log\sum", []),
        (r"\sum \log_2", []),
        (r"\integ", []),
        ("α-divergence", ["The KL divergence"]),
        ("to_json.py", ["The KL divergence"]),  # looks like a formula, and is none
        ("x_j", []),
    ],
)
def test_what_is_found(page: "Page", url: str, query: str, titles: list[str]) -> None:
    """Any run of ideographs in a post, the beginnings of other words, formulas by plain text and by LaTeX."""
    page.goto(f"{url}search/")
    assert found(page, query) == titles


def test_a_result_leads_to_the_post_and_to_the_place_in_it(page: "Page", url: str) -> None:
    """A result has title, date, the words around the hit as they stand in the post, and the section it is in."""
    page.goto(f"{url}search/")
    found(page, "集束搜索保留")
    result = page.locator(".search-results > li")
    assert result.locator("h2 a").get_attribute("href") == "/blog/2026/09/viterbi/"
    assert result.locator(".byline").inner_text().endswith("2026年9月1日")
    assert "集束搜索保留若干条路" in result.locator("p").last.inner_text()
    assert result.locator("mark").all_inner_texts() == ["集束搜索保留"]
    assert unquote(result.locator("ul a").get_attribute("href") or "") == "/blog/2026/09/viterbi/#集束搜索"
    assert result.locator("ul a").inner_text() == "集束搜索"


def test_text_of_a_post_is_no_markup_in_a_result(page: "Page", url: str) -> None:
    """What an author wrote is shown as text; an excerpt has no elements but marks and formulas."""
    page.goto(f"{url}search/")
    found(page, "elliptic")
    excerpt = page.locator(".search-results p").last
    assert "two means & found an elliptic" in excerpt.inner_text()
    assert "<img src=x onerror=alert(1)>" in excerpt.inner_text()
    names = excerpt.evaluate("p => [...p.querySelectorAll('*')].map(e => e.tagName)")
    assert {"IMG", "B"}.isdisjoint(names)


def test_formulas_are_shown_as_formulas(page: "Page", url: str) -> None:
    """What is in view has its MathML from the post, marked where it was found, without numbers and ids."""
    page.goto(f"{url}search/")
    found(page, r"e^{-x^2} 高斯")
    result = page.locator(".search-results > li")
    display = result.locator("p .math-display > .scroll > mark > math")
    display.wait_for()
    assert "eq:gauss" in (result.locator(".math-display:has(mark)").get_attribute("data-tex") or "")
    assert result.locator("h2 a .math > math").get_attribute("alttext") == "I=√π"
    assert result.locator("p math").count() == 5
    assert result.locator("[id], .number").count() == 0
    assert result.locator("mark math").count() == 1


def test_what_an_author_writes_is_no_mark_of_the_index(
    page: "Page", blog: "MakeBlog", serve_folder: "ServeFolder"
) -> None:
    """Characters for private use in a text are not taken for the edges of formulas."""
    strange = "title: Odd\n---\nBefore \ue001 and \ue002\ue003 behind $x^2$, \ue000 unclosed \ue004 words."
    url = serve_folder(build(Options(blog(files(strange=strange)))).output, "/blog/")
    page.goto(f"{url}search/")
    assert found(page, "unclosed") == ["Odd"]
    page.locator(".search-results p math").wait_for()
    assert "Before and behind" in " ".join(page.locator(".search-results p").last.inner_text().split())


def test_without_the_post_the_plain_text_stays(page: "Page", url: str) -> None:
    """Nothing of a phrase is ever seen, nor of the marks around it, also in titles and sections."""
    page.route("**/normal/", lambda route: route.abort())
    page.goto(f"{url}search/")
    found(page, r"p\ll q")
    result = page.locator(".search-results > li")
    page.wait_for_load_state("networkidle")
    text = result.inner_text()
    assert "高斯积分 I=√π" in text
    assert "x_i 有 ∫_(−∞)^∞e^(−x²)dx=√π 散度若 p≪q" in " ".join(text.split())
    assert result.locator("mark").all_inner_texts() == ["p≪q"]
    assert not re.search(f"[{phrases.MARK}\ue000-\ue00f]", text)


def test_formulas_that_a_post_has_no_more_stay_as_they_were(page: "Page", url: str) -> None:
    """A post may be published anew while its reader has the old index."""
    page.route("**/normal/", lambda route: route.fulfill(body='<article><h1>?</h1><p class="body">?</p></article>'))
    page.goto(f"{url}search/")
    with page.expect_response("**/normal/"):
        found(page, r"p\ll q")
    assert page.locator(".search-results .math").first.inner_text() == "I=√π"
    assert page.locator(".search-results math").count() == 0


def test_the_page_makes_the_same_phrases_as_the_index(page: "Page", url: str) -> None:
    """On all formulas of the demo blog, on each command that stands for a character, and on what is hard."""
    posts = [path.read_text("utf-8") for path in sorted((REPOSITORY / "content").rglob("*.md"))]
    demo = [formula for post in posts for formula in re.findall(r"\$+([^$]+)\$+", post)]
    table = json.loads(phrases.table())
    hard = [
        "x¹²₃₄", "f''", "f′'", "a||b", "\\", "\\\\[1ex] y", "x % comment\n y", "ℝ𝑥ﬁ⁻¹", "变 量x", "}{^_",
        r"\operatorname*{argmax} \alpha*x", r"\begin{array}{c|c} a & b \end{array}", r"\label{eq:a} \textcolor{red}{x}",
        r"\{x\mid y\}", "∅\ufe00", r"\constructor",
    ]  # fmt: skip
    formulas = [*demo, *table["names"], *hard]
    assert len(demo) > 1000
    page.goto(f"{url}search/")
    made = page.evaluate(
        """async ([formulas, table]) => {
          const { phrase } = await import(document.querySelector(".search").dataset.phrases);
          return formulas.map((formula) => phrase(formula, table));
        }""",
        [formulas, table],
    )
    assert made == [phrases.phrase(formula) for formula in formulas]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x^{2}", "x^2"),
        ("x^2", "x²"),
        ("a_{12}", "a₁₂"),
        (r"a\le b", "a≤b"),
        (r"\leqslant", r"\leq"),
        (r"\to", r"\longrightarrow"),
        (r"\alpha", "α"),
        (r"\varphi", r"\phi"),
        (r"\frac12", r"\dfrac{1}{2}"),
        (r"\left(x\right)", "(x)"),
        ("f'", r"f^\prime"),
        ("f''", "f′′"),
        ("f''", "f″"),
        (r"f^{\prime\prime}", "f''"),
        (r"\mathrm{d}x", "dx"),
        (r"\boldsymbol{x}\,y", "xy"),
        (r"\|x\|", "||x||"),
        (r"\log p", r"\operatorname{log}p"),
        ("x−1", "x-1"),
        (r"1,\ldots,n", r"1,\dots,n"),
        (r"\begin{aligned}a&=b\\&=c\end{aligned}", "a=b=c"),
        ("（x）", "(x)"),
        (r"\ne", "≠"),
        (r"\overline x", r"\bar{x}"),
        (r"x\tag{1}", "x"),
        (r"\iff", r"\Leftrightarrow"),
        (r"p\mid q", "p|q"),
        ("𝑥", "x"),
    ],
)
def test_two_ways_to_write_a_formula_are_one_phrase(one: str, other: str) -> None:
    """A reader does not know how an author wrote what both see."""
    assert phrases.phrase(one) == phrases.phrase(other)


@pytest.mark.parametrize(
    ("one", "other"), [("x^2", "x_2"), ("X", "x"), (r"\Gamma", r"\gamma"), ("x+y", "x-y"), (r"\R", "r")]
)
def test_what_is_not_the_same_is_another_phrase(one: str, other: str) -> None:
    """In formulas every sign matters, and so does case."""
    assert phrases.phrase(one) != phrases.phrase(other)


def test_a_query_has_an_address(page: "Page", url: str) -> None:
    """The form of the page for lost readers leads to the results, and the way back from one leads to them again."""
    page.goto(f"{url}404.html")
    page.fill("input[name=q]", "维特比")
    page.press("input[name=q]", "Enter")
    page.locator(".search-results h2 a").click()
    assert page.url == f"{url}2026/09/viterbi/"
    page.go_back()
    page.locator(".search-results h2 a").wait_for()
    assert page.input_value("input[name=q]") == "维特比"


def test_the_index_is_made_again_only_if_a_page_changed(blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch) -> None:
    """The kept index gives the same bytes; a damaged one is thrown away, and an old one does not stay."""
    root = blog(files())
    output = build(Options(root)).output
    first = {path.relative_to(output): path.read_bytes() for path in (output / "pagefind").rglob("*") if path.is_file()}
    assert json.loads(first[Path(search.ENTRY)])["languages"]["unknown"]["page_count"] == 6
    (kept,) = (root / ".mathpress/cache/search").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert build(Options(root, output=root / "again")).written
    again = {
        path.relative_to(root / "again"): path.read_bytes()
        for path in (root / "again/pagefind").rglob("*")
        if path.is_file()
    }
    assert again == first
    monkeypatch.setattr(search, "_run", lambda *_: pytest.fail("Pagefind was run for nothing"))
    build(Options(root))
    monkeypatch.undo()
    (root / "content/posts/agm.md").unlink()
    build(Options(root))
    assert json.loads((output / search.ENTRY).read_bytes())["languages"]["unknown"]["page_count"] == 5
    assert len(list((root / ".mathpress/cache/search").iterdir())) == 1


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("../evil.txt", b"evil"), ("pagefind/../../evil.txt", b"evil"), ("/{root}/evil.txt", b"evil"),
        ("pagefind/evil.txt", "evil"), ("", b""),
    ],
)  # fmt: skip
def test_an_index_from_elsewhere_writes_nothing_elsewhere(blog: "MakeBlog", path: str, content: bytes | str) -> None:
    """A blog that somebody sends may bring its cache along; what is no index of ours is made again."""
    root = blog(files())
    output = build(Options(root)).output
    site = files_of(output)
    brought = pack({search.ENTRY: b"{}", PurePosixPath(path.format(root=root)): content}) if path else b"no index"
    cache = root / ".mathpress/cache/search"
    (kept,) = cache.iterdir()
    Kept(cache).keep(kept.name, brought)
    build(Options(root))
    assert files_of(output) == site
    assert not [*root.rglob("evil.txt")]


def test_a_blog_without_anything_to_search(blog: "MakeBlog") -> None:
    """A new blog whose posts are all drafts builds, with the warning that there is nothing to show."""
    report = build(Options(blog({"mathpress.toml": CONFIG, "content/posts/a.md": "---\ntitle: A\ndraft: true\n---\n"})))
    assert [problem.code for problem in report.problems] == ["content-empty"]
    assert not (report.output / "search").exists()


def test_more_results_than_are_shown_at_once(page: "Page", blog: "MakeBlog", serve_folder: "ServeFolder") -> None:
    """Twenty are shown, the rest on demand."""
    posts = {f"p{number}": f"title: Lemma {number}\n---\nA commonplace." for number in range(25)}
    url = serve_folder(build(Options(blog(files(**posts)))).output, "/blog/")
    page.goto(f"{url}search/")
    assert len(found(page, "commonplace")) == 20
    page.click(".search-more")
    page.wait_for_function("document.querySelectorAll('.search-results > li').length === 25")
    assert page.locator(".search-more").is_hidden()


@pytest.mark.parametrize("lost", ["**/pagefind/pagefind.js", "**/pagefind/*.json*"])
def test_a_search_without_a_line_is_told_and_the_next_one_works(page: "Page", url: str, lost: str) -> None:
    """Whatever could not be loaded is asked for again."""
    page.route(lost, lambda route: route.abort())
    page.goto(f"{url}search/?q=Gauss")
    page.get_by_text("搜索暂时不可用").wait_for()
    assert page.locator(".search-results > li").count() == 0
    page.unroute(lost)
    assert found(page, "Gauss iterated") == ["The arithmetic–geometric mean"]


def test_without_pagefind_the_rest_works(blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a warning that says what to install, and no page nor link that would lead nowhere."""
    monkeypatch.setattr(search, "find_spec", lambda _: None)
    report = build(Options(blog(files())))
    (problem,) = report.problems
    assert (problem.code, problem.severity) == ("search-missing", Severity.WARNING)
    assert "pip install pagefind_bin" in problem.message
    assert not (report.output / "search").exists()
    assert "/search/" not in (report.output / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("program", "reason"),
    [("#!/bin/sh\nexit 7", "exit status 7"), ("#!/bin/sh", "exit status 0"), ("", "cannot be run")],
)
def test_what_pagefind_cannot_do_is_told(
    blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, reason: str
) -> None:
    """If Pagefind fails nothing is written, and the message says what it said and how to do without."""
    executable = tmp_path / "pagefind"
    executable.write_text(program)
    executable.chmod(0o755 if program else 0o000)
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: executable if program else tmp_path)
    root = blog(files())
    with pytest.raises(Stop) as stopped:
        build(Options(root))
    (problem,) = stopped.value.problems
    assert problem.code == "search-failed"
    assert reason in problem.message
    assert not (root / "public").exists()


def test_nothing_in_the_blog_or_the_environment_steers_pagefind(
    blog: "MakeBlog", run_mathpress: "RunMathpress"
) -> None:
    """Settings for Pagefind and modules that lie about are not obeyed, or the same blog would make another index."""
    stray = {
        "pagefind.yml": "glob: none.html\n",
        "pagefind_bin.py": "raise SystemExit(9)",
        "pagefind.py": "raise SystemExit(9)",
    }
    root = blog(files() | stray)
    result = run_mathpress("build", cwd=root, env={"PAGEFIND_GLOB": "none.html"})
    assert (result.returncode, result.stderr) == (0, "")
    entry = json.loads((root / "public" / search.ENTRY).read_bytes())
    assert entry["languages"]["unknown"]["page_count"] == 6


def test_the_page_and_the_index_agree_on_ideographs() -> None:
    """The two classes of characters of `text.py` stand in the scripts as well."""
    scripts = REPOSITORY / "static/js"
    for file, name, ranges in (("phrases", "IDEOGRAPHS", IDEOGRAPHS), ("search", "IDEOGRAPHIC", IDEOGRAPHIC)):
        script = (scripts / f"{file}.js").read_text("utf-8")
        (literal,) = re.findall(rf'const {name} = "([^"]*)"', script)
        assert re.sub(r"\\u\{?([0-9a-f]+)\}?", lambda code: chr(int(code[1], 16)), literal) == ranges


def test_the_preview_has_the_page_without_an_index(blog: "MakeBlog") -> None:
    """An index takes too long to make at every save."""
    output = build(Options(blog(files()), is_preview=True)).output
    assert "预览没有搜索索引" in (output / "search/index.html").read_text("utf-8")
    assert not (output / "pagefind").exists()


def test_a_blog_that_is_not_searched(blog: "MakeBlog") -> None:
    """Unless it is asked for there is no search page, and an author may have a page of that name."""
    own = {
        "content/pages/search.md": "---\ntitle: My search\n---\nElsewhere.",
        "content/posts/a.md": "---\ntitle: A\ndate: 2026-01-01\n---\nA",
    }
    report = build(Options(blog(own)))
    assert report.problems == ()
    assert "My search" in (report.output / "search/index.html").read_text("utf-8")
    report = build(Options(blog(own | {"mathpress.toml": CONFIG}), fail_on=None))
    assert [problem.code for problem in report.problems] == ["url-taken"]


def test_words_of_two_letters_beside_a_formula(
    page: "Page", blog: "MakeBlog", run_mathpress: "RunMathpress", serve_folder: "ServeFolder"
) -> None:
    """In French `de` is a word, though it could be a differential."""
    root = blog(
        {
            "mathpress.toml": CONFIG.replace('"zh"', '"fr"'),
            "content/posts/a.md": "---\ntitle: Exponentielle\ndate: 2026-09-01\n---\nUne intégrale de $e^{-x} dx$.\n",
            "content/posts/b.md": "---\ntitle: Autre\ndate: 2026-09-01\n---\nRien de cela.\n",
        }
    )
    assert run_mathpress("build", cwd=root).returncode == 0
    page.goto(f"{serve_folder(root / 'public', '/blog/')}search/")
    assert found(page, "intégrale de e^{-x}") == ["Exponentielle"]
