"""Posts of others: nothing in them runs, loads or passes for a part of the page, and all of their Markdown holds."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route
from tests.markup.showing import RULES, body, fill, ids, imbalance, problems
from tests.markup.test_cases import CASES, Case

from mathpress.build import Options, build
from mathpress.errors import Severity
from mathpress.markup.convert import Rules, convert

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, ServeFolder

HOSTILE: Final = [
    (title, text)
    for title, _, text in (
        block.partition("\n")
        for block in (Path(__file__).parent / "guests" / "hostile.md").read_text("utf-8").split("\n===== ")[1:]
    )
]
FORBIDDEN: Final = {
    "audio", "base", "body", "button", "embed", "form", "iframe", "link", "math", "meta", "noscript", "object",
    "script", "select", "source", "style", "svg", "template", "textarea", "video",
}  # fmt: skip
GUEST: Final = Rules(macros={}, packages=(), numbering="ams", mathjax=False, excerpt_length=200, untrusted=True)


class _Reader(HTMLParser):
    """Collects the elements of a page with their attributes, and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_there_are_many_hostile_inputs() -> None:
    """Each has a title of its own."""
    assert len({title for title, _ in HOSTILE}) == len(HOSTILE) >= 80


def test_a_picture_from_elsewhere_says_what_it_shows() -> None:
    """It is not loaded, and an `<img>` without a source would be no HTML."""
    of = body('A ![cat](https://example.org/c.png "") here.\n\n![dog](https://example.org/d.png)', GUEST)
    assert of.html == ("<p>A cat here.</p>\n<figure><figcaption>dog</figcaption></figure>",)


@pytest.mark.parametrize(("title", "text"), HOSTILE, ids=[title for title, _ in HOSTILE])
def test_hostile_html_is_harmless(title: str, text: str) -> None:
    """What is left has no handler, style, foreign element or address that runs or loads, and no id of a global."""
    of = body(text, GUEST)
    markup = fill(of.html, of.labels)
    assert imbalance(markup) == [], title
    for tag, given in _Reader(re.sub(r"<math\b.*?</math>", "", markup, flags=re.DOTALL)).elements:
        assert tag not in {
            "script",
            "style",
            "svg",
            "math",
            "iframe",
            "object",
            "embed",
            "form",
            "meta",
            "base",
            "link",
        }
        assert tag not in {"button", "select", "textarea", "video", "audio", "source", "template", "noscript", "body"}
        assert tag != "input" or given.items() >= {"type": "checkbox", "disabled": ""}.items()
        assert not any(name.startswith("on") or name in {"style", "name", "target", "ping"} for name in given)
        assert urlsplit(given.get("href") or "").scheme in {"", "http", "https", "mailto"}
        assert not re.match(r"[\\/]{2}|/\\|[a-z]+:", given.get("src") or "")
        assert not set((given.get("class") or "").split()) & {"site-header", "site-main", "post-footer"}
    assert not any(re.fullmatch(r"\w*[A-Z_]\w*|mp-.*", name) for name in ids(of.html))


HTML: Final = re.compile(r"<(?!!--[ ]*more)[a-zA-Z/!]|\{[:#.]|\n    |!\[.*\]\((?:https|file):", re.IGNORECASE)
"""HTML, attributes or indented code (which may hold either) of the author's own, or pictures from elsewhere."""


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if not HTML.search(re.sub(r"`[^`]*`|\$[^$\n]*\$", "", case.written))],
    ids=lambda case: f"{case.file.stem}: {case.title}",
)
def test_markdown_and_formulas_are_those_of_any_post(case: Case) -> None:
    """Whatever Markdown, figures, theorems and formulas make is the same, where no HTML is the author's own."""
    guest, own = (convert("post.md", case.written, 0, rules) for rules in (GUEST, RULES))
    for of_guest, of_own in ((guest.html, own.html), (guest.excerpt, own.excerpt)):
        theirs, ours = fill(of_guest, guest.labels), fill(of_own, own.labels)
        assert _same(_Reader(theirs)) == _same(_Reader(ours)), case.where
    assert (guest.words, guest.formulas, problems(guest)) == (own.words, own.formulas, problems(own))


def _same(reader: _Reader) -> tuple[list[object], str]:
    """Return what must be the same: elements and attributes without order, text without white space between blocks."""
    elements = [
        (tag, sorted((name, (value or "").replace("id-", "")) for name, value in given.items()))
        for tag, given in reader.elements
    ]
    return list(elements), " ".join("".join(reader.text).split())


