"""What was found out about files, for as long as the file system says that they are as they were.

A build looks at every file of the site, and most have not changed since the last one. As in git's index, a file whose
size, times and inode are the same is taken to be the same. It is read again if it had changed only just before it was
looked at, for a second change within one tick of the clock could not be told from the first.
"""

import contextlib
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeVar

from mathpress.intake import naming, opened
from mathpress.kept import digest_from

_SECOND: Final = 1_000_000_000
"""Nanoseconds."""
_TICK: Final = _SECOND // 50
"""More than the time in which a file system may not tell two changes apart: on Linux a hundredth of a second."""
_WORTH_WAITING: Final = 100
"""How many files take longer to read than a tick."""
_LONG_TICK: Final = 3 * _SECOND
"""The same for those that write times in whole seconds (FAT: two)."""
_HAS_CHANGE_TIME: Final = os.name != "nt"
"""POSIX tells when anything about a file changed, which no program can set, as some set the time of its content."""

DIGEST: Final = "digest"
"""The question that `digest_of` answers."""

Stamp = tuple[int, int, int, int]
"""The size of a file, when its content and when anything about it changed (nanoseconds), its inode."""
Mark = tuple[int, int, int]
"""The same without what another name changes: size, time of the content, inode."""
Value = TypeVar("Value")


class Seen:
    """What is known of files, at first by the build before."""

    def __init__(self, known: Mapping[str, object]) -> None:
        self._known = dict(known)
        self._asked: set[str] = set()
        self._stamps: dict[str, Stamp] = {}
        """Those of files that were looked at in this build; several questions may be asked of one."""

    def begin(self) -> None:
        """Begin a build: every file is looked at anew."""
        self._asked = set()
        self._stamps = {}

    def forget(self) -> None:
        """Forget what nobody asked for in this build, which came to its end; one that failed asks for less."""
        self._known = {key: known for key, known in self._known.items() if key in self._asked}

    def learn(self, what: str, path: str, find: Callable[[Path], Value]) -> Value:
        """Return what `find` finds out of a file's content, as it was kept if it is known.

        Raises `OSError` if there is no such file, and what `find` raises.
        """
        stamp = self._stamps.get(path)
        if stamp is None:
            stamp = self._stamps[path] = _stamp(path)
        key = f"{what}\0{path}"
        self._asked.add(key)
        match self._known.get(key):  # which may be of any shape, in a cache from elsewhere
            case (known, answer) if known == stamp and _HAS_CHANGE_TIME:
                return answer  # type: ignore[return-value] # the same question had this answer
        with naming(path):
            value = find(Path(path))
        if _stamp(path) == stamp:
            self._keep(key, stamp, value)
        return value

    def note(self, what: str, values: Mapping[str, tuple[Mark, object]]) -> None:
        """Keep what is known of files that were just written, by their paths, each with its mark from then.

        One that is another by now, for some other program has been at it, is not known.
        """
        if len(values) > _WORTH_WAITING:
            time.sleep(_TICK / _SECOND)
        for path, (mark, value) in values.items():
            with contextlib.suppress(OSError):
                stamp = _stamp(path)
                if _mark(stamp) == mark:
                    self._keep(f"{what}\0{path}", stamp, value)

    def known(self) -> dict[str, object]:
        """Return what is known by now, for the next build to begin with."""
        return dict(self._known)

    def _keep(self, key: str, stamp: Stamp, value: object) -> None:
        _, _, changed, _ = stamp
        if time.time_ns() - changed > (_TICK if changed % _SECOND else _LONG_TICK):
            self._asked.add(key)
            self._known[key] = stamp, value


def digest_of(path: Path) -> str:
    """Return the digest of a file's content. Raises `OSError` if it cannot be read, or is a pipe or the like."""
    with opened(path) as file:
        return digest_from(file)


def mark_of(path: str) -> Mark:
    """Return what tells a file from others, whatever it will be called. Raises `OSError`."""
    return _mark(_stamp(path))


def _mark(stamp: Stamp) -> Mark:
    size, modified, _, inode = stamp
    return size, modified, inode


def _stamp(path: str) -> Stamp:
    status = os.stat(path)  # noqa: PTH116 (a `Path` for each file of the site would take longer than to look at it)
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
