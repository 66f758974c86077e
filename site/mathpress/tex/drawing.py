"""A formula drawn with its boxes: the LaTeX around them and inside them converted, each where its letter was."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mathpress.tex.elements import TAG
from mathpress.tex.engines import Refusal, with_math_core
from mathpress.tex.lexer import OPENING, Token, command_before, join, make, skip_space, token_at
from mathpress.tex.mistakes import Mistake, bare_environment
from mathpress.tex.rewrite import FIRST_ISLAND, Box, Island


@dataclass
class Undrawn(Exception):
    """The engine refuses a formula, or what is inside a box of it: the place in the author's formula, and why.

    `command` is what an argument is missing of, if that is why.
    """

    place: tuple[int, int]
    refusal: Refusal
    command: str = ""


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
        raise _undrawn(tokens, refusal) from refusal


def _undrawn(tokens: Sequence[Token], refusal: Refusal) -> Undrawn:
    """Return what the engine refused in its place, and the command that an argument is missing of, if one is.

    Raises `Mistake` where no other engine could draw it either.
    """
    index = token_at(tokens, refusal.offset)
    command = ""
    if tokens[index].text == r"\begin" and "as argument" in refusal.reason:
        raise bare_environment(tokens[index].start, tokens[index].end)
    if "parameter" in refusal.reason:  # the engine marks what stands behind a #
        index = next((i for i in range(index, -1, -1) if tokens[i].text == "#"), index)
    elif "argument" in refusal.reason:
        command = command_before(tokens, index + 1 if "end of input" in refusal.reason else index)
    else:  # it marks the space or the brace before what it cannot read
        behind = skip_space(tokens, index + (tokens[index].text == OPENING))
        index = behind if behind < len(tokens) else index
    return Undrawn((tokens[index].start, tokens[index].end), refusal, command)


_HOLDS: Final = re.compile(r"<(?P<name>mi|mo|mn|mtext)\b[^<>]*>\Z")


def _put(mathml: str, letter: str, box: Box, *, display: bool) -> str:
    """Put a box in the place of each element that holds its letter and nothing else.

    Raises `Mistake` if the letter stands anywhere else, or nowhere.
    """
    is_empty = all(isinstance(piece, str) for piece in box.pieces)
    in_script = not is_empty and _is_in_script(mathml, letter)
    pieces = [
        piece if isinstance(piece, str) else _inside(piece, display=display, in_script=in_script)
        for piece in box.pieces
    ]
    element = "".join(pieces)
    before, *behind = mathml.split(letter)
    drawn = before
    for after in behind:
        begin = _HOLDS.match(drawn, drawn.rfind("<"))
        end = f"</{begin['name']}>" if begin else ""
        if not begin or not after.startswith(end):
            break
        drawn = f"{drawn[: begin.start()]}{element}{after.removeprefix(end)}"
    else:
        if behind:
            return drawn
    words = "this cannot be part of a name or a text; put it outside of it, or between two $ in the text"
    raise Mistake(*box.place, "math-box", words)


_SCRIPTED: Final = {"msub", "msup", "msubsup", "munder", "mover", "munderover"}


def _is_in_script(mathml: str, letter: str) -> bool:
    """Tell whether a letter stands in a sub- or superscript, and not in the base of one."""
    children: list[tuple[str, int]] = []  # the open elements, with the number of children begun in each
    for tag in TAG.finditer(mathml, 0, max(mathml.find(letter), 0)):
        if tag["end"]:
            children.pop()
            continue
        if children:
            name, count = children[-1]
            children[-1] = (name, count + 1)
        if not tag["empty"]:
            children.append((tag["name"], 0))
    return any(name in _SCRIPTED and count > 1 for name, count in children)


_IN_SCRIPT_STYLE: Final = re.compile(r'<(\w+) displaystyle="false" scriptlevel="1">(?P<inside>.*)</\1>', re.DOTALL)


def _inside(tokens: Sequence[Token], *, display: bool, in_script: bool) -> str:
    r"""Convert what is inside a box; in a script, relations have no space around them (TeXbook, chapter 18)."""
    if in_script and tokens:
        tokens = [*make(r"\scriptstyle ", tokens[0]), *tokens]
    mathml = _convert(tokens, display=display)
    drawn = mathml[mathml.index(">") + 1 :].removesuffix("</math>")
    styled = _IN_SCRIPT_STYLE.fullmatch(drawn) if in_script else None
    return styled["inside"] if styled else drawn
