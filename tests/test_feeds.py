"""Feeds as readers take them: valid, whole by themselves, with formulas that survive what readers do to HTML."""

import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element, fromstring

import feedparser
import pytest

from mathpress.build import Options, build
from mathpress.render.readers import for_readers

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog

SCHEMA: Final = Path(__file__).parent / "schemas" / "atom.rnc"
ATOM: Final = "{http://www.w3.org/2005/Atom}"
CONFIG: Final = """\
title = "R&D <blog>"
url = "https://example.org/博客/"
author = "Ada"
description = "About & around"
license = "CC BY 4.0"
"""
BODY: Final = r"""
See \eqref{e}, [the other](two.md) and [below](#below).[^1] ![Cat](cat.svg "A *cat*"){#fig:cat}

![Cat](cat.svg "A *cat*")

\begin{align}a&<b+\color{red}{c}\label{e}\\ d&=\text{if }e\label{f}\end{align}

$$\begin{equation}x^2 \label{g}\end{equation}$$

<!-- more -->

## Below

| $a|b$ | c |
|---|---|
| 1 | 2 |

\begin{theorem}[Name]\label{thm:x}All is $\frac12$.\end{theorem}

[^1]: A note with $n$.
"""
URLS: Final = re.compile(r'\b(?:href|src|srcset|poster|cite)="([^"]*)"')


def post(title: str, day: int, body: str = "text", **matter: str) -> str:
    """Return the source of a post."""
    lines = [f"title: '{title}'", f"date: 2026-09-{day:02}", *(f"{key}: {value}" for key, value in matter.items())]
    return "\n".join(["---", *lines, "---", body, ""])


@pytest.fixture(scope="module")
def site(blog: "MakeBlog") -> Path:
    """Build a blog with most of what posts may have and return its output."""
    files = {
        "mathpress.toml": CONFIG,
        "content/posts/one.md": post("One <b> $a<b$", 1, BODY, tags="[数论, 'a/b']", categories="Math"),
        "content/posts/two.md": post("Two", 2, tags="[数论]", lang="zh", updated="2026-10-01"),
        "content/posts/three.md": post("Three", 3, "$\\ce{H2O}$", aliases="[/older/, /old/]", author="[Ada, Emmy]"),
        "content/posts/cat.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'/>",
    }
    report = build(Options(blog(files)))
    assert not report.failed, report.problems
    return report.output


def feeds(site: Path) -> list[Path]:
    """Return the Atom feeds of a site."""
    return sorted(site.rglob("feed.xml"))


def items(site: Path) -> list[Any]:
    """Return the items of the JSON Feed."""
    return json.loads((site / "feed.json").read_bytes())["items"]  # type: ignore[no-any-return]


def content(site: Path) -> str:
    """Return the HTML of the oldest post in the feed."""
    return str(items(site)[-1]["content_html"])


