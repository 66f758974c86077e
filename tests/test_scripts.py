"""The theme's scripts, in a real browser: on a site below a path, under a strict Content-Security-Policy."""

import gzip
import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect
from tests.conftest import PLAIN_POLICY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page
    from tests.conftest import MakeBlog, RunMathpress, ServeFolder

FIRST: Final = r"""---
title: First
date: 2026-01-01
bibliography: works.bib
---
See \eqref{eq:one}, \autoref{thm:x}, \autoref{fig:c}, [@k], a note[^1], [](#limits), \eqref{second:eq:far},
[](second.md), [a file](notes.txt), [elsewhere](https://example.org/#x) and [the top](first.md).

Let $a_1$ be \(b\), then

\begin{equation}a<b\label{eq:one}\end{equation}

and $$x = y$$

\begin{theorem}[Small]\label{thm:x}
Of $n$ things, $$n \ge 1.$$
\end{theorem}

![A curve](curve.svg){#fig:c}

## Limits {#limits}

The first paragraph.

The second.

The third.

[^1]: The text of the note, with [a link](second.md).

```python {hl_lines="2"}
first = 1
second = "a line so long that it has to be scrolled, whether the page is 1280 pixels wide or has those of a phone"
```

```console
$ mathpress build
1 post
```
"""
SECOND: Final = r"""---
title: Second
date: 2026-01-02
lang: zh
---
由 $c$ 得到<script src="/js/own.js"></script>

\begin{equation}c^2 \label{eq:far}\end{equation}

与 \eqref{eq:far} 及[小节](#limits)。

## 极限 {#limits}

文。
"""
WIDE: Final = r"""---
title: Wide
date: 2026-01-03
---
$$\begin{equation}a_1+a_2+a_3+a_4+a_5+a_6+a_7+a_8+a_9=0\label{eq:fits}\end{equation}$$

$$\begin{equation}a_1+a_2+a_3+a_4+a_5+a_6+a_7+a_8+a_9+a_{10}+a_{11}+a_{12}+a_{13}+a_{14}=0\end{equation}$$

$$x$$

/// proof
    fold: true

$$b_1+b_2+b_3+b_4+b_5+b_6+b_7+b_8+b_9+b_{10}=0$$
///
"""
FORMS: Final = r"""---
title: Forms
date: 2026-01-04
---
In a line $a$, \(b\) and $\begin{math}c\end{math}$

\[d\]

\begin{aligned}e&=f\end{aligned}

\begin{align*}g&=h\end{align*}

$$\begin{xalignat}{2}i&=j&k&=l\end{xalignat}$$

$$\begin{flalign}m&=n\end{flalign}$$

\begin{displaymath}o\end{displaymath}

$$\begin{cases}p\\q\end{cases}$$
"""
COPIED: Final = [
    r"In a line $a$, $b$ and \begin{math}c\end{math}",
    r"$$d$$",
    r"$$\begin{aligned}e&=f\end{aligned}$$",
    r"\begin{align*}g&=h\end{align*}",
    r"\begin{xalignat}{2}i&=j&k&=l\end{xalignat}",
    r"\begin{flalign}m&=n\end{flalign}",
    r"\begin{displaymath}o\end{displaymath}",
    r"$$\begin{cases}p\\q\end{cases}$$",
]
PAGE_COLOUR: Final = "getComputedStyle(document.documentElement).backgroundColor"
LIGHT, DARK = "rgb(253, 252, 250)", "rgb(23, 25, 29)"


@pytest.fixture(scope="module")
def url(blog: "MakeBlog", run_mathpress: "RunMathpress", serve_folder: "ServeFolder") -> str:
    """Build and serve a blog with something of all that the scripts look for."""
    root = blog({
        "mathpress.toml": 'title = "T"\nurl = "https://example.org/blog/"\n',
        "content/posts/first.md": FIRST,
        "content/posts/second.md": SECOND,
        "content/posts/wide.md": WIDE,
        "content/posts/forms.md": FORMS,
        "static/js/own.js": 'document.title = "ran";',
        "content/posts/notes.txt": "Notes.",
        "content/posts/works.bib": "@book{k, author={Emmy Noether}, title={Ideals}, year={1921}}",
        "content/posts/curve.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"/>',
    })  # fmt: skip
    result = run_mathpress("build", cwd=root)
    assert result.returncode == 0, result.stderr
    return serve_folder(root / "public", "/blog/", PLAIN_POLICY)


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


