"""`mathpress check`: what is wrong with a blog is found in the site that is built of it, and told in its sources."""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import pytest
from jsonschema import Draft7Validator
from tests.conftest import DEFAULT_CONFIG, REPOSITORY
from tests.test_build import SITES
from tests.test_images import encoded, photo

from mathpress.build import Options, build
from mathpress.check import checks
from mathpress.check.built import Built, read_pages
from mathpress.check.feeds import faulty_feeds
from mathpress.check.formats import as_github, as_json, as_sarif
from mathpress.check.latex_lint import slips
from mathpress.check.links import dead_links
from mathpress.check.page import Page, read_page
from mathpress.errors import Note, Place, Problem, Severity
from mathpress.kept import CACHE

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

POST: Final = "---\ntitle: A\ndate: 2026-01-02\n---\n"
SECONDS: Final = re.compile(r"\d+\.\d s$", re.MULTILINE)


def examined(root: Path) -> Built:
    """Build a blog to be checked."""
    options = Options(root, root / checks.FOLDER, fail_on=None)
    return checks.examine(options, build(options))


def told(root: Path) -> list[str]:
    """Check a blog and return the first lines of what is told."""
    return [str(problem).partition("\n")[0] for problem in checks.problems(examined(root))]


# --- whole blogs -----------------------------------------------------------------------------------------------------


def test_each_fault_of_a_broken_blog_is_told_once(run_mathpress: "RunMathpress", tmp_path: Path) -> None:
    """The blog has a fault of each kind; its expected.txt is all that is said, and the exit status."""
    shutil.copytree(SITES / "broken", tmp_path / "blog")
    done = run_mathpress("check", cwd=tmp_path / "blog")
    said = f"{done.stderr}{SECONDS.sub('0.0 s', done.stdout)}exit status {done.returncode}\n"
    assert said == (SITES / "broken" / "expected.txt").read_text("utf-8")
    assert not (tmp_path / "blog/public").exists()


def test_the_broken_blog_has_each_fault_that_is_documented() -> None:
    """But for pictures that are too large to lie in a repository, and other sites; those have tests of their own."""
    documented = (REPOSITORY / "docs" / "diagnostics.md").read_text("utf-8").partition("## What only `check` tells")[2]
    codes = set(re.findall(r"^\| `([a-z-]+)` \|", documented, re.MULTILINE))
    shown = set(re.findall(r"\[([a-z-]+)\]$", (SITES / "broken" / "expected.txt").read_text("utf-8"), re.MULTILINE))
    apart = {"image-heavy", "image-type", "external-dead", "external-moved", "external-unreachable"}
    assert codes - shown == apart


@pytest.mark.parametrize(
    ("host", "is_told"),
    [
        ("localhost:8000", True), ("blog.localhost", True), ("127.0.0.2", True), ("[::1]", True), ("[::]", True),
        ("192.168.1.2", True), ("1.1.1.1", False), ("example.org", False), ("localhost.dev", False),
    ],
)  # fmt: skip
def test_an_address_that_readers_cannot_open_is_told(blog: "MakeBlog", host: str, *, is_told: bool) -> None:
    """Deploying refuses what leads to this machine, and examples, under which a blog may be written."""
    root = blog({"mathpress.toml": f'title = "T"\nurl = "http://{host}/"\n', "content/posts/a.md": POST})
    assert [problem.code for problem in checks.problems(examined(root))] == ["config-local"] * is_told


def test_the_demo_blog_has_nothing_to_mend(run_mathpress: "RunMathpress", tmp_path: Path) -> None:
    """Its settings say that MathJax and labels without a reference are meant."""
    done = run_mathpress("check", "--format", "json", "--fail-on", "warning", "--output", tmp_path, cwd=REPOSITORY)
    assert json.loads(done.stdout)["problems"] == []
    assert done.returncode == 0


def test_a_check_that_is_done_again_tells_the_same(blog: "MakeBlog") -> None:
    """What was found on pages that have not changed is kept, and what was kept is not trusted if it is damaged."""
    root = blog({"content/posts/a.md": f"{POST}$sin x$ [x](/nothing/)\n"})
    first = told(root)
    assert [line.rpartition("[")[2] for line in first] == ["math-name]", "link-missing]"]
    assert told(root) == first
    for kept in (root / CACHE / "check").iterdir():
        kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert told(root) == first