class Text(HTMLParser):
    """What is left of HTML where all elements are taken out and their texts are kept."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.text += data


# --- the rules -------------------------------------------------------------------------------------------------------


def test_atom_feeds_are_valid(site: Path, packages: Path, tmp_path: Path) -> None:
    """By a schema of RFC 4287: those of the site, of each category and each tag."""
    jar = packages / "vnu-jar" / "build" / "dist" / "vnu.jar"
    program = "nu.validator.vendor.thaiopensource.relaxng.util.Driver"
    assert len(feeds(site)) == 4
    result = subprocess.run(
        ["java", "-cp", jar, program, "-c", SCHEMA, *feeds(site)], capture_output=True, encoding="utf-8", check=False
    )
    assert (result.returncode, result.stdout) == (0, "")
    (tmp_path / "wrong.xml").write_bytes(feeds(site)[0].read_bytes().replace(b"<updated>", b"<updated>on ", 1))
    wrong = subprocess.run(
        ["java", "-cp", jar, program, "-c", SCHEMA, tmp_path / "wrong.xml"], capture_output=True, check=False
    )
    assert wrong.returncode == 1


def test_what_no_schema_says(site: Path) -> None:
    """RFC 4287, 4.1 and 4.2: ids are whole and differ, one link of a kind, authors, no feed older than its items."""
    for path in feeds(site):
        feed = fromstring(path.read_bytes())
        entries = feed.findall(f"{ATOM}entry")
        ids = [each.findtext(f"{ATOM}id") or "" for each in (feed, *entries)]
        assert len(set(ids)) == len(ids)
        assert all(each.startswith("https://example.org/%E5%8D%9A%E5%AE%A2/") and each.isascii() for each in ids)
        for each in (feed, *entries):
            kinds = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in each.findall(f"{ATOM}link")]
            assert len(set(kinds)) == len(kinds)
            assert ("alternate", "text/html", None) in kinds
        assert all(entry.find(f"{ATOM}author") is not None for entry in entries)
        assert feed.findtext(f"{ATOM}updated") == max(entry.findtext(f"{ATOM}updated") or "" for entry in entries)
        own = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert own == [f"https://example.org/%E5%8D%9A%E5%AE%A2/{_quoted(path.relative_to(site))}"]


def test_the_hour_that_comes_twice_in_autumn_has_an_order(blog: "MakeBlog") -> None:
    """Half past two in summer time was before ten past two in winter time."""
    config = 'title = "T"\nurl = "https://example.org/"\ntimezone = "Europe/Berlin"\n'
    posts = {
        f"content/posts/{name}.md": f"---\ntitle: {name}\ndate: 2026-10-25T{time}:00Z\n---\ntext\n"
        for name, time in (("summer", "00:30"), ("winter", "01:10"))
    }
    output = build(Options(blog({"mathpress.toml": config, **posts}), future=True)).output
    assert fromstring((output / "feed.xml").read_bytes()).findtext(f"{ATOM}updated") == "2026-10-25T02:10:00+01:00"
    assert "<loc>https://example.org/</loc>\n    <lastmod>2026-10-25T02:10:00+01:00" in (
        output / "sitemap.xml"
    ).read_text("utf-8")


def _quoted(path: Path) -> str:
    return path.as_posix().replace("数论", "%E6%95%B0%E8%AE%BA")


def test_feedparser_has_nothing_to_say(site: Path) -> None:
    """The library that NewsBlur and many others read feeds with finds all fields, and nothing wrong."""
    for path in feeds(site):
        assert not feedparser.parse(path.read_bytes()).bozo
    found = feedparser.parse((site / "feed.xml").read_bytes())
    three, two, one = found.entries
    assert (found.feed.title, found.feed.subtitle) == ("R&D <blog>", "About & around")
    assert [author.name for author in three.authors] == ["Ada", "Emmy"]
    assert (two.updated, two.published) == ("2026-10-01T00:00:00+00:00", "2026-09-02T00:00:00+00:00")
    assert two.content[0].language == "zh"
    assert [tag.term for tag in one.tags] == ["Math", "数论", "a/b"]
    assert one.title == "One <b> a<b"


def test_json_feed_is_laid_out_as_json_is(site: Path, blog: "MakeBlog") -> None:
    """Though its items are written one by one, for each is remembered; a blog may have none."""
    none = blog({"content/pages/about.md": "---\ntitle: About\n---\nA\n", "content/posts/.keep": ""})
    build(Options(none, fail_on=None))
    for text in ((folder / "feed.json").read_text("utf-8") for folder in (site, none / "public")):
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


def test_json_feed_has_what_version_1_1_asks_for(site: Path) -> None:
    """The same as the Atom feed, field by field; what the blog does not say is left out."""
    feed = json.loads((site / "feed.json").read_bytes())
    assert feed.keys() == {
        "version", "title", "home_page_url", "feed_url", "description", "authors", "language", "items",
    }  # fmt: skip
    parsed = feedparser.parse((site / "feed.xml").read_bytes())
    assert [(item["id"], item["url"]) for item in feed["items"]] == [(each.id, each.link) for each in parsed.entries]
    assert feed["items"][0]["authors"] == [{"name": "Ada"}, {"name": "Emmy"}]


def test_a_blog_that_says_little(blog: "MakeBlog") -> None:
    """No empty element, no empty field; whoever wrote a post is the blog."""
    output = build(Options(blog({"content/posts/a.md": post("A", 1)}))).output
    feed = fromstring((output / "feed.xml").read_bytes())
    assert not [each.tag for each in feed.iter() if not (each.text or "").strip() and not len(each) and not each.attrib]
    assert "description" not in json.loads((output / "feed.json").read_bytes())
    assert items(output)[0]["authors"] == [{"name": "Test"}]


def test_ids_outlive_addresses(site: Path) -> None:
    """A post that moved is not new: its id is the address that it had first."""
    assert items(site)[0]["id"] == "https://example.org/%E5%8D%9A%E5%AE%A2/older/"
    assert items(site)[0]["url"] == "https://example.org/%E5%8D%9A%E5%AE%A2/2026/09/three/"


def test_a_post_that_moved_back_is_not_new_either(blog: "MakeBlog") -> None:
    """Its first alias is its own address again."""
    files = {"content/posts/a.md": post("A", 1, url="/a/", aliases="[/a/, /b/]")}
    assert items(build(Options(blog(files))).output)[0]["id"] == "https://example.org/a/"


def test_only_the_newest_posts(blog: "MakeBlog") -> None:
    """Twenty, in every feed."""
    files = {f"content/posts/{day}.md": post(f"P{day}", day, tags="[t]") for day in range(1, 29)}
    output = build(Options(blog(files))).output
    for path in feeds(output):
        titles = [entry.title for entry in feedparser.parse(path.read_bytes()).entries]
        assert titles == [f"P{day}" for day in range(28, 8, -1)]


# --- what is in them -------------------------------------------------------------------------------------------------


def test_addresses_are_whole(site: Path) -> None:
    """Links, references, numbers, footnotes and pictures lead to the site from wherever they are read."""
    found = URLS.findall(content(site))
    assert len(found) > 8
    assert [url for url in found if not url.startswith("https://example.org/")] == []
    assert " id=" not in content(site)


def test_pictures_have_their_size(site: Path) -> None:
    """They are loaded when the reader wants it, not when the theme does; captions and numbers stay."""
    (img, *_) = re.findall(r"<img[^>]*>", content(site))
    assert 'width="20" height="10"' in img
    assert "loading" not in img
    assert "<figcaption" in content(site)


def test_nothing_depends_on_the_themes_styles(site: Path) -> None:
    """No style, script or handler; colours are MathML's own, sides of columns are told as MathML 3 tells them."""
    html = content(site)
    assert re.search(r"<(script|style|link|iframe|form)\b|\son\w+=|\sstyle=", html) is None
    assert 'mathcolor="#FF0000"' in html
    assert re.findall(r'columnalign="(\w+)"', html)[:2] == ["right", "left"]


