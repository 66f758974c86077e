"""A host as a target, through rsync: over ssh, or to a daemon of rsync's.

rsync writes a file under another name and renames it, so that nobody meets half of one. It is told by name which files
to bring and which to remove, and never to make the place like a folder here: what is not ours does not matter to it.
Only options of rsync 3.1 (2013) and newer are used.
"""

import re
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from subprocess import CompletedProcess
from typing import ClassVar, Final

from mathpress.deploy.files import File
from mathpress.deploy.folder import os_failures
from mathpress.deploy.lease import NOTICE, Found, leased
from mathpress.deploy.manifest import MANIFEST
from mathpress.deploy.ssh import connected
from mathpress.deploy.target import Target
from mathpress.deploy.tools import run, tool_failure
from mathpress.deployment import DeployConfig

_OPTIONS: Final = ("--protect-args", "--8-bit-output", "--timeout=300")
_LISTED: Final = ("--from0", "--files-from=-", "--no-implied-dirs")
"""Names come from the input, with NUL between them; folders on the way to them are left as they are."""
_NAMED: Final = "--out-format=%i %n"
_ITEM: Final = re.compile(r".(?P<kind>[fdLDS])[^ ]* (?P<path>.+?)/?$", re.MULTILINE)
"""A line of what rsync would do: what is there, a file, a folder, a link or another thing, and its path."""
_ABSENT: Final = re.compile(rb"change_dir .* failed: .*\(2\)")
"""What rsync says if the folder is not there yet (ENOENT)."""
_NO_FOLDER: Final = re.compile(rb"link_stat .* failed: .*\(20\)")
"""What it says of a path that leads through a file (ENOTDIR)."""
_SLICE: Final = 200
"""Files that are brought in one call, after which it is looked whether another deploy has begun."""
_PARTLY: Final = 23
_VANISHED: Final = 24
"""Statuses of rsync: something could not be transferred; something was not there."""


@contextmanager
def ssh_target(config: DeployConfig, root: Path, output: Path) -> Iterator[Target]:  # noqa: ARG001 (as all targets)
    """Open a folder of a host that lets us in by ssh."""
    destination = config.destination
    at = f"{destination.user}@" if destination.user else ""
    with connected(destination) as shell, tempfile.TemporaryDirectory(prefix="mathpress-") as scratch:
        yield RsyncTarget(
            f"{at}{destination.host}:{destination.path_from_home.rstrip('/')}/", ("-e", shell), Path(scratch)
        )


@contextmanager
def rsync_target(config: DeployConfig, root: Path, output: Path) -> Iterator[Target]:  # noqa: ARG001 (as all targets)
    """Open a module of rsync's daemon, or a folder in it."""
    with tempfile.TemporaryDirectory(prefix="mathpress-") as scratch:
        yield RsyncTarget(f"{str(config.destination).rstrip('/')}/", ("--contimeout=15",), Path(scratch))


