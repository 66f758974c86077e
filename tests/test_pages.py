"""The pages as readers get them, in a real browser: the demo blog, and a listing of the posts that such blogs have."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, RunMathpress, ServeFolder

WIDTHS: Final = (1280, 768, 390, 320)
FORMULAS: Final = "2024/01/formulas/"
AGM: Final = "2025/05/agm/"
FLOW: Final = "2025/10/flow-vae/"
ODE: Final = "2026/07/probability-flow-ode/"
NBCE: Final = "2026/09/nbce-2/"
DEMO_PAGES: Final = (
    "",
    FORMULAS,
    "2024/09/segment-5/",
    AGM,
    FLOW,
    "2026/06/bigan/",
    ODE,
    NBCE,
    "about/",
    "links/",
    "archive/",
    "tags/",
    "categories/",
    "series/",
    "tags/概率/",
    "search/",
    "docs/",
    "docs/formulas/",
    "docs/configuration/",
    "docs/diagnostics/",
    "404.html",
)

# Typed exactly so by authors: no blank line before a display, formulas glued to ideographs.
REAL_POSTS: Final = (
    "设给定数据集的证据分布为$\\tilde{p}(x)$,用如下形式拟合\n"
    "$$\\begin{equation}q(x)=\\int q(z)q(x|z) dz\\end{equation}$$\n",
    "我们得到\n"
    "\\begin{equation}\\log p(T|S_1, S_2,\\cdots,S_n) = \\color{red}{(\\beta + 1)\\overline{\\log p(T|S)}}"
    " - \\color{green}{\\beta\\log p(T)} + \\color{skyblue}{\\text{常数}}\\label{eq:nbce-2}\\end{equation}\n"
    "如式\\eqref{eq:nbce-2}所示,$\\beta$是超参数,又见$\\eqref{eq:nbce-2}$。\n",
    "$$\\pi=\\frac{426880\\sqrt{10005}}{\\sum_{n=0}^{\\infty}"
    " \\frac{(6n)!(545140134n+13591409)}{(n!)^3(3n)!(-640320)^{3n}}}$$\n",
    "$$\\begin{aligned}a&=b\\\\&=c\\end{aligned}$$ 与 \\(x_i\\)、\\[y_j\\],价格 $5 和 $10 不是公式\n",
    "![由模型实现的线性插值](interp.png)\n<!-- more -->\n\n这一段不在列表里。\n",
)


REPEATED_IDS: Final = """[...document.querySelectorAll('[id]')].map(e => e.id)
    .filter((id, i, ids) => ids.indexOf(id) !== i)"""
DANGLING_FRAGMENTS: Final = """[...document.querySelectorAll('a[href^="#"]')]
    .map(a => decodeURIComponent(a.getAttribute('href').slice(1))).filter(id => !document.getElementById(id))"""
STARTS_OF_RELATIONS: Final = """[...document.querySelectorAll('.rows mtable.m-full')].map(table =>
    [...table.querySelectorAll(':scope > mtr')].map(row => row.children[2]?.querySelector('mo, mi'))
        .filter(first => first).map(first => first.getBoundingClientRect().left))"""
FORMULA_SIZES: Final = """[...document.querySelectorAll('math')].map(m => m.getBoundingClientRect())
    .map(box => [box.width, box.height])"""
DISTANCES_TO_MARGIN: Final = """[...document.querySelectorAll('.body .number')]
    .map(n => n.closest('.body').getBoundingClientRect().right - n.getBoundingClientRect().right)"""
TEXT_AND_PAGE_COLOUR: Final = """[document.querySelector('.body p'), document.documentElement]
    .map(e => getComputedStyle(e)).map((style, i) => i ? style.backgroundColor : style.color)"""


@pytest.fixture(scope="module")
def real_url(blog: "MakeBlog", run_mathpress: "RunMathpress", serve_folder: "ServeFolder") -> str:
    """Build and serve a blog of eight posts made of what real authors type."""
    files: dict[str, str | bytes] = {
        "content/posts/interp.png": (REPOSITORY / "content/posts/bigan/interp.png").read_bytes()
    }
    for number in range(8):
        front = f"---\ntitle: 第{number + 1}篇\ndate: 2026-0{number + 1}-21\n---\n"
        files[f"content/posts/post-{number}.md"] = front + REAL_POSTS[number % len(REAL_POSTS)]
    files["mathpress.toml"] = 'title = "实例"\nlanguage = "zh"\nurl = "https://example.org/"\n'
    root = blog(files)
    result = run_mathpress("build", cwd=root)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return serve_folder(root / "public")


def _open(page: "Page", url: str, width: int, scheme: str = "light") -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(url)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", DEMO_PAGES)
def test_nothing_scrolls_the_page_sideways(page: "Page", demo_url: str, path: str, width: int) -> None:
    """Wide formulas, code and tables scroll in their own boxes, the page never does."""
    _open(page, demo_url + path, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", DEMO_PAGES)
def test_pages_load_without_a_complaint(page: "Page", demo_url: str, path: str) -> None:
    """Nothing a page names is missing, nothing is loaded from elsewhere, and the console stays silent."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)
    page.on("request", lambda request: None if request.url.startswith(demo_url) else complaints.append(request.url))
    page.goto(demo_url + path)
    assert complaints == []


