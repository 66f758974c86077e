r"""What the MathML engines cannot draw is left to MathJax, if MathJax knows it and it is safe there."""

import pytest
from tests.tex.setting import marked, shown, typeset, written

from mathpress.errors import Severity
from mathpress.tex import Reference, Result
from mathpress.tex.mathjax import known_names


@pytest.mark.parametrize(
    ("tex", "left"),
    [
        (r"\ce{H2O}", r"\ce{H2O}"),
        (r"\begin{equation}\ce{H2O}\label{w}\end{equation}", r"\ce{H2O}\tag{1}"),
        (r"\ce{A}\tag*{x}", r"\ce{A}\tag*{x}"),
        (r"\begin{align}\ce{A}&=b\\c&=d\end{align}", r"\begin{align*}\ce{A}&=b\tag{1}\\c&=d\tag{2}\end{align*}"),
        (r"\begin{align*}\ce{A}&=b\\c&=d\end{align*}", r"\begin{aligned}\ce{A}&=b\\c&=d\end{aligned}"),
        (r"\begin{gather}\ce{A}\\b\notag\end{gather}", r"\begin{gather*}\ce{A}\tag{1}\\b\end{gather*}"),
        (r"\begin{multline}\ce{A}\\b\end{multline}", r"\begin{multline*}\ce{A}\\b\tag{1}\end{multline*}"),
        (r"\def\w{H2O}\ce{\w}", r"\ce{H2O}"),
        (r"\ce{A}\rlap{x}", r"\ce{A}\rlap{x}"),
        (r"\ce{A}\color{red}{x}", r"\ce{A}\textcolor{red}{x}"),  # MathJax's \color is a switch
        (r"\ce{A}\color{red}{x}\color{blue}{y}", r"\ce{A}\textcolor{red}{x}\textcolor{blue}{y}"),
        (r"\ce{A}\color{red} x", r"\ce{A}\color{red} x"),
    ],
)
def test_what_only_mathjax_knows_is_left_to_it(tex: str, left: str) -> None:
    """Numbers are tags, macros are expanded, and one warning says why the page has to load MathJax."""
    formula = typeset(tex)
    assert formula.result is Result.MATHJAX
    assert written(formula) == left
    assert [(mistake.code, mistake.severity) for mistake in formula.mistakes] == [("math-mathjax", Severity.WARNING)]


def test_the_warning_stands_at_the_command() -> None:
    """It names the command and marks it."""
    tex = r"\begin{equation}x+\ce{H2O}\end{equation}"
    (warning,) = typeset(tex).mistakes
    assert tex[warning.start : warning.end] == r"\ce"
    assert warning.message.startswith(r"command \ce is beyond the MathML engine")


def test_mathjax_by_choice() -> None:
    """Then every formula is MathJax markup, without a warning, and numbers and labels are the same."""
    formula = typeset(r"\begin{align}a&=b\label{x}\\\intertext{so}c&=\bm{d}\tag{*}\end{align}.", mathjax=True)
    assert formula.result is Result.MATHJAX
    assert not formula.mistakes
    assert shown(formula) == ["(1)", None, "(*)"]
    expected = r"\begin{align*}a&=b\tag{1}\\&\text{so}\\c&=\boldsymbol{d}.\tag{*}\end{align*}"
    assert written(formula) == expected


def test_references_stand_among_the_parts() -> None:
    """MathJax is given the number, not the command."""
    parts = typeset(r"a\eqref{x}=\ref{y}", mathjax=True, display=False).parts
    assert [part.label if isinstance(part, Reference) else part for part in parts] == ["a", "x", "=", "y"]


@pytest.mark.parametrize(
    ("tex", "code", "place"),
    [
        (r"\alhpa", "math-command", r"\alhpa"),
        (r"\begin{algin}a\end{algin}", "math-environment", r"\begin"),
        (r"\bordermatrix{a&b\cr}", "math-command", r"\bordermatrix"),
        (r"\href{javascript:alert(1)}{x}", "math-unsafe", r"\href"),
        (r"\ce{\style{color:red}{x}}", "math-unsafe", r"\style"),
        (r"\bbox[background:url(//x)]{y}", "math-unsafe", r"\bbox"),
        ("{a", "math-brace", "{"),
    ],
)
def test_what_mathjax_does_not_know_is_an_error(tex: str, code: str, place: str) -> None:
    """An author's choice of MathJax does not hide a mistake from the build, and lets nothing dangerous through."""
    formula = typeset(tex, mathjax=True)
    assert formula.result is Result.REFUSED
    assert [(mistake.code, tex[mistake.start : mistake.end]) for mistake in formula.mistakes] == [(code, place)]


def test_what_neither_can_draw_is_an_error() -> None:
    """A formula for MathJax with a construct that only our rewriting knows would be wrong before readers' eyes."""
    assert marked(r"\ce{A}\bordermatrix{a&b\cr}") == ("math-command", r"\bordermatrix")


def test_known_names() -> None:
    """Control words begin with a backslash, environments do not; dangerous ones are not among them."""
    commands, environments = known_names()
    assert {r"\ce", r"\boldsymbol", r"\tag", r"\frac"} <= commands
    assert {"CD", "align*", "pmatrix", "dcases"} <= environments
    assert r"\alhpa" not in commands
