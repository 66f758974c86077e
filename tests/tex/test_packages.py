r"""The commands of LaTeX packages: `math.packages = ["physics", "braket", "siunitx"]`."""

from typing import Final, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tex.setting import typeset, written

from mathpress.tables import MathConfig
from mathpress.tex import Result, Typesetter
from mathpress.tex.expansions import Expansions
from mathpress.tex.lexer import is_word, join, tokenize
from mathpress.tex.macros import expand
from mathpress.tex.mathjax import known_names
from mathpress.tex.packages import PACKAGES, commands_of

PHYSICS: Final = [
    (r"\qty(\frac12)", r"\left(\frac12\right)"),
    (r"\qty[x]", r"\left[x\right]"),
    (r"\qty{x}", r"\left\{x\right\}"),
    (r"\qty|x|", r"\left\lvert x\right\rvert"),
    (r"\qty\Big(f(x))", r"\Bigl(f(x)\Bigr)"),
    (r"\qty*(x)", "(x)"),
    (r"\qty( {)} )", r"\left({)}\right)"),
    (r"\pqty{x}\bqty{x}\vqty*{x}", r"\left(x\right)\left[x\right]\lvert x\rvert"),
    (r"\abs{x}+\abs*{x}", r"\left\lvert x\right\rvert+\lvert x\rvert"),
    (r"\norm\bigg{x}", r"\biggl\lVert x\biggr\rVert"),
    (r"\order{x^2}", r"\mathcal{O}\mathopen{}\left(x^2\right)"),
    (r"\eval{x}_0^1", r"\left.x\vphantom{\int}\right|_0^1"),
    (r"\eval(x|_0^1", r"\left(x\vphantom{\int}\right|_0^1"),
    (r"\eval*[x|_0", r"[x\rvert_0"),
    (r"\comm{A}{B}", r"\left[A,B\right]"),
    (r"\acomm*{A}{B}", r"\{A,B\}"),
    (r"\pb\big{A}{B}", r"\bigl\{A,B\bigr\}"),
    (r"\vb{a}\vb*{a}", r"\mathbf{a}\boldsymbol{a}"),
    (r"\va{a}\vu*{a}", r"\vec{\mathbf{a}}\hat{\boldsymbol{a}}"),
    (r"\vb a\vdot\vb b\cross c", r"\mathbf{a}\boldsymbol{\cdot}\mathbf{b}\boldsymbol{\times}c"),
    (r"\grad f", r"\boldsymbol{\nabla}f"),
    (r"\grad(f+g)", r"\boldsymbol{\nabla}\mathopen{}\mathclose{\left(f+g\right)}"),
    (r"\div[x]", r"\boldsymbol{\nabla}\boldsymbol{\cdot}\mathopen{}\mathclose{\left[x\right]}"),
    (r"\curl{\vb{a}}", r"\boldsymbol{\nabla}\boldsymbol{\times}{\mathbf{a}}"),
    (r"\laplacian f", r"\nabla^{2}f"),
    (r"\dd x", r"\mathrm{d}x"),
    (r"\int f(x)\dd{x}=1", r"\int f(x)\,\mathrm{d}x=1"),
    (r"\frac{\dd{x}}{\dd[3]{t}}", r"\frac{\mathrm{d}x}{\mathrm{d}^{3}t}"),
    (r"\dd{x}\dd{y}f", r"\mathrm{d}x\,\mathrm{d}y\,f"),
    (r"\dd(x)", r"\mathrm{d}\mathopen{}\mathclose{\left(x\right)}"),
    (r"\var{S}", r"\delta S"),
    (r"\dv{x}", r"\frac{\mathrm{d}}{\mathrm{d}x}"),
    (r"\dv{f}{x}(1)", r"\frac{\mathrm{d}f}{\mathrm{d}x}(1)"),
    (r"\dv[n]{f}{x}", r"\frac{\mathrm{d}^{n}f}{\mathrm{d}x^{n}}"),
    (r"\dv[2]{x^i}", r"\frac{\mathrm{d}^{2}}{\mathrm{d}{x^i}^{2}}"),
    (r"\dv{x}(f)", r"\frac{\mathrm{d}}{\mathrm{d}x}\mathopen{}\mathclose{\left(f\right)}"),
    (r"\dv*{f}{x}", r"\left.{\mathrm{d}f}\middle/{\mathrm{d}x}\right."),
    (r"\pdv{f}{x}", r"\frac{\partial f}{\partial x}"),
    (r"\pdv[2]{f}{x}", r"\frac{\partial^{2}f}{\partial x^{2}}"),
    (r"\pdv{f}{x}{y}", r"\frac{\partial^{2}f}{\partial x\partial y}"),
    (r"\fdv{F}{g}", r"\frac{\delta F}{\delta g}"),
    (r"\flatfrac{a}{b}", r"\left.{a}\middle/{b}\right."),
    (r"\bra{a}+\ket*{b}", r"\left\langle a\right\rvert+\lvert b\rangle"),
    (r"\bra{a}\ket{b}", r"\left\langle a\middle|b\right\rangle"),
    (r"\braket{a}{b}", r"\left\langle a\middle|b\right\rangle"),
    (r"\braket{a}", r"\left\langle a\middle|a\right\rangle"),
    (r"\braket{a|b}", r"\left\langle a\middle|b\right\rangle"),
    (r"\ip*{a}{b}", r"\langle a\vert b\rangle"),
    (r"\ip\Big{a}{b}", r"\Bigl\langle a\Bigm|b\Bigr\rangle"),
    (r"\dyad{a}{b}", r"\left\lvert a\middle\rangle\!\middle\langle b\right\rvert"),
    (r"\op*{a}", r"\lvert a\rangle\!\langle a\rvert"),
    (r"\ketbra\big{a}{b}", r"\bigl\lvert a\bigm\rangle\!\bigm\langle b\bigr\rvert"),
    (r"\ev{A}", r"\left\langle A\right\rangle"),
    (r"\ev**{A}{n}", r"\left\langle n\middle|A\middle|n\right\rangle"),
    (r"\vev{A}", r"\left\langle 0\middle|A\middle|0\right\rangle"),
    (r"\mel*{n}{A}{m}", r"\langle n\vert A\vert m\rangle"),
    (r"\mqty{a&b\\c&d}", r"\begin{matrix}a&b\\c&d\end{matrix}"),
    (r"\mqty*(a)", r"\left(\begin{matrix}a\end{matrix}\right)"),
    (r"\mqty(a&(b))", r"\left(\begin{matrix}a&(b)\end{matrix}\right)"),
    (
        r"\mqty|a|\bmqty{a}",
        r"\left\lvert\begin{matrix}a\end{matrix}\right\rvert\left[\begin{matrix}a\end{matrix}\right]",
    ),
    (r"\mdet{a}", r"\left\lvert\begin{matrix}a\end{matrix}\right\rvert"),
    (r"\smqty(a&b)", r"\left(\begin{smallmatrix}a&b\end{smallmatrix}\right)"),
    (r"\mqty{\imat{2}}", r"\begin{matrix}1&0\\0&1\end{matrix}"),
    (r"\mqty{\zmat{1}{2}}", r"\begin{matrix}0&0\end{matrix}"),
    (r"\mqty{\xmat*{a}{1}{2}}", r"\begin{matrix}{a}_{1}&{a}_{2}\end{matrix}"),
    (
        r"\mqty{\xmat*{a}{2}{2}}\mqty{\xmat*{a}{2}{1}}",
        r"\begin{matrix}{a}_{11}&{a}_{12}\\{a}_{21}&{a}_{22}\end{matrix}\begin{matrix}{a}_{1}\\{a}_{2}\end{matrix}",
    ),
    (r"\mqty{\dmat[0]{a,b}}", r"\begin{matrix}a&0\\0&b\end{matrix}"),
    (r"\mqty{\admat{a,b}}", r"\begin{matrix}&a\\b&\end{matrix}"),
    (r"\mqty{\pmat{y}}", r"\begin{matrix}0&-i\\i&0\end{matrix}"),
    (r"\tr\rho", r"\operatorname{tr}\rho"),
    (r"\rank M+\Tr(M)", r"\operatorname{rank}M+\operatorname{Tr}\mathopen{}\mathclose{\left(M\right)}"),
    (r"\Res[f]", r"\operatorname{Res}\mathopen{}\mathclose{\left[f\right]}"),
    (r"\Re{z}+\Im z", r"\operatorname{Re}\left\{z\right\}+\operatorname{Im}z"),
    (r"\pv\int+\PV\int", r"\mathcal{P}\int+\operatorname{P.V.}\int"),
    (r"\sin x+\sin^2(x)", r"\operatorname{sin}x+\operatorname{sin}^2(x)"),
    (r"\sin[2](x)", r"\operatorname{sin}^{2}\mathopen{}\mathclose{\left(x\right)}"),
    (r"\log(x+\frac12)", r"\operatorname{log}\mathopen{}\mathclose{\left(x+\frac12\right)}"),
    (r"\exp[x]", r"\operatorname{exp}[x]"),
    (r"\begin{aligned}\log(a&\\+b)\end{aligned}", r"\begin{aligned}\operatorname{log}(a&\\+b)\end{aligned}"),
    (r"a\qq{and}b", r"a\quad\text{and}\quad b"),
    (r"a\qif*b\qcomma c\qcc", r"a\text{if}\quad b,\quad c\quad\text{c.c.}\quad"),
    (r"6\divisionsymbol2", r"6\mathbin{÷}2"),
]
BRAKET: Final = [
    (r"\bra{a}\ket{b}", r"\langle{a}\rvert\lvert{b}\rangle"),
    (r"\braket{a|b}", r"\langle a\vert b\rangle"),
    (r"\Bra{a}+\Ket{b}", r"\left\langle{a}\right\rvert+\left\lvert{b}\right\rangle"),
    (r"\Braket{a|H|b}", r"\left\langle a\,\middle\vert\,H\,\middle\vert\,b\right\rangle"),
    (r"\Braket{a||b}", r"\left\langle a\,\middle\Vert\,b\right\rangle"),
    (r"\Braket{\left|a\right|+{|b|}}", r"\left\langle\left|a\right|+{|b|}\right\rangle"),
    (r"\set{x|x>0}", r"\{\,x\mid x>0\,\}"),
    (r"\Set{x | |x|<5}", r"\left\{\;x\;\middle\vert\;|x|<5\;\right\}"),
]
SIUNITX: Final = [
    (r"\num{1.5e3}", r"{1.5\times10^{3}}"),
    (r"\num{-2.0(3)}", "{-2.0(3)}"),
    (r"\num{12345.67891}", r"{12\,345.678\,91}"),
    (r"\num{1234567890}", r"{1\,234\,567\,890}"),
    (r"\num{1234}\num{.5}\num{1,5}", "{1234}{0.5}{1.5}"),
    (r"\num{-e10}", "{-10^{10}}"),
    (r"\num{1.2 +- 0.3 e-4}", r"{(1.2\pm0.3)\times10^{-4}}"),
    (r"\num{<3}", "<{3}"),
    (r"\num{<= +-3}", r"\le{\pm3}"),
    (r"\ang{30}", r"{{30}\mathrm{°}}"),
    (r"\ang{1;;3.5}", r"{{1}\mathrm{°}{3.5}\text{″}}"),
    (r"\unit{\kilo\meter\per\second\squared}", r"{\mathrm{km}\text{}\mathrm{s}^{-2}}"),
    (r"\si{\square\metre\per\cubic\deci\m}", r"{\mathrm{m}^{2}\text{}\mathrm{dm}^{-3}}"),
    (r"\unit{\m\tothe{4}\per\raiseto{n}\s}", r"{\mathrm{m}^{4}\text{}\mathrm{s}^{-n}}"),
    (r"\unit{kg.m/s^2}", r"{\mathrm{kg}\text{}\mathrm{m}/\mathrm{s}^{2}}"),
    (r"\unit{J/(mol.K)}", r"{\mathrm{J}/(\mathrm{mol}\text{}\mathrm{K})}"),
    (r"\qty{9.8}{\m\per\s\squared}", r"{{9.8}\text{}\mathrm{m}\text{}\mathrm{s}^{-2}}"),
    (r"\SI{5}{\um}+\SI{3}{\kohm}", r"{{5}\text{}\mathrm{μm}}+{{3}\text{}\mathrm{kΩ}}"),
    (r"\qty{30}{\degree}+\qty{25}{\celsius}", r"{{30}\mathrm{°}}+{{25}\text{}\mathrm{°C}}"),
    (r"\qty{50}{\percent}", r"{{50}\text{}\%}"),
    (r"\qty{1}{\kilogram\of{metal}}", r"{{1}\text{}\mathrm{kg}_{\mathrm{metal}}}"),
    (r"\qty{}{\m}", r"{\mathrm{m}}"),
]
CASES: Final = [
    (package, tex, latex)
    for package, cases in (("physics", PHYSICS), ("braket", BRAKET), ("siunitx", SIUNITX))
    for tex, latex in cases
]


