"""The page script of the preview, in a real browser: what is saved is shown in place, and all else stays as it was."""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from tests.previews import HOST, Preview, running
from tests.tools import PACKAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route
    from tests.conftest import MakeBlog

CONFIG: Final = """
title = "Test"
url = "https://example.org/blog/"
search.enabled = true
math.mathjax_url = "/mathjax/tex-chtml.js"
"""
PATIENCE: Final = 30_000
"""Milliseconds to wait for what should take a moment, on a machine that is busy with other things."""


def picture(grey: int) -> bytes:
    """Return a picture of 30 times 20 pixels in one shade."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + bytes([grey]) * 30) * 20)
    size = struct.pack(">IIBBBBB", 30, 20, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def silence(seconds: int) -> bytes:
    """Return a recording of nothing."""
    samples = b"\x80" * 8000 * seconds
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + len(samples))
        + b"WAVE"
        + form
        + b"data"
        + struct.pack("<I", len(samples))
        + samples
    )


LONG: Final = "\n\n".join(
    f"Paragraph {number}, which is long enough to take a line or two of the page." for number in range(40)
)
POSTS: Final = {
    "stays": "<details><summary>More</summary>\n\nFolded.\n\n</details>\n\nThis sentence is selected. Here.\n\n"
    '<audio src="/silence.wav" muted loop></audio>\n\n' + LONG,
    "spot": LONG,
    "other": LONG,
    "folded": "/// proof\n    fold: true\n\nSecret.\n///",
    "numbers": r"By \eqref{eq:last} and \eqref{far:eq:far}."
    f"\n\n{LONG}\n\nEnd.\n\n"
    r"\begin{equation}x\label{eq:last}\end{equation}",
    "far": r"First. \begin{equation}y\label{eq:far}\end{equation}",
    "picture": "![A shade](shade.png)",
    "dressed": "First.",
    "here": "## There\n\nWords.",
    "back": "Before.",
    "broken": "Good.\n\n" + LONG,
    "framed": '<iframe src="/2026/01/other/" title="The other"></iframe>',
}
FILES: Final[dict[str, str | bytes]] = {
    "static/silence.wav": silence(5),
    "static/back.png": picture(0),
    "static/js/own.js": "window.own = 1;",
    "static/js/main.js": 'import { part } from "./part.js"; window.part = part;',
    "static/js/part.js": "export const part = 1;",
    "static/css/more.css": ".imprint { order: 1; }",
    "static/css/highlight.css": "@import 'more.css';"
    ".imprint { color: rgb(1, 2, 3); background-image: url('../back.png'); }",
    "templates/hooks/head.html": "<script src=\"{{ asset('js/own.js') }}\"></script>"
    '<script type="module" src="{{ asset(\'js/main.js\') }}"></script>',
    "templates/hooks/foot.html": "<p class='foot'>Foot</p>",
    "content/posts/shade.png": picture(0),
    "content/posts/drawn.md": "---\ntitle: Drawn\ndate: 2025-01-02\nmath: mathjax\n---\n\nIt is $x$.\n",
}
MISSING: Final = ("/blog/pagefind/pagefind.js", "/blog/2026/01/late/")
"""What browsers say is not there: a preview makes no index, and a test waits for a page."""
ADDED: Final = "mathpress-preview"
"""What the preview adds to a page of its own."""
MARK: Final = """() => {
    window.mark = true;
    window.spots = [];
    const animate = Element.prototype.animate;
    Element.prototype.animate = function (frames, options) {
        if (options.id === "mathpress") spots.push({ text: this.textContent.slice(0, 16), frames });
        return animate.call(this, frames, options);
    };
}"""
"""Marks a page, so that a load is noticed, and notes what is lit up, which is seen for a moment only."""
SPOTS: Final = "spots.splice(0).map(({ text }) => text)"
"""What was lit up since it was asked last."""


def post(title: str, body: str) -> str:
    """Return a post that says something."""
    return f"---\ntitle: {title}\ndate: 2026-01-02\n---\n\n{body}\n"


@dataclass
class Live:
    """A running preview of a blog."""

    root: Path
    preview: Preview

    @property
    def url(self) -> str:
        """The site's root."""
        return f"http://{HOST}:{self.preview.port}/blog/"

    def read(self, name: str) -> str:
        """Return a file's text."""
        return (self.root / name).read_text("utf-8")

    def save(self, name: str, content: str | bytes) -> None:
        """Save a file as editors do: in its place at once."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def change(self, name: str, old: str, new: str) -> None:
        """Replace the only `old` of a file."""
        text = self.read(name)
        assert text.count(old) == 1
        self.save(name, text.replace(old, new))


@contextmanager
def serving(root: Path, port: int = 0) -> Iterator[Live]:
    """Run the preview of a blog."""
    with running(root, root.parent / f"{root.name}.log", port=port) as preview:
        yield Live(root, preview)


@pytest.fixture(scope="module")
def live(blog: "MakeBlog") -> Iterator[Live]:
    """Preview a blog of posts, of which each test changes its own."""
    posts: dict[str, str | bytes] = {
        f"content/posts/{name}.md": post(name.title(), body) for name, body in POSTS.items()
    }
    with serving(blog({"mathpress.toml": CONFIG, **posts, **FILES})) as previewed:
        yield previewed


OpenTab = Callable[[str], "Page"]


def answer_from_packages(route: "Route") -> None:
    """Answer with a file of MathJax's packages."""
    route.fulfill(path=PACKAGES / route.request.url.partition("/blog/")[2])