@pytest.mark.parametrize("path", DEMO_PAGES)
def test_ids_are_unique_and_fragments_lead_somewhere(page: "Page", demo_url: str, path: str) -> None:
    """No id stands twice on a page, and every link to a place on the same page finds it."""
    page.goto(demo_url + path)
    assert page.evaluate(REPEATED_IDS) == []
    assert page.evaluate(DANGLING_FRAGMENTS) == []


def test_only_the_page_that_demonstrates_mathjax_loads_it(demo: Path) -> None:
    """A formula that only MathJax knows makes its own page load MathJax, and no listing that does not show it."""
    script = re.compile('<script[^>]* src="[^"]*mathjax@')
    loading = [path for path in demo.rglob("*.html") if script.search(path.read_text("utf-8"))]
    assert [path.parent.name for path in loading] == ["chemistry"]


def test_every_formula_has_a_size_and_its_source(page: "Page", demo_url: str) -> None:
    """No formula is drawn with nothing in it; each has its LaTeX in exactly one data-tex."""
    page.goto(demo_url + FORMULAS)
    boxes = page.evaluate(FORMULA_SIZES)
    assert len(boxes) > 30
    assert all(width > 0 and height > 0 for width, height in boxes)
    outside = page.evaluate("[...document.querySelectorAll('.body math')].filter(m => !m.closest('[data-tex]')).length")
    nested = page.evaluate("document.querySelectorAll('[data-tex] [data-tex]').length")
    assert (outside, nested) == (0, 0)


def test_numbers_stand_at_the_right_margin(page: "Page", demo_url: str) -> None:
    """The number of a display, alone or in the rows of an align, ends where the text ends."""
    _open(page, demo_url + ODE, 1280)
    edges: list[float] = page.evaluate(DISTANCES_TO_MARGIN)
    assert len(edges) >= 8
    assert max(map(abs, edges)) <= 1


def test_numbers_of_wide_rows_stay_in_view(page: "Page", demo_url: str) -> None:
    """On a phone a wide align scrolls in its box, while the numbers of its rows stay at the margin."""
    _open(page, demo_url + AGM, 390)
    wide = page.evaluate("[...document.querySelectorAll('.rows > .scroll')].some(s => s.scrollWidth > s.clientWidth)")
    edges: list[float] = page.evaluate(DISTANCES_TO_MARGIN)
    assert wide
    assert max(map(abs, edges)) <= 1


def test_rows_of_an_align_line_up(page: "Page", demo_url: str) -> None:
    """The relations of an align stand below one another, to the pixel."""
    _open(page, demo_url + FORMULAS, 1280)
    starts: list[list[float]] = page.evaluate(STARTS_OF_RELATIONS)
    tables = [row for row in starts if len(row) > 1]
    assert tables
    assert all(max(row) - min(row) <= 1 for row in tables)


def test_listing_of_real_posts(page: "Page", real_url: str) -> None:
    """Eight posts on one page: each has badge, title and excerpt, numbers as in the posts, and no id twice."""
    page.goto(real_url)
    entries = page.locator("article.entry")
    assert entries.count() == 8
    assert page.locator("time.date-badge").first.inner_text().split() == ["21", "Aug"]
    assert page.locator("time.date-badge").first.get_attribute("datetime") == "2026-08-21T00:00:00+00:00"
    assert page.locator("article.entry > h2 > a").first.inner_text() == "第8篇"
    assert page.evaluate(REPEATED_IDS) == []
    numbers = page.locator(".excerpt .number > a")
    assert {numbers.nth(i).inner_text() for i in range(numbers.count())} == {"(1)"}
    assert page.locator(".excerpt .number[id]").count() == 0
    assert page.locator("article.entry", has_text="第5篇").locator("a.read-more").inner_text() == "点击阅读全文..."


