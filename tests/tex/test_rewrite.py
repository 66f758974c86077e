r"""What the engine lacks is said in terms of what it has: commands and environments."""

import pytest
from tests.tex.setting import marked, mathml, typeset, written

from mathpress.tex import Mistake, Reference, Result
from mathpress.tex.lexer import tokenize
from mathpress.tex.rewrite import rewrite


@pytest.mark.parametrize(
    ("tex", "same"),
    [
        (r"\left<x\right>", r"\left\langle x\right\rangle"),
        (r"\bigg{(}x\big.", r"\bigg(x"),
        (r"\Big<", r"\Big\langle"),
        (r"\operatorname{\mathrm{rank}}A", r"\operatorname{rank}A"),
        (r"\operatorname * {lim}_x", r"\operatorname*{lim}_x"),
        (r"\mathop{\mathrm{argmin}}_x", r"\operatorname*{argmin}_x"),
        (r"\mathop{\rm argmin}\limits_x", r"\operatorname*{argmin}_x"),
        (r"\mathop{\mathrm{a}}\nolimits_x", r"\operatorname{a}_x"),
        (r"\mathop{\rm arg\,min}_x", r"\operatorname*{arg\,min}_x"),
        (r"\argmax_x", r"\operatorname*{arg\,max}_x"),
        (r"\kern{1em}x", r"\kern1em x"),
        (r"\hspace*{1em}x", r"\hspace{1em}x"),
        (r"\mspace{18mu}x", r"\mkern18mu x"),
        (r"\not{=}", r"\neq"),
        (r"\root 3 \of x", r"\sqrt[3]{x}"),
        (r"a\dots+b", r"a\cdots+b"),
        (r"a\dots\uparrow b", r"a\cdots\uparrow b"),
        (r"a,\dots,b", r"a,\ldots,b"),
        ("a\\\nb", r"a\ b"),
        ("a\\", r"a\ "),
        (r"\bm{x}", r"\boldsymbol{x}"),
        (r"\matrix{a&b\cr c&d}", r"\begin{matrix}a&b\\c&d\end{matrix}"),
        (r"\substack{a\\b}", r"\begin{subarray}{c}a\\b\end{subarray}"),
        (r"\begin{split}a&=b\\&=c\end{split}", r"\begin{aligned}a&=b\\&=c\end{aligned}"),
        (r"\begin{aligned}[t]a&=b\end{aligned}", r"\begin{aligned}a&=b\end{aligned}"),
        (r"\begin{alignedat}{2}a&=b\end{alignedat}", r"\begin{aligned}a&=b\end{aligned}"),
        (r"\begin{aligned}a\\[-1ex]b\\*c\end{aligned}", r"\begin{aligned}a\\b\\c\end{aligned}"),
        (r"\begin{array}{r@{}l}a&b\end{array}", r"\begin{array}{rl}a&\mkern-14mu b\end{array}"),
        (r"\begin{array}{r@{=}l}a&b\\&d\end{array}", r"\begin{array}{rl}a&\mkern-14mu =b\\&\mkern-14mu =d\end{array}"),
        (r"\begin{array}{l@{\extracolsep{1em}}l}a&b\end{array}", r"\begin{array}{ll}a&b\end{array}"),
        (
            r"\begin{array}{>{\displaystyle}c*{2}{>{\displaystyle}c}}\hline a&&b\end{array}",
            r"\begin{array}{ccc}\hline\displaystyle a&&\displaystyle b\end{array}",
        ),
        (r"\begin{aligned}a\\b\\\end{aligned}", r"\begin{aligned}a\\b\end{aligned}"),
        (r"a\\b", r"\begin{gathered}a\\b\end{gathered}"),
        (r"a\\", "a"),
        (r"\begin{pmatrix*}[r]a&b\end{pmatrix*}", r"\left(\begin{array}{rr}a&b\end{array}\right)"),
        (r"\begin{psmallmatrix}a\end{psmallmatrix}", r"\left(\begin{smallmatrix}a\end{smallmatrix}\right)"),
        (r"\begin{array}{@{}l@{}}a\end{array}", r"\begin{array}{l}a\end{array}"),
        (r"\begin{array}{*{3}{c}}a&b&c\end{array}", r"\begin{array}{ccc}a&b&c\end{array}"),
        (r"\begin{array}{>{\rm}l p{3cm}}a&b\end{array}", r"\begin{array}{ll}a&b\end{array}"),
        (r"\begin{array}{c}\hline\hline a\end{array}", r"\begin{array}{c}\hline a\end{array}"),
        (r"\begin{eqnarray*}a&=&b\\c&=&d\end{eqnarray*}", r"\begin{align*}a&{}=b\\c&{}=d\end{align*}"),
        (r"\text{a}\mbox{b}\hbox{c}\textup{d}", r"\text{a}\text{b}\text{c}\text{d}"),
        (r"\text{1\% of \$ 2 & 3}", r"\text{1\%\ of \$\ 2 \&\ 3}"),
        (r"\text{loss_fn & #1}", r"\text{loss\_fn \& \#1}"),
    ],
)
def test_the_meaning_is_that_of(tex: str, same: str) -> None:
    """Each construct draws what LaTeX draws for the other."""
    assert mathml(tex) == mathml(same)


