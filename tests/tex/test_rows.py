"""Rows of tables have struts, fences that need not grow are told so."""

import pytest
from tests.tex.setting import mathml, typeset, written

from mathpress.tex.rows import STRUT


def drawn(tex: str) -> str:
    """Return the MathML of a display with its struts."""
    return written(typeset(tex))


@pytest.mark.parametrize(
    ("tex", "rows"),
    [
        (r"\begin{pmatrix}a&b\\-c&d\\x_1&y\\\frac12&0\\\text{e}&f\\&g\end{pmatrix}", 6),
        (r"\begin{aligned}a&=b\\&=c\end{aligned}", 2),
        (r"\begin{align}a&=b\\&=c\end{align}", 2),
        (r"\begin{pmatrix}\begin{matrix}a\\b\end{matrix}&c\end{pmatrix}", 3),
        (r"\sum_{\substack{a\\b}}\begin{smallmatrix}a\\b\end{smallmatrix}", 0),  # rows in script size are close
    ],
)
def test_each_row_has_a_strut(tex: str, rows: int) -> None:
    """It makes rows of letters equally high; the strut stands in the row's first cell."""
    assert drawn(tex).count(STRUT) == rows


@pytest.mark.parametrize(("cell", "drawn_as"), [("-c", 'form="prefix"'), ("+", 'form="infix"')])
def test_a_strut_does_not_change_the_operator_behind_it(cell: str, drawn_as: str) -> None:
    """A minus that begins a cell stays a sign, without the room of a difference (MathML Core, section 3.2.4.1)."""
    assert f"{STRUT}<mo {drawn_as}" in drawn(rf"\begin{{matrix}}{cell}&d\end{{matrix}}")


def test_a_row_can_be_made_deeper() -> None:
    r"""`\\[2em]` deepens the strut of the row before it, which ends 0.3em below its letters anyway."""
    assert '<mi>a</mi><mspace depth="2.3em"/></mtd>' in mathml(r"\begin{matrix}a\\[2em]b\end{matrix}")
    assert '<mi>b</mi><mspace depth="0.7em"/></mtd>' in mathml(r"\begin{aligned}a&b\\*[4pt]c\end{aligned}")


@pytest.mark.parametrize(
    "tex",
    [
        r"\left(x,y_i\right)",
        r"\left\{x_{ij}+\left[a\right]\right\}",
        r"\left.x\right|",
        r"\left\lvert\text{a}\right\rvert",
    ],
)
def test_fences_around_what_is_low_do_not_grow(tex: str) -> None:
    """Chromium would reserve the width of the largest parenthesis that the font has."""
    assert drawn(tex).count("<mo>") == tex.count("+") + tex.count(",")


@pytest.mark.parametrize(
    "high", ["x^2", r"\frac12", r"\sum x", r"\hat f", r"\begin{matrix}a\end{matrix}", r"\big|", r"\sqrt x"]
)
def test_fences_around_what_is_high_grow(high: str) -> None:
    """Neither they nor fences around them are held."""
    for tex in (rf"\left({high}\right)", rf"\left(a+\left({high}\right)\right)"):
        assert '<mo stretchy="false">(' not in drawn(tex)
