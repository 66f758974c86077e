"""The math font of a site: what is in it, when it changes, what is wrong with an author's own, how browsers draw it."""

import io
import re
import sys
from collections import Counter
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.basePen import NullPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from PIL import Image
from tests.conftest import REPOSITORY

from mathpress.build import Options, Report, build
from mathpress.errors import Severity, Stop
from mathpress.render import fonts, stix
from mathpress.render.alphabets import BASE, BLOCKS, blocks, characters
from mathpress.render.typeface import FAMILY, webfont

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, ServeFolder

LARGEST: Final = 130_000
"""Bytes that readers of a blog may have to load for its font."""
PACKAGE: Final = find_spec("ziamath")
assert PACKAGE is not None
assert PACKAGE.submodule_search_locations is not None
STIX: Final = Path(PACKAGE.submodule_search_locations[0], "fonts", "STIXTwoMath-Regular.ttf")
OWN: Final = 'title = "T"\n[math]\nfont = "own.otf"\n'
EVERYTHING: Final = r"""
Inline $\sqrt{x}$, $\sqrt[3]{x}$, $f'(x) = f''$, $\not\in$, $\not\approx$, $\vec{v}$,
$\hat x \tilde x \bar x \dot x \ddot x$,
$\check x \breve x \acute x \grave x \mathring x$, $\widehat{abc} \widetilde{abc} \overrightarrow{AB}$, $\imath\jmath$.

$$\left(\frac{\sqrt{x}}{\frac12}\right) \left[\binom nk\right] \left\{\middle|\right\} \left\langle\right\rangle
\lfloor x \rfloor \lceil x \rceil \|x\| \Bigg/ \begin{vmatrix}a\\b\end{vmatrix}
\underbrace{a+b}_n \overbrace{a+b}^n \langle\rangle$$

$$\underbrace{aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}$$

$$\int_a^b \iint \iiint \oint \sum \prod \coprod \bigcup \bigcap \bigoplus \bigotimes \bigvee \bigwedge \bigsqcup
\biguplus$$

$$\mathcal{ABCabc} \mathscr{ABC} \mathfrak{ABCabc} \mathbb{ABCNQRZ} \mathbf{ABCabc012}
\boldsymbol{\alpha\Omega x} \mathsf{Aa1} \mathtt{Aa1}$$

$$\alpha\beta\gamma\delta\epsilon\varepsilon\zeta\eta\theta\vartheta\iota\kappa\lambda\mu\nu\xi\pi\varpi\rho\varrho\sigma\varsigma\tau
\upsilon\phi\varphi\chi\psi\omega\Gamma\Delta\Theta\Lambda\Xi\Pi\Sigma\Upsilon\Phi\Psi\Omega\hbar\ell\wp\Re\Im\aleph\beth\partial
\nabla\infty\emptyset\varnothing\forall\exists\nexists\complement\eth\digamma\Finv\mho$$

$$A\xrightarrow{f}B\xleftarrow[g]{h}C\xRightarrow{}\xleftrightarrow{}\xmapsto{}\longrightarrow\Longrightarrow\iff\mapsto\longmapsto
\hookrightarrow\rightharpoonup\rightleftharpoons\nearrow\leadsto\twoheadrightarrow\upuparrows\Lsh\curvearrowleft\circlearrowright$$

$$\le\ge\leqslant\geqslant\prec\preceq\ll\gg\lll\neq\approx\cong\equiv\sim\simeq\propto\perp\parallel\nmid\subset\subseteq\nsubseteq
\supsetneqq\notin\ni\cup\cap\setminus\oplus\otimes\odot\pm\mp\times\div\cdot\ast\star\circ\bullet\dagger\ddagger\therefore\because
\lesssim\gtrapprox\square\blacksquare\triangle\lhd\models\vdash\top\bot\angle\measuredangle\sphericalangle\diamond\lozenge
\clubsuit\heartsuit\flat\natural\sharp\checkmark\maltese\S\P\copyright\ldots\cdots\vdots\ddots\cancel{x}\boxed{x}$$
"""


