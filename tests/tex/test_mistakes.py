r"""Every kind of mistake that authors make is told with its place."""

import tracemalloc

import pytest
from tests.tex.setting import mistake, typeset

from mathpress.errors import Severity
from mathpress.tex.lexer import tokenize
from mathpress.tex.names import unknown


@pytest.mark.parametrize(
    ("tex", "code", "place"),
    [
        (r"\alhpa", "math-command", r"\alhpa"),
        (r"\begin{algin}a\end{algin}", "math-environment", r"\begin"),
        (r"\begin{aligned}a", "math-begin", r"\begin"),
        (r"\frac\begin{matrix}a\end{matrix}{b}", "math-begin", r"\begin"),
        (r"x^\begin{matrix}a\end{matrix}", "math-begin", r"\begin"),
        (r"a\end{aligned}", "math-end", r"\end"),
        (r"\begin{aligned}a\end{gathered}", "math-end", r"\end"),
        ("{a+b", "math-brace", "{"),
        ("a+b}", "math-brace", "}"),
        (r"\left(a+b", "math-left", r"\left"),
        (r"a+b\right)", "math-right", r"\right"),
        (r"\left(a+b\right", "math-delimiter", r"\right"),
        (r"\left a\right)", "math-delimiter", "a"),
        ("a & b", "math-ampersand", "&"),
        ("x^2^3", "math-script", "^"),
        ("x_1_2", "math-script", "_"),
        ("x^", "math-argument", "^"),
        ("x__2", "math-script", "_"),
        (r"\frac{a}", "math-argument", "}"),
        (r"\frac", "math-argument", r"\frac"),
        (r"\sqrt[3", "math-bracket", "3"),
        (r"\sqrt[3]", "math-argument", "]"),
        (r"\text{a_b $x}", "math-dollar", "$"),
        (r"\text{\alpha}", "math-text", r"\alpha"),
        ("a $ b", "math-dollar", "$"),
        ("a # b", "math-hash", "#"),
        (r"\color{nocolour}{x}", "math-color", "nocolour"),
        (r"\textcolor{red}", "math-argument", r"\textcolor"),
        (r"\color{}", "math-argument", r"\color"),
        (r"\begin{array}{}\end{array}", "math-columns", r"\begin"),
        (r"\begin{array}{*{100}{c}}a\end{array}", "math-columns", r"\begin"),
        (r"x\autoref{y}", "math-reference", r"\autoref"),
        (rf"\symbol{{{'9' * 5000}}}", "math-character", r"\symbol"),
        (rf"\newcommand{{\x}}[{'9' * 5000}]{{a}}", "macro-definition", "9" * 5000),
        (rf"\rule{{{'9' * 400}em}}{{1em}}", "math-dimension", "9"),
        (r"x\eqref{}", "math-label", r"\eqref{}"),
        (r"\root 3 x", "math-argument", r"\root"),
        (r"\root {3 \of x}", "math-argument", r"\root"),
        (r"\buildrel a=", "math-argument", r"\buildrel"),
        (r"\hspace{1foo}", "math-dimension", "1"),
        (r"\kern x", "math-dimension", "x"),
        (r"\hline a", "math-rule", r"\hline"),
        (r"\begin{array}{xyz}a\end{array}", "math-columns", r"\begin"),
        (r"\begin{array}a&b\end{array}", "math-columns", r"\begin"),
        (r"\begin{array}{c}a\\\hline", "math-begin", r"\begin"),
        (r"a \over b \over c", "math-over", r"\over"),
        (r"a\limits_b", "math-limits", r"\limits"),
        (r"\tag{1}\tag{2}", "math-tag", r"\tag"),
        (r"\begin{equation}a\label{x}\label{y}\end{equation}", "math-label", r"\label"),
        (r"\begin{align}a\notag\label{x}\end{align}", "math-label", r"\label{x}"),
        (r"\begin{align*}a\label{x}\end{align*}", "math-label", r"\label{x}"),
        (r"\begin{align}\begin{aligned}a\label{x}\end{aligned}\end{align}", "math-label", r"\label"),
        (r"\begin{equation}\begin{align}a\end{align}\end{equation}", "math-nesting", r"\begin"),
        (r"x+\begin{align}a\end{align}", "math-nesting", r"\begin"),
        (r"\newcommand{\x}{\x}\x", "macro-loop", r"\x"),
        (r"\newcommand", "macro-definition", r"\newcommand"),
        (r"\def\a#1#2{#1}\a{x}", "macro-argument", r"\a"),
        (r"\DeclareMathOperator{x}{y}", "macro-definition", r"\DeclareMathOperator"),
        (r"\big", "math-delimiter", r"\big"),
        (r"\big x", "math-delimiter", "x"),
        (r"\operatorname", "math-argument", r"\operatorname"),
        (r"\begin", "math-begin", r"\begin"),
        (r"\end{x}", "math-end", r"\end"),
        (r"\begin{}a\end{}", "math-begin", r"\begin"),
        (r"\ref{}", "math-label", r"\ref{}"),
        (r"\eqref", "math-argument", r"\eqref"),
        (r"\dv{x}", "math-command", r"\dv"),
        (r"\includegraphics{x}", "math-command", r"\includegraphics"),
        (r"\unknownxyz", "math-command", r"\unknownxyz"),
        (r"\mathbb", "math-argument", r"\mathbb"),
        (r"\middle|", "math-left", r"\middle"),
        (r"\xrightarrow", "math-argument", r"\xrightarrow"),
        (r"\substack{a\\b", "math-brace", "{"),
        ("<em>x</em>", "math-html", "<em>"),
        ("a<b>c</b>", "math-html", "</b>"),
        (r"a \\ \n b", "math-command", r"\n"),
        (r"\\begin{align}", "math-backslash", r"\\begin"),
        (r"\mathbb R^n_", "math-argument", "_"),
        (r"\frac12}", "math-brace", "}"),
        (r"\sin^", "math-argument", "^"),
        (r"\binom{n}", "math-argument", "}"),
        (r"\underbrace{a}_", "math-argument", "_"),
        (r"\lim_{x\to0", "math-brace", "{"),
        (r"\left\{ a", "math-left", r"\left"),
        (r"\overset{a}", "math-argument", "}"),
        (r"\mathrm", "math-argument", r"\mathrm"),
        (r"\not", "math-argument", r"\not"),
        (r"\cite{a}", "math-command", r"\cite"),
        (r"\quad\qquad\qqquad", "math-command", r"\qqquad"),
        (r"\vec", "math-argument", r"\vec"),
        (r"e^{i\pi", "math-brace", "{"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", "math-end", r"\end"),
        (r"\includegraphics", "math-command", r"\includegraphics"),
        ("a_{b_{c}", "math-brace", "{"),
        (r"\frac{1}{2", "math-brace", "{"),
        (r"\(x\)", "math-dollar", r"\("),
        ("$$x$$", "math-dollar", "$"),
        (r"\，", "math-command", r"\，"),
        (r"\SI{3}{m}", "math-command", r"\SI"),
        (r"\DeclareMathOperator{\foo}", "macro-definition", r"\DeclareMathOperator"),
        (r"\let\x", "macro-definition", r"\let"),
        (r"\newenvironment{p}{\left(}{\right)}\begin{p}x\end{p}", "macro-definition", r"\newenvironment"),
        (r"\multicolumn{2}{c}{x}", "math-command", r"\multicolumn"),
        (r"\verb|x", "math-argument", r"\verb"),
        (r"a\\begin{x}", "math-backslash", r"\\begin"),
        (r"\left.\middle", "math-left", r"\left"),
        ("\\begin{aligned}a&=b\\\nc\\end{aligned}", "math-backslash", "\\"),
        ("x<sub>y", "math-html", "<sub>"),
        (r"\newcommand{\v}{\alhpa}1+\v", "math-command", r"\v"),
        (r"\text{\(x}", "math-dollar", r"\("),
        (r"\Big", "math-delimiter", r"\Big"),
        (r"\tag{1", "math-brace", "{"),
        (r"\rule{x}{1em}", "math-dimension", "x"),
        (r"\enclose{no}{x}", "math-notation", r"\enclose"),
        (r"\begin{CD}A@>B\end{CD}", "math-diagram", "@"),
        (r"\begin{tikzcd}a\end{tikzcd}", "math-environment", r"\begin"),
        ("\x01", "math-character", "\x01"),
        (r"\left{ x \right}", "math-delimiter", "{"),
        (r"\begin{array}{c|c}a\\b&c\\d&e&f\end{array}", "math-columns", "&"),
        (r"\left( x \right}", "math-delimiter", "}"),
        (r"\color{#12}{x}", "math-color", "#12"),
        (r"\newcommand{\f}[1]{#2}", "macro-definition", "#2"),
        (r"\newcommand{\f}[1]{x", "math-brace", "{"),
        ("100%", "math-comment", "%"),
        ("x\n% a note", "math-comment", "% a note"),
        ("x＋１", "math-lookalike", "＋"),
        ("f（x）", "math-lookalike", "（"),
        ("a\u200b+b", "math-lookalike", "\u200b"),
        ("a \u00a0b", "math-lookalike", "\u00a0"),
        ("а+b", "math-lookalike", "а"),
        ("f’(x)", "math-lookalike", "’"),
        ("a – b", "math-lookalike", "–"),
        (r"x=“\text{“a”}", "math-lookalike", "“"),
        (r"\frac｛1｝｛2｝", "math-lookalike", "｛"),
    ],
)
def test_each_mistake_has_its_code_and_place(tex: str, code: str, place: str) -> None:
    """The first diagnostic is of this kind, and marks just this."""
    told = typeset(tex).mistakes[0]
    assert (told.code, tex[told.start : told.end]) == (code, place)


def test_two_backslashes_begin_no_command_in_a_line() -> None:
    r"""No row can end there, so `\\le` is no line end and the letters l and e, as it may be in an environment."""
    told = mistake(r"a_i \\le b_{\\in}", display=False)
    assert (told.code, told.message) == (
        "math-backslash", r"\\le is a line break and the word le; if the command is meant, write \le",
    )  # fmt: skip
    for tex in (r"\begin{matrix}a\\min\end{matrix}", r"\substack{a\\max}", r"a\\b", r"a\\bcd", r"a \\ \le b"):
        assert typeset(tex, display=False).mistakes == (), tex


def test_no_two_kinds_share_a_sentence() -> None:
    """What is told of the commonest twenty mistakes says what to do about each."""
    told = {
        typeset(tex).mistakes[0].message
        for tex in (
            r"\alhpa", "{a", "a}", r"\left(a", r"a\right)", r"\begin{aligned}a", r"a\end{aligned}", "a&b", "x^2^3",
            r"\frac", r"\color{nocolour}{x}", "a$b", "a#b", r"\hline a", r"\tag{1}\tag{2}", r"\ref{}",
            r"\big x", r"\text{$x}", r"\\begin{x}", "x<em>y",
        )
    }  # fmt: skip
    assert len(told) == 20


@pytest.mark.parametrize(
    "tex",
    [
        "a=b，",
        "a − b",
        "x_{макс}",
        r"\text{“a”（１）’}",
        r"\mathrm{–}",
        r"\operatorname{ａ}",
        "a % note\n+b",
        r"50\%",
        "α≤β",
    ],
)
def test_what_authors_mean_earns_no_warning(tex: str) -> None:
    """Chinese punctuation behind a formula, words of any script, symbols typed as such, comments between lines."""
    assert typeset(tex).mistakes == ()


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        ("１", "this is fullwidth digit one (U+FF11); write 1"),
        ("а", "this is cyrillic small letter a (U+0430); write a"),
        ("a\u200b", "this is zero width space (U+200B), which nobody sees; remove it"),
        ("f’", "this is right single quotation mark (U+2019); write ' for a prime"),
        ("a—b", "this is em dash (U+2014); write - for a minus"),
        (r"\frac1" * 300 + "1", "commands are nested too deeply"),
        (r"\newcommand{\R}{x", "this { is not closed; add the missing }"),
        (r"\begin x", r"\begin needs an environment's name in braces, as \begin{aligned}"),
        (
            r"\sqrt\begin{matrix}a\end{matrix}",
            r"an environment that is an argument needs braces around it, as {\begin{matrix}…\end{matrix}}",
        ),
        (r"\let\x", r"\let\x needs a command whose meaning \x takes, as \let\x=\varepsilon"),
        ("a+b}", "this } closes nothing; remove it, or add the { that it should close"),
        (r"\frac{a}", r"\frac lacks an argument; write it in braces behind it"),
        (r"{\sqrt[3]}", r"\sqrt lacks an argument; write it in braces behind it"),
        (r"\frac{\binom{1}{2}}", r"\frac lacks an argument; write it in braces behind it"),
        ("x^", "^ lacks an argument; write it in braces behind it"),
        (r"\left{ x \right}", r"\left takes a brace with a backslash: \left\{"),
        (r"\color{redd}{x}", "unknown colour redd; use a CSS or xcolor name, or #rrggbb"),
        (
            r"\require{physics}x",
            r"\require loads nothing here; the commands of MathJax's packages are known without it",
        ),
    ],
)
def test_the_reason_names_what_is_wrong_and_the_cure(tex: str, message: str) -> None:
    """In words that need no manual."""
    assert [each.message for each in typeset(tex).mistakes] == [message]


