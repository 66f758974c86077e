r"""Displays are numbered by the rules of amsmath (User's Guide for the amsmath Package, section 3)."""

import pytest
from tests.tex.setting import marked, mistake, shown, typeset, written

from mathpress.tex import Formula, Policy, Result, Typesetter


def numbers(tex: str, policy: Policy = "ams") -> list[str | None]:
    """Set a display that must become MathML and return its numbers."""
    formula = typeset(tex, policy=policy)
    assert formula.result is Result.MATHML, formula.mistakes
    return shown(formula)


def labels(formula: Formula) -> list[str | None]:
    """Return the labels of a formula's numbers."""
    return [number.label if number else None for number in formula.numbers]


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"a", []),
        (r"\begin{equation}a\end{equation}", ["(1)"]),
        (r"\begin{equation*}a\end{equation*}", []),
        (r"\begin{displaymath}a\end{displaymath}", []),
        (r"\begin{align}a&=b\\c&=d\end{align}", ["(1)", "(2)"]),
        (r"\begin{align}a&=b\\c&=d\\\end{align}", ["(1)", "(2)"]),
        (r"\begin{align}a&=b\\[1ex]c&=d\\*e&=f\\[2pt]\end{align}", ["(1)", "(2)", "(3)"]),
        (r"\begin{align*}a&=b\\c&=d\end{align*}", []),
        (r"\begin{gather}a\\b\end{gather}", ["(1)", "(2)"]),
        (r"\begin{multline}a\\b\\c\end{multline}", ["(1)"]),
        (r"\begin{multline*}a\\b\end{multline*}", []),
        (r"\begin{eqnarray}a&=&b\\c&\le&d\nonumber\end{eqnarray}", ["(1)", None]),
        (r"\begin{alignat}{2}a&=b&c&=d\\e&=f\end{alignat}", ["(1)", "(2)"]),
        (r"\begin{flalign}a&=b\\c&=d\end{flalign}", ["(1)", "(2)"]),
        (r"\begin{equation}\begin{split}a&=b\\&=c\end{split}\end{equation}", ["(1)"]),
        (r"\begin{align}a\\b\notag\\c\end{align}", ["(1)", None, "(2)"]),
        (r"\begin{align}a\tag{x}\\b\end{align}", ["(x)", "(1)"]),
        (r"\begin{align*}a\tag{*}\\b\tag*{甲}\\c\end{align*}", ["(*)", "甲", None]),
        (r"\begin{align*}a\tag{*}\\b\tag{*}\end{align*}", ["(*)", "(*)"]),
        (r"\begin{equation*}a\tag{$\dagger$}\end{equation*}", ["(†)"]),
        (r"a\label{x}", ["(1)"]),
        (r"a\tag{2.1}", ["(2.1)"]),
        (r"\begin{align}a&=b\\\intertext{so}c&=d\end{align}", ["(1)", None, "(2)"]),
        (r"\begin{gather}a\\\intertext{so}c\end{gather}", ["(1)", None, "(2)"]),
        (r"\begin{align}a&=\begin{cases}1\\2\end{cases}\\b&=\substack{1\\2}\end{align}", ["(1)", "(2)"]),
        (r"\begin{align}a&=b\\ \notag\end{align}", ["(1)"]),
        (r"\begin{align}a&=b\\ \\ % c" "\n" r"\end{align}", ["(1)"]),
        (r"\begin{align}a&=b\\ \label{x}\end{align}", ["(1)", "(2)"]),
        (r"\begin{align}\\ a\end{align}", ["(1)", "(2)"]),
        (r"\begin{align}a\\ \notag\\b\end{align}", ["(1)", None, "(2)"]),
        (r"\begin{align}a\\[2pt]\label{x}\\[2pt]\end{align}", ["(1)", "(2)"]),
        (r"\begin{alignat}{2}\intertext{t}\tag{2}\end{alignat}", [None, "(2)"]),
        (r"\begin{equation}a\end{equation}.", ["(1)"]),
        (r"\begin{equation}a\end{equation}，", ["(1)"]),
        (r"\def\be{\begin{equation}}\def\ee{\end{equation}}\be a \ee", ["(1)"]),
    ],
)
def test_numbers_by_the_rules_of_ams(tex: str, expected: list[str | None]) -> None:
    """Rows are numbered, starred forms are not, a tag uses up no number, `split` has one."""
    assert numbers(tex) == expected


