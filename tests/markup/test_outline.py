"""Headings and ids."""

from tests.markup.showing import body, ids, said

from mathpress.markup.outline import Ids


def test_no_id_is_given_twice() -> None:
    """A name that is taken gets a number, which is not taken either."""
    given = Ids()
    assert [given.claim(name) for name in ("a", "a", "a-2", "a", "b")] == ["a", "a-2", "a-2-2", "a-3", "b"]


def test_a_reserved_name_is_kept_for_its_author() -> None:
    """Made-up ids avoid what authors give further on, who get it once."""
    given = Ids()
    given.reserve(["intro"])
    assert given.claim_heading("Intro") == "intro-2"
    assert given.claim("intro") == "intro"
    assert given.claim("intro") == "intro-3"


def test_a_heading_id_begins_with_a_letter() -> None:
    """Digits and nothing at all get a word before them; ideographs are letters."""
    given = Ids()
    assert [given.claim_heading(text) for text in ("2026", "", "第一", "a_b")] == [
        "section-2026",
        "section",
        "第一",
        "a-b",
    ]


def test_an_outline_has_levels_ids_and_formulas_but_no_links() -> None:
    """An entry of the table of contents is a heading's text with its formulas; `#` counts as `##`."""
    of = body("# One ($x$)\n\n### [Two](a.md)[^1] $$y$$\n\n[^1]: Note.\n")
    one, two = of.headings
    assert (one.level, one.id, two.level, two.id) == (2, "one-x", 3, "two-y")
    assert said(one.html).startswith('One <span class="nobreak">(<span class="math"')
    assert said(one.html).count("(") == 1
    assert said(two.html).startswith('Two <span class="math-display"')
    assert "href" not in said(two.html)


def test_a_heading_that_raw_html_leaves_open_ends_with_its_parent() -> None:
    """What stands behind the parent is not the heading's text."""
    of = body("<div><h2>One</div>\n\ntext\n\n## Two\n")
    assert [(heading.id, said(heading.html)) for heading in of.headings] == [("one", "One"), ("two", "Two")]
    assert ids(of.html) == ["one", "two"]