def expanded(tex: str, *packages: str) -> str:
    """Return what a formula with package commands stands for."""
    return join(expand(tokenize(tex), commands_of(packages), Expansions()))


def commands(latex: str) -> set[str]:
    """Return the control words of a formula."""
    return {token.text for token in tokenize(latex) if is_word(token)}


@pytest.mark.parametrize(("package", "tex", "latex"), CASES)
def test_a_command_stands_for_plain_latex(package: str, tex: str, latex: str) -> None:
    """Spaces, also the thin ones of units, aside."""
    assert "".join(expanded(tex, package).split()) == "".join(latex.split())


@pytest.mark.parametrize(("package", "tex", "latex"), CASES)
def test_it_becomes_mathml(package: str, tex: str, latex: str) -> None:
    """The very MathML of what it stands for."""
    formula = typeset(tex, packages=[package])
    assert formula.result is Result.MATHML, formula.mistakes
    assert not formula.mistakes
    assert formula.plain.replace("\u2009", "") == typeset(latex).plain


@pytest.mark.parametrize(("package", "tex", "latex"), CASES)
def test_mathjax_sees_no_command_of_a_package(package: str, tex: str, latex: str) -> None:
    """Only base, ams and what else the page loads for all formulas."""
    formula = typeset(tex, packages=[package], mathjax=True)
    assert formula.result is Result.MATHJAX, formula.mistakes
    used = commands(written(formula))
    assert used <= known_names()[0]
    assert not used & PACKAGES[package].keys()
    assert used == commands(latex)


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"\qty{9.8}{\m\per\s}", "9.8\u2009m\u2009s⁻¹"),
        (r"\unit{\milli\s}", "ms"),
        (r"\num{12345}", "12345"),
        (r"\ang{1;2;3}", "1°2′3″"),
    ],
)
def test_units_can_be_read_as_text(tex: str, plain: str) -> None:
    """A metre second is no millisecond to a screen reader, and a long number is found by its digits."""
    assert typeset(tex, packages=["siunitx"]).plain == plain