def test_the_same_text_makes_the_same_bytes() -> None:
    """nh3 writes the attributes that it adds in any order."""
    text = "- [ ] a\n- [x] b\n\n<input title='c'>"
    assert len({body(text, GUEST).html for _ in range(32)}) == 1


def test_what_is_taken_out_is_told_once() -> None:
    """A guest's honest use of HTML is not lost without a word."""
    of = body("a\n\nb <video src='a'></video> <b onclick='x'>c</b> <i style='d'>e</i>\n\n<script>f</script>", GUEST)
    assert problems(of) == [
        "3:3: warning: of this untrusted post <video>, onclick, style, <script> were taken out [untrusted-html]"
    ]


@pytest.mark.parametrize(
    ("front", "is_safe"),
    [
        ("untrusted: true", True),
        ("untrusted: yes", True),
        ("untrusted: maybe", True),
        ("Untrusted: true", True),
        ("untrusted: false", False),
        ("untrusted: true\ntags: [", True),
        ("untrusted: true\ntitle: a: b", True),
        ("title: a", False),
    ],
)
def test_a_mistake_in_front_matter_does_not_make_a_guest_trusted(
    blog: "MakeBlog", front: str, *, is_safe: bool
) -> None:
    """The preview shows posts with mistakes too."""
    root = blog({"content/posts/2026-01-01-a.md": f"---\n{front}\n---\n<b onclick='x'>y</b>\n"})
    output = build(Options(root, fail_on=None)).output
    assert ("onclick" not in (output / "2026/01/a/index.html").read_text("utf-8")) == is_safe


def test_a_slip_in_the_key_is_an_error(blog: "MakeBlog") -> None:
    """`untrused` would publish what it was to keep out."""
    root = blog({"content/posts/2026-01-01-a.md": "---\nuntrused: true\n---\ntext\n"})
    (problem,) = build(Options(root)).problems
    assert (problem.code, problem.severity) == ("front-matter-key", Severity.ERROR)


@pytest.mark.parametrize("engine", ["mathml", "mathjax"])
def test_nothing_runs_and_nothing_loads_in_a_browser(
    blog: "MakeBlog", serve_folder: "ServeFolder", page: Page, engine: str
) -> None:
    """On each post's page and on a listing of all: no script runs, no request leaves the site, no link runs."""
    post = "---\ntitle: {title}\ndate: 2026-01-01\nuntrusted: true\nmath: {engine}\n---\n{text}\n"
    root = blog(
        {
            "mathpress.toml": 'url = "https://example.org/"\nper_page = 200\n[math]\nmathjax_url = "/none.js"\n',
            "content/posts/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            **{
                f"content/posts/h{number}.md": post.format(title=f"H{number}", text=text, engine=engine)
                for number, (_, text) in enumerate(HOSTILE)
            },
        }
    )
    url = serve_folder(build(Options(root, fail_on=None)).output)
    requests: list[str] = []

    def abort(route: Route) -> None:
        requests.append(route.request.url)
        route.abort()

    page.route(lambda address: not address.startswith(url), abort)
    page.add_init_script("window.ran = 0; window.pwned = () => { window.ran += 1; }")
    visits = ["", *(f"2026/01/h{number}/" for number in range(len(HOSTILE)))]
    for visit in visits:
        page.goto(url + visit)
        page.evaluate(
            """() => document.querySelectorAll('main *').forEach((element) => {
                for (const type of ['click', 'mouseover', 'focus', 'toggle', 'error', 'load'])
                    element.dispatchEvent(new Event(type));
            })"""
        )
        assert page.evaluate("window.ran") == 0, visit
        assert page.evaluate("typeof window.pwned") == "function"
        assert page.evaluate("document.querySelectorAll('#mp-main').length") == 1
        assert page.evaluate("document.querySelectorAll('main').length") == 1
        schemes = page.evaluate("[...document.querySelectorAll('main a[href]')].map((a) => a.protocol)")
        assert set(schemes) <= {"http:", "https:", "mailto:"}, visit
        assert page.url == url + visit
    assert requests == []


def test_the_same_would_run_in_a_post_of_ones_own(blog: "MakeBlog", serve_folder: "ServeFolder", page: Page) -> None:
    """What the test above looks for does happen where nothing is taken out."""
    text = dict(HOSTILE)["an image's error"]
    root = blog({"content/posts/2026-01-01-a.md": f"---\ntitle: A\n---\n{text}\n"})
    url = serve_folder(build(Options(root)).output)
    page.add_init_script("window.ran = 0; window.pwned = () => { window.ran += 1; }")
    page.goto(f"{url}2026/01/a/")
    page.wait_for_function("window.ran > 0")
    assert page.evaluate("window.ran") >= 1
