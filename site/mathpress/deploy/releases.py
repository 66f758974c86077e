"""A folder of releases: each deploy makes a new one, and a link leads to the one that is shown.

    blog/releases/20260921T101500-1f0c2a9b/    the site, with its manifest; what has not changed is hard-linked
    blog/current -> releases/20260921T101500-1f0c2a9b

A release says which one it followed, and these are the ones that are gone back to and kept: neither one that was never
shown nor one that was rolled back is among them. The order of names means nothing, for clocks are set back.

A web server shows `current`. The link is replaced by rename, which is atomic (POSIX), so that all visitors go over from
one site to the other at once, and back by `--rollback`.
"""

import datetime
import os
import re
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import ClassVar, Final

from mathpress.deploy.files import File
from mathpress.deploy.folder import FolderTarget, folder_of, os_failures
from mathpress.deploy.manifest import MANIFEST
from mathpress.deploy.target import Failure, Target
from mathpress.deployment import DeployConfig
from mathpress.intake import real_path
from mathpress.kept import digest
from mathpress.machine import settle

_RELEASES: Final = "releases"
_CURRENT: Final = "current"
_NEW: Final = ".mathpress-new"
"""What the name of a release that is not finished begins with, and that of a link."""
_FOLLOWED: Final = ".mathpress-followed"
"""The file of a release that names the one which was shown before it."""
_RELEASE: Final = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}(?:-\d+)?")


@contextmanager
def folder_target(config: DeployConfig, root: Path, output: Path) -> Iterator[Target]:
    """Open the folder that settings name: one of releases, or one that holds the site itself."""
    folder = folder_of(config.destination, root)
    real, built = real_path(folder), real_path(output)
    if real.is_relative_to(built) or built.is_relative_to(real):
        raise Failure(f"{folder} and the output folder lie in one another; name a folder of its own", "deploy-target")
    if not config.releases:
        yield FolderTarget(folder)
        return
    new = folder / _RELEASES / f"{_NEW}-{secrets.token_hex(4)}"
    try:
        yield _Releases(folder, config.keep, FolderTarget(new))
    finally:
        shutil.rmtree(new, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Releases:
    """A new release, which begins as the one that is shown: what others put there goes on being shown too."""

    folder: Path
    keep: int
    new: FolderTarget
    at_once: ClassVar[bool] = True

    @property
    def extras(self) -> Mapping[str, bytes]:
        """Nothing."""
        return {}

    def alone(self, tell: Callable[[str], None]) -> AbstractContextManager[Callable[[], None]]:
        """Lock the folder."""
        return FolderTarget(self.folder).alone(tell)

    def read_manifest(self) -> bytes | None:
        """Return the manifest of the release that is shown, or None if there is none."""
        shown = _shown(self.folder)
        return FolderTarget(shown).read_manifest() if shown else None

    def in_the_way(self, files: Sequence[File], ours: Collection[str]) -> Sequence[str]:
        """Return what in the release that is shown is neither ours nor the same."""
        shown = _shown(self.folder)
        return FolderTarget(shown).in_the_way(files, ours) if shown else []

    def write_manifest(self, data: bytes) -> None:
        """Write the manifest into the new release, which is begun if it is not there yet."""
        if not self.new.folder.exists():
            self._begin()
        self.new.write_manifest(data)

    def _begin(self) -> None:
        """Begin a release as the one that is shown, and remove what deploys that were killed have left."""
        shown = _shown(self.folder)
        with os_failures(self.folder):
            for left in (self.folder / _RELEASES).glob(f"{_NEW}*"):
                shutil.rmtree(left, ignore_errors=True)
            if shown:
                shutil.copytree(shown, self.new.folder, symlinks=True, copy_function=_link_or_copy)
                followed = self.new.folder / _FOLLOWED
                followed.unlink(missing_ok=True)  # the one that is shown has this file too, under its own name
                followed.write_text(shown.name, "utf-8")

    def put(self, files: Sequence[File], done: Callable[[int], None]) -> None:
        """Put files into the new release."""
        self.new.put(files, done)

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files from the new release."""
        self.new.remove(paths)

    def finish(self) -> None:
        """Show the new release, and remove all but it and as many before it as are kept."""
        with os_failures(self.folder):
            moment = datetime.datetime.now(datetime.UTC)
            stem = f"{moment:%Y%m%dT%H%M%S}-{digest((self.new.folder / MANIFEST).read_bytes())[:8]}"
            names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
            name = next(name for name in names if not (self.folder / _RELEASES / name).exists())
            self.new.folder.rename(self.folder / _RELEASES / name)
            settle(self.folder)
            show(self.folder, name)
            for old in _names(self.folder) - {*_chain(self.folder, name)[: self.keep]}:
                shutil.rmtree(self.folder / _RELEASES / old)


def roll_back(folder: Path, steps: int) -> str:
    """Show the release that came so many before the one that is shown, and return its name. Raises `Failure`."""
    earlier(folder, steps)  # where there is none, no lock is made either
    with FolderTarget(folder).alone():
        name = earlier(folder, steps)
        show(folder, name)
    return name


def earlier(folder: Path, steps: int) -> str:
    """Return the name of the release that came so many before the one that is shown."""
    shown = _shown(folder)
    with os_failures(folder):
        chain = _chain(folder, shown.name) if shown else []
    if shown is None or not chain:
        raise Failure(f"{folder} shows no release of mathpress; deploy one first", "deploy-rollback")
    before = chain[1:]
    if steps > len(before):
        message = f"there is no such release; before the one that is shown, {shown.name}, {len(before)} are kept"
        raise Failure(message, "deploy-rollback")
    return before[steps - 1]


def _shown(folder: Path) -> Path | None:
    """Return the release that is shown, or None if there is none yet. Raises `Failure` if something else is there."""
    current = folder / _CURRENT
    with os_failures(folder):
        if current.is_symlink():
            release = folder / current.readlink()
            return release if release.is_dir() else None
        if current.exists():
            raise Failure(f"{current} is no link to a release; move it, or say `releases = false`", "deploy-foreign")
    return None


def _names(folder: Path) -> set[str]:
    """Return the names of the releases."""
    found = (folder / _RELEASES).iterdir() if (folder / _RELEASES).is_dir() else ()
    return {path.name for path in found if _RELEASE.fullmatch(path.name) and (path / MANIFEST).is_file()}


def _chain(folder: Path, name: str) -> list[str]:
    """Return the name of a release, then that of the one it followed, and so on, as far as they are there."""
    names = _names(folder)
    chain: list[str] = []
    while name in names:
        chain.append(name)
        names.remove(name)
        followed = folder / _RELEASES / name / _FOLLOWED
        name = followed.read_text("utf-8", "replace") if followed.is_file() else ""
    return chain


def show(folder: Path, name: str) -> None:
    """Let the link lead to a release."""
    link = folder / _NEW
    with os_failures(folder):
        link.unlink(missing_ok=True)
        try:
            link.symlink_to(Path(_RELEASES, name), target_is_directory=True)
        except OSError as error:  # Windows lets administrators and developers make links, and nobody else
            raise Failure(f"no link can be made in {folder}: {error.strerror}; say `releases = false`") from error
        link.replace(folder / _CURRENT)
        settle(folder)


def _link_or_copy(source: str, copy: str) -> None:
    """Give a file another name, or a copy where the file system has no hard links; none is ever changed in place."""
    try:
        os.link(source, copy, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, copy, follow_symlinks=False)
