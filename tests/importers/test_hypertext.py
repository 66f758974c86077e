"""Texts that were written as HTML become Markdown, and nothing in their formulas is touched."""

import html
import re
from typing import Final

import pytest
from tests.markup.showing import body, shown

from mathpress.importers.html_to_markdown import markdown_of


@pytest.mark.parametrize(
    ("written", "markdown"),
    [
        ("<p>One <em>two</em> <strong>three</strong>.</p><p>Four</p>", "One *two* **three**.\n\nFour"),
        ("<h2>Title</h2><h3 id='part'>Part</h3>", "## Title\n\n### Part {#part}"),
        ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n  1. c"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<p>a<br>b</p>", "a\\\nb"),
        ('<p class="has-text-align-center">a</p><p style="text-align: right">b</p><p align="center">$x$ c</p>',
         "a\n{: .align-center}\n\nb\n{: .align-right}\n\n$x$ c\n{: .align-center}"),
        ('<p style="color: red" class="copyright right">a</p>', "a"),
        ('<p align="center"><img src="a.png" alt="A"></p><p align="center">$$x$$</p>', "![A](a.png)\n\n$$x$$"),
        ('<a href="/x y">t</a> <a href="https://e.org/a_b">https://e.org/a_b</a>', "[t](</x y>) <https://e.org/a_b>"),
        ("<p>H<sub>2</sub>O, x<sup>2</sup>, <del>old</del></p>", "H<sub>2</sub>O, x<sup>2</sup>, <del>old</del>"),
        ("<table><tr><th>a</th></tr><tr><td>1</td></tr></table>", "| a |\n| --- |\n| 1 |"),
        ('<pre><code class="language-c">a &lt; b\n\n  c</code></pre>', "```c\na < b\n\n  c\n```"),
        ('<pre class="brush: python; gutter: true">x</pre>', "```python\nx\n```"),
        ("<pre>a<br>b<br/>\n</pre>", "```\na\nb\n```"),
        ("<pre>```\n</pre>", "````\n```\n````"),
        ("<p>use <code>a`b</code></p>", "use `` a`b ``"),
        ('<figure><img src="a.png" alt="A"><figcaption>See $x$ "q"</figcaption></figure>',
         '![A](a.png "See $x$ \\"q\\"")'),
        ('<a href="big.png"><img src="a.png" alt="A"></a>', "![A](a.png)"),
        ('<a href="/page/"><img src="a.png" alt="A"></a>', "[![A](a.png)](/page/)"),
        ('<iframe src="//v.example/1"></iframe>', "<https://v.example/1>"),
        ('<figure><audio src="/a/s.mp3"></audio></figure>', "[s.mp3](/a/s.mp3)"),
        ('<video controls><source src="https://e.org/v_1_.mp4?x=1">no</video>', "[v_1\\_.mp4](https://e.org/v_1_.mp4?x=1)"),
        ("<p>a</p><!--more--><p>b</p>", "a\n\n<!-- more -->\n\nb"),
        ("<p>a</p><!-- More  words --><p>b<!-- c --></p>", "a\n\n<!-- more -->\n\nb"),
        ("https://e.org/a_b", "https://e.org/a_b"),
        ("a_ https://e.org/~u/E_(x)/_b_ c_", "a\\_ https://e.org/~u/E_(x)/\\_b\\_ c\\_"),
        ('<table><tr><th>a</th></tr><tr><td><a href="/?a|b">x|y</a></td></tr></table>',
         "| a |\n| --- |\n| [x\\|y](/?a%7Cb) |"),
        ("a.html", "a.html"),
        ("<script>x</script><style>y</style><p>z</p>", "z"),
        ("<p>注意<strong>：粗体。</strong>后文</p>", "注意**：粗体。**后文"),
    ],
)  # fmt: skip
def test_html_is_written_as_markdown(written: str, markdown: str) -> None:
    """As an author would write it."""
    assert markdown_of(written, paragraphs=False) == markdown


TEXTS: Final = [
    "1. one", "# one", "- one", "+ one", "> one", "*one*", "a `b` c", "[a](b)", "<b>", "&lt;", r"\*", "=====", "~~~",
    "[ref]: x.org/a", "[^1]: x", "a [^1] b", ": x", "~~x~~", "a ~~~ b", "/// theorem", "!!! note", "??? note",
    "*[AB]: x", "x {: .a}", "{: .a}", "{#a}", "-|-", "==", "| a | b", "---", "- - -", "=", "[x] y", "```", "a | b",
    "::", "[@a]", "注[1]：", "[TOC]", "++a++", "![a](b)", "![a][b]", "(a) b", "1) a", r"\\", "a_b _c_ d_", "__a__",
]  # fmt: skip
"""What people write who write no Markdown, and which Markdown takes for something else."""


