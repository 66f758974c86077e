"""Pictures that take long to load, or are not what their names say."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.check.built import Built
from mathpress.check.page import Picture, Use
from mathpress.check.places import Places
from mathpress.errors import Problem, Severity
from mathpress.fragments import COLUMN
from mathpress.render.sizes import RASTER, BrokenError, opened

_HEAVY: Final = 1_000_000
"""Bytes of a picture that take a reader's phone seconds (3 s at the 3 Mbit/s of a slow 4G)."""
_LIGHT: Final = 100_000
"""Bytes of a picture that cost next to nothing, however small it is shown."""
_DENSEST: Final = 4
"""Pixels of a picture for each pixel of the column; no screen shows more than three."""
_FORMATS: Final = {
    ".png": {"PNG"}, ".apng": {"PNG"}, ".jpg": {"JPEG", "MPO"}, ".jpeg": {"JPEG", "MPO"}, ".jfif": {"JPEG", "MPO"},
    ".gif": {"GIF"}, ".webp": {"WEBP"}, ".avif": {"AVIF"}, ".bmp": {"BMP", "DIB"}, ".ico": {"ICO"},
}  # fmt: skip
"""What Pillow calls the formats of suffixes, by which hosts tell browsers what a file is."""


def awkward_pictures(built: Built) -> Iterator[Problem]:
    """Yield what is wrong with the pictures on pages, each picture once."""
    places = Places(built)
    told: set[PurePosixPath] = set()
    silent = {problem.place.path for problem in built.told if problem.code == "image-alt"}
    for path, page, article in built.in_turn():
        for picture in page.pictures:
            use = Use("img", "src", picture.url)
            target = built.target(path, picture.url)
            file = built.answer(target.url) if target and target.is_ours else None
            if file is None or file in told:
                continue
            told.add(file)
            wrong = [*_size(built.output / file, picture), *_kind(built.output / file)]
            if not picture.has_alt and not (article and str(article.document.path) in silent):
                wrong.append(("image-alt", 'a picture without an alt attribute; write alt="" if it is mere decoration'))
            for code, message in wrong:
                yield Problem(places.of(path, use), code, message, Severity.WARNING)


def _size(file: Path, picture: Picture) -> Iterator[tuple[str, str]]:
    """Tell of a picture that is far larger than it is shown. Where there are variants browsers load those."""
    if picture.has_variants:
        return
    size = file.stat().st_size
    advice = "make it smaller, or switch on `images.variants`"
    if size > _HEAVY:
        yield "image-heavy", f"{file.name} has {size / 1e6:.1f} MB, which takes long to load; {advice}"
        return
    if size < _LIGHT:
        return
    width = _width(file)
    shown = min(int(picture.width) if picture.width.isdecimal() else COLUMN, COLUMN)
    if width > _DENSEST * shown:
        yield "image-heavy", f"{file.name} is {width:,} pixels wide and shown on {shown}; {advice}"


def _width(file: Path) -> int:
    if file.suffix.lower() not in RASTER:
        return 0
    try:
        with opened(file) as image:
            return image.width
    except (BrokenError, OSError):  # which the build told
        return 0


def _kind(file: Path) -> Iterator[tuple[str, str]]:
    """Tell of a picture whose suffix is that of another format."""
    formats = _FORMATS.get(file.suffix.lower())
    if formats is None:
        return
    try:
        with opened(file) as image:
            found = image.format or ""
    except (BrokenError, OSError):
        return
    if found not in formats:
        yield "image-type", f"{file.name} is a picture in {found}; name it so, for hosts tell its type by its name"
