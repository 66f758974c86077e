r"""What authors meant for a formula or a reference in their Markdown but did not write, and how to mend it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from mathpress.errors import Severity
from mathpress.markup.environments import meant
from mathpress.markup.placeholders import Slip

_FIGURE: Final = "write ![caption](file){#label}"
_TABLE: Final = "write rows with | between their cells"
_CODE: Final = "write ``` on the line before it and on the line behind it"
_IN_MARKDOWN: Final[Mapping[str, str]] = {
    "itemize": "write - before each item", "enumerate": "write 1. before each item",
    "description": "write each term, and below it a colon and what it means",
    "quote": "write > before its lines", "quotation": "write > before its lines",
    "figure": _FIGURE, "wrapfigure": _FIGURE, "table": _TABLE, "tabular": _TABLE, "longtable": _TABLE,
    "verbatim": _CODE, "lstlisting": _CODE, "minted": _CODE, "algorithm": _CODE, "algorithmic": _CODE,
}  # fmt: skip
"""What stands in Markdown for environments of LaTeX documents."""


@lru_cache
def no_display(environment: str, kinds: frozenset[str]) -> Slip:
    r"""Return what is wrong with the `\begin` of an environment that is neither a formula nor one of these kinds."""
    begin = rf"\begin{{{environment}}}"
    likely = meant(environment, kinds)
    guess = f"did you mean {likely}?" if likely else "write Markdown, and put formulas between dollars"
    advice = _IN_MARKDOWN.get(environment.removesuffix("*"), guess)
    message = f"{begin} is no environment that mathpress sets; {advice}"
    return Slip(len(begin), "math-environment", message, Severity.ERROR)


def no_beginning(environment: str) -> Slip:
    r"""Return what is wrong with the `\end` of a formula that has no `\begin`."""
    end = rf"\end{{{environment}}}"
    message = rf"{end} closes nothing; is its \begin{{{environment}}} missing?"
    return Slip(len(end), "math-end", message, Severity.ERROR)


def no_end(environment: str) -> Slip:
    r"""Return what is wrong with the `\begin` of an environment that nothing ends."""
    begin = rf"\begin{{{environment}}}"
    return Slip(len(begin), "math-begin", rf"{begin} has no \end{{{environment}}}", Severity.ERROR)


def unclosed_fence(opening: str, mark: str) -> Slip:
    """Return what is wrong with the first line of a block of mathematics that nothing closes."""
    message = f"this {mark}math is not closed; add a line {mark} behind the formula"
    return Slip(len(opening), "math-delimiter", message, Severity.ERROR)


def unclosed_dollars() -> Slip:
    """Return what is wrong with a `$$` that nothing closes before a blank line."""
    message = "this $$ is not closed before the paragraph ends; add the missing $$, or take out a blank line inside"
    return Slip(len("$$"), "math-delimiter", message, Severity.ERROR)


_COMMAND: Final = re.compile(r"\\[A-Za-z]{2,}")
_LOOKS_LIKE_MATH: Final = re.compile(r"\\[^$]|[\^_={}]|^[A-Za-z]\Z")


def unclosed_bracket(opening: str, closing: str, behind: str) -> Slip | None:
    r"""Return what is wrong with a `\[` or `\(`, a bracket in Markdown too, if a command stands `behind` it."""
    if not _COMMAND.search(behind):
        return None
    message = f"this {opening} is not closed before the paragraph ends; add the missing {closing}"
    return Slip(len(opening), "math-delimiter", message, Severity.WARNING)


def empty_display(source: str) -> Slip:
    """Return what is wrong with two `$$` that have nothing between them."""
    return Slip(len(source), "math-empty", "there is no formula between these $$", Severity.WARNING)


def spaced(source: str) -> Slip | None:
    """Return what is wrong with `$ x $`, if it looks like a formula, not like prices."""
    inner = source[1:-1].strip()
    if "\n" in source or not _LOOKS_LIKE_MATH.search(inner):
        return None
    message = f"this is no formula because of the space inside the dollars; write ${inner}$, or \\$ for a dollar sign"
    return Slip(len(source), "math-space", message, Severity.WARNING)


def no_label(source: str) -> Slip:
    r"""Return what is wrong with `\eqref{}`."""
    message = f"{source.partition('{')[0]} needs the label that it refers to"
    return Slip(len(source), "math-label", message, Severity.ERROR)
