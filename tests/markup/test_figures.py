"""Figures."""

from tests.markup.showing import body, links, problems


def test_a_broken_formula_in_a_caption_is_reported_where_it_stands() -> None:
    """It is reported once, though the text serves as caption and as alternative text."""
    assert problems(body("![a $\\alhpa$](b.png)")) == [
        "1:6: error: unknown command \\alhpa; did you mean \\alpha? [math-command]"
    ]


def test_the_place_of_an_address() -> None:
    """Each link knows where it was written, also when two are alike."""
    of = body("[a](x.md)\n![b](y.png) [c](x.md)")
    assert [(link.target, link.place.line, link.place.column) for link in links(of.html)] == [
        ("x.md", 1, 5),
        ("y.png", 2, 6),
        ("x.md", 2, 17),
    ]
