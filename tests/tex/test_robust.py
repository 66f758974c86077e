"""Whatever is written, a formula is set or refused with its mistakes in place: nothing is raised, lost or malformed."""

from typing import Final
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tex.setting import typeset, written
from tests.tex.test_typesetter import on_a_page

from mathpress.markup.scan import scan
from mathpress.tex import Formula, Result, Typesetter
from mathpress.tex.guard import MAX_LENGTH
from mathpress.tex.lexer import join, token_at, tokenize

FRAGMENTS: Final = [
    r"\frac", r"\sqrt[", r"\left(", r"\right)", r"\middle|", r"\begin{", r"\end{", r"\begin{array}{c|c}",
    r"\end{array}", r"\begin{aligned}", r"\end{aligned}", r"\begin{cases*}", r"\end{cases*}", r"\begin{align}",
    r"\end{align}", r"\text{", r"\textbf{a \bf", r"\operatorname*", r"\mathop", r"\limits", r"\color{red}",
    r"\textcolor", r"\hline", r"\\[1ex]", r"\\*", r"\tag{", r"\tag*", r"\label{a}", r"\notag", r"\eqref{a}", r"\ref",
    r"\intertext{", r"\def\a{", r"\a", r"\def\b#1{", r"\b", r"\newcommand{\c}[1][x]{", r"\c", r"\let\d=", r"\d",
    r"\substack{", r"\href{https://a.b}", r"\boxed", r"\mathrlap", r"\not", r"\over", r"\root", r"\of", r"\buildrel",
    r"\verb|", r"\rule{1em}{2em}", r"\big", r"\hat", r"\xrightarrow[", r"\genfrac", r"\hskip 1em plus 2em", r"\char",
    r"\unicode{x41}", r"\raisebox{1em}", r"\phantom", r"\DeclareMathOperator{\e}{e}", r"\e", "{", "}", "[", "]", "(",
    ")", "|", "&", "#", "#1", "$", "%", "\n", " ", "^", "_", "'", "~", "<", ">", '"', "*", "=", ",", "1", "x", "y",
    "中", "é", "²", "∑", "\u200b", "\\", "-->",
]  # fmt: skip
LATEX: Final = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join)
ANYTHING: Final = st.one_of(st.text(max_size=40), LATEX)


def assert_sound(formula: Formula) -> None:
    """Check that a formula is drawn as well-formed XML or has an error, and what is wrong stands inside it."""
    length = len(formula.tex)
    for found in formula.mistakes:
        assert 0 <= found.start <= found.end <= max(length, 1)
        assert found.code
        assert found.message
    if formula.result is Result.REFUSED:
        assert formula.mistakes
        assert formula.parts == ()
    else:
        fromstring(f"<p>{on_a_page(formula)}</p>")


@given(ANYTHING, st.booleans(), st.booleans())
@settings(max_examples=400, deadline=None)
def test_any_text_is_set_or_refused(tex: str, display: bool, mathjax: bool) -> None:
    """By either engine, in a line or displayed; so is the next, and what was defined before still holds."""
    setter = Typesetter({}, "ams", mathjax=mathjax)
    setter.typeset(r"\def\kept{y}", display=False)
    assert_sound(setter.typeset(tex, display=display))
    assert_sound(setter.typeset(r"\a\b{x}\c\d\e", display=display))
    assert written(setter.typeset(r"\kept", display=display)) == written(typeset("y", display=display, mathjax=mathjax))


@given(ANYTHING)
@settings(max_examples=300, deadline=None)
def test_tokens_are_the_text_and_each_offset_has_one(tex: str) -> None:
    """Cutting loses nothing; an offset in what is joined leads to a token, wherever it is."""
    tokens = tokenize(tex)
    assert "".join(token.text for token in tokens) == tex
    if tokens:
        assert all(0 <= token_at(tokens, offset) < len(tokens) for offset in range(len(join(tokens)) + 2))


@given(st.text(alphabet="$\\{}()[]`~\n >-*a1中%&", max_size=60) | LATEX.map(lambda tex: f"a ${tex}$ b\n\n$${tex}$$"))
@settings(max_examples=300, deadline=None)
def test_what_is_found_in_a_post_lies_in_it(text: str) -> None:
    """The scan marks each find at its own place, and what it says is written there."""
    for found in scan(text).found:
        assert text[found.start : found.start + len(found.source)] == found.source
        assert all(0 <= place <= len(text) for _, place in found.origins)


DEEP: Final = 100_000


@pytest.mark.parametrize(
    "tex",
    [piece * DEEP for piece in (r"\left(", r"\begin{array}{c}", r"\frac", r"\sqrt", "^{^{", r"\text{$", r"\mathrlap{")]
    + [piece * (1_000_000 // len(piece)) for piece in (r"\left(", "&", r"\\", "^", "'", "%")],
    ids=lambda tex: tex[:8],
)
def test_what_is_far_too_long_is_one_mistake(tex: str) -> None:
    """It is not even read."""
    assert [found.code for found in typeset(tex).mistakes] == ["math-length"]


@pytest.mark.parametrize(
    "piece",
    [
        "{", r"\left(", r"\begin{array}{c}", r"\frac", r"\sqrt", "^{^{", r"\text{$", r"\mathrlap{", r"\begin{",
        r"\tag{", r"\label{", "&", "^", "$", r"\sqrt[", r"\begin{a}", r"\hat{", r"\color{red}{",
    ],
)  # fmt: skip
def test_what_is_as_long_as_may_be_is_refused_once(piece: str) -> None:
    """Nesting without end is one mistake, not one a level."""
    formula = typeset(piece * (MAX_LENGTH // len(piece)))
    assert formula.result is Result.REFUSED
    assert len(formula.mistakes) == 1


@pytest.mark.parametrize(
    ("definitions", "call"),
    [
        ("".join(rf"\def\{chr(97 + i)}x{{\{chr(98 + i)}x\{chr(98 + i)}x}}" for i in range(25)), r"\ax"),
        (r"\def\a{\a}", r"\a"),
        (r"\def\a{\a\a}", r"\a"),
        (r"\def\a{\b}\def\b{\a}", r"\a"),
        (r"\newcommand{\a}[1]{#1#1\a{#1#1}}", r"\a{x}"),
        (r"\def\a#1{\b{#1#1}}\def\b#1{\a{#1#1}}", r"\a{xx}"),
        (r"\let\a\b\let\b\a\def\b{\a}", r"\b"),
    ],
)
def test_a_bomb_of_macros_is_one_mistake_at_its_call(definitions: str, call: str) -> None:
    """Doubling, recursion and mutual recursion end; the definitions are no mistake until they are called."""
    setter = Typesetter({}, "ams")
    assert setter.typeset(definitions, display=False).mistakes == ()
    formula = setter.typeset(f"x+{call}", display=False)
    assert [(found.code, found.start) for found in formula.mistakes] == [("macro-loop", 2)]
