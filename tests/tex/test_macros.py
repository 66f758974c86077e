r"""Macros are expanded before anything else looks at a formula, and definitions hold to the end of the post."""

from itertools import pairwise
from string import ascii_letters
from typing import Final

import pytest

from mathpress.tex import Result, Typesetter
from mathpress.tex.lexer import join, tokenize
from mathpress.tex.macros import Macro, expand, from_strings
from mathpress.tex.mistakes import Mistake

LETTERS: Final = ascii_letters[:41]


def expanded(tex: str, macros: dict[str, Macro] | None = None) -> str:
    """Expand a formula and join it again."""
    return join(expand(tokenize(tex), {} if macros is None else macros))


@pytest.mark.parametrize(
    ("tex", "meaning"),
    [
        (r"\newcommand{\R}{\mathbb{R}}\R^n", r"\mathbb{R}^n"),
        (r"\newcommand*\R{\mathbb{R}}\R", r"\mathbb{R}"),
        (r"\newcommand{\f}[2]{#2#1}\f ab", "ba"),
        (r"\newcommand{\n}[2][2]{|#2|_#1}\n{x}\n[1]y", "|x|_2|y|_1"),
        (r"\renewcommand\vec[1]{\mathbf{#1}}\vec x", r"\mathbf{x}"),
        (r"\providecommand{\a}{1}\providecommand{\a}{2}\a", "1"),
        (r"\def\f#1#2{#2#1}\f ab", "ba"),
        (r"\def\a{b}\def\b{\a\a}\b", "bb"),
        (r"\let\e=\varepsilon\e\let\d\delta\d", r"\varepsilon\delta"),
        (r"\def\a{1}\let\b\a\def\a{2}\b\a", "12"),
        (r"\DeclareMathOperator{\rank}{rank}\rank A", r"\operatorname{rank} A"),
        (r"\DeclareMathOperator*{\am}{arg\,min}\am_x", r"\operatorname*{arg\,min}_x"),
        ("no macros \\at all", "no macros \\at all"),
    ],
)
def test_definitions(tex: str, meaning: str) -> None:
    """Every way of defining that blogs use, with the meaning of LaTeX."""
    assert expanded(tex) == meaning


def test_macros_from_configuration() -> None:
    """Names come with or without backslash; the highest parameter tells how many there are."""
    macros = from_strings({"RR": r"\mathbb{R}", r"\norm": r"\lVert #1\rVert_#2"})
    assert macros[r"\norm"].parameters == 2
    assert expanded(r"\RR\norm{x}2", macros) == r"\mathbb{R}\lVert x\rVert_2"


def test_definitions_hold_in_later_formulas_of_the_post_only() -> None:
    """As in MathJax, a definition has no scope but the page."""
    post = Typesetter({}, "ams")
    assert post.typeset(r"\def\x{y}", display=False).result is Result.MATHML
    assert post.typeset(r"\x", display=False).plain == "y"
    assert Typesetter({}, "ams").typeset(r"\x", display=False).result is Result.REFUSED


def test_tokens_of_a_macro_stand_for_its_call() -> None:
    """A mistake inside a macro is reported where the author called it, an argument where it was written."""
    tokens = expand(tokenize(r"\f{abc}"), from_strings({"f": "x#1"}))
    assert [(token.text, token.start, token.end) for token in tokens] == [
        ("x", 0, 2),
        ("a", 3, 4),
        ("b", 4, 5),
        ("c", 5, 6),
    ]


def test_a_default_from_another_formula_stands_for_the_call() -> None:
    """Places never lead out of the formula, wherever the macro was defined."""
    macros: dict[str, Macro] = {}
    expand(tokenize(" " * 50 + r"\newcommand{\f}[1][\oops]{#1}"), macros)
    assert [(token.start, token.end) for token in expand(tokenize(r"\f"), macros)] == [(0, 2)]


@pytest.mark.parametrize(
    ("tex", "code", "place"),
    [
        (r"\newcommand{R}{x}", "macro-definition", r"\newcommand"),
        (r"\newcommand{\R}", "macro-definition", r"\newcommand"),
        (r"\newcommand{\R}[x]{y}", "macro-definition", r"\newcommand"),
        (r"\def\a,#1{y}", "macro-definition", r"\def"),
        (r"\newcommand{\f}[2]{#1#2} \f{a}", "macro-argument", r"\f"),
        (r"\def\f#1{#2} \f{a}", "macro-argument", r"\f"),
        (r"\let\x", "macro-definition", r"\let"),
    ],
)
def test_what_cannot_be_read_is_a_mistake_at_its_place(tex: str, code: str, place: str) -> None:
    """The place is the last use of the command in the formula."""
    with pytest.raises(Mistake) as caught:
        expanded(tex)
    assert caught.value.code == code
    assert tex[caught.value.start : caught.value.end] == place


@pytest.mark.parametrize(
    "tex",
    [
        r"\def\a{\a}\a",
        r"\def\a{\a\a}\a",
        r"\def\a{x\b}\def\b{\a}\a",
        "".join(rf"\def\{one}{{\{other}\{other}}}" for one, other in pairwise(LETTERS)) + r"\a",
        r"\def\a#1{" + "#1" * 4000 + r"}\a{" + "x" * 4000 + "}",
    ],
    ids=["itself", "doubling", "in turn", "bomb", "wide"],
)
def test_expansion_is_bounded(tex: str) -> None:
    """An expansion without end, or to a formula too long, is a mistake that names the macro."""
    with pytest.raises(Mistake) as caught:
        expanded(tex)
    assert caught.value.code == "macro-loop"