@pytest.fixture
def tab(browser: "Browser", live: Live) -> Iterator[OpenTab]:
    """Open pages of the preview, each in a tab with a mark that a load takes away; none may complain of anything."""
    complaints: list[str] = []
    with browser.new_context(viewport={"width": 1000, "height": 700}) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        for path in ("mathjax", "@mathjax"):
            context.route(f"**/blog/{path}/**", answer_from_packages)

        def open_tab(path: str) -> "Page":
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.on("console", lambda message: complaints.append(f"{message.text} {message.location['url']}"))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            told: list[int] = []
            page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: told.append(len(frame))))
            page.goto(live.url + path)
            while not told:
                page.wait_for_timeout(20)
            page.evaluate(MARK)
            return page

        expect.set_options(timeout=PATIENCE)
        yield open_tab
        expect.set_options(timeout=5000)
    assert [each for each in complaints if not each.endswith(MISSING)] == []


def is_the_same(page: "Page") -> bool:
    """Tell whether a page was not loaded anew."""
    return bool(page.evaluate("window.mark === true"))


def panel(page: "Page") -> "Locator":
    """Return the problems that a page shows."""
    return page.locator(ADDED).locator("section")


# --- in place --------------------------------------------------------------------------------------------------------


def test_what_the_reader_has_done_to_a_page_stays(live: Live, tab: OpenTab) -> None:
    """The place, what was unfolded, what is selected and what plays, while a sentence on screen is changed."""
    page = tab("2026/01/stays/")
    page.evaluate(
        """() => {
            document.querySelector(".body details").open = true;
            document.querySelector("audio").play();
            const text = document.querySelector(".body > p").firstChild;
            getSelection().setBaseAndExtent(text, 5, text, 13);
            scrollTo(0, 100);
        }"""
    )
    page.wait_for_function("document.querySelector('audio').currentTime > 0.2")
    live.change("content/posts/stays.md", "selected. Here.", "selected. Here and there.")
    expect(page.locator(".body")).to_contain_text("This sentence is selected. Here and there.")
    assert page.evaluate("[scrollY, String(getSelection()), document.querySelector('.body details').open]") == [
        100,
        "sentence",
        True,
    ]
    assert page.evaluate("(({ paused, currentTime }) => !paused && currentTime > 0.2)(document.querySelector('audio'))")
    assert is_the_same(page)


def test_what_is_typed_stays_with_its_caret(live: Live, tab: OpenTab) -> None:
    """The title of the site is changed while someone types into the field of the search."""
    page = tab("search/")
    field = page.get_by_role("searchbox")
    field.fill("abc")
    field.evaluate("field => field.setSelectionRange(1, 2)")
    live.change("mathpress.toml", '"Test"', '"Best"')
    expect(page.locator(".site-title")).to_have_text("Best")
    expect(page).to_have_title(re.compile("Best"))
    assert field.evaluate("field => [field.value, field.selectionStart, field.selectionEnd]") == ["abc", 1, 2]
    expect(field).to_be_focused()
    assert is_the_same(page)


