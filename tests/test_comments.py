r"""Comments of the blog as it was: in threads below their post, with nothing in them that is not theirs to say."""

import datetime
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.markup.showing import imbalance
from tests.test_untrusted import HOSTILE

from mathpress.build import Options, build
from mathpress.comments import Comment, WrittenComment
from mathpress.config import Config
from mathpress.discussion import read, written
from mathpress.errors import Problem, Severity
from mathpress.model import Kind, Source
from mathpress.parse import Parsed, parse
from mathpress.shaping import Settings
from mathpress.text import CONTROL

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, RunMathpress, ServeFolder

POST: Final = "---\ntitle: 标题\ndate: 2026-01-01\n---\n# Comment 1\n\n正文。\n\n$$a=b\\label{eq:a}$$\n"
PATH: Final = "content/posts/a.comments.toml"
UTC: Final = datetime.UTC
NOON: Final = datetime.datetime(2015, 3, 4, 12, tzinfo=UTC)


def said(text: str, name: str = "1", parent: str = "", author: str = "张三", url: str = "") -> WrittenComment:
    """Return a comment."""
    return WrittenComment(name, parent, author, url, NOON, by_author=False, text=text)


def parsed(*comments: WrittenComment) -> Parsed:
    """Parse the post with some comments."""
    source = Source(PurePosixPath("content/posts/a.md"), Kind.POST, POST, written(comments))
    return parse(source, Settings.of(Config(), {}))


def html(text: str) -> str:
    """Return what becomes of the text of a comment."""
    (comment,) = parsed(said(text)).comments
    return comment.html


def problems(text: str) -> list[str]:
    """Return the problems of a file of comments, each with its place, code and message."""
    return [_told(problem) for problem in read("c.toml", text, ZoneInfo("UTC")).problems]


def _told(problem: Problem) -> str:
    return f"{problem.place.line}:{problem.place.column} {problem.code} {problem.message}"


# --- the file --------------------------------------------------------------------------------------------------------


