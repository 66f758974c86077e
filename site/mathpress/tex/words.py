r"""Text in a formula, with the formulas, references and boxes that stand in it."""

from collections.abc import Sequence
from typing import Final
from unicodedata import normalize

from mathpress.tex.colors import read_color
from mathpress.tex.lexer import Token, group_end, has_any, join, make, split, strip
from mathpress.tex.mistakes import Mistake
from mathpress.tex.rewrite import Handler, Result, Rewriting, argument, group, lacking, reference_at

_IN_TEXT: Final = {
    r"\ref", r"\eqref", r"\colorbox", r"\fcolorbox", r"\url", r"\rule",
    r"\raisebox", r"\textcircled", r"\verb", r"\char", r"\symbol", r"\unicode", r"\textsuperscript",
    r"\textsubscript",
}  # fmt: skip
"""Commands that stand in text as they do in formulas."""


_TEXTS: Final = {rf"\text{font}" for font in ("", "rm", "bf", "it", "sf", "tt", "sc")} | {r"\emph"}


def _text(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""Take formulas and references out of text: `\text{a $x$ b}` is `{\text{a }{x}\text{ b}}`."""
    command = tokens[index]
    body, after = argument(tokens, index + 1, command)
    made: list[Token] = []
    start = position = 0
    while position < len(body):
        found = _out_of_text(rewriting, body, position) or _switched(rewriting, body, position)
        if found is None:
            position = (group_end(body, position) if body[position].text == "{" else None) or position + 1
            continue
        if start < position:
            made += [command, *group(_literal(body[start:position], command), command)]
        made += group(found[0], command)
        start = position = found[1]
    if not made:
        return [command, *group(_literal(body, command), command)], after
    if start < len(body):
        made += [command, *group(_literal(body[start:], command), command)]
    return group(made, command), after


def _out_of_text(rewriting: Rewriting, text: Sequence[Token], index: int) -> Result | None:
    """Return the formula or reference that begins at `index` in a text, None if it is text."""
    if text[index].text in {r"\color", r"\textcolor"}:
        return _color(rewriting, text, index)
    if text[index].text == r"\href":
        return _link(rewriting, text, index)
    if text[index].text in _TEXTS and not _MORE_THAN_WORDS.isdisjoint(_texts_of(text, index)):
        return _text(rewriting, text, index)
    if text[index].text in {r"\underline", r"\overline"}:
        return _lined(rewriting, text, index)
    if text[index].text in _IN_TEXT:
        return rewriting.table[text[index].text](rewriting, text, index)
    closing = {"$": "$", r"\(": r"\)"}.get(text[index].text)
    if closing is None:
        return None
    inside = split(text[index + 1 :], closing)[0]
    end = index + 1 + len(inside)
    if end == len(text):
        opening = text[index]
        words = rf"this {opening.text} in a text is not closed; add the {closing}, or write \$ for the character"
        raise Mistake(opening.start, opening.end, "math-dollar", words)
    return (rewriting.rewrite(inside), end + 1)


_SWITCHES: Final = {
    r"\bf": r"\textbf", r"\bfseries": r"\textbf", r"\it": r"\textit", r"\itshape": r"\textit", r"\em": r"\emph",
    r"\tt": r"\texttt", r"\ttfamily": r"\texttt", r"\sf": r"\textsf", r"\sffamily": r"\textsf",
    r"\rm": r"\textrm", r"\rmfamily": r"\textrm", r"\sc": r"\textsc", r"\scshape": r"\textsc",
    r"\normalfont": r"\textrm", r"\upshape": r"\textrm", r"\mdseries": r"\textrm",
}  # fmt: skip
"""Switches of a font, and the command whose argument reaches to the end of the switch's group."""
_MORE_THAN_WORDS: Final = {"$", r"\(", r"\underline", r"\overline", *_SWITCHES, *_IN_TEXT}


def _switched(rewriting: Rewriting, text: Sequence[Token], index: int) -> Result | None:
    r"""Set `\bf b` to the end of the text as `\textbf{b}`, and a group in a text by itself if it is more than words."""
    command = text[index]
    if command.text in _SWITCHES:
        return _words(rewriting, _SWITCHES[command.text], strip(text[index + 1 :]), command), len(text)
    is_argument = index > 0 and text[index - 1].text.startswith("\\")
    if command.text != "{" or is_argument or _MORE_THAN_WORDS.isdisjoint(_texts_of(text, index)):
        return None
    body, after = argument(text, index, command)
    return _words(rewriting, r"\text", body, command), after


def _words(rewriting: Rewriting, command: str, body: Sequence[Token], like: Token) -> list[Token]:
    return _text(rewriting, [*make(command, like), *group(body, like)], 0)[0]


def _texts_of(text: Sequence[Token], index: int) -> set[str]:
    """Return what tokens the next group from `index` on has."""
    end = group_end(text, index)
    return {token.text for token in text[index:end]}


def _lined(rewriting: Rewriting, text: Sequence[Token], index: int) -> Result:
    """Draw a line under or over words."""
    command = text[index]
    body, after = argument(text, index + 1, command)
    return [command, *group(_words(rewriting, r"\text", body, command), command)], after


def _raised(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`a\textsuperscript{b}` and `\textsubscript{b}` are words in a script."""
    command = tokens[index]
    body, after = argument(tokens, index + 1, command)
    mark = "{}^" if command.text == r"\textsuperscript" else "{}_"
    return [*make(mark, command), *group(_words(rewriting, r"\text", body, command), command)], after


def _letter(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\o` is a letter of text, in a formula too."""
    return make(rf"\text{{{tokens[index].text}}}", tokens[index]), index + 1


_CHARACTERS: Final = {"_": r"\_", "&": r"\&", "#": r"\#", "^": r"\textasciicircum{}",
    r"\!": "", r"\\": "\\ ", r"\newline": "\\ ", r"\copyright": "©", r"\textcopyright": "©", r"\circledR": "®",
    r"\textregistered": "®", r"\texttrademark": "™", r"\pounds": "£", r"\yen": "¥", r"\textbullet": "•",
    r"\checkmark": "✓", r"\degree": "°", r"\textvisiblespace": "␣", r"\slash": "/",
}  # fmt: skip
_MARKS: Final = {r"\d": "\u0323", r"\k": "\u0328", r"\b": "\u0331", r"\t": "\u0361"}
"""Accents of text that the engine lacks, as the combining characters behind their letter."""
_LIGATURES: Final = {("`", "`"): "“", ("'", "'"): "”", ("-", "-"): "–", ("–", "-"): "—"}
"""Characters that TeX's fonts join in text (TeXbook, chapter 2)."""


def _joined(text: Sequence[Token]) -> list[Token]:
    """Join dashes and quotation marks as TeX does, but for typewriter letters."""
    made: list[Token] = []
    for token in text:
        joined = _LIGATURES.get((made[-1].text, token.text)) if made else None
        if joined:
            made[-1:] = make(joined, token)
        else:
            made.append(token)
    return made


def _accented(text: Sequence[Token]) -> list[Token]:
    r"""Write `\d{a}`, `\k a`, `\b{d}` and `\t{oo}` as letter and combining character."""
    if not has_any(text, _MARKS.keys()):
        return list(text)
    made: list[Token] = []
    index = 0
    while index < len(text):
        mark = _MARKS.get(text[index].text)
        if mark is None:
            made.append(text[index])
            index += 1
            continue
        letters, after = argument(text, index + 1, text[index])
        first, rest = letters[:1], letters[1:]
        if first and first[0].text.startswith("\\"):  # an accent before the letter that has this one too
            first, rest = letters, []
        made += make(normalize("NFC", (join(first) or "\u00a0") + mark + join(rest)), text[index])
        index = after
    return made


def _literal(text: Sequence[Token], command: Token) -> list[Token]:
    r"""Write `_ & # ^` in text as the characters they are there to MathJax and its authors: `\text{loss_fn}`.

    The space behind `\%` is one, though math-core 0.9 drops it as behind a word.
    """
    made: list[Token] = []
    shown = ""
    text = _accented(text)
    for token in text if command.text == r"\texttt" else _joined(text):
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


WORDS: Final[dict[str, Handler]] = {
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys((r"\textsuperscript", r"\textsubscript"), _raised),
    **dict.fromkeys((r"\ss", r"\o", r"\O", r"\ae", r"\AE", r"\oe", r"\OE", r"\l", r"\L"), _letter),
    **dict.fromkeys((r"\ref", r"\eqref"), _reference),
}