# --- previews --------------------------------------------------------------------------------------------------------


def link(page: "Page", text: str) -> "Locator":
    """Return a link in the text: the footnote's mark, or the first of a text."""
    if text == "note":
        return page.locator(".footnote-ref")
    return page.locator(".body a").get_by_text(text, exact=True).first


def card(page: "Page") -> "Locator":
    """Return the card of the preview."""
    return page.locator(".preview")


@pytest.mark.parametrize(
    ("text", "selector", "shown"),
    [
        ("(1)", ".math-display math", "(1)"),
        ("Theorem 1", ".theorem", "Theorem 1 (Small). Of"),
        ("Figure 1", "figure img", "A curve"),
        ("note", "p", "The text of the note, with a link."),
        ("Limits", "h2 + p + p", "The second."),
    ],
)
def test_what_a_link_leads_to_is_shown(post: "Page", text: str, selector: str, shown: str) -> None:
    """An equation with its number, a theorem, a figure, a note, the beginning of a section."""
    link(post, text).hover()
    expect(card(post).locator(selector)).to_be_visible()
    expect(card(post)).to_contain_text(shown)
    assert "↩" not in card(post).inner_text()


def test_a_work_cited_is_shown(post: "Page") -> None:
    """A citation shows its line of the references, without the ways back."""
    post.locator(".citation a").hover()
    expect(card(post)).to_have_text("E. Noether. Ideals. 1921. ")


def test_a_preview_shows_what_is_in_another_post(post: "Page", url: str) -> None:
    """The other post is fetched once; its scripts do not run, and what it links to is there, not here."""
    fetched: list[str] = []
    post.on("request", lambda request: fetched.append(request.url))
    link(post, "(1)").nth(0).hover()
    expect(card(post)).to_be_visible()
    post.locator(".body a[href$='second/#eq:far']").hover()
    expect(card(post).locator(".math-display")).to_have_attribute(
        "data-tex", "\\begin{equation}c^2 \\label{eq:far}\\end{equation}"
    )
    expect(card(post)).to_have_attribute("lang", "zh")
    expect(card(post).locator(".number a")).to_have_attribute("href", "/blog/2026/01/second/#eq:far")
    link(post, "Second").hover()
    expect(card(post).locator("h1 + p")).to_contain_text("得到")
    assert [each for each in fetched if "favicon" not in each] == [f"{url}2026/01/second/"]
    assert post.title() == "First · T"


def test_a_link_in_a_preview_leads_on(post: "Page", url: str) -> None:
    """The pointer may move to the card, which stays, and click there."""
    link(post, "note").hover()
    card(post).hover()
    post.wait_for_timeout(500)
    card(post).get_by_role("link", name="a link").click()
    expect(post).to_have_url(f"{url}2026/01/second/")


def test_a_preview_shows_no_id_twice(post: "Page") -> None:
    """Ids are the page's; what is shown a second time has none, and no controls."""
    link(post, "Theorem 1").hover()
    expect(card(post)).to_be_visible()
    assert card(post).locator("[id], button").count() == 0


@pytest.mark.parametrize("text", ["a file", "elsewhere"])
def test_nothing_is_shown_of_what_is_no_page_of_the_site(post: "Page", text: str) -> None:
    """Files are not shown, and nothing is fetched from elsewhere."""
    elsewhere: list[str] = []
    post.on("request", lambda request: elsewhere.append(request.url))
    link(post, text).hover()
    post.wait_for_timeout(500)
    expect(card(post)).to_have_count(0)
    assert not [each for each in elsewhere if "example.org" in each]


def test_a_page_that_could_not_be_fetched_is_tried_again(page: "Page", url: str) -> None:
    """A reader may be without a line for a moment."""
    page.goto(f"{url}2026/01/first/")
    page.route("**/second/", lambda route: route.abort())
    link(page, "Second").hover()
    page.wait_for_timeout(500)
    expect(card(page)).to_have_count(0)
    page.unroute("**/second/")
    page.mouse.move(0, 0)
    link(page, "Second").hover()
    expect(card(page).locator("h1")).to_have_text("Second")


def test_no_preview_comes_up_while_text_is_selected(post: "Page") -> None:
    """A pointer that is dragged over links does not ask for anything."""
    post.locator("h1").hover()
    post.mouse.down()
    link(post, "Theorem 1").hover()
    post.wait_for_timeout(500)
    expect(card(post)).to_have_count(0)
    post.mouse.up()


