"""Pages whose formulas MathJax draws, in a real browser with a real MathJax that the site serves itself."""

import base64
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.conftest import MATHJAX_POLICY, PINNED_POLICY
from tests.tools import PACKAGES, mathjax_files

from mathpress.tables import MATHJAX_INTEGRITY, MATHJAX_URL

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route
    from tests.conftest import MakeBlog, RunMathpress, ServeFolder

POST: Final = r"""---
title: Drawn by MathJax
date: 2026-01-02
---
In a line $\KL(p\|q)$, struck $\cancel{x}$, bold \(\boldsymbol{y}\), 集合$\mathscr{A}$。

$$\begin{equation}\vec{x}=\int_0^1 f(t)\,dt\label{eq:one}\end{equation}$$

\begin{align}a&=\sum_{i=1}^n x_i\label{eq:two}\\ b&=c\tag{$*$}\\
\intertext{and so}d&=e\notag\\ f&=g\label{四}\end{align}

\begin{gather*}u=v\tag*{[A]}\\ w\end{gather*}

By \eqref{eq:one}, \ref{四} and $\eqref{eq:two}$ we get
$$\norm{z}\overset{\eqref{eq:two}}{=}\color{red}{r}+\color{#00f}{s}+\color{skyblue}t\qquad\text{由式}\eqref{eq:one}$$
and $\def\half{\tfrac12}\half\KL$ at last, and mathtools:
$$f=\begin{dcases}\frac{1}{2}&x\\0\end{dcases}\quad\sum_{\mathclap{i\le j}}\prescript{a}{b}{X}
\xhookrightarrow{f}\begin{pmatrix*}[r]-1\end{pmatrix*}$$
"""
CHEMISTRY: Final = r"""---
title: One formula for MathJax
date: 2026-01-01
---
MathML here: $x^2$, and $$\begin{equation}\ce{2H2 + O2 ->[\Delta] 2H2O}\label{eq:water}\end{equation}$$
see \eqref{eq:water}.
"""
SETTINGS: Final = r"""
title = "MathJax"
url = "https://example.org/blog/"

[math]
engine = "{engine}"
mathjax_url = "/mathjax/tex-chtml.js"

[math.macros]
KL = '\operatorname{{KL}}'
norm = '\left\lVert #1\right\rVert'
"""
DRAWN: Final = "document.querySelectorAll('.mathjax').length && MathJax.startup.promise.then(() => true)"
FORMULAS: Final = """[...document.querySelectorAll('.mathjax')].map(formula => ({
    tex: formula.dataset.tex,
    sizes: [...formula.querySelectorAll('mjx-container')].map(c => c.getBoundingClientRect())
        .map(box => [box.width, box.height]),
    errors: formula.querySelectorAll('mjx-merror, [data-mml-node="merror"]').length,
    isSource: formula.textContent.includes('\\\\'),
}))"""
NUMBERS: Final = "[...document.querySelectorAll('.body mjx-labels mjx-mtd')].map(number => number.textContent)"
LABELS: Final = "[...document.querySelectorAll('.body .number')].map(number => number.textContent)"


def build(blog: "MakeBlog", run_mathpress: "RunMathpress", engine: str) -> Path:
    """Build the two posts, with MathJax below static/ as npm lays it out, and return the output."""
    files: dict[str, str | bytes] = {
        "mathpress.toml": SETTINGS.format(engine=engine),
        "content/posts/drawn.md": POST,
        "content/posts/chemistry.md": CHEMISTRY.replace("date:", "math: mathml\ndate:"),
    }
    root = blog(files | mathjax_files())
    result = run_mathpress("build", cwd=root)
    assert result.returncode == 0, result.stderr
    return root / "public"


@pytest.fixture(scope="module", autouse=True)
def mathjax(packages: Path) -> Path:
    """See to MathJax for every test and return its folder."""
    return packages / "mathjax"


@pytest.fixture(scope="module")
def urls(blog: "MakeBlog", run_mathpress: "RunMathpress", serve_folder: "ServeFolder") -> dict[str, str]:
    """Build and serve the same blog with either engine; return the URLs."""
    return {engine: serve_folder(build(blog, run_mathpress, engine), "/blog/") for engine in ("mathjax", "mathml")}


