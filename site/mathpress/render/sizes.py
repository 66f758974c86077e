"""How large a picture is, read from the beginning of its file."""

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mathpress.markup.tags import attributes, tokens

if TYPE_CHECKING:
    from PIL.Image import Image

RASTER: Final = {".png", ".apng", ".jpg", ".jpeg", ".jfif", ".gif", ".webp", ".avif", ".bmp", ".ico"}
VECTOR: Final = ".svg"
FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "ICO")
"""What browsers show. Pillow is asked for no other, least of all for those that run programs."""

DAMAGES: Final = (OSError, SyntaxError, ValueError, EOFError)
"""What Pillow raises for damaged pictures; an `OSError` of the system has an `errno`."""
TOO_MANY: Final = "has more pixels than can be read with safety"
_MOST_PIXELS: Final = 89_000_000
"""Those of which Pillow does not warn; cameras have 60 million. The head tells how large a picture is."""
_TURNED: Final = {"PNG", "JPEG", "MPO", "AVIF"}
"""Formats whose orientation browsers heed (CSS Images 3, `image-orientation`); in WebP they do not (Chromium 156)."""
_QUARTERS: Final = {5, 6, 7, 8}
"""Orientations that exchange width and height (Exif 2.3, 4.6.4)."""
_HEAD: Final = 1 << 18
"""Bytes in which the root element of an SVG begins, behind whatever comments an editor left."""
_LENGTH: Final = re.compile(
    r"\s*(?P<number>[0-9]{0,9}(?:\.[0-9]{1,9})?)(?P<unit>px|pt|pc|in|cm|mm|q)?\s*", re.IGNORECASE
)
_PIXELS: Final = {"": 1, "px": 1, "pt": 96 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54}
"""Pixels in a unit (CSS Values 4, 6.2)."""


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels of CSS."""

    width: int
    height: int


class BrokenError(ValueError):
    """A file is no picture that can be shown; the message says why."""


def size_of(file: Path) -> Size | None:
    """Return how large a browser shows a picture, None if it says nothing about that or is of no format we know.

    Raises `BrokenError`, and `OSError` if the file cannot be read. Pillow's warnings should be turned off.
    """
    suffix = file.suffix.lower()
    if suffix == VECTOR:
        return _vector(file)
    if suffix not in RASTER:
        return None
    with opened(file) as image:
        width, height = image.size
        return Size(height, width) if orientation(image) in _QUARTERS else Size(width, height)


def opened(file: Path | io.BytesIO) -> "Image":
    """Open a picture and read no more than its head. Raises `BrokenError` if that is damaged or promises too much."""
    from PIL import Image  # heavy to import, and many blogs have drawings alone

    try:
        image = Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise BrokenError(TOO_MANY) from error
    except DAMAGES as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise BrokenError("is no picture, or a damaged one") from error
    if image.width * image.height > _MOST_PIXELS:
        image.close()
        raise BrokenError(TOO_MANY)
    return image


def orientation(image: "Image") -> int:
    """Return how browsers turn a picture: 1, as it is, to 8 (Exif 2.3, 4.6.4)."""
    if image.format not in _TURNED or "exif" not in image.info:
        return 1
    from PIL import ExifTags

    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except (TypeError, *DAMAGES):  # Exif of no sense
        return 1


def _vector(file: Path) -> Size | None:
    """Read `width`, `height` and `viewBox` of an SVG's root as HTML is read: nothing in it is expanded or fetched."""
    with file.open("rb") as opened_file:
        head = opened_file.read(_HEAD)
    text = head.decode("utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace")
    root = next((token for token in tokens(text) if token.kind == "start" and token.name.split(":")[-1] == "svg"), None)
    if root is None:
        raise BrokenError("is no SVG: there is no <svg> in it")
    given = {name.lower(): value or "" for _, name, value in attributes(root.text)}
    width, height = (_length(given.get(name, "")) for name in ("width", "height"))
    box = given.get("viewbox", "").replace(",", " ").split()
    across, down = (_length(number) for number in box[2:4]) if len(box) == 4 else (0.0, 0.0)
    if across and down:
        width, height = width or (height or down) * across / down, height or (width or across) * down / across
    return Size(round(width), round(height)) if width >= 1 and height >= 1 else None


def _length(text: str) -> float:
    """Return a length in pixels, 0 if it depends on what is around (SVG 2, 8.2 and 8.8)."""
    match = _LENGTH.fullmatch(text)
    return float(match["number"] or 0) * _PIXELS[(match["unit"] or "").lower()] if match else 0.0
