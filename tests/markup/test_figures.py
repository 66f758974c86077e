"""Figures."""

from tests.markup.showing import body, links, problems, shown


def test_images_are_loaded_when_they_are_near() -> None:
    """Every image is lazy; one in a line of text is no figure and keeps its title."""
    markup = shown(body('a ![b](c.png "d")').html)
    assert markup == '<p>a <img alt="b" decoding="async" loading="lazy" src="c.png" title="d"></p>'


def test_two_images_in_a_paragraph_are_no_figure() -> None:
    """A figure is one image."""
    assert "<figure" not in shown(body("![a](b.png)\n![c](d.png)").html)


def test_an_image_without_words_has_no_caption() -> None:
    """Nothing is said where nothing was written."""
    assert "figcaption" not in shown(body("![](a.png)").html)


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
