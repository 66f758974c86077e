"""A formula as plain text: for titles, descriptions, search, ids, and readers that know no MathML.

The text is read off the MathML, so it knows all that the engine knows: `q(x)=∫q(z)q(x|z)dz`.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

Writer = Callable[[list[str], str], str]
"""Writes an element from the texts of its children and its attributes as they stand in its tag."""

_SUPERSCRIPTS: Final = dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
_SUBSCRIPTS: Final = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_AS_TEXT: Final = {
    **dict.fromkeys(map(ord, "\u2062\u2063\u2064\ufe00\ufe01")),  # what nobody sees
    0xA0: " ",
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x1D400, 0x1D800)},
    ord("ℎ"): "h",
}
"""Mathematical alphanumerics become letters that every font and search knows; ℝ and its kin stay."""
_WIDTH: Final = re.compile(r' width="([\d.]+)em')
_ATOM: Final = re.compile(r"[^\W\d_]|[\d.]+|.", re.DOTALL)
_APPLIED: Final = re.compile(r"\u2061(?=\w)")
"""Function application before a letter or digit: the function's name needs a space behind it."""
_ACCENTS: Final = {
    "ˆ": "\u0302", "^": "\u0302", "\u0302": "\u0302", "˜": "\u0303", "~": "\u0303", "\u0303": "\u0303",
    "¯": "\u0304", "\u0332": "\u0305", "‾": "\u0305", "\u0305": "\u0305", "ˉ": "\u0304", "→": "\u20d7",
    "\u20d7": "\u20d7", "˙": "\u0307", "¨": "\u0308", "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301",
    "`": "\u0300", "˚": "\u030a",
}  # fmt: skip


_PIECE: Final = re.compile(
    r"""
    <(?:m[ino]|mtext)\b [^<>]* > (?P<leaf>[^<>]*) </\w+>
    | < (?P<end>/?) (?P<name>\w+) (?P<attributes>[^<>]*) > (?P<tail>[^<>]*)
    """,
    re.VERBOSE,
)
_PRESCRIPTS: Final = "\0"
"""The text of the element that parts the scripts before a base from those behind it."""


_COMMAND: Final = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+\*?\s*(?=[{\[])|[\\{}]")
"""What is LaTeX alone in a formula: environments, commands with arguments, and the signs of both."""


def spelled(tex: str) -> str:
    r"""Return the letters of a formula that has no MathML: of `\ce{H2O ->[\alpha] x}` these are `H2O ->[alpha] x`."""
    return " ".join(_COMMAND.sub("", tex).split())


def plain(mathml: str) -> str:
    """Return the text of a `<math>` element, which must be well-formed.

    One pass builds it from the leaves up: for each formula of a site a tree would take twice the time.
    """
    texts: list[str] = []  # of the children so far of the element that is open
    around: list[tuple[list[str], str, str]] = []  # the same for those around it, with its own name and attributes
    for leaf, end, name, attributes, tail in _PIECE.findall(mathml):
        if not name:
            texts.append(_shown(leaf))
            continue
        if not end:
            around.append((texts, name, attributes))
            texts = []
        if end or attributes.endswith("/"):
            children = texts
            texts, opened, given = around.pop()
            writer = _WRITERS.get(opened)
            texts.append(writer(children, given) if writer else "".join(children))
        if tail:  # words beside the <b> or the link in an mtext
            texts.append(_shown(tail))
    text = _APPLIED.sub(" ", "".join(texts)).replace("\u2061", "").strip()
    return unicodedata.normalize("NFC", text)


_often: Final = lru_cache(maxsize=2048)
"""Remembers what becomes of a text: leaves and scripts are few and short, and stand in a site's formulas everywhere."""


@_often
def _shown(text: str) -> str:
    text = html.unescape(text) if "&" in text else text
    return text if text.isascii() else text.translate(_AS_TEXT)


def _space(_: list[str], attributes: str) -> str:
    width = _WIDTH.search(attributes)
    return " " if width and float(width[1]) >= 0.2 else ""


def _wrapped(text: str) -> str:
    """Return `text` in parentheses unless it is one letter, number or already in parentheses."""
    if len(text) == 1:
        return text
    whole = _ATOM.fullmatch(text) or (text.startswith("(") and text.endswith(")") and text.count("(") == 1)
    return text if whole else f"({text})"


def _fraction(children: list[str], attributes: str) -> str:
    above, below = children
    if ' linethickness="0"' in attributes:
        return f"{above} {below}"
    return f"{_wrapped(above)}/{_wrapped(below)}"


@_often
def _script(mark: str, text: str) -> str:
    table = _SUBSCRIPTS if mark == "_" else _SUPERSCRIPTS
    if text in table:
        return table[text]
    text = text.strip()
    if not text:
        return ""
    if all(char in table for char in text):
        return "".join(table[char] for char in text)
    if set(text) <= set("′″‴*∗†⊤"):
        return text if mark == "^" and text[0] in "′″‴" else mark + text
    return mark + _wrapped(text)


def _below(children: list[str], _: str) -> str:
    base, script = children
    return base + _script("_", script)


def _above(children: list[str], _: str) -> str:
    base, script = children
    return base + _script("^", script)


def _below_and_above(children: list[str], _: str) -> str:
    base, below, above = children
    return base + _script("_", below) + _script("^", above)


def _over(children: list[str], attributes: str) -> str:
    base, above = children
    if len(base) == 1 and above in _ACCENTS:
        return unicodedata.normalize("NFC", base + _ACCENTS[above])
    return base if ' accent="true"' in attributes else base + _script("^", above)


def _under(children: list[str], attributes: str) -> str:
    base, below = children
    return base if ' accentunder="true"' in attributes else base + _script("_", below)


def _multiscripts(children: list[str], _: str) -> str:
    """Write a base between its scripts: `¹⁴₆C`. The children are base, pairs of scripts, mprescripts, pairs."""
    base, *rest = children
    behind = rest.index(_PRESCRIPTS) if _PRESCRIPTS in rest else len(rest)
    marked = [_script("_^"[i % 2], text) for i, text in enumerate(rest[:behind])]
    before = [_script("_^"[i % 2], text) for i, text in enumerate(rest[behind + 1 :])]
    return "".join([*before, base, *marked])


def _square_root(children: list[str], _: str) -> str:
    return "√" + _wrapped("".join(children))


def _root(children: list[str], _: str) -> str:
    radicand, degree = children
    return {"3": "∛", "4": "∜"}.get(degree, f"{_script('^', degree)}√") + _wrapped(radicand)


def _with(separator: str) -> Writer:
    return lambda children, _: separator.join(filter(None, children))


_WRITERS: Final[dict[str, Writer]] = {
    "mspace": _space,
    "mphantom": lambda *_: "",
    "mprescripts": lambda *_: _PRESCRIPTS,
    "msqrt": _square_root,
    "mroot": _root,
    "mfrac": _fraction,
    "msub": _below,
    "msup": _above,
    "msubsup": _below_and_above,
    "munderover": _below_and_above,
    "mmultiscripts": _multiscripts,
    "mover": _over,
    "munder": _under,
    "mtr": _with(" "),
    "mtable": _with("; "),
}