def test_a_preview_goes_when_the_pointer_leaves(post: "Page") -> None:
    """It stays while the pointer is at its link, and goes a moment after that."""
    link(post, "Theorem 1").hover()
    expect(card(post)).to_be_visible()
    post.locator("h1").hover()
    expect(card(post)).to_have_count(0)


def test_previews_by_the_keyboard(post: "Page") -> None:
    """Focus shows a card, Escape closes it, and the Tab key passes from link to link, not into the card."""
    post.locator(".body").evaluate("body => body.querySelector('.eqref').focus()")
    post.keyboard.press("Tab")
    expect(card(post).locator(".theorem")).to_be_visible()
    expect(link(post, "Theorem 1")).to_have_attribute("aria-describedby", "mp-preview")
    post.keyboard.press("Escape")
    expect(card(post)).to_have_count(0)
    expect(link(post, "Theorem 1")).to_be_focused()
    post.keyboard.press("Tab")
    expect(card(post).locator("figure")).to_be_visible()
    expect(link(post, "Figure 1")).to_be_focused()
    post.keyboard.press("Enter")
    expect(card(post)).to_have_count(0)
    assert post.url.endswith("#fig:c")


def test_escape_closes_a_preview_that_the_pointer_opened(post: "Page") -> None:
    """It need not be moved away (WCAG 2.2, 1.4.13), and what was closed does not come back by itself."""
    link(post, "Theorem 1").hover()
    expect(card(post)).to_be_visible()
    post.keyboard.press("Escape")
    post.wait_for_timeout(500)
    expect(card(post)).to_have_count(0)