def test_pages_are_read_once(blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch) -> None:
    """Only one that has become another is read again."""
    root = blog({f"content/posts/{name}.md": POST.replace("A", name) for name in "abc"})
    built = examined(root)
    read: list[str] = []

    def reading(markup: str, *, has_faults: bool) -> Page:
        read.append(markup)
        return read_page(markup, has_faults=has_faults)

    monkeypatch.setattr("mathpress.check.built.read_page", reading)
    page = built.output / "archive" / "index.html"
    page.write_text(page.read_text("utf-8").replace("<main", "<main data-x"), "utf-8")
    assert read_pages(root, built.output, built.files, built.static, lambda *_: None).keys() == built.pages.keys()
    assert len(read) == 1


@pytest.mark.parametrize(
    ("level", "text", "status"),
    [
        ("error", "$sin x$", 0),
        ("warning", "$sin x$", 1),
        ("error", r"$\alhpa$", 1),
        ("never", r"$\alhpa$", 0),
        ("warning", r"$$x\label{unused}$$", 0),
    ],
)
def test_the_exit_status_follows_the_worst_that_was_found(
    blog: "MakeBlog", run_mathpress: "RunMathpress", level: str, text: str, status: int
) -> None:
    """A note never fails."""
    root = blog({"content/posts/a.md": f"{POST}{text}\n"})
    assert run_mathpress("check", "--fail-on", level, cwd=root).returncode == status


def test_settings_that_cannot_be_read_are_told_in_the_format_asked_for(
    blog: "MakeBlog", run_mathpress: "RunMathpress"
) -> None:
    """They leave nothing to check, and on CI a mark at their line is worth as much."""
    root = blog({"mathpress.toml": "titel = 'x'\n"})
    done = run_mathpress("check", "--format", "github", cwd=root)
    assert done.returncode == 2
    assert done.stdout.startswith("::error file=mathpress.toml,line=1,col=1,endColumn=6,title=config-key::unknown")


# --- what is left out ------------------------------------------------------------------------------------------------


def test_settings_and_posts_say_what_is_not_told(blog: "MakeBlog") -> None:
    """By the codes of warnings and notes; errors are told whatever is ignored."""
    root = blog(
        {
            "mathpress.toml": f'{DEFAULT_CONFIG}check.ignore = ["math-dots", "math-command"]\n',
            "content/posts/a.md": f"{POST}$1, ..., n$ $sin x$ $\\alhpa$\n",
            "content/posts/c.md": "---\ntitle: C\ndate: 2026-01-02\ncheck_ignore: [math-name]\n---\n$sin x$ $log x$\n",
        }
    )
    assert [line.rpartition("[")[2] for line in told(root)] == ["math-name]", "math-command]"]


# --- formulas --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        ("sin x", "sin"),
        ("2sin x", "sin"),
        (r"d_v = min(d_u, d_w)", "min"),
        (r"Q_{max}", "max"),
        (r"\frac{softmax(x)}{2}", "softmax"),
        ("x_1, ..., x_n", "..."),
        ("2*3", "*"),
        ("2 * 3", " * "),
        ("<x, y> = 0", "<x, y>"),
        (r"\lVert x\rVert^2=<x,x>", "<x,x>"),
        (r"f(<\alpha,y>)", r"<\alpha,y>"),
        (r"\begin{cases}1 & if x>0\\0 & x\end{cases}", "if"),
        (r"\begin{cases}1 & x>0\\0 & otherwise\end{cases}", "otherwise"),
        (r"\textcolor{red}{sin x}", "sin"),
        (r"x % sin" + "\n+ cos x", "cos"),
    ],
)
def test_slips_in_formulas_are_found(tex: str, found: str) -> None:
    """What is LaTeX all the same, but set as nobody wants it."""
    assert [tex[slip.start : slip.end] for slip in slips(tex)] == [found]


