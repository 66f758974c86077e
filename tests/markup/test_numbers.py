"""Numbers in a whole document: by section, in subequations, for MathJax, and the words of references to them."""

from dataclasses import replace
from typing import Final

import pytest
from tests.markup.showing import RULES, body, fill, ids, problems, shown
from tests.tex.test_amsmath import PRINTED

from mathpress.markup.convert import Rules
from mathpress.model import EQUATION

BY_SECTION: Final = replace(RULES, by_section=True)
POST: Final = r"""
\begin{equation}a\label{a}\end{equation}

# One

\begin{align}b\label{b}\\c\tag{*}\\d\label{d}\end{align}

### Deeper

$$e\label{e}$$

Two
---

\begin{subequations}\label{f}
\begin{equation}g\label{g}\end{equation}

$$h\label{h}$$
\end{subequations}
$$i\label{i}$$

\eqref{d}, \ref{f}, \autoref{g}, $\eqref{h}$
"""


def numbers(text: str, rules: Rules) -> dict[str, str]:
    """Return the numbers of a document's equations by their labels."""
    of = body(text, rules)
    assert problems(of) == []
    return {label.name: label.number for label in of.labels if label.kind == EQUATION}


@pytest.mark.parametrize("mathjax", [False, True])
def test_numbers_by_section(mathjax: bool) -> None:
    """Headings of the first two levels begin sections, as both are `h2` on the page; before the first it is 0."""
    rules = replace(BY_SECTION, mathjax=mathjax)
    expected = {"a": "0.1", "b": "1.1", "d": "1.2", "e": "1.3", "f": "2.1", "g": "2.1a", "h": "2.1b", "i": "2.2"}
    assert numbers(POST, rules) == expected
    markup = shown(body(POST, rules).html, body(POST, rules).labels)
    assert '<a class="eqref" href="#d">(1.2)</a>' in markup
    assert '<a class="ref" href="#f">2.1</a>' in markup
    assert '<a class="autoref" href="#g">Equation\u00a02.1a</a>' in markup


def test_mathjax_is_given_the_same_numbers() -> None:
    """They go out as tags, so that MathJax counts nothing."""
    markup = fill(body(POST, replace(BY_SECTION, mathjax=True)).html, body(POST, BY_SECTION).labels)
    assert [tag for tag in ("0.1", "1.1", "*", "1.2", "1.3", "2.1a", "2.1b", "2.2") if rf"\tag{{{tag}}}" in markup] == [
        "0.1", "1.1", "*", "1.2", "1.3", "2.1a", "2.1b", "2.2",
    ]  # fmt: skip


def test_numbers_of_the_whole_post() -> None:
    """By default headings mean nothing to numbers."""
    assert list(numbers(POST, RULES).values()) == ["1", "2", "3", "4", "5", "5a", "5b", "6"]


def test_a_heading_in_subequations() -> None:
    """The letters go on, and behind the group numbers begin with the section it ended in."""
    text = (
        "# A\n\n\\begin{subequations}\n$$a\\label{a}$$\n\n# B\n\n$$b\\label{b}$$\n\\end{subequations}\n$$c\\label{c}$$"
    )
    assert numbers(text, BY_SECTION) == {"a": "1.1a", "b": "1.1b", "c": "2.1"}


def test_more_displays_than_letters() -> None:
    r"""LaTeX's `\alph` gives up behind z; here it goes on."""
    text = "\\begin{subequations}\n" + "".join(f"$$x\\label{{{n}}}$$\n" for n in range(1, 54)) + "\\end{subequations}"
    found = numbers(text, RULES)
    assert [found[str(n)] for n in (1, 26, 27, 52, 53)] == ["1a", "1z", "1aa", "1az", "1ba"]


EVERY_DISPLAY: Final = "\n\n".join(f"$${tex}$$" for tex, _ in PRINTED if r"\label" not in tex)


@pytest.mark.parametrize(
    "text", [POST, EVERY_DISPLAY, r"$$\alhpa\label{a}$$ $$\begin{align}b\\c\tag{$x_1$}\end{align}$$"]
)
@pytest.mark.parametrize(
    "rules", [RULES, BY_SECTION, replace(RULES, numbering="all"), replace(RULES, numbering="none")]
)
def test_numbers_and_ids_are_the_same_whatever_draws_the_formulas(text: str, rules: Rules) -> None:
    """A link to an equation leads there in both modes, and says the same."""
    mathml, mathjax = body(text, rules), body(text, replace(rules, mathjax=True))
    assert sorted(ids(mathml.html)) == sorted(ids(mathjax.html))
    assert [(label.name, label.number, label.id) for label in mathml.labels] == [
        (label.name, label.number, label.id) for label in mathjax.labels
    ]


def test_a_tag_is_the_same_in_references() -> None:
    """As text with the letters that Unicode has."""
    of = body(r"$$a\tag{$x_{n+1}$}\label{a}$$ $$b\tag*{3$'$}\label{b}$$ \eqref{a} \ref{b}")
    assert [label.number for label in of.labels] == ["xₙ₊₁", "3′"]
    assert '">(xₙ₊₁)</a> <a class="ref" href="#b">3′</a>' in shown(of.html, of.labels)
