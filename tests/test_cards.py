"""Cards: the pictures that social networks show of posts, with a title and a formula drawn when the site is built."""

import io
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from tests.test_resolve import parsed

from mathpress.build import Options, Report, build
from mathpress.errors import Severity
from mathpress.markup.displays import key_displays
from mathpress.model import Anchor, NumberLink
from mathpress.render import card, card_fonts, cards
from mathpress.render.card import Card, Colors
from mathpress.render.formula_drawing import engrave
from mathpress.render.stix import stix_two_math
from mathpress.render.text_drawing import Letterer, UncoveredError, seen, shortened
from mathpress.tex import Typesetter

if TYPE_CHECKING:
    from tests.conftest import MakeBlog

SYMBOLS: Final = stix_two_math()
CONFIG: Final = """\
title = "Blog"
url = "https://example.org/blog/"
author = "Ada"
[images]
cards = true
card_font = "fonts/stix.ttf"
"""
LETTERER: Final = Letterer((card_fonts.font_file(SYMBOLS),), "en")
WITH_IDEOGRAPHS: Final = Letterer(tuple(card_fonts.in_order(card_fonts.installed(), ideographs=True)), "zh")
FORMULA: Final = "$$\\begin{equation}E=mc^2\\label{e}\\end{equation}$$\n"


def post(title: str, body: str = FORMULA, **matter: str) -> str:
    """Return the source of a post."""
    lines = [f"title: '{title}'", "date: 2026-09-01", *(f"{key}: {value}" for key, value in matter.items())]
    return "\n".join(["---", *lines, "---", body, ""])


def built(blog: "MakeBlog", posts: dict[str, str], config: str = CONFIG, jobs: int = 1) -> Report:
    """Build a blog of these posts with a font of its own."""
    files = {f"content/posts/{name}.md": text for name, text in posts.items()}
    return build(Options(blog({"mathpress.toml": config, "fonts/stix.ttf": SYMBOLS.read_bytes(), **files}), jobs=jobs))


def pictures(output: Path) -> dict[str, bytes]:
    """Return the cards of a site by name."""
    return {path.name: path.read_bytes() for path in sorted((output / "cards").glob("*"))}


def ink(picture: bytes, box: tuple[int, int, int, int]) -> int:
    """Return how many pixels of a part of a picture are dark."""
    with Image.open(io.BytesIO(picture)) as image:
        return sum(image.crop(box).convert("L").histogram()[:128])


def typeset(tex: str) -> str:
    """Return the MathML of a display without a number."""
    (mathml,) = Typesetter({}, "none").typeset(tex, display=True).parts
    assert isinstance(mathml, str)
    return mathml


def drawn(title: str, *formulas: str, letterer: Letterer = LETTERER) -> bytes:
    """Draw a card."""
    return card.draw(Card(title, "Blog", "Ada", "en", formulas), letterer, Colors())


# --- on a site -------------------------------------------------------------------------------------------------------


def test_there_are_no_cards_unless_they_are_wanted(blog: "MakeBlog") -> None:
    """And pages name none; no document keeps formulas for them."""
    report = built(blog, {"a": post("A")}, CONFIG.replace("cards = true", ""))
    assert not (report.output / "cards").exists()
    page = (report.output / "2026/09/a/index.html").read_text("utf-8")
    assert "og:image" not in page
    assert '<meta name="twitter:card" content="summary">' in page
    assert parsed("a", FORMULA)[0].displays == ()


