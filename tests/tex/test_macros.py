r"""Macros are expanded before anything else looks at a formula, and definitions hold to the end of the post."""

from itertools import pairwise
from string import ascii_letters
from typing import Final

import pytest

from mathpress.tex import Result, Typesetter
from mathpress.tex.definitions import Macro, from_settings, from_strings
from mathpress.tex.expansions import Expansions
from mathpress.tex.lexer import join, tokenize
from mathpress.tex.macros import expand
from mathpress.tex.mistakes import Mistake, Origin

LETTERS: Final = ascii_letters[:41]


def expanded(tex: str, macros: dict[str, Macro] | None = None) -> str:
    """Expand a formula, which must have no mistake, and join it again."""
    expansions = Expansions()
    tokens = expand(tokenize(tex), {} if macros is None else macros, expansions)
    assert expansions.mistakes == []
    return join(tokens)


def mistakes_of(tex: str) -> list[Mistake]:
    """Expand a formula and return what is wrong with it, in its place."""
    expansions = Expansions()
    expand(tokenize(tex), {}, expansions)
    return [expansions.placed(mistake) for mistake in expansions.mistakes]


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


def test_tokens_of_a_macro_lead_to_its_call() -> None:
    """A mistake inside a macro is reported where the author called it, an argument where it was written."""
    expansions = Expansions()
    tokens = expand(tokenize(r"\f{abc}"), from_settings({"f": r"x#1\g", "g": "y"}), expansions)
    assert [(token.text, *expansions.place(token.start, token.end)) for token in tokens] == [
        ("x", 0, 2),
        ("a", 3, 4),
        ("b", 4, 5),
        ("c", 5, 6),
        ("y", 0, 2),
    ]


def test_a_stretch_may_end_in_what_a_macro_made() -> None:
    """It is the stretch from the author's beginning to the end of the call, or of the call alone."""
    expansions = Expansions()
    x, a, y = expand(tokenize(r"x\f y"), from_settings({"f": "a"}), expansions)[:3]
    assert (x.text, a.text, y.text) == ("x", "a", " ")
    assert [expansions.place(x.start, a.end), expansions.place(a.start, a.end), expansions.place(x.start, y.end)] == [
        (0, 3),
        (1, 3),
        (0, 4),
    ]


def test_a_default_from_another_formula_stands_for_the_call() -> None:
    """Places never lead out of the formula, wherever the macro was defined."""
    macros: dict[str, Macro] = {}
    expand(tokenize(" " * 50 + r"\newcommand{\f}[1][\oops]{#1}"), macros, Expansions())
    expansions = Expansions()
    assert [expansions.place(token.start, token.end) for token in expand(tokenize(r"\f"), macros, expansions)] == [
        (0, 2)
    ]


@pytest.mark.parametrize(
    ("tex", "code", "place"),
    [
        (r"\newcommand{R}{x}", "macro-definition", r"\newcommand"),
        (r"\newcommand{\R}", "macro-definition", r"\newcommand"),
        (r"\newcommand{\R}{x", "math-brace", "{"),
        (r"\newcommand{\R}[x]{y}", "macro-definition", "x"),
        (r"\newcommand{\R}[]{y}", "macro-definition", r"\newcommand"),
        (r"\def\a,#1{y}", "macro-definition", ","),
        (r"\def\a", "macro-definition", r"\def"),
        (r"\let\x", "macro-definition", r"\let"),
        (r"\newcommand{\f}[1]{#2}", "macro-definition", "#2"),
        (r"\newcommand{\f}{#1}", "macro-definition", "#1"),
        (r"\def\f#1{a # b}", "macro-definition", "#"),
        (r"\newcommand{\f}[1]{#}", "macro-definition", "#"),
        (r"\newcommand{\f}[2]{#1#2} \f{a}", "macro-argument", r"\f"),
    ],
)
def test_what_cannot_be_read_is_one_mistake_at_its_place(tex: str, code: str, place: str) -> None:
    """The place is the last such text in the formula."""
    (mistake,) = mistakes_of(tex)
    assert (mistake.code, mistake.start, mistake.end) == (code, tex.rindex(place), tex.rindex(place) + len(place))