@pytest.mark.parametrize("size", [(320, 480), (390, 844), (1280, 300)])
def test_a_preview_stays_in_the_window(page: "Page", url: str, size: tuple[int, int]) -> None:
    """It is within the window and beside its link, wherever that is; what is larger scrolls in the card."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{url}2026/01/first/")
    for text in ("(1)", "Theorem 1", "Figure 1", "note", "Limits", "Second"):
        for block in ("start", "end"):
            link(page, text).evaluate("(link, block) => link.scrollIntoView({ block })", block)
            link(page, text).hover()
            expect(card(page)).to_be_visible()
            page.wait_for_timeout(200)
            box, of = card(page).bounding_box(), link(page, text).bounding_box()
            assert box is not None
            assert of is not None
            assert box["x"] >= 0
            assert box["y"] >= 0
            assert box["x"] + box["width"] <= size[0]
            assert box["y"] + box["height"] <= size[1]
            assert box["y"] >= of["y"] + of["height"] or box["y"] + box["height"] <= of["y"]
            page.keyboard.press("Escape")
            page.mouse.move(0, 0)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


def test_a_finger_follows_the_link(browser: "Browser", url: str) -> None:
    """A tap shows no card in the way."""
    with browser.new_context(has_touch=True, viewport={"width": 390, "height": 844}) as context:
        phone = context.new_page()
        phone.goto(f"{url}2026/01/first/")
        link(phone, "Theorem 1").tap()
        phone.wait_for_timeout(500)
        assert phone.url.endswith("#thm:x")
        expect(card(phone)).to_have_count(0)


def test_previews_on_a_listing(page: "Page", url: str) -> None:
    """What an excerpt refers to is shown there as well."""
    page.goto(url)
    page.locator(".excerpt a[href$='first/#eq:one']").first.hover()
    expect(card(page).locator(".math-display")).to_contain_text("(1)")


@pytest.mark.parametrize(("motion", "seconds"), [("no-preference", "0.12s"), ("reduce", "0s")])
def test_a_preview_does_not_fade_in_where_motion_is_reduced(post: "Page", motion: Any, seconds: str) -> None:
    """Nothing moves for readers who do not want it."""
    post.emulate_media(reduced_motion=motion)
    link(post, "Theorem 1").hover()
    expect(card(post)).to_be_visible()
    assert card(post).evaluate("card => getComputedStyle(card).transitionDuration") == seconds


# --- copying ---------------------------------------------------------------------------------------------------------


def copied(page: "Page", first: str, last: str) -> dict[str, str]:
    """Select from the beginning of an element to the end of another one, copy, and return both kinds of text."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """([first, last]) => getSelection().setBaseAndExtent(document.querySelector(first), 0,
            document.querySelector(last), document.querySelector(last).childNodes.length)""",
        [first, last],
    )
    page.keyboard.press("Control+c")
    texts: dict[str, str] = page.evaluate(
        """async () => {
            const [item] = await navigator.clipboard.read();
            const texts = item.types.map(async type => [type, await (await item.getType(type)).text()]);
            return Object.fromEntries(await Promise.all(texts));
        }"""
    )
    return texts


def test_what_is_copied_has_latex(post: "Page") -> None:
    """In plain text formulas are LaTeX that can be pasted into a document; in rich text they are MathML."""
    texts = copied(post, ".body > p:nth-child(2)", ".body > p:nth-child(4)")
    assert texts["text/plain"].split("\n") == [
        "Let $a_1$ be $b$, then",
        "",
        "\\begin{equation}a<b\\label{eq:one}\\end{equation}",
        "",
        "and",
    ]
    assert "<math" in texts["text/html"]
    assert "<button" not in texts["text/html"]
    theorem = copied(post, ".theorem", ".theorem")["text/plain"]
    assert theorem.split("\n") == ["Theorem\u00a01 (Small). Of $n$ things,", "", "$$n \\ge 1.$$"]


def test_every_form_of_a_formula_is_copied_as_latex_has_it(page: "Page", url: str) -> None:
    """What is a formula by itself stands alone, all else between dollars."""
    page.goto(f"{url}2026/01/forms/")
    text = copied(page, ".body > :first-child", ".body > :last-child")["text/plain"]
    assert [line for line in text.split("\n") if line] == COPIED


def test_part_of_a_formula_is_copied_as_all_of_it(post: "Page") -> None:
    """Half a formula is no LaTeX."""
    assert copied(post, ".math mi", ".math mi")["text/plain"] == "$a_1$"


def test_what_is_not_selected_is_not_copied(post: "Page") -> None:
    """A third click selects up to the beginning of what follows: here a display, of which nothing is seen selected."""
    post.context.grant_permissions(["clipboard-read", "clipboard-write"])
    post.evaluate(
        """() => getSelection().setBaseAndExtent(document.querySelector('.body > p:nth-child(2)'), 0,
            document.querySelector('.math-display mi'), 0)"""
    )
    post.keyboard.press("Control+c")
    assert post.evaluate("navigator.clipboard.readText()").strip() == "Let $a_1$ be $b$, then"
    post.keyboard.press("Control+a")
    post.keyboard.press("Control+c")
    everything = post.evaluate("navigator.clipboard.readText()")
    assert "$$n \\ge 1.$$" in everything
    assert not [control for control in ("System", "Dark", "Copy") if control in everything]


def test_text_without_formulas_is_copied_as_ever(post: "Page") -> None:
    """There the browser knows best."""
    assert copied(post, "h1", "h1")["text/plain"].strip() == "First"


def test_the_buttons_of_formulas_copy_latex(post: "Page") -> None:
    """Each display has a button, seen at the pointer or the focus; what was done is said."""
    post.context.grant_permissions(["clipboard-read", "clipboard-write"])
    display = post.locator(".body .math-display").first
    button = display.get_by_role("button", name="Copy LaTeX")
    assert button.evaluate("button => getComputedStyle(button).opacity") == "0"
    display.hover()
    assert button.evaluate("button => getComputedStyle(button).opacity") == "1"
    button.click()
    expect(post.get_by_role("status")).to_have_text("Copied")
    assert post.evaluate("navigator.clipboard.readText()") == "\\begin{equation}a<b\\label{eq:one}\\end{equation}"
    post.locator("#eq\\:one a").focus()
    post.keyboard.press("Tab")
    expect(display.get_by_role("button", name="Copied")).to_be_focused()
    post.keyboard.press("Tab")
    post.keyboard.press("Enter")
    expect(post.locator(".math-display button").nth(1)).to_have_text("Copied")
    assert post.evaluate("navigator.clipboard.readText()") == "$$x = y$$"


def test_the_buttons_of_code_copy_what_one_would_type(post: "Page") -> None:
    """All lines, without prompts and output; also of the entry that cites the post."""
    post.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for index, text in enumerate(("first = 1\nsecond = ", "mathpress build\n", "@")):
        code = post.locator(".copyable").nth(index)
        if text == "@":
            post.locator("details.cite summary").click()
        code.hover()
        code.locator("button").click()
        expect(code.locator("button")).to_have_text("Copied")
        copied = post.evaluate("navigator.clipboard.readText()")
        assert copied == text if text.startswith("mathpress") else copied.startswith(text)


def test_what_cannot_be_copied_is_said(post: "Page") -> None:
    """A browser may refuse."""
    post.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    post.locator(".body .math-display").first.hover()
    post.locator(".body .math-display button").first.click()
    expect(post.get_by_role("status")).to_have_text("Not copied")


def test_a_marked_line_of_code_is_marked_to_its_end(post: "Page") -> None:
    """The line that `hl_lines` names has its ground behind all of it, also behind what one has to scroll for."""
    line, widths = post.locator(".hll"), "line => [line.getBoundingClientRect().width, line.closest('pre').scrollWidth]"
    width, scrolled = line.evaluate(widths)
    assert width > 800
    assert abs(width - scrolled) <= 2
    assert line.evaluate("line => getComputedStyle(line).backgroundColor") == "rgb(233, 228, 214)"


# --- wide formulas ---------------------------------------------------------------------------------------------------

SHRUNK: Final = re.compile("--fit")
BOXES: Final = """[...document.querySelectorAll('.math-display > .scroll')].map(box => [
    parseFloat(getComputedStyle(box).fontSize) / parseFloat(getComputedStyle(box.parentElement).fontSize),
    box.scrollWidth > box.clientWidth, box.tabIndex])"""


def test_a_wide_formula_shrinks_if_it_then_fits(page: "Page", url: str) -> None:
    """Down to 0.7 of its size, also when a phone is turned; what is wider scrolls and is reached by the Tab key."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{url}2026/01/wide/")
    box = page.locator(".scroll").first
    expect(box).to_have_attribute("style", SHRUNK)
    fitting, scrolling, small, _ = page.evaluate(BOXES)
    assert 0.7 <= fitting[0] < 1
    assert fitting[1:] == [False, -1]
    assert scrolling == [1, True, 0]
    assert small == [1, False, -1]
    page.locator("details.proof summary").click()
    expect(page.locator("details .scroll")).to_have_attribute("style", SHRUNK)
    assert page.evaluate(BOXES)[3][1:] == [False, -1]
    page.set_viewport_size({"width": 844, "height": 390})
    expect(box).not_to_have_attribute("style", SHRUNK)
    assert page.evaluate(BOXES) == [[1, False, -1]] * 4
    page.set_viewport_size({"width": 390, "height": 844})
    expect(box).to_have_attribute("style", SHRUNK)
    page.emulate_media(media="print")
    assert page.evaluate(BOXES)[0][0] == 1