def test_each_post_has_a_card(blog: "MakeBlog") -> None:
    """Of the size that networks want, named in the head by its whole address and in the linked data."""
    report = built(blog, {"a": post("A"), "b": post("B", "text")})
    assert report.problems == ()
    assert [re.sub("[0-9a-f]{8}", "*", name) for name in pictures(report.output)] == ["a-*.png", "b-*.png"]
    for name, data in pictures(report.output).items():
        with Image.open(io.BytesIO(data)) as image:
            assert (image.format, image.size) == ("PNG", (1200, 630))
        address = f"https://example.org/blog/cards/{name}"
        page = (report.output / f"2026/09/{name[0]}/index.html").read_text("utf-8")
        assert f'<meta property="og:image" content="{address}">' in page
        assert '<meta name="twitter:card" content="summary_large_image">' in page
        (data_block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
        assert json.loads(data_block)["image"] == address


def test_posts_of_one_title_may_have_one_card(blog: "MakeBlog") -> None:
    """As those have that an author writes each year, under one name in the folders of the years."""
    posts = {f"{year}/review": post("Review", "Text.", url=f"/{year}/") for year in (2025, 2026)}
    report = built(blog, posts)
    (name,) = pictures(report.output)
    assert all(name in (report.output / f"{year}/index.html").read_text("utf-8") for year in (2025, 2026))


def test_cards_are_the_same_whoever_draws_them(blog: "MakeBlog") -> None:
    """In one thread or several, in another folder."""
    posts = {str(number): post(f"Post {number}", FORMULA.replace("m", "mn"[number % 2])) for number in range(6)}
    assert pictures(built(blog, posts).output) == pictures(built(blog, posts, jobs=3).output)


def test_cards_are_kept(blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch) -> None:
    """What is on a card tells it from others: a change elsewhere in a post draws nothing, one of the title does."""
    report = built(blog, {"a": post("A")})
    before = pictures(report.output)
    source = report.output.parent / "content/posts/a.md"
    source.write_text(source.read_text("utf-8") + "\nmore\n", "utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(card, "draw", lambda *_: pytest.fail("drawn again"))
        assert pictures(build(Options(report.output.parent)).output) == before
    source.write_text(source.read_text("utf-8").replace("'A'", "'Another'"), "utf-8")
    after = pictures(build(Options(report.output.parent)).output)
    assert len(after) == 1
    assert after.keys() != before.keys()


def test_a_page_names_the_card_of_another_font(blog: "MakeBlog") -> None:
    """Though nothing else on it has changed."""
    report = built(blog, {"a": post("A")})
    before = pictures(report.output)
    other = next(each.path for each in card_fonts.installed() if each.path.name.startswith("DejaVuSerif"))
    (report.output.parent / "fonts/stix.ttf").write_bytes(other.read_bytes())
    build(Options(report.output.parent))
    ((name, _),) = pictures(report.output).items()
    assert {name} != before.keys()
    assert name in (report.output / "2026/09/a/index.html").read_text("utf-8")


def test_a_damaged_card_is_drawn_again(blog: "MakeBlog") -> None:
    """The cache is never trusted."""
    report = built(blog, {"a": post("A")})
    before = pictures(report.output)
    for kept in (report.output.parent / ".mathpress/cache/cards").iterdir():
        kept.write_bytes(b"damaged")
    for name in before:
        (report.output / "cards" / name).unlink()
    assert pictures(build(Options(report.output.parent)).output) == before


def test_the_preview_has_no_cards(blog: "MakeBlog") -> None:
    """They take too long to draw at every save."""
    root = built(blog, {"a": post("A")}).output.parent
    output = build(Options(root, output=root / "preview", is_preview=True)).output
    assert not (output / "cards").exists()


def test_a_title_without_a_font_has_no_card(blog: "MakeBlog") -> None:
    """Never a box for a character: one warning names it, and how many posts lack a card."""
    posts = {"a": post("Party 🎉"), "b": post("B"), "c": post("Fire 🔥"), "d": post("Water 🌊")}
    report = built(blog, posts)
    (problem,) = report.problems
    assert (problem.code, problem.severity, problem.place.path) == ("card-font", Severity.WARNING, "content/posts/a.md")
    assert problem.message.startswith(
        "there is no font for 🎉, so there is no card of this post nor of 2 others; name a"
    )
    assert [name[0] for name in pictures(report.output)] == ["b"]
    assert "og:image" not in (report.output / "2026/09/a/index.html").read_text("utf-8")
    assert build(Options(report.output.parent)).problems == report.problems


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "the file fonts/mine.ttf cannot be read: No such file"), (b"<html>", "fonts/mine.ttf is no font; name a")],
)
def test_a_font_of_ones_own_that_is_none(blog: "MakeBlog", content: bytes | None, message: str) -> None:
    """It is one error, not one for each post."""
    config = CONFIG.replace("stix", "mine")
    files: dict[str, str | bytes] = {"mathpress.toml": config}
    files |= {f"content/posts/{name}.md": post(name) for name in "ab"}
    (problem,) = build(Options(blog(files | ({"fonts/mine.ttf": content} if content else {})))).problems
    assert (problem.code, problem.severity, str(problem.place)) == ("card-font", Severity.ERROR, "mathpress.toml:6:1")
    assert problem.message.startswith(message)


