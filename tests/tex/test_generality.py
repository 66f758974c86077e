r"""What authors of LaTeX with the packages of the AMS and mathtools may write, beyond what blogs did write."""

import pytest
from tests.tex.setting import marked, mathml, mistake, typeset

from mathpress.tex import Result


def assert_same(tex: str, other: str, *, display: bool = True) -> None:
    """Assert that two formulas are drawn alike."""
    assert mathml(tex, display=display) == mathml(other, display=display)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\text{\'\i} \text{\"\i}", "ı́ı̈"),
        (r"\text{Erd\H{o}s}", "Erdős"),
        (r"\text{\d{a}\k e\b{d}\t{oo}\d{}\d{\'a}}", "ạęḏo͡o \u0323ạ\u0301"),
        (r"\text{\c c\r a\u a\v c\=a}", "çåăčā"),
        (r"\text{``a'' --- b--c}", "“a” — b–c"),
        (r"\texttt{``a'' --}", "‘‘a’’ --"),
        (r"\text{a\!b\\c}", "ab c"),
        (r"\text{\copyright\pounds\textbullet}", "©£•"),
        (r"\o+\ss+\L", "ø+ß+Ł"),
        (r"\text{\underline{a b}}", "a b"),
        (r"\textsl{a}\emph{b}", "ab"),
        (r"\text{no $a_{\text{in $b$}}$ end}", "no a_(in b) end"),
        (r"\text{a\textbf{b $x_1$} c}", "ab x₁ c"),
        (r"\text{{$x$} y}", "x y"),
        (r"\text{a\textsuperscript{th} H\textsubscript{2}O}", "a^(th) H₂O"),
        (r"a\textsuperscript{b}", "a^b"),
    ],
)
def test_text(tex: str, text: str) -> None:
    """Accents, ligatures, symbols, scripts and formulas in text, however nested."""
    assert typeset(tex).plain.replace("\u00a0", " ") == text


def test_switches_of_a_font_in_text() -> None:
    r"""`\text{a \bf b}` is bold from there on, to the end of its group."""
    assert "<mtext>a </mtext><mtext><b>b c</b></mtext>" in mathml(r"\text{a \bf b c}")
    assert "<mtext>a </mtext><mtext><b>b</b></mtext><mtext> c</mtext>" in mathml(r"\text{a {\bf b} c}")