@pytest.mark.parametrize(
    ("tex", "drawn"),
    [
        (r"\text{甲 $x_i$ 乙}", "<mrow><mtext>甲 </mtext><msub><mi>x</mi><mi>i</mi></msub><mtext> 乙</mtext></mrow>"),
        (r"\text{a \(x\)}", "<mrow><mtext>a </mtext><mi>x</mi></mrow>"),
        (r"\boldsymbol{0}", "<mi>𝟎</mi>"),
        (r"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (r"a \over b", "<mfrac><mi>a</mi><mi>b</mi></mfrac>"),
        (r"x % comment" + "\n+y", "<mi>x</mi><mo>+</mo><mi>y</mi>"),
        (r"\stackrel{a}{=}", '<mover><mo lspace="0">=</mo><mi>a</mi></mover>'),
        (r"\binom nk^2", '<msup><mrow><mo>(</mo><mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac><mo>)</mo></mrow>'
                         "<mn>2</mn></msup>"),
        (r"\mathbb{1}", "<mi>𝟙</mi>"),
        (r"f''", "<msup><mi>f</mi><mo>″</mo></msup>"),
        (r"{\rm d}x", '<mrow><mspace/><mi mathvariant="normal">d</mi></mrow><mi>x</mi>'),
        (r"{\bf x}y", "<mi>𝐱</mi><mi>y</mi>"),
        (r"\dot{}", '<mover accent="true"><mrow></mrow><mo>˙</mo></mover>'),
        (r"\sum_{\substack{a\\b}}", None),
        (r"\left\{x\,\middle|\,y\right\}", None),
    ],
)  # fmt: skip
def test_what_is_drawn(tex: str, drawn: str | None) -> None:
    """The structure of constructs that authors type."""
    content = mathml(tex)
    assert "\\" not in content
    if drawn is not None:
        assert content == drawn


@pytest.mark.parametrize(
    "tex",
    [r"\lim_{x}", r"\max_{x}", r"\operatorname*{max}_{x}", r"\mathop{\mathrm{max}}_{x}", r"\underset{x}{\max}",
     r"\mathop{A}\limits_{x}", r"\argmin_{x}", r"\varlimsup_{x}", r"\sum_{x}", r"\int\limits_{x}"],
)  # fmt: skip
def test_limits_stand_below_in_displays(tex: str) -> None:
    """Operators with limits have them below."""
    assert "<munder" in mathml(tex)
    assert "<msub>" not in mathml(tex)


@pytest.mark.parametrize("tex", [r"\sin_x", r"\sum\nolimits_x", r"\int_x", r"\operatorname{f}_x"])
def test_scripts_stand_beside(tex: str) -> None:
    """Other operators have a script beside them."""
    assert "<msub>" in mathml(tex)


@pytest.mark.parametrize(
    ("tex", "code", "place"),
    [
        (r"\begin{array}a\end{array}", "math-columns", r"\begin"),
        (r"\begin{array}\end{array}", "math-columns", r"\begin"),
        (r"\begin{array}{*{999}{c}}a\end{array}", "math-columns", r"\begin"),
        (r"\begin{array}{*{99}{*{99}{*{99}{c}}}}a\end{array}", "math-columns", r"\begin"),
        (r"x\text", "math-argument", r"\text"),
        (r"\root 3", "math-argument", r"\root"),
        (r"\mathop", "math-argument", r"\mathop"),
        (r"\eqref", "math-argument", r"\eqref"),
    ],
)
def test_what_lacks_something_is_a_mistake(tex: str, code: str, place: str) -> None:
    """The mistake stands at the command."""
    assert marked(tex) == (code, place)


def test_references_stand_among_the_parts() -> None:
    """A reference inside a formula is left to who knows the numbers, in its place."""
    formula = typeset(r"x=\text{by }\eqref{a:b}+\ref{c}", display=False)
    references = [part for part in formula.parts if isinstance(part, Reference)]
    assert [(part.command, part.label) for part in references] == [("eqref", "a:b"), ("ref", "c")]
    assert "<mtext>[a:b]</mtext><mo>+</mo><mtext>[c]</mtext>" in written(formula)
    assert [formula.tex[slice(*part.place)] for part in references] == [r"\eqref{a:b}", r"\ref{c}"]


@pytest.mark.parametrize(
    ("tex", "drawn"),
    [
        (r"\text{(by \eqref{a})}", "<mtext>(by </mtext><mtext>[a]</mtext><mtext>)</mtext>"),
        (r"\text{\ref{a}, $x$}", "<mtext>[a]</mtext><mtext>, </mtext><mi>x</mi>"),
        (r"\textbf{by \ref{a}}", "<mtext>[a]</mtext>"),
        (r"\mathrm{\eqref{a}}", "<mtext>[a]</mtext>"),
        (r"{\rm \ref{a}}", "<mtext>[a]</mtext>"),
    ],
)
def test_references_in_text_and_fonts(tex: str, drawn: str) -> None:
    """LaTeX allows them there."""
    assert drawn in written(typeset(tex)).replace("\u00a0", " ")


@pytest.mark.parametrize("environment", ["gather*", "align*"])
def test_a_row_may_begin_with_a_bracket(environment: str) -> None:
    """The bracket is no option of the environment that draws the rows."""
    drawn = mathml(rf"\begin{{{environment}}}[x]\\y\end{{{environment}}}")
    assert "<mi>x</mi>" in drawn


def test_a_reference_is_no_symbol() -> None:
    """What would strike out the reference is refused, not shown as a private character."""
    assert marked(r"x\not\ref{a}") == ("math-reference", r"\ref{a}")


def test_no_display_of_the_authors_reaches_the_engine() -> None:
    """It would number its rows by a count of its own."""
    with pytest.raises(Mistake, match="align cannot stand inside a formula"):
        rewrite(tokenize(r"\begin{align}a\end{align}"), {}, display=True)


@pytest.mark.parametrize("mathjax", [False, True])
@pytest.mark.parametrize("tex", [r"\eqref{x}", r" \eqref {x} ", r"\ref x"])
def test_a_lone_reference_is_no_formula(tex: str, *, mathjax: bool) -> None:
    r"""`$\eqref{x}$` is the reference alone, whatever the engine; its place lies within the text."""
    formula = typeset(tex, display=False, mathjax=mathjax)
    assert formula.result is Result.REFERENCE
    (reference,) = formula.parts
    assert isinstance(reference, Reference)
    assert reference.label == "x"
    assert tex[slice(*reference.place)] == tex.strip()


def test_a_reference_in_a_display_is_part_of_it() -> None:
    """A display of a reference stays a display."""
    assert typeset(r"\eqref{x}").result is Result.MATHML


@pytest.mark.parametrize(
    ("tex", "same"),
    [
        (r"\begin{array}{c} a \above 1pt b\end{array}", r"\begin{array}{c}{a \above 1pt b}\end{array}"),
        (r"\begin{aligned}[t] a \above 1pt b\end{aligned}", r"\begin{aligned}{a \above 1pt b}\end{aligned}"),
        (r"\text{if $a \above 1pt b$ or $c \over d$}", r"\text{if ${a \above 1pt b}$ or $c \over d$}"),
        (r"\left ( a \above 1pt b \right )", r"\left({a \above 1pt b}\right)"),
        (r"\buildrel{a\over b}\over=", r"\overset{\frac{a}{b}}{=}"),
        (r"\root{\root 2 \of 3}\of x", r"\sqrt[{\sqrt[2]{3}}]{x}"),
        (r"\begin{split}[a]&b\end{split}", r"\begin{aligned}{}[a]&b\end{aligned}"),
    ],
)
def test_a_command_takes_what_stands_before_it_and_no_more(tex: str, same: str) -> None:
    """Arguments of an environment, a fence or a group are not parted by what is in them."""
    assert mathml(tex) == mathml(same)


@pytest.mark.parametrize(
    "tex",
    [
        r"\kern3pt x",
        "\\kern  1.5em x",
        r"\hspace{2pt}x",
        r"\text{3 cats}",
        r"\color[RGB]{255,0,0}x",
        r"\operatorname{f3}x",
    ],
)
def test_bold_leaves_digits_alone_that_are_no_number_of_the_formula(tex: str) -> None:
    """Lengths, words and colours are read by the command before them."""
    assert "𝟏" in mathml(rf"\boldsymbol{{{tex} 1}}")