def test_settings_name_the_packages() -> None:
    """Those of the registry, and no others."""
    annotation = MathConfig.model_fields["packages"].annotation
    assert set(get_args(get_args(annotation)[0])) == set(PACKAGES)


@pytest.mark.parametrize("packages", [["physics", "siunitx", "braket"], ["braket", "siunitx", "physics"]])
def test_physics_holds_where_two_packages_meet(packages: list[str]) -> None:
    """In whatever order they stand."""
    assert expanded(r"\qty(x)", *packages).replace(" ", "") == r"\left(x\right)"
    assert expanded(r"\ket{x}", *packages).replace(" ", "") == r"\left\lvertx\right\rangle"
    assert "km" in expanded(r"\SI{5}{\km}", *packages)
    assert r"\mid" in expanded(r"\set{x|y}", *packages)


def test_an_authors_macro_holds_against_a_package() -> None:
    r"""In the configuration, in a post, and by `\let`; `\providecommand` leaves the package's."""
    assert Typesetter({"abs": "[#1]"}, "ams", packages=["physics"]).typeset(r"\abs{x}", display=True).plain == "[x]"
    post = Typesetter({}, "ams", packages=["physics"])
    assert post.typeset(r"\providecommand{\abs}[1]{0}\abs{x}", display=True).plain == "|x|"
    assert post.typeset(r"\let\betrag\abs\renewcommand{\abs}[1]{(#1)}\betrag{x}\abs{x}", display=True).plain == "|x|(x)"


