"""Formulas that try to put something into a page, wherever one may stand: in a real browser, nothing comes of it."""

import json
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Dialog, Page, Request, Response
from tests.tex.test_injections import ATTRIBUTES, FORMULAS
from tests.tex.test_typesetter import HTML, MATHML
from tests.tools import mathjax_files

from mathpress.build import Options, build

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, ServeFolder

CONFIG: Final = """url = "https://example.org/"
per_page = 200
[math]
engine = "{engine}"
mathjax_url = "/mathjax/tex-chtml.js"
"""
PICTURE: Final = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"
LINES: Final = [tex if "$" in tex else f"${tex.strip()}$" for tex in FORMULAS]
HARMLESS: Final = ["$x$", r"$\nope$", r"$\ce{x}$", r"$\eqref{a}$", r"$\href{https://a.b}{x}$", "$a_{\text{b}}$"]
INSIDE: Final = """[...document.querySelectorAll('[data-tex]:not(.mathjax):not(:has(.mathjax)) *:not(button.copy)')]
    .map((element) => [element.localName, element.getAttributeNames()])"""
"""The names of the elements in formulas, but for the theme's own button, and of their attributes."""
OUTSIDE: Final = """[...document.querySelectorAll('*')]
    .filter((element) => !element.closest('[data-tex], mjx-container'))
    .flatMap((element) => [`<${element.localName}>`, ...element.getAttributeNames()])"""
"""The names of the elements and of the attributes around formulas."""
DONE: Final = "window.MathJax?.startup?.promise.then(() => true)"
TRY_ALL: Final = """() => document.querySelectorAll('main *').forEach((element) => {
    for (const type of ['mouseover', 'focus', 'toggle', 'error', 'load']) element.dispatchEvent(new Event(type));
})"""
DRAWN: Final = """[...document.querySelectorAll('mjx-container *')].filter((element) =>
    element.matches('script, img, iframe, object, embed, svg, form, input, a[href^="javascript" i], a[href^="data" i]')
    || element.getAttributeNames().some((name) => name.startsWith('on'))).map((element) => element.outerHTML)"""
WHERE: Final = {
    "lines": "{}\n\n",
    "displays": "$$\n{}\n$$\n\n",
    "headings": "## {}\n\n",
    "captions": "![{}](a.svg)\n\n",
    "titles": '![a](a.svg "{}")\n\n',
    "items": "- {}\n",
    "cells": "| a |\n|---|\n| {} |\n\n",
    "links": "[{}](https://example.org/)\n\n",
}


def written(formulas: list[str], place: str) -> str:
    """Return a post's body with each formula at such a place; a display has dollars of its own."""
    form = WHERE[place]
    return "".join(form.format(tex.strip("$") if place == "displays" else tex) for tex in formulas)


def site_of(blog: "MakeBlog", serve_folder: "ServeFolder", formulas: list[str], engine: str) -> tuple[str, list[str]]:
    """Build a blog with the formulas at all places and in titles; return its URL and what to look at.

    That is the listing, which has all titles, the posts with all formulas, and every tenth with a formula for a title.
    """
    titles = {f"t{number}": (tex, "text") for number, tex in enumerate(formulas)}
    posts = {place: (f"In {place}", written(formulas, place)) for place in WHERE} | titles
    files: dict[str, str | bytes] = {
        f"content/posts/{name}.md": f"---\ntitle: {json.dumps(title)}\ndate: 2026-01-01\n---\n{body}"
        for name, (title, body) in posts.items()
    }
    settings = {"mathpress.toml": CONFIG.format(engine=engine), "content/posts/a.svg": PICTURE}
    root = blog(files | settings | mathjax_files())
    return serve_folder(build(Options(root, fail_on=None)).output), [
        "",
        *(f"2026/01/{name}/" for name in [*WHERE, *list(titles)[::10]]),
    ]


@pytest.mark.parametrize("engine", ["mathml", "mathjax"])
def test_a_formula_brings_nothing_into_a_page(
    blog: "MakeBlog", serve_folder: "ServeFolder", page: Page, engine: str
) -> None:
    """Nothing runs or loads; in formulas stands what formulas are made of, and around them what always does."""
    told: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        told.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def watch(request: Request) -> None:
        if not request.url.startswith((url, f"blob:{url}")):
            told.append(request.url)

    def check(response: Response) -> None:
        if response.status >= 400:
            told.append(f"{response.status} {response.url}")

    url, visits = site_of(blog, serve_folder, HARMLESS, engine)
    usual: set[str] = set()
    for visit in visits:
        page.goto(url + visit)
        page.evaluate(DONE)
        usual |= set(page.evaluate(OUTSIDE))

    url, visits = site_of(blog, serve_folder, LINES, engine)
    page.on("dialog", dismiss)
    page.on("request", watch)
    page.on("response", check)
    page.add_init_script("window.ran = 0; window.alert = () => { window.ran += 1; }")
    seen = 0
    for visit in visits:
        page.goto(url + visit)
        page.evaluate(DONE)
        page.evaluate(TRY_ALL)
        inside = page.evaluate(INSIDE)
        seen += len(inside)
        assert {name for name, _ in inside} <= MATHML | HTML | {"a", "code", "div"}, visit
        assert {name for _, names in inside for name in names} <= ATTRIBUTES | {"title", "id"}, visit
        assert set(page.evaluate(OUTSIDE)) <= usual | {"<aside>"}, visit  # that of related posts
        assert page.evaluate(DRAWN) == [], visit
        assert page.evaluate("window.ran") == 0, visit
    assert told == []
    assert seen