def test_number_in_an_excerpt_links_to_the_post(page: "Page", real_url: str) -> None:
    """Following a number from the listing ends at that formula in its post."""
    page.goto(real_url)
    page.locator("article.entry", has_text="第7篇").locator(".number > a").click()
    page.wait_for_url(f"{real_url}2026/07/post-6/#eq:nbce-2")
    page.wait_for_function("document.querySelector(':target')")
    assert page.locator(".math-display.equation:has(:target)").count() == 1


def test_post_with_label_and_references(page: "Page", real_url: str) -> None:
    """The label is an anchor, references in prose and in a formula of their own link to it and show the number."""
    page.goto(f"{real_url}2026/02/post-1/")
    number = page.locator("#eq\\:nbce-2")
    assert number.inner_text() == "(1)"
    references = page.locator("a.eqref")
    assert references.count() == 2
    assert [references.nth(i).get_attribute("href") for i in range(2)] == ["#eq:nbce-2"] * 2
    assert [references.nth(i).inner_text() for i in range(2)] == ["(1)"] * 2


def test_colours_do_not_bleed(page: "Page", real_url: str) -> None:
    """Red ends at its brace, and skyblue, which is a CSS colour, is drawn."""
    page.goto(f"{real_url}2026/02/post-1/")
    colours: dict[str, Any] = page.evaluate(
        """Object.fromEntries([...document.querySelectorAll('.math-display math *')].filter(e => !e.children.length)
            .map(e => [e.textContent, getComputedStyle(e).color]))"""
    )
    assert page.locator('[mathcolor="#87CEEB"]').all_text_contents() == ["常数"]
    assert colours["常数"] != colours["−"] == colours["="]
    assert colours["−"] == page.evaluate("getComputedStyle(document.body).color")


def test_glued_displays_split_the_paragraph(page: "Page", real_url: str) -> None:
    """A display in the middle of a paragraph is a block, and the prices behind it are prose."""
    page.goto(f"{real_url}2026/04/post-3/")
    assert page.locator(".body > .math-display").count() == 2
    assert page.locator(".body > p", has_text="价格 $5 和 $10 不是公式").count() == 1
    assert page.locator(".body p .math-display").count() == 0


def test_figure_is_captioned_and_shown_in_the_listing(page: "Page", real_url: str) -> None:
    """An image alone in its paragraph is a figure; on the listing its file is found as well."""
    for url in (real_url, f"{real_url}2026/05/post-4/"):
        page.goto(url)
        figure = page.locator("figure", has_text="由模型实现的线性插值").first
        figure.scroll_into_view_if_needed()
        image = figure.locator("img")
        page.wait_for_function("image => image.complete", arg=image.element_handle())
        assert image.evaluate("image => image.naturalWidth") == 900
        assert figure.locator("figcaption").inner_text() == "由模型实现的线性插值"


def test_badge_is_english_and_other_dates_are_not(page: "Page", demo_url: str) -> None:
    """The badge's month is always English with three letters; every other date is in the site's language."""
    page.goto(demo_url)
    badge = page.locator("article.entry").first.locator("time.date-badge")
    assert (badge.locator(".day").inner_text(), badge.locator(".month").inner_text()) == ("21", "Sep")
    page.goto(demo_url + NBCE)
    assert page.locator(".byline time").first.inner_text() == "2026年9月21日"


def test_punctuation_never_begins_a_line_after_a_formula(page: "Page", real_url: str) -> None:
    """However narrow the page, a comma stays on the line of the formula before it."""
    page.goto(f"{real_url}2026/02/post-1/")
    for width in range(200, 420, 10):
        page.set_viewport_size({"width": width, "height": 900})
        torn = page.evaluate(
            """[...document.querySelectorAll('.nobreak')].filter(n => {
                const range = document.createRange();
                range.selectNodeContents(n.lastChild);
                const formula = n.firstElementChild.getBoundingClientRect();
                return n.lastChild.nodeType === 3 && range.getBoundingClientRect().top > formula.bottom;
            }).length"""
        )
        assert torn == 0, f"at {width} px"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_keeps_contrast(page: "Page", demo_url: str, scheme: str) -> None:
    """Body text has a contrast of at least 7:1 in both themes (WCAG 2.2, AAA for text)."""
    _open(page, demo_url + NBCE, 1280, scheme)
    colours: list[str] = page.evaluate(TEXT_AND_PAGE_COLOUR)
    foreground, background = map(_luminance, colours)
    assert (max(foreground, background) + 0.05) / (min(foreground, background) + 0.05) >= 7


@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_a_theme_chosen_on_the_page_wins_over_the_system(page: "Page", demo_url: str, system: str, chosen: str) -> None:
    """`data-theme` on <html> sets every colour, and without it the system's scheme does."""
    _open(page, demo_url + NBCE, 1280, chosen)
    by_system: list[str] = page.evaluate(TEXT_AND_PAGE_COLOUR)
    _open(page, demo_url + NBCE, 1280, system)
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", chosen)
    assert page.evaluate(TEXT_AND_PAGE_COLOUR) == by_system


