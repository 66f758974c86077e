"""A formula as plain text: for titles, descriptions, search, ids, and readers that know no MathML.

The text is read off the MathML, so it knows all that the engine knows: `q(x)=∫q(z)q(x|z)dz`.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element, fromstring

_SUPERSCRIPTS: Final = dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
_SUBSCRIPTS: Final = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_AS_TEXT: Final = {
    **dict.fromkeys(map(ord, "\u2062\u2063\u2064\ufe00\ufe01")),  # what nobody sees
    0xA0: " ",
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x1D400, 0x1D800)},
    ord("ℎ"): "h",
}
"""Mathematical alphanumerics become letters that every font and search knows; ℝ and its kin stay."""
_ATOM: Final = re.compile(r"[^\W\d_]|[\d.]+|.", re.DOTALL)
_APPLIED: Final = re.compile(r"\u2061(?=\w)")
"""Function application before a letter or digit: the function's name needs a space behind it."""
_ACCENTS: Final = {
    "ˆ": "\u0302", "^": "\u0302", "\u0302": "\u0302", "˜": "\u0303", "~": "\u0303", "\u0303": "\u0303",
    "¯": "\u0304", "\u0332": "\u0305", "‾": "\u0305", "\u0305": "\u0305", "ˉ": "\u0304", "→": "\u20d7",
    "\u20d7": "\u20d7", "˙": "\u0307", "¨": "\u0308", "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301",
    "`": "\u0300", "˚": "\u030a",
}  # fmt: skip


def plain(mathml: str) -> str:
    """Return the text of a `<math>` element. `mathml` must be well-formed XML."""
    text = _APPLIED.sub(" ", _text(fromstring(mathml))).replace("\u2061", "").strip()
    return unicodedata.normalize("NFC", text)


def _text(element: Element) -> str:
    return _WRITERS.get(element.tag, _children)(element)


def _children(element: Element) -> str:
    return "".join([_WRITERS.get(child.tag, _children)(child) for child in element])


def _leaf(element: Element) -> str:
    if element.find(".//math") is not None:  # a link, with a formula in it
        return _children(element)
    text = "".join(element.itertext())  # also of the <b> of bold words
    return text if text.isascii() else text.translate(_AS_TEXT)


def _space(element: Element) -> str:
    width = re.match(r"([\d.]+)em", element.get("width", ""))
    return " " if width and float(width[1]) >= 0.2 else ""


def _wrapped(text: str) -> str:
    """Return `text` in parentheses unless it is one letter, number or already in parentheses."""
    whole = _ATOM.fullmatch(text) or (text.startswith("(") and text.endswith(")") and text.count("(") == 1)
    return text if whole else f"({text})"


def _fraction(element: Element) -> str:
    above, below = map(_text, element)
    if element.get("linethickness") == "0":
        return f"{above} {below}"
    return f"{_wrapped(above)}/{_wrapped(below)}"


def _script(mark: str, text: str) -> str:
    table = _SUBSCRIPTS if mark == "_" else _SUPERSCRIPTS
    text = text.strip()
    if not text:
        return ""
    if all(char in table for char in text):
        return "".join(table[char] for char in text)
    if set(text) <= set("′″‴*∗†⊤"):
        return text if mark == "^" and text[0] in "′″‴" else mark + text
    return mark + _wrapped(text)


def _scripted(*marks: str) -> Callable[[Element], str]:
    def write(element: Element) -> str:
        base, *scripts = map(_text, element)
        return base + "".join(_script(mark, script) for mark, script in zip(marks, scripts, strict=True))

    return write


def _over(element: Element) -> str:
    base, above = map(_text, element)
    if len(base) == 1 and above in _ACCENTS:
        return unicodedata.normalize("NFC", base + _ACCENTS[above])
    return base if element.get("accent") == "true" else base + _script("^", above)


def _under(element: Element) -> str:
    base, below = map(_text, element)
    return base if element.get("accentunder") == "true" else base + _script("_", below)


def _multiscripts(element: Element) -> str:
    """Write a base between its scripts: `¹⁴₆C`. The children are base, pairs of scripts, mprescripts, pairs."""
    base, *rest = element
    behind = next((i for i, child in enumerate(rest) if child.tag == "mprescripts"), len(rest))
    marked = [_script("_^"[i % 2], _text(child)) for i, child in enumerate(rest[:behind])]
    before = [_script("_^"[i % 2], _text(child)) for i, child in enumerate(rest[behind + 1 :])]
    return "".join([*before, _text(base), *marked])


def _root(element: Element) -> str:
    if element.tag == "msqrt":
        return "√" + _wrapped(_children(element))
    radicand, degree = map(_text, element)
    return {"3": "∛", "4": "∜"}.get(degree, f"{_script('^', degree)}√") + _wrapped(radicand)


def _table(element: Element) -> str:
    rows = (" ".join(filter(None, map(_text, row))) for row in element)
    return "; ".join(filter(None, rows))


_WRITERS: Final[dict[str, Callable[[Element], str]]] = {
    **dict.fromkeys(("mi", "mn", "mo", "mtext"), _leaf),
    **dict.fromkeys(("msqrt", "mroot"), _root),
    "mspace": _space,
    "mphantom": lambda _: "",
    "mfrac": _fraction,
    "msub": _scripted("_"),
    "msup": _scripted("^"),
    "msubsup": _scripted("_", "^"),
    "munderover": _scripted("_", "^"),
    "mmultiscripts": _multiscripts,
    "mover": _over,
    "munder": _under,
    "mtable": _table,
}
