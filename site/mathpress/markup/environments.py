"""LaTeX in prose without delimiters: the environments that are formulas there."""

from typing import Final

DISPLAYS: Final = (
    "equation", "align", "gather", "multline", "eqnarray", "alignat", "flalign", "xalignat", "displaymath", "math",
    "split",
    "aligned", "gathered", "alignedat", "multlined", "cases", "dcases", "rcases", "drcases", "array", "darray",
    "subarray", "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "psmallmatrix",
    "bsmallmatrix", "Bsmallmatrix", "vsmallmatrix", "Vsmallmatrix", "CD",
)  # fmt: skip
"""Environments that are formulas wherever they stand, with or without a star."""


def is_display(environment: str) -> bool:
    """Tell whether an environment is a formula by itself."""
    return environment.removesuffix("*") in DISPLAYS