@pytest.mark.parametrize(
    ("tex", "other"),
    [
        (r"x²³+y₁₂", r"x^{23}+y_{12}"),
        (r"x^²", r"x^{2}"),
        (r"Γ+\mathbf{Ω}", r"\Gamma+\mathbf{\Omega}"),
        (r"x'²", r"x'^{2}"),
        (r"\sqrt[\scriptstyle 3]{x}y", r"\sqrt[{\scriptstyle 3}]{x}y"),
        (r"\sqrt[\leftroot{-2}\uproot{2}\beta]{k}", r"\sqrt[\beta]{k}"),
        (r"a\hskip 1em plus 2em minus .5fil b", r"a\hskip 1em b"),
        (r"a\hskip 1emplus 2em b", r"a\hskip 1em b"),
        (r"\underbrace{a+b}\limits_{x}+\overbrace a \limits^{y}", r"\underbrace{a+b}_{x}+\overbrace{a}^{y}"),
        (r"a\mskip 3mu plus 1mu b", r"a\mskip 3mu b"),
        (r"e^\bgroup a+b\egroup", r"e^{a+b}"),
        (r"\skew3\hat A+\skew{3}{\tilde}{x}", r"\hat A+\tilde{x}"),
        (r"\global\def\a{x}\a\edef\b{y}\b", "xy"),
        (r"\upalpha\mit x", r"\mathrm{\alpha}\it x"),
        (r"\mathmakebox[2cm][c]{x}\makebox[1cm]{y}\parbox[t]{2cm}{z}", r"{x}\text{y}\text{z}"),
        (r"\underoverset{a}{b}{c}", r"\overset{b}{\underset{a}{c}}"),
        (r"\setlength{\arraycolsep}{2pt}x\vspace{1cm}y\vspace*{1cm}", "xy"),
        (r"\texorpdfstring{x}{y}\ensuremath{z}", "{x}{z}"),
        (r"a\hfil b\hfill c", "a{}b{}c"),
        (r"\adjustlimits\lim_{n}\max_{p}", r"\lim_{n}\max_{p}"),
        (r"\i+\j", r"\imath+\jmath"),
        (r"\left\arrowvert x\right\Arrowvert", r"\left\vert x\right\Vert"),
        (r"\dots\int", r"\cdots\int"),
        (r"\xlongrightarrow[b]{a}\xLongleftarrow{c}", r"\xrightarrow[b]{a}\xLeftarrow{c}"),
        (r"\Hat x+\Vec{y}", r"\hat{x}+\vec{y}"),
        (r"\begin{math}x\end{math}", "{x}"),
        (r"\begin{lgathered}a\\b\end{lgathered}", r"\begin{aligned}&a\\&b\end{aligned}"),
        (r"\begin{lgathered}[t]a\\b\end{lgathered}", r"\begin{aligned}&a\\&b\end{aligned}"),
        (r"\begin{rgathered}a\\b\end{rgathered}", r"\begin{aligned}a\\b\end{aligned}"),
        (r"\begin{multlined}a\\\shoveleft[1cm]{b}\end{multlined}", r"\begin{gathered}a\\{b}\end{gathered}"),
        (r"\begin{psmallmatrix*}[r]a&b\end{psmallmatrix*}", r"\left(\begin{subarray}{rr}a&b\end{subarray}\right)"),
        (r"\begin{matrix}a&b\\\hdotsfor[2]{2}\end{matrix}", r"\begin{matrix}a&b\\\ldots&\ldots\end{matrix}"),
        (r"\begin{cases*}x&if $y$\\z&not\end{cases*}", r"\begin{cases}x&\text{if $y$}\\z&\text{not}\end{cases}"),
        (
            r"\begin{aligned}\MoveEqLeft[3]a\\&=b\end{aligned}",
            r"\begin{aligned}\mkern54mu&\mkern-54mu a\\&=b\end{aligned}",
        ),
        (
            r"\begin{aligned}a&=b\\\shortvdotswithin{=}&=c\end{aligned}",
            r"\begin{aligned}a&=b\\&\vdotswithin{=}\\&=c\end{aligned}",
        ),
        (r"\eqalign{a&=b\cr c&=d\cr}", r"\begin{aligned}a&=b\\c&=d\end{aligned}"),
    ],
)
def test_other_words_for_the_same(tex: str, other: str) -> None:
    """What mathtools, plain TeX and older habits have is drawn as its modern form."""
    assert_same(tex, other)


def test_paired_delimiters() -> None:
    r"""`\DeclarePairedDelimiter` makes a command that takes a star or a size; it holds for the rest of the formula."""
    define = r"\DeclarePairedDelimiter\abs{\lvert}{\rvert}"
    assert_same(rf"{define}\abs{{x}}", r"{\lvert x\rvert}")
    assert_same(rf"{define}\abs*{{\frac12}}", r"{\left\lvert\frac12\right\rvert}")
    assert_same(rf"{define}\abs[\Big]{{x}}", r"{\Bigl\lvert x\Bigr\rvert}")
    assert marked(r"\DeclarePairedDelimiter\abs{(}")[0] == "macro-definition"


@pytest.mark.parametrize("arrow", ["xrightequilibrium", "xleftequilibrium"])
def test_arrows_of_reactions(arrow: str) -> None:
    """They stretch under what stands on them."""
    drawn = mathml(rf"\{arrow}[b]{{a}}")
    assert '<mo stretchy="true"' in drawn
    assert "<munder" in drawn


@pytest.mark.parametrize(
    ("tex", "code"),
    [
        (r"\begin{matrix}\hdotsfor{x}\end{matrix}", "math-argument"),
        (r"\begin{array}{cc}a&b\\\cline{1-2}\end{array}", "math-command"),
        (r"\begin{array}{c}\multicolumn{2}{c}{x}\end{array}", "math-command"),
        (r"\skew3", "math-argument"),
        (r"\text{$x}", "math-dollar"),
        (r"\textsuperscript", "math-argument"),
    ],
)
def test_what_is_refused_is_one_diagnostic(tex: str, code: str) -> None:
    """With the place of the command."""
    formula = typeset(tex)
    assert formula.result is Result.REFUSED
    assert [mistake.code for mistake in formula.mistakes] == [code]


@pytest.mark.parametrize("name", ["empheq", "numcases", "subnumcases"])
def test_environments_of_other_packages_have_a_cure(name: str) -> None:
    """The message names an environment that is drawn."""
    assert r"\begin{" in mistake(rf"\begin{{{name}}}{{f}}a&b\end{{{name}}}").message
