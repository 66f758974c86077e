"""One at a time: a lock that the system takes back from whoever ends, however that happens.

Not with the library `filelock`: it takes a tenth of a small build to import, and where a file system has no locks its
own stay behind when a process is killed.
"""

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with contextlib.suppress(OSError):
            os.fchmod(file, 0o660)  # who may write to a folder of a group is told of the lock, not refused


_TAKEN: Final = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
"""What systems say if another process has the lock. All else means that a file system has no locks."""
_PAUSE: Final = 0.05
"""Seconds until the lock is tried again."""


@contextlib.contextmanager
def locked(path: Path, waits: Callable[[], None] | None = None) -> Iterator[None]:
    """Lock a file while the block runs. It is there for no longer than that.

    While another process has it locked, this one waits until that is done or has ended, which `waits` is called to tell
    of, once; without it, raises `BlockingIOError`. Where the file system has no locks, the block runs without. Raises
    `OSError` if the file cannot be made.
    """
    file, is_told = None, False
    while file is None:
        try:
            file = _acquired(path)
        except BlockingIOError:
            if waits is None:
                raise
            if not is_told:
                waits()
                is_told = True
            time.sleep(_PAUSE)
    with file:
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                path.unlink()  # before it is unlocked; Windows refuses it, and keeps the file


def _acquired(path: Path) -> BinaryIO | None:
    """Return the file, open and locked, or None if another process has just removed it or its folder.

    Raises `BlockingIOError` if another process has it locked.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = open(path, "ab", opener=_itself)  # noqa: SIM115 - the caller closes it
    except FileNotFoundError:
        return None
    try:
        if _is_ours(file, path):
            return file
    except BlockingIOError:
        file.close()
        raise
    file.close()
    return None


def _itself(path: str, flags: int) -> int:
    """Open a file, but not what a link leads to, and without waiting for whoever would read from a pipe."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0), 0o666)


def _is_ours(file: BinaryIO, path: Path) -> bool:
    try:
        _lock(file.fileno())
    except OSError as error:
        if error.errno in _TAKEN:
            raise BlockingIOError(error.errno, "another process has locked it", str(path)) from error
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
