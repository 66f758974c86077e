"""The theme's scripts, in a real browser: on a site below a path, under a strict Content-Security-Policy."""

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from tests.conftest import MakeBlog, RunMathpress, ServeFolder

POLICY: Final = "default-src 'self'"
FIRST: Final = """---
title: First
date: 2026-01-01
---
Text.
"""
PAGE_COLOUR: Final = "getComputedStyle(document.documentElement).backgroundColor"
LIGHT, DARK = "rgb(253, 252, 250)", "rgb(23, 25, 29)"


@pytest.fixture(scope="module")
def url(blog: "MakeBlog", run_mathpress: "RunMathpress", serve_folder: "ServeFolder") -> str:
    """Build and serve a blog with something of all that the scripts look for."""
    root = blog({
        "mathpress.toml": 'title = "T"\nurl = "https://example.org/blog/"\n',
        "content/posts/first.md": FIRST,
    })  # fmt: skip
    result = run_mathpress("build", cwd=root)
    assert result.returncode == 0, result.stderr
    return serve_folder(root / "public", "/blog/", POLICY)


@pytest.fixture
def post(page: "Page", url: str) -> "Iterator[Page]":
    """Open the first post; in the end nothing may have been complained of."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{url}2026/01/first/")
    yield page
    assert complaints == []


# --- the choice of colours -------------------------------------------------------------------------------------------


def test_the_colours_that_a_reader_chose_hold_on_all_pages(post: "Page", url: str) -> None:
    """The choice stands against the system's, also on the next page; `System` follows the system again."""
    switch = post.get_by_role("combobox", name="Theme")
    post.emulate_media(color_scheme="light")
    switch.select_option("Dark")
    assert post.evaluate(PAGE_COLOUR) == DARK
    post.goto(url)
    assert post.evaluate(PAGE_COLOUR) == DARK
    expect(switch).to_have_value("dark")
    switch.select_option("System")
    assert post.evaluate(PAGE_COLOUR) == LIGHT
    post.emulate_media(color_scheme="dark")
    assert post.evaluate(PAGE_COLOUR) == DARK
    switch.select_option("Light")
    assert post.evaluate(PAGE_COLOUR) == LIGHT


def test_no_page_is_shown_in_the_wrong_colours_first(post: "Page") -> None:
    """The choice is applied before the body of a page is there, and its control comes with the header."""
    post.get_by_role("combobox", name="Theme").select_option("Dark")
    post.add_init_script(
        """new MutationObserver(() => {
            if (!document.body) return;
            window.themes ??= [document.documentElement.dataset.theme];
            if (document.querySelector("main")) window.hadSwitch ??= Boolean(document.querySelector("header select"));
        }).observe(document, { childList: true, subtree: true });"""
    )
    post.reload()
    assert post.evaluate("[window.themes, window.hadSwitch]") == [["dark"], True]


def test_the_choice_holds_in_other_tabs_and_on_paper_it_does_not(post: "Page") -> None:
    """Another tab follows at once; paper is white."""
    other = post.context.new_page()
    other.goto(post.url)
    post.get_by_role("combobox", name="Theme").select_option("Dark")
    expect(other.get_by_role("combobox", name="Theme")).to_have_value("dark")
    assert other.evaluate(PAGE_COLOUR) == DARK
    other.emulate_media(media="print")
    assert other.evaluate(PAGE_COLOUR) == "rgb(255, 255, 255)"
    expect(other.get_by_label("Theme")).to_be_hidden()


def test_colours_can_be_chosen_where_nothing_may_be_kept(post: "Page") -> None:
    """Readers may forbid a site to keep anything; the choice holds for the page then."""
    post.add_init_script("delete Storage.prototype.getItem; delete Storage.prototype.setItem")
    post.reload()
    post.get_by_role("combobox", name="Theme").select_option("Dark")
    assert post.evaluate(PAGE_COLOUR) == DARK


# --- without scripts -------------------------------------------------------------------------------------------------


def test_without_scripts_nothing_is_offered_that_needs_them(browser: "Browser", url: str) -> None:
    """What a script operates is made by that script."""
    with browser.new_context(java_script_enabled=False) as context:
        plain = context.new_page()
        plain.goto(f"{url}2026/01/first/")
        assert plain.locator("select, button").count() == 0