def test_what_scrolls_is_reached_by_the_tab_key(page: "Page", url: str) -> None:
    """Code that is too wide for a phone can be scrolled without a pointer; what is not, is no stop on the way."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{url}2026/01/first/")
    wide, narrow = page.locator(".body pre").all()
    wide.scroll_into_view_if_needed()
    expect(wide).to_have_attribute("tabindex", "0")
    expect(narrow).not_to_have_attribute("tabindex", "0")


# --- all of them -----------------------------------------------------------------------------------------------------


def test_the_scripts_of_a_post_are_small(url: str, post: "Page") -> None:
    """All that a post loads is at most 6 KB, each script compressed by itself as hosts do; none stands in the page."""
    urls: list[str] = post.evaluate("[...document.querySelectorAll('script:not([type$=json])')].map(each => each.src)")
    assert len(urls) == 4
    assert all(each.startswith(f"{url}js/") for each in urls)
    bodies = [post.request.get(each).body() for each in urls]
    assert sum(len(gzip.compress(body, 6)) for body in bodies) <= 6 * 1024


def test_paper_has_no_controls(post: "Page") -> None:
    """What a script made is not printed."""
    link(post, "Theorem 1").hover()
    expect(card(post)).to_be_visible()
    post.emulate_media(media="print")
    for control in ("button", "select", ".preview"):
        for each in post.locator(control).all():
            expect(each).to_be_hidden()


# --- without scripts -------------------------------------------------------------------------------------------------


def test_without_scripts_nothing_is_offered_that_needs_them(browser: "Browser", url: str) -> None:
    """What a script operates is made by that script."""
    with browser.new_context(java_script_enabled=False) as context:
        plain = context.new_page()
        plain.goto(f"{url}2026/01/first/")
        assert plain.locator("select, button").count() == 0
