"""The one form of a URL below the site's root: a path such as `/2026/09/nbce/`, which is the name of a file as well."""

import re
import unicodedata
from typing import Final

from mathpress.text import shorten

_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\\<>\"|?*#%]")
LONGEST_NAME: Final = 240
"""Bytes in the name of a file or folder: file systems allow 255, and copies have `.zst` behind it."""
_LONGEST_PATH: Final = 1000
"""Bytes in a path below the output folder: the least that systems allow is 1024 (macOS)."""


class BadUrlError(ValueError):
    """A URL that an author asked for cannot be one; the message says why."""


def clean(url: str) -> str:
    """Return a URL in its one form: from `/`, ending in `/` unless it names a file. Raises `BadUrlError`.

    Letters are composed (RFC 5198), for some file systems take é for e and an accent, and others do not.
    """
    url = unicodedata.normalize("NFC", url)
    parts = [part for part in url.split("/") if part not in {"", "."}]
    if ".." in parts:
        raise BadUrlError(f"the address {url} leads out of the site")
    if "://" in url or _UNSAFE.search(url):
        raise BadUrlError(f"the address {url} is no path such as /2026/09/title/")
    if any(part.startswith(".") for part in parts):
        raise BadUrlError(f"the address {url} has a hidden folder in it")
    path = "/" + "/".join(parts)
    if len(path.encode()) > _LONGEST_PATH or any(len(part.encode()) > LONGEST_NAME for part in parts):
        raise BadUrlError(f"the address {shorten(url, 60)} is longer than names of files may be; choose a shorter one")
    return path if path.endswith((".html", ".htm", ".xml", ".json", ".txt")) or path == "/" else path + "/"