@pytest.mark.parametrize(("scheme", "theme", "dark"), [
    ("light", "", False), ("dark", "", True), ("dark", "light", False), ("light", "dark", True),
])  # fmt: skip
def test_drawings_are_inverted_on_dark_pages_alone(
    page: "Page", demo_url: str, scheme: str, theme: str, dark: bool
) -> None:
    """Whether the system or the reader's choice makes them dark."""
    _open(page, demo_url + "2026/08/basel/", 1280, scheme)
    page.evaluate("theme => { if (theme) document.documentElement.dataset.theme = theme }", theme)
    used = page.evaluate("getComputedStyle(document.querySelector('figure img.invert')).filter")
    assert used.startswith("invert(1)") if dark else used == "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["#000080", "#123456", "#000000", "#FF0000", "#FFFF00", "#00FF00", "#C0C0C0"])
def test_colours_that_authors_choose_can_be_read(page: "Page", real_url: str, scheme: str, colour: str) -> None:
    """What is too light for a light page is dimmed, what is too dark for a dark one made lighter (WCAG 2.2, AA)."""
    _open(page, f"{real_url}2026/07/post-6/", 1280, scheme)
    shown, behind = page.evaluate(
        """colour => {
            const coloured = document.querySelector('.math-display [mathcolor]');
            coloured.setAttribute('mathcolor', colour);
            return [coloured.firstElementChild, document.documentElement].map((element, i) => {
                const context = new OffscreenCanvas(1, 1).getContext('2d');
                const style = getComputedStyle(element);
                context.fillStyle = i ? style.backgroundColor : style.color;
                context.fillRect(0, 0, 1, 1);
                return `rgb(${[...context.getImageData(0, 0, 1, 1).data].slice(0, 3).join(', ')})`;
            });
        }""",
        colour,
    )
    lighter, darker = sorted([_luminance(shown), _luminance(behind)], reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_a_line_covers_all_that_is_under_it(page: "Page", real_url: str) -> None:
    r"""The line of `\overline` is as wide as its formula in any font, and its accent takes no room."""
    page.goto(f"{real_url}2026/02/post-1/")
    covered, whole, accent, border = page.evaluate(
        """() => {
            const over = document.querySelector('mover:has(> .m-line)');
            const [base, accent] = [...over.children].map(child => child.getBoundingClientRect());
            return [base.width, over.getBoundingClientRect().width, accent.height,
                getComputedStyle(over.firstElementChild).borderTopStyle];
        }"""
    )
    assert (covered, accent, border) == (whole, 0, "solid")


def test_what_stands_out_of_a_formula_is_not_cut_off(
    page: "Page", blog: "MakeBlog", run_mathpress: "RunMathpress", serve_folder: "ServeFolder"
) -> None:
    r"""The ends of a `\mathclap` under a sum at the edge of a display are within the box that scrolls."""
    post = "---\ntitle: A\ndate: 2026-01-01\n---\n$$\\sum_{\\mathclap{1\\le i\\le n\\text{ odd}}}x\\tag{1}$$\n"
    root = blog({"content/posts/a.md": post})
    assert run_mathpress("build", cwd=root).returncode == 0
    page.goto(serve_folder(root / "public") + "2026/01/a/")
    ends = page.evaluate(
        """['.scroll', '.m-shift-half'].map(name => document.querySelector(name).getBoundingClientRect())
            .map(box => [box.left, box.right])"""
    )
    (left, right), (first, last) = ends
    assert left <= first < last <= right


def test_chinese_titles_break_at_punctuation(page: "Page", demo_url: str) -> None:
    """A title too long for one line is cut at its colon, not in the middle of a word."""
    _open(page, demo_url + FLOW, 1280)
    lines = page.evaluate(
        """() => {
            const text = document.querySelector('h1').firstChild;
            const lines = [];
            let top;
            for (let i = 0; i < text.length; i++) {
                const range = document.createRange();
                range.setStart(text, i);
                range.setEnd(text, i + 1);
                const box = range.getBoundingClientRect();
                if (box.top !== top) lines.push('');
                top = box.top;
                lines[lines.length - 1] += text.data[i];
            }
            return lines;
        }"""
    )
    assert lines == ["流模型与变分自编码器：", "似然里的那个积分"]


def _luminance(colour: str) -> float:
    """Return the relative luminance of a computed colour `rgb(r, g, b)` (WCAG 2.2)."""
    channels = [int(channel) / 255 for channel in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
