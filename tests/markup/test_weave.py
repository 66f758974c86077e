r"""Markdown's HTML and the formulas woven into it."""

import html
import re

import pytest
from tests.markup.showing import PATH, RULES, body, fill, imbalance, links, problems, said, shown

from mathpress.errors import Problem, place_at
from mathpress.markup.convert import convert
from mathpress.markup.titles import convert_title
from mathpress.model import Reference


def titled(text: str, title: str) -> tuple[str, str, tuple[Problem, ...]]:
    """Convert a title that stands in a text."""
    start = max(0, text.find(title))
    return convert_title(title, RULES, lambda begin, end: place_at(PATH, text, start + begin, start + end))


@pytest.mark.parametrize(
    "text", ["<b>a", "a</b>", "<div><p>a</div>", "<ul><li>a<li>b</ul>", "<b><i>a</b>", "<div>\n<h2>a", "<a b='>"]
)
def test_raw_html_is_balanced(text: str) -> None:
    """An element that is left open is closed, a stray end tag is dropped."""
    of = body(f"{text}\n\n$x$")
    assert imbalance(fill(of.html, of.labels)) == []
    assert of.formulas.mathml == 1


def test_an_attribute_gets_the_source_back_escaped() -> None:
    """Neither Markdown's attributes nor the author's lose their quotes to a formula's source."""
    markup = shown(body('[a](b "c $\\text{"<x>"}$ d") <i title="$y$">e</i>').html)
    assert 'title="c $\\text{&quot;&lt;x&gt;&quot;}$ d"' in markup
    assert '<i title="$y$">' in markup
    assert body('![$x$ "](a.png)').formulas.mathml == 1  # the caption; the alternative text is an attribute


@pytest.mark.parametrize("text", ["    $\\alhpa$ $$ \\begin{align}", "`` `$\\alhpa$ `` <code>$\\alhpa$ $$</code>"])
def test_nothing_is_wrong_with_code(text: str) -> None:
    """What turns out to be code is neither counted nor numbered nor reported."""
    of = body(f"a\n\n{text}\n\nb")
    assert problems(of) == []
    assert of.formulas.mathml + of.formulas.mathjax + of.formulas.refused == 0


def test_every_formula_is_marked_once_with_its_source() -> None:
    """The LaTeX without delimiters is kept for readers who copy it."""
    of = body('$a<b$, $$"c"\\label{x}$$, \\(d\\) and\n\\begin{align}e&=f\\end{align}')
    sources = [html.unescape(source) for source in re.findall(r'data-tex="([^"]*)"', fill(of.html, of.labels))]
    assert sources == ["a<b", '"c"\\label{x}', "d", "\\begin{align}e&=f\\end{align}"]


def test_problems_are_placed_in_the_whole_file() -> None:
    """The front matter's lines count, and so do the marks of a quote."""
    text = "---\ntitle: t\n---\n> a $$x\n> + \\alhpa$$\n"
    of = convert(PATH, text, text.index("> a"), RULES)
    assert problems(of) == ["5:5: error: unknown command \\alhpa; did you mean \\alpha? [math-command]"]
    assert of.problems[0].place.length == len("\\alhpa")


def test_references_know_their_place() -> None:
    r"""In prose the place is the whole `\eqref{…}`."""
    (reference,) = (part for part in body("a\n\nsee \\eqref{eq:a_b}.").html if isinstance(part, Reference))
    assert (reference.label, reference.command) == ("eq:a_b", "eqref")
    assert (reference.place.line, reference.place.column, reference.place.length) == (3, 5, 14)


def test_the_description_is_text() -> None:
    """Blocks are parted by spaces, formulas are plain, scripts and marks of footnotes are left out."""
    of = body("One[^1] $x^2$:\n$$y_1$$\n**two**\n\n- a\n- b\n\n<script>c</script>\n\n\\$5 \ue000\n\n[^1]: Note.")
    assert " ".join(said(of.opening).split()) == "One x²: y₁ two a b $5 \ue000 Note."


def test_words_are_those_that_are_seen() -> None:
    """Markup, comments and attributes are no words; an ideograph is one."""
    assert body('中文 *word* <!-- no --> <i title="no no">word</i> `code`').words == 5


def test_a_formula_is_one_word() -> None:
    """However long it is: who reads for minutes reads words. Code has as many as stand in it."""
    assert (
        body("中$a+b$文 $x$ word\n$$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$\n`x = y` \\eqref{z}").words
        == 8
    )
    assert body("```\nfor word in words:\n    print(word)\n```").words == 6


