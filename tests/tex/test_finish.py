"""The engine's MathML is made fit for a page: well-formed, without styles, with numbers and references in place."""

from xml.etree.ElementTree import fromstring

import pytest
from tests.tex.setting import mathml

from mathpress.tex.engines import with_math_core
from mathpress.tex.finish import Part, finish
from mathpress.tex.mistakes import Mistake
from mathpress.tex.numbering import Number
from mathpress.tex.rewrite import FIRST_ISLAND, Reference

ONE = Number("1", "(1)", None, (0, 0))
LINK = Reference("eqref", "x", (0, 8))


def text(*parts: Part) -> str:
    """Return finished parts as a text, with marks for what is no text."""
    return "".join(part if isinstance(part, str) else f"[{type(part).__name__}]" for part in parts)


@pytest.mark.parametrize(
    ("tex", "fragment"),
    [
        (r"\begin{array}{r|l}a&b\end{array}", '<mtd class="m-right m-rule-right">'),
        (r"\begin{array}{c}a\\ \hdashline b\end{array}", '<mtd class="m-dashes-above">'),
        (r"\color{red}{x}", '<mrow mathcolor="#FF0000">'),
        (r"a\hspace{-1em}b", '<mspace class="m-back-2"/><mspace class="m-back-16"/>'),
        (r"\begin{array}{c}a\end{array}", '<mstyle scriptlevel="0"><mtable displaystyle="false">'),
        (r"\begin{smallmatrix}a\end{smallmatrix}", '<mstyle scriptlevel="1"><mtable displaystyle="false">'),
        (r"{\displaystyle x}", '<mstyle displaystyle="true" scriptlevel="0"><mi>x</mi></mstyle>'),
        (r"\dfrac12", '<mstyle displaystyle="true"><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle>'),
    ],
)
def test_styles_become_classes_and_attributes(tex: str, fragment: str) -> None:
    """A strict Content-Security-Policy forbids `style`; the styles of TeX stand on an `mstyle` (Nu's schema)."""
    finished = mathml(tex)
    assert fragment in finished
    assert "style=" not in finished.replace("displaystyle=", "")


def test_a_row_with_a_number_has_as_many_cells_as_the_longest() -> None:
    """The number stands behind them, in a column of its own."""
    finished = mathml(r"\begin{align}a&=b\\c\end{align}")
    assert '<mi>c</mi></mtd><mtd></mtd><mtd class="m-fill"><mtext>(2)</mtext></mtd></mtr>' in finished


def test_a_rule_below_the_last_row_draws_no_row() -> None:
    """The engine draws an empty row with a rule above; the table gets the rule below instead, inner tables theirs."""
    inner = r"\begin{array}{c}b\\ \hline\end{array}"
    finished = mathml(rf"\begin{{array}}{{c}}a\\{inner}\\ \hdashline\end{{array}}")
    assert finished.count("<mtr>") == 3
    assert finished.index("m-dashes-below") < finished.index("m-rule-below")


def test_a_display_as_wide_as_the_page_has_no_mstyle() -> None:
    """An `mstyle` would not let the outermost table take the full width; an inner one has it."""
    finished = mathml(r"\begin{align*}a&=\begin{cases}1\\2\end{cases}\end{align*}")
    assert finished.startswith("<mstyle")
    numbered = text(
        *finish(with_math_core(r"\begin{align*}a\\b\end{align*}", display=True), numbers=(ONE, None), references={})
    )
    assert '<math display="block"><mtable class="m-full"' in numbered
    assert fromstring(numbered).tag == "math"


def test_numbers_stand_in_the_last_cells() -> None:
    """A row without a number keeps an empty cell."""
    drawn = with_math_core(r"\begin{gather*}a\\b\end{gather*}", display=True)
    finished = text(*finish(drawn, numbers=(ONE, None), references={}))
    assert finished.count('<mtd class="m-fill"><mtext>[Number]</mtext></mtd></mtr>') == 1
    assert finished.count('<mtd class="m-fill"><mtext></mtext></mtd></mtr>') == 1


