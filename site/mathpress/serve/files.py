"""Files of the site as a browser is given them: whole, with the right type, and none that is not of the site."""

import os
import re
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

from starlette.responses import FileResponse, Response

from mathpress.manifest import PRIVATE
from mathpress.mediatypes import media_type

_HEAD: Final = re.compile(rb"<head(?:\s[^>]*)?>", re.IGNORECASE)
_SCRIPT: Final = b'<script defer src="/_mathpress/live.js" data-version="%s"></script>'
_END: Final = b"</main>"
_STREAMED: Final = ("audio/", "video/")
"""What browsers ask for in pieces."""
_LONGEST: Final = 4096
"""Bytes of a path, more than any file system takes."""


def find(folder: Path, root: str, path: str) -> str | None:
    """Return the file of the site at the path of a URL (decoded), or None if that is not below the `root` of the site.

    The file is named below `folder`, whether or not there is one. A folder's path leads to its `index.html`.
    """
    if not f"{path}/".startswith(root) or len(path) > _LONGEST or "\0" in path or "\\" in path:
        return None
    parts = [part for part in path.removeprefix(root.rstrip("/")).split("/") if part]
    if any(part in {".", ".."} or part.casefold() == PRIVATE for part in parts):
        return None
    file = "/".join(parts)
    try:
        real = os.path.realpath(folder / file)
        if not Path(real).is_relative_to(os.path.realpath(folder)):  # a link out of the site
            return None
        is_folder = path.endswith("/") or Path(real).is_dir()  # also one that is gone
        return f"{file}/index.html".lstrip("/") if is_folder else file
    except (OSError, ValueError):
        return None


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
    return before + note + end + after


@lru_cache
def client(name: str) -> bytes:
    """Return a file of the preview's own, which browsers load from `/_mathpress/`."""
    return (Path(__file__).parent / "client" / name).read_bytes()