@pytest.mark.parametrize(
    "tex",
    [
        r"\sin x + \max_i \log x", r"\text{if } x", r"\mathrm{max}", r"\operatorname{rank} A", r"{\rm max}", "asinb",
        "u+if(x)", "a<b, c>d", "(<5, >3)", r"x<y,y>z", r"\left<x\right>", "f * g", "1 * g = g", "A^*B", "x^{2*}",
        r"\{x<0\}\cup\{x>1\}", r"1,\ldots,n", r"\label{eq:max}x", r"\text{where $x$ is sin}", "1.5", r"\$..",
        r"\begin{array}{l}x\end{array}", r"\tag{max}x", r"\color{tan}x", "sinx", r"\ce{sin}", "dx",
        r"\begin{cases*} 1 & if $x>0$ \\ 0 & otherwise \end{cases*}",
    ],
)  # fmt: skip
def test_what_may_be_meant_is_left_alone(tex: str) -> None:
    """A warning that is wrong costs more than one that is missing."""
    assert list(slips(tex)) == []


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_page_is_known_by_its_facts() -> None:
    """Formulas that are XML are read apart; what is told of the rest has its place in the whole."""
    page = read_page(
        '<!doctype html><html lang="en"><head><title>T</title><meta property="og:image" content="/card.png">'
        '<meta http-equiv="refresh" content="0; url=/there/"></head><body>\n'
        '<p id="a"><span data-tex="sin x"><math><mi id="b" href="#a">x</mi></math></span><img src="p.png" width="9">'
        '<img srcset="q.png 2x, r.png" src="s.png" alt=""><picture><source srcset="t.webp"><img src="t.png"></picture>'
        '</p></i>\n<p id="a"></p></body></html>'
    )
    assert page.ids == ("b", "a")
    assert page.twice == ("a",)
    assert [f"{use.element} {use.attribute} {use.url}" for use in page.uses] == [
        "a href #a", "meta content /card.png", "meta refresh /there/", "img src p.png", "img src s.png",
        "img srcset q.png", "img srcset r.png", "source srcset t.webp", "img src t.png",
    ]  # fmt: skip
    assert [(picture.url, picture.width, picture.has_variants, picture.has_alt) for picture in page.pictures] == [
        ("p.png", "9", False, False),
        ("s.png", "", True, True),
        ("t.png", "", True, False),
    ]
    assert [(fault.line, fault.code, fault.name) for fault in page.faults] == [(2, "unexpected-end-tag", "i")]
    assert [slip.code for _, slip in page.slips] == ["math-name"]
    assert page.moved == "/there/"
    assert Page.of(str(page)) == page


def test_addresses_are_read_as_browsers_read_them() -> None:
    """In an attribute a name of a character is one with its semicolon, or before what is no letter, digit or `=`."""
    page = read_page(
        '<a href="?a&copy=1&sect2"></a><a href="?a&copy;=1&sect#b"></a><p id="&copy"><math id="&lt;">x</math>'
    )
    assert [use.url for use in page.uses] == ["?a&copy=1&sect2", "?a©=1§#b"]
    assert page.ids == ("<", "©")


@pytest.mark.parametrize(
    "piece", ["<math>", "<math><mi>x</math>", "<a href=x>", "<p id=x>", "</i>", "<!--", "<b><i></b>", "<div>"]
)
def test_hostile_pages_are_read_in_linear_time(piece: str) -> None:
    """Thousands of what a page has one of: the test would not end if each looked at the rest of the page."""
    read_page("<!doctype html><html><head><title>x</title></head><body>" + piece * 30_000)


def test_a_tag_of_a_thousand_attributes_is_told_and_not_parsed() -> None:
    """The parser compares each with all others."""
    page = read_page(f"<!doctype html><html><title>x</title><p {' '.join(f'a{i}' for i in range(100_000))}></b>")
    assert [fault.code for fault in page.faults] == ["too-many-attributes"]


# --- single checks ---------------------------------------------------------------------------------------------------


