"""The addresses that Hugo gives to content: by its path, its `slug`, or the pattern of its section.

The rules are Hugo's own (gohugo.io/content-management/urls).
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from mathpress.importers.permalinks import translated

DEFAULT: Final = "/:section/:filename/"
_TOKEN: Final = re.compile(r":(?P<name>[a-z]+)(?:\[[^\]]*\])?")
_KEPT: Final = frozenset("./\\_#+~-@")


@dataclass(frozen=True, slots=True)
class Named:
    """What an address is made of: the folders below the content folder, the file's name, and front matter."""

    folders: tuple[str, ...]
    name: str
    title: str
    slug: str = ""
    date: datetime.datetime | None = None


def sanitized(text: str) -> str:
    """Return a title or slug as Hugo writes it in addresses: small letters, a hyphen for spaces, no signs."""
    pieces: list[str] = []
    is_apart = False
    for char in text:
        if char in _KEPT or unicodedata.category(char)[0] in "LNM":
            if is_apart and char != "-":
                pieces.append("-")
            is_apart = False
            pieces.append(char)
        elif char.isspace():
            is_apart = pieces[-1:] != ["-"] and bool(pieces)
    return "".join(pieces).lower()


def _path(name: str) -> str:
    """Return the name of a file or folder as Hugo writes it in addresses: spaces are hyphens before signs are lost."""
    return sanitized(name.replace(" ", "-"))


def address(named: Named, pattern: str | None, *, ugly: bool) -> str:
    """Return the address of a page below the site's root; `pattern` is that of its section, if it has one."""
    if pattern is None:
        url = "/" + "/".join(filter(None, (*map(_path, named.folders), sanitized(named.slug) or _path(named.name))))
    else:
        url = _TOKEN.sub(lambda match: _value(match["name"], named), pattern)
    if ugly and not url.endswith((".html", ".htm")):
        return url.rstrip("/") + ".html"
    return url if url.endswith((".html", ".htm")) else re.sub(r"/{2,}", "/", f"{url}/")


def _value(token: str, named: Named) -> str:
    date = named.date or datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)
    slug = sanitized(named.slug)
    values = {
        "year": f"{date.year:04}", "month": f"{date.month:02}", "day": f"{date.day:02}",
        "monthname": sanitized(f"{date:%B}"), "weekday": str(date.isoweekday() % 7),
        "weekdayname": sanitized(f"{date:%A}"), "yearday": str(date.timetuple().tm_yday),
        "section": _path(named.folders[0]) if named.folders else "",
        "sections": "/".join(map(_path, named.folders)),
        "title": sanitized(named.title), "slug": slug or sanitized(named.title),
        "filename": _path(named.name), "contentbasename": _path(named.name),
        "slugorfilename": slug or _path(named.name), "slugorcontentbasename": slug or _path(named.name),
    }  # fmt: skip
    return values.get(token, f":{token}")


_OURS: Final = {
    "year": "{date:%Y}", "month": "{date:%m}", "day": "{date:%d}", "title": "{slug}", "slug": "{slug}",
    "filename": "{slug}", "contentbasename": "{slug}", "slugorfilename": "{slug}", "slugorcontentbasename": "{slug}",
}  # fmt: skip


def our_pattern(pattern: str, section: str) -> str:
    """Return the pattern of ours for one of Hugo's, or nothing if there is none."""
    return translated(pattern, _TOKEN, {**_OURS, "section": _path(section), "sections": _path(section)})
