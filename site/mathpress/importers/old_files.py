"""The files of an old site, read with care: none outside of it, none without end, none in another encoding."""

import datetime
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from mathpress.bounds import excess, load_toml
from mathpress.discover import misnamed
from mathpress.errors import Problem, Stop, place_at
from mathpress.importers.diagnostics import left_out, warning
from mathpress.intake import LONGEST_TEXT, leads_out, read_within
from mathpress.settings import json_mistake, toml_mistake
from mathpress.text import CONTROL, unix_lines
from mathpress.yamltext import yaml_mistake

_LARGEST: Final = 500_000_000
"""Bytes of a picture or any other file."""
PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".ico"})
_DOCUMENTS: Final = """
.pdf .ps .eps .djvu .mp3 .ogg .wav .flac .mp4 .webm .mov .zip .gz .tgz .tar .bz2 .7z .csv .tsv .txt .dat .npz .npy
.ipynb .bib .tex .py .r .m .jl .c .cpp .h .java .nb .hs .ml .rs .go .sage
"""
MEDIA: Final = PICTURES | frozenset(_DOCUMENTS.split())
"""How the names of files end that are content, not part of a theme, in systems that have both in one folder."""


class OldFiles:
    """The files below the folder of an old site, and what was left out of them so far."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []

    def below(self, folder: str, *, skip: str = "._", without: frozenset[str] = frozenset()) -> Iterator[PurePosixPath]:
        """Yield the files below a folder, in order, by paths from the site's root.

        Left out are names that begin with a character of `skip` or are among `without`, and links that lead out of the
        site.
        """
        if not self._is_inside(folder):
            self.leave_out(folder, "lies outside of the site")
            return
        try:
            entries = sorted(os.scandir(self.root / folder), key=lambda entry: entry.name)
        except FileNotFoundError:
            return
        except OSError as error:
            self.leave_out(folder, f"cannot be read: {error.strerror}")
            return
        for entry in entries:
            path = PurePosixPath(folder, entry.name)
            if entry.name[0] in skip or entry.name in without:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self.below(str(path), skip=skip, without=without)
            elif self._is_sound(entry, path):
                yield path

    def _is_sound(self, entry: "os.DirEntry[str]", path: PurePosixPath) -> bool:
        """Tell whether a file may come along; if not, say why."""
        if wrong := misnamed(path):
            self.problems.append(wrong)
        elif entry.is_symlink() and not self._is_inside(path):
            self.leave_out(str(path), "is a link that leads out of the site")
        elif not (self.root / path).is_file():
            self.leave_out(str(path), "is no file")
        else:
            return self.is_modest(path, entry.stat().st_size)
        return False

    def has(self, path: str | PurePosixPath) -> bool:
        """Tell whether there is such a file in the site."""
        try:
            return (self.root / path).is_file() and self._is_inside(path)
        except OSError:  # of a name that is too long, or of a folder that may not be looked into
            return False

    def has_below(self, folder: str, name: str) -> bool:
        """Tell whether there is such a file below a folder of the site, links followed."""
        path = f"{folder}/{name}"
        return self.has(path) and not leads_out(self.root / path, self.root / folder)

    def is_modest(self, path: str | PurePosixPath, size: int) -> bool:
        """Tell whether a file of so many bytes may come along; if not, say why."""
        if size > _LARGEST:
            self.leave_out(str(path), f"is larger than {_LARGEST:,} bytes")
        return size <= _LARGEST

    def text(self, path: str | PurePosixPath) -> str | None:
        r"""Return the text of a file with line ends as `\n`, None if it cannot be read or is no text."""
        if not self._is_inside(path):
            self.leave_out(str(path), "lies outside of the site")
            return None
        try:
            text = read_within(self.root / path, LONGEST_TEXT).decode("utf-8-sig")
        except UnicodeDecodeError:
            self.leave_out(str(path), "is not UTF-8; save it in that encoding")
            return None
        except OSError as error:
            self.leave_out(str(path), f"cannot be read: {error.strerror}")
            return None
        return CONTROL.sub("\ufffd", unix_lines(text))

    def settings(self, path: str) -> Mapping[str, Any]:
        """Return the settings in a file of TOML, YAML or JSON, if it is there. Raises `Stop` if it is wrong."""
        text = self.text(path) if self.has(path) else None
        if text is None:
            return {}
        load, mistake = _LOADERS[PurePosixPath(path).suffix]
        try:
            data = load(text)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise unread(path, text, *mistake(text, error)) from error
        if excess(data):
            raise unread(path, text, 0, "tables in it are nested or repeated too often")
        return data if isinstance(data, dict) else {}

    def date(self, path: str | PurePosixPath, timezone: ZoneInfo) -> datetime.datetime:
        """Return when a file was last changed, to the second, for a post that tells no date, and note that."""
        message = "has no date, so it gets that of its file; write its own"
        self.problems.append(warning(path, "import-date", message))
        return datetime.datetime.fromtimestamp(int((self.root / path).stat().st_mtime), timezone)

    def leave_out(self, path: str, reason: str) -> None:
        """Note that a file is left out, and why."""
        self.problems.append(left_out(path, reason))

    def _is_inside(self, path: str | PurePosixPath) -> bool:
        return not leads_out(self.root / path, self.root)


_LOADERS: Final[Mapping[str, tuple[Callable[[str], Any], Callable[[str, Exception], tuple[int, str]]]]] = {
    ".toml": (load_toml, toml_mistake),
    ".yml": (yaml.safe_load, yaml_mistake),
    ".yaml": (yaml.safe_load, yaml_mistake),
    ".json": (json.loads, json_mistake),
}
"""What reads settings, and what tells where in them its error is."""


def unread(path: str, text: str, offset: int, reason: str) -> Stop:
    """Return what ends an import whose settings cannot be read from an offset on."""
    place = place_at(path, text, offset, offset + 1)
    return Stop(Problem(place, "import-source", f"the old site's settings cannot be read: {reason}"))


def table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the table at a key of settings, an empty one if there is none."""
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def words(value: Any) -> str:
    """Return a setting that is text or a number as one line, nothing for any other."""
    is_text = isinstance(value, str | int | float) and not isinstance(value, bool)
    return " ".join(CONTROL.sub("", str(value)).encode("utf-8", "ignore").decode().split()) if is_text else ""


def split(address: str) -> SplitResult:
    """Return the parts of an address, all of them empty if it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def zone(name: str) -> ZoneInfo:
    """Return the time zone of that name, UTC if there is none."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
