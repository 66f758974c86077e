r"""What an author most likely did not mean in a formula that is LaTeX all the same: `sin x`, `...`, `<x, y>`.

Only what is next to never meant is told, for a finding that is wrong costs more than one that is missing. What is set
as text or as a name is passed over: `\text{…}`, `\mathrm{…}`, `\operatorname{…}`.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple


class Slip(NamedTuple):
    """The stretch `start:end` of a formula, in characters, and what is wrong there."""

    start: int
    end: int
    code: str
    message: str


_FUNCTIONS: Final = {
    "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "coth",
    "log", "ln", "lg", "exp", "lim", "liminf", "limsup", "max", "min", "sup", "inf", "det", "dim", "ker", "gcd", "arg",
}  # fmt: skip
"""Operators of amsmath whose names are hardly ever products of variables."""
_OPERATORS: Final = {
    "argmax", "argmin", "diag", "rank", "sgn", "span", "softmax", "sigmoid", "trace", "lcm", "supp", "relu", "ReLU",
}  # fmt: skip
"""Operators without a command of their own."""
_WORDS: Final = {"otherwise", "where", "when", "then", "such", "that", "with", "else"}
"""English words that stand in formulas."""
_SHORT_WORDS: Final = {"if", "iff", "and", "for"}
"""Those that may be products, unless there is space around them."""
_SWITCH: Final = re.compile(
    r"\\(?:rm|bf|it|sf|tt|cal|ce|pu|SI|si|qty|unit)(?![A-Za-z]) | \\begin\{d?r?cases\*\}", re.VERBOSE
)
"""With one of these in a formula nobody can tell at a glance which letters are variables."""
_OPAQUE: Final = re.compile(
    r"""
    \\ (?: (?: text | math | operatorname | intertext | begin | end | label | tag | eqref | ref | color | class | href
            | url | DeclareMath ) [A-Za-z]*+
         | [mh]box | cssId | style | [hmv]?space | unicode | char | def | require | bm | boldsymbol | enclose )
    (?![A-Za-z]) \*? \s*+
    """,
    re.VERBOSE,
)
r"""A command whose argument is text, a name or a length. The first one of `\textcolor{red}{x}` is its colour."""
_PIECE: Final = re.compile(
    r"""
      (?P<command> \\ (?: [A-Za-z]++ | . | \Z ) )
    | (?P<comment> % [^\n]*+ )
    | (?P<letters> [A-Za-z]++ )
    | (?P<dots> \.{3,}+ )
    | (?P<product> (?<=[0-9]) \s?\*\s? (?=[0-9]) )
    | (?P<angle> < )
    """,
    re.VERBOSE | re.DOTALL,
)
_PAIR: Final = re.compile(r"<[^<>&]{1,80}+>")
_LEFT_IS_OPEN: Final = re.compile(r"(?: ^ | [=+\-*/,;:({\[|^_&] | \\[\\,;:! ] ) \s? \Z", re.VERBOSE)
_RIGHT_IS_OPEN: Final = re.compile(r"\s? (?: [=+\-*/,;.)}\]|^_&] | \\[\\,;:! ] | \Z )", re.VERBOSE)
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)


def slips(tex: str) -> Iterator[Slip]:
    """Yield what is most likely wrong in a formula. Linear in its length."""
    has_switch = _SWITCH.search(tex) is not None
    position = 0
    while match := _PIECE.search(tex, position):
        position = match.end()
        found = None
        match match.lastgroup:
            case "command":
                opaque = _OPAQUE.match(tex, match.start())
                if opaque:
                    position = _group_end(tex, opaque.end())
            case "letters" if not has_switch:
                found = _name(match[0], tex[match.start() - 1 : match.start()], tex[match.end() : match.end() + 1])
            case "dots":
                found = "math-dots", r"three full stops stand too close; write \dots"
            case "product":
                found = "math-product", r"* is no sign of multiplication; write \cdot or \times"
            case "angle" if pair := _pair(tex, match.start()):
                message = r"< and > are relations, set with space around them; write \langle … \rangle for brackets"
                yield Slip(pair.start(), pair.end(), "math-angle", message)
        if found:
            yield Slip(match.start(), match.end(), *found)


def _name(word: str, before: str, behind: str) -> tuple[str, str] | None:
    r"""Return what is wrong with letters between two characters, or nothing if they may be variables."""
    if word in _FUNCTIONS:
        return "math-name", rf"{word} is set as variables; write \{word}"
    if word in _OPERATORS:
        return "math-name", rf"{word} is set as variables; write \operatorname{{{word}}}"
    if word in _WORDS or (word in _SHORT_WORDS and before in _AROUND and behind in _AROUND):
        return "math-word", rf"{word} is set as variables; write \text{{ {word} }}"
    return None


_AROUND: Final = ("", " ", "\n", "&", "~")
"""What stands around a word of prose, as between variables it need not; empty is the end of the formula."""


def _pair(tex: str, start: int) -> re.Match[str] | None:
    """Find a pair of relations that stand between nothing, as brackets do."""
    pair = _PAIR.match(tex, start)
    if pair is None or not _LEFT_IS_OPEN.search(tex[max(0, start - 3) : start]):
        return None
    is_closed = pair[0].count("{") == pair[0].count("}")
    return pair if is_closed and _RIGHT_IS_OPEN.match(tex, pair.end()) else None


def _group_end(tex: str, start: int) -> int:
    """Return the end of the group that begins there, or the place itself if none does."""
    if not tex.startswith("{", start):
        return start
    depth = 0
    for brace in _BRACE.finditer(tex, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.end()
    return len(tex)