def post(text: str) -> dict[str, str | bytes]:
    """Return the one post of a blog."""
    return {"content/posts/a.md": f"---\ntitle: A\ndate: 2026-01-01\n---\n{text}\n"}


def published(report: Report) -> list[Path]:
    """Return the font of a site, in a list, which is empty if there is none."""
    return sorted((report.output / "fonts").glob("*.woff2"))


def rewrite(root: Path, text: str) -> Report:
    """Give a blog another post and build it again."""
    (root / "content/posts/a.md").write_bytes(post(text)["content/posts/a.md"].encode())  # type: ignore[union-attr]
    return build(Options(root))


@cache
def made(*names: str) -> TTFont:
    """Return the default font of these blocks."""
    return TTFont(io.BytesIO(webfont(STIX, characters(names))))


# --- what is in it ---------------------------------------------------------------------------------------------------


def test_each_character_is_in_one_block() -> None:
    """Or a letter would bring two blocks along."""
    ranges = (*BASE, *(each for block in BLOCKS.values() for each in block))
    counted = Counter(code for first, last in ranges for code in range(first, last + 1))
    assert [hex(code) for code, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(
    ("letters", "names"),
    [("x+α∑→", ()), ("𝒜", ("script",)), ("ℒ𝐀𝐁", ("bold", "script")), ("如果é", ("latin",)), ("文", ())],
)
def test_a_character_brings_its_block_along(letters: str, names: tuple[str, ...]) -> None:
    """Those that most formulas need are there anyway, and those of running text are left to the text's font."""
    assert blocks(letters) == names


def test_a_new_letter_of_a_block_changes_nothing_and_the_first_of_another_does(blog: "MakeBlog") -> None:
    """The font's address tells what it is made from, so browsers keep it until that changes."""
    root = blog(post(r"$x+\mathcal A$"))
    (first,) = published(build(Options(root)))
    data = first.read_bytes()
    report = rewrite(root, r"$x+y=\beta\ne\mathscr B\longrightarrow\sqrt z$")
    assert (report.problems, published(report)) == ((), [first])
    (second,) = published(rewrite(root, r"$x+\mathcal A+\mathfrak g$"))
    assert second != first
    (again,) = published(rewrite(root, r"$\mathcal C$"))
    assert (again, again.read_bytes()) == (first, data)


def test_what_only_sections_need_is_a_file_of_its_own(blog: "MakeBlog") -> None:
    """Browsers fetch it for pages that have a character of it; what posts need is where it was."""
    root = blog(post(r"$x+\mathcal A$"))
    (alone,) = published(build(Options(root)))
    settings = (root / "mathpress.toml").read_text("utf-8") + '[sections.manual]\nfolder = "manual"\n'
    (root / "mathpress.toml").write_text(settings, "utf-8")
    (root / "manual").mkdir()
    (root / "manual/all.md").write_text(r"$\mathcal B+\mathfrak g$", "utf-8")
    both = published(build(Options(root)))
    assert len(both) == 2
    assert alone in both
    (sheet,) = (root / "public/fonts").glob("*.css")
    first, second = sheet.read_text("utf-8").split("}\n", 1)
    assert alone.name in first
    assert "unicode-range" not in first
    assert "unicode-range: U+1D504-1D537, U+210C, U+2128, U+212D;" in second


def test_the_same_font_has_the_same_bytes(blog: "MakeBlog") -> None:
    """On any day, from any folder, with or without what was kept."""
    files = post(r"$\mathbb R\subset\mathbb C$")
    (one,), (other,) = (published(build(Options(blog(files)))) for _ in range(2))
    assert (one.name, one.read_bytes()) == (other.name, other.read_bytes())


def test_the_font_of_a_large_site_is_made_by_another_process(blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch) -> None:
    """While this one makes pages, which need its address alone. It is the same font, and kept as well."""
    files = post(r"$\mathbb R\subset\mathbb C$")
    (here,) = published(build(Options(blog(files))))
    monkeypatch.setattr(fonts, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr("mathpress.render.typeface.webfont", None)  # in this process
    root = blog(files)
    for _ in range(2):
        (there,) = published(build(Options(root, jobs=2)))
        assert (there.name, there.read_bytes()) == (here.name, here.read_bytes())
        there.unlink()


def test_a_font_that_no_other_process_can_make_is_made_here(blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch) -> None:
    """As that of a program without `if __name__ == "__main__":`, which no process can import."""
    files = post(r"$\mathbb R\subset\mathbb C$")
    (here,) = published(build(Options(blog(files))))
    monkeypatch.setattr(fonts, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(
        sys.modules["__main__"], "__file__", str(blog({"broken.py": "raise SystemExit(1)"}) / "broken.py")
    )
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    (other,) = published(build(Options(blog(files), jobs=2)))
    assert (other.name, other.read_bytes()) == (here.name, here.read_bytes())


def test_a_font_that_another_process_cannot_make_ends_the_build(
    blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages name it already, so nothing is written; what is wrong is told as it is of a small site."""

    def failing() -> bytes:
        raise fonts._UnusableError("is damaged")

    monkeypatch.setattr(fonts, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr("mathpress.children.begin", lambda *_: failing)
    root = blog(post("$x$"))
    with pytest.raises(Stop) as stopped:
        build(Options(root, jobs=2))
    assert [(each.code, each.message) for each in stopped.value.problems] == [
        ("font-missing", "STIX Two Math is damaged")
    ]
    assert not (root / "public").exists()


def test_titles_names_and_raw_mathml_have_a_say(blog: "MakeBlog") -> None:
    """Wherever a formula stands on a page, it is drawn in the site's font."""
    files = post("<math><mi>𝔤</mi></math>\n\n[@a]")
    files["content/posts/a.md"] = str(files["content/posts/a.md"]).replace(
        "title: A", 'title: On $\\mathbb Z$\ntags: ["$\\\\mathbf x$"]\nbibliography: a.bib'
    )
    files["content/posts/a.bib"] = r"@book{a, title={On $\mathcal A$}, author={B, C}, year=2020}"
    (file,) = published(build(Options(blog(files))))
    assert {ord(letter) for letter in "𝔤𝒜𝐱ℤ"} <= TTFont(file).getBestCmap().keys()
    assert ord("𝖠") not in TTFont(file).getBestCmap()


def test_a_changed_font_has_a_name_of_its_own_and_keeps_its_licence() -> None:
    """The SIL Open Font License asks for both; a reader's STIX Two Math must not stand in for it either."""
    names = {record.nameID: record.toUnicode() for record in made()["name"].names}
    assert {names[number] for number in (1, 4, 16) if number in names} == {FAMILY}
    assert "STIX" not in names[6]
    assert "SIL Open Font License" in names[13]
    assert "STIX Fonts Project Authors" in names[0]
    assert names[10] == "Glyphs of STIX Two Math Regular, changed for browsers by mathpress"


# --- what is changed for browsers ------------------------------------------------------------------------------------


def variants(font: TTFont, direction: str) -> dict[str, Any]:
    """Return how characters grow, `Vert` or `Horiz`."""
    table = font["MATH"].table.MathVariants
    coverage, made = getattr(table, f"{direction}GlyphCoverage"), getattr(table, f"{direction}GlyphConstruction")
    return dict(zip(coverage.glyphs, made, strict=True))


def sizes(font: TTFont, character: str) -> list[str]:
    """Return the glyphs that a character grows to."""
    recipe = variants(font, "Vert")[font.getBestCmap()[ord(character)]]
    pieces = recipe.GlyphAssembly.PartRecords if recipe.GlyphAssembly else ()
    return [*(size.VariantGlyph for size in recipe.MathGlyphVariantRecord), *(piece.glyph for piece in pieces)]


@pytest.fixture(scope="module", params=["TrueType", "CFF"])
def mended(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> TTFont:
    """Return a mended font with outlines of either kind."""
    if request.param == "TrueType":
        return made()
    source = TTFont(io.BytesIO(STIX.read_bytes()), lazy=True)
    file = tmp_path_factory.mktemp("fonts") / "cff.otf"
    _with_cff(source).save(file)
    return TTFont(io.BytesIO(webfont(file, {ord(each) for each in "x√([{→~\u0303\u20d7′"})))


def _with_cff(font: TTFont) -> TTFont:
    """Return some of a font with outlines as PostScript has them; all others are empty."""
    drawn = {*sizes(font, "√"), *sizes(font, "("), "uni20D7", "uni0303", "uni2192", "x", "asciitilde"}
    glyphs = font.getGlyphSet()
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(font.getGlyphOrder())
    outlines = {}
    for name in font.getGlyphOrder():
        pen = T2CharStringPen(font["hmtx"][name][0], glyphs)
        if name in drawn:
            glyphs[name].draw(pen)
        outlines[name] = pen.getCharString()
    builder.setupCFF("Some", {"FullName": "Some"}, outlines, {})
    for tag in ("cmap", "hmtx", "hhea", "OS/2", "name", "MATH", "GSUB"):
        builder.font[tag] = font[tag]
    builder.setupPost()
    return builder.font


def test_a_root_and_a_fence_have_one_width_in_all_sizes(mended: TTFont) -> None:
    """Chromium gives them the room of the widest, so that a gap would follow all others."""
    for character in "√(":
        small, *grown = sizes(mended, character)
        widths = {mended["hmtx"][name][0] for name in grown}
        assert len(widths) == 1
        assert 1 <= widths.pop() / mended["hmtx"][small][0] <= 1.3


def test_lines_are_one_pixel_thick_in_text(mended: TTFont) -> None:
    """Thicker ones would have one pixel or two, as they fall."""
    constants = mended["MATH"].table.MathConstants
    lines = [constants.FractionRuleThickness.Value, constants.RadicalRuleThickness.Value]
    assert all(0.5 < line * 18 / mended["head"].unitsPerEm < 1 for line in lines)


def test_outlines_and_metrics_tell_the_same_width(mended: TTFont) -> None:
    """PostScript's outlines tell it too, and Chromium believes them."""
    glyphs = mended.getGlyphSet()
    for name in (*sizes(mended, "√"), *sizes(mended, "("), mended.getBestCmap()[0x20D7]):
        bounds = BoundsPen(glyphs)
        glyphs[name].draw(bounds)
        width, left = mended["hmtx"][name]
        if "glyf" in mended:  # a browser moves the drawing to where the metrics say that it begins
            assert left == mended["glyf"][name].xMin
        else:
            assert left == round(bounds.bounds[0])
            outline = mended["CFF "].cff.topDictIndex[0].CharStrings[name]
            outline.draw(NullPen())
            assert outline.width == width


def test_arrows_over_letters_have_a_width(mended: TTFont) -> None:
    """Without it they would stand left of their letter; what strikes letters through has to stand there."""
    glyphs = mended.getBestCmap()
    assert mended["hmtx"][glyphs[0x20D7]][0] > 400
    assert mended["hmtx"][glyphs[0x303]][0] > 300


def test_an_accent_may_be_made_of_other_glyphs(tmp_path: Path) -> None:
    """As it is in many fonts, so that a hat is drawn once."""
    (tmp_path / "own.ttf").write_bytes(changed("composite"))
    font = TTFont(io.BytesIO(webfont(tmp_path / "own.ttf", {0x78, 0x302, 0x2C6, 0x221A})))
    hat, sign = (font["glyf"][font.getBestCmap()[code]] for code in (0x302, 0x2C6))
    assert (hat.xMin, hat.xMax) == (0, sign.xMax - sign.xMin)
    assert font["hmtx"][font.getBestCmap()[0x302]] == (hat.xMax, 0)


def test_what_strikes_a_letter_through_has_no_width() -> None:
    r"""`\not` puts it over the sign before it."""
    assert made()["hmtx"][made().getBestCmap()[0x338]][0] == 0


def test_a_tilde_stretches_as_the_accent_does(mended: TTFont) -> None:
    r"""MathML writes the sign for `\widetilde`."""
    glyphs, recipes = mended.getBestCmap(), variants(mended, "Horiz")
    signs, accents = (
        [size.VariantGlyph for size in recipes[glyphs[code]].MathGlyphVariantRecord] for code in (0x7E, 0x303)
    )
    assert signs == accents
    assert len(signs) > 3


def test_each_piece_of_an_arrow_overlaps_the_next(mended: TTFont) -> None:
    """Or it would not grow at all: the head of `→` has its overlap on the wrong side in STIX Two Math 2.11."""
    pieces = variants(mended, "Horiz")[mended.getBestCmap()[ord("→")]].GlyphAssembly.PartRecords
    least = mended["MATH"].table.MathVariants.MinConnectorOverlap
    assert all(min(one.EndConnectorLength, other.StartConnectorLength) >= least for one, other in pairwise(pieces))


def test_a_prime_is_drawn_for_scripts() -> None:
    """As it is shaped without, it would be tiny in a script."""
    plain, mended = TTFont(io.BytesIO(STIX.read_bytes()), lazy=True), made()
    heights = [
        font["glyf"][font.getBestCmap()[0x2032]].yMax - font["glyf"][font.getBestCmap()[0x2032]].yMin
        for font in (plain, mended)
    ]
    assert heights[0] != heights[1]


def test_script_letters_differ_from_calligraphic_ones() -> None:
    r"""`\mathscr{A}` is `\mathcal{A}` but for a variation selector."""
    font = made("script")
    (selectors,) = [table.uvsDict for table in font["cmap"].tables if table.format == 14]
    letters = dict(selectors[0xFE01])
    assert len(letters) == 26
    assert all(font.getBestCmap()[code] != glyph for code, glyph in letters.items())


# --- where it is loaded ----------------------------------------------------------------------------------------------


def test_pages_with_formulas_load_it_early(blog: "MakeBlog") -> None:
    """Others do not, but know of it: a title with a formula may stand on any page."""
    files = {**post("$x$"), "content/posts/b.md": "---\ntitle: B\ndate: 2026-01-02\n---\nProse.\n"}
    report = build(Options(blog(files)))
    (font,) = published(report)
    tags = {
        page: (report.output / page).read_text("utf-8")
        for page in ("2026/01/a/index.html", "index.html", "2026/01/b/index.html", "archive/index.html")
    }
    preload = f'<link rel="preload" href="/fonts/{font.name}" as="font" type="font/woff2" crossorigin>'
    assert [preload in html for html in tags.values()] == [True, True, False, False]
    (sheet,) = (report.output / "fonts").glob("*.css")
    assert all(f'<link rel="stylesheet" href="/fonts/{sheet.name}">' in html for html in tags.values())
    assert f'url("{font.name}")' in sheet.read_text("utf-8")
    assert f'"{FAMILY}"' in sheet.read_text("utf-8")


@pytest.mark.parametrize(
    ("config", "text"),
    [('[math]\nfont = "system"', "$x$"), ('[math]\nengine = "mathjax"', "$x$"), ("", "No formula, `<math>`.")],
)
def test_a_site_that_needs_no_font_has_none(config: str, text: str, blog: "MakeBlog") -> None:
    """Nothing is made or named."""
    report = build(Options(blog({**post(text), "mathpress.toml": config})))
    assert (report.problems, (report.output / "fonts").exists()) == ((), False)
    assert "fonts/" not in (report.output / "index.html").read_text("utf-8")


# --- an author's own, and what may be wrong with it ------------------------------------------------------------------


@cache
def changed(how: str) -> bytes:
    """Return STIX Two Math with something about it changed."""
    data = STIX.read_bytes()
    if how == "cut off":
        return data[: len(data) // 2]
    font = TTFont(io.BytesIO(data), lazy=True)
    if how == "no MATH":
        del font["MATH"]
    if how == "restricted":
        font["OS/2"].fsType = 2
    if how == "composite":  # the hat over a letter is the sign, put where the accent is
        outline = TTGlyphPen(font.getGlyphSet())
        outline.addComponent(font.getBestCmap()[0x2C6], (1, 0, 0, 1, -371, 0))
        font["glyf"][font.getBestCmap()[0x302]] = outline.glyph()
    if how == "renamed":
        font["name"].setName("Another", 4, 3, 1, 0x409)
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "is no file"),
        (b"", "is no OpenType font"),
        (b"<svg/>" * 999, "is no OpenType font"),
        (b"wOF2" + bytes(999), "is damaged, or no font"),
        ("cut off", "has no MATH table"),
        ("no MATH", "has no MATH table, without which roots and parentheses do not grow; name a math font"),
        ("restricted", "may not be used on the web in part, as it says itself (its fsType)"),
    ],
)
def test_a_font_of_no_use_is_told_at_its_line(data: bytes | str | None, reason: str, blog: "MakeBlog") -> None:
    """A build that goes on all the same sets formulas in the reader's fonts."""
    files: dict[str, str | bytes] = {**post("$x$"), "mathpress.toml": OWN}
    if data is not None:
        files["own.otf"] = changed(data) if isinstance(data, str) else data
    root = blog(files)
    report = build(Options(root))
    (problem,) = report.problems
    assert (str(problem.place), problem.code, problem.severity) == (
        "mathpress.toml:3:1",
        "font-unusable",
        Severity.ERROR,
    )
    assert problem.message.startswith(f"math.font: 'own.otf' {reason}")
    assert report.failed
    report = build(Options(root, fail_on=None))
    assert ([each.code for each in report.problems], published(report)) == (["font-unusable"], [])
    assert "fonts/" not in (report.output / "2026/01/a/index.html").read_text("utf-8")


def test_a_link_out_of_the_blog_is_not_followed(blog: "MakeBlog") -> None:
    """Nothing from elsewhere is published."""
    root = blog({**post("$x$"), "mathpress.toml": OWN})
    (root / "own.otf").symlink_to(STIX)
    (problem,) = build(Options(root)).problems
    assert "is a link that leads out of the blog" in problem.message


def test_an_authors_font_is_used(blog: "MakeBlog") -> None:
    """It is cut down and renamed as the default one is, also if it comes as WOFF2."""
    woff2 = TTFont(io.BytesIO(webfont(STIX, characters(()))))
    packed = io.BytesIO()
    woff2.save(packed)
    for data in (changed("renamed"), packed.getvalue()):
        report = build(Options(blog({**post("$x$"), "mathpress.toml": OWN, "own.otf": data})))
        assert report.problems == ()
        (file,) = published(report)
        assert TTFont(file)["name"].getDebugName(1) == FAMILY
        assert not (report.output / "own.otf").exists()


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("find_spec", lambda _: None, "is missing; pip install ziamath==0.13"),
        ("DIGEST", "0", "is another one than this; pip install ziamath==0.13"),
    ],
)
def test_without_the_default_font_formulas_are_set_in_others(
    name: str, value: object, reason: str, blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a warning: a font that no one has looked at is not taken."""
    monkeypatch.setattr(stix, name, value)
    report = build(Options(blog(post("$x$"))))
    (problem,) = report.problems
    assert (problem.code, problem.severity) == ("font-missing", Severity.WARNING)
    assert reason in problem.message
    assert published(report) == []


# --- how browsers draw it --------------------------------------------------------------------------------------------

SITE_FONT_ALONE: Final = f'math {{ font-family: "{FAMILY}" !important; }}'
MARK: Final = """
() => {
  const seen = new Set();
  for (const leaf of document.querySelectorAll("math mi, math mo, math mn")) {
    const key = leaf.localName + leaf.textContent;
    if (leaf.textContent.trim() && !seen.has(key)) leaf.dataset.probe = "";
    seen.add(key);
  }
}
"""
ROOTS: Final = """
() => [...document.querySelectorAll("msqrt")].map(root => {
  const inside = [...root.children].map(child => child.getBoundingClientRect().width).reduce((a, b) => a + b);
  return (root.getBoundingClientRect().width - inside) / parseFloat(getComputedStyle(root).fontSize);
})
"""


ARROW: Final = """
() => {
  const vector = [...document.querySelectorAll("mover")].find(each => each.textContent.startsWith("v"));
  const letter = vector.firstElementChild.getBoundingClientRect();
  return [letter.left, letter.right, vector.getBoundingClientRect().top, letter.top];
}
"""


def drawn_elsewhere(page: "Page") -> dict[str, list[str]]:
    """Return the signs of a page's formulas that another font than the site's draws, and these fonts."""
    page.add_style_tag(content=SITE_FONT_ALONE)
    page.evaluate("document.fonts.ready")
    page.evaluate(MARK)
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    found = {}
    for node in session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[data-probe]"})["nodeIds"]:
        used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        others = [font["familyName"] for font in used if not font["isCustomFont"]]
        if others:
            found[session.send("DOM.getOuterHTML", {"nodeId": node})["outerHTML"]] = others
    return found


@pytest.fixture(scope="module")
def everything(blog: "MakeBlog", serve_folder: "ServeFolder") -> str:
    """Serve a post with all kinds of signs."""
    report = build(Options(blog(post(EVERYTHING))))
    assert report.problems == ()
    return serve_folder(report.output) + "2026/01/a/"


def test_the_site_font_draws_every_sign(page: "Page", everything: str) -> None:
    """A math font of the reader's would hide that one is missing."""
    page.goto(everything)
    assert drawn_elsewhere(page) == {}


def test_a_root_has_its_sign_and_no_gap_behind_it(page: "Page", everything: str) -> None:
    """Chromium draws none at all with a font that has no U+221A, and no formula has that character."""
    page.goto(everything)
    page.add_style_tag(content=SITE_FONT_ALONE)
    page.evaluate("document.fonts.ready")
    assert all(0.7 < room < 0.95 for room in page.evaluate(ROOTS))
    assert page.evaluate(ROOTS)


def test_an_arrow_stands_over_its_letter(page: "Page", everything: str) -> None:
    """Chromium draws it where the font has it, which is left of the letter in most."""
    page.goto(everything)
    page.evaluate("document.fonts.ready")
    left, right, top, bottom = page.evaluate(ARROW)
    clip = {"x": left - 12, "y": top - 5, "width": right - left + 14, "height": bottom - top + 4}
    shot = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("L")  # type: ignore[arg-type] # a plain dict
    pixels = shot.tobytes()
    inked = [x for x in range(shot.width) if min(pixels[x :: shot.width]) < 160]
    assert inked
    assert abs((inked[0] + inked[-1]) / 2 - (12 + (right - left) / 2)) < 4


def test_a_long_brace_is_drawn_to_both_ends(page: "Page", everything: str) -> None:
    """Chromium leaves out what stands in tiles of the page that the box of the sign does not reach."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(everything)
    page.evaluate("document.fonts.ready")
    long = page.locator("munder", has_text="aaaaaaaaaa").first
    shot = Image.open(io.BytesIO(long.screenshot())).convert("L")
    top = round(page.evaluate("sign => sign.firstElementChild.getBoundingClientRect().height", long.element_handle()))
    pixels = shot.tobytes()
    columns = [min(pixels[top * shot.width + x :: shot.width]) < 128 for x in range(shot.width)]
    assert sum(columns) > 0.97 * shot.width > 400


def test_the_demo_is_drawn_in_its_font_which_is_small(
    page: "Page", tmp_path: Path, serve_folder: "ServeFolder"
) -> None:
    """Every post of it."""
    report = build(Options(REPOSITORY, output=tmp_path / "public"))
    (sheet,) = (report.output / "fonts").glob("*.css")
    font = sheet.with_name(re.findall(r'url\("([^"]+)"\)', sheet.read_text("utf-8"))[0])  # the manual has another one
    assert font.stat().st_size <= LARGEST
    url = serve_folder(report.output, "/blog/")
    pages = sorted(report.output.glob("20*/*/*/index.html"))
    assert len(pages) > 10
    for post_page in pages:
        page.goto(url + post_page.parent.relative_to(report.output).as_posix() + "/")
        assert drawn_elsewhere(page) == {}