def test_package_commands_and_macros_nest() -> None:
    """Either may stand in the arguments of the other."""
    macros = {"psis": r"\ket{\psi_{#1}}", "bpm": r"\text{bpm}", "share": r"\mathrm{p}_{#1}"}
    post = Typesetter(macros, "ams", packages=["physics", "siunitx"])
    assert post.typeset(r"\abs{\psis{1}}", display=True).plain == "||ψ₁⟩|"
    assert post.typeset(r"\SI{60}{\bpm}", display=True).plain == "60\u2009bpm"
    assert post.typeset(r"\SI{60}{\share{12}\m}", display=True).plain == "60\u2009p₁₂\u2009m"
    assert post.typeset(r"\dv{\qty(\dv{f}{x})}{x}", display=True).result is Result.MATHML


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"\dv{x}", r'unknown command \dv; it belongs to the package physics: math.packages = ["physics"]'),
        (r"\num{1}", r'unknown command \num; it belongs to the package siunitx: math.packages = ["siunitx"]'),
        (
            r"\qty(x)",
            r"unknown command \qty; it belongs to the packages physics and siunitx: "
            'math.packages = ["physics"] or math.packages = ["siunitx"]',
        ),
    ],
)
@pytest.mark.parametrize("mathjax", [False, True])
def test_without_its_package_a_command_is_unknown(tex: str, message: str, *, mathjax: bool) -> None:
    """The diagnostic says which package has it."""
    formula = typeset(tex, mathjax=mathjax)
    assert formula.result is Result.REFUSED
    assert [mistake.message for mistake in formula.mistakes] == [message]