def test_pictures_that_are_heavy_or_misnamed_are_told(blog: "MakeBlog") -> None:
    """Each once, where a post shows it; those with smaller variants load those."""
    files: Mapping[str, str | bytes] = {
        "content/posts/a.md": f"{POST}![heavy](heavy.png)\n\n![wide](wide.png)\n\n![named](named.png)\n\n"
        "![ok](ok.png)\n\n![light](light.png)\n\n"
        '![small](ok.png "shown small"){width=40}\n',
        "content/posts/heavy.png": encoded(photo(700, 600), "PNG", compress_level=0),
        "content/posts/wide.png": encoded(photo(2600, 20), "PNG", compress_level=0),
        "content/posts/named.png": encoded(photo(20, 10), "JPEG"),
        "content/posts/light.png": encoded(photo(2600, 1), "PNG"),
        "content/posts/ok.png": encoded(photo(30, 10), "PNG"),
    }
    assert told(blog(files)) == [
        "content/posts/a.md:5:10: warning: heavy.png has 1.3 MB, which takes long to load; make it smaller,"
        " or switch on `images.variants` [image-heavy]",
        "content/posts/a.md:7:9: warning: wide.png is 2,600 pixels wide and shown on 640; make it smaller,"
        " or switch on `images.variants` [image-heavy]",
        "content/posts/a.md:9:10: warning: named.png is a picture in JPEG; name it so, for hosts tell its type by its"
        " name [image-type]",
    ]
    with_variants = {**files, "mathpress.toml": f"{DEFAULT_CONFIG}images.variants = true\n"}
    assert [line.rpartition("[")[2] for line in told(blog(with_variants))] == ["image-type]"]


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("feed.xml", lambda text: text.replace("<id>https://example.org/</id>", ""), "the feed must have one id"),
        ("feed.xml", lambda text: text.replace("</entry>", ""), "this is not XML"),
        ("feed.xml", lambda text: re.sub(r"<author>.*?</author>", "", text, flags=re.DOTALL), "neither the feed nor"),
        ("feed.xml", lambda text: text.replace("2026-01-02T00:00:00+00:00", "2 January"), "has a date that is none"),
        ("feed.xml", lambda text: text.replace("/2026/01/a/", "/2026/01/x/"), "to which nothing answers"),
        ("feed.xml", lambda text: text.replace("/2026/01/b/", "/2026/01/a/"), "2 entries have the id"),
        ("feed.json", lambda text: text.replace('"id":', '"no":'), "must have an id and a content"),
        ("feed.json", lambda text: text.replace('"version":', '"no":'), "a JSON Feed has a version"),
        ("feed.json", lambda text: text[1:], "this is not JSON"),
        ("feed.json", lambda text: text.replace('"url": "https://example.org', '"url": "'), "without a host"),
        ("feed.json", lambda text: "[" * 100_000 + text, "this is not JSON"),
        (
            "feed.xml",
            lambda text: text.replace("<id>https://example.org/2", "<id>https://[e/2"),
            "an id that is no address",
        ),
        ("sitemap.xml", lambda text: text.replace("https://example.org", "https://[e"), "an address without a host"),
        ("sitemap.xml", lambda text: text.replace("/2026/01/a/", "/2026/01/x/"), "to which nothing answers"),
    ],
)
def test_feeds_that_readers_would_refuse_are_told(
    blog: "MakeBlog", name: str, change: Callable[[str], str], message: str
) -> None:
    """The feeds of mathpress are sound; a file that was damaged behind it, or is another's, is told."""
    root = blog({"content/posts/a.md": POST, "content/posts/b.md": POST.replace("A", "B")})
    built = examined(root)
    assert list(faulty_feeds(built)) == []
    file = built.output / name
    text = file.read_text("utf-8")
    assert change(text) != text
    file.write_text(change(text), "utf-8")
    found = [problem for problem in faulty_feeds(built) if message in problem.message]
    assert [(problem.code, problem.place.path) for problem in found[:1]] == [
        ("feed-invalid", f".mathpress/check/{name}")
    ]


def test_ids_in_other_scripts_and_encodings_are_found(blog: "MakeBlog") -> None:
    """By paths, which the build takes as they are; browsers decode what an address encodes."""
    root = blog(
        {
            "content/posts/目标.md": f"{POST}## 小节 一\n\n" + r"$$x\label{式:a}$$ \eqref{式:a}",
            "content/posts/b.md": POST.replace("A", "B")
            + "[x](/2026/01/目标/#小节-一) [y](/2026/01/%E7%9B%AE%E6%A0%87/#%E5%BC%8F:a) [z](/2026/01/目标#top)\n\n"
            "[t](/2026/01/目标/#:~:text=x) [n](/2026/01/目标/#小节-二)\n",
        }
    )
    assert told(root) == [
        "content/posts/b.md:7:33: error: there is no #小节-二 on /2026/01/目标/; did you mean 小节-一? [link-fragment]"
    ]


