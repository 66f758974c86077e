"""A formula as plain text, for titles, descriptions and search."""

import pytest
from tests.tex.setting import typeset

from mathpress.tex.plain import plain


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"E=mc^2", "E=mc²"),
        (r"x_1^{2n}", "x₁²ⁿ"),
        (r"x_i^{a+b}", "x_i^(a+b)"),
        (r"\frac{a}{b}", "a/b"),
        (r"\frac{a+b}{c}", "(a+b)/c"),
        (r"\frac{(a+b)}{c}", "(a+b)/c"),
        (r"\frac{1}{\sqrt{x}}", "1/(√x)"),
        (r"\sqrt[3]{x}\sqrt[n]{ab}", "∛xⁿ√(ab)"),
        (r"\binom{n}{k}", "(n k)"),
        (r"\sin x\log_2 n", "sin xlog₂ n"),
        (r"\sin(x)", "sin(x)"),
        (r"f'(x)", "f′(x)"),
        (r"\mathbf{x}\mathbb{R}\mathcal{L}\mathfrak{g}", "xℝℒg"),
        (r"\hat{x}\bar{z}\overline{z}\vec{v}", "x̂z̄z̅v⃗"),
        (r"\overline{AB}", "AB"),
        (r"q(x)=\int q(z)q(x|z)dz", "q(x)=∫q(z)q(x|z)dz"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "(1 2; 3 4)"),
        (r"\text{当 }x>0", "当 x>0"),
        (r"a\bmod b\quad c\,d", "a mod b cd"),
        (r"A\xrightarrow[b]{cd}B", "A →_b^(cd) B"),
        (r"\sideset{_a^b}{_c}\sum", "_a^b∑_c"),
        (r"{}^{14}\mathrm{C}", "¹⁴C"),
        (r"\phantom{x}y", "y"),
        (r"\eqref{eq:a}+1", "(eq:a)+1"),
        (r"a<b\&c", "a<b&c"),
        (r"\lim_{n\to\infty}a_n", "lim_(n→∞) a_n"),
        (r"h", "h"),
        (r"\begin{xalignat*}{2}a&=b\\c&=d\end{xalignat*}", "a =b; c =d"),
        (r"\text{abc\d{a}d}", "abcạd"),
    ],
)
def test_plain_text(tex: str, expected: str) -> None:
    """Superscripts and accents where Unicode has them, `^` and parentheses where not."""
    assert typeset(tex).plain == expected


@pytest.mark.parametrize("tex", [r"\alhpa", "", " x^ "])
def test_of_a_refused_formula_it_is_the_source(tex: str) -> None:
    """What no engine can read stays as the author wrote it."""
    assert typeset(tex).plain == tex.strip()


def test_of_a_formula_for_mathjax_it_is_the_letters() -> None:
    """Without MathML they are the best that can be told."""
    assert typeset(r"\ce{H2O ->[\alpha] x}").plain == "H2O ->[alpha] x"


def test_scripts_of_an_element_that_has_none_before_it() -> None:
    """MathML lets `mprescripts` be left out."""
    scripts = "<mmultiscripts><mi>C</mi><mn>6</mn><mn>14</mn></mmultiscripts>"
    assert plain(f"<math>{scripts}</math>") == "C₆¹⁴"
