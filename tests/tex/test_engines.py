r"""What is relied on of math-core 0.9, and what latex2mathml is let through.

math-core is younger than 1.0: a new version may word its messages or style its cells differently. Then these tests
fail, not an author's page.
"""

import re
from typing import Final
from xml.etree.ElementTree import fromstring

import pytest

from mathpress.tex.engines import Refusal, unknown_name, with_latex2mathml, with_math_core
from mathpress.tex.finish import CLASSES, finish
from mathpress.tex.mistakes import worded


def refusal(latex: str) -> Refusal:
    """Return what math-core refuses a formula with."""
    with pytest.raises(Refusal) as caught:
        with_math_core(latex, display=True)
    return caught.value


@pytest.mark.parametrize(
    ("latex", "offset", "code"),
    [
        ("}", 0, "math-brace"),
        ("{", 1, "math-brace"),
        (r"\right)", 0, "math-right"),
        (r"\left( x", 8, "math-left"),
        (r"\sqrt[3", 7, "math-bracket"),
        ("x^2^3", 3, "math-script"),
        ("x^^2", 2, "math-script"),
        ("a & b", 2, "math-ampersand"),
        ("a$", 1, "math-dollar"),
        (r"\limits", 0, "math-limits"),
        (r"x\nolimits", 1, "math-limits"),
        (r"x\hline", 1, "math-rule"),
        (r"\left x y\right)", 6, "math-delimiter"),
        (r"\big x", 5, "math-delimiter"),
        (r"\text{\alpha}", 6, "math-text"),
        ("#1", 0, "math-hash"),
        (r"\begin{array}{z}a\end{array}", 13, "math-columns"),
        (r"\color{foo}x", 6, "math-color"),
        (r"\hat", 4, "math-argument"),
        (r"{\hat}", 5, "math-argument"),
        (r"\hspace{x}", 7, "math-dimension"),
        (r"a\over b\over c", 8, "math-over"),
        ("中文 x^2^3", 6, "math-script"),
    ],
)
def test_messages_of_math_core(latex: str, offset: int, code: str) -> None:
    """Each message that is put into our words is still given, with an offset that counts characters."""
    refused = refusal(latex)
    told = worded(refused.reason)
    assert told is not None
    assert (refused.offset, told[0]) == (offset, code)


@pytest.mark.parametrize("latex", [r"\large x", r"\foo"])
def test_what_math_core_lacks_is_not_put_into_words(latex: str) -> None:
    """Another engine may have it."""
    assert worded(refusal(latex).reason) is None


def test_names_that_math_core_does_not_know() -> None:
    """They are read off its message; other refusals have none."""
    assert unknown_name(refusal(r"x\foo")) == ("command", r"\foo")
    assert unknown_name(refusal(r"\begin{foo}a\end{foo}")) == ("environment", "foo")
    assert unknown_name(refusal("x^2^3")) is None


_STYLE: Final = re.compile(r' style="([^"]*)"')
STYLED: Final = [
    r"\begin{align*}a&=b\end{align*}",
    r"\begin{gather*}a\end{gather*}",
    r"\begin{multline*}a\\b\\c\end{multline*}",
    r"\begin{array}{|c:lr|}\hline a&b&c\\\hdashline d&e&f\\\hline\end{array}",
    r"\begin{array}{:c}\hdashline a\\ \hline\end{array}",
    r"\begin{cases}a&b\end{cases}",
    r"\begin{rcases}a&b\end{rcases}",
    r"\begin{array}{c||c}a&b\end{array}",
    r"\begin{subarray}{l}a\\b\end{subarray}",
    r"\mathop{A}\mathbin{B}\mathrel{C}\mathopen{D}\mathclose{E}\mathpunct{F}\mathinner{G}\mathord{H}",
    r"x\mathbin{B}y\mathinner{C}z",
    r"\cfrac{1}{x}",
    r"a\!b\kern-2em c\hspace{-1ex}",
    r"\color{red}x",
    r"\cramped{x^2}",
    r"\textsc{a}",
    r"\boxed{x}\fbox{x}",
]


