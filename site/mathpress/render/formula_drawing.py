"""A formula as a picture: its MathML, drawn with outlines of STIX Two Math by ziamath, as SVG.

ziamath knows less of MathML than browsers do, and says nothing of what it leaves out. So it gets only what it was seen
to draw as they do; of any other formula there is no picture.
"""

import threading
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Final
from xml.etree.ElementTree import Element, ParseError, fromstring

from mathpress.render.stix import stix_two_math

_DRAWN: Final = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder",
    "mover", "munderover", "mstyle", "mtable", "mtr", "mtd",
}  # fmt: skip
_LEAVES: Final = {"mi", "mn", "mo", "mtext"}
_KEPT: Final = {
    "displaystyle", "scriptlevel", "mathvariant", "stretchy", "accent", "accentunder", "width", "linethickness",
    "lspace", "rspace", "form", "minsize", "maxsize", "symmetric", "columnalign", "columnspacing",
}  # fmt: skip
"""Attributes that ziamath understands."""
_WITHOUT_EFFECT: Final = {"alttext", "display", "height", "depth", "mathcolor", "largeop", "movablelimits"}
_ALIGNED: Final = {"m-right": "right", "m-left": "left"}
_FILLING: Final = "m-fill"
"""The class of the cells on both sides of a row, in one of which its number stands."""
_GAPS: Final = {"m-start": "0em", "m-start-quad": "1em"}
_PLAIN: Final = {"m-end", "m-full", "m-line", "m-close", "m-open", *_ALIGNED, *_GAPS}
_UNSEEN: Final = dict.fromkeys(map(ord, "\u2061\u2062\u2063\ufe00\ufe01"))
"""What nobody sees, and what chooses among two forms of a script letter."""
_LOCK: Final = threading.Lock()
"""ziamath reads outlines from a file that all threads share."""


@dataclass(frozen=True, slots=True)
class Engraving:
    """A formula drawn as SVG, and its size in pixels."""

    svg: str
    width: float
    height: float


def engrave(mathml: str, size: float) -> Engraving | None:
    """Draw a `<math>` element in letters of `size` pixels; None if it has anything that would not be drawn right."""
    try:
        tree = fromstring(mathml)
    except ParseError:  # a named entity, or what its numbers and references left behind
        return None
    if not _prepare(tree):
        return None
    with _LOCK:
        try:
            drawn = _ziamath().Math(tree, size=size)
            width, height = drawn.getsize()
            svg = drawn.svg()
        except Exception:  # ziamath has no error of its own for what it cannot draw
            return None
    return Engraving(svg, width, height) if width > 0 and height > 0 else None


def _prepare(tree: Element) -> bool:
    """Say in ziamath's terms what the theme's style sheet says in classes; False if there is no way to."""
    tree.tag, tree.attrib = "math", {"display": "block"}
    for table in tree.iter("mtable"):
        _align(table)
    for element in tree.iter():
        if element.tag == "menclose" and element.attrib.pop("notation", "") == "box":
            element.tag = "mrow"  # the card is its frame
        classes = set(element.attrib.pop("class", "").split())
        if element.tag not in _DRAWN or not classes <= _PLAIN or element.attrib.keys() - _KEPT - _WITHOUT_EFFECT:
            return False
        if element.tag in _LEAVES:
            element.text = (element.text or "").translate(_UNSEEN)
            if not _covered(element.text):
                return False
    return True


def _align(table: Element) -> None:
    """Give a table the attributes of MathML 3 that its cells' classes stand for, and take the numbers out."""
    for row in table:
        for cell in [cell for cell in row if _FILLING in _classes(cell)]:
            row.remove(cell)
    columns = [_classes(cell) for cell in table[0]] if len(table) else []
    table.set("columnalign", " ".join(_first(_ALIGNED, classes, "center") for classes in columns) or "center")
    table.set("columnspacing", " ".join(_first(_GAPS, classes, "0.8em") for classes in columns[1:]) or "0em")


def _classes(cell: Element) -> list[str]:
    return cell.get("class", "").split()


def _first(meanings: Mapping[str, str], classes: Sequence[str], otherwise: str) -> str:
    return next((meanings[name] for name in classes if name in meanings), otherwise)


def _covered(text: str) -> bool:
    return all(ord(char) in _characters() or char.isspace() for char in text)


@cache
def _ziamath() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # ziamath 0.13 uses importlib.resources.path
        return import_module("ziamath.zmath")


@cache
def _characters() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(stix_two_math(), lazy=True) as font:
        return frozenset(font.getBestCmap())