@pytest.mark.parametrize(
    ("policy", "plain", "equation", "starred", "labelled"),
    [
        ("ams", [], ["(1)"], [], ["(1)"]),
        ("all", ["(1)"], ["(1)"], [], ["(1)"]),
        ("none", [], [], [], ["(1)"]),
    ],
)
def test_policies(
    policy: Policy, plain: list[str], equation: list[str], starred: list[str], labelled: list[str]
) -> None:
    """A site may number every display or none; what is labelled or tagged has its number under all policies."""
    assert numbers("a", policy) == plain
    assert numbers(r"\begin{equation}a\end{equation}", policy) == equation
    assert numbers(r"\begin{equation*}a\end{equation*}", policy) == starred
    assert numbers(r"\begin{equation}a\label{x}\end{equation}", policy) == labelled
    assert numbers(r"\begin{align*}a\tag{*}\end{align*}", policy) == ["(*)"]


def test_numbers_go_on_through_a_post() -> None:
    """The next display goes on where the last one stopped; tags and inline formulas use up none."""
    post = Typesetter({}, "ams")
    shown_numbers = [
        shown(post.typeset(tex, display=True))
        for tex in (r"\begin{align}a\\b\end{align}", r"a\tag{x}", "a", r"\begin{equation}a\end{equation}")
    ]
    assert shown_numbers == [["(1)", "(2)"], ["(x)"], [], ["(3)"]]


def test_a_failed_formula_keeps_its_label_and_number() -> None:
    """So one mistake makes one error, and the numbers behind it stay."""
    post = Typesetter({}, "ams")
    failed = post.typeset(r"\begin{align}\alhpa\label{a}\\b\tag{x}\label{式}\end{align}", display=True)
    assert failed.result is Result.REFUSED
    assert (shown(failed), labels(failed)) == (["(1)", "(x)"], ["a", "式"])
    assert shown(post.typeset(r"\begin{equation}a\end{equation}", display=True)) == ["(2)"]


@pytest.mark.parametrize("label", ["eq:nbce-2", "式:一", "a_b", "x y", "ä'"])
def test_any_text_is_a_label(label: str) -> None:
    """Labels are not read as formulas."""
    formula = typeset(rf"\begin{{equation}}a\label{{{label}}}\end{{equation}}")
    assert labels(formula) == [label]


def test_a_label_from_a_macro_is_placed_at_its_call() -> None:
    r"""A macro that expands to `\label` labels, and the label's place is in the author's text."""
    tex = r"\newcommand{\l}[1]{\label{#1}}\begin{equation}a\l{x}\end{equation}"
    number = typeset(tex).numbers[0]
    assert number is not None
    assert number.label == "x"
    assert tex[slice(*number.place)] == r"\l"


def test_the_place_of_a_label_is_all_of_it() -> None:
    """An editor marks the label from backslash to brace."""
    tex = r"\begin{equation}a\label{x}\end{equation}"
    number = typeset(tex).numbers[0]
    assert number is not None
    assert tex[slice(*number.place)] == r"\label{x}"


