r"""Text in a formula, with the formulas, references and boxes that stand in it."""

from collections.abc import Sequence
from typing import Final

from mathpress.tex.colors import read_color
from mathpress.tex.lexer import Token, group_end, make
from mathpress.tex.mistakes import Mistake
from mathpress.tex.rewrite import Handler, Result, Rewriting, argument, group, lacking, reference_at

_IN_TEXT: Final = {
    r"\ref", r"\eqref", r"\colorbox", r"\fcolorbox", r"\url", r"\rule",
    r"\raisebox", r"\textcircled", r"\verb", r"\char", r"\symbol", r"\unicode",
}  # fmt: skip
"""Commands that stand in text as they do in formulas."""


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
    if text[index].text in {r"\color", r"\textcolor"}:
        return _color(rewriting, text, index)
    if text[index].text == r"\href":
        return _link(rewriting, text, index)
    if text[index].text in _IN_TEXT:
        return rewriting.table[text[index].text](rewriting, text, index)
    closing = {"$": "$", r"\(": r"\)"}.get(text[index].text)
    if closing is None:
        return None
    end = next((i for i in range(index + 1, len(text)) if text[i].text == closing), None)
    if end is None:
        opening = text[index]
        words = rf"this {opening.text} in a text is not closed; add the {closing}, or write \$ for the character"
        raise Mistake(opening.start, opening.end, "math-dollar", words)
    return (rewriting.rewrite(text[index + 1 : end]), end + 1)


_CHARACTERS: Final = {"_": r"\_", "&": r"\&", "#": r"\#", "^": r"\textasciicircum{}"}


def _literal(text: Sequence[Token]) -> list[Token]:
    r"""Write `_ & # ^` in text as the characters they are there to MathJax and its authors: `\text{loss_fn}`.

    The space behind `\%` is one, though math-core 0.9 drops it as behind a word.
    """
    made: list[Token] = []
    shown = ""
    for token in text:
        after_symbol = shown.startswith("\\") and not shown[-1].isalpha()
        shown = "\\ " if token.text.isspace() and after_symbol else _CHARACTERS.get(token.text, token.text)
        made += [token] if shown == token.text else make(shown, token)
    return made


def _color(rewriting: Rewriting, text: Sequence[Token], index: int) -> Result | None:
    r"""Colour the words in braces; a switch to the group's end stays for the engine to refuse."""
    switch, body, after = read_color(text, index)
    if body is None:
        return None
    words, _ = _text(rewriting, [*make(r"\text", text[index]), *group(body, text[index])], 0)
    return group([*switch, *words], text[index]), after


def _link(rewriting: Rewriting, text: Sequence[Token], index: int) -> Result:
    """Make a link of words."""
    command = text[index]
    address, after = argument(text, index + 1, command)
    words, after = argument(text, after, command)
    inside = [*make(r"\text", command), *group(words, command)]
    linked = [command, *group(address, command), *group(inside, command)]
    return rewriting.table[command.text](rewriting, linked, 0)[0], after


def _reference(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    found = reference_at(tokens, index)
    if found is None:
        raise lacking(tokens[index])
    return rewriting.island(found[0]), found[1]


_TEXTS: Final = {rf"\text{font}" for font in ("", "rm", "bf", "it", "sf", "tt")}

WORDS: Final[dict[str, Handler]] = {
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys((r"\ref", r"\eqref"), _reference),
}