def test_what_a_comment_leaves_open_is_the_comments_mistake() -> None:
    """One mistake, at its place."""
    formula = typeset(r"\frac{1}{50%}")
    assert [(each.code, each.start, each.severity) for each in formula.mistakes] == [
        ("math-comment", 11, Severity.ERROR)
    ]


def test_a_cell_without_a_column_is_told_at_its_ampersand() -> None:
    """LaTeX stops there, so it is a warning though it is drawn; rows and tables inside count for themselves."""
    inner = r"\begin{array}{ccc}1&2&3\end{array}"
    tex = rf"\begin{{array}}{{@{{}}r|l}}a&{inner}\\b\\c&d&e\end{{array}}"
    formula = typeset(tex)
    assert [(each.start, each.message) for each in formula.mistakes] == [
        (tex.rindex("&"), "a cell without a column: {r|l} has 2; give it one more letter l, c or r")
    ]


@pytest.mark.parametrize(("tex", "display", "mathjax"), [(r"\eqref{}", False, False), (r"x\ref{ }", True, True)])
def test_a_reference_without_a_label_is_a_mistake_wherever_it_is_read(
    tex: str, *, display: bool, mathjax: bool
) -> None:
    """So it is where a reference is all of a formula, and where MathJax is to draw what is around it."""
    formula = typeset(tex, display=display, mathjax=mathjax)
    assert [each.code for each in formula.mistakes] == ["math-label"]


def test_many_names_that_nobody_knows_take_little_memory() -> None:
    """What was guessed is kept, but not all names anew with each guess."""
    unknown(tokenize(r"\first"), ["\\R"])
    tracemalloc.start()
    try:
        for number in range(50):
            unknown(tokenize(rf"\{'q' * 50}{chr(97 + number % 26) * (number + 1)}"), ["\\R"])
        assert tracemalloc.get_traced_memory()[0] < 1_000_000
    finally:
        tracemalloc.stop()
