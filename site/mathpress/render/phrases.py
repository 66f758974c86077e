r"""A formula as a phrase: words that a search engine for prose keeps, one for each piece of its LaTeX, in their order.

Pagefind drops all signs from what it indexes, and so would take `x^2` for `x_2`. Here `^` is a word like any other,
which begins with a letter that no text uses; so whatever stands in a formula is found by a search for a phrase.
Ways to write the same are one phrase: `\le`, `\leq` and ≤, `x^{2}`, `x^2` and x². What is not seen, such as braces and
spaces, or only upright or bold, is left out.

The reader's browser makes a phrase of what is typed by the same `table()`, which is published with the index
(`js/phrases.js`); a test compares both.
"""

import html
import json
import re
import string
import unicodedata
from functools import cache
from typing import Final

from mathpress.text import IDEOGRAPHS

MARK: Final = "\ua78f"
"""What all words of formulas begin with: a letter for transcripts of Phags-pa (Unicode 7), which has no other case."""

_IGNORED: Final = r"""
\\(?:begin|end)\s*\{[^{}]*\}(?:\s*\{[lcr|:\s]*\})?|\\(?:label|tag\*?|color|textcolor|hspace\*?|vspace\*?)\s*\{[^{}]*\}
|\\(?:left|right|middle|[bB]igg?[lrm]?|limits|nolimits|displaystyle|textstyle|scriptstyle|nonumber|notag|hline)(?![A-Za-z])
|\\(?:math(?:rm|bf|it|sf|tt|normal|op|bin|rel|ord|open|close|punct|inner)|boldsymbol|bm|pmb|symbf)(?![A-Za-z])
|\\(?:text(?:rm|bf|it|sf|tt|normal|up)?|mbox|hbox|operatorname(?![A-Za-z])\*?|rm|bf|it|cal)(?![A-Za-z])
|\\\\(?:\[[^\[\]]*\])?|%[^\n]*|[{}&$~\s]
""".replace("\n", "")
_RAISED: Final = re.compile(r"[\u00b2\u00b3\u00b9\u2070-\u207f]+")
_LOWERED: Final = re.compile(r"[\u2080-\u209c]+")
_PIECE: Final = rf"\\[A-Za-z]+|\\.|['′]+|{_RAISED.pattern}|{_LOWERED.pattern}|\|\||[^\\]"
_TOKEN: Final = re.compile(f"{_IGNORED}|({_PIECE})")
"""A piece of LaTeX, in the group, or what is ignored. JavaScript reads the same."""

_SYNONYMS: Final = {
    **dict.fromkeys((r"\dfrac", r"\tfrac", r"\cfrac"), r"\frac"),
    **dict.fromkeys((r"\dbinom", r"\tbinom"), r"\binom"),
    **dict.fromkeys((r"\dots", r"\ldots", r"\dotsb", r"\dotsc", r"\dotsi", r"\dotsm", r"\dotso"), "..."),
    r"\widehat": r"\hat", r"\widetilde": r"\tilde", r"\overline": r"\bar", r"\Bbb": r"\mathbb",
    r"\backslash": "∖", "||": "‖", "″": "^′′", "‴": "^′′′",
    **{prime * count: "^" + "′" * count for prime in "'′" for count in (1, 2, 3)},
}  # fmt: skip
_FOLDED: Final = {
    "−": "-", "∗": "*", "∣": "|", "∥": "‖", "⟂": "⊥", "⩽": "≤", "⩾": "≥", "⪯": "≼", "⪰": "≽", "∆": "Δ", "·": "⋅",
    "•": "∙", "⋯": "...", "⟶": "→", "⟵": "←", "⟹": "⇒", "⟸": "⇐", "⟺": "⇔", "⟼": "↦", "≔": ":=", "〈": "⟨", "〉": "⟩",
}  # fmt: skip
"""Characters that readers take for one another, behind compatibility equivalence (NFKC), which has 𝑥, ϵ and …."""
_SPACE: Final = re.compile(r"<mspace[^<>]*/>|</?(?:math|mrow)>")
_LEAF: Final = re.compile(r"(?:<(?P<name>m[ion]|mtext)\b[^<>]*>(?P<text>[^<>]*)</(?P=name)>)?")
_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")


def phrase(tex: str) -> str:
    """Return the words of a formula, with spaces between; ideographs, which are words by themselves, are left out."""
    names = _names()
    words: list[str] = []
    for piece in _TOKEN.findall(tex):
        text = names.get(piece, piece)
        if text[:1] == "\\":
            words.append(f"{MARK}0{text[1:].lower()}")  # the 0 tells \R, a macro, from a letter
        else:
            words += map(_word, _characters(text))
    return " ".join(filter(None, words))


def table() -> bytes:
    """Return what `js/phrases.js` needs to make the same phrases, as JSON."""
    names = {"mark": MARK, "token": _TOKEN.pattern, "names": _names(), "folded": _FOLDED}
    return json.dumps(names, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


@cache
def _characters(text: str) -> str:
    """Return the characters that a text without commands stands for."""
    if _RAISED.match(text):
        text = "^" + text
    elif _LOWERED.match(text):
        text = "_" + text
    return "".join(_FOLDED.get(char, char) for char in unicodedata.normalize("NFKC", text))


@cache
def _word(char: str) -> str:
    """Return the word for a character: letters and digits as they are, with a 1 for capitals, others by their code."""
    if char.isspace() or char == "\ufe00" or _IDEOGRAPH.match(char):  # the second chooses another form of a sign
        return ""
    if char.isascii() and char.isalnum():
        return MARK + char.lower() + ("1" if char.isupper() else "")
    return f"{MARK}u{ord(char):x}"


@cache
def _names() -> dict[str, str]:
    r"""Return what the engine draws for each command that stands for characters alone; `\quad` stands for nothing."""
    from mathpress.tex.engines import Refusal, with_math_core  # heavy, and most builds make no index
    from mathpress.tex.mathjax import known_names

    drawn = {}
    for name in sorted({*known_names()[0], *("\\" + char for char in string.punctuation + " ")}):
        try:
            leaf = _LEAF.fullmatch(_SPACE.sub("", with_math_core(name, display=False)))
        except Refusal:  # it needs an argument
            continue
        if leaf:
            drawn[name] = unicodedata.normalize("NFKC", html.unescape(leaf["text"] or ""))
    return drawn | _SYNONYMS
