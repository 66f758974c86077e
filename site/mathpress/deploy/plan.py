"""What a deploy has to do: a pure function of the files here and of what is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from mathpress.deploy.files import File
from mathpress.deploy.manifest import Deployed
from mathpress.obstacles import first_to_go


@dataclass(frozen=True, slots=True)
class Plan:
    """What is added, changed and left as it is, each in the order of the site's files, and what is removed.

    It is removed `last`, but for what has to go `first`.
    """

    added: tuple[File, ...]
    changed: tuple[File, ...]
    unchanged: tuple[File, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]

    @property
    def sent(self) -> tuple[File, ...]:
        """The files that travel."""
        return self.added + self.changed

    @property
    def removed(self) -> tuple[str, ...]:
        """The paths of the files that go."""
        return tuple(sorted(self.first + self.last))

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
    changed = tuple(file for file in files if deployed.get(file.path, file.digest) != file.digest)
    first = first_to_go(gone, here, {file.path for file in changed})
    return Plan(
        added=tuple(file for file in files if file.path not in deployed),
        changed=changed,
        unchanged=tuple(file for file in files if deployed.get(file.path) == file.digest),
        first=tuple(first),
        last=tuple(sorted({*gone} - {*first})),
    )
