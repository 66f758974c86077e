"""A formula as it was set, and those that are remembered, for most formulas of a blog stand in it often."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from mathpress.tex.finish import Part
from mathpress.tex.mistakes import Mistake
from mathpress.tex.numbering import Number, Policy


class Result(StrEnum):
    """What a formula became."""

    MATHML = "mathml"
    MATHJAX = "mathjax"
    REFUSED = "refused"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Formula:
    r"""A formula as it was set.

    `parts` is the `<math>` element; or LaTeX for MathJax, without delimiters and not escaped; or for
    `Result.REFERENCE` (a lone `$\eqref{x}$`) the reference alone. References stand among the parts, and so do the
    numbers of rows if `in_rows`. A refused formula has no parts, but keeps its numbers (unless it is too
    long to be read). `mistakes` says what is wrong with it, or, as warnings, why the MathML engines were not up to it.
    """

    tex: str
    display: bool
    result: Result
    parts: tuple[Part, ...]
    numbers: tuple[Number | None, ...]
    in_rows: bool
    plain: str
    mistakes: tuple[Mistake, ...]


Known = dict[tuple[str, bool], Formula]
"""Formulas that are set the same wherever they stand, by their LaTeX and by whether they are displays."""

_MOST: Final = 4096
"""How many formulas are remembered for each set of macros."""


@lru_cache(maxsize=8)
def remembered(
    _macros: tuple[tuple[str, str], ...],
    _packages: tuple[str, ...],
    _policy: Policy,
    _mathjax: bool,
) -> Known:
    """Return what all posts with the same macros and choices remember, to be added to."""
    return {}


def remember(formula: Formula, known: Known) -> None:
    """Remember a formula that uses no macro of the author's, unless its place in the post has a say in it."""
    if formula.numbers or formula.mistakes or not all(isinstance(part, str) for part in formula.parts):
        return
    if len(known) >= _MOST:
        known.clear()
    known[formula.tex, formula.display] = formula