@dataclass(frozen=True, slots=True)
class RsyncTarget:
    """A folder that rsync reaches: `place` is its name for it, with `/` at the end, `scratch` an empty folder here."""

    place: str
    options: tuple[str, ...]
    scratch: Path
    at_once: ClassVar[bool] = False

    @property
    def extras(self) -> Mapping[str, bytes]:
        """Nothing."""
        return {}

    def alone(self, tell: Callable[[str], None]) -> AbstractContextManager[Callable[[], None]]:
        """Keep others away by a notice, for no lock outlives a call of rsync."""
        return leased(_Notice(self), tell)

    def read_manifest(self) -> bytes | None:
        """Return the manifest, or None if there is none, or not even the folder."""
        return self.fetched(MANIFEST)

    def fetched(self, path: str) -> bytes | None:
        """Return what is in a file there, or None if it is not there."""
        here = self.scratch / f"fetched-{path}"
        with os_failures(self.scratch):
            here.unlink(missing_ok=True)
            self.rsync("--ignore-missing-args", "--", f"{self.place}{path}", str(here), may_be_absent=True)
            return here.read_bytes() if here.exists() else None

    def in_the_way(self, files: Sequence[File], ours: Collection[str]) -> Sequence[str]:
        """Return what is neither ours nor the same: files with another content, files among parents, other things."""
        paths = {file.path for file in files}
        parents = _parents(paths)
        found = self._kinds(paths | parents)
        holding_ours = _parents(ours)
        strangers = {
            path
            for path, kind in found.items()
            if (path in parents and kind not in "dL" and path not in ours)
            or (path in paths and kind != "f" and path not in holding_ours)
        }
        differing = self._differing([file for file in files if found.get(file.path) == "f"])
        return sorted(strangers | differing)

    def write_manifest(self, data: bytes) -> None:
        """Write the manifest."""
        with os_failures(self.scratch):
            (self.scratch / MANIFEST).write_bytes(data)
        self._bring([MANIFEST], self.scratch)

    def put(self, files: Sequence[File], done: Callable[[int], None]) -> None:
        """Bring files, some of one folder at a time."""
        for folder in dict.fromkeys(file.folder for file in files):
            paths = [file.path for file in files if file.folder == folder]
            for begin in range(0, len(paths), _SLICE):
                brought = paths[begin : begin + _SLICE]
                self._bring(brought, folder)
                done(len(brought))

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files of ours, then the folders that are empty without them, the innermost first."""
        self.delete(paths)
        folders = [path for path, kind in self._kinds(_parents(paths)).items() if kind == "d"]
        for depth in sorted({path.count("/") for path in folders}, reverse=True):
            self.delete([path for path in folders if path.count("/") == depth])

    def finish(self) -> None:
        """Do nothing: all is shown already."""

    def _bring(self, paths: Sequence[str], folder: Path, *options: str) -> str:
        """Bring files that differ from what is there, readable for all, and return what rsync says of each."""
        how = ("--checksum", "--perms", "--chmod=F644", "--compress", _NAMED, *options)
        return self.rsync(*how, *_LISTED, "--", "./", self.place, paths=paths, folder=folder).stdout.decode()

    def _differing(self, files: Sequence[File]) -> set[str]:
        """Return the paths of those files that are not the same there."""
        lines = [
            self._bring([file.path for file in files if file.folder == folder], folder, "--dry-run")
            for folder in dict.fromkeys(file.folder for file in files)
        ]
        return {item["path"] for item in _ITEM.finditer("\n".join(lines))}

    def _kinds(self, paths: Collection[str]) -> dict[str, str]:
        """Return which of the paths are there, and what each is, by rsync's letters: `f`, `d`, `L`."""
        empty = self._empty()
        how = ("--dry-run", "--links", "--dirs", "--ignore-missing-args", _NAMED, *_LISTED)
        done = self.rsync(*how, "--", self.place, "./", paths=sorted(paths), folder=empty, may_be_absent=True)
        return {item["path"]: item["kind"] for item in _ITEM.finditer(done.stdout.decode())}

    def delete(self, paths: Sequence[str]) -> None:
        """Delete files and empty folders: rsync deletes what it is told to bring and does not find here."""
        if paths:
            how = ("--delete-missing-args", *_LISTED, "--", "./", self.place)
            self.rsync(*how, paths=paths, folder=self._empty(), allowed=(0, _VANISHED))

    def _empty(self) -> Path:
        empty = self.scratch / "empty"
        with os_failures(self.scratch):
            empty.mkdir(exist_ok=True)
        return empty

    def rsync(
        self,
        *arguments: str,
        paths: Sequence[str] = (),
        folder: Path | None = None,
        allowed: Sequence[int] = (0,),
        may_be_absent: bool = False,
    ) -> CompletedProcess[bytes]:
        """Run rsync in a folder here, with paths for it to read. Raises `Failure`."""
        given = b"".join(b"./" + path.encode() + b"\0" for path in paths)  # a # or ; at the beginning makes a comment
        command = ("rsync", *_OPTIONS, *self.options, *arguments)
        done = run(command, folder=folder, given=given, allowed=range(256))
        is_absent = may_be_absent and _ABSENT.search(done.stderr)
        leads_nowhere = may_be_absent and done.returncode == _PARTLY and _NO_FOLDER.search(done.stderr)
        if done.returncode not in allowed and not is_absent and not leads_nowhere:
            raise tool_failure("rsync", done.stderr)
        return done


@dataclass(frozen=True, slots=True)
class _Notice:
    """The notice in a folder that rsync reaches. Two that are written in the same moment replace one another."""

    target: RsyncTarget

    def read(self) -> Found | None:
        data = self.target.fetched(NOTICE)
        return None if data is None else Found(data)

    def write(self, data: bytes, before: Found | None) -> None:
        folder = self.target.scratch / "notice"
        with os_failures(folder):
            folder.mkdir(exist_ok=True)
            (folder / NOTICE).write_bytes(data)
        how = ("--ignore-times", "--perms", "--chmod=F644", *(() if before else ("--ignore-existing",)))
        self.target.rsync(*how, *_LISTED, "--", "./", self.target.place, paths=[NOTICE], folder=folder)

    def remove(self) -> None:
        self.target.delete([NOTICE])


def _parents(paths: Collection[str]) -> set[str]:
    return {str(parent) for path in paths for parent in PurePosixPath(path).parents[:-1]}
