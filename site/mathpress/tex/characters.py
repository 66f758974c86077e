r"""Characters by number or name: `\char`, `\unicode`, `\textcircled`, `\verb`, and alphabets that the engine lacks."""

import html
import re
from collections.abc import Sequence
from typing import Final

from mathpress.tex.lexer import Token, join, make, read_option, skip_space
from mathpress.tex.mistakes import Mistake
from mathpress.tex.rewrite import Handler, Result, Rewriting, argument, group

_NUMBER: Final = re.compile(
    r"""
    \s* (?: "(?P<hexadecimal>[0-9A-F]+) | '(?P<octal>[0-7]+) | `(?P<char>\\?.) | (?P<decimal>[0-9]+) )
    """,
    re.VERBOSE,
)
_CODE: Final = re.compile(r"\s*(?:[xXU](?P<hexadecimal>[0-9A-Fa-f]{1,8})|(?P<decimal>[0-9]{1,8}))\s*")
_NOT_IN_XML: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff\U00100000-\U0010ffff]")


def _character(rewriting: Rewriting, code: int, command: Token) -> list[Token]:
    if code > 0x10FFFF or _NOT_IN_XML.match(chr(code)):
        raise Mistake(
            command.start, command.end, "math-character", f"{command.text} names no character that can be shown"
        )
    return rewriting.box(command, f"<mtext>{html.escape(chr(code))}</mtext>")