def test_a_font_that_is_a_pipe_is_not_waited_for(blog: "MakeBlog") -> None:
    """A blog from elsewhere may bring one along."""
    root = blog({"mathpress.toml": CONFIG.replace("stix", "mine"), "content/posts/a.md": post("A")})
    (root / "fonts").mkdir()
    os.mkfifo(root / "fonts/mine.ttf")
    (problem,) = build(Options(root)).problems
    assert problem.message == "the file fonts/mine.ttf cannot be read: it is a pipe, a socket or a device, and no file"


def test_without_the_program_that_draws_formulas(blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch) -> None:
    """A site without cards is better than none."""
    monkeypatch.setattr(cards, "find_spec", lambda _: None)
    report = built(blog, {"a": post("A")})
    assert [problem.code for problem in report.problems] == ["card-missing"]
    assert not report.failed


def test_cards_are_in_the_colours_of_the_theme(blog: "MakeBlog") -> None:
    """A style sheet of the author's in place of the theme's colours them too."""
    tokens = ":root { --color-page: light-dark(#00ff00, #111111); --color-accent: #0000ff; }"
    files = {"mathpress.toml": CONFIG, "content/posts/a.md": post("A"), "static/css/tokens.css": tokens}
    (data,) = pictures(build(Options(blog({**files, "fonts/stix.ttf": SYMBOLS.read_bytes()}))).output).values()
    with Image.open(io.BytesIO(data)) as image:
        assert (image.getpixel((600, 5)), image.getpixel((5, 5))) == ((0, 255, 0), (0, 0, 255))


# --- which formula ---------------------------------------------------------------------------------------------------


def test_numbered_displays_come_first() -> None:
    """Of the others the first few; macros of the text hold, and MathJax's and refused ones are left out."""
    text = "$$a$$\n\n$$\\ce{b}$$\n\n$$\\newcommand{\\x}{c}d$$\n\n$$\\x\\tag{1}$$\n\n$$e$$\n\n$f$"
    found = [re.sub("<[^>]*>", "", math) for math in key_displays(parsed("a", text)[1].html)]
    assert found == ["c", "a", "d"]


def test_what_nobody_could_read_is_no_candidate() -> None:
    """A formula of thousands of symbols would only take time."""
    text = f"$$\\begin{{equation}}{'x+' * 2000}x\\end{{equation}}$$\n\n$$e$$"
    assert [re.sub("<[^>]*>", "", math) for math in key_displays(parsed("a", text)[1].html)] == ["e"]


def test_numbers_in_rows_are_without_links() -> None:
    """They depend on the page; a reference in a formula depends on other posts, and there is no drawing it."""
    rows = (
        '<div class="math-display equation rows"',
        ' data-tex="x"><div class="scroll"><math><mtd><a',
        NumberLink("n"),
    )
    assert key_displays((*rows, ">1</a></mtd></math>", Anchor("n"))) == ("<math><mtd><a>1</a></mtd></math>",)
    (math,) = key_displays(parsed("a", "$$x=\\eqref{e}$$\n\n$$e\\label{e}$$")[1].html)[1:]
    assert engrave(math, 40) is None


def test_the_author_chooses_a_formula(blog: "MakeBlog") -> None:
    """`card_formula` stands in for those of the text; a mistake in it is told at its place."""
    report = built(blog, {"a": post("A", "text", card_formula=r"'\int_0^1 x'")})
    (with_formula,) = pictures(report.output).values()
    (without,) = pictures(built(blog, {"a": post("A", "text")}).output).values()
    (with_dollars,) = pictures(built(blog, {"a": post("A", "text", card_formula=r"'$$\int_0^1 x$$'")}).output).values()
    assert with_dollars == with_formula
    box = (80, 200, 1120, 480)
    assert ink(with_formula, box) != ink(without, box)
    (problem,) = built(blog, {"a": post("A", "text", card_formula=r"'x+\alhpa'")}).problems
    assert (problem.code, problem.place.line, problem.place.column) == ("math-command", 4, 18)


