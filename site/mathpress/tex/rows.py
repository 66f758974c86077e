"""Rows of tables and fences in the engine's MathML, given the room that TeX gives them.

MathML Core makes a row as high as its ink, so that rows of `a`, `b` and `y` stand at uneven distances: TeX has a strut
in each row (TeXbook, chapter 22). And Chromium 156 reserves for a fence that may grow the width of its largest form,
0.875em for a parenthesis of Latin Modern Math, so one that has no need to grow is told not to.
"""

import re
from dataclasses import dataclass
from typing import Final

from mathpress.tex.lengths import STRUT_DEPTH

STRUT: Final = f'<mspace height="0.7em" depth="{STRUT_DEPTH}em"/>'
"""With the padding of cells above and below, rows of letters are 1.43em apart."""
_FIRST_CELL: Final = re.compile(
    r"""
    <mtr> <mtd (?P<attributes>[^<>]*)>
    (?! <(?:msu[bp]|msubsup|munder|mover|munderover) \b [^<>]*> <mo )  # its form is told by where the whole stands
    (?P<begins> </?\w+ [^<>]*> )
    """,
    re.VERBOSE,
)
_LONE_OPERATOR: Final = re.compile(r"[^<>]*</mo></mtd>")


def with_struts(mathml: str) -> str:
    """Put a strut before what is in the first cell of each row, but for tables in script size, whose rows are close."""
    return _FIRST_CELL.sub(_with_strut, mathml)


def _with_strut(cell: re.Match[str]) -> str:
    begins = cell["begins"]
    if "m-close" in cell["attributes"]:
        return cell[0]
    if begins.startswith(("<mo ", "<mo>")) and "form=" not in begins:  # it is no longer the first in its cell
        form = "infix" if _LONE_OPERATOR.match(cell.string, cell.end()) else "prefix"
        begins = begins.replace("<mo", f'<mo form="{form}"', 1)
    return f"<mtr><mtd{cell['attributes']}>{STRUT}{begins}"


_HIGH: Final = "∑∏∐∫∬∭∮∯∰⋃⋂⨆⨄⋁⋀⨁⨂⨀⨌"
_FENCES: Final = "()[]{}|‖∣∥⟨⟩⌊⌋⌈⌉\u2063"  # the last one is what the engine draws for the dot of \left.
_FENCE: Final = rf"(?![^<>]*(?:stretchy|minsize))[^<>]*>[{re.escape(_FENCES)}]</mo>"
"""A fence that may grow, behind its `<mo`."""
_FENCED: Final = re.compile(rf"<mrow[^<>]*><mo{_FENCE}")
"""How what the pass below looks for begins; most formulas have none, and need no pass."""
_SIGHT: Final = re.compile(
    rf"""
    < (?: mrow\b [^<>]* (?<!/) > (?P<opened> (?: <mo (?P<first>) {_FENCE} )? )
        | (?: mo (?P<last>) {_FENCE} < )? (?P<closed> /mrow> )
        | mo\b [^<>]* minsize                             # a fence of a size of its own
        | m(?:[ino]|text)\b [^<>]* > [{_HIGH}] </
        | (?! m(?:[ino]|row|text|space|sub)\b ) \w        # what holds others and may be higher than they are
    )
    """,
    re.VERBOSE,
)
"""What the pass below looks at: where a row begins and ends, each with the fence that stands there, and what is high.

What is not looked at is no higher than a parenthesis, if what is in it is not.
"""


@dataclass(slots=True)
class _Row:
    """An open row: where its first child begins, if it is a fence, else -1, and whether something high is in it."""

    first: int
    is_high: bool = False


def with_low_fences(mathml: str) -> str:
    r"""Tell the fences of `\left(x,y_i\right)` not to grow."""
    if not _FENCED.search(mathml):
        return mathml
    rows: list[_Row] = []
    low: list[int] = []
    for sight in _SIGHT.finditer(mathml):
        if sight.lastgroup == "opened":
            rows.append(_Row(sight.end("first")))
        elif sight.lastgroup == "closed":
            row = rows.pop()
            if row.is_high and rows:
                rows[-1].is_high = True
            elif not row.is_high and row.first >= 0 and sight.end("last") >= 0:
                low += [row.first, sight.end("last")]
        elif rows:
            rows[-1].is_high = True
    low.sort()
    return ' stretchy="false"'.join(mathml[start:end] for start, end in zip([0, *low], [*low, None], strict=True))
