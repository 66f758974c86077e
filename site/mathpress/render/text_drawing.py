"""Text in a picture: from which font each character comes, where lines end, how it is drawn."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final

from PIL import ImageDraw, ImageFont

from mathpress.render.card_fonts import FontFace, FontFile, font_face
from mathpress.text import IDEOGRAPHIC

_PIECE: Final = re.compile(rf"[{IDEOGRAPHIC}]|[^\s{IDEOGRAPHIC}]+|\s+")
"""What lines may end behind: an ideograph, a word, spaces."""
_CLOSING: Final = frozenset("，。、；：？！）》〉」』】〕”’…—·,.;:?!)]}%")
_OPENING: Final = frozenset("（《〈「『【〔“‘([{")
"""What never begins a line, and what never ends one (JIS X 4051, GB/T 15834)."""


class UncoveredError(ValueError):
    """No font has some characters; the message is these."""


@dataclass(frozen=True, slots=True)
class Letterer:
    """Letters texts in a language with the first of some fonts that has each character."""

    files: tuple[FontFile, ...]
    language: str

    def check(self, text: str) -> None:
        """Raise `UncoveredError` if a text has characters that no face has."""
        missing = dict.fromkeys(char for char in text if not char.isspace() and self._face(char) is None)
        if missing:
            raise UncoveredError("".join(missing))

    def width(self, text: str, size: int) -> float:
        """Return how many pixels wide a text is."""
        return sum(_font(own, size).getlength(run) for own, run in self._runs(text))

    def draw(self, canvas: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: int, color: str) -> None:
        """Draw a text on a line whose left end and base line are at `place`."""
        x, y = place
        for own, run in self._runs(text):
            font = _font(own, size)
            canvas.text((x, y), run, fill=color, font=font, anchor="ls")
            x += font.getlength(run)

    def lines(self, text: str, size: int, width: float) -> list[str]:
        """Break a text into lines of at most `width` pixels; a word that is longer is broken wherever it must."""
        lines = [""]
        for unit in _units(text):
            if self.width(lines[-1] + unit.rstrip(), size) <= width:
                lines[-1] += unit
                continue
            if lines[-1]:
                lines.append("")
            for char in unit if self.width(unit.rstrip(), size) > width else (unit,):
                if self.width(lines[-1] + char.rstrip(), size) > width:
                    lines.append("")
                lines[-1] += char if lines[-1] else char.lstrip()
        return [line.rstrip() for line in lines if line.strip()]

    def _face(self, char: str) -> FontFace | None:
        faces = (font_face(file, self.language) for file in self.files)  # which are read only if they are needed
        return next((each for each in faces if ord(char) in each.characters), None)

    def _runs(self, text: str) -> Iterator[tuple[FontFace, str]]:
        found: list[tuple[FontFace, str]] = []
        for char in text:  # a space is in the font of what stands before it
            own = found[-1][0] if char == " " and found else self._face(char)
            found += [(own, char)] if own else []
        for own, pairs in groupby(found, key=itemgetter(0)):
            yield own, "".join(char for _, char in pairs)


def seen(text: str) -> str:
    """Return a text on one line without what nobody sees, such as marks of direction and joiners."""
    return " ".join("".join(char for char in text if unicodedata.category(char) != "Cf").split())


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """Return a text, or as much of its beginning as fits with an ellipsis."""
    if fits(text):
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(text[:middle].rstrip() + "…") else (low, middle - 1)
    return text[:low].rstrip() + "…"


def _units(text: str) -> Iterator[str]:
    """Yield the parts of a text that stay together: punctuation stays with what it follows or opens."""
    unit = ""
    for piece in _PIECE.findall(text):
        joins = not unit or piece.isspace() or piece[0] in _CLOSING or unit[-1] in _OPENING
        if joins:
            unit += piece
        else:
            yield unit
            unit = piece
    if unit:
        yield unit


@lru_cache(64)
def _font(own: FontFace, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(own.file.path, size, index=own.index, layout_engine=ImageFont.Layout.BASIC)