def test_a_title_holds_formulas_and_nothing_else() -> None:
    """A title is shown as HTML and as plain text; Markdown in it means nothing."""
    text = 'title: "a"'
    markup, plain, found = titled(text, "*A* <b> $x^2$ & \\$5 \ue000 <!-- more -->")
    assert plain == "*A* <b> x² & $5 \ue000 <!-- more -->"
    assert markup.startswith('*A* &lt;b&gt; <span class="math" data-tex="x^2"')
    assert markup.endswith("</span> &amp; $5 \ue000 &lt;!-- more --&gt;")
    assert found == ()


def test_a_title_is_checked_too() -> None:
    """A formula that a title does not get right is a problem at the title."""
    text = "title: On $\\alhpa$ and $ x_1 $\n"
    _, _, found = titled(text, "On $\\alhpa$ and $ x_1 $")
    assert [(problem.place.line, problem.place.column, problem.code) for problem in found] == [
        (1, 12, "math-command"),
        (1, 24, "math-space"),
    ]


def test_a_display_keeps_to_where_blocks_may_stand() -> None:
    """It is a `div` beside paragraphs and in cells, and a `span` in headings and inline elements."""
    assert "⟦div x⟧" in shown(body("a $$x$$ b").html)
    assert "⟦span x⟧" in shown(body("## a $$x$$").html)
    assert "⟦span x⟧" in shown(body("*a $$x$$ b*").html)


def test_control_characters_in_formulas_do_no_harm() -> None:
    """MathML cannot hold them; readers see that something is there."""
    of = body("$a\x01$ and \x02 and $\uffff$")
    assert imbalance(fill(of.html, of.labels)) == []
    assert "\x01" not in re.sub(r'data-tex="[^"]*"', "", fill(of.html, of.labels))


def test_a_formula_survives_stars_that_do_not_match() -> None:
    """Whatever Markdown makes of the stars, the formula behind them is there."""
    of = body("*a**b*$x$ c")
    assert of.formulas.mathml == 1
    assert "⟦x⟧ c" in shown(of.html)


def test_a_title_never_needs_mathjax() -> None:
    """It stands on listings and in menus, which do not load it; the error says so, and the title is shown as typed."""
    markup, plain, found = titled("title: On $\\ce{H2O}$", "On $\\ce{H2O}$")
    assert (markup, plain) == ("On $\\ce{H2O}$", "On H2O")
    assert [problem.code for problem in found] == ["title-mathjax"]
    assert found[0].place.column == 11


def test_a_title_refers_to_nothing() -> None:
    """It stands on many pages, without its post's numbers and works; it is shown as typed, and the warning says so."""
    title = "On \\eqref{a} of [@k] \\label{t} by @name, 5\\$"
    markup, plain, found = titled(f"title: {title}", title)
    assert markup == plain == "On \\eqref{a} of [@k] \\label{t} by @name, 5$"
    assert [(problem.code, problem.place.column, problem.place.length) for problem in found] == [
        ("title-reference", 11, 9), ("title-reference", 24, 4), ("title-reference", 29, 9)
    ]  # fmt: skip


def test_references_are_slots_in_the_opening_and_in_headings() -> None:
    """What they say is known when the whole site is; the id of a heading is made without them."""
    text = "By \\eqref{a}, \\ref{a}, $\\eqref{a}$ and \\eqref{other:b}."
    of = body(f"{text}\n\n## Proof of (\\eqref{{a}})\n\n$$x\\tag{{<}}\\label{{a}}$$")
    assert said(of.opening).startswith("By …, …, … and ….")
    assert [(heading.id, said(heading.html), heading.text) for heading in of.headings] == [
        ("proof-of", "Proof of (…)", "Proof of ()")
    ]
    (heading,) = body("## On $\\eqref{a}$ and $x_{\\eqref{a}}$\n\n$$x\\label{a}$$").headings
    assert [part.label for part in heading.html if isinstance(part, Reference)] == ["a", "a"]


def test_a_link_has_the_place_of_its_own_occurrence() -> None:
    """Equal links are told apart, and those that stand nowhere in the source are at its beginning."""
    of = body("[a](b)\n[a](b) [c](d\\_e)[^1]\n[a][r]\n\n[r]: f\n[^1]: n\n")
    places = [(link.target, link.place.line, link.place.column) for link in links(of.html)]
    assert places == [("b", 1, 5), ("b", 2, 5), ("d_e", 1, 1), ("#fn-1", 1, 1), ("f", 5, 6), ("#fnref-1", 1, 1)]
