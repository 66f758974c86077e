r"""Colours: CSS names, hex values and xcolor's names, and the two meanings of `\color`.

`\color{red}{x}` colours x alone, as MathJax 2 taught blogs; `\color{red} x` is LaTeX's switch to the group's end.
"""

import re
from collections.abc import Sequence
from typing import Final

import webcolors

from mathpress.tex.lexer import OPENING, Token, join, make, read_argument, read_option, skip_space, strip
from mathpress.tex.mistakes import Mistake

_HEX: Final = re.compile(r"#?(?P<digits>[0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


def specification(model: str, value: str) -> str:
    """Return a colour as the engine takes it: `[HTML]{87CEEB}` for hex values and CSS names, else as written."""
    value = value.strip()
    if model:
        return f"[{model}]{{{value}}}"
    hexadecimal = _HEX.fullmatch(value) if value.startswith("#") else None
    if hexadecimal:
        digits = hexadecimal["digits"]
        return f"[HTML]{{{(digits if len(digits) == 6 else ''.join(2 * digit for digit in digits)).upper()}}}"
    try:
        return f"[HTML]{{{webcolors.name_to_hex(value)[1:].upper()}}}"
    except ValueError:
        return f"{{{value}}}"


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
