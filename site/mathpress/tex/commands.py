r"""Commands that the engine lacks, said in terms of what it has: one function a construct, one table of them all."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from mathpress.tex.colors import read_color
from mathpress.tex.fences import SIZED
from mathpress.tex.lengths import STRUT_DEPTH, em, read_row_spacing, shown
from mathpress.tex.lexer import (
    ROW_END,
    Token,
    is_space,
    make,
    read_argument,
    read_option,
    skip_space,
    strip,
)
from mathpress.tex.mistakes import Mistake
from mathpress.tex.rewrite import Handler, Result, Rewriting, argument, group


def _color(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    switch, body, after = read_color(tokens, index)
    if body is None:
        return switch, after
    return group([*switch, *rewriting.rewrite(body)], tokens[index]), after


def _delimiter(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\left<` is `\left\langle`; `\big{(}` is `\big(`; `\big.` is nothing."""
    command = tokens[index]
    following = skip_space(tokens, index + 1)
    if following >= len(tokens):
        return [command], index + 1
    delimiter, after = tokens[following], following + 1
    if delimiter.text == "{" and command.text not in _FENCES:
        inner, after = argument(tokens, following, command)
        inner = strip(inner)
        if len(inner) != 1:
            return [command], index + 1
        delimiter = inner[0]
    if delimiter.text == "." and command.text not in _FENCES:
        return [], after
    name = {"<": r"\langle", ">": r"\rangle"}.get(delimiter.text, delimiter.text)
    return [command, Token(name, delimiter.start, delimiter.end)], after


_OPERATOR_FONT: Final = {r"\mathrm", r"\text", r"\textrm", r"\rm", r"\operatorname", r"\mathop"}


