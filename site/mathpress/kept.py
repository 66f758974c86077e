"""What is kept between builds, each file behind a digest of itself: what is damaged is never trusted."""

import contextlib
import hashlib
import os
import threading
import time
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.intake import opened

CACHE: Final = PurePosixPath(".mathpress", "cache")
"""What is kept between builds, below the blog's root; it may be deleted at any time."""

_DIGEST_SIZE: Final = 16
_UNFINISHED: Final = "."
"""What the names of files begin with while they are written."""
_ABANDONED: Final = 3600
"""Seconds after which whoever wrote such a file has been killed."""


class KeepingError(Exception):
    """Nothing can be kept; the message says why."""


def digest(data: bytes) -> str:
    """Return what bytes are known by: 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=_DIGEST_SIZE).hexdigest()


def digest_from(file: BufferedReader) -> str:
    """Return the digest of what is in a file from here on, which may be more than there is memory."""
    return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=_DIGEST_SIZE)).hexdigest()


def _mark(name: str, data: bytes) -> bytes:
    """Return what tells that a file is whole, and is not one of another name."""
    mark = hashlib.blake2b(f"{name}\0".encode(), digest_size=_DIGEST_SIZE)
    mark.update(data)
    return mark.digest()


class Kept:
    """A folder of files that are kept by their names, which say what they were made from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._used: set[str] = set()
        self._begun = time.time()

    def load(self, name: str) -> bytes | None:
        """Return what was kept under a name, or None if there is nothing that is whole."""
        self._used.add(name)
        try:
            with opened(self.folder / name) as file:
                data = file.read()
        except OSError:
            return None
        mark, data = data[:_DIGEST_SIZE], data[_DIGEST_SIZE:]
        return data if mark == _mark(name, data) else None

    def has(self, name: str) -> bool:
        """Tell whether something was kept under a name, whole or not."""
        self._used.add(name)
        return (self.folder / name).is_file()

    def use(self, name: str) -> None:
        """Count a name among those that were asked for, whether or not what it names is read."""
        self._used.add(name)

    def keep(self, name: str, data: bytes) -> None:
        """Keep bytes under a name, in a file that appears by rename. Raises `KeepingError` if it cannot be written."""
        self._used.add(name)
        temporary = self.folder / f"{_UNFINISHED}{name}.{os.getpid()}.{threading.get_ident()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(_mark(name, data) + data)
            temporary.replace(self.folder / name)
        except OSError as error:
            with contextlib.suppress(OSError):  # or a full disk would be fuller
                temporary.unlink()
            raise KeepingError(error.strerror or str(error)) from error

    def forget(self, spare: int = 0) -> None:
        """Remove what no one has asked for since this object was made, but for the newest `spare` files.

        What cannot be removed stays, and so does what another build keeps or is just about to.
        """
        with contextlib.suppress(OSError):
            others = [file for file in self.folder.iterdir() if file.name not in self._used]
            unused = [file for file in others if not self._is_in_hand(file)]
            unused.sort(key=lambda file: file.stat().st_mtime, reverse=True)
            for file in unused[spare:]:
                with contextlib.suppress(OSError):
                    file.unlink()

    def _is_in_hand(self, file: Path) -> bool:
        written = file.stat().st_mtime
        return written > self._begun or (file.name.startswith(_UNFINISHED) and time.time() - written < _ABANDONED)