def _char(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\char"41`, `\char'101`, `\char65` and ``\char`A`` are A (TeXbook, chapter 8)."""
    command = tokens[index]
    written = "".join(token.text for token in tokens[index + 1 : index + _LONGEST_NUMBER])
    match = _NUMBER.match(written)
    if match is None:
        words = r"\char needs a number, as \char65 or \char" + '"41'
        raise Mistake(command.start, command.end, "math-character", words)
    after = index + 1
    length = 0
    while length < match.end():
        length += len(tokens[after].text)
        after += 1
    return _character(rewriting, _value(match), command), after


_LONGEST_NUMBER: Final = 12


def _value(match: re.Match[str]) -> int:
    found = match.groupdict()
    if found["hexadecimal"]:
        return int(found["hexadecimal"], 16)
    if found.get("octal"):
        return int(found["octal"], 8)
    return ord(found["char"][-1]) if found.get("char") else int(found["decimal"])


def _unicode(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\unicode{x41}` is A (MathJax), and so is `\symbol{65}`; sizes and fonts in brackets do not matter."""
    command = tokens[index]
    after = index + 1
    while option := read_option(tokens, after):
        after = option.next
    body, after = argument(tokens, after, command)
    match = _CODE.fullmatch(join(body))
    if match is None:
        words = rf"{command.text} needs a character's number, as {command.text}{{x41}} or {command.text}{{65}}"
        raise Mistake(command.start, command.end, "math-character", words)
    return _character(rewriting, _value(match), command), after


def _circled(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\textcircled{a}` is ⓐ."""
    command = tokens[index]
    body, after = argument(tokens, index + 1, command)
    text = join(body).strip()
    circled = _CIRCLED.get(text) or "".join(char + "\u20dd" for char in text)
    return rewriting.box(command, f"<mtext>{html.escape(circled)}</mtext>"), after


_CIRCLED: Final = {
    **{chr(ord("a") + i): chr(0x24D0 + i) for i in range(26)},
    **{chr(ord("A") + i): chr(0x24B6 + i) for i in range(26)},
    **{str(i): chr(0x2460 + i - 1) for i in range(1, 21)},
    "0": "⓪",
}


def _verb(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\verb|a_b|` is what stands between two like characters, as it is typed."""
    command = tokens[index]
    start = index + 1 + (index + 1 < len(tokens) and tokens[index + 1].text == "*")
    fence = tokens[start].text if start < len(tokens) else " "
    end = next((i for i in range(start + 1, len(tokens)) if tokens[i].text == fence), None)
    if end is None or len(fence) > 1 or fence.isspace() or fence.isalnum():
        words = rf"{command.text} needs its text between two like characters, as \verb|x|"
        raise Mistake(command.start, command.end, "math-argument", words)
    typed = html.escape("".join(token.text for token in tokens[start + 1 : end])).replace(" ", "\u00a0")
    return rewriting.box(command, f'<mtext class="m-code">{typed}</mtext>'), end + 1


_ALPHABETS: Final = {
    r"\mathsfit": (0x1D608, 0x1D622), r"\symsfit": (0x1D608, 0x1D622),
    r"\mathbfit": (0x1D468, 0x1D482), r"\symbfit": (0x1D468, 0x1D482),
    r"\mathsfup": (0x1D5A0, 0x1D5BA), r"\symsfup": (0x1D5A0, 0x1D5BA),
    r"\mathbfsf": (0x1D5D4, 0x1D5EE), r"\symbfsf": (0x1D5D4, 0x1D5EE), r"\symbfsfup": (0x1D5D4, 0x1D5EE),
    r"\mathbfsfit": (0x1D63C, 0x1D656), r"\symbfsfit": (0x1D63C, 0x1D656),
    r"\mathbfscr": (0x1D4D0, 0x1D4EA), r"\symbfscr": (0x1D4D0, 0x1D4EA), r"\mathbfcal": (0x1D4D0, 0x1D4EA),
    r"\symbfcal": (0x1D4D0, 0x1D4EA), r"\mathbffrak": (0x1D56C, 0x1D586), r"\symbffrak": (0x1D56C, 0x1D586),
}  # fmt: skip
"""Alphabets of Unicode that the engine has no command for: where their capitals and their small letters begin."""


def _alphabet(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    command = tokens[index]
    body, after = argument(tokens, index + 1, command)
    capitals, small = _ALPHABETS[command.text]

    def letter(token: Token) -> Token:
        text = token.text
        if len(text) == 1 and text.isascii() and text.isalpha():
            text = chr(capitals + ord(text) - ord("A") if text.isupper() else small + ord(text) - ord("a"))
        return Token(text, token.start, token.end)

    return group([letter(token) for token in rewriting.rewrite(body)], command), after


def _dotless(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\i` and `\j` are letters of text; in a formula they are `\imath` and `\jmath`."""
    return make({r"\i": r"\imath", r"\j": r"\jmath"}[tokens[index].text], tokens[index]), index + 1


_SUPERSCRIPTS: Final = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", "0123456789+-=()n", strict=True))
_SUBSCRIPTS: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+-=()", strict=True))


def _script(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""Write a typed x² as `x^{2}`, and x¹² as `x^{12}`; one behind a `^` is only the digit."""
    command = tokens[index]
    table, mark = (_SUPERSCRIPTS, "^") if command.text in _SUPERSCRIPTS else (_SUBSCRIPTS, "_")
    end = index
    while end < len(tokens) and tokens[end].text in table:
        end += 1
    written = "".join(table[token.text] for token in tokens[index:end])
    before = tokens[index - 1].text if index else ""
    return make(written if before in {"^", "_"} else f"{mark}{{{written}}}", command), end


_CAPITALS: Final = {
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon",
    "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip


def _capital(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""Write a typed Γ as `\Gamma`, which is upright as TeX's are."""
    return make(rf"\{_CAPITALS[tokens[index].text]}", tokens[index]), index + 1


def _fill(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\hfil` and its kind fill lines, which a formula has none of."""
    return make("{}", tokens[index]), skip_space(tokens, index + 1)


CHARACTERS: Final[dict[str, Handler]] = {
    r"\char": _char,
    **dict.fromkeys((r"\unicode", r"\symbol"), _unicode),
    r"\textcircled": _circled,
    r"\verb": _verb,
    **dict.fromkeys(_ALPHABETS, _alphabet),
    **dict.fromkeys((r"\i", r"\j"), _dotless),
    **dict.fromkeys(_CAPITALS, _capital),
    **dict.fromkeys(_SUPERSCRIPTS | _SUBSCRIPTS, _script),
    **dict.fromkeys((r"\hfil", r"\hfill", r"\hfilll"), _fill),
}
