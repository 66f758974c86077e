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


_PIECE: Final = re.compile(
    r"""
    <(?P<leaf>m[ino]|mtext)\b (?P<attributes>[^<>]*) > (?P<text>[^<>]*) </\w+>
    | < (?P<end>/?) (?P<name>\w+) [^<>]*? (?P<void>/?) >
    """,
    re.VERBOSE,
)
_LOW: Final = {"mrow", "mtext", "mspace", "msub"}
"""Elements that hold others and are no higher than a parenthesis, if what is in them is not."""
_HIGH: Final = frozenset("∑∏∐∫∬∭∮∯∰⋃⋂⨆⨄⋁⋀⨁⨂⨀⨌")
_FENCES: Final = frozenset("()[]{}|‖∣∥⟨⟩⌊⌋⌈⌉\u2063")  # the last one is what the engine draws for the dot of \left.
_FENCED: Final = re.compile(
    rf"<mrow[^<>]*><mo(?![^<>]*(?:stretchy|minsize))[^<>]*>[{re.escape(''.join(sorted(_FENCES)))}]"
)
"""How what the pass below looks for begins; most formulas have none, and need no pass."""


@dataclass(slots=True)
class _Element:
    """An open element: whether something high is in it, and where its first and its last child begin, if fences."""

    name: str
    is_high: bool
    is_empty: bool = True
    first: int = -1
    last: int = -1


def with_low_fences(mathml: str) -> str:
    r"""Tell the fences of `\left(x,y_i\right)` not to grow."""
    if not _FENCED.search(mathml):
        return mathml
    opened: list[_Element] = [_Element("", is_high=True)]
    low: list[int] = []
    for piece in _PIECE.finditer(mathml):
        leaf, attributes, text, end, name, void = piece.groups()
        if end:
            closed = opened.pop()
            opened[-1].is_high = opened[-1].is_high or closed.is_high
            if closed.name == "mrow" and not closed.is_high and 0 <= closed.first < closed.last:
                low += [closed.first, closed.last]
            continue
        parent, sized = opened[-1], leaf == "mo" and "minsize" in attributes
        grows = leaf == "mo" and text in _FENCES and not sized and "stretchy" not in attributes
        parent.last = piece.end("leaf") if grows else -1
        if parent.is_empty:
            parent.is_empty, parent.first = False, parent.last
        if leaf:
            parent.is_high = parent.is_high or sized or text in _HIGH
        elif not void:
            opened.append(_Element(name, name not in _LOW))
    for place in sorted(low, reverse=True):
        mathml = f'{mathml[:place]} stretchy="false"{mathml[place:]}'
    return mathml