def test_a_misspelt_command_of_a_package_is_guessed() -> None:
    """Only of one that is on."""
    assert typeset(r"\commm{a}{b}", packages=["physics"]).mistakes[0].message.endswith(r"did you mean \comm?")


@pytest.mark.parametrize(
    ("tex", "message", "place"),
    [
        (r"1+\qty", r"\qty needs (…), […], |…| or {…}", r"\qty"),
        (r"\qty(a", "this ( is not closed; add the missing )", "("),
        (r"\dv[2{f}{x}", "this [ is not closed; add the missing ]", "["),
        (r"\dv", r"\dv needs an argument in braces", r"\dv"),
        (r"\frac{\comm{A}}{2}", r"\comm needs an argument in braces", r"\comm"),
        (r"\eval(x", r"\eval needs a | behind its argument", r"\eval"),
        (r"\mqty{\imat{99}}", r"\imat needs a number from 1 to 20 for the size of the matrix", r"\imat"),
        (r"\pmat{7}", r"\pmat needs 0, 1, 2, 3, x, y or z in braces", r"\pmat"),
    ],
)
def test_a_mistake_stands_at_its_place(tex: str, message: str, place: str) -> None:
    """The command, or the fence that is not closed."""
    (mistake,) = typeset(tex, packages=["physics"]).mistakes
    assert (mistake.message, tex[mistake.start : mistake.end]) == (message, place)


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"\num{abc}", r"\num needs a number such as 1.5e3 or -2.0(3); write anything else before a \unit{…}"),
        (r"\num{}", r"\num needs a number such as 1.5e3 or -2.0(3); write anything else before a \unit{…}"),
        (r"\SI[per-mode=symbol]{1}{\m}", r"\SI takes no options in brackets: those of siunitx are not known here"),
        (r"\qty{1}", r"\qty needs an argument in braces"),
        (r"\unit{\m\per}", r"\unit needs a unit behind its last prefix, power or \per"),
        (r"\unit{\squared\m}", r"\unit needs a unit before its first power"),
        (r"\unit{\m\tothe}", r"\unit needs something behind its \tothe"),
        (r"\ang{1;2;3;4}", r"\ang takes degrees, minutes and seconds at most, as in 1;2;3"),
        (r"\unit{\parsnip}", r"unknown command \parsnip"),
    ],
)
def test_what_is_no_number_or_unit(tex: str, message: str) -> None:
    """Nothing that siunitx would refuse or draw otherwise is drawn."""
    assert [mistake.message for mistake in typeset(tex, packages=["siunitx"]).mistakes] == [message]


@pytest.mark.parametrize(
    "tex",
    [
        r"\qty(" * 900 + "x" * 2000 + ")" * 900,
        r"\abs{" * 900 + "x" * 12_000 + "}" * 900,
        r"\sin(" * 990 + "x" * 14_000,
        r"\sin(" * 50 + "x" * 14_000 + ")" * 50,
        r"\dv[" * 6000,
        r"\eval(" * 999 + "x" * 10_000 + "|",
        "%\n" * 6000 + r"\dd{x}" * 999,
        r"\Braket{" + "|" * 19_000 + "}",
        r"\unit{" + r"m^2" * 6000 + "}",
        r"\num{" + "1" * 9000 + "x}",
        r"\imat{20}" * 60,
        r"\dmat{" + "a," * 9000 + "}",
        r"\imat{" + "9" * 15_000 + "}",
        r"\bra{a}\ket" * 1500,
        r"\let\sin\qty\def\abs{\abs}\abs x",
    ],
)
def test_hostile_calls_end(tex: str) -> None:
    """Unclosed, nested, repeated: the work is bounded, and what is too much is refused."""
    formula = typeset(tex, packages=list(PACKAGES))
    assert formula.result is not Result.MATHJAX


MARKS: Final = (
    r"( ) [ ] { } | * \| \big \left \right \per \kilo \m \squared \tothe & \\ , ; ^ _ 2 . - + / % $ {x} (x) [2]"
)
PIECES: Final = [*(name for package in PACKAGES.values() for name in package), *MARKS.split(), " "]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_combination_raises(tex: str) -> None:
    """A formula is set or has mistakes at places within it."""
    formula = typeset(tex, packages=list(PACKAGES))
    assert formula.result is not Result.REFUSED or formula.mistakes
    for mistake in formula.mistakes:
        assert 0 <= mistake.start < mistake.end <= max(len(tex), 1)
