"""What stands in a folder where files of ours are to be, and what makes way for them."""

import contextlib
import errno
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.compress import original

_STAYS: Final = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EPERM, errno.EBUSY}
"""What systems say if a folder holds other files, of ours or not, is somebody else's, or has others mounted in it."""


def link_to(folder: Path, path: PurePosixPath) -> PurePosixPath | None:
    """Return a link among the parents of a file: it may lead out of the folder, and what is there is never ours."""
    return next((parent for parent in path.parents[-2::-1] if (folder / parent).is_symlink()), None)


def obstacle(folder: Path, path: PurePosixPath, old: Collection[str]) -> PurePosixPath | None:
    """Return what is not ours and stands where a file is to be: a link or a file among its parents, or a folder."""
    if link := link_to(folder, path):
        return link
    for parent in path.parents[-2::-1]:
        if (folder / parent).is_file():
            return None if str(parent) in old else parent
    if (folder / path).is_dir():
        ours = {part for name in map(PurePosixPath, old) for part in (name, *name.parents)}
        for found in (folder / path, *sorted((folder / path).rglob("*"))):
            inner = PurePosixPath(found.relative_to(folder).as_posix())
            if inner not in ours:
                return inner
    return None


def first_to_go(gone: Iterable[str], here: Collection[str], written: Collection[str]) -> list[str]:
    """Return those of the files that are gone which are removed before any is written; the others are removed last.

    They are in the way of one that is to be `here`, a file where a folder is to be or the other way round, or are
    copies of one that is written: a server would go on to send what was in the old one, perhaps to be kept for ever.
    """
    gone = list(gone)
    folders = {str(parent) for path in here for parent in PurePosixPath(path).parents} if gone else set()
    return [
        path
        for path in gone
        if path in folders
        or original(path) in written
        or any(str(parent) in here for parent in PurePosixPath(path).parents)
    ]


@contextlib.contextmanager
def room(folder: Path, to_come: Iterable[PurePosixPath], to_go: Iterable[PurePosixPath]) -> Iterator[None]:
    """Make the folders of files that are to come, and see that files can be put into all folders or taken from them.

    So what keeps the block from doing that is known while all is as it was. If it fails all the same, folders that were
    made are removed, unless they hold anything. A folder that a file is in the way of is left to be made. Raises
    `OSError`.
    """
    made: list[Path] = []
    try:
        for parent in dict.fromkeys(folder / path.parent for path in to_come):
            with contextlib.suppress(FileExistsError, NotADirectoryError):
                for missing in [each for each in (parent, *parent.parents) if not each.exists()][::-1]:
                    missing.mkdir()
                    made.append(missing)
        for parent in dict.fromkeys(folder / path.parent for path in (*to_come, *to_go)):
            if parent.is_dir() and not os.access(parent, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(parent))
        yield
    except BaseException:
        for empty in reversed(made):
            with contextlib.suppress(OSError):
                empty.rmdir()
        raise


def remove(folder: Path, path: PurePosixPath) -> None:
    """Remove a file of ours and the folders that are empty without it."""
    if (folder / path).is_dir() or link_to(folder, path):
        return  # the file has made way for a folder of ours, or its folder for a link
    with contextlib.suppress(NotADirectoryError):  # its folder has made way for a file of ours
        (folder / path).unlink(missing_ok=True)
    for parent in path.parents[:-1]:
        try:
            (folder / parent).rmdir()
        except OSError as error:
            if error.errno not in _STAYS:
                raise
            break
