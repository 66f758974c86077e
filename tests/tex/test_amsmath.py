r"""Each display beside what amsmath prints for it.

The source is the User's Guide for the amsmath Package (version 2.1), section 3, and amsmath.sty where it is silent.
A row's number is as it is printed, None where there is none; `⟨label⟩` behind it is what `\ref` finds there. Where this
differs from amsmath, a comment says so.
"""

from typing import Final

import pytest
from tests.tex.setting import mistake, shown, typeset

from mathpress.tex import Policy, Result

PRINTED: Final[list[tuple[str, list[str | None]]]] = [
    # 3.2 Single equations
    (r"\begin{equation}a\end{equation}", ["(1)"]),
    (r"\begin{equation*}a\end{equation*}", []),
    ("a", []),
    (r"\begin{equation}a\notag\end{equation}", []),
    (r"\begin{equation}a\nonumber\end{equation}", []),
    # 3.3 and 3.4 Split equations
    (r"\begin{multline}a\\b\\c\label{x}\end{multline}", ["(1)⟨x⟩"]),
    (r"\begin{multline}\label{x}a\\b\end{multline}", ["(1)⟨x⟩"]),
    (r"\begin{multline}a\\b\tag{m}\\c\end{multline}", ["(m)"]),
    (r"\begin{multline}a\\b\notag\end{multline}", []),
    (r"\begin{multline*}a\\b\end{multline*}", []),
    (r"\begin{multline*}a\\b\tag{m}\end{multline*}", ["(m)"]),
    (r"\begin{equation}\begin{split}a&=b\\&=c\end{split}\end{equation}", ["(1)"]),
    (r"\begin{equation}\label{x}\begin{split}a&=b\\&=c\end{split}\end{equation}", ["(1)⟨x⟩"]),
    (r"\begin{equation}\begin{split}a&=b\\&=c\label{x}\end{split}\end{equation}", ["(1)⟨x⟩"]),
    (r"\begin{align}\begin{split}a&=b\\&=c\end{split}\\d&=e\end{align}", ["(1)", "(2)"]),
    (r"\begin{gather}\begin{split}a&=b\\&=c\end{split}\\d\end{gather}", ["(1)", "(2)"]),
    # 3.5 and 3.6 Equation groups
    (r"\begin{gather}a\\b\notag\\c\end{gather}", ["(1)", None, "(2)"]),
    (r"\begin{gather*}a\\b\end{gather*}", []),
    (r"\begin{gather*}a\tag{g}\\b\end{gather*}", ["(g)", None]),
    (r"\begin{align}a&=b\\c&=d\end{align}", ["(1)", "(2)"]),
    (r"\begin{align}a&=b&c&=d\\e&=f&g&=h\end{align}", ["(1)", "(2)"]),
    (r"\begin{align}a&=b\label{x}\\c&=d\label{y}\end{align}", ["(1)⟨x⟩", "(2)⟨y⟩"]),
    (r"\begin{align}\label{x}a&=b\\\label{y}c&=d\end{align}", ["(1)⟨x⟩", "(2)⟨y⟩"]),
    (r"\begin{align}a&=b\notag\\c&=d\nonumber\\e&=f\end{align}", [None, None, "(1)"]),
    (r"\begin{align*}a&=b\\c&=d\tag{s}\label{x}\end{align*}", [None, "(s)⟨x⟩"]),
    (r"\begin{flalign}a&=b&&\\c&=d&&\end{flalign}", ["(1)", "(2)"]),
    (r"\begin{flalign*}a&=b&&\\c&=d&&\tag{f}\end{flalign*}", [None, "(f)"]),
    (r"\begin{alignat}{2}a&=b&c&=d\\e&=f&g&=h\notag\end{alignat}", ["(1)", None]),
    (r"\begin{alignat*}{2}a&=b&c&=d\\e&=f&g&=h\end{alignat*}", []),
    (r"\begin{xalignat}{2}a&=b&c&=d\end{xalignat}", ["(1)"]),
    (r"\begin{eqnarray}a&=&b\\c&=&d\nonumber\\e&=&f\label{x}\end{eqnarray}", ["(1)", None, "(2)⟨x⟩"]),
    (r"\begin{eqnarray*}a&=&b\\c&=&d\end{eqnarray*}", []),
    # Here amsmath prints a line with nothing but a number; a \\ behind the last row begins none in mathpress.
    (r"\begin{align}a&=b\\c&=d\\\end{align}", ["(1)", "(2)"]),
    # 3.7 Alignment building blocks
    (r"\begin{equation}\begin{aligned}a&=b\\c&=d\end{aligned}\label{x}\end{equation}", ["(1)⟨x⟩"]),
    (r"\begin{equation}\left.\begin{gathered}a\\b\end{gathered}\right\}\end{equation}", ["(1)"]),
    (r"\begin{align}\begin{cases}a\\b\end{cases}\\c\end{align}", ["(1)", "(2)"]),
    (r"\begin{align}\begin{aligned}a\notag\\b\end{aligned}\\c\end{align}", ["(1)", "(2)"]),
    # Tags: they use up no number, and stand wherever they are given
    (r"\begin{equation}a\tag{A}\end{equation}", ["(A)"]),
    (r"\begin{equation}a\tag*{[A]}\end{equation}", ["[A]"]),
    (r"\begin{equation}a\tag *{A}\end{equation}", ["A"]),
    (r"\begin{equation*}a\tag{A}\label{x}\end{equation*}", ["(A)⟨x⟩"]),
    (r"\begin{align}a\tag{A}\\b\\c\tag{B}\\d\end{align}", ["(A)", "(1)", "(B)", "(2)"]),
    (r"\begin{align}a\tag{A}\notag\\b\end{align}", ["(A)", "(1)"]),
    (r"\begin{align}a\notag\tag{A}\label{x}\\b\end{align}", ["(A)⟨x⟩", "(1)"]),
    (r"\begin{equation}a\tag{$*$}\end{equation}", ["(∗)"]),
    (r"\begin{equation}a\tag{$\dagger$}\end{equation}", ["(†)"]),
    (r"\begin{equation}a\tag*{$\mathrm{P}_1$}\end{equation}", ["P₁"]),
    (r"\begin{equation}a\tag{甲~1}\end{equation}", ["(甲 1)"]),
    (r"\begin{equation}a\tag{x_1}\end{equation}", ["(x_1)"]),
    (r"\begin{equation}a\tag{$x_{n+1}$}\end{equation}", ["(xₙ₊₁)"]),
    (r"\begin{equation}a\tag{$x_{ij}^a$}\end{equation}", ["(xᵢⱼᵃ)"]),
    (r"\begin{equation}a\tag{$x_\gamma$, 3$'$, $\ast$}\end{equation}", ["(xᵧ, 3′, ∗)"]),
    (r"\begin{equation}a\tag{$x_{b}$}\end{equation}", ["(x_b)"]),
    (r"\begin{equation}a\tag{\textbf{A} \emph{b}}\end{equation}", ["(A b)"]),
    # 3.9 Vertical spacing and page breaks say nothing about numbers
    (r"\begin{align}a\\*b\\[1ex]c\\*[2pt]d\end{align}", ["(1)", "(2)", "(3)", "(4)"]),
    (r"\begin{align}a\\[1ex][b]\end{align}", ["(1)", "(2)"]),
    (r"\begin{align}a\displaybreak[1]\\b\\\displaybreak c\end{align}", ["(1)", "(2)", "(3)"]),
    (r"\begin{align}\allowdisplaybreaks a\\b\raisetag{6pt}\end{align}", ["(1)", "(2)"]),
    # 3.10 Interrupting a display
    (r"\begin{align}a\\\intertext{so}b\end{align}", ["(1)", None, "(2)"]),
    (r"\begin{align}a\\\shortintertext{so $x$, see \eqref{y}}b\notag\\c\end{align}", ["(1)", None, None, "(2)"]),
    (r"\begin{align*}a\\\intertext{so}b\end{align*}", []),
    # 3.11 Equation numbering: labels are any text
    (
        r"\begin{align}a\label{式:一}\\b\label{a_b}\\c\label{x y}\end{align}",
        ["(1)⟨式:一⟩", "(2)⟨a_b⟩", "(3)⟨x y⟩"],
    ),
    (r"""\begin{align}a\label{'a'}\\b\label{"b"}\\c\label{<c>}\end{align}""", ["(1)⟨'a'⟩", '(2)⟨"b"⟩', "(3)⟨<c>⟩"]),
    (r"\begin{align}a&b\label{a&b}\\c\label{#}\end{align}", ["(1)⟨a&b⟩", "(2)⟨#⟩"]),
    # Not amsmath's: a label in a display without an environment gives it a number, as MathJax and blogs have it.
    (r"a\label{x}", ["(1)⟨x⟩"]),
    (r"a\tag{A}", ["(A)"]),
    (r"\begin{split}a&=b\\&=c\end{split}", []),
]

