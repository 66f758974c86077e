"""Placeholders: private-use characters that stand for what Markdown must not see.

Python-Markdown strips STX and ETX, its own marks, from what authors write; private-use characters pass it untouched
and are neither letters nor punctuation to it.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from typing import Final

_OPEN: Final = "\ue000"
_CLOSE: Final = "\ue001"
MORE: Final = "\ue002"
"""Stands where the excerpt ends."""
_DIGITS: Final = "\ue010\ue011\ue012\ue013\ue014\ue015\ue016\ue017\ue018\ue019"
_TO_DIGITS: Final = str.maketrans("0123456789", _DIGITS)
_FROM_DIGITS: Final = str.maketrans(_DIGITS, "0123456789")

PRIVATE: Final = "\ue000-\uf8ff"
"""The inside of a character class: what an author's own text must not hold unescaped."""
PLACEHOLDER: Final = re.compile(f"{_OPEN}([{_DIGITS}]+){_CLOSE}")


class Form(Enum):
    """What a placeholder stands for."""

    INLINE = "a formula in a line of text"
    DISPLAY = "a formula on lines of its own"
    REFERENCE = r"an \eqref or \ref in prose; tex is its label"
    LITERAL = r"a character of the author's that needs care: \$, or one of private use"


@dataclass(frozen=True, slots=True)
class Found:
    """What stood in the source: `source` with its delimiters, `tex` without them and without the `>` of a quote.

    `start` is the offset of `source` in the text. `origins` leads from `tex` back to the text: pairs (offset in tex,
    offset in the text), one for each run of characters that stand together in both.
    """

    form: Form
    source: str
    tex: str
    start: int
    origins: tuple[tuple[int, int], ...]

    def locate(self, offset: int) -> int:
        """Return the offset in the scanned text of the character `offset` of `tex`."""
        run = max(0, bisect_right(self.origins, offset, key=lambda origin: origin[0]) - 1)
        begin, origin = self.origins[run]
        return origin + offset - begin


def placeholder(number: int) -> str:
    """Return the placeholder of the thing found with that number."""
    return _OPEN + str(number).translate(_TO_DIGITS) + _CLOSE


def number_of(match: re.Match[str]) -> int:
    """Return the number that a `PLACEHOLDER` match says."""
    return int(match[1].translate(_FROM_DIGITS))


def restore(text: str, found: tuple[Found, ...]) -> str:
    """Put the source back in place of each placeholder."""
    return PLACEHOLDER.sub(lambda match: found[number_of(match)].source, text).replace(MORE, "<!-- more -->")


def unquoted(text: str, start: int, end: int, depth: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return `text[start:end]` without the `>` of a quote `depth` deep before its lines, and where it came from."""
    if not depth or "\n" not in text[start:end]:
        return text[start:end], ((0, start),)
    mark = re.compile(rf"[ \t]*(?:>[ \t]?){{0,{depth}}}")
    pieces: list[str] = []
    origins: list[tuple[int, int]] = []
    length = 0
    position = start
    while position < end:
        line_end = text.find("\n", position, end)
        stop = end if line_end < 0 else line_end + 1
        marked = mark.match(text, position, end) if position > start else None
        begin = marked.end() if marked else position
        origins.append((length, begin))
        pieces.append(text[begin:stop])
        length += max(0, stop - begin)
        position = stop
    return "".join(pieces), tuple(origins)
