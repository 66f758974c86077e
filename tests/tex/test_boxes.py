r"""What math-core lacks is drawn as islands: elements of our own that take scripts, limits and accents like letters."""

from xml.etree.ElementTree import fromstring

import pytest
from tests.tex.setting import mathml, typeset, written

from mathpress.errors import Severity
from mathpress.tex import Result


@pytest.mark.parametrize(
    ("tex", "fragment"),
    [
        (r"a\mathrlap{/}b", '<mi>a</mi><mpadded width="0"><mrow><mo lspace="0" rspace="0">/</mo></mrow></mpadded>'),
        (r"\mathllap{x}y", '<mpadded width="0"><mrow class="m-shift-whole"><mi>x</mi></mrow></mpadded><mi>y</mi>'),
        (r"\sum_{\mathclap{n}}x", '</mo><mpadded width="0"><mrow class="m-shift-half"><mi>n</mi></mrow></mpadded></m'),
        (r"\rlap{a $x$}b", '<mpadded width="0"><mrow><mrow><mtext>a </mtext><mi>x</mi></mrow></mrow></mpadded>'),
        (r"\clap{x}", '<mrow class="m-shift-half"><mi>x</mi></mrow>'),
        (r"\rule{2em}{1ex}", '<mspace class="m-ink" width="2em" height="0.431em"/>'),
        (r"\rule[-2pt]{18mu}{3pt}", '<mpadded voffset="-0.2em"><mspace class="m-ink" width="1em" height="0.3em"/>'),
        (r"\raisebox{2pt}{a}", '<mpadded voffset="0.2em"><mtext>a</mtext></mpadded>'),
        (r"\raise 2pt\hbox{a}", '<mpadded voffset="0.2em"><mtext>a</mtext></mpadded>'),
        (r"\lower.5em{x}", '<mpadded voffset="-0.5em"><mi>x</mi></mpadded>'),
        (r"\colorbox{skyblue}{a}", '<mrow class="m-padded" mathbackground="#87CEEB"><mtext>a</mtext></mrow>'),
        (r"\colorbox{BurntOrange}{a}", 'mathbackground="#'),
        (r"\colorbox[rgb]{1,0,0}{a}", 'mathbackground="#FF0000"'),
        (r"\fcolorbox{red}{#eef}{a}", '<mrow class="m-frame" mathcolor="#FF0000" mathbackground="#EEEEFF">'),
        (r"\bbox[yellow]{x}", '<mrow class="m-padded" mathbackground="#FFFF00"><mi>x</mi></mrow>'),
        (r"\bbox[4px,border:1px solid red]{x}", '<mrow class="m-padded m-frame"><mi>x</mi></mrow>'),
        (r"\bbox{x}", "<mrow><mi>x</mi></mrow>"),
        (r"\fbox{a}", '<menclose notation="box"><mtext>a</mtext></menclose>'),
        (r"\cancelto{0}{x}", '<msup><menclose notation="updiagonalstrike">'),
        (r"\enclose{circle,updiagonalstrike}{x}", '<menclose notation="circle updiagonalstrike"><mrow><mi>x</mi>'),
        (r"\enclose{circle}[mathcolor=red]{x}", '<menclose notation="circle"><mrow><mi>x</mi></mrow></menclose>'),
        (r"\sout{x}", '<menclose notation="horizontalstrike"><mrow><mi>x</mi></mrow></menclose>'),
        (r"\large {ab}c", '<mstyle mathsize="1.2em"><mrow><mi>a</mi><mi>b</mi></mrow><mi>c</mi></mstyle>'),
        (r"{\large x}y", '<mstyle mathsize="1.2em"><mi>x</mi></mstyle><mi>y</mi>'),
        (r"\begin{matrix}\tiny a&b\end{matrix}", '<mtd><mstyle mathsize="0.5em"><mi>a</mi></mstyle></mtd><mtd><mi>b'),
        (
            r"\left(\Huge x\right)y",
            '<mo>(</mo><mstyle mathsize="2.488em"><mi>x</mi></mstyle><mo',
        ),
        (r"\xrightleftarrows[a]{b}", '<mover><munder><mo stretchy="true" lspace="0" rspace="0">⇄</mo><mrow>'),
        (r"\xtwoheadrightarrow{b}", '<mover><mo stretchy="true" lspace="0" rspace="0">↠</mo>'),
        (r"\wideparen{ab}", "<mo>⏜</mo></mover>"),
        (
            r"\href{https://a.example/?a=1\&b=2}{x}",
            '<a href="https://a.example/?a=1&amp;b=2"><math><mi>x</mi></math></a>',
        ),
        (r"\href{/about/#x}{y}", '<mtext><a href="/about/#x"><math><mi>y</mi></math></a></mtext>'),
        (r"\url{mailto:a@example.org}", '<a href="mailto:a@example.org"><math><mtext>mailto:a@example.org</mtext>'),
        (
            r"\text{see \href{https://a.example/}{x}}",
            '<mtext>see </mtext><mtext><a href="https://a.example/"><math><mtext>x',
        ),
        (r"\text{a \textcolor{red}{b} c}", '<mrow mathcolor="#FF0000"><mtext>b</mtext></mrow><mtext> c</mtext>'),
        (r"\verb|a_b|", '<mtext class="m-code">a_b</mtext>'),
        (r"\verb+<b>+", '<mtext class="m-code">&lt;b&gt;</mtext>'),
        (r"\verb*|a_b|", '<mtext class="m-code">a_b</mtext>'),
        (r"\char`A", "<mtext>A</mtext>"),
        (r"\char`\%", "<mtext>%</mtext>"),
        ('\\char"3C b', "<mtext>&lt;</mtext><mi>b</mi>"),
        (r"\char'101", "<mtext>A</mtext>"),
        (r"\char65 1", "<mtext>A</mtext><mn>1</mn>"),
        (r"\unicode[.5,0][Arial]{x221E}", "<mtext>∞</mtext>"),
        (r"\symbol{8734}", "<mtext>∞</mtext>"),
        (r"\textcircled{a}\textcircled{12}", "<mtext>ⓐ</mtext><mtext>⑫</mtext>"),
        (r"\mathsfit{Ab}", "<mi>𝘈</mi><mi>𝘣</mi>"),
        (r"\mathbfit{x}", "<mi>𝒙</mi>"),
        (r"{a\above 2pt b}", '<mfrac linethickness="0.2em"><mi>a</mi><mi>b</mi></mfrac>'),
        (r"{a\overwithdelims<> b}", "<mo>⟨</mo><mfrac><mi>a</mi><mi>b</mi></mfrac><mo>⟩</mo>"),
        (r"x+{a\atopwithdelims[] b}", '<mo>[</mo><mfrac linethickness="0">'),
        (
            r"\begin{matrix}a\\[1ex]b\above 1pt c\end{matrix}",
            '<mfrac linethickness="0.1em"><mi>b</mi><mi>c</mi></mfrac>',
        ),
        (r"\begin{matrix}a\above 1pt b&c\end{matrix}", "<mi>b</mi></mfrac><mo>⁣</mo></mrow></mtd><mtd><mi>c</mi></mtd>"),
        (r"\buildrel a\over=", '<mover><mo lspace="0">=</mo><mi>a</mi></mover>'),
        (r"\cfrac[l]{1}{2}", "<mn>1</mn><mn>2</mn></mfrac>"),
        (r"\sum_{\mathclap{a=b}}x", '<mi>a</mi><mo lspace="0" rspace="0">=</mo><mi>b</mi>'),  # no room in scripts
        (r"\mathclap{a=b}_x", "<mi>a</mi><mo>=</mo><mi>b</mi>"),
        (r"x_{\mathclap{\text{a $b$ c}}}", "<mtext>a </mtext>"),
        (r"\smash{x}", '<mpadded height="0" depth="0"><mi>x</mi></mpadded>'),
        (r"\sqrt{\smash[b]{y}}", '<msqrt><mpadded depth="0"><mi>y</mi></mpadded></msqrt>'),
        (r"\smash[t]{y}", '<mpadded height="0"><mi>y</mi></mpadded>'),
        (r"\displaylines{a\cr b}", "<mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd><mi>b</mi></mtd></mtr>"),
        (r"\begin{CD}A@>f>>B\end{CD}", "<mtd><mi>A</mi></mtd><mtd><mrow><mspace"),
        (r"\begin{CD}A\\@VVV\\B\end{CD}", "<mtr><mtd><mi>A</mi></mtd></mtr>"),
        (r"\begin{CD}A\\@VVV\\B\end{CD}", "</mpadded></mtd></mtr><mtr><mtd><mi>B</mi></mtd></mtr>"),
        (r"\begin{CD}A@=B\\@|@.\\C@<<<D\end{CD}", "‖"),
        (r"\bordermatrix{&1\cr a&x\cr}", '<mtd class="m-bow-left m-bow m-bow-top m-bow-bottom"></mtd><mtd><mi>x</mi>'),
        (r"\hat{\rule{1em}{1em}}_{\rlap{a}}^2", '<msubsup><mover accent="true"><mspace class="m-ink"'),
        (r"\rlap{\rlap{\rlap{a}}}", '<mpadded width="0"><mrow>' * 3 + "<mi>a</mi>"),
    ],
)
def test_what_is_drawn(tex: str, fragment: str) -> None:
    """The element that browsers draw, well-formed and without a style attribute; nothing is left to MathJax."""
    drawn = mathml(tex)
    assert fragment in drawn
    assert " style=" not in drawn
    fromstring(f"<math>{drawn}</math>")