def test_each_declaration_of_the_engine_has_a_class() -> None:
    """What math-core styles is exactly what `finish` can say without a `style` attribute."""
    styles = (style for latex in STYLED for style in _STYLE.findall(with_math_core(latex, display=True)))
    seen = {declaration.strip() for style in styles for declaration in style.split(";") if declaration.strip()}
    varying = {declaration for declaration in seen if declaration.startswith(("color:", "margin-left:-"))}
    of_our_own = {declaration for declaration in CLASSES if declaration.startswith("border-bottom")}
    assert seen - varying == set(CLASSES) - of_our_own


def test_negative_space_is_a_margin() -> None:
    """The one declaration with a length that varies."""
    assert 'style="margin-left:-0.16666667em;"' in with_math_core(r"a\!b", display=False)


@pytest.mark.parametrize("environment", ["align*", "gather*"])
def test_the_last_cell_of_a_display_takes_the_free_width(environment: str) -> None:
    """Numbers rely on one empty cell of 50% at each end of each row of the outermost table, and on no other."""
    body = r"\begin{cases}1&2\\3&4\end{cases}\\ \\c"
    mathml = with_math_core(rf"\begin{{{environment}}}{body}\end{{{environment}}}", display=True)
    assert mathml.count('<mtd style="width: 50%"></mtd></mtr>') == 3
    assert mathml.count("width: 50%") == 6
    assert mathml.startswith(
        '<math display="block"><mtable displaystyle="true" scriptlevel="0" style="width: 100%"><mtr>'
        '<mtd style="width: 50%"></mtd>'
    )


def test_math_core_carries_private_characters_through() -> None:
    """Islands rely on it."""
    assert with_math_core("x+\U00100000", display=False) == "<math><mi>x</mi><mo>+</mo><mi>\U00100000</mi></math>"


def test_named_entities_of_math_core_become_characters() -> None:
    """XML has no `&ApplyFunction;`; what it does have stays."""
    mathml = with_math_core(r"\sin x\cos(x)2x\operatorname{f}x\lim_x y<z", display=True)
    assert "\u2061" in mathml
    assert set(re.findall(r"&\w+;", mathml)) == {"&lt;"}


@pytest.mark.parametrize("latex", ["a ⧺ b", r"\frac{\alpha}{2}", r"\sqrt{x}", "x_1^2"])
def test_what_latex2mathml_is_trusted_with(latex: str) -> None:
    """It is well-formed and has no namespace, so that it reads like the first engine's."""
    assert fromstring(with_latex2mathml(latex, display=True)).tag == "math"


@pytest.mark.parametrize("latex", [r"\frac{\alpha}{2}", r"\sqrt{x}", r"x_1^2\le\infty", r"a\in b", r"\omega\times\chi"])
def test_latex2mathml_draws_the_same_characters(latex: str) -> None:
    """What both engines know they agree on."""
    first, second = (fromstring(engine(latex, display=False)) for engine in (with_math_core, with_latex2mathml))
    assert "".join(first.itertext()) == "".join(second.itertext())


@pytest.mark.parametrize(
    "latex",
    [
        r"\begin{aligned}a&b\end{aligned}",
        r"\mathrm{d}x",
        r"\lim_x",
        r"\foo",
        r"\text{<script>}",
        r"\href{javascript:alert(1)}{x}",
        r"\mathbfsf{x}",
        "a & b",
        r"\frac1",
        r"\llap{x}",
        r"\rlap{x}",
        "x\u20d7",
    ],
)
def test_the_gate_refuses_what_latex2mathml_gets_wrong(latex: str) -> None:
    """It never refuses anything itself: unknown commands, lost alphabets, cells and scripts are stopped before."""
    with pytest.raises(Refusal):
        with_latex2mathml(latex, display=True)


def test_finish_drops_no_declaration_silently() -> None:
    """Each styled element of the engine comes out with a class, a colour or as space."""
    mathml = "".join(
        part
        for part in finish(
            with_math_core(r"\begin{array}{l|r}a\!&b\end{array}", display=True), numbers=(), references={}
        )
        if isinstance(part, str)
    )
    assert mathml.count("class=") == 4
