"""LaTeX in prose without delimiters: the environments that are formulas there, and what others were meant for."""

from functools import lru_cache
from typing import Final

from mathpress.markup.syntax import SUBEQUATIONS
from mathpress.text import nearest

DISPLAYS: Final = (
    "equation", "align", "gather", "multline", "eqnarray", "alignat", "flalign", "xalignat", "displaymath", "math",
    "split",
    "aligned", "gathered", "alignedat", "multlined", "cases", "dcases", "rcases", "drcases", "array", "darray",
    "subarray", "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "psmallmatrix",
    "bsmallmatrix", "Bsmallmatrix", "vsmallmatrix", "Vsmallmatrix", "CD",
)  # fmt: skip
"""Environments that are formulas wherever they stand, with or without a star."""
ENVIRONMENTS: Final = (*DISPLAYS, SUBEQUATIONS)
"""All environments about formulas."""
_SHORT: Final = {
    "thm": "theorem", "lem": "lemma", "prop": "proposition", "cor": "corollary", "coro": "corollary",
    "def": "definition", "defn": "definition", "dfn": "definition", "ex": "example", "exm": "example",
    "eg": "example", "rem": "remark", "rmk": "remark", "conj": "conjecture", "exer": "exercise", "pf": "proof",
}  # fmt: skip
"""Names that authors give to environments in their preambles, and what they mean by them."""


def is_display(environment: str) -> bool:
    """Tell whether an environment is a formula by itself."""
    return environment.removesuffix("*") in DISPLAYS


@lru_cache
def meant(environment: str, kinds: frozenset[str]) -> str | None:
    """Return the environment that has that name, or that an author most likely meant by it, or None."""
    if environment in kinds:
        return environment
    short = _SHORT.get(environment)
    return short if short in kinds else nearest(environment, (*ENVIRONMENTS, *sorted(kinds)))
