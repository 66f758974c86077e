r"""The whole way of a formula: what it becomes, that mistakes are told in their place, that nothing gets through."""

import html
import re
from typing import Final
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tex.setting import mistake, typeset, written

from mathpress.errors import Severity
from mathpress.tex import Formula, Number, Reference, Result, Typesetter

MATHML: Final = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "ms", "mfrac", "msqrt", "mroot", "mstyle", "mpadded",
    "mphantom", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "mtable",
    "mtr", "mtd", "menclose",
}  # fmt: skip
HTML: Final = {"b", "i", "em", "code", "span", "s", "u"}

INJECTIONS: Final = [
    r"\text{<script>alert(1)</script>}",
    r"\text{<img src=x onerror=alert(1)>}",
    r"\mathrm{<b>}",
    r"a<b",
    r"\href{javascript:alert(1)}{x}",
    r'\href{https://a"onclick="alert(1)}{x}',
    r"\url{javascript:alert(1)}",
    r"\style{color:red;background:url(javascript:1)}{x}",
    r'\style{"onmouseover="alert(1)}{x}',
    r'\class{a" onclick="alert(1)}{x}',
    r'\htmlId{a" onclick="alert(1)}{x}',
    r"\htmlStyle{color:red}{x}",
    r"\cssId{x}{y}",
    r'\color{red" onclick="alert(1)}{x}',
    r"\color{red;background:url(//evil)}x",
    r"\textcolor{url(x)}{y}",
    r'\begin{equation}x\label{a"onclick="alert(1)}\end{equation}',
    r'\eqref{a"onclick="alert(1)}',
    r"\begin{equation}x\tag{<b>}\end{equation}",
    r"\includegraphics{https://evil/x.png}",
    r'\hspace{1em" onclick="alert(1)}x',
    r"\operatorname{<i>}",
    r"\unicode{x3c}script\unicode{x3e}",
    r'\begin{array}{c"onx="}a\end{array}',
    r"&lt;script&gt;",
    r"\text{&lt;script&gt;}",
    r"\ce{<script>}",
    r'\colorbox{red" onclick="x}{y}',
    r"\verb|<script>|",
    r"\rlap{<script>}x",
    r"\text{&#x3c;script&#x3e;}",
    r"\begin{align}a\tag{$<b>$}\\\text{</math><script>}\end{align}",
    "\U00100000\U00108000 x",
]


def on_a_page(formula: Formula) -> str:
    """Return a formula as a page has it: LaTeX for MathJax is escaped, numbers and references too."""
    texts = []
    for part in formula.parts:
        match part:
            case Number():
                texts.append(html.escape(part.shown))
            case Reference():
                texts.append(html.escape(part.label))
            case str():
                texts.append(part if formula.result is Result.MATHML else html.escape(part))
    return "".join(texts)


@pytest.mark.parametrize("mathjax", [False, True])
@pytest.mark.parametrize("display", [False, True])
@pytest.mark.parametrize("tex", INJECTIONS)
def test_nothing_can_be_injected(tex: str, *, display: bool, mathjax: bool) -> None:
    """Whatever is typed, only MathML elements and attributes without consequences come out."""
    formula = typeset(tex, display=display, mathjax=mathjax)
    for element in fromstring(f"<p>{on_a_page(formula)}</p>").iter():
        assert element.tag in MATHML | HTML | {"p"}
        for name in element.attrib:
            assert not name.startswith("on")
            assert name not in {"href", "src", "style", "id"}
    if formula.result is Result.MATHJAX:
        assert not re.search(r"\\(?:href|style|class|cssId|data)\b", written(formula))


@pytest.mark.parametrize(
    ("tex", "message", "place"),
    [
        (r"中文 \alhpa+1", r"unknown command \alhpa; did you mean \alpha?", r"\alhpa"),
        (r"\begin{algin}a\end{algin}", r"unknown environment algin; did you mean align?", r"\begin"),
        (r"\def\x{\alhpa}1+\x", r"unknown command \alhpa; did you mean \alpha?; \x stands for \alhpa", r"\x"),
        (r"\newcommand{\myvec}{v}\myvce", r"unknown command \myvce; did you mean \myvec?", r"\myvce"),
        (r"\qqqqqqqq", r"unknown command \qqqqqqqq", r"\qqqqqqqq"),
        (r"x^2^3", "two subscripts or superscripts in a row; put braces around the first", "^"),
        (r"\frac{\hat}{x}", r"\hat lacks an argument; write it in braces behind it", "}"),
    ],
)
def test_a_mistake_says_what_and_where(tex: str, message: str, place: str) -> None:
    """The place is exact, also behind ideographs, and through a macro it is the last call."""
    found = mistake(tex)
    assert found.message == message
    assert tex[found.start : found.end] == place
    assert found.severity is Severity.ERROR


def test_every_unknown_command_is_reported() -> None:
    """An author mends them all at once."""
    assert [found.code for found in typeset(r"\alhpa+\bteaa").mistakes] == ["math-command"] * 2


