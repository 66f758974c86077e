r"""The formula bench of the preview: what is typed is set as the site sets it, and answers go to its own page alone."""

import html
import http.client
import io
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import uvicorn
from fontTools.ttLib import TTFont
from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response, Route, expect
from tests.conftest import REPOSITORY
from tests.markup.showing import body, fill
from tests.test_barriers import RUN, WITHOUT_SHADES

from mathpress.render.alphabets import BLOCKS
from mathpress.serve.application import application
from mathpress.serve.formula import MOST, PATH, routes
from mathpress.serve.prettyprint import pretty_printed
from mathpress.serve.shown import Shown
from mathpress.serve.tabs import Tabs
from mathpress.specimen import set_alone
from mathpress.tables import MathConfig
from mathpress.tex import Result

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

Start = Callable[..., "Bench"]

HARD: Final = re.findall(
    r"^\$\$(.*?)\$\$", (REPOSITORY / "tests/formulas/hard.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
)
INJECTIONS: Final = (REPOSITORY / "tests/formulas/injections.txt").read_text("utf-8").splitlines()
MACROS: Final = "language = \"zh\"\n[math.macros]\nRR = '\\mathbb{R}'\nset = '\\{#1 \\mid #2\\}'\n"
ROWS: Final = r"\begin{align}a&=b\label{x}\\c&=\frac12\tag{*}\end{align}"


class Bench:
    """A bench that is served."""

    def __init__(self, root: Path, port: int) -> None:
        self.root = root
        self.port = port
        self.url = f"http://127.0.0.1:{port}{PATH}"

    def send(self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Send a request, its path exactly as it is written, and return status and body."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, data, dict(headers))
            response = connection.getresponse()
            if response.status == 200:
                assert response.headers["Cache-Control"] == "no-store"
            return response.status, response.read()

    def get(self, name: str = "") -> tuple[int, bytes]:
        """Ask for the page, or for a file below it."""
        return self.send("GET", f"{PATH}{name}", None, {})

    def post(self, data: bytes, **changed: str) -> tuple[int, bytes]:
        """Ask as the page does, with some headers changed."""
        headers = {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
        return self.send(
            "POST", PATH, data, headers | {name.replace("_", "-"): value for name, value in changed.items()}
        )

    def set(self, tex: str, *, display: bool = True) -> Any:
        """Have a formula set and return the answer."""
        status, said = self.post(json.dumps({"tex": tex, "display": display}).encode())
        assert status == 200, said
        return json.loads(said)


@pytest.fixture
def start(blog: "MakeBlog") -> Iterator[Start]:
    """Serve benches of blogs with these settings and files, until the test is done."""
    with ExitStack() as at_end:

        def run(settings: str = "", files: Mapping[str, str | bytes] | None = None) -> Bench:
            root = blog({"mathpress.toml": settings, **(files or {})})
            served = application(Tabs(Shown(root)), "127.0.0.1", routes(root))
            server = uvicorn.Server(uvicorn.Config(served, log_config=None, lifespan="off", ws="none"))
            listener = at_end.enter_context(socket.create_server(("127.0.0.1", 0)))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
            thread.start()
            at_end.callback(thread.join)
            at_end.callback(setattr, server, "should_exit", True)
            return Bench(root, listener.getsockname()[1])

        yield run


# --- what is answered ------------------------------------------------------------------------------------------------


def as_in_a_post(text: str) -> str:
    """Return the HTML of a formula in a post, without what is for other pages and for scripts there."""
    converted = body(text)
    filled = fill(converted.html, converted.labels)
    bare = re.sub(r' (?:data-tex|id)="[^"]*"| translate="no"', "", filled)
    return re.sub(r'(<span class="number">)<a href="[^"]*">(.*?)</a>', r"\1\2", bare).strip()


@pytest.mark.parametrize("tex", [r"\frac12", ROWS, r"x\tag{1}", r"\begin{equation}x^2\end{equation}"])
def test_a_display_is_set_as_in_a_post(tex: str, start: Start) -> None:
    """The same elements with the same classes, so the same style sheet draws the same."""
    assert start().set(tex)["html"] == as_in_a_post(f"$${tex}$$")


def test_a_formula_in_a_line_is_set_as_in_a_post(start: Start) -> None:
    """It is no display."""
    said = start().set(r"\frac12", display=False)
    assert f"<p>{said['html']}</p>" == as_in_a_post(r"$\frac12$")


def test_a_reference_to_a_label_of_the_formula_shows_its_number(start: Start) -> None:
    """Others are shown as they were written, for they lead nowhere."""
    said = start().set(r"\begin{align}a&=b\label{x}\\c&=\eqref{x}+\ref{y}\end{align}")
    assert said["html"].count("(1)") == 2
    assert r"\ref{y}" in said["html"]


@pytest.mark.parametrize("tex", [r"\alhpa", "a\n\\frac{1}{2", r"\ce{H2O}", r"\RR+{", "１+2"])
def test_problems_are_told_as_on_the_terminal(tex: str, start: Start, run_mathpress: "RunMathpress") -> None:
    """With the line, the caret and the cure."""
    bench = start(MACROS)
    said = bench.set(tex)
    assert said["problems"]
    assert "\n".join(said["problems"]) + "\n" == run_mathpress("formula", tex, cwd=bench.root).stderr


def test_what_only_mathjax_draws_is_told_apart(start: Start) -> None:
    """There is nothing to show, but the LaTeX that it would get."""
    said = start().set(r"\ce{H2O}")
    assert (said["result"], said["html"], said["markup"]) == ("mathjax", "", r"\ce{H2O}")


def test_a_change_of_the_settings_holds_for_the_next_formula(start: Start) -> None:
    """The preview need not be started again; what is wrong with them is told with the formula."""
    bench = start(MACROS)
    assert bench.set(r"\RR")["plain"] == "ℝ"
    assert bench.set("x")["macros"] == {r"\RR": r"\mathbb{R}", r"\set": r"\{#1 \mid #2\}"}
    (bench.root / "mathpress.toml").write_text('[math]\npackages = ["braket"]\nmacros = { RR = "R" }\n', "utf-8")
    assert bench.set(r"\RR")["plain"] == "R"
    assert bench.set(r"\bra{a}")["packages"] == ["braket"]
    (bench.root / "mathpress.toml").write_text("titel = 1\n", "utf-8")
    said = bench.set("x")
    assert said["result"] == "refused"
    assert said["problems"][0].startswith("mathpress.toml:1:1: error: unknown setting titel")
    assert bench.get("/theme/css/math.css")[0] == 200


def test_many_questions_at_once_are_answered_each(start: Start) -> None:
    """They are set in threads, and the engine and what is remembered are shared."""
    bench = start()
    answers: dict[int, str] = {}

    def ask(number: int) -> None:
        answers[number] = bench.set(rf"\frac{{{number}}}{{2}}")["plain"]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: f"{number}/2" for number in range(20)}


# --- who is answered -------------------------------------------------------------------------------------------------

QUESTION: Final = b'{"tex": "x", "display": true}'


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, 200),
        ({"Content_Type": "application/json; charset=utf-8"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_only_the_page_itself_is_answered(changed: dict[str, str], status: int, start: Start) -> None:
    """No page of another site has formulas set, nor one of another server on this machine."""
    assert start().post(QUESTION, **changed)[0] == status


@pytest.mark.parametrize(
    "question",
    [b"", b"[]", b"x", b"{}", b'{"tex": "x"}', b'{"tex": 1, "display": true}', b'{"tex": "x", "display": "yes"}',
     b'{"tex": "x", "display": true, "more": 1}', b'{"tex": "\\ud800", "display": true}', b"\xff"],
)  # fmt: skip
def test_what_is_no_question_is_refused(question: bytes, start: Start) -> None:
    """The status says so, and the preview goes on."""
    bench = start()
    assert bench.post(question)[0] == 400
    assert bench.set("x")["result"] == "mathml"


def test_a_question_has_its_longest_length(start: Start) -> None:
    """What is longer is not read to its end; what is as long is the engine's to refuse."""
    bench = start()
    longest = json.dumps({"tex": "x" * (MOST - 28), "display": True}).encode()
    assert len(longest) == MOST
    assert bench.post(longest)[0] == 200
    assert bench.post(longest + b" ")[0] == 413


# --- style sheets and the font ---------------------------------------------------------------------------------------


def test_the_page_allows_nothing_but_its_own_files(page: Page, start: Start) -> None:
    """Neither what stands in it nor what is elsewhere is run, and no other page can frame it."""
    response = page.goto(start().url)
    assert response is not None
    policy = dict(part.split(" ", 1) for part in response.headers["content-security-policy"].split("; "))
    assert policy == {"default-src": "'self'"} | dict.fromkeys(
        ("base-uri", "form-action", "object-src", "frame-ancestors"), "'none'"
    )


def test_the_page_has_the_site_s_style_sheets(start: Start) -> None:
    """An author's file stands in for the theme's, and nothing else of the machine is to be had."""
    bench = start("", {"static/css/math.css": "/* mine */", "secret.txt": "secret"})
    page = bench.get()[1].decode()
    named = re.findall(r'(?:href|src)="formula(/[^"]+)"', page)
    assert len(named) == 7
    assert {bench.get(path)[0] for path in named} == {200}
    assert bench.get("/theme/css/math.css")[1] == b"/* mine */"
    for path in ("/theme/../secret.txt", "/theme/%2e%2e/secret.txt", f"/theme/{bench.root}/secret.txt", "/theme/css",
                 "/theme/%00", "/formula.html", "/theme/"):  # fmt: skip
        assert bench.get(path)[0] == 404, path


def test_the_font_has_all_that_a_site_may_need(start: Start) -> None:
    """Not only what the formulas of the site have so far."""
    data = start().get("/math.woff2")[1]
    characters = TTFont(io.BytesIO(data)).getBestCmap()
    assert [
        name for name, ranges in BLOCKS.items() if ranges[0][0] not in characters and ranges[0][1] not in characters
    ] == []


def test_a_site_in_fonts_of_the_system_has_none(start: Start) -> None:
    """The bench is set as the site is."""
    assert start('math.font = "system"\n').get("/math.woff2")[0] == 404


# --- MathML for reading ----------------------------------------------------------------------------------------------


def test_mathml_is_laid_out_element_by_element() -> None:
    """Text stays in its line, and what cannot be seen is spelled."""
    text = '<mtext>if <a href="/">x</a> </mtext>'
    mathml = f'<math alttext="a &lt; b"><mrow><mi>f</mi><mo>\u2061</mo>{text}<mspace/></mrow></math>'
    assert pretty_printed(mathml) == (
        '<math alttext="a &lt; b">\n'
        "  <mrow>\n"
        "    <mi>f</mi>\n"
        "    <mo>&#x2061;</mo>\n"
        '    <mtext>if <a href="/">x</a> </mtext>\n'
        "    <mspace/>\n"
        "  </mrow>\n"
        "</math>"
    )


@pytest.mark.parametrize("tex", [*HARD, *INJECTIONS])
def test_laying_out_changes_nothing_else(tex: str) -> None:
    """Taken together again, it is the same element."""
    specimen = set_alone(tex, MathConfig(), display=True)
    if specimen.formula.result is Result.MATHML:
        again = re.sub(r"\n *", "", pretty_printed(specimen.markup))
        assert html.unescape(again) == html.unescape(specimen.markup)
    else:
        assert specimen.problems


# --- in a browser ----------------------------------------------------------------------------------------------------


def open_bench(page: Page, bench: Bench) -> None:
    """Open the page and wait for its first answer, which brings the macros."""
    page.goto(bench.url)
    expect(page.locator("#macros li").first).to_be_visible()


def asked(request: Request) -> str:
    """Return the LaTeX that a request is about."""
    return str(json.loads(request.post_data or "{}").get("tex"))


def type_in(page: Page, tex: str) -> None:
    """Put LaTeX into the field at once and wait for the answer to it."""

    def is_answer(response: Response) -> bool:
        return response.request.method == "POST" and asked(response.request) == tex

    with page.expect_response(is_answer):
        page.fill("#tex", tex)


def test_a_formula_is_set_while_it_is_typed(page: Page, start: Start) -> None:
    """With its MathML, its text, and what is wrong, while the last one that was right stays in grey."""
    open_bench(page, start(MACROS))
    page.keyboard.type(r"\frac{1}{2}+\RR")  # the field has the focus
    expect(page.locator("#plain")).to_have_text("1/2+ℝ")
    expect(page.locator("#shown mfrac")).to_be_visible()
    expect(page.locator("#markup")).to_contain_text("  <mfrac>\n    <mn>1</mn>")
    page.keyboard.type(r"\alhpa")
    expect(page.locator("#problems p")).to_contain_text(r"formula:1:16: error: unknown command \alhpa; did you mean")
    assert page.locator("#problems pre").inner_text() == f"  \\frac{{1}}{{2}}+\\RR\\alhpa\n{' ' * 17}^^^^^^"
    expect(page.locator("main")).to_have_class("stale")
    expect(page.locator("#shown mfrac")).to_be_visible()
    page.fill("#tex", "")
    expect(page.locator("#shown")).to_be_empty()
    expect(page.locator("#problems")).to_be_empty()


def test_the_address_keeps_what_was_typed(page: Page, start: Start) -> None:
    """Who opens it sees the same formula, whatever characters it has."""
    bench = start()
    page.goto(bench.url)
    page.fill("#tex", "a+b&c=50\\%\n\\text{见 #1}")
    page.get_by_label("In a line").check()
    page.wait_for_url("**&inline")
    shared = page.url
    page.goto("about:blank")
    page.goto(shared)
    expect(page.locator("#tex")).to_have_value("a+b&c=50\\%\n\\text{见 #1}")
    expect(page.get_by_label("In a line")).to_be_checked()


def test_a_macro_is_inserted_where_the_caret_is(page: Page, start: Start) -> None:
    """What is selected becomes its first argument, and Ctrl-Z takes it back."""
    open_bench(page, start(MACROS))
    type_in(page, "abc")
    page.keyboard.press("Home")
    page.get_by_role("button", name=r"\RR").click()
    expect(page.locator("#tex")).to_have_value(r"\RR abc")
    page.evaluate("document.querySelector('#tex').setSelectionRange(4, 5)")
    page.get_by_role("button", name=r"\set").click()
    expect(page.locator("#tex")).to_have_value(r"\RR \set{a}{}bc")
    page.keyboard.type("x")
    expect(page.locator("#tex")).to_have_value(r"\RR \set{a}{x}bc")
    expect(page.locator("#plain")).to_have_text("ℝ{a∣x}bc")
    for _ in range(2):
        page.keyboard.press("Control+z")
    expect(page.locator("#tex")).to_have_value(r"\RR abc")


PASTE: Final = """text => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const options = { clipboardData, bubbles: true, cancelable: true };
    document.querySelector("#tex").dispatchEvent(new ClipboardEvent("paste", options));
}"""


@pytest.mark.parametrize(
    ("pasted", "form"),
    [("$x$", "In a line"), (r"\(x\)", "In a line"), ("$$\nx\n$$\n", "Display"), (r"\[x\]", "Display")],
)
def test_a_formula_may_be_pasted_with_its_delimiters(pasted: str, form: str, page: Page, start: Start) -> None:
    """They say how it stands, and are left out."""
    open_bench(page, start())
    page.evaluate(PASTE, pasted)
    expect(page.locator("#tex")).to_have_value("x")
    expect(page.get_by_label(form)).to_be_checked()
    expect(page.locator("#plain")).to_have_text("x")


def test_mathjax_is_named_where_it_would_draw(page: Page, start: Start) -> None:
    """The bench loads nothing from elsewhere."""
    open_bench(page, start())
    type_in(page, r"\ce{H2O}")
    expect(page.locator("#engine")).to_contain_text("MathJax draws this one")
    expect(page.get_by_role("region", name="LaTeX for MathJax")).to_have_text(r"\ce{H2O}")
    expect(page.locator(".problem.warning")).to_contain_text("[math-mathjax]")


def test_an_older_answer_never_overtakes_a_newer_one(page: Page, start: Start) -> None:
    """One question is asked at a time, and the last one is about what stands in the field."""
    open_bench(page, start())
    held: list[Route] = []
    questions: list[str] = []

    def hold(route: Route) -> None:
        held.append(route)

    def note(request: Request) -> None:
        if request.method == "POST":
            questions.append(asked(request))

    page.on("request", note)
    page.route("**/_mathpress/formula", hold, times=1)
    page.fill("#tex", "a")
    page.wait_for_timeout(100)
    page.fill("#tex", "b")
    page.fill("#tex", "c")
    page.wait_for_timeout(100)
    assert questions == ["a"]
    held[0].continue_()
    expect(page.locator("#plain")).to_have_text("c")
    assert questions == ["a", "c"]


def test_a_preview_that_has_ended_is_told(page: Page, start: Start) -> None:
    """What stands there stays."""
    open_bench(page, start())
    type_in(page, "a")
    expect(page.locator("#shown math")).to_be_visible()
    page.route("**/_mathpress/formula", lambda route: route.abort())
    page.fill("#tex", "ab")
    expect(page.locator("#problems")).to_contain_text("does not answer")
    expect(page.locator("#shown math")).to_be_visible()


def listen_to(page: Page) -> list[str]:
    """Return a list to which all is added that scripts say, that goes wrong, and that the policy forbids."""
    said: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        said.append(message.text)

    def note_error(error: Error) -> None:
        said.append(error.message)

    page.on("console", note_message)
    page.on("pageerror", note_error)
    return said


def test_nothing_typed_runs(page: Page, start: Start) -> None:
    """No script, no address of one, no markup but that of formulas; and the policy of the page is never needed."""
    said = listen_to(page)
    open_bench(page, start())
    for tex in (
        *INJECTIONS[::4],
        "</math><script>console.log(1)</script>",
        "<img src=x onerror=console.log(1)>",
        r"\href{javascript:alert(1)}{x}",
    ):
        type_in(page, tex)
    assert page.locator("#shown").locator("script, img, iframe, style, object, svg, [onclick], [onerror]").count() == 0
    assert said == []


def test_a_formula_in_an_address_is_harmless_too(page: Page, start: Start) -> None:
    """A link from anywhere may lead to the bench."""
    said = listen_to(page)
    page.goto(f"{start().url}#tex=%3Cimg%20src=x%20onerror=console.log(1)%3E&inline")
    expect(page.locator("#shown math")).to_be_visible()
    assert page.locator("main img").count() == 0
    assert said == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_bench_has_no_barrier(page: Page, packages: Path, start: Start, scheme: Any, width: int) -> None:
    """None that axe-core finds; nor is it wider than a phone, whatever is typed."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})  # for the style of the test's own
    open_bench(page, start(MACROS))
    for tex in (ROWS, "+".join("x" * 80), r"\alhpa" + "+y" * 80, r"\ce{H2O}"):
        type_in(page, tex)
        expect(page.locator("#plain, .problem").filter(has_text=re.compile("[xy=O]")).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("#engine")).not_to_be_empty()
    page.evaluate((packages / "axe-core" / "axe.min.js").read_text("utf-8"))
    page.add_style_tag(content=WITHOUT_SHADES)
    assert page.evaluate(RUN) == []