def test_formulas_carry_their_latex(site: Path) -> None:
    """As the annotation of MathML in which Mastodon and converters look for it, not as data of our own."""
    html = content(site)
    assert r'<annotation encoding="application/x-tex">\begin{equation}x^2 \label{g}\end{equation}</annotation>' in html
    assert "data-tex" not in html
    assert (
        len(re.findall("<math", html)) == len(re.findall("<annotation", html)) == len(re.findall("</semantics>", html))
    )


def test_feedparser_keeps_formulas_and_numbers(site: Path) -> None:
    """Its sanitiser, which takes out what it does not know, leaves elements, colours, annotations and numbers."""
    html = feedparser.parse((site / "feed.xml").read_bytes()).entries[-1].content[0].value
    for kept in (
        "<msup><mi>x</mi><mn>2</mn></msup>",
        'mathcolor="#FF0000"',
        "application/x-tex",
        ">(1)</a>",
        "Theorem",
    ):
        assert kept in html
    assert html.count("<math") == content(site).count("<math")


def test_what_is_left_without_any_elements_can_be_read(site: Path) -> None:
    """A reader that shows texts alone has the LaTeX behind each formula, the numbers, and the words of theorems."""
    text = Text()
    text.feed(content(site))
    for said in (
        r"\begin{equation}x^2 \label{g}\end{equation}",
        "(1)",
        "(2)",
        "(3)",
        "Theorem",
        r"\frac12",
        "A note with",
    ):
        assert said in text.text


def test_formulas_are_drawn_once_in_a_browser(site: Path, page: "Page") -> None:
    """Without any style sheet: what is annotated is hidden, and the number stands below the formula."""
    page.set_content(content(site))
    shown = page.locator("body").inner_text()
    assert "frac" not in shown
    assert "equation" not in shown
    formula, number = page.locator("math", has_text="x^2").bounding_box(), page.get_by_text("(3)").bounding_box()
    assert formula is not None
    assert number is not None
    assert number["y"] >= formula["y"] + formula["height"] - 1


def test_an_excerpt_leads_to_the_rest(blog: "MakeBlog") -> None:
    """In the post's language; a post that is whole says nothing."""
    files = {
        "mathpress.toml": CONFIG + '[feed]\ncontent = "excerpt"\n',
        "content/posts/one.md": post("One", 1, "a\n\n<!-- more -->\n\nb", lang="zh"),
        "content/posts/two.md": post("Two", 2, "a"),
    }
    two, one = (item["content_html"] for item in items(build(Options(blog(files))).output))
    link = "https://example.org/%E5%8D%9A%E5%AE%A2/2026/09/one/"
    assert one.endswith(f'<p><a href="{link}">点击阅读全文...</a></p>')
    assert "<a" not in two


def test_formulas_in_formulas_stay_as_they_are() -> None:
    """Which end is whose is not known at once; so do what MathJax draws and what is no formula."""
    for html in (
        '<span class="math" data-tex="x"><math><mtext><math><mi>x</mi></math></mtext></math></span>',
        r'<span class="math mathjax" data-tex="\ce{x}">\(\ce{x}\)</span>',
        "<math><mi>x</mi></math>",
    ):
        assert for_readers(html) == html


def elements(feed: Element, name: str) -> list[Element]:
    """Return the elements of that name in a feed."""
    return list(feed.iter(f"{ATOM}{name}"))


def test_texts_of_control_characters(blog: "MakeBlog") -> None:
    """What XML cannot hold reaches no feed, wherever an author wrote it."""
    output = build(Options(blog({"content/posts/a.md": post("A", 1, "a\x0bb `\x00` $x\x1f$")}), fail_on=None)).output
    feed = fromstring((output / "feed.xml").read_bytes())
    assert "\ufffd" in (elements(feed, "content")[0].text or "")