def test_each_definition_is_read_whatever_is_wrong_with_others() -> None:
    """And a macro whose definition is a mistake is known: what uses it is no second mistake."""
    post = Typesetter({}, "ams")
    preamble = post.typeset(r"\newcommand{\a}[1]{#2}\newcommand\b{y}\def\c#1{#1#}\newcommand\d{z}", display=True)
    assert [mistake.code for mistake in preamble.mistakes] == ["macro-definition", "macro-definition"]
    used = post.typeset(r"x^\a \b \c \d", display=False)
    assert (used.mistakes, used.result) == ((), Result.MATHML)


def test_a_formula_that_is_refused_defines_its_macros() -> None:
    """So one mistake makes one diagnostic."""
    post = Typesetter({}, "ams")
    assert len(post.typeset(r"\alhpa<em>\newcommand\b{y}", display=True).mistakes) == 1
    assert post.typeset(r"\b", display=False).result is Result.MATHML


def test_a_definition_in_a_definition() -> None:
    """`##1` is the parameter of the inner one."""
    assert expanded(r"\newcommand{\mk}[2]{\def#1##1{#2:##1}}\mk\f{a}\f{b}") == "a:b"


@pytest.mark.parametrize(
    ("tex", "origin"),
    [
        (r"\newcommand{\f}[2]{#1#2} \f{a}", Origin(r"\f", 0, 0, 11)),
        (r"\def\g{\f}\def\f#1{#1}\g", Origin(r"\f", 0, 10, 14)),
        (r"\def\mk{\def\f{\f}}\mk\f", Origin(r"\f", 0, 19, 22)),
        (r"\def\a{\a}\let\b\a \b", Origin(r"\a", 0, 0, 4)),
    ],
)
def test_a_mistake_with_a_macro_tells_where_it_was_defined(tex: str, origin: Origin) -> None:
    """Of several it is the one that lacks something; a definition that a macro made is where that was called."""
    (mistake,) = mistakes_of(tex)
    assert mistake.origin == origin


def test_a_mistake_in_what_a_macro_stands_for_tells_the_innermost() -> None:
    """The place is the call that the author wrote; the definition, and what it says, is that of the wrong macro."""
    post = Typesetter({"half": r"\frac{1}"}, "ams")
    post.typeset(r"\newcommand{\outer}{a+\inner}", display=False)
    post.typeset(r"x \newcommand{\inner}{\alhpa}", display=False)
    (mistake,) = post.typeset(r"1 + \outer", display=False).mistakes
    assert (mistake.start, mistake.end) == (4, 10)
    assert mistake.message == r"unknown command \alhpa; did you mean \alpha?; \inner stands for \alhpa"
    assert mistake.origin == Origin(r"\inner", 1, 2, 13)
    (mistake,) = post.typeset(r"\half", display=False).mistakes
    assert mistake.origin == Origin(r"\half")


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
    (mistake,) = mistakes_of(tex)
    assert mistake.code == "macro-loop"


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\def\a{\a}\a", r"\a → \a does not end"),
        (r"\def\a{x\b}\def\b{\R\a}\def\R{r}\a", r"\a → \b → \a does not end"),
        (r"\newcommand{\vec}[1]{\mathbf{\vec{#1}}}\vec{x}", r"\vec → \vec does not end"),
        (r"\def\a#1{" + "#1" * 4000 + r"}\a{" + "x" * 4000 + "}", r"expanding \a makes a formula too long"),
    ],
    ids=["itself", "in turn", "the old meaning", "wide"],
)
def test_macros_that_call_themselves_are_named_in_turn(tex: str, words: str) -> None:
    """The names lead from a macro back to it."""
    (mistake,) = mistakes_of(tex)
    assert mistake.message.startswith(words)