def test_a_template_is_shown_on_pages_of_all_kinds(live: Live, tab: OpenTab) -> None:
    """A post and a listing, neither loaded anew."""
    pages = [tab(""), tab("2026/01/other/")]
    live.save("templates/hooks/foot.html", "<p class='foot'>Changed</p><p>And more</p>")
    for page in pages:
        expect(page.locator(".foot")).to_have_text("Changed")
        expect(page.locator(".foot + p")).to_have_text("And more")
        expect(page.locator("theme-switch select")).to_have_value("system")  # which a script had made before the copy
        assert is_the_same(page)


def test_a_style_sheet_is_replaced_with_no_moment_without(live: Live, tab: OpenTab) -> None:
    """The old one goes when the new one is there, so the page is in the one or the other."""
    page = tab("2026/01/other/")
    page.evaluate(
        """() => {
            window.colours = new Set();
            const look = () => {
                colours.add(getComputedStyle(document.querySelector(".imprint")).color);
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
    sheets = page.locator("link[rel=stylesheet]").count()
    live.change("static/css/highlight.css", "rgb(1, 2, 3)", "rgb(4, 5, 6)")
    expect(page.locator(".imprint")).to_have_css("color", "rgb(4, 5, 6)")
    expect(page.locator("link[rel=stylesheet]")).to_have_count(sheets)
    assert page.evaluate("[...colours]") == ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]
    assert is_the_same(page)
    href = page.locator("link[href*='css/highlight']").get_attribute("href") or ""
    assert re.fullmatch(r"/blog/css/highlight\.mp-[0-9a-f]{8}\.css", href)


SHADE: Final = """(picture) => {
    const context = document.createElement("canvas").getContext("2d");
    context.drawImage(picture, 0, 0);
    return context.getImageData(5, 5, 1, 1).data[0];
}"""


def test_a_picture_that_was_drawn_again_is_seen(live: Live, tab: OpenTab) -> None:
    """In a post and in a style sheet; its address on the site is what it was."""
    page = tab("2026/01/picture/")
    shown = page.locator(".body img")
    assert shown.evaluate(SHADE) == 0
    live.save("content/posts/shade.png", picture(200))
    page.wait_for_function(f"({SHADE})(document.querySelector('.body img')) === 200")
    with page.expect_response(re.compile("back[.]png")) as response:
        live.save("static/back.png", picture(100))
    assert response.value.body() == picture(100)
    assert is_the_same(page)


def test_a_script_that_changed_is_run_by_a_load(live: Live, tab: OpenTab) -> None:
    """What a script has done to a page cannot be taken back."""
    page = tab("2026/01/other/")
    live.save("static/js/own.js", "window.own = 2;")
    page.wait_for_function("window.own === 2")
    assert not is_the_same(page)


@pytest.mark.parametrize(
    ("file", "content", "shown"),
    [
        (
            "css/more.css",
            ".imprint { order: 2; }",
            "[...document.querySelectorAll('.imprint')].some((each) => getComputedStyle(each).order === '2')",
        ),
        ("js/part.js", "export const part = 2;", "window.part === 2"),
    ],
)
def test_a_file_that_another_imports_is_shown_by_a_load(
    live: Live, tab: OpenTab, file: str, content: str, shown: str
) -> None:
    """The page does not name it, be it a style sheet or a script."""
    page = tab("2026/01/other/")
    assert not page.evaluate(shown)
    live.save(f"static/{file}", content)
    page.wait_for_function(shown)
    assert not is_the_same(page)


def test_what_is_new_is_dressed_as_at_a_load(live: Live, tab: OpenTab) -> None:
    """A display shrinks and has its button, code has its button, a link shows what it leads to."""
    page = tab("2026/01/dressed/")
    wide = "+".join(f"a_{{{number}}}" for number in range(18))
    live.change(
        "content/posts/dressed.md",
        "First.",
        f"\\begin{{equation}}{wide}\\label{{eq:w}}\\end{{equation}}\n\n    code = 1\n\nBy \\eqref{{eq:w}}.",
    )
    display = page.locator(".body .math-display")
    expect(display.get_by_role("button", name="Copy")).to_have_count(1)
    expect(page.locator(".body .copyable > pre + .copy")).to_have_count(1)
    expect(display.locator(".scroll")).to_have_attribute("style", re.compile("--fit"))
    page.locator(".body .eqref").hover()
    expect(page.locator(".preview .math-display")).to_be_visible()
    expect(page.locator(".preview .copy")).to_have_count(0)
    live.change("content/posts/dressed.md", "+a_{17}", "+b")
    expect(display).to_have_attribute("data-tex", re.compile("b"))
    display.hover()
    display.get_by_role("button", name="Copy").click()
    assert "+b\\label" in page.evaluate("navigator.clipboard.readText()")
    live.change("content/posts/dressed.md", "code = 1", "code = 2")
    expect(page.locator(".body pre")).to_have_text("code = 2\n")
    expect(page.locator(".body .copyable > pre + .copy")).to_have_count(1)
    page.locator(".body pre").hover()
    page.locator(".body .copyable .copy").click()
    assert page.evaluate("navigator.clipboard.readText()") == "code = 2\n"
    assert is_the_same(page)


@pytest.mark.usefixtures("packages")
def test_mathjax_draws_what_is_new(live: Live, tab: OpenTab) -> None:
    """The formulas that changed, without a load of the page."""
    page = tab("2025/01/drawn/")
    page.wait_for_function("document.querySelectorAll('.body mjx-container').length === 1")
    live.change("content/posts/drawn.md", "It is $x$.", "It is $x$ or $y+z$.")
    page.wait_for_function("document.querySelectorAll('.body mjx-container').length === 2")
    live.change("content/posts/drawn.md", "$y+z$", "$y-z$")
    expect(page.locator(".body .mathjax").nth(1)).to_have_attribute("data-tex", "y-z")
    page.wait_for_function("document.querySelectorAll('.body mjx-container').length === 2")
    assert "\\(" not in page.locator(".body").inner_text()
    assert is_the_same(page)


MORPHS: Final = r"""async ([rounds, seed]) => {
  const { Mirror } = await import("/_mathpress/live/morph.js");
  let state = seed;
  const below = (number) => (state = (state * 48271) % 2147483647) % number;
  const pick = (list) => list[below(list.length)];
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  const word = () => pick(["alpha", "beta", "gamma", "文", "字", "&lt;", "delta"]) + below(30);
  const text = () => Array.from({ length: 1 + below(6) }, word).join(" ");
  const math = () => `<span class="math" data-tex="${word()}"><math><mi>${word()}</mi></math></span>`;
  const line = () => pick([text, text, math, () => `<em class="${word()}">${text()}</em>`, () => `<!--${word()}-->`])();
  const lines = () => Array.from({ length: 1 + below(4) }, line).join(" ");
  const id = () => (below(3) ? "" : ` id="i${below(40)}"`);
  const block = () => pick([
    () => `<p${id()}>${lines()}</p>`,
    () => `<p>same</p>`,
    () => `<h2${id()}>${line()}</h2>`,
    () => `<pre><code>${text()}\n<span>${text()}</span></code></pre>`,
    () => `<ul>${[1, 2, 3].map(() => `<li${id()}>${lines()}</li>`).join("\n")}</ul>`,
    () => `<details${below(2) ? " open" : ""}><summary>${text()}</summary>${lines()}</details>`,
    () => `<div @odd="1" class="${word()}">${lines()}<p>${lines()}</p></div>`,
    () => `<div class="math-display" data-tex="x"><div class="scroll"><math><mi>${word()}</mi></math></div></div>`,
  ])();
  let blocks = Array.from({ length: 30 }, block);
  const change = () => {
    const at = below(blocks.length + 1);
    const to = below(blocks.length + 1);
    pick([
      () => blocks.splice(at, 0, block()),
      () => blocks.splice(at, below(4)),
      () => blocks.splice(to, 0, ...blocks.splice(at, 1 + below(3))),
      () => blocks.splice(at, 1, block()),
      () => blocks.splice(at, 0, ...blocks.slice(at, at + 2)),
      () => at < blocks.length && (blocks[at] = blocks[at].replace(/[a-z]+\d+/, word())),
      () => (blocks = blocks.map((each) => each.replace(/\d+(?=<\/mi>)/, () => below(9)))),
      () => blocks.reverse(),
    ])();
  };
  const html = () => `<html lang="e${below(2)}"><head><title>${word()}</title><meta name="a" content="${word()}"></head>
    <body class="${word()}"><main>\n${blocks.join("\n")}\n</main>${text()}</body></html>`;
  // What scripts do to a page: boxes around code, buttons, classes, elements beside others.
  const dress = (page) => {
    const added = () => Object.assign(page.createElement("button"), { className: "added" });
    for (const pre of page.querySelectorAll("pre:not(.box > pre)")) {
      const box = page.createElement("div");
      box.className = "box";
      pre.replaceWith(box);
      box.append(pre, added());
    }
    for (const each of page.querySelectorAll(".math-display:not(:has(> .added))")) each.append(added());
    for (const each of page.querySelectorAll("p")) if (!below(4)) each.before(added());
    for (const each of page.querySelectorAll("main div, em")) each.classList.add("dressed");
    page.documentElement.dataset.theme = "dark";
  };
  const bare = (page) => {
    const copy = page.cloneNode(true);
    for (const each of copy.querySelectorAll(".added")) each.remove();
    for (const each of copy.querySelectorAll(".box")) each.replaceWith(...each.childNodes);
    for (const each of copy.querySelectorAll(".dressed")) each.classList.remove("dressed");
    delete copy.documentElement.dataset.theme;
    for (const each of copy.querySelectorAll("[class='']")) each.removeAttribute("class");
    return copy.documentElement;
  };
  const allOf = (root) => [root, ...[...root.childNodes].flatMap(allOf)];
  const first = html();
  const [source, page] = [parse(first), parse(first)];
  const mirror = new Mirror();
  const nodes = allOf(page);
  allOf(source).forEach((each, index) => mirror.know(each, nodes[index]));
  for (let round = 0; round < rounds; round++) {
    dress(page);
    for (let count = below(4); count >= 0; count--) change();
    const next = html();
    const wanted = parse(next);
    await mirror.update(source, parse(next));
    if (!source.isEqualNode(wanted)) return `the source differs in round ${round}`;
    if (!bare(page).isEqualNode(wanted.documentElement)) return `the page differs in round ${round}`;
  }
  return "";
}"""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_page_that_was_changed_in_place_equals_one_that_is_loaded(tab: OpenTab, seed: int) -> None:
    """After any changes, but for what scripts have added; tried with pages that are changed at random."""
    assert tab("").evaluate(MORPHS, [60, seed]) == ""


# --- the spot that was edited ----------------------------------------------------------------------------------------


def test_the_spot_that_was_edited_is_brought_into_the_window_and_lit_up(live: Live, tab: OpenTab) -> None:
    """In the tab of its post, and in no other."""
    page, others = tab("2026/01/spot/"), [tab("2026/01/other/"), tab("")]
    live.change("content/posts/spot.md", "Paragraph 30,", "Paragraph thirty,")
    paragraph = page.locator(".body p", has_text="Paragraph thirty")
    expect(paragraph).to_be_in_viewport()
    assert page.evaluate(SPOTS) == ["Paragraph thirty"]
    for other in others:
        assert other.evaluate(f"[scrollY, {SPOTS}]") == [0, []]
    live.change("content/posts/spot.md", "Paragraph thirty,", "New.\n\nParagraph thirty,")
    expect(page.locator(".body p", has_text="New.")).to_be_in_viewport()
    assert page.evaluate(SPOTS) == ["New."]
    page.wait_for_function("document.getAnimations().length === 0")


def test_numbers_that_change_by_themselves_are_no_spot(live: Live, tab: OpenTab) -> None:
    """An equation that is new at the end changes the number of a reference at the top; so does one of another post."""
    page = tab("2026/01/numbers/")
    live.change("content/posts/numbers.md", "End.", r"\begin{equation}z\end{equation}")
    expect(page.locator(".body .number").first).to_be_in_viewport()
    assert page.evaluate(SPOTS) == [page.locator(".body .math-display").first.text_content()]
    page.evaluate("scrollTo(0, 0)")
    live.change("content/posts/numbers.md", "---\n\n", "description: About numbers.\n---\n\n")
    live.change("content/posts/far.md", "First.", r"\begin{equation}z\end{equation}")
    expect(page.locator(".body p").first).to_have_text("By (2) and (2).")
    assert page.evaluate(f"[scrollY, {SPOTS}]") == [0, []]


def test_a_spot_that_is_folded_is_shown_by_what_it_is_folded_into(live: Live, tab: OpenTab) -> None:
    """Which stays as the reader left it."""
    page = tab("2026/01/folded/")
    live.change("content/posts/folded.md", "Secret.", "Secrets.")
    expect(page.locator(".body details")).to_contain_text("Secrets.")
    assert len(page.evaluate(SPOTS)) == 1
    assert page.evaluate("document.querySelector('.body details').open") is False


def test_nothing_moves_for_those_who_do_not_like_it(live: Live, tab: OpenTab) -> None:
    """The spot has an outline for a moment, which does not fade."""
    page = tab("2026/01/folded/")
    page.emulate_media(reduced_motion="reduce")
    live.change("content/posts/folded.md", "/// proof", "Plain.\n\n/// proof")
    expect(page.locator(".body p", has_text="Plain.")).to_be_visible()
    ((first, _),) = page.evaluate("spots.map(({ frames }) => frames)")
    assert first["easing"] == "step-end"
    assert "outline" in first
    assert "backgroundColor" not in first


# --- what is wrong ---------------------------------------------------------------------------------------------------


def test_problems_are_shown_over_the_last_good_page_in_the_words_of_the_terminal(live: Live, tab: OpenTab) -> None:
    """Until they are mended; the end of the page can be reached, and the caret is below its place."""
    page = tab("2026/01/broken/")
    live.change("content/posts/broken.md", "Good.", "我们得到 $\\alhpa+1$。")
    expect(panel(page)).to_contain_text("1 error")
    (shown,) = panel(page).locator("pre").all()
    text = shown.evaluate("pre => pre.textContent")
    assert text in live.preview.log.read_text("utf-8")
    assert text.startswith("content/posts/broken.md:6:7: error: unknown command \\alhpa")
    assert text.splitlines()[-1].strip() == "^^^^^^"
    assert page.locator(".body p").first.inner_text() == "Good."
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert page.evaluate("document.body.getBoundingClientRect().bottom") <= panel(page).evaluate(
        "section => section.getBoundingClientRect().top + 1"
    )
    caret, place = shown.evaluate(
        """pre => {
            const line = pre.querySelector(".line");
            const range = document.createRange();
            const text = [...line.childNodes].find((node) => node.data?.includes("alhpa"));
            range.setStart(text, text.data.indexOf("\\\\alhpa"));
            range.setEnd(text, text.data.indexOf("+1"));
            const places = [line.querySelector(".caret"), range].map((each) => each.getBoundingClientRect());
            return places.map(({ left, right }) => [Math.round(left), Math.round(right)]);
        }"""
    )
    assert abs(caret[0] - place[0]) <= 1
    assert abs(caret[1] - place[1]) <= 1
    page.emulate_media(media="print")
    expect(panel(page)).to_be_hidden()
    page.emulate_media(media="screen")
    live.change("content/posts/broken.md", "\\alhpa", "\\alpha")
    expect(panel(page)).to_be_hidden()
    expect(page.locator(".body p").first).to_contain_text("我们得到")
    assert is_the_same(page)


def test_problems_that_were_put_away_stay_away_until_there_are_others(live: Live, tab: OpenTab) -> None:
    """With a key or the button; also on the next page of the tab."""
    page = tab("2026/01/broken/")
    live.save("content/posts/wrong.md", post("Wrong", "$\\alhpa$"))
    expect(panel(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    page.goto(f"{live.url}2026/01/other/")
    expect(panel(page).locator("pre")).to_have_count(1)
    expect(panel(page)).to_be_hidden()
    live.save("content/posts/wrong.md", post("Wrong", "$\\bteta$"))
    expect(panel(page)).to_contain_text("bteta")
    panel(page).get_by_role("button", name="Hide").click()
    expect(panel(page)).to_be_hidden()
    live.save("content/posts/wrong.md", post("Right", "$\\beta$"))
    expect(panel(page).locator("pre")).to_have_count(0)


def test_axe_finds_no_barrier_in_the_problems(live: Live, tab: OpenTab, packages: Path) -> None:
    """In light and dark, with errors and warnings (WCAG 2.2, AA)."""
    page = tab("2026/01/broken/")
    page.evaluate((packages / "axe-core" / "axe.min.js").read_text("utf-8"))
    live.save("content/posts/both.md", post("Both", "It is $ x $ or $\\alhpa$."))
    expect(panel(page)).to_contain_text("1 error, 1 warning")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        violations, passed = page.evaluate(
            """axe.run(["mathpress-preview"]).then(
                ({ violations, passes }) => [violations, passes.map(({ id, nodes }) => [id, nodes.length])])"""
        )
        assert violations == []
        assert dict(passed)["button-name"] == 2
    (live.root / "content/posts/both.md").unlink()
    expect(panel(page)).to_be_hidden()


def test_warnings_alone_are_a_count_that_opens(live: Live, tab: OpenTab) -> None:
    """They cover little of the page until they are asked for."""
    page = tab("2026/01/broken/")
    live.save("content/posts/careless.md", post("Careless", "It is $ x $."))
    count = panel(page).get_by_role("button", name="1 warning")
    expect(count).to_have_attribute("aria-expanded", "false")
    expect(panel(page).locator("pre")).to_be_hidden()
    count.focus()
    page.keyboard.press("Enter")
    expect(panel(page).locator("pre")).to_contain_text("careless.md:6:")
    page.keyboard.press("Enter")
    expect(panel(page).locator("pre")).to_be_hidden()
    live.save("content/posts/careless.md", post("Careful", "It is $x$."))
    expect(panel(page)).to_be_hidden()


# --- pages that come and go, a server that does ----------------------------------------------------------------------


def test_a_page_that_moves_takes_its_tab_along(live: Live, tab: OpenTab) -> None:
    """To its new address, with what stands behind the #."""
    page = tab("2026/01/here/#there")
    live.change("content/posts/here.md", "title: Here", "title: Here\nslug: 新")
    page.wait_for_url("**/2026/01/*%E6%96%B0/#there")
    expect(page.locator(".body")).to_contain_text("Words.")


def test_a_page_appears_where_there_was_none_and_is_told_when_it_goes(live: Live, tab: OpenTab) -> None:
    """A tab waits at an address, and does not lose what it showed."""
    page = tab("2026/01/late/")
    live.save("content/posts/late.md", post("Late", "At last."))
    expect(page.locator(".body")).to_have_text("At last.")
    (live.root / "content/posts/late.md").unlink()
    expect(page.locator(ADDED).get_by_role("status").filter(has_text="no longer")).to_be_visible()
    expect(page.locator(".body")).to_have_text("At last.")


def test_a_page_within_a_page_shows_no_problems(live: Live, tab: OpenTab) -> None:
    """The page around it does."""
    page = tab("2026/01/framed/")
    frame = page.frame_locator(".body iframe")
    expect(frame.locator(".body")).to_contain_text("Paragraph 1")
    live.save("content/posts/odd.md", post("Odd", "$\\alhpa$"))
    expect(panel(page)).to_be_visible()
    expect(frame.locator(ADDED)).to_have_count(0)
    (live.root / "content/posts/odd.md").unlink()
    expect(panel(page)).to_be_hidden()


def test_a_page_that_one_comes_back_to_catches_up(live: Live, tab: OpenTab) -> None:
    """A browser may keep a page for the way back, without its line to the preview."""
    page, other = tab("2026/01/back/"), tab("2026/01/other/")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    live.change("content/posts/back.md", "Before.", "After.")
    live.change("content/posts/other.md", "Paragraph 3,", "Paragraph three,")
    expect(other.locator(".body")).to_contain_text("Paragraph three,")
    expect(page.locator(".body")).to_have_text("Before.")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator(".body")).to_have_text("After.")
    assert is_the_same(page)


def test_a_tab_catches_up_with_a_preview_that_was_started_again(blog: "MakeBlog", page: "Page") -> None:
    """It says that there is none as long as there is none."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": post("A", "Before.")})
    with serving(root) as first:
        page.goto(f"{first.url}2026/01/a/", wait_until="networkidle")
        page.evaluate("window.mark = true")
        expect(page.locator(".body")).to_have_text("Before.")
    note = page.locator(ADDED).get_by_role("status").filter(has_text="The preview has ended")
    expect(note).to_be_visible(timeout=PATIENCE)
    first.change("content/posts/a.md", "Before.", "After.")
    with serving(root, first.preview.port):
        expect(page.locator(".body")).to_have_text("After.", timeout=PATIENCE)
        expect(note).to_be_hidden()
        assert is_the_same(page)
