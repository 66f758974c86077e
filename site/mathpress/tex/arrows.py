"""Arrows and braces that stretch to what stands over and under them, as far as the engine lacks their forms."""

from collections.abc import Sequence
from typing import Final

from mathpress.tex.lexer import Token, make, read_option, skip_space
from mathpress.tex.rewrite import Handler, Result, Rewriting, argument, group

_ARROWS: Final = {
    r"\xrightleftarrows": "⇄", r"\xtofrom": "⇄", r"\xleftrightarrows": "⇆", r"\xtwoheadrightarrow": "↠",
    r"\xtwoheadleftarrow": "↞", r"\xLongleftrightarrow": "⟺", r"\xlongleftrightarrow": "⟷",
    r"\xrightequilibrium": "⇌", r"\xleftequilibrium": "⇋",
}  # fmt: skip


def _arrow(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    command = tokens[index]
    below = read_option(tokens, index + 1)
    above, after = argument(tokens, below.next if below else index + 1, command)
    drawn = rewriting.box(command, f'<mo stretchy="true" lspace="0" rspace="0">{_ARROWS[command.text]}</mo>')
    for stack, script in ((r"\underset", below.tokens if below else None), (r"\overset", above)):
        if script is not None:
            spaced = [*make(r"\;", command), *rewriting.rewrite(script), *make(r"\;", command)]
            drawn = [*make(stack, command), *group(spaced, command), *group(drawn, command)]
    return [*make(r"\mathrel", command), *group(drawn, command)], after


def _brace(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\underbrace{…}\limits_{…}`: a brace has its script below or above anyway."""
    command = tokens[index]
    body, after = argument(tokens, index + 1, command)
    following = skip_space(tokens, after)
    limits = following < len(tokens) and tokens[following].text == r"\limits"
    return [command, *group(rewriting.rewrite(body), command)], following + 1 if limits else after


ARROWS: Final[dict[str, Handler]] = {
    **dict.fromkeys(_ARROWS, _arrow),
    **dict.fromkeys((r"\underbrace", r"\overbrace", r"\underbracket", r"\overbracket"), _brace),
}
