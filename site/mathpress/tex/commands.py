r"""Commands that the engine lacks, said in terms of what it has: one function a construct, one table of them all."""

from collections.abc import Sequence
from typing import Final

from mathpress.tex.colors import read_color
from mathpress.tex.lexer import ROW_END, Token, group_end, make, skip_row_spacing, skip_space, strip
from mathpress.tex.mistakes import Mistake
from mathpress.tex.rewrite import Handler, Result, Rewriting, argument, group, lacking, reference_at


def _color(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    switch, body, after = read_color(tokens, index)
    if body is None:
        return switch, after
    return group([*switch, *rewriting.rewrite(body)], tokens[index]), after


def _text(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""Take formulas and references out of text: `\text{a $x$ b}` is `{\text{a }{x}\text{ b}}`."""
    command = tokens[index]
    body, after = argument(tokens, index + 1, command)
    made: list[Token] = []
    start = position = 0
    while position < len(body):
        found = _out_of_text(rewriting, body, position)
        if found is None:
            position = (group_end(body, position) if body[position].text == "{" else None) or position + 1
            continue
        if start < position:
            made += [command, *group(_literal(body[start:position]), command)]
        made += group(found[0], command)
        start = position = found[1]
    if not made:
        return [command, *group(_literal(body), command)], after
    if start < len(body):
        made += [command, *group(_literal(body[start:]), command)]
    return group(made, command), after


def _out_of_text(rewriting: Rewriting, text: Sequence[Token], index: int) -> Result | None:
    """Return the formula or reference that begins at `index` in a text, None if it is text."""
    if text[index].text in {r"\ref", r"\eqref"}:
        return _reference(rewriting, text, index)
    closing = {"$": "$", r"\(": r"\)"}.get(text[index].text)
    end = next((i for i in range(index + 1, len(text)) if text[i].text == closing), None) if closing else None
    return None if end is None else (rewriting.rewrite(text[index + 1 : end]), end + 1)


_CHARACTERS: Final = {"_": r"\_", "&": r"\&", "#": r"\#", "^": r"\textasciicircum{}"}


def _literal(text: Sequence[Token]) -> list[Token]:
    r"""Write `_ & # ^` in text as the characters they are there to MathJax and its authors: `\text{loss_fn}`."""
    return [part for token in text for part in make(_CHARACTERS.get(token.text, token.text), token)]


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


def _root(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\root 3 \of x` is `\sqrt[3]{x}` (plain TeX)."""
    command = tokens[index]
    of = next((i for i in range(index + 1, len(tokens)) if tokens[i].text == r"\of"), None)
    if of is None:
        raise Mistake(command.start, command.end, "math-argument", r"\root needs an \of, as in \root 3 \of x")
    body, after = argument(tokens, of + 1, command)
    degree = strip(tokens[index + 1 : of])
    return [
        *make(r"\sqrt[", command),
        *rewriting.rewrite(degree),
        *make("]", command),
        *group(rewriting.rewrite(body), command),
    ], after


def _reference(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    found = reference_at(tokens, index)
    if found is None:
        raise lacking(tokens[index])
    return rewriting.island(found[0]), found[1]


def _intertext(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\intertext{…}` between two rows is a row of its own, beginning at the point of alignment."""
    command = tokens[index]
    body, after = argument(tokens, index + 1, command)
    return [*make(r"&\text", command), *group(body, command), *make(ROW_END, command)], after


def _dots(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\dots` is centred before an operator or relation, low before anything else (amsmath, section 4.3)."""
    following = skip_space(tokens, index + 1)
    centred = following < len(tokens) and tokens[following].text in OPERATORS
    return make(r"\cdots" if centred else r"\ldots", tokens[index]), index + 1


def _bold_symbol(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""Give `\boldsymbol{0}` its bold digit, which math-core 0.9 leaves light."""
    command = tokens[index]
    body, after = argument(tokens, index + 1, command)
    made: list[Token] = []
    for token in rewriting.rewrite(body):
        made += make(rf"{{\mathbf{{{token.text}}}}}", token) if token.text.isdecimal() else [token]
    return [command, *group(made, command)], after


def _control_space(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""Write a backslash before a line end, a tab or nothing as the control space `\ ` (TeXbook, chapter 3)."""
    return make("\\ ", tokens[index]), index + 1


def _row_end(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\\*` and `\\[1ex]` are `\\`: a page does not end within a formula, and the engine knows no other distance."""
    return [tokens[index]], skip_row_spacing(tokens, index + 1)


def _rule(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\hline\hline` is one rule."""
    after = index + 1
    while (following := skip_space(tokens, after)) < len(tokens) and tokens[following].text == tokens[index].text:
        after = following + 1
    return [tokens[index]], after


OPERATORS: Final = {
    *"+-=<>*", r"\pm", r"\mp", r"\times", r"\cdot", r"\le", r"\leq", r"\ge", r"\geq", r"\ne", r"\neq", r"\equiv",
    r"\approx", r"\sim", r"\simeq", r"\cong", r"\subset", r"\subseteq", r"\supset", r"\supseteq", r"\to", r"\gets",
    r"\rightarrow", r"\leftarrow", r"\Rightarrow", r"\cup", r"\cap", r"\wedge", r"\land", r"\vee", r"\lor", r"\oplus",
    r"\otimes", r"\circ", r"\uparrow", r"\downarrow", r"\leftrightarrow", r"\Leftarrow", r"\Leftrightarrow", r"\mapsto",
    r"\prec", r"\succ", r"\preceq", r"\succeq", r"\ll", r"\gg", r"\in", r"\ast", r"\star", r"\div", r"\setminus",
    r"\sqcup", r"\ominus", r"\odot", r"\longrightarrow", r"\longleftarrow", r"\implies", r"\iff", r"\perp", r"\propto",
}  # fmt: skip
_FENCES: Final = {r"\left", r"\right", r"\middle"}
_SIZES: Final = {f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "m", "r")}
_TEXTS: Final = {rf"\text{font}" for font in ("", "rm", "bf", "it", "sf", "tt")}

COMMANDS: Final[dict[str, Handler]] = {
    **dict.fromkeys((r"\color", r"\textcolor"), _color),
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys(_FENCES | _SIZES, _delimiter),
    **dict.fromkeys((r"\kern", r"\hskip", r"\mkern", r"\mskip", r"\not"), _unbraced),
    **dict.fromkeys((r"\hspace", r"\vspace"), _unstarred),
    **dict.fromkeys((r"\ref", r"\eqref"), _reference),
    **dict.fromkeys((r"\intertext", r"\shortintertext"), _intertext),
    **dict.fromkeys(("\\\n", "\\\t", "\\"), _control_space),
    r"\boldsymbol": _bold_symbol,
    **dict.fromkeys((r"\hline", r"\hdashline"), _rule),
    ROW_END: _row_end,
    r"\dots": _dots,
    r"\operatorname": _operator_name,
    r"\mathop": _mathop,
    r"\root": _root,
}
