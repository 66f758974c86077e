"""One at a time: a lock that the system takes back from whoever ends, however that happens.

Not with `filelock`, which takes a tenth of a small build to import.
"""

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
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


_TAKEN: Final = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
"""What systems say if another process has the lock. All else means that a file system has no locks."""
_PATIENCE: Final = 60.0
"""Seconds to wait for another process, which writes for a few."""
_PAUSE: Final = 0.05
"""Seconds until the lock is tried again."""


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Lock a file while the block runs, when no other process has it locked. It is there for no longer than that.

    Where the file system has no locks, the block runs without. Raises `TimeoutError` if another process has it for a
    minute, and `OSError` if it cannot be made.
    """
    deadline = time.monotonic() + _PATIENCE
    while (file := _locked(path)) is None:
        if time.monotonic() > deadline:
            raise TimeoutError(errno.ETIMEDOUT, "another build has been writing there for a minute", str(path.parent))
        time.sleep(_PAUSE)
    with file:
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                path.unlink()  # before it is unlocked; Windows refuses it, and keeps the file


def _locked(path: Path) -> BinaryIO | None:
    """Return the file, open and locked, or None if another process has it locked or has just removed it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = open(path, "ab", opener=_itself)  # noqa: SIM115 - the caller closes it
    if _is_ours(file, path):
        return file
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
            return False
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