def text_of(markdown: str) -> str:
    """Return the text of the page that Markdown becomes, fail if anything is wrong with it."""
    converted = body(markdown)
    assert not converted.problems
    return html.unescape(re.sub(r"<[^>]*>", "", shown(converted.html, converted.labels)))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("paragraphs", [False, True])
def test_what_was_text_stays_text(text: str, *, paragraphs: bool) -> None:
    """Whatever it would mean to Markdown."""
    converted = markdown_of(f"<p>{html.escape(text)}</p>", paragraphs=paragraphs)
    assert body(converted).html == (f"<p>{html.escape(text, quote=False)}</p>",)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    "around",
    [
        "a<br>{}", "a\n{}\nb", "<p>a\n{}</p>", "<ul><li>{}</li></ul>", "<ul><li>a<p>{}</p></li></ul>",
        "<em>a</em><br>{}", "<blockquote>{}</blockquote>", "<table><tr><th>x</th></tr><tr><td>{}</td></tr></table>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("paragraphs", [False, True])
def test_text_stays_text_wherever_it_stands(text: str, around: str, *, paragraphs: bool) -> None:
    """At the beginning of a line, of an item, of a cell."""
    given = around.format(html.escape(text))
    said = "".join(html.unescape(re.sub("<[^<>]*>", "", given)).split())
    assert "".join(text_of(markdown_of(given, paragraphs=paragraphs)).split()) == said


@pytest.mark.parametrize(
    "formula",
    [
        r"$a_1*b_2*c$", r"$x &lt; y$", r"$$\begin{aligned}a &amp;= b\\<br>c &amp;= d\end{aligned}$$",
        r"\begin{equation}a_{i}\label{eq:a_b}\end{equation}", r"\(a_b\)", r"\[a*b\]",
        r"\eqref{eq:a_b}", r"$x<em>i</em>$",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "around", ["<p>{}</p>", "<p>文字{}文字</p>", "<ul><li>{}</li></ul>", "<p><span>{}</span></p>", "{}"]
)
def test_formulas_stay_as_they_are(formula: str, around: str) -> None:
    """Entities, tags and all: repairs are for later, and are listed."""
    assert formula in markdown_of(around.format(formula), paragraphs=True)


def test_blank_lines_part_paragraphs_where_they_did() -> None:
    """In WordPress and Typecho, which make breaks of line ends as well; displays need none around them."""
    text = "一\n二 <em>三</em>\n四\n\n五\n\\begin{equation}x\\end{equation}\n六\n\n\n<ul>\n<li>七</li>\n</ul>\n\n八"
    assert markdown_of(text, paragraphs=True) == (
        "一\\\n二 *三*\\\n四\n\n五\n\\begin{equation}x\\end{equation}\n六\n\n- 七\n\n八"
    )


def test_a_formula_in_a_block_stands_on_one_line() -> None:
    """A line end in it would end the row of a table or leave a quote."""
    assert markdown_of("<blockquote>$$a\n=b$$</blockquote>", paragraphs=True) == "> $$a =b$$"


def test_latex_quotes_are_no_code() -> None:
    """Nor are its tildes, nor is what stands behind a word in brackets and a colon."""
    for around in ("``free'' {} ``b'' `c'", "~~~\n{}\n~~~", "```\n{}", "[a]: {}"):
        assert r"$\{a_b*c*d\}$" in markdown_of(around.format(r"$\{a_b*c*d\}$"), paragraphs=True)


@pytest.mark.parametrize("piece", ["<div>", "<b>", "<p ", "<!--", "$", "[", "<a href=x", "<img alt='", "<p>", "<br>\n"])
def test_hostile_html_ends_in_some_text(piece: str) -> None:
    """What is nested too deeply stays as it is; what is never closed takes no longer than its length."""
    assert isinstance(markdown_of(piece * 4000, paragraphs=True), str)


def test_what_runs_is_left_out() -> None:
    """A reader's comment becomes Markdown in the same way."""
    assert (
        markdown_of('<a href="javascript:x()" onclick="x()">a</a><style>b</style><form>c</form>', paragraphs=True)
        == "ac"
    )