def test_rows_and_numbers_must_agree() -> None:
    """Numbers beside the wrong rows would be silently wrong."""
    with pytest.raises(Mistake, match="2 rows are drawn"):
        finish(with_math_core(r"\begin{gather*}a\\b\end{gather*}", display=True), numbers=(ONE,), references={})


def test_islands_are_put_in_place() -> None:
    """A reference stands in an `mtext` where the engine carried its character."""
    drawn = with_math_core(f"x+{chr(FIRST_ISLAND)}", display=False)
    parts = finish(drawn, numbers=(), references={chr(FIRST_ISLAND): LINK})
    assert text(*parts) == "<math><mi>x</mi><mo>+</mo><mtext>[Reference]</mtext></math>"


@pytest.mark.parametrize("element", ["<mo>", "<mtext>", "<mn>", '<mi mathvariant="normal">'])
def test_islands_stand_in_any_element(element: str) -> None:
    """The engine may take the character for an operator, a number or a letter of a font."""
    drawn = f"<math>{element}{chr(FIRST_ISLAND)}</{element[1:].partition(' ')[0].removesuffix('>')}></math>"
    assert (
        text(*finish(drawn, numbers=(), references={chr(FIRST_ISLAND): LINK}))
        == "<math><mtext>[Reference]</mtext></math>"
    )


def test_an_island_is_never_shown_as_a_character() -> None:
    """One that is part of something else is refused where the reference stands."""
    with pytest.raises(Mistake) as caught:
        finish(f"<math><mi>{chr(FIRST_ISLAND)}\u0338</mi></math>", numbers=(), references={chr(FIRST_ISLAND): LINK})
    assert (caught.value.code, caught.value.start, caught.value.end) == ("math-reference", *LINK.place)


def test_alttext() -> None:
    """It comes escaped and is the first attribute."""
    (part,) = finish("<math><mi>x</mi></math>", numbers=(), references={}, alttext="a &lt; b")
    assert part == '<math alttext="a &lt; b"><mi>x</mi></math>'


def test_a_big_delimiter_with_a_script_is_in_a_row_of_its_own() -> None:
    """Else Chromium draws it small; one without a script needs nothing."""
    assert "<msup><mrow><mo minsize=" in mathml(r"\Big(x\Big)^2")
    assert "<mrow><mo minsize=" not in mathml(r"\Big(x\Big)")


def test_a_short_row_is_filled_up_before_its_number() -> None:
    """A row of fewer cells than others has its number in the same column; cells of inner tables do not count."""
    inner = r"\begin{matrix}1&2\end{matrix}"
    drawn = with_math_core(rf"\begin{{align*}}a&=b\\ \\ {inner}\\ d&=e\end{{align*}}", display=True)
    (table,) = fromstring(text(*finish(drawn, numbers=(ONE,) * 4, references={})))
    assert [len(row) for row in table] == [4, 4, 4, 4]


def test_colon_has_the_space_of_amsmath() -> None:
    r"""`f\colon X` is a name and what it is of, with 2 mu before the colon and 6 mu behind."""
    assert '<mo lspace="0.1111em" rspace="0.3333em">:</mo>' in mathml(r"f\colon X")
    assert '<mo lspace="0.2778em" rspace="0.2778em">:</mo>' in mathml("f:X")


@pytest.mark.parametrize(("tex", "element"), [(r"\overline{ab}", "mover"), (r"\underline{ab}", "munder")])
def test_lines_over_and_under_are_left_to_the_style_sheet(tex: str, element: str) -> None:
    """Few fonts stretch U+0332 to the width of what it covers; the accent stays for readers without the style sheet."""
    assert f'<mo class="m-line" stretchy="true">\u0332</mo></{element}>' in mathml(tex)


def test_a_wide_tilde_is_the_sign_that_has_no_space_around_it() -> None:
    """By the operator dictionary `~` has, and Chromium puts the stretched sign behind the space."""
    assert '<mo stretchy="true">\u02dc</mo></mover>' in mathml(r"\widetilde{ab}")
