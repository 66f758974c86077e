r"""References across posts: links by file, with the text of what they lead to, and what `\eqref` and its kin say."""

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from mathpress.build import Options, build

if TYPE_CHECKING:
    from tests.conftest import MakeBlog

CONFIG: Final = 'url = "https://example.org/blog/"\nlanguage = "{language}"\n[excerpt]\nlength = 30\n'
TARGET: Final = """---
title: On $x^2$ & <others>
date: 2026-09-01
slug: target
---
## The *main* step $\\alpha$

$$a\\label{eq:a}$$

## Also [](#the-main-step-α) and [](folder/)
"""
FOLDER: Final = "---\ntitle: 文件夹\ndate: 2026-09-02\n---\n[](../target.md)\n\n## 引理\n\n[图](a.svg)\n"
STATUS: Final = "---\ntitle: {title}\ndate: {date}\ndraft: {draft}\n---\n"


def built(blog: "MakeBlog", text: str, *, language: str = "en", **more: str) -> tuple[Path, list[str]]:
    """Build a blog in which `source.md` has that text, whatever is wrong; return its output and its diagnostics."""
    posts = {
        "source.md": f"---\ntitle: Source\ndate: 2026-09-03\ntoc: true\n---\n{text}\n",
        "target.md": TARGET,
        "folder/index.md": FOLDER,
        "folder/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        **more,
    }
    files = {"mathpress.toml": CONFIG.format(language=language)}
    root = blog(files | {f"content/posts/{name}": content for name, content in posts.items()})
    report = build(Options(root, fail_on=None))
    return report.output, [str(problem) for problem in report.problems]


def page(output: Path, url: str = "2026/09/source") -> str:
    """Return a page's HTML with each formula as its plain text."""
    markup = (output / url / "index.html").read_text("utf-8")
    return re.sub(r'<span class="math.*?alttext="(.*?)".*?</math></span>', r"\1", markup)


TITLE: Final = "On x² &amp; &lt;others&gt;"


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("[](target.md)", f'<a href="/blog/2026/09/target/">{TITLE}</a>'),
        ("[ ](target.md)", f'<a href="/blog/2026/09/target/"> {TITLE}</a>'),
        ('[](target.md "tip")', f'<a href="/blog/2026/09/target/" title="tip">{TITLE}</a>'),
        ("**[](target.md)**，", f'<strong><a href="/blog/2026/09/target/">{TITLE}</a></strong>，'),
        ("[](target.md#the-main-step-α)", ">The main step α</a>"),
        ("[](target.md#eq:a)", ">Equation\u00a0(1)</a>"),
        ("[](target)", f">{TITLE}</a>"),
        ("[](folder/index.md)", '<a href="/blog/2026/09/folder/">文件夹</a>'),
        ("[](folder/)", ">文件夹</a>"),
        ("[](folder)", ">文件夹</a>"),
        ("[](folder/index.md#引理)", '<a href="/blog/2026/09/folder/#引理">引理</a>'),
        ("[](folder/index.md#%E5%BC%95%E7%90%86)", ">引理</a>"),
        ("[](folder/a.svg)", ">folder/a.svg</a>"),
        ("[](https://example.com/?a&b)", '<a href="https://example.com/?a&amp;b">https://example.com/?a&amp;b</a>'),
        ("## Own *one*\n\n[](#own-one)", '<a href="#own-one">Own one</a>'),
        ("[](source.md)", ">Source</a>"),
        ("[text](target.md#eq:a)", '<a href="/blog/2026/09/target/#eq:a">text</a>'),
        ("[![a](folder/a.svg)](target.md)", '<a href="/blog/2026/09/target/"><img'),
        ("<a href='target.md'></a>", f">{TITLE}</a>"),
        ("[]( target.md )", f">{TITLE}</a>"),
        ("[][t]\n\n[t]: target.md", f">{TITLE}</a>"),
    ],
)
def test_what_links_by_file_become(blog: "MakeBlog", written: str, becomes: str) -> None:
    """A link without a text says the title of the post, or the heading or number, that it leads to."""
    output, problems = built(blog, written)
    assert problems == []
    assert becomes in page(output)


