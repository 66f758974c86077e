r"""Characters that are not what they look like: full-width signs of an input method, curly quotes, invisible spaces.

Each is drawn, but as a letter of its own, `１` upright and wide, `’` no prime; so it earns a warning, not an error.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from mathpress.errors import Severity
from mathpress.tex.lexer import Token, read_argument
from mathpress.tex.mistakes import Mistake

_INVISIBLE: Final = "\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060\u2066-\u206f\ufeff"
_FULL_WIDTH: Final = "\uff03-\uff0b\uff0d\uff0f-\uff19\uff1c-\uff1e\uff20-\uff5e"  # without the marks ，．：；！？
_CYRILLIC: Final = dict(zip("асеорхуАВЕКМНОРСТХ", "aceopxyABEKMHOPCTX", strict=True))
_MEANT: Final = {
    **dict.fromkeys("\u2018\u2019\u00b4", "' for a prime"),
    **dict.fromkeys("\u201c\u201d", r"\text{…} around words in quotes"),
    **dict.fromkeys("\u2013\u2014", "- for a minus"),
    **dict.fromkeys("\u2028\u2029\u00a0\u202f", "a plain space"),
}
_STRANGE: Final = re.compile(f"[{_INVISIBLE}{_FULL_WIDTH}{''.join(_CYRILLIC)}{''.join(_MEANT)}]")
_CYRILLIC_WORD: Final = re.compile("[\u0400-\u04ff]{2}")
_IN_WORDS: Final = {
    r"\operatorname", r"\mathrm", r"\intertext", r"\shortintertext", r"\label", r"\tag", r"\ref", r"\eqref",
    r"\verb", r"\href", r"\url", r"\fbox", r"\mbox", r"\hbox", r"\unicode",
}  # fmt: skip
"""Commands besides `\\text` and its kin whose argument is read as words."""


def lookalikes(tex: str, tokens: Sequence[Token]) -> tuple[Mistake, ...]:
    """Return a warning for the first such character of a formula outside of its texts. `tokens` are its own."""
    if tex.isascii() or not _STRANGE.search(tex):
        return ()
    index = 0
    while index < len(tokens):
        token = tokens[index]
        index += 1
        if token.text.startswith(r"\text") or token.text in _IN_WORDS:
            argument = read_argument(tokens, index)
            index = argument.next if argument else index
        elif (found := _STRANGE.search(token.text)) and token.text[0] not in "\\%":
            if found[0] in _CYRILLIC and _CYRILLIC_WORD.search(tex):
                continue
            start = token.start + found.start()
            words = _advice(found[0])
            return (Mistake(start, start + 1, "math-lookalike", words, Severity.WARNING),)
    return ()


def _advice(char: str) -> str:
    """Say what a character is, and what to write for it."""
    name = f"{unicodedata.name(char, 'an invisible character').lower()} (U+{ord(char):04X})"
    latin = _CYRILLIC.get(char) or unicodedata.normalize("NFKC", char)
    if char in _MEANT:
        return f"this is {name}; write {_MEANT[char]}"
    if latin != char and latin.isascii():
        return f"this is {name}; write {latin}"
    return f"this is {name}, which nobody sees; remove it"
