r"""LaTeX in prose without delimiters: the environments that are formulas there, and what is said of other LaTeX."""

import re
from functools import lru_cache
from typing import Final

from mathpress.errors import Severity
from mathpress.markup.openings import SUBEQUATIONS
from mathpress.markup.placeholders import Slip
from mathpress.text import nearest

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


@lru_cache
def no_display(environment: str) -> Slip:
    r"""Return what is wrong with the `\begin` of an environment that is no formula."""
    begin = rf"\begin{{{environment}}}"
    likely = nearest(environment, (*DISPLAYS, SUBEQUATIONS))
    advice = f"did you mean {likely}?" if likely else "write Markdown, and put formulas between dollars"
    message = f"{begin} is no environment that mathpress sets; {advice}"
    return Slip(len(begin), "math-environment", message, Severity.ERROR)


def no_reference(source: str) -> Slip:
    r"""Return what is wrong with the reference of another package, such as `\cref{a}`."""
    command, label = re.split(r"(?=\{)", source, maxsplit=1)
    message = rf"{command} is no reference that mathpress knows; write \eqref{label} or \ref{label}"
    return Slip(len(source), "reference-command", message, Severity.ERROR)
