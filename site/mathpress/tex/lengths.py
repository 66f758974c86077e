"""Lengths as TeX writes them, in em."""

import re
from collections.abc import Sequence
from typing import Final

from mathpress.tex.lexer import Token, join
from mathpress.tex.mistakes import Mistake

STRUT_DEPTH: Final = 0.3
"""How deep the row of a table is at least, in em."""
LENGTH: Final = re.compile(r"\s*(?P<number>[-+]?\s*(?:\d{1,9}(?:\.\d*)?|\.\d+))\s*(?P<unit>[a-z]{2})\s*")
_IN_EM: Final = {
    "em": 1, "ex": 0.431, "mu": 1 / 18, "pt": 0.1, "px": 0.0625, "pc": 1.2, "bp": 0.1004, "dd": 0.107, "cc": 1.284,
    "in": 7.227, "cm": 2.845, "mm": 0.2845, "sp": 0.1 / 65536,
}  # fmt: skip
"""TeX's units in em, of a font of ten points (TeXbook, chapter 10)."""


def em(tokens: Sequence[Token], command: Token) -> float:
    """Return a length in em, or raise `Mistake`."""
    match = LENGTH.fullmatch(join(tokens)) if tokens else None
    if match is None or match["unit"] not in _IN_EM:
        place = tokens[0] if tokens else command
        words = f"{command.text} needs a length such as 1em or 3mu here"
        raise Mistake(place.start, place.end, "math-dimension", words)
    return float(match["number"].replace(" ", "")) * _IN_EM[match["unit"]]


def shown(length: float) -> str:
    """Return a length as MathML writes it."""
    return f"{round(length, 4):g}em"