@pytest.mark.parametrize(
    ("tex", "code", "place"),
    [
        (r"x\mathrlap", "math-argument", r"\mathrlap"),
        (r"\rule{1foo}{2em}", "math-dimension", "1"),
        (r"\rule{2em}", "math-argument", r"\rule"),
        (r"\raise x{y}", "math-dimension", "x"),
        (r"\colorbox{nocolour}{x}", "math-color", "nocolour"),
        (r"\bbox[nocolour]{x}", "math-color", r"\bbox"),
        (r"\href{javascript:alert(1)}{x}", "math-unsafe", "j"),
        (r"\href{ java	script:alert(1)}{x}", "math-unsafe", " "),
        (r"\href{JAVASCRIPT:alert(1)}{x}", "math-unsafe", "J"),
        (r"\href{data:text/html,x}{x}", "math-unsafe", "d"),
        (r"\href{vbscript:x}{x}", "math-unsafe", "v"),
        (r"\href{//[x}{x}", "math-unsafe", "/"),
        (r'\href{https://a"onclick="alert(1)}{x}', "math-unsafe", "h"),
        (r"\href{}{x}", "math-unsafe", r"\href"),
        (r"\char x", "math-character", r"\char"),
        (r'\char"110000', "math-character", r"\char"),
        (r"\char0", "math-character", r"\char"),
        (r"\unicode{x1}", "math-character", r"\unicode"),
        (r"\unicode{zz}", "math-character", r"\unicode"),
        (r"\unicode{xD800}", "math-character", r"\unicode"),
        (r"\verb|x", "math-argument", r"\verb"),
        (r"\enclose{no}{x}", "math-notation", r"\enclose"),
        (r"{a\above b}", "math-dimension", "b"),
        (r"{a\above}", "math-dimension", "}"),
        (r"\mathop\begin{matrix}a\end{matrix}", "math-begin", r"\begin"),
        (r"{a\above 1pt b\above 1pt c}", "math-over", r"\above"),
        (r"{a\over b\atopwithdelims()c}", "math-over", r"\atopwithdelims"),
        (r"{a\overwithdelims(}", "math-delimiter", r"\overwithdelims"),
        (r"\atopwithdelims{x}", "math-delimiter", r"\atopwithdelims"),
        (r"\left\left x&\overwithdelims][\right)\right)", "math-delimiter", r"\left"),
        (r"a\overwithdelims(\begin{matrix}b\end{matrix}", "math-delimiter", r"\overwithdelims"),
        (r"a\overwithdelims\text{b}", "math-delimiter", r"\overwithdelims"),
        (r"a\above 1pt\left\begin{matrix}b\end{matrix}\right)", "math-delimiter", r"\begin"),
        (r"\begin{CD}A@>f>B\end{CD}", "math-diagram", "@"),
        (r"\begin{CD}A@\end{CD}", "math-diagram", "@"),
        (r"\begin{CD}" * 59 + r"\end{CD}" * 59, "math-depth", r"\begin"),
        (r"\begin{CD}A@xB\end{CD}", "math-diagram", "@x"),
        (r"\buildrel a", "math-argument", r"\buildrel"),
        (r"\rlap{x^2^3}", "math-script", "^"),
        (r"\rlap{\alhpa}", "math-command", r"\alhpa"),
        (r"\mathrm{\rlap{\alhpa}}", "math-command", r"\alhpa"),
    ],
)
def test_mistakes_have_their_place(tex: str, code: str, place: str) -> None:
    """Also inside a box, whose LaTeX is converted by itself."""
    formula = typeset(tex)
    assert formula.result is Result.REFUSED
    mistake = formula.mistakes[0]
    assert (mistake.code, tex[mistake.start : mistake.end]) == (code, place)


