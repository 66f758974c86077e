"""No page has a barrier that axe-core can find, on wide and narrow screens, in light and dark (WCAG 2.2, AA)."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, RunMathpress, ServeFolder

SETTINGS: Final = """title = "标题 Title"
url = "https://example.org/"
language = "zh"
per_page = 2
description = "About"
[search]
enabled = true
[menu]
"归档" = "/archive/"
"""
ALL_KINDS: Final = r"""---
title: On $\zeta(2)$
slug: all
date: 2026-01-01
lang: en
authors: [Ann, Bo]
series: S
part: 1
categories: [C]
tags: [数学, python]
toc: true
---

Colours, $\color{red}{x}+\color{yellow}{\text{yellow}}+\colorbox{yellow}{a}$, a [link](https://example.org/x),
`code`, a note[^1] and \eqref{eq:a}.

\begin{align}\color{green}{\text{green}}&=b\label{eq:a}\\ c&=\sum_{i=1}^n d_i+e+f+g+h+i+j+k+l+m+n+o+p+q+r+s\end{align}

<!-- more -->

## A heading with $x^2$

| $N$ | a rather wide head | another rather wide head | a third head | a fourth one |
|---|---|---|---|---|
| 1 | 2 | 3 | 4 | 5 |

\begin{theorem}[Name]\label{thm:a}A text with a word.\end{theorem}

/// proof
By \autoref{thm:a}.
///

!!! warning
    A notice.

??? tip "Folded"
    More.

```python linenums="1" hl_lines="2"
def f(x: int) -> str:  # a comment
    return "a long line " + str(x) + "that does not fit into a narrow column and not into a wide one"
```

```diff
- old
+ new
```

![A red cat](cat.svg "A *cat*")

- [x] done
- [ ] to do

> A quotation, <kbd>Ctrl</kbd>, <mark>marked</mark>, <abbr title="World Wide Web">WWW</abbr>

[^1]: The note.
"""
PLAIN: Final = (
    "---\ntitle: 第{0}篇\ndate: 2026-02-0{0}\nauthors: [Ann]\nseries: S\ntags: [数学]\n---\n正文 $\\cancel{{x}}$。\n"
)
COMMENTS: Final = r"""[[comment]]
id = "1"
author = "Bo"
url = "https://example.org/"
date = 2026-01-02
text = 'A **word** on \eqref{eq:a}, $x^2$ and $\alhpa$: ## no heading'

[[comment]]
id = "2"
parent = "1"
author = "Ann"
by_author = true
date = 2026-01-03
text = '''
## A heading

`code` and [a link](https://example.org/).
'''
"""
CAT: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><circle r="9" cx="20" cy="20"/></svg>'
PAGES: Final = ("", "page/2/", "2026/01/all/", "2026/02/p-1/", "about/", "archive/", "categories/", "tags/",
                "tags/数学/", "series/", "series/s/", "authors/", "authors/ann/", "search/", "404.html")  # fmt: skip
COLOUR: Final = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
# The shades that tell of more beside a box, before which axe-core cannot tell the contrast of letters.
WITHOUT_SHADES: Final = "*, ::before, ::after { background-image: none !important; }"
RUN: Final = """async () => {
    // What a formula holds is no presentation (ARIA 1.2) and is read; axe-core 4.14 has it otherwise (its issue 3285).
    const role = { type: "structure", childrenPresentational: false, nameFromContent: true };
    const element = { contentTypes: ["phrasing", "flow"], allowedRoles: false };
    axe.configure({ standards: { ariaRoles: { math: role }, htmlElms: { math: element } } });
    const options = { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } };
    const { violations } = await axe.run(document, options);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => [id, html, failureSummary]));
}"""


@pytest.fixture(scope="module")
def url(blog: "MakeBlog", run_mathpress: "RunMathpress", serve_folder: "ServeFolder") -> str:
    """Build and serve a blog that has every kind of page, and a post with all that can be written."""
    files: dict[str, str | bytes] = {f"content/posts/p-{day}.md": PLAIN.format(day) for day in (1, 2, 3)}
    files |= {"mathpress.toml": SETTINGS, "content/posts/all.md": ALL_KINDS, "content/posts/cat.svg": CAT}
    files |= {"content/posts/all.comments.toml": COMMENTS}
    root = blog(files | {"content/pages/about.md": "---\ntitle: About\n---\nText.\n"})
    result = run_mathpress("build", cwd=root)
    assert result.returncode == 0, result.stderr
    return serve_folder(root / "public")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_barrier(page: "Page", packages: Path, url: str, path: str, scheme: Any, width: int) -> None:
    """Names, landmarks, contrast, the order of headings, the size of targets, what is reached by keyboard."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    response = page.goto(url + path)
    assert response is not None
    assert response.ok
    page.add_style_tag(content=WITHOUT_SHADES)
    page.evaluate((packages / "axe-core" / "axe.min.js").read_text("utf-8"))
    assert page.evaluate(RUN) == []