# --- drawing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tex",
    [
        r"\sum_{n=1}^\infty\frac1{n^2}=\frac{\pi^2}6",
        r"\begin{align}a&<b\\ c&=\sqrt{d}\end{align}",
        r"|x|=\begin{cases}x,&x\ge 0\\-x,&\text{otherwise}\end{cases}",
        r"\begin{pmatrix}1&0\\0&1\end{pmatrix}\hat{x}\in\mathbb{R}^2",
        r"\boxed{\mathcal{L}=\mathbb{E}_{x\sim p}[\log q(x)]}",
        r"\underbrace{a+b}_{n}\quad\left\langle u\middle|v\right\rangle",
    ],
)
def test_formulas_that_are_drawn(tex: str) -> None:
    """What posts mostly have; twice the size is twice as wide."""
    small, large = engrave(typeset(tex), 30), engrave(typeset(tex), 60)
    assert small is not None
    assert large is not None
    assert large.width == pytest.approx(2 * small.width, rel=0.1)
    assert "<path" in small.svg


@pytest.mark.parametrize(
    "tex",
    [r"\text{中文}", r"\cancel{x}", r"\begin{array}{|c|}a\end{array}", r"\rule{1em}{1em}", r"\fcolorbox{red}{blue}{x}"],
)
def test_formulas_that_would_not_be_drawn_right(tex: str) -> None:
    """Characters without outlines, and what ziamath would leave out without a word."""
    assert engrave(typeset(tex), 30) is None


def test_a_formula_is_as_large_as_its_room() -> None:
    """One that would be too small to be read gives its place to the next, and else there is none."""
    box = (80, 200, 1120, 500)
    short, long = typeset("E=mc^2"), typeset("+".join(f"x_{{{number}}}" for number in range(60)))
    alone = ink(drawn("Title", short), box)
    assert drawn("Title", short) != drawn("Title")
    assert ink(drawn("Title", long, short), box) == alone
    assert drawn("Title", long) == drawn("Title")


def test_nothing_runs_out_of_a_card() -> None:
    """However long title and names are, there is ink within the margins alone."""
    for title in ("word " * 100, "W" * 500, "A"):
        said = Card(title, "Blog " * 60, "Ada " * 60, "en", (typeset("x"),))
        data = card.draw(said, LETTERER, Colors())
        for edge in ((21, 0, 70, 630), (1130, 0, 1200, 630), (21, 0, 1200, 40), (21, 590, 1200, 630)):
            assert ink(data, edge) == 0, (title[:9], edge)


def test_lines_end_between_words_and_ideographs() -> None:
    """Punctuation begins no line and brackets end none; a word that is too long is broken."""
    text = "这是标题，还有“引号”。（括号）：以及β的取值……"
    WITH_IDEOGRAPHS.check(text)
    for width in range(160, 800, 20):
        lines = WITH_IDEOGRAPHS.lines(text, 40, width)
        assert "".join(lines) == text
        assert not [line for line in lines if line[0] in "，。”）：…" or line[-1] in "“（"]
        assert max(WITH_IDEOGRAPHS.width(line, 40) for line in lines) <= width
    assert LETTERER.lines("one two three", 40, LETTERER.width("one two", 40) + 1) == ["one two", "three"]
    assert "".join(LETTERER.lines("a" * 50, 40, 200)) == "a" * 50
    assert max(LETTERER.width(line, 40) for line in LETTERER.lines("a" * 50, 40, 200)) <= 200


def test_texts_are_shortened_where_they_must() -> None:
    """As much as fits, and an ellipsis; what nobody sees is not counted among the characters."""
    assert shortened("abcdef", lambda text: len(text) <= 4) == "abc…"
    assert shortened("abc", lambda text: len(text) <= 4) == "abc"
    assert seen(" a\u200b  b\u200d\nc ") == "a b c"
    with pytest.raises(UncoveredError, match=r"^🎉$"):
        LETTERER.check("a 🎉🎉")


def test_fonts_have_the_shapes_of_a_language() -> None:
    """Of a large collection, in which one file has those of all."""
    (file,) = [file for file in card_fonts.installed() if file.path.name == "NotoSansCJK-Regular.ttc"]
    found = {
        language: card_fonts.font_face(file, language).index for language in ("zh", "zh-TW", "zh-HK", "ja", "ko", "en")
    }
    assert len({found[language] for language in ("zh", "zh-TW", "zh-HK", "ja", "ko")}) == 5
    assert found["en"] == found["zh"]


def test_a_font_that_is_broken_has_no_characters(tmp_path: Path) -> None:
    """Another one is asked for them."""
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0 broken")
    with TTFont(SYMBOLS) as font:
        del font["cmap"]
        font.save(tmp_path / "bare.ttf")
    for name in ("broken.ttf", "bare.ttf"):
        assert card_fonts.font_face(card_fonts.font_file(tmp_path / name), "en").characters == frozenset()
