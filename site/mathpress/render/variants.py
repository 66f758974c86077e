"""Smaller variants of a picture in WebP, for screens that need no more of it."""

import contextlib
import errno
import io
import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import PIL
from PIL import Image, ImageOps, features

from mathpress.intake import MEGABYTE
from mathpress.kept import Kept, digest
from mathpress.render.sizes import DAMAGES, TOO_MANY, VECTOR, BrokenError, Size, opened, orientation
from mathpress.tables import ImagesConfig

_LARGEST: Final = 64 * MEGABYTE
"""Bytes of a picture that are read at once."""
_MOST_PIXELS: Final = 50_000_000
"""Two hundred megabytes at four bytes each, of which decoders may need several times as much.

A JPEG that is read smaller counts as what it is read to, unless it is progressive, for then all of it is held.
"""
_MANY_PIXELS: Final = 12_000_000
_ALONE: Final = threading.Lock()
"""Pictures of many pixels are made one after another, for each fills hundreds of megabytes for a while."""
_LONGEST: Final = 16383
"""Pixels of a side that WebP allows (RFC 9649, 2.6)."""
_MOVING: Final = {"PNG", "GIF", "WEBP", "AVIF"}
"""Formats of which a second picture is the next of an animation; in a JPEG it is a preview or a map of light."""
_LOSSY: Final = {"JPEG", "MPO"}
_MODES: Final = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
"""Pillow's names for what has 8 bits of red, green and blue; 16 bits or printing colours would not keep their looks."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant of a picture: its width in pixels, where it is kept, and the digest of its bytes."""

    width: int
    kept: Kept
    name: str
    digest: str

    def read(self) -> bytes:
        """Return its bytes. Raises `OSError` if they are no longer kept."""
        data = self.kept.load(self.name)
        if data is None:
            raise FileNotFoundError(errno.ENOENT, "it was removed while the site was built", str(self.kept.folder))
        return data


def variants(file: Path, size: Size, config: ImagesConfig, kept: Kept) -> tuple[Variant, ...]:
    """Return the variants of a picture of that size, the smallest first; make those that are not kept.

    Their widths are those of the settings below the picture's own, and its own if a larger one is asked for, so that
    sharp screens lose nothing. Raises `BrokenError`, `KeepingError`, and `OSError` if the picture cannot be read.
    """
    widths = [width for width in config.widths if width < size.width]
    if not widths or file.suffix.lower() == VECTOR:
        return ()
    if len(widths) < len(config.widths):
        widths.append(size.width)
    if file.stat().st_size > _LARGEST:
        raise BrokenError(f"is larger than {_LARGEST // MEGABYTE} MB")
    data = file.read_bytes()
    name = digest(data + repr((PIL.__version__, features.version("webp"), config.widths, config.quality)).encode())
    names = {width: f"{name}-{width}.webp" for width in widths}
    found = {width: kept.load(name) for width, name in names.items()}
    if None in found.values():
        with _ALONE if size.width * size.height > _MANY_PIXELS else contextlib.nullcontext():
            made = _worthwhile(dict(_make(data, size, widths, config.quality)), len(data))
        found = {width: made.get(width, b"") for width in widths}
        for width, name in names.items():
            kept.keep(name, found[width] or b"")
    return tuple(Variant(width, kept, names[width], digest(variant)) for width, variant in found.items() if variant)


def _worthwhile(made: Mapping[int, bytes], limit: int) -> Mapping[int, bytes]:
    """Leave out variants that take more bytes than a wider one; all if the widest takes `limit`, the picture's own."""
    chosen: dict[int, bytes] = {}
    for width in sorted(made, reverse=True):
        if len(made[width]) < limit:
            chosen[width], limit = made[width], len(made[width])
        elif not chosen:
            break
    return chosen


def _make(data: bytes, size: Size, widths: Sequence[int], quality: int) -> Iterator[tuple[int, bytes]]:
    """Yield a picture in each of these widths; nothing if it would not look the same."""
    with opened(io.BytesIO(data)) as image:
        moves = image.format in _MOVING and getattr(image, "is_animated", False)
        if moves or image.mode not in _MODES or max(image.size) > _LONGEST:
            return
        is_lossy, turn = image.format in _LOSSY, orientation(image)
        profile = image.info.get("icc_profile") if image.mode in {"RGB", "RGBA"} else None
        scale = widths[-1] / size.width
        whole = image.width * image.height
        image.draft(None, (math.ceil(image.width * scale), math.ceil(image.height * scale)))  # a JPEG is read smaller
        if (whole if "progressive" in image.info else image.width * image.height) > _MOST_PIXELS:
            raise BrokenError(TOO_MANY)
        mode = "RGBA" if image.has_transparency_data else "RGB"
        try:
            image.load()
            pixels = image if image.mode == mode else image.convert(mode)
        except DAMAGES as error:
            raise BrokenError("is damaged") from error
    if turn != 1:
        pixels = ImageOps.exif_transpose(pixels)
    for width in widths:
        height = max(1, round(size.height * width / size.width))
        yield (
            width,
            _webp(pixels.resize((width, height), Image.Resampling.LANCZOS), quality, profile, is_lossy=is_lossy),
        )


def _webp(image: Image.Image, quality: int, profile: bytes | None, *, is_lossy: bool) -> bytes:
    """Return a picture as WebP: unless it `is_lossy` already, in the smaller form, for drawings the lossless one."""
    made = []
    for is_lossless in (False,) if is_lossy else (False, True):
        data = io.BytesIO()
        image.save(data, "WEBP", quality=quality, lossless=is_lossless, icc_profile=profile, exif=b"", xmp=b"")
        made.append(data.getvalue())
    return min(made, key=len)