REFUSED: Final = [
    (r"\begin{align}a\tag{A}\tag{B}\\b\end{align}", "math-tag", "a second \\tag"),
    (r"\begin{align}a\label{x}\label{y}\\b\end{align}", "math-label", "a second \\label"),
    (
        r"\begin{align}a\notag\label{x}\\b\end{align}",
        "math-label",
        "a \\label on a row whose number \\notag",
    ),
    (r"\begin{multline}a\notag\\b\label{x}\end{multline}", "math-label", "a \\label on a row whose number \\notag"),
    (r"\begin{gather*}a\label{x}\end{gather*}", "math-label", "a \\label in gather*"),
    (r"\begin{equation}\begin{aligned}a\label{x}\end{aligned}\end{equation}", "math-label", "\\label inside aligned"),
    (r"\begin{equation}\begin{gathered}a\tag{1}\end{gathered}\end{equation}", "math-label", "\\tag inside gathered"),
    (r"\begin{equation}a\tag{}\end{equation}", "math-tag", "an empty \\tag"),
    (r"\begin{equation}a\tag\end{equation}", "math-argument", "\\tag needs"),
    (r"\begin{equation}\begin{align}a\end{align}\end{equation}", "math-nesting", "align inside equation"),
    (r"\begin{subequations}\begin{align}a\end{align}\end{subequations}", "math-nesting", "subequations stand around"),
    (r"\begin{equation}\autoref{x}\end{equation}", "math-reference", "\\autoref says a word and the number"),
    (r"\text{by \cref{x}}", "math-reference", "\\cref says a word and the number"),
]


