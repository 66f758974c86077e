"""Files of the site as a browser is given them: whole, with the right type, and none that is not of the site."""

import os
import re
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

from starlette.responses import FileResponse, Response

from mathpress.intake import real_path
from mathpress.manifest import PRIVATE
from mathpress.mediatypes import media_type

_HEAD: Final = re.compile(rb"<head(?:\s[^>]*)?>", re.IGNORECASE)
_SCRIPT: Final = b'<script defer src="/_mathpress/live.js" data-version="%s"></script>'
_END: Final = b"</main>"
_STREAMED: Final = ("audio/", "video/")
"""What browsers ask for in pieces."""
_ODD: Final = re.compile(r"[\0\\]|:|[. ](?:/|\Z)" if os.name == "nt" else r"[\0\\]")
"""What no path of a site has, though the system might know a file by it."""
_LONGEST: Final = 4096
"""Bytes of a path, more than any file system takes."""


def find(folder: Path, root: str, path: str) -> str | None:
    """Return the file of the site at the path of a URL (decoded), or None if that is not below the `root` of the site.

    The file is named below `folder`, whether or not there is one. A folder's path leads to its `index.html`.
    """
    if not f"{path}/".startswith(root) or len(path) > _LONGEST or _ODD.search(path):
        return None
    parts = [part for part in path.removeprefix(root.rstrip("/")).split("/") if part]
    if {".", ".."} & {*parts}:
        return None
    file = "/".join(parts)
    try:
        if path.endswith("/") or (folder / file).is_dir():  # also one that is gone
            file = f"{file}/index.html".lstrip("/")
        base, real = map(real_path, (folder, folder / file))
    except (OSError, ValueError):
        return None
    # Neither a link out of the site, nor what is kept beside it, whatever it is called on the way.
    is_of_site = real.is_relative_to(base) and PRIVATE not in map(str.casefold, real.relative_to(base).parts)
    return file if is_of_site else None


def version(file: Path) -> str | None:
    """Return what tells a file from what it was before, or None if there is none."""
    try:
        return _version(file.stat())
    except (OSError, ValueError):
        return None


def _version(status: os.stat_result) -> str:
    return f"{status.st_mtime_ns:x}-{status.st_size:x}-{status.st_ino:x}"


def respond(file: Path, name: str, status: int = 200, note: bytes = b"") -> Response | None:
    """Return a file of that name, or None if there is none. A page gets a `note` and the preview's script.

    A page may be put in place at any moment, so it is read in one go: what is sent is whole, old or new.
    """
    kind = media_type(PurePosixPath(name))
    try:
        if not file.is_file():  # a pipe would never end
            return None
        if kind.startswith(_STREAMED):
            return FileResponse(file, media_type=kind)
        with file.open("rb") as opened:
            data, version = opened.read(), _version(os.fstat(opened.fileno()))
    except (OSError, ValueError):
        return None
    if kind.startswith("text/html"):
        data = live(data, version, note)
    return Response(data, status, {"Content-Type": kind})


def live(page: bytes, version: str = "", note: bytes = b"") -> bytes:
    """Put the preview's script into a page, the first in its head, and a `note` at the end of what it is about."""
    script = _SCRIPT % version.encode()
    head = _HEAD.search(page)
    page = page[: head.end()] + script + page[head.end() :] if head else page + script
    before, end, after = page.rpartition(_END)
    return before + note + end + after if end else page + note


@lru_cache
def client(name: str) -> bytes:
    """Return a file of the preview's own, which browsers load from `/_mathpress/`."""
    return (Path(__file__).parent / "client" / name).read_bytes()
