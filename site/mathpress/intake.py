"""Files of authors are taken in within bounds: no pipe is waited for, and no more is read than is sound.

A blog may be somebody else's. What stands in it under the name of a post can be a device without end, or a gigabyte.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1_000_000
LONGEST_TEXT: Final = 5 * MEGABYTE
"""Bytes of a post, comments or a template: more than any book has on one page."""
LONGEST_BIBLIOGRAPHY: Final = 50 * MEGABYTE
"""Bytes of a BibTeX file: a program may export to it all that a department ever read."""
LONGEST_SETTINGS: Final = MEGABYTE // 2
"""Bytes of settings. Readers of TOML and YAML are slow, and what they make of a text takes many times its memory."""


def opened(path: Path | str) -> BufferedReader:
    """Open a file to be read. Raises `OSError` if it cannot be, or is no file but a pipe, a socket or a device."""
    file = open(path, "rb", opener=_at_once)  # noqa: SIM115 - the caller closes it
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, NO_FILE, str(path))
    return file


NO_FILE: Final = "it is a pipe, a socket or a device, and no file"


def read_within(path: Path | str, most: int) -> bytes:
    """Return what is in a file. Raises `OSError` as `opened` does, or if that is more than `most` bytes."""
    with opened(path) as file, naming(path):
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most / MEGABYTE:g} MB; shorten it", str(path))
    return data


@contextlib.contextmanager
def naming(path: Path | str) -> Iterator[None]:
    """Have an error of a file that is read while the block runs say which it is: systems tell that if it is opened."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise


def unfit(path: str) -> str | None:
    """Return why what is at a path is no file to be read, or None if it is one, be it behind a link."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a `Path` for each file of the blog would take longer
    except OSError as error:
        return error.strerror
    if stat.S_ISDIR(mode):
        return "it is a link to a folder, which is not entered; put the folder itself here"
    return None if stat.S_ISREG(mode) else NO_FILE


def real_path(path: Path | str) -> Path:
    """Return where a path leads. Links that go round lead to themselves; `Path.resolve` fails at them up to 3.12."""
    return Path(os.path.realpath(path))


def leads_out(path: Path | str, *allowed: Path) -> bool:
    """Tell whether a link, or a path with links in it, leads out of all the folders that are allowed."""
    real = real_path(path)
    return not any(real.is_relative_to(real_path(folder)) for folder in allowed)


def _at_once(path: str, flags: int) -> int:
    """Open a file without waiting for somebody to write into a pipe. Windows has none among its files."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
