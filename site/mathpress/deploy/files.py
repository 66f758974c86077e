"""The files that are deployed: what the last build wrote, in the order in which visitors may come to need it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mathpress.errors import Place, Problem, Stop
from mathpress.kept import digest
from mathpress.manifest import Manifest
from mathpress.outputs import Phase

_BUILD: Final = "run `mathpress build`, or deploy without --no-build"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site: `path` below its root, the `folder` it lies in on this machine, `size` in bytes."""

    path: str
    folder: Path
    digest: str
    size: int
    phase: Phase

    @property
    def source(self) -> Path:
        """Where it is on this machine."""
        return self.folder / self.path


def built_files(output: Path) -> tuple[File, ...]:
    """Return the files that the last build wrote, by phase and path. What others put into the folder is not among them.

    Raises `Stop` unless all of them are there as they were written: a build that was killed is not deployed.
    """
    entries = Manifest.load(output).entries
    if not entries:
        raise _stop(output, f"is no output of mathpress; {_BUILD}")
    files = []
    for path, entry in entries.items():
        try:
            data = (output / path).read_bytes()
        except OSError as error:
            raise _stop(output / path, f"is of the site, and cannot be read: {error.strerror}; {_BUILD}") from error
        if digest(data) != entry.digest:
            raise _stop(output / path, f"is not as it was written; {_BUILD}")
        files.append(File(path, output, entry.digest, len(data), entry.phase))
    order = list(Phase)
    return tuple(sorted(files, key=lambda file: (order.index(file.phase), file.path)))


def made_files(contents: dict[str, bytes], folder: Path, phase: Phase) -> tuple[File, ...]:
    """Write files that only a target wants to a folder, by their paths, and return them."""
    files = []
    for path, data in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        files.append(File(path, folder, digest(data), len(data), phase))
    return tuple(files)


def _stop(path: Path, message: str) -> Stop:
    return Stop(Problem(Place(str(path)), "deploy-output", message), status=1)
