"""What a deploy has to do: a pure function of the files here and of what is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from mathpress.deploy.files import File
from mathpress.deploy.manifest import Deployed


@dataclass(frozen=True, slots=True)
class Plan:
    """What is added, changed and left as it is, each in the order of the site's files, and what is removed.

    It is removed `last`, but for what is `blocking`: a file where a folder is to be, or the other way round.
    """

    added: tuple[File, ...]
    changed: tuple[File, ...]
    unchanged: tuple[File, ...]
    blocking: tuple[str, ...]
    last: tuple[str, ...]

    @property
    def sent(self) -> tuple[File, ...]:
        """The files that travel."""
        return self.added + self.changed

    @property
    def removed(self) -> tuple[str, ...]:
        """The paths of the files that go."""
        return tuple(sorted(self.blocking + self.last))

    @property
    def is_empty(self) -> bool:
        """Whether the target is as it should be."""
        return not (self.added or self.changed or self.removed)

    def during(self, old: Deployed) -> Deployed:
        """Return what may be at the target meanwhile: files on their way, there or away, have an empty digest."""
        return {**old, **dict.fromkeys((*(file.path for file in self.sent), *self.removed), "")}

    def after(self) -> Deployed:
        """Return what is at the target when all is done."""
        return {file.path: file.digest for file in (*self.sent, *self.unchanged)}


def plan(files: Sequence[File], deployed: Deployed) -> Plan:
    """Compare the files of the site, in their order, with what is at the target."""
    here = {file.path for file in files}
    gone = sorted(path for path in deployed if path not in here)
    folders = {str(parent) for path in here for parent in PurePosixPath(path).parents} if gone else set()
    blocking = {
        path for path in gone if path in folders or any(str(parent) in here for parent in PurePosixPath(path).parents)
    }
    return Plan(
        added=tuple(file for file in files if file.path not in deployed),
        changed=tuple(file for file in files if deployed.get(file.path, file.digest) != file.digest),
        unchanged=tuple(file for file in files if deployed.get(file.path) == file.digest),
        blocking=tuple(path for path in gone if path in blocking),
        last=tuple(path for path in gone if path not in blocking),
    )