def test_what_an_authors_template_breaks_is_told_once_at_the_template(blog: "MakeBlog") -> None:
    """Not on each page that it makes."""
    root = blog(
        {
            "content/posts/a.md": POST,
            "content/posts/b.md": POST.replace("A", "B"),
            "templates/hooks/foot.html": '<p><a href="/impressum/">I</a></p>\n',
        }
    )
    assert told(root) == ["templates/hooks/foot.html:1:12: warning: the site has no /impressum/ [link-missing]"]


def test_static_pages_are_taken_as_they_are(blog: "MakeBlog") -> None:
    """Slides and notebooks are exported by other programs; their ids are there to be linked to, or made by scripts."""
    slides = "<title>Slides</title><p id=one><a href=nowhere.html>x</a></b>"
    links = "[s](/talk.html#one) [t](/talk.html#two) [u](/talk.html#/3) [v](/talk.html#!v)"
    root = blog({"content/posts/a.md": f"{POST}{links}\n", "static/talk.html": slides})
    assert told(root) == ["content/posts/a.md:5:25: warning: there is no #two on /talk.html [link-fragment]"]
    assert examined(root).pages[PurePosixPath("talk.html")].faults == ()


def test_addresses_lead_where_browsers_go(blog: "MakeBlog") -> None:
    """With a site's usual port, with an address in their query, and relative to what a page says they are."""
    links = "[p](https://example.org:443/no/) [q](?u=https://example.org/) [h](http://example.org/not/)"
    root = blog(
        {
            "content/posts/a.md": f"{POST}{links}\n",
            "content/pages/b.md": "---\ntitle: B\n---\n<a href='../2026/01/a/?u=https://x.net'>x</a>\n",
            "templates/404.html": "<!doctype html><html><head><title>x</title><base href='/2026/'></head>"
            "<body><a href='01/a/'>a</a><a href='02/'>b</a></body></html>",
        }
    )
    found = [problem.message.partition(";")[0] for problem in dead_links(examined(root))]
    assert found == ["the site has no /no/", "the site has no /not/", "the site has no /2026/02/"]


def test_what_the_build_told_is_not_told_again_on_listings(blog: "MakeBlog") -> None:
    """There an address that leads nowhere stands as its author wrote it, and means another file."""
    assert told(blog({"content/posts/a.md": f"{POST}[x](no.pdf) <video src='no.mp4'></video>\n\n[y](/no/)\n"})) == [
        "content/posts/a.md:5:5: error: there is no file content/posts/no.pdf [file-missing]",
        "content/posts/a.md:5:25: error: there is no file content/posts/no.mp4 [file-missing]",
        "content/posts/a.md:7:5: warning: the site has no /no/ [link-missing]",
    ]


def test_formulas_are_told_where_they_are_written(blog: "MakeBlog") -> None:
    """In quotes, whose lines have marks between; in titles, but not on the pages of others that list them."""
    root = blog(
        {
            "content/posts/a.md": "---\ntitle: On $sin x$\ndate: 2026-01-02\n---\n> $$a\n> =max(b)$$\n",
            "content/posts/b.md": "---\ntitle: On b\ndate: 2026-01-02\n---\n[](a.md)\n",
        }
    )
    assert [line.partition(" is set")[0] for line in told(root)] == [
        "content/posts/a.md:2:12: warning: sin",
        "content/posts/a.md:6:4: warning: max",
    ]


@pytest.mark.parametrize(
    ("usual", "odd", "message"),
    [
        ("Algebra", "Algebre", "no other post has Algebre; did you mean Algebra, as 2 posts have?"),
        (
            "Markov chains",
            "Markov chain",
            "no other post has Markov chain; did you mean Markov chains, as 2 posts have?",
        ),
        ("NLP", "nlp", "nlp is NLP in 2 posts; write it one way"),
        ("NLP", "ＮＬＰ", "ＮＬＰ is NLP in 2 posts; write it one way"),
        ("Analysis I", "Analysis II", None),
        ("微分几何", "积分几何", None),
        ("C++", "C", None),
        ("Topic 1", "Topic 2", None),
        ("Rings", "Kings", None),
    ],
)
def test_names_that_are_slips_of_others_are_told(blog: "MakeBlog", usual: str, odd: str, message: str | None) -> None:
    """Names of several posts, and one that most likely means them; short ones and ideographs tell too little."""
    names = {"a": usual, "b": usual, "c": odd}
    posts = {
        f"content/posts/{name}.md": f"---\ntitle: {name}\ndate: 2026-01-02\ntags: ['{tag}']\n---\n"
        for name, tag in names.items()
    }
    assert told(blog(posts)) == ([f"content/posts/c.md:4:9: warning: {message} [term-spelling]"] if message else [])


