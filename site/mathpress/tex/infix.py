r"""Plain TeX's commands with a word between their arguments: `\root 3 \of x`, `\buildrel a\over=`."""

from collections.abc import Sequence
from typing import Final

from mathpress.tex.lexer import OPENING, Token, group_end, make, strip
from mathpress.tex.mistakes import Mistake
from mathpress.tex.rewrite import Handler, Result, Rewriting, argument, group


def _up_to(end: str, tokens: Sequence[Token], index: int, example: str) -> Result:
    """Return what is between the command at `index` and the `end` that no braces hide, and the index behind that."""
    command = tokens[index]
    position = index + 1
    while position < len(tokens) and tokens[position].text != end:
        position = (group_end(tokens, position) if tokens[position].text == OPENING else None) or position + 1
    if position == len(tokens):
        words = f"{command.text} needs an {end}, as in {example}"
        raise Mistake(command.start, command.end, "math-argument", words)
    return list(tokens[index + 1 : position]), position + 1


def _root(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\root 3 \of x` is `\sqrt[3]{x}` (plain TeX)."""
    command = tokens[index]
    degree, after = _up_to(r"\of", tokens, index, r"\root 3 \of x")
    body, after = argument(tokens, after, command)
    return [
        *make(r"\sqrt[", command),
        *rewriting.rewrite(strip(degree)),
        *make("]", command),
        *group(rewriting.rewrite(body), command),
    ], after


def _buildrel(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\buildrel a\over=` is `\overset{a}{=}` (plain TeX)."""
    command = tokens[index]
    script, after = _up_to(r"\over", tokens, index, r"\buildrel a\over=")
    base, after = argument(tokens, after, command)
    above = group(rewriting.rewrite(script), command)
    return [*make(r"\overset", command), *above, *group(rewriting.rewrite(base), command)], after


INFIX: Final[dict[str, Handler]] = {r"\root": _root, r"\buildrel": _buildrel}