def drawn(page: "Page", site: str, path: str, *, policy: str = "") -> list[str]:
    """Open a page, wait until MathJax has drawn it and is silent, and return what it complained about."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)
    page.on("request", lambda request: None if _is_own(request.url, site) else complaints.append(request.url))
    if policy:
        page.route(f"{site}{path}", lambda route: _with_policy(route, policy))
    page.goto(site + path)
    page.wait_for_function(DRAWN)
    page.wait_for_load_state("networkidle")
    return complaints


def _is_own(url: str, site: str) -> bool:
    return url.startswith((site, f"blob:{site.removesuffix('/blog/')}/"))


def _with_policy(route: "Route", policy: str) -> None:
    response = route.fetch()
    route.fulfill(response=response, headers={**response.headers, "Content-Security-Policy": policy})


def test_the_hash_is_that_of_the_pinned_release() -> None:
    """Browsers refuse a MathJax whose file has another hash than the page says (Subresource Integrity)."""
    algorithm, _, digest = MATHJAX_INTEGRITY.partition("-")
    file = PACKAGES / "mathjax" / MATHJAX_URL.rpartition("/")[2]
    assert base64.b64encode(hashlib.new(algorithm, file.read_bytes()).digest()).decode() == digest


@pytest.mark.parametrize(("path", "count"), [("2026/01/drawn/", 10), ("2026/01/chemistry/", 1)])
@pytest.mark.parametrize("policy", ["", MATHJAX_POLICY])
def test_every_formula_is_drawn_with_what_the_site_serves(
    page: "Page", urls: dict[str, str], path: str, count: int, policy: str
) -> None:
    """Each has a size and no error, no LaTeX is left over, nothing comes from elsewhere, and the console is silent."""
    assert drawn(page, urls["mathjax"], path, policy=policy) == []
    formulas: list[dict[str, Any]] = page.evaluate(FORMULAS)
    assert len(formulas) == count
    for formula in formulas:
        sizes = formula["sizes"]
        assert sizes, formula["tex"]
        assert all(width > 0 and height > 0 for width, height in sizes), formula["tex"]
        assert (formula["errors"], formula["isSource"]) == (0, False), formula["tex"]


def test_the_pinned_release_is_loaded_under_the_documented_policy(
    page: "Page", blog: "MakeBlog", run_mathpress: "RunMathpress", serve_folder: "ServeFolder"
) -> None:
    """All that it loads is at its own host, for which the files that npm fetched stand in here."""
    root = blog({"content/posts/chemistry.md": CHEMISTRY})
    assert run_mathpress("build", cwd=root).returncode == 0
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.route("https://cdn.jsdelivr.net/**", _from_packages)
    page.goto(f"{serve_folder(root / 'public', '/', PINNED_POLICY)}2026/01/chemistry/")
    page.locator("mjx-container mjx-mtext, mjx-container mjx-mi").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert complaints == []


def _from_packages(route: "Route") -> None:
    path = re.sub(r"https://cdn\.jsdelivr\.net/npm/|@[\d.]+(?=/)|\?.*", "", route.request.url)
    route.fulfill(path=PACKAGES / path, headers={"Access-Control-Allow-Origin": "*"})


def test_numbers_are_those_of_mathml(page: "Page", urls: dict[str, str]) -> None:
    """MathJax shows the numbers that the build gave, which are the same for either engine."""
    page.goto(f"{urls['mathml']}2026/01/drawn/")
    expected = page.evaluate(LABELS)
    assert expected == ["(1)", "(2)", "(∗)", "(3)", "[A]"]
    drawn(page, urls["mathjax"], "2026/01/drawn/")
    assert page.evaluate(NUMBERS) == expected


def test_references_lead_to_formulas_of_mathjax(page: "Page", urls: dict[str, str]) -> None:
    """A reference shows the number and leads to the formula, which is then in view."""
    drawn(page, urls["mathjax"], "2026/01/drawn/")
    references = page.locator(".body a.eqref, .body a.ref")
    assert [references.nth(i).inner_text() for i in range(references.count())] == ["(1)", "3", "(2)"]
    page.set_viewport_size({"width": 800, "height": 200})
    references.first.click()
    assert page.url.endswith("#eq:one")
    top = page.evaluate("document.querySelector('.math-display mjx-container').getBoundingClientRect().top")
    assert 0 <= top <= 200


def test_colours_mean_what_they_mean_in_mathml(page: "Page", urls: dict[str, str]) -> None:
    r"""`\color{red}{x}` colours x alone, `\color{red} x` is a switch to the end of the group."""
    drawn(page, urls["mathjax"], "2026/01/drawn/")
    colours = page.evaluate(
        """Object.fromEntries([...document.querySelectorAll('.mathjax mjx-mi')].map(letter =>
            [letter.textContent.normalize('NFKC'), getComputedStyle(letter).color]))"""
    )
    assert [colours[letter] for letter in "rst"] == ["rgb(255, 0, 0)", "rgb(0, 0, 255)", "rgb(135, 206, 235)"]
    plus = page.evaluate(
        "getComputedStyle([...document.querySelectorAll('.mathjax mjx-mo')].find(e => e.textContent === '+')).color"
    )
    assert plus == page.evaluate("getComputedStyle(document.querySelector('.mathjax')).color")
