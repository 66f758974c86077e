"""Lengths as TeX writes them, in em."""

import re
from collections.abc import Sequence
from typing import Final

from mathpress.tex.lexer import Token, is_space, join, read_option
from mathpress.tex.mistakes import Mistake

STRUT_DEPTH: Final = 0.3
"""How deep the row of a table is at least, in em."""
_IN_EM: Final = {
    "em": 1, "ex": 0.431, "mu": 1 / 18, "pt": 0.1, "px": 0.0625, "pc": 1.2, "bp": 0.1004, "dd": 0.107, "cc": 1.284,
    "in": 7.227, "cm": 2.845, "mm": 0.2845, "sp": 0.1 / 65536,
}  # fmt: skip
"""TeX's units in em, of a font of ten points (TeXbook, chapter 10)."""
LENGTH: Final = re.compile(
    rf"\s*+(?P<number>(?:[-+]\s*+)?(?:\d++(?:\.\d*+)?|\.\d++))\s*+(?P<unit>{'|'.join(_IN_EM)})\s*+"
)
_LARGEST: Final = 1e9
"""Units of a length are fewer; no page is as large as that."""
_LONGEST: Final = 16
"""Tokens of a length without braces are fewer."""


def em(tokens: Sequence[Token], command: Token) -> float:
    """Return a length in em, or raise `Mistake`."""
    match = LENGTH.fullmatch(join(tokens))
    number = float("".join(match["number"].split())) if match else _LARGEST
    if match is None or abs(number) >= _LARGEST:
        raise _lacking(tokens, command)
    return number * _IN_EM[match["unit"]]


def _lacking(tokens: Sequence[Token], command: Token) -> Mistake:
    """Return the mistake of a command behind which something else than a length stands."""
    place = next((token for token in tokens if not is_space(token)), command)
    return Mistake(place.start, place.end, "math-dimension", f"{command.text} needs a length such as 1em or 3mu here")


def shown(length: float) -> str:
    """Return a length as MathML writes it."""
    return f"{round(length, 4):g}em"


def read_length(tokens: Sequence[Token], index: int, command: Token) -> tuple[Sequence[Token], int]:
    r"""Read the length without braces at `index`, as behind the `command` of `\raise 2pt{x}`.

    Returns its tokens and the index behind them. Raises `Mistake`.
    """
    behind = tokens[index : index + _LONGEST]
    for end in range(len(behind) + 1):
        if LENGTH.fullmatch(join(behind[:end])):
            return behind[:end], index + end
    raise _lacking(behind, command)


def read_row_spacing(tokens: Sequence[Token], index: int) -> tuple[Sequence[Token], int]:
    r"""Read the `*` and `[1ex]` that may follow the `\\` before `index` without a space (amsmath).

    Returns the tokens of the length, none if there is none, and the index behind it all. Brackets around anything but a
    length are the next row's, such as `[0,1)`.
    """
    if index < len(tokens) and tokens[index].text == "*":
        index += 1
    option = read_option(tokens, index) if index < len(tokens) and tokens[index].text == "[" else None
    return (option.tokens, option.next) if option and LENGTH.fullmatch(join(option.tokens)) else ((), index)
