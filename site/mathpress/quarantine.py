"""Sources that may have ended the process that parsed them, by a crash of an engine or for want of memory.

Such a process has no time to say which source it was. So the build notes in a file what it is about to parse itself.
The next build finds the note of one that did not come to its end, and parses that source apart from all others.
"""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from mathpress.intake import MEGABYTE, read_within
from mathpress.model import Source

LOST: Final = "parse-crash"
"""The code of the problem of a source whose parsing ended its process."""


class Quarantine:
    """What a build before noted of these sources in a file, and what this one notes. Without a file none is known.

    A note that cannot be written is worth no build: it is left out.
    """

    def __init__(self, file: Path | None, sources: Iterable[Source]) -> None:
        self._file = file
        noted: set[str] = set()
        if file:
            with contextlib.suppress(OSError, UnicodeDecodeError):
                noted = set(read_within(file, MEGABYTE).decode().split("\n"))
        self._paths = {str(source.path) for source in sources} & noted

    def __contains__(self, source: Source) -> bool:
        return str(source.path) in self._paths

    def begin(self, source: Source) -> None:
        """Note that a source is about to be parsed by this process."""
        self._write({*self._paths, str(source.path)})

    def add(self, source: Source) -> None:
        """Remember that a source ended the process that parsed it."""
        self._paths.add(str(source.path))

    def release(self, source: Source) -> None:
        """Forget a source that was parsed without harm."""
        self._paths.discard(str(source.path))

    def end(self) -> None:
        """Leave a note of those alone that ended a process, for this process came to the end of its work."""
        self._write(self._paths)

    def _write(self, paths: set[str]) -> None:
        if self._file:
            with contextlib.suppress(OSError):
                if paths:
                    self._file.parent.mkdir(parents=True, exist_ok=True)
                    with open(self._file, "w", encoding="utf-8", opener=_not_emptied) as note:
                        note.write("".join(f"{path}\n" for path in sorted(paths)))
                        note.truncate()
                else:
                    self._file.unlink(missing_ok=True)


def _not_emptied(path: str, flags: int) -> int:
    """Open a file as it is: one that was emptied first, ext4 writes to the disk at once when it is closed.

    Nobody is waited for who would read from a pipe, if it is one.
    """
    return os.open(path, flags & ~os.O_TRUNC | getattr(os, "O_NONBLOCK", 0), 0o666)
