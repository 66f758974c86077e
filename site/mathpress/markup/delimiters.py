"""Emphasis by CommonMark's delimiter algorithm (spec 0.31, 6.2 and its appendix), beside ideographs as well.

By the letter of CommonMark `**注意：**后文` is no emphasis, for what closes it stands between punctuation and a letter.
Ideographs are written without spaces, so here they and their punctuation count neither as letters nor as punctuation
that must be set apart; nor does a formula, whose placeholder is of private-use characters.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from mathpress.markup.placeholders import PRIVATE
from mathpress.text import IDEOGRAPHIC

_FREE: Final = re.compile(f"[{PRIVATE}{IDEOGRAPHIC}]")
"""Characters that may stand on either side of emphasis."""


@dataclass(slots=True)
class Delimiter:
    """A run of `*`, `_` or `~`: how much of it is left as text, and the tags that end and begin in its place.

    Both lists begin with the innermost element.
    """

    mark: str
    length: int
    opens: bool
    closes: bool
    left: int
    ended: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)


_Kind = Literal["space", "punctuation", "letter", "free"]


def delimiter(run: str, before: str, after: str) -> Delimiter | None:
    """Return the delimiter that a run is between two characters (empty at an edge of the text), if it is one.

    `~~` strikes through; any other number of tildes is text, for `3~5` is a range.
    """
    if run[0] == "~" and len(run) != 2:
        return None
    left, right = _kind(before), _kind(after)
    opens = right != "space" and (right != "punctuation" or left != "letter")
    closes = left != "space" and (left != "punctuation" or right != "letter")
    if run[0] == "_":  # not within a word: snake_case_name
        opens, closes = (
            opens and (not closes or left == "punctuation"),
            closes and (not opens or right == "punctuation"),
        )
    return Delimiter(run[0], len(run), opens, closes, len(run)) if opens or closes else None


@lru_cache(maxsize=4096)
def _kind(character: str) -> _Kind:
    if not character or character.isspace():
        return "space"
    if _FREE.match(character):
        return "free"
    return "punctuation" if unicodedata.category(character)[0] in "PS" else "letter"


def pair(delimiters: list[Delimiter]) -> None:
    """Let the delimiters of a text end and begin elements. Linear: no opener is passed over twice in vain."""
    openers: list[Delimiter] = []
    bottoms: dict[tuple[str, bool, int], int] = defaultdict(int)
    """For each sort of closing delimiter, how many openers are known not to match it."""
    for closer in delimiters:
        sort = (closer.mark, closer.opens, closer.length % 3)
        while closer.closes and closer.left:
            index = len(openers) - 1
            while index >= bottoms[sort] and not _match(openers[index], closer):
                index -= 1
            if index < bottoms[sort]:
                bottoms[sort] = len(openers)
                break
            opener = openers[index]
            size = min(2, opener.left, closer.left)
            tag = "del" if closer.mark == "~" else "strong" if size == 2 else "em"
            opener.begun.append(tag)
            closer.ended.append(tag)
            opener.left -= size
            closer.left -= size
            del openers[index + (1 if opener.left else 0) :]
            for each, bottom in bottoms.items():
                bottoms[each] = min(bottom, len(openers))
        if closer.opens and closer.left:
            openers.append(closer)


def _match(opener: Delimiter, closer: Delimiter) -> bool:
    """Tell whether two runs are of one kind and no run that could go both ways makes them ambiguous (rules 9, 10)."""
    if opener.mark != closer.mark:
        return False
    ambiguous = opener.closes or closer.opens
    return not ambiguous or bool((opener.length + closer.length) % 3) or not (opener.length % 3 or closer.length % 3)