def test_an_unknown_argument_is_not_masked_by_a_known_command() -> None:
    """A formula for MathJax with an unknown command in it is refused, not left to readers' eyes."""
    assert mistake(r"\ce{H2O}+\alhpa").code == "math-command"


def test_what_a_refused_formula_keeps() -> None:
    """It has its source and numbers, no parts."""
    formula = typeset(r"\begin{equation}\alhpa\label{x}\end{equation}")
    assert (formula.parts, formula.plain) == ((), formula.tex)
    assert [number and number.label for number in formula.numbers] == ["x"]


def test_a_formula_that_is_set_the_same_anywhere_is_set_once() -> None:
    """Posts with the same macros share it; one with a number, a reference or a macro is set where it stands."""
    one, other = Typesetter({"R": "x"}, "ams"), Typesetter({"R": "x"}, "ams")
    again = {
        tex: one.typeset(tex, display=True) is other.typeset(tex, display=True)
        for tex in ("y^9", r"y\tag{9}", r"\ref{y}^9", r"\R^9")
    }
    assert [tex for tex, is_shared in again.items() if is_shared] == ["y^9"]


def test_alttext_is_the_plain_text() -> None:
    """It serves what cannot read MathML."""
    formula = typeset(r"a<\frac12")
    assert fromstring(written(formula)).get("alttext") == formula.plain == "a<1/2"


def test_display_and_inline() -> None:
    """Only a display has the attribute, and limits below."""
    assert written(typeset("x")).startswith('<math alttext="x" display="block">')
    assert written(typeset("x", display=False)) == '<math alttext="x"><mi>x</mi></math>'


PIECES: Final = [
    "{", "}", "[", "]", "&", "$", "#", "^", "_", "'", "%", "\n", " ", "a", "1", "+", "中", "<", ">", '"', "*", "\\",
    "\\\\", r"\left", r"\right", "(", ")", ".", r"\begin{align}", r"\end{align}", r"\begin{aligned}", r"\end{aligned}",
    r"\begin{array}{c}", r"\end{array}", r"\begin{gather}", r"\end{gather}", r"\begin", r"\end", r"\frac", r"\hat",
    r"\text", r"\color{red}", r"\color", r"\label{x}", r"\label", r"\tag{1}", r"\tag*", r"\notag", r"\eqref{y}",
    r"\eqref", r"\operatorname", r"\mathop", r"\limits", r"\sum", r"\def\x", r"\x", r"\newcommand{\y}[1][z]{#1}",
    r"\y", r"\let", r"\intertext{q}", r"\hline", r"\ce{H2O}", r"\foo", r"\sqrt", r"\root", r"\of", r"\over", r"\big",
    r"\not", r"\kern", r"\dots", r"\boldsymbol", r"\multicolumn", r"\rlap", r"\substack", r"\begin{pmatrix*}[r]",
    r"\end{pmatrix*}", r"\mathclap", r"\rule", r"\raise", r"\colorbox{red}", r"\bbox", r"\large", r"\href", r"\class",
    r"\above", r"\overwithdelims", r"\char", r"\unicode{x41}", r"\verb", r"\begin{CD}", r"\end{CD}", "@", "V",
    r"\bordermatrix", r"\enclose{box}", r"\xtofrom", r"\cancelto", r"\buildrel", r"\mathsfit", "1pt", "\U00100000",
    "\U00108000", "\x00", "\ud800",
]  # fmt: skip

TEX: Final = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))


@given(post=st.lists(TEX, min_size=1, max_size=3), display=st.booleans(), mathjax=st.booleans())
@settings(max_examples=200, deadline=None)
def test_any_text_is_set_or_refused(post: list[str], *, display: bool, mathjax: bool) -> None:
    """Nothing raises; what is drawn is well-formed; places lie within the formula; in each row stands its number."""
    typesetter = Typesetter({}, "ams", mathjax=mathjax)
    for tex in post:
        formula = typesetter.typeset(tex, display=display)
        for found in formula.mistakes:
            assert 0 <= found.start <= found.end <= len(tex)
        for number in filter(None, formula.numbers):
            assert 0 <= number.place[0] <= number.place[1] <= len(tex)
        for part in formula.parts:
            if isinstance(part, Reference):
                assert 0 <= part.place[0] <= part.place[1] <= len(tex)
        if formula.result is Result.MATHML:
            assert fromstring(on_a_page(formula)).tag == "math"
            in_parts = [part for part in formula.parts if isinstance(part, Number)]
            assert in_parts == [number for number in formula.numbers if number and formula.in_rows]
        assert (formula.result is Result.REFUSED) == any(found.severity is Severity.ERROR for found in formula.mistakes)


def test_a_symbol_that_the_first_engine_does_not_take_is_drawn_by_the_second() -> None:
    """math-core 0.9 refuses ⧺, latex2mathml writes it down; no command need go that way."""
    formula = typeset(r"\frac{a}{2} ⧺ b")
    assert formula.result is Result.MATHML
    assert not formula.mistakes
    assert formula.plain == "a/2⧺b"
