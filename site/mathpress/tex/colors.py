r"""Colours: CSS names, hex values and xcolor's names, and the two meanings of `\color`.

`\color{red}{x}` colours x alone, as MathJax 2 taught blogs; `\color{red} x` is LaTeX's switch to the group's end.
Mixtures such as `red!50!blue` and `red!20` are those of xcolor (its manual, section 2.3), of colours that CSS names.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

import webcolors

from mathpress.tex.lexer import OPENING, Token, join, make, read_argument, read_option, skip_space, strip
from mathpress.tex.mistakes import Mistake

_HEX: Final = re.compile(r"#?(?P<digits>[0-9a-fA-F]{6}|[0-9a-fA-F]{3})")

_PERCENT: Final = re.compile(r"100|\d{1,2}(?:\.\d{1,3})?")


def specification(model: str, value: str) -> str:
    """Return a colour as the engine takes it: `[HTML]{87CEEB}` for CSS names, hex values, mixtures; else as written."""
    value = value.strip()
    if model:
        return f"[{model}]{{{value}}}"
    hexadecimal = _HEX.fullmatch(value) if value.startswith("#") else None
    if hexadecimal:
        digits = hexadecimal["digits"]
        return f"[HTML]{{{(digits if len(digits) == 6 else ''.join(2 * digit for digit in digits)).upper()}}}"
    named = _mixed(value)
    return f"{{{value}}}" if named is None else f"[HTML]{{{''.join(f'{round(part):02X}' for part in named)}}}"


def _named(name: str) -> tuple[float, ...] | None:
    """Return the red, green and blue of a CSS colour, from 0 to 255, None for a name that CSS does not have."""
    try:
        return tuple(webcolors.name_to_rgb(name.strip()))
    except ValueError:
        return None


def _mixed(value: str) -> tuple[float, ...] | None:
    """Read a CSS colour, or mix `red!50!blue!20`: so many per cent of what stands before, the rest of what follows.

    White stands at the end.
    """
    first, *steps = value.split("!")
    mixed = _named(first)
    for share, name in zip_longest(steps[::2], steps[1::2], fillvalue="white"):
        other = _named(name)
        if mixed is None or other is None or not _PERCENT.fullmatch(share.strip()):
            return None
        part = float(share) / 100
        mixed = tuple(part * one + (1 - part) * two for one, two in zip(mixed, other, strict=True))
    return mixed


def read_color(tokens: Sequence[Token], index: int) -> tuple[list[Token], list[Token] | None, int]:
    r"""Read a `\color` or `\textcolor` at `index`.

    Returns the tokens of the engine's switch, the tokens it is meant for (None for a switch to the group's end), and
    the index behind it all. Raises `Mistake`.
    """
    command = tokens[index]
    model = read_option(tokens, index + 1)
    name = read_argument(tokens, model.next if model else index + 1)
    if name is None or not strip(name.tokens):
        raise Mistake(command.start, command.end, "math-argument", f"{command.text} needs a colour in braces")
    place = Token("", name.tokens[0].start, max(name.tokens[0].end, name.tokens[-1].end))
    value = join(name.tokens)
    if not model and value.strip().startswith("#") and not _HEX.fullmatch(value.strip()):
        words = f"{value.strip()} is no colour; write three or six hexadecimal digits behind the #"
        raise Mistake(place.start, place.end, "math-color", words)
    switch = make(r"\color" + specification(join(model.tokens) if model else "", value), place)
    after = skip_space(tokens, name.next)
    if command.text == r"\color" and not (after < len(tokens) and tokens[after].text == OPENING):
        return switch, None, name.next
    body = read_argument(tokens, name.next)
    if body is None:
        raise Mistake(
            command.start, command.end, "math-argument", f"{command.text} needs a formula in braces behind the colour"
        )
    return switch, body.tokens, body.next
