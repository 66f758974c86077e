"""Excerpts."""

from dataclasses import replace

import pytest
from tests.markup.showing import RULES, body, fill, imbalance, shown

from mathpress.text import shorten

SHORT = replace(RULES, excerpt_length=10)
PARAGRAPH = "one two three four $x$ five.\n\n"


def test_the_excerpt_is_the_beginning_of_the_post() -> None:
    """Up to the marker both are the same, numbers and ids included."""
    of = body("\\begin{align}a&=b\\\\c&=d\\end{align}\n\n## H\n\n<!-- more -->\n\n\\begin{equation}e\\end{equation}")
    whole, excerpt = fill(of.html, of.labels), fill(of.excerpt, of.labels)
    assert whole.startswith(excerpt)
    assert "(2)" in excerpt
    assert "(3)" not in excerpt
    assert not of.excerpt_is_whole


@pytest.mark.parametrize(
    "text",
    [
        "- a\n- *b <!-- more --> c*\n- d",
        "> a\n> > b <!-- more --> c",
        "a **b $x$<!-- more -->$y$ c**",
        "| a | b |\n|---|---|\n| c <!-- more --> | d |",
        "<div>a <b>b\n<!-- more --> c</b></div>",
    ],
)
def test_a_cut_closes_what_is_open(text: str) -> None:
    """Wherever the marker stands, the excerpt is balanced and begins like the post."""
    of = body(text)
    whole, excerpt = fill(of.html, of.labels), fill(of.excerpt, of.labels)
    assert imbalance(excerpt) == []
    assert not of.excerpt_is_whole
    assert len(excerpt) < len(whole)
    assert excerpt.split("</")[0] == whole[: len(excerpt.split("</")[0])]


def test_without_a_marker_the_cut_is_near_the_length() -> None:
    """It is the block's end nearest to so many words, be it before them or behind."""
    of = body(PARAGRAPH * 5, SHORT)  # six words each
    assert shown(of.excerpt).count("<p>") == 2
    assert shown(body(PARAGRAPH * 5, replace(RULES, excerpt_length=8)).excerpt).count("<p>") == 1


def test_an_excerpt_does_not_end_with_a_heading() -> None:
    """A heading goes with what it is the heading of."""
    of = body(PARAGRAPH + "## one two three four\n\n" + PARAGRAPH * 3, SHORT)
    assert shown(of.excerpt).endswith("</p>")
    assert "<h2" not in shown(of.excerpt)


def test_a_short_post_is_its_own_excerpt() -> None:
    """Nothing is cut off a post of no more than so many words, though it end with a heading."""
    of = body("one $x$\n\n## two", SHORT)
    assert of.excerpt_is_whole
    assert of.excerpt == of.html


def test_a_picture_behind_the_marker_is_worth_a_link() -> None:
    """What is left out need not be words."""
    assert not body("a\n\n<!-- more -->\n\n![](b.png)").excerpt_is_whole
    assert not body("a\n\n<!-- more -->\n\n$$b$$").excerpt_is_whole


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("short", 10, "short"),
        ("one\n two", 10, "one two"),
        ("one two three", 9, "one two…"),
        ("中文，中文中文", 4, "中文…"),
        ("abcdefghijkl", 5, "abcd…"),
    ],
)
def test_descriptions_are_cut_between_words(text: str, length: int, short: str) -> None:
    """A description is one line of at most so many characters, without punctuation before its ellipsis."""
    assert shorten(text, length) == short
    assert len(shorten(text, length)) <= length


@pytest.mark.parametrize(
    "leading",
    [
        "one two three four:",
        "一二三四：",
        "one two three four\n\n$$x$$",
        "one two three four $$x$$ so",
        "# one two three",
    ],
)
def test_an_excerpt_does_not_end_where_the_text_leads_on(leading: str) -> None:
    """A display goes with the words before it, a paragraph with its displays, a list with what announces it."""
    of = body(f"{leading}\n\n- five six seven\n\n{PARAGRAPH * 5}", replace(RULES, excerpt_length=4))
    excerpt = shown(of.excerpt)
    assert excerpt.endswith(("</ul>", "⟦div x⟧", "so</p>"))


def test_a_paragraph_of_displays_is_cut_at_its_end_in_linear_time() -> None:
    """However many displays it holds."""
    of = body("a $$x$$ " * 2000 + "end\n\nmore\n\nmore", replace(RULES, excerpt_length=2))
    assert shown(of.excerpt).endswith("end</p>")