# --- formats ---------------------------------------------------------------------------------------------------------

PROBLEMS: Final = (
    Problem(Place("content/posts/数 学.md", 12, 3, 4, "我们%x"), "math-command", "100%: a, b\nand c"),
    Problem(Place("mathpress.toml"), "config-local", "no url", Severity.WARNING),
    Problem(
        Place("a.md", 1, 1, 2, "ab"),
        "label-unused",
        "nothing",
        Severity.NOTE,
        Note(Place("b.md", 2, 5, 1, "    x"), "here"),
    ),
)


def test_json_tells_all_that_a_diagnostic_has() -> None:
    """The form is documented in docs/checking.md."""
    document = json.loads(as_json(PROBLEMS, PurePosixPath("blog")))
    assert (document["version"], document["errors"], document["warnings"], document["notes"]) == (1, 1, 1, 1)
    assert document["problems"][0] == {
        "severity": "error", "code": "math-command", "message": "100%: a, b and c",
        "path": "blog/content/posts/数 学.md", "line": 12, "column": 3, "end_column": 7, "note": None,
    }  # fmt: skip
    assert document["problems"][1]["line"] is None
    assert document["problems"][2]["note"] == {
        "message": "here", "path": "blog/b.md", "line": 2, "column": 5, "end_column": 6,
    }  # fmt: skip


def test_workflow_commands_are_escaped() -> None:
    """Percent signs and line ends everywhere; colons and commas in properties too, where they would end them."""
    first, second, third = as_github(PROBLEMS, PurePosixPath()).splitlines()
    assert first == (
        "::error file=content/posts/数 学.md,line=12,col=3,endColumn=7,title=math-command::100%25: a, b and c"
    )
    assert second == "::warning file=mathpress.toml,title=config-local::no url"
    assert third == "::notice file=a.md,line=1,col=1,endColumn=3,title=label-unused::nothing%0Ab.md:2:5: note: here"
    odd = replace(PROBLEMS[1], place=Place("a,b:c.md"))
    assert as_github([odd], PurePosixPath()).startswith("::warning file=a%2Cb%3Ac.md,")


def test_sarif_is_valid(packages: Path) -> None:
    """By the schema of OASIS, with places as code scanning wants them: relative and encoded."""
    schema = json.loads((packages / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    log: dict[str, Any] = json.loads(as_sarif(PROBLEMS, PurePosixPath("blog")))
    without_address = {key: value for key, value in log.items() if key != "$schema"}
    errors = [error.message for error in Draft7Validator(schema).iter_errors(without_address)]
    assert errors == []
    run = log["runs"][0]
    results = run["results"]
    assert [(each["ruleId"], each["level"]) for each in results] == [
        ("math-command", "error"), ("config-local", "warning"), ("label-unused", "note"),
    ]  # fmt: skip
    assert all(run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"] for each in results)
    assert results[0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "blog/content/posts/%E6%95%B0%20%E5%AD%A6.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 12, "startColumn": 3, "endColumn": 7, "snippet": {"text": "%x"}},
    }


def test_a_sound_blog_makes_no_workflow_command(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """Not an empty line."""
    done = run_mathpress("check", "--format", "github", "--quiet", cwd=blog({"content/posts/a.md": POST}))
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_paths_lead_from_where_the_program_runs(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """On CI a blog may be a folder of the repository, and marks are wanted at the repository's files."""
    root = blog({"content/posts/a.md": f"{POST}$sin x$\n"})
    done = run_mathpress("check", "--source", root.name, "--format", "json", cwd=root.parent)
    assert json.loads(done.stdout)["problems"][0]["path"] == f"{root.name}/content/posts/a.md"