@pytest.mark.parametrize(("tex", "printed"), PRINTED)
def test_numbers_as_amsmath_prints_them(tex: str, printed: list[str | None]) -> None:
    """Every row has the number that amsmath gives it, and a reference finds it."""
    formula = typeset(tex)
    assert formula.result is Result.MATHML, formula.mistakes
    assert not formula.mistakes
    found = [number and number.shown + (f"⟨{number.label}⟩" if number.label else "") for number in formula.numbers]
    assert found == printed


@pytest.mark.parametrize(("tex", "printed"), PRINTED)
def test_mathjax_is_given_the_same(tex: str, printed: list[str | None]) -> None:
    """Whatever draws the formula, it is numbered alike."""
    assert shown(typeset(tex, mathjax=True)) == [number and number.partition("⟨")[0] for number in printed]


@pytest.mark.parametrize(("tex", "code", "words"), REFUSED)
def test_what_amsmath_refuses_is_an_error(tex: str, code: str, words: str) -> None:
    """It is one mistake, in words that say what to do."""
    found = mistake(tex)
    assert (found.code, found.message[: len(words)]) == (code, words)


@pytest.mark.parametrize(
    ("tex", "ams", "every", "none"),
    [
        ("a", [], ["(1)"], []),
        (r"a\notag", [], [], []),
        (r"\begin{displaymath}a\end{displaymath}", [], ["(1)"], []),
        (r"\begin{aligned}a\\b\end{aligned}", [], ["(1)"], []),
        (r"\begin{align}a\\b\label{x}\end{align}", ["(1)", "(2)"], ["(1)", "(2)"], [None, "(1)"]),
        (r"\begin{align}a\\b\tag{A}\end{align}", ["(1)", "(A)"], ["(1)", "(A)"], [None, "(A)"]),
        (r"\begin{align*}a\\b\end{align*}", [], [], []),
        (r"\begin{multline}a\\b\end{multline}", ["(1)"], ["(1)"], []),
    ],
)  # fmt: skip
def test_policies_of_the_site(tex: str, ams: list[str], every: list[str], none: list[str]) -> None:
    """A site may number by amsmath's rules, every display that is not starred, or only what has a label or tag."""
    policies: dict[Policy, list[str]] = {"ams": ams, "all": every, "none": none}
    assert {policy: shown(typeset(tex, policy=policy)) for policy in policies} == policies