@pytest.mark.parametrize(
    ("tex", "code", "place"),
    [
        (r"\begin{align}a\notag\label{x}\\b\end{align}", "math-label", r"\label{x}"),
        (r"\begin{align*}a\label{x}\\b\end{align*}", "math-label", r"\label{x}"),
        (r"\begin{aligned}a\label{x}\end{aligned}", "math-label", r"\label"),
        (r"\begin{equation}\begin{array}{c}a\tag{1}\end{array}\end{equation}", "math-label", r"\tag"),
        (r"\begin{equation}a\label{x}\label{y}\end{equation}", "math-label", r"\label"),
        (r"a\tag{x}\tag{y}", "math-tag", r"\tag"),
        (r"a\label{ }", "math-label", r"\label"),
        (r"a\label", "math-argument", r"\label"),
        (r"\begin{equation}a\end{equation} where", "math-nesting", "w"),
        (r"x \begin{align}a\end{align}", "math-nesting", r"\begin"),
        (r"a\tag{\ref{x}$'$}", "math-tag", r"\tag{\ref{x}$'$}"),
        (r"a\tag{$\ref{x}'$}", "math-tag", r"\tag{$\ref{x}'$}"),
        (r"\begin{align}a\\b\tag{\foo}\label{x}\end{align}", "math-tag", r"\tag{\foo}"),
        (r"\begin{align}a\intertext{t}b\\c\end{align}", "math-rows", "\\"),
    ],
)
def test_mistakes_of_numbering(tex: str, code: str, place: str) -> None:
    """What amsmath refuses or gets wrong silently is an error at its place."""
    assert marked(tex) == (code, place)


@pytest.mark.parametrize("outer", ["equation", "equation*", "gather", "align", "multline"])
@pytest.mark.parametrize("inner", ["align", "gather", "equation", "multline", "align*", "eqnarray"])
def test_a_display_does_not_stand_in_a_display(outer: str, inner: str) -> None:
    """The engine would number the inner one by a count of its own, or draw rows that have no number."""
    opening = rf"\begin{{{outer}}}"
    found = mistake(rf"{opening}\begin{{{inner}}}a\\b\end{{{inner}}}\end{{{outer}}}")
    assert (found.code, found.start, found.end) == ("math-nesting", len(opening), len(opening) + len(r"\begin"))
    assert found.message == f"{inner} inside {outer}; use aligned or gathered inside"


def test_a_tag_is_not_nested_too_deeply() -> None:
    """It is refused as a formula would be."""
    assert mistake(r"a\tag{$" + 300 * r"\hat" + "x$}").code == "math-tag"


def test_a_label_is_one_line() -> None:
    """A line end in a label, a tag or a reference is a space."""
    formula = typeset("\\begin{equation}a\\tag{b\n c}\\label{x\n  y}+\\eqref{x\ny}\\end{equation}")
    assert (shown(formula), labels(formula)) == (["(b c)"], ["x y"])
    assert "[x y]" in written(formula)


@pytest.mark.parametrize("tex", [r"a\label{x}", r"a\tag{1}", r"\begin{equation}a\end{equation}"])
def test_an_inline_formula_has_no_number(tex: str) -> None:
    """Numbering commands and display environments between single dollars are mistakes."""
    assert marked(tex, display=False)[0] == "math-inline"


def test_notag_where_nothing_has_a_number_says_nothing() -> None:
    r"""Authors leave `\notag` in `aligned` when they change the environment."""
    assert numbers(r"\begin{aligned}a\notag\\b\end{aligned}") == []


def test_numbers_stand_in_their_rows() -> None:
    """Each row of several has its number in its last cell, in order; a single number stands outside."""
    rows = written(typeset(r"\begin{align}a&=b\\c&=d\tag{*}\\e&=f\notag\end{align}")).split("</mtr>")
    assert ["(1)" in rows[0], "(*)" in rows[1], "(" in rows[2]] == [True, True, False]
    alone = typeset(r"\begin{equation}a\end{equation}")
    assert not alone.in_rows
    assert "(1)" not in written(alone)


def test_a_comment_in_a_label_is_no_part_of_it() -> None:
    r"""A `%` at a line's end keeps a long label apart from its brace, in `\eqref` as well."""
    (number,) = typeset("\\begin{equation}\\label{% of one\n  eq:a}x\\end{equation}").numbers
    assert number
    assert number.label == "eq:a"
    assert written(typeset("\\eqref{%\neq:a}+x")).count("[eq:a]") == 1