def _operator_name(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\operatorname{\mathrm{rank}}` is `\operatorname{rank}`; with other commands in it the name is a `\mathop`."""
    command = tokens[index]
    following = skip_space(tokens, index + 1)
    star = [tokens[following]] if following < len(tokens) and tokens[following].text == "*" else []
    body, after = argument(tokens, following + len(star), command)
    name = [token for token in body if token.text not in {*_OPERATOR_FONT, "{", "}"}]
    if all(token.text[0] != "\\" or token.text in {r"\,", r"\ ", r"\;", r"\!", r"\-"} for token in name):
        return [command, *star, *group(name, command)], after
    return _limits(
        group([*make(r"\mathop", command), *group(rewriting.rewrite(body), command)], command),
        rewriting,
        tokens,
        after,
        wanted=bool(star),
    )


def _mathop(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\mathop{…}` with letters is an operator's name; its limits stand below and above in displays."""
    command = tokens[index]
    body, after = argument(tokens, index + 1, command)
    name = [token for token in body if token.text not in {*_OPERATOR_FONT, "{", "}"}]
    only_word = all(token.text[0].isalpha() or token.text.isspace() or token.text in {r"\,", "-"} for token in name)
    upright = any(token.text in _OPERATOR_FONT for token in body)
    if name and only_word and upright:
        following = skip_space(tokens, after)
        limits = following < len(tokens) and tokens[following].text in {r"\limits", r"\nolimits"}
        star = "" if limits and tokens[following].text == r"\nolimits" else "*"
        return [
            *make(rf"\operatorname{star}", command),
            *group(strip(name), command),
        ], following + 1 if limits else after
    operator = [*make(r"\mathop", command), *group(rewriting.rewrite(body), command)]
    return _limits(operator, rewriting, tokens, after, wanted=rewriting.display)


def _limits(
    operator: list[Token], rewriting: Rewriting, tokens: Sequence[Token], index: int, *, wanted: bool
) -> Result:
    r"""Set the scripts behind `operator` below and above it, if `\limits` or its kind wants them there."""
    like = operator[0]
    after = skip_space(tokens, index)
    if after < len(tokens) and tokens[after].text in {r"\limits", r"\nolimits"}:
        wanted = tokens[after].text == r"\limits"
        index = after + 1
    if not wanted:
        return operator, index
    for _ in range(2):
        after = skip_space(tokens, index)
        if after >= len(tokens) or tokens[after].text not in {"_", "^"}:
            break
        script, index = argument(tokens, after + 1, tokens[after])
        stack = r"\underset" if tokens[after].text == "_" else r"\overset"
        operator = [*make(stack, like), *group(rewriting.rewrite(script), like), *group(operator, like)]
    return [*make(r"\mathop", like), *group(operator, like)], index


_GLUE: Final = re.compile(r"\s*[-+]?[\d.]+\s*[a-z]{2}(?P<stretch>(?:\s*(?:plus|minus)\s*[\d.]+\s*[a-z]{2,5})+)")
_LONGEST_GLUE: Final = 60


def _glue(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\hskip 1em plus 2em minus 3pt` neither stretches nor shrinks here."""
    behind = tokens[index + 1 : index + _LONGEST_GLUE]
    match = _GLUE.match("".join(token.text for token in behind))
    if match is None:
        return _unbraced(rewriting, tokens, index)
    ends = list(accumulate(len(token.text) for token in behind))
    first, last = bisect_left(ends, match.start("stretch")), bisect_left(ends, match.end())
    return [tokens[index], *behind[: first + 1]], index + 2 + last


def _unbraced(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\kern{1em}` is `\kern1em`, `\not{=}` is `\not=`."""
    following = skip_space(tokens, index + 1)
    if following >= len(tokens) or tokens[following].text != "{":
        return [tokens[index]], index + 1
    body, after = argument(tokens, following, tokens[index])
    return [tokens[index], *strip(body)], after


def _unstarred(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\hspace*` is `\hspace`: a formula has no line end at which space would vanish."""
    starred = index + 1 < len(tokens) and tokens[index + 1].text == "*"
    return [tokens[index]], index + 1 + starred


def _square_root(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\sqrt[\small 3]{x}`: what is in the brackets is read by itself, and commands in it go no further."""
    option = read_option(tokens, index + 1)
    if option is None:
        return [tokens[index]], index + 1
    degree = group(rewriting.rewrite(strip(option.tokens)), tokens[index])
    opening = tokens[skip_space(tokens, index + 1)]
    return [tokens[index], opening, *degree, tokens[option.next - 1]], option.next


def _without_option(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\cfrac[l]{1}{x}` is centred like any: MathML Core does not align numerators. Nor does `\shoveleft` indent."""
    option = read_option(tokens, index + 1)
    return [tokens[index]], option.next if option else index + 1


def _intertext(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\intertext{…}` between two rows is a row of its own, beginning at the point of alignment."""
    command = tokens[index]
    body, after = argument(tokens, index + 1, command)
    return [*make(r"&\text", command), *group(body, command), *make(ROW_END, command)], after


def _bold_symbol(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""Give `\boldsymbol{0}` its bold digit, which math-core 0.9 leaves light."""
    command = tokens[index]
    body, after = argument(tokens, index + 1, command)
    drawn = rewriting.rewrite(body)
    made: list[Token] = []
    behind = 0
    for place, token in enumerate(drawn):
        if token.text in _MEASURED or token.text.startswith(r"\text"):
            behind = _behind_measure(drawn, place + 1)
        is_digit = token.text.isdecimal() and place >= behind
        made += make(rf"{{\mathbf{{{token.text}}}}}", token) if is_digit else [token]
    return [command, *group(made, command)], after


_MEASURED: Final = {r"\kern", r"\mkern", r"\hskip", r"\mskip", r"\hspace", r"\color", r"\operatorname"}
"""Commands that, as texts do, take digits which are none of the formula's."""
_OF_LENGTHS: Final = frozenset("0123456789.+-")


def _behind_measure(tokens: Sequence[Token], index: int) -> int:
    """Return the index behind the option and the group, or the length without braces, from `index` on."""
    while index < len(tokens) and (is_space(tokens[index]) or tokens[index].text in _OF_LENGTHS):
        index += 1
    option = read_option(tokens, index)
    index = option.next if option else index
    found = read_argument(tokens, index)
    return found.next if found else index


def _control_space(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""Write a backslash before a line end, a tab or nothing as the control space `\ ` (TeXbook, chapter 3)."""
    return make("\\ ", tokens[index]), index + 1


def _delimited(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    token = tokens[index]
    words = f"{token.text} inside a formula, which is begun and ended once; remove it"
    raise Mistake(token.start, token.end, "math-dollar", words)


def _row_end(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\\[1ex]` makes the row deeper, as the strut of LaTeX's array does; `\\*` is `\\`, for pages do not end here."""
    length, after = read_row_spacing(tokens, index + 1)
    more = em(length, tokens[index]) if length else 0
    strut = rewriting.box(tokens[index], f'<mspace depth="{shown(STRUT_DEPTH + more)}"/>') if more > 0 else []
    return [*strut, tokens[index]], after


def _rule(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\hline\hline` is one rule."""
    after = index + 1
    while (following := skip_space(tokens, after)) < len(tokens) and tokens[following].text == tokens[index].text:
        after = following + 1
    return [tokens[index]], after


_FENCES: Final = {r"\left", r"\right", r"\middle"}
COMMANDS: Final[dict[str, Handler]] = {
    **dict.fromkeys((r"\color", r"\textcolor"), _color),
    **dict.fromkeys(_FENCES | SIZED, _delimiter),
    **dict.fromkeys((r"\kern", r"\mkern", r"\not"), _unbraced),
    **dict.fromkeys((r"\hskip", r"\mskip"), _glue),
    r"\hspace": _unstarred,
    **dict.fromkeys((r"\intertext", r"\shortintertext"), _intertext),
    **dict.fromkeys(("\\\n", "\\\t", "\\"), _control_space),
    r"\boldsymbol": _bold_symbol,
    **dict.fromkeys((r"\hline", r"\hdashline"), _rule),
    **dict.fromkeys((r"\(", r"\)", r"\[", r"\]"), _delimited),
    ROW_END: _row_end,
    r"\operatorname": _operator_name,
    r"\mathop": _mathop,
    **dict.fromkeys((r"\cfrac", r"\shoveleft", r"\shoveright"), _without_option),
    r"\sqrt": _square_root,
}
