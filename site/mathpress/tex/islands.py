"""A formula drawn with its boxes: the LaTeX around them and inside them converted, each where its letter was."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mathpress.tex.engines import Refusal, with_math_core
from mathpress.tex.lexer import Token, join, locate
from mathpress.tex.mistakes import Mistake
from mathpress.tex.rewrite import FIRST_ISLAND, Box, Island


@dataclass
class Undrawn(Exception):
    """The engine refuses a formula, or what is inside a box of it: the place in the author's formula, and why."""

    place: tuple[int, int]
    refusal: Refusal


def draw(tokens: Sequence[Token], islands: Sequence[Island], *, display: bool) -> str:
    """Return the `<math>` element of a rewritten formula, in which the letters of references are left.

    Raises `Undrawn`, or `Mistake` where a box cannot stand.
    """
    mathml = _convert(tokens, display=display)
    # What is inside a box was set aside before the box was: from the last to the first, boxes are opened from outside.
    for offset in reversed(range(len(islands))):
        island = islands[offset]
        if isinstance(island, Box):
            mathml = _put(mathml, chr(FIRST_ISLAND + offset), island, display=display)
    return mathml


def _convert(tokens: Sequence[Token], *, display: bool) -> str:
    try:
        return with_math_core(join(tokens), display=display)
    except Refusal as refusal:
        raise Undrawn(locate(tokens, refusal.offset), refusal) from refusal


def _put(mathml: str, letter: str, box: Box, *, display: bool) -> str:
    """Put a box in the place of the element that holds its letter and nothing else."""
    pieces = [piece if isinstance(piece, str) else _inside(piece, display=display) for piece in box.pieces]
    element = "".join(pieces)
    drawn, count = re.subn(rf"<(mi|mo|mn|mtext)\b[^<>]*>{letter}</\1>", lambda _: element, mathml)
    if letter in drawn or not count:
        words = "this cannot be part of a name or a text; put it outside of it, or between two $ in the text"
        raise Mistake(*box.place, "math-box", words)
    return drawn


def _inside(tokens: Sequence[Token], *, display: bool) -> str:
    mathml = _convert(tokens, display=display)
    return mathml[mathml.index(">") + 1 :].removesuffix("</math>")