def test_axe_finds_no_barrier_beside_a_preview(page: "Page", packages: Path, url: str) -> None:
    """The card that a reference shows is a part of the page as well, and so are the buttons that copy."""
    page.goto(f"{url}2026/01/all/")
    page.add_style_tag(
        content=WITHOUT_SHADES + " .copy, .preview { opacity: 1 !important; transition: none !important; }"
    )
    page.locator(".body a.eqref").hover()
    page.locator(".preview").wait_for()
    page.evaluate((packages / "axe-core" / "axe.min.js").read_text("utf-8"))
    assert page.evaluate(RUN) == []


def test_a_formula_is_announced_once(page: "Page", url: str) -> None:
    """As MathML, with all that it holds; neither its LaTeX nor its plain text is a name beside that."""
    page.goto(f"{url}2026/01/all/")
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    formulas = [node for node in nodes if node.get("role", {}).get("value") == "MathMLMath"]
    assert len(formulas) == page.locator("math").count() > 4
    assert all(node["childIds"] and not node["name"]["value"] and "description" not in node for node in formulas)


def test_the_first_tab_offers_to_skip_the_menu(page: "Page", url: str) -> None:
    """The link is seen when it has the focus, and takes the reader to the text."""
    page.goto(f"{url}2026/01/all/")
    page.keyboard.press("Tab")
    link = page.locator(".skip-link:focus")
    box = link.bounding_box()
    assert box is not None
    assert min(box["x"], box["y"]) >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "mp-main"


@pytest.mark.parametrize("path", ["2026/01/all/", "search/"])
def test_what_has_the_focus_is_seen_to_have_it(page: "Page", url: str, path: str) -> None:
    """Whatever the Tab key reaches has an outline then."""
    page.goto(url + path)
    reached = []
    while True:
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            """(e => [e.tagName, getComputedStyle(e).outlineStyle + getComputedStyle(e).outlineWidth])
            (document.activeElement)"""
        )
        if name == "BODY":
            break
        reached.append((name, outline))
    assert len(reached) > 2
    assert {outline for _, outline in reached} == {"solid2px"}


def test_high_contrast_leaves_a_cancelled_term_cancelled(page: "Page", url: str) -> None:
    """Forced colours take backgrounds away, but not those that are strokes of a formula."""
    page.emulate_media(forced_colors="active")
    page.goto(f"{url}2026/02/p-1/")
    drawn = "getComputedStyle(document.querySelector('menclose')).backgroundImage"
    assert page.evaluate(drawn).startswith("linear-gradient")


@pytest.mark.parametrize("scheme", [1, 2], ids=["light", "dark"])
def test_colours_of_the_theme_can_be_read_on_each_of_its_grounds(scheme: int) -> None:
    """Each with a contrast of 4.5:1 on the page, on code, on a marked block and on a marked line of code (AA)."""
    sheets = [(REPOSITORY / "static" / "css" / name).read_text("utf-8") for name in ("tokens.css", "highlight.css")]
    found = {match[1]: match[scheme + 1] for match in COLOUR.finditer("".join(sheets))}
    grounds = {found.pop(name) for name in ("color-page", "color-surface", "color-mark", "code-line")}
    for line in ("color-rule", "color-border"):  # no text is in these
        del found[line]
    assert len(found) > 10
    dim = {name for name, colour in found.items() for ground in grounds if _contrast(colour, ground) < 4.5}
    assert dim == set()


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, `#rrggbb` (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