def test_titles_are_said_wherever_the_text_is(blog: "MakeBlog") -> None:
    """On listings, in feeds, in the table of contents, in descriptions; what a heading says there has no link."""
    output, problems = built(
        blog, "[](target.md) first\n\n## After [](target.md#the-main-step-α), \\eqref{target:eq:a}"
    )
    assert problems == []
    assert f'<p><a href="/blog/2026/09/target/">{TITLE}</a> first</p>' in page(output, "")
    own = page(output)
    assert f'content="{TITLE} first After The main step α, (1)"' in own
    assert '<a href="#after" lang="en">After The main step α, (1)</a>' in own
    feed = html.unescape((output / "feed.xml").read_text("utf-8"))
    assert '<a href="https://example.org/blog/2026/09/target/">On <span class="math"' in feed
    assert "<summary>On x² &" in feed


def test_a_link_to_a_heading_that_has_a_link_says_what_is_known(blog: "MakeBlog") -> None:
    """Titles in titles would have no end, so they are left out there."""
    output, _ = built(blog, "[](target.md#also-and)")
    assert re.search(r'<a href="/blog/2026/09/target/#also-and">Also\s+and</a>', page(output))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "a [x](taget.md)",
            "6:7: error: there is no post content/posts/taget.md; did you mean content/posts/target.md?",
        ),
        ("[](target.md#eq:b)", "6:4: error: there is no #eq:b in content/posts/target.md; did you mean eq:a?"),
        ("[](#nothing)", "6:4: error: there is no #nothing in content/posts/source.md"),
        ("[](folder/index.md#引题)", "6:4: error: there is no #引题 in content/posts/folder/index.md"),
        ("[x](folder/b.svg)", "6:5: error: there is no file content/posts/folder/b.svg; did you mean"),
        ("[](draft.md)", "6:4: error: content/posts/draft.md is a draft, so this link would lead nowhere"),
        ("[x](later.md#a)", "6:5: error: content/posts/later.md is scheduled for 9000-01-01 10:00, so this link"),
        (r"\eqref{draft:eq:d}", "6:1: error: content/posts/draft.md is a draft, so this reference would lead nowhere"),
        (r"$\ref{afterwards:eq:d}$", "6:2: error: content/posts/later.md is scheduled for 9000-01-01 10:00, so this"),
        (r"\eqref{draft:eq:e}", r"6:1: error: \eqref{draft:eq:e} refers to nothing [reference-undefined]"),
    ],
)
def test_dead_links_are_told_at_their_place(blog: "MakeBlog", written: str, told: str) -> None:
    """With the nearest name if there is one; what is not published yet is told from what is not there."""
    equation = "\n$$x\\label{eq:d}$$\n"
    later = STATUS.format(title="Later", date="9000-01-01 10:00", draft="false\nslug: afterwards")
    others = {
        "draft.md": STATUS.format(title="Draft", date="2026-09-01", draft="true") + equation,
        "later.md": later + equation,
    }
    _, problems = built(blog, written, **others)
    assert len(problems) == 1
    assert problems[0].startswith(f"content/posts/source.md:{told}")


def test_links_by_file_hold_however_the_address_changes(blog: "MakeBlog") -> None:
    """The file is what a link names; slug and permalink are the other post's affair."""
    moved = TARGET.replace("slug: target", "url: /elsewhere.html")
    output, problems = built(blog, "[](target.md#eq:a)", **{"target.md": moved})
    assert problems == []
    assert '<a href="/blog/elsewhere.html#eq:a">' in page(output)


@pytest.mark.parametrize(
    ("source", "english", "chinese"),
    [
        (r"\ref{x}", "3", "3"),
        (r"\eqref{x}", "(3)", "(3)"),
        (r"\autoref{x}", "Equation\u00a03", "式(3)"),
        (r"\cref{x}", "eq.\u00a0(3)", "式(3)"),
        (r"\Cref{x}", "Equation\u00a0(3)", "式(3)"),
    ],
)
def test_what_references_say_in_descriptions_and_headings(
    blog: "MakeBlog", source: str, english: str, chinese: str
) -> None:
    """They say there what they say in the text, in the language of the post."""
    for language, words in {"en": english, "zh-CN": chinese, "it": english}.items():
        output, _ = built(blog, f"by {source}.\n\n## On {source}\n\n$$a\\tag{{3}}\\label{{x}}$$", language=language)
        own = page(output)
        assert f'content="by {" ".join(words.split())}. On' in own
        assert f'<a href="#on" lang="{language}">On {words}</a>' in own