def test_a_file_has_comments_with_what_is_known_of_each() -> None:
    """A date without a zone is in the blog's; a number may stand for an id."""
    text = "[[comment]]\nid = 7\nauthor = ' Ann '\ndate = 2015-03-04 12:00:00\ntext = '''\n$x$\n'''\n"
    ((offset, comment),) = read("c.toml", text, ZoneInfo("Asia/Shanghai")).comments
    zone = ZoneInfo("Asia/Shanghai")
    date = datetime.datetime(2015, 3, 4, 12, tzinfo=zone)
    assert (offset, comment) == (0, WrittenComment("7", "", "Ann", "", date, by_author=False, text="$x$"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[comment]\n", "1:10 comments-syntax the comments are not TOML: expected ']]' at the end of an array"),
        ("title = 'a'\n", "1:1 comments-syntax a file of comments holds nothing but tables"),
        ("[comment]\nid = '1'\n", "1:1 comments-syntax a file of comments holds nothing but tables"),
        ("comment = [1]\n", "1:1 comments-syntax a file of comments holds nothing but tables"),
        ("[[comment]]\nid = '1'\ndate = 2015-01-01\n", "1:1 comments-value this comment lacks its text"),
        ("[[comment]]\nid = 'a b'\ndate = 2015-01-01\ntext = ''\n", "2:1 comments-value id: must be"),
        ("[[comment]]\nid = '1'\ndate = 'x'\ntext = ''\n", "3:1 comments-value date: 'x' is no date"),
        ("[[comment]]\nid = '1'\ndate = 2015-01-01\ntext = ''\nurl = 'javascript:x'\n", "5:1 comments-value url: must"),
        ('[[comment]]\nid = "1"\ndate = 2015-01-01\ntext = ""\nurl = "http://a\\b"\n', "5:1 comments-value url: must"),
        (
            "[[comment]]\nid = '1'\ndate = 2015-01-01\ntext = ''\nemail = 'a@b'\n",
            "5:1 comments-value unknown key email",
        ),
        (
            "[[comment]]\nid = '1'\ndate = 2015-01-01\ntext = ''\nauhtor = 'a'\n",
            "5:1 comments-value unknown key auhtor",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_told_at_its_place(text: str, told: str) -> None:
    """Each mistake once."""
    (problem,) = problems(text)
    assert problem.startswith(told)


def test_an_answer_stands_below_what_it_answers() -> None:
    """So comments cannot answer one another in a circle. Ids are given once."""
    one = "[[comment]]\nid = '1'\nparent = '2'\ndate = 2015-01-01\ntext = ''\n"
    two = "[[comment]]\nid = '2'\nparent = '1'\ndate = 2015-01-01\ntext = ''\n"
    assert problems(one + two) == [
        "3:1 comments-parent no comment 2 stands above this one, so it is shown as an answer to none"
    ]
    assert problems(two + two) == [
        "3:1 comments-parent no comment 1 stands above this one, so it is shown as an answer to none",
        "7:1 comments-id there are two comments 2; give one another id",
    ]


TEXT: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(
    lambda text: CONTROL.sub("\ufffd", text.replace("\r", "\n")).strip()
)


@given(TEXT, TEXT)
def test_what_is_written_is_read_again(text: str, author: str) -> None:
    """Whatever a reader said: quotes of all kinds, backslashes, lines that look like TOML."""
    comments = [said(text, "1", author=author), said("'''\\" + text, "2", "1"), said(text + "'", "3", "2")]
    file = written(comments)
    found = read("c.toml", file, ZoneInfo("UTC"))
    assert (found.problems, [comment for _, comment in found.comments]) == ((), comments)


def test_a_time_in_a_zone_of_long_ago_is_written() -> None:
    """Those were off by seconds, which TOML has no form for."""
    then = NOON.replace(year=1900).astimezone(ZoneInfo("Asia/Shanghai"))
    found = read("c.toml", written([replace(said("x"), date=then)]), ZoneInfo("UTC"))
    assert (found.problems, [comment.date for _, comment in found.comments]) == ((), [then])


def test_a_file_beside_no_post_is_told(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """Its name is wrong, and nobody would see what is in it."""
    root = blog({"content/posts/a.md": POST, "content/posts/b.comments.toml": written([said("x")])})
    result = run_mathpress("build", cwd=root)
    assert result.returncode == 0
    assert result.stderr.splitlines() == [
        "content/posts/b.comments.toml: warning: no post b.md stands beside these comments; name them like their post "
        "[comments-alone]"
    ]


# --- what is said ----------------------------------------------------------------------------------------------------


def test_a_comment_is_markdown_with_formulas() -> None:
    """They are set by the engine that sets the post's."""
    found = html("**See** $x<1$:\n\n$$\\frac12$$")
    assert "<strong>See</strong>" in found
    assert "<mo>&lt;</mo>" in found
    assert '<div class="math-display" data-tex="\\frac12"' in found


def test_a_comment_may_refer_to_its_post() -> None:
    """What it refers to in vain stays as it was written, and no error: nobody will mend it."""
    parsed_post = parsed(said(r"By \eqref{eq:a}, not \eqref{eq:b}."))
    assert parsed_post.comments[0].html == (r'<p>By <a class="eqref" href="#eq:a">(1)</a>, not \eqref{eq:b}.</p>')
    assert parsed_post.document.problems == ()


def test_numbers_in_a_comment_are_its_own() -> None:
    """They take none from the post, and their ids are told from the post's by the comment's."""
    found = html(r"$$x\label{eq:a}$$ By \eqref{eq:a}.[^1]" + "\n\n[^1]: A note.")
    assert 'id="comment-1--eq:a"' in found
    assert '<a class="eqref" href="#comment-1--eq:a">(1)</a>' in found
    assert set(re.findall(r'href="#([^"]*)"', found)) <= set(re.findall(r'id="([^"]*)"', found))


def test_a_mistake_in_a_comment_is_one_warning() -> None:
    """The formula is shown as it was written, and a page with old mistakes is built all the same."""
    document, _, comments = parsed(said("fine"), said(r"$\alhpa$", "2"), said(r"$\frac$ and $\foo$", "3"))
    (problem,) = document.problems
    assert (problem.severity, problem.place.path) == (Severity.WARNING, PATH)
    assert _told(problem).startswith("14:2 comments-text unknown command \\alhpa; did you mean \\alpha?; it is shown")
    assert problem.message.endswith("and so are 2 more in these comments")
    assert "$\\alhpa$</code>" in comments[1].html


def test_a_picture_in_a_comment_is_a_link() -> None:
    """A page loads nothing from where readers wished it to; in a link, a link would be one too many."""
    rel = 'rel="nofollow ugc noopener"'
    assert html("See ![a cat](https://e.org/c.png) here") == (
        f'<p>See <a href="https://e.org/c.png" {rel}>a cat</a> here</p>'
    )
    assert html("See [![a cat](https://e.org/c.png)](https://e.org/) here") == (
        f'<p>See <a href="https://e.org/" {rel}>a cat</a> here</p>'
    )


def test_links_in_a_comment_say_whose_they_are() -> None:
    """Search engines are told not to count them."""
    assert html("[x](https://e.org/) and https://e.net/") == (
        '<p><a href="https://e.org/" rel="nofollow ugc noopener">x</a> and '
        '<a href="https://e.net/" rel="nofollow ugc noopener">https://e.net/</a></p>'
    )


@pytest.mark.parametrize(("title", "text"), HOSTILE, ids=[title for title, _ in HOSTILE])
def test_hostile_comments_are_harmless(title: str, text: str) -> None:
    """Nothing in them runs or loads, and none leaves an element open."""
    found = html(text)
    assert title
    assert imbalance(found) == []
    reader = _Elements()
    reader.feed(found)
    names = {name for _, attributes in reader.found for name in attributes}
    addresses = [attributes.get("href") or "" for _, attributes in reader.found]
    assert not {tag for tag, _ in reader.found} & {"script", "style", "iframe", "img", "form", "object", "svg", "link"}
    assert not {name for name in names if name.startswith("on")} | names & {"style", "src", "srcset", "action"}
    assert not [address for address in addresses if re.match(r"(?!https?:|mailto:)[\w+.-]+:", address.strip())]


def test_headings_of_the_post_leave_comments_their_names() -> None:
    """An old link to #comment-1 leads to the comment."""
    assert parsed(said("x")).document.headings[0].id == "comment-1-2"


class _Elements(HTMLParser):
    """Collects the elements of some HTML with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


# --- the page --------------------------------------------------------------------------------------------------------

THREAD: Final = written(
    [
        said("one", "1"),
        said("two", "2", "1"),
        said("three", "3", "2"),
        said("four", "4", "3"),
        said("five", "5", "4", "<b>&"),
        said("six", "6", "5"),
        said("seven", "7", url="https://e.org/"),
        said("eight", "8", "1"),
        said("nine", "9", "4"),
    ]
)


def test_comments_stand_in_threads(blog: "MakeBlog") -> None:
    """Four stand in one another; what answers a deeper one stands behind it and says what it answers."""
    root = blog({"content/posts/a.md": POST, PATH: THREAD})
    build(Options(root))
    text = (root / "public/2026/01/a/index.html").read_text("utf-8")
    section = text[text.index('<section class="comments"') : text.index("</section>")]
    depth, found = 0, []
    for close, name in re.findall(r'<(/?)ol\b|<li class="comment[^"]*" id="comment-(\d+)"', section):
        depth += 0 if name else -1 if close else 1
        found += [f"{name}@{depth}"] if name else []
    assert found == ["1@1", "2@2", "3@3", "4@4", "5@4", "6@4", "9@4", "8@2", "7@1"]
    assert re.findall(r'class="comment-answers" href="#([^"]*)">([^<]*)<', section) == [
        ("comment-4", "in reply to 张三"),
        ("comment-5", "in reply to &lt;b&gt;&amp;"),
        ("comment-4", "in reply to 张三"),
    ]
    assert '<bdi class="comment-author">&lt;b&gt;&amp;</bdi>' in section
    assert '<a class="comment-author" href="https://e.org/" rel="nofollow ugc noopener external">' in section


def test_a_listing_says_how_many_comments_there_are(blog: "MakeBlog") -> None:
    """A link leads to them. A page may have comments as well."""
    root = blog({"content/posts/a.md": POST, PATH: THREAD, "content/pages/b.md": "---\ntitle: B\n---\nText.\n"})
    (root / "content/pages/b.comments.toml").write_text(written([said("on a page")]), "utf-8")
    build(Options(root))
    assert '<a href="/2026/01/a/#comments">9 comments</a>' in (root / "public/index.html").read_text("utf-8")
    assert "on a page" in (root / "public/b/index.html").read_text("utf-8")


def test_a_comment_that_changes_changes_its_page_alone(blog: "MakeBlog") -> None:
    """So does one that is new, but for the count on listings."""
    root = blog({"content/posts/a.md": POST, PATH: THREAD, "content/posts/b.md": POST})
    build(Options(root))
    (root / PATH).write_text(THREAD.replace("six", "SIX"), "utf-8")
    report = build(Options(root))
    assert report.written == 1
    assert "SIX" in (root / "public/2026/01/a/index.html").read_text("utf-8")
    (root / PATH).unlink()
    build(Options(root))
    assert "comment" not in (root / "public/2026/01/a/index.html").read_text("utf-8").partition("<main")[2].replace(
        "comment-1", ""
    )


def test_nothing_of_comments_is_published_but_the_page(blog: "MakeBlog") -> None:
    """The file is no asset, even if a post links to it."""
    link = POST + "\n[x](a.comments.toml)\n"
    root = blog({"content/posts/a.md": link, PATH: THREAD})
    report = build(Options(root, fail_on=None))
    assert [problem.code for problem in report.problems] == ["file-missing"]
    assert not list((root / "public").rglob("*.toml"))


def test_formulas_of_comments_are_in_the_math_font(blog: "MakeBlog") -> None:
    """A post without a formula may have a comment with one."""
    post = "---\ntitle: A\ndate: 2026-01-01\n---\nText.\n"
    root = blog({"content/posts/a.md": post, PATH: written([said(r"$\mathfrak{g}$")])})
    build(Options(root))
    page = (root / "public/2026/01/a/index.html").read_text("utf-8")
    assert '<link rel="preload"' in page
    assert list((root / "public").rglob("*.woff2"))


@pytest.mark.parametrize("width", [1280, 390])
def test_a_deep_thread_fits_on_a_phone(page: "Page", blog: "MakeBlog", serve_folder: "ServeFolder", width: int) -> None:
    """The page does not scroll sideways, and the deepest comment keeps most of the width."""
    wide = "a_very_long_word_" * 12 + "\n\n$$" + "+".join(f"x_{{{n}}}" for n in range(60)) + "$$\n\n    " + "code " * 60
    thread = [said(wide, str(n), str(n - 1) if n > 1 else "") for n in range(1, 31)]
    root = blog({"content/posts/a.md": POST, PATH: written(thread)})
    build(Options(root))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(serve_folder(root / "public") + "2026/01/a/#comment-30")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("#comment-30 .comment-text").bounding_box()
    assert box is not None
    assert box["width"] > 0.75 * min(width, 640)
    assert page.locator("#comment-30").is_visible()


def test_a_comment_is_a_record_of_its_own() -> None:
    """What is kept in the cache has nothing of the file's but what is shown."""
    (comment,) = parsed(said("x")).comments
    assert comment == Comment("1", "", "张三", "", NOON, by_author=False, html="<p>x</p>")
