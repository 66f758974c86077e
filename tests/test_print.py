"""A post on paper is an article: text, formulas with their numbers, figures and works cited, and nothing to operate."""

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, RunMathpress, ServeFolder

BASEL: Final = "2026/08/basel/"
TO_OPERATE: Final = "nav, button, form, select, theme-switch, .skip-link, .tags, .related, .series, .ways-back"
PAGE_AND_TEXT: Final = "[document.documentElement, document.body].map(e => getComputedStyle(e))"
FILTERS: Final = """["--picture-filter", "--drawing-filter", "--drawing-blend"].map(
    (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim())"""
COLOURS: Final = f"{PAGE_AND_TEXT}.map((style, i) => i ? style.color : style.backgroundColor)"


@pytest.fixture
def paper(page: "Page", demo_url: str) -> "Page":
    """Open a post that has everything as a printer gets it, for a reader who likes dark pages."""
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(demo_url + BASEL)
    return page


def test_nothing_that_is_to_be_operated_is_printed(paper: "Page") -> None:
    """No menu, no contents, no buttons, no way to other posts."""
    assert paper.locator(TO_OPERATE).count() > 5
    assert [each for each in paper.locator(TO_OPERATE).all() if each.is_visible()] == []


def test_paper_is_white_whatever_the_reader_likes(paper: "Page") -> None:
    """Black on white, for those who like dark pages and for those who chose them on the page."""
    assert paper.evaluate(COLOURS) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    paper.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert paper.evaluate(COLOURS) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert paper.evaluate(FILTERS) == ["none", "none", "normal"]


def test_numbers_of_formulas_and_how_to_cite_are_printed(paper: "Page") -> None:
    """What can be folded on a screen is open on paper; BibTeX is for programs."""
    assert paper.locator(".number").count() > 4
    assert all(number.is_visible() for number in paper.locator(".number").all())
    assert paper.locator("details.cite > p").is_visible()
    assert not paper.locator("details.cite > pre").is_visible()


def test_addresses_of_links_are_printed(page: "Page", demo_url: str) -> None:
    """Those that lead to other sites; a number in brackets says enough of a formula of the page."""
    page.emulate_media(media="print")
    page.goto(demo_url + "links/")
    behind = """selector => [...document.querySelectorAll(selector)]
        .map(a => getComputedStyle(a, "::after").content.includes(a.getAttribute("href")))"""
    links = page.evaluate(behind, ".body a[href^=http]")
    assert links
    assert all(links)
    page.goto(demo_url + BASEL)
    assert not any(page.evaluate(behind, ".body a[href^='#']"))


def test_a_post_takes_no_more_pages_than_it_needs(paper: "Page") -> None:
    """A figure that finds no room goes to the next page, but none is so high that it leaves most of one empty."""
    pdf = paper.pdf(format="A4")
    assert 3 <= pdf.count(b"/Type /Page\n") <= 6


def test_strokes_of_formulas_are_printed(paper: "Page") -> None:
    """They are drawn as grounds, which browsers leave out of what they print unless they are told not to."""
    asked = paper.evaluate(
        """document.querySelector("math").insertAdjacentHTML("beforeend", "<menclose notation='updiagonalstrike'/>")
        ?? getComputedStyle(document.querySelector("menclose")).printColorAdjust"""
    )
    assert asked == "exact"


def test_a_display_that_scrolls_on_the_screen_fits_on_paper(
    page: "Page", blog: "MakeBlog", run_mathpress: "RunMathpress", serve_folder: "ServeFolder"
) -> None:
    """It shrinks as far as it has to, with room for its number; one that fits keeps its size."""
    wide = "+".join(f"x_{{{number}}}" for number in range(40))
    text = rf"\begin{{equation}}y={wide}\end{{equation}} \begin{{equation}}y=x\end{{equation}}"
    root = blog({"content/posts/a.md": f"---\ntitle: A\ndate: 2026-01-01\n---\n{text}\n"})
    assert run_mathpress("build", cwd=root).returncode == 0
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{serve_folder(root / 'public')}2026/01/a/")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 597, "height": 900})
    formula, number, body, small = page.evaluate(
        """[".math-display math", ".number", ".body", ".math-display + .math-display .scroll"]
            .map(selector => document.querySelector(selector))
            .map((e, i) => i < 3 ? e.getBoundingClientRect().toJSON() : parseFloat(getComputedStyle(e).fontSize))"""
    )
    assert body["left"] <= formula["left"]
    assert formula["right"] <= number["left"]
    assert number["right"] <= body["right"] + 1
    assert small == pytest.approx(11 * 96 / 72, abs=0.1)