@pytest.mark.parametrize("command", [r"\class", r"\style", r"\cssId", r"\data", r"\htmlId", r"\htmlStyle"])
def test_what_a_formula_has_no_say_in_is_dropped_with_a_warning(command: str) -> None:
    """What is in it is drawn; nothing of the class, id or style is left."""
    formula = typeset(rf"a+{command}{{evil}}{{x}}")
    assert formula.result is Result.MATHML
    assert "evil" not in written(formula)
    assert "<mi>x</mi>" in written(formula)
    assert [(mistake.code, mistake.severity) for mistake in formula.mistakes] == [("math-ignored", Severity.WARNING)]


@pytest.mark.parametrize(
    ("tex", "advice"),
    [
        (r"\begin{tikzcd}A\end{tikzcd}", r"\begin{CD}"),
        (r"\begin{tikzpicture}A\end{tikzpicture}", "draw it as a picture"),
        (r"\begin{algorithm}A\end{algorithm}", "```"),
        (r"\begin{itemize}A\end{itemize}", "in Markdown"),
        (r"\includegraphics{a.png}", "![caption](file)"),
        (r"\footnote{a}", "in Markdown"),
    ],
)
def test_what_belongs_into_the_document_is_told_where(tex: str, advice: str) -> None:
    """The message says what to use instead of a command of documents."""
    (mistake,) = typeset(tex).mistakes
    assert advice in mistake.message


