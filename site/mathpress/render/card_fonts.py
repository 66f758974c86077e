"""The fonts that card images are lettered with: the blog's own, or those that operating systems bring.

No program is asked which fonts there are: they have had the same file names for many years. A name that is not here is
no font for cards, so that a machine's other fonts do not change how they look.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

_LATIN: Final = (
    "Charter.ttc", "Georgia Bold.ttf", "georgiab.ttf", "LiberationSerif-Bold.ttf", "NotoSerif-Bold.ttf",
)  # fmt: skip
_CJK: Final = (
    "NotoSerifCJK-Bold.ttc", "SourceHanSerif-Bold.ttc", "SourceHanSerifSC-Bold.otf", "Songti.ttc", "PingFang.ttc",
    "NotoSansCJK-Bold.ttc", "SourceHanSans-Bold.ttc", "SourceHanSansSC-Bold.otf", "Hiragino Sans GB.ttc",
    "msyhbd.ttc", "msjhbd.ttc", "YuGothB.ttc", "malgunbd.ttf", "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc",
    "msyh.ttc", "meiryob.ttc", "AppleSDGothicNeo.ttc", "simhei.ttf", "wqy-zenhei.ttc", "wqy-microhei.ttc",
)  # fmt: skip
_OTHERS: Final = (
    "DejaVuSerif-Bold.ttf", "Arial Bold.ttf", "arialbd.ttf", "LiberationSans-Bold.ttf", "NotoSans-Bold.ttf",
    "DejaVuSans-Bold.ttf",
)  # fmt: skip
"""Files of fonts, the likeliest to look like the theme first."""
_REGIONS: Final = (
    ("zh-hant-hk", "HK"), ("zh-hk", "HK"), ("zh-mo", "HK"), ("zh-hant", "TC"), ("zh-tw", "TC"), ("ja", "JP"),
    ("ko", "KR"),
)  # fmt: skip
"""The shapes of ideographs that readers of a language expect, as the faces of large collections are called."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A file of fonts, and what tells it from another of that name."""

    path: Path
    mark: str


@dataclass(frozen=True, slots=True)
class FontFace:
    """A font: its file, its index in it, and the characters that it has."""

    file: FontFile
    index: int
    characters: frozenset[int]


@cache
def installed() -> tuple[FontFile, ...]:
    """Return the fonts for cards that this machine has, in the order of the lists above."""
    wanted = {*_LATIN, *_CJK, *_OTHERS}
    found: dict[str, Path] = {}
    for folder in _folders():
        for place, folders, names in os.walk(folder):
            folders.sort()  # or the file system chooses among two of one name
            for name in wanted & set(names) - found.keys():
                if (path := Path(place, name)).is_file():  # a link may lead nowhere
                    found[name] = path
    return tuple(font_file(found[name]) for name in (*_LATIN, *_CJK, *_OTHERS) if name in found)


def _folders() -> Iterator[Path]:
    """Yield the folders in which operating systems keep fonts."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - which does not raise where there is no home
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")
        yield home / "AppData/Local/Microsoft/Windows/Fonts"
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    else:
        yield from (
            Path("/usr/share/fonts"),
            Path("/usr/local/share/fonts"),
            home / ".local/share/fonts",
            home / ".fonts",
        )


def font_file(path: Path) -> FontFile:
    """Return a font that comes with a system or a package, told from others of its name by its size."""
    return FontFile(path, str(path.stat().st_size))


def in_order(files: Sequence[FontFile], *, ideographs: bool) -> list[FontFile]:
    """Return fonts in the order in which they are asked for a character: in a text with ideographs theirs come first.

    So its quotation marks are as wide as they are.
    """
    return sorted(files, key=lambda file: file.path.name not in _CJK) if ideographs else list(files)


@lru_cache(32)
def font_face(file: FontFile, language: str) -> FontFace:
    """Return the face of a file that a language wants; one without characters if the file is no font."""
    from fontTools.ttLib import TTFont

    index = 0
    try:
        if file.path.suffix.lower() in {".ttc", ".otc"}:
            index = _index(file.path, language)
        with file.path.open("rb") as data, TTFont(data, fontNumber=index, lazy=True) as font:
            return FontFace(file, index, frozenset(font.getBestCmap() or ()))
    except Exception:  # what fontTools raises for damages is as manifold as these
        return FontFace(file, index, frozenset())


def _index(path: Path, language: str) -> int:
    """Return which face of a collection has the shapes of a language, the first if none is called so."""
    from fontTools.ttLib import TTCollection

    with TTCollection(path, lazy=True) as collection:
        names = [font["name"].getDebugName(1) or "" for font in collection.fonts]
    region = next((region for tag, region in _REGIONS if language.lower().startswith(tag)), "SC")
    return next((number for number, name in enumerate(names) if name.endswith(region)), 0)
