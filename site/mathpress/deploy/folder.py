"""A folder as a target: every file appears by rename."""

import errno
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import ClassVar, Final

from mathpress.deploy.files import File
from mathpress.deploy.manifest import MANIFEST
from mathpress.deploy.target import Failure
from mathpress.destination import Destination
from mathpress.kept import digest
from mathpress.locking import locked
from mathpress.machine import settle
from mathpress.obstacles import link_to, obstacle, remove

_STAGED: Final = ".mathpress-staged"
"""Where files are copied before they are put in place; on the same file system, so that a rename will do."""

_LOCK: Final = ".mathpress-lock"
"""The file that the system locks for a deploy; the lock of one that was killed is gone, though the file stays."""
_FULL: Final = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """A folder that holds the site itself."""

    folder: Path
    at_once: ClassVar[bool] = False

    @property
    def extras(self) -> Mapping[str, bytes]:
        """Nothing."""
        return {}

    @contextmanager
    def alone(self, tell: Callable[[str], None] = lambda _: None) -> Iterator[Callable[[], None]]:
        """Lock the folder, which is made if it is not there, while the block runs. Raises `Failure` if it is locked."""
        del tell  # nothing is waited for
        with ExitStack() as held:
            with os_failures(self.folder):
                try:
                    held.enter_context(locked(self.folder / _LOCK))
                except BlockingIOError as error:
                    message = f"another deploy to {self.folder} is on its way; wait until it is done"
                    raise Failure(message, "deploy-running") from error
            yield lambda: None

    def read_manifest(self) -> bytes | None:
        """Return the manifest, or None if there is none."""
        with os_failures(self.folder):
            try:
                return (self.folder / MANIFEST).read_bytes()
            except FileNotFoundError:
                return None

    def in_the_way(self, files: Sequence[File], ours: Collection[str]) -> Sequence[str]:
        """Return what is neither ours nor the same: files with another content, files among parents, folders."""
        with os_failures(self.folder):
            found = (self._in_the_way(file, ours) for file in files)
            return [str(path) for path in dict.fromkeys(found) if path]

    def _in_the_way(self, file: File, ours: Collection[str]) -> PurePosixPath | None:
        present = self.folder / file.path
        if link := link_to(self.folder, PurePosixPath(file.path)):
            return link
        if present.is_file():
            is_same = present.stat().st_size == file.size and digest(present.read_bytes()) == file.digest
            return None if is_same else PurePosixPath(file.path)
        return obstacle(self.folder, PurePosixPath(file.path), ours)

    def write_manifest(self, data: bytes) -> None:
        """Write the manifest by rename: it is on the disk after all that it tells of, and before all that follows."""
        with os_failures(self.folder), self._staged() as staged:
            staged.write_bytes(data)
            settle(self.folder)
            staged.replace(self.folder / MANIFEST)
            settle(self.folder)

    def put(self, files: Sequence[File], done: Callable[[int], None]) -> None:
        """Copy each file to the folder, and then put it in place by rename."""
        for file in files:
            with os_failures(self.folder), self._staged() as staged:
                shutil.copyfile(file.source, staged)
                if link := link_to(self.folder, PurePosixPath(file.path)):
                    message = f"{self.folder / link} is a link, which may lead anywhere; put a folder in its place"
                    raise Failure(message, "deploy-foreign")
                placed = self.folder / file.path
                placed.parent.mkdir(parents=True, exist_ok=True)
                staged.replace(placed)
            done(1)

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files of ours, and folders that are empty without them."""
        with os_failures(self.folder):
            for path in paths:
                remove(self.folder, PurePosixPath(path))

    def finish(self) -> None:
        """Do nothing: all is shown already."""

    @contextmanager
    def _staged(self) -> Iterator[Path]:
        """Lend a file name on the file system of the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        staged = self.folder / _STAGED
        try:
            yield staged
        finally:
            with suppress(OSError):
                staged.unlink(missing_ok=True)


def folder_of(destination: Destination, root: Path) -> Path:
    """Return the folder of an address without a host: its path from the blog's root, or from a home, `~`."""
    try:
        return root / Path(destination.path).expanduser()
    except RuntimeError as error:
        raise Failure(f"{destination} begins with the home of a user that there is not", "deploy-target") from error


@contextmanager
def os_failures(folder: Path) -> Iterator[None]:
    """Raise `Failure` for what the system refuses."""
    try:
        yield
    except OSError as error:
        where = error.filename2 or error.filename or folder
        cure = "make room there" if error.errno in _FULL else "see to its owner and rights"
        raise Failure(f"{where} cannot be read or written: {error.strerror or error}; {cure}") from error