def test_plain_text_reads_through_boxes() -> None:
    """Titles, descriptions and readers without MathML get what is inside."""
    assert typeset(r"\colorbox{red}{a}+\href{https://a.example/}{x^2}+\rlap{b}").plain == "a+x²+b"


@pytest.mark.parametrize(
    "tex",
    [
        r"\rlap{" * 59 + "x" + "}" * 59, r"\rlap{x}" * 900, r"\rlap" * 900, r"\href{/x}{y}" * 900, r"\large x" * 900,
        r"{a\above 1pt b}" * 900, r"a\atopwithdelims()b" * 300, r"\char65 " * 900, r"\verb" * 900, r"\text{$x$}" * 900,
        r"\begin{CD}" + "A@>>>" * 800 + r"\end{CD}", r"\bordermatrix{" + "&1" * 900 + "}", r"\text{" + "$" * 9001 + "}",
        r"\colorbox{red}{" * 50 + "}" * 50, r"\enclose{box}" * 500, r"\raise" * 900, r"\cancelto" * 900,
    ],
    ids=lambda tex: tex[:12],
)  # fmt: skip
def test_many_boxes_make_no_crash(tex: str) -> None:
    """However many there are and however deep: they are drawn, or refused with a place in the formula."""
    formula = typeset(tex)
    assert formula.result is not Result.MATHJAX
    assert all(0 <= mistake.start <= mistake.end <= len(tex) for mistake in formula.mistakes)
