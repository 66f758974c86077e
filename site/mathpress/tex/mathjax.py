r"""What MathJax knows, and the LaTeX that it is given for a formula which the engine cannot set."""

import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from mathpress.tex.colors import read_color
from mathpress.tex.displays import compose
from mathpress.tex.finish import Part
from mathpress.tex.lexer import Token, is_word, join, make, read_name, read_option
from mathpress.tex.mistakes import Mistake
from mathpress.tex.numbering import Number, Numbered
from mathpress.tex.rewrite import reference_at


@cache
def known_names() -> tuple[frozenset[str], frozenset[str]]:
    r"""Return MathJax's control words (with their `\`) and its environments."""
    packages = tomllib.loads(files(__package__).joinpath("mathjax.toml").read_text("utf-8")).values()
    commands = frozenset("\\" + name for package in packages for name in package["commands"].split())
    environments = frozenset(name for package in packages for name in package["environments"].split())
    return commands, environments


def foreign(tokens: Sequence[Token], own: Collection[str]) -> list[tuple[Token, str]]:
    r"""Return each control word and environment of a formula that neither MathJax nor `own` knows, with its token."""
    commands, environments = known_names()
    found: list[tuple[Token, str]] = []
    for index, token in enumerate(tokens):
        if token.text == r"\begin":
            name = read_name(tokens, index + 1)
            if name and name[0] not in environments and name[0] not in own:
                found.append((token, name[0]))
        elif is_word(token) and token.text not in commands and token.text not in own:
            found.append((token, token.text))
    return found


_NUMBERED_LAYOUTS: Final = {"aligned": "align*", "gathered": "gather*"}


_UNSAFE: Final = {r"\href", r"\class", r"\cssId", r"\data", r"\style", r"\mmlToken", r"\require"}
"""What would let a formula put a URL, an id or a style of its own into the page once MathJax draws it."""


def unsafe(tokens: Sequence[Token]) -> list[Token]:
    r"""Return each command of a formula that is not left to MathJax for safety; `\bbox` is one if given a style."""
    found = []
    for index, token in enumerate(tokens):
        option = read_option(tokens, index + 1) if token.text == r"\bbox" else None
        if token.text in _UNSAFE or (option and ":" in join(option.tokens)):
            found.append(token)
    return found


def beyond(tokens: Sequence[Token]) -> list[tuple[Token, str]]:
    r"""Return each control word and environment that MathJax does not know; references are not left to it."""
    return foreign(tokens, {r"\ref", r"\eqref"})


def markup(numbered: Numbered) -> tuple[Part, ...]:
    r"""Return the formula as LaTeX for MathJax, its numbers as `\tag`s, its references among the parts."""
    rows = list(numbered.rows)
    layout = numbered.layout
    if numbered.numbers:
        rows = [_tagged(row, number) for row, number in zip(rows, numbered.numbers, strict=True)]
        layout = _NUMBERED_LAYOUTS.get(layout, layout)
    tokens = compose(rows, layout)
    parts: list[Part] = []
    index = start = 0
    while index < len(tokens):
        found = reference_at(tokens, index) if tokens[index].text in {r"\ref", r"\eqref"} else None
        if found:
            parts += [join(tokens[start:index]), found[0]]
            index = start = found[1]
        elif colour := _colour_of_a_group(tokens, index):
            parts += [join(tokens[start:index]), colour]
            start = index = index + 1
        else:
            index += 1
    return tuple(part for part in (*parts, join(tokens[start:])) if part)


def _colour_of_a_group(tokens: Sequence[Token], index: int) -> str:
    r"""Return the command for `\color{red}{x}`, which colours x alone: MathJax 4 has LaTeX's switch for that name."""
    if tokens[index].text != r"\color":
        return ""
    try:
        _, body, _ = read_color(tokens, index)
    except Mistake:
        return ""
    return r"\textcolor" if body is not None else ""


def _tagged(row: list[Token], number: Number | None) -> list[Token]:
    if number is None or not row:
        return row
    command = rf"\tag{{{number.text}}}" if number.shown == f"({number.text})" else rf"\tag*{{{number.shown}}}"
    return [*row, *make(command, row[-1])]
