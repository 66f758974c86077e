"""The files that are deployed: what the last build wrote, in the order in which visitors may come to need it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mathpress.compress import original
from mathpress.deploy.manifest import OWN, is_ours
from mathpress.errors import Place, Problem, Stop
from mathpress.kept import digest
from mathpress.last_build import BuildRequest, has_failed, last_request
from mathpress.manifest import Manifest
from mathpress.outputs import Phase
from mathpress.seen import Mark, mark_of

_BUILD: Final = "run `mathpress build`, or deploy without --no-build"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site: `path` below its root, the `folder` it lies in on this machine, `size` in bytes.

    Its `mark` tells it from what may be in its place later.
    """

    path: str
    folder: Path
    digest: str
    size: int
    phase: Phase
    mark: Mark

    @property
    def source(self) -> Path:
        """Where it is on this machine."""
        return self.folder / self.path

    def is_still_there(self) -> bool:
        """Tell whether what is at its path has been the same file all the time."""
        try:
            return mark_of(str(self.source)) == self.mark
        except OSError:
            return False


def built_files(output: Path) -> tuple[File, ...]:
    """Return the files that the last build wrote, by phase and path, each behind its copies, and none of others'.

    Raises `Stop` unless all of them are there as they were written: a build that was killed is not deployed.
    """
    try:
        entries = Manifest.load(output).entries
    except OSError as error:
        raise _stop(output, f"cannot be read: {error.strerror}; {_BUILD}") from error
    if not entries:
        raise _stop(output, f"is no output of mathpress; {_BUILD}")
    files = []
    for path, entry in entries.items():
        if not is_ours(path):
            what = (
                "begins as those that deploys keep" if path.startswith(OWN) else "has control characters, or is no text"
            )
            raise _stop(Path(f"{output}/{path}"), f"cannot be deployed, for its name {what}; give it another one")
        try:
            mark = mark_of(f"{output}/{path}")
            data = (output / path).read_bytes()
        except OSError as error:
            raise _stop(output / path, f"is of the site, and cannot be read: {error.strerror}; {_BUILD}") from error
        if digest(data) != entry.digest:
            raise _stop(output / path, f"is not as it was written; {_BUILD}")
        files.append(File(path, output, entry.digest, len(data), entry.phase, mark))
    return tuple(sorted(files, key=_turn))


def _turn(file: File) -> tuple[int, str, bool, str]:
    """Return what files are sorted by: their phase, then their path, with copies before what they are copies of."""
    of = original(file.path)
    return list(Phase).index(file.phase), of, file.path == of, file.path


def check(root: Path, output: Path, wanted: BuildRequest) -> None:
    """Raise `Stop` unless the last build of an output was asked for this much at most, and did not fail."""
    last = last_request(output)
    if last is None:
        raise _stop(output, f"was not built by mathpress, or by another version of it; {_BUILD}")
    if has_failed(root, output):
        raise _stop(output, f"is that of an older build, for the last one failed; mend what it told, and {_BUILD}")
    if last.url != wanted.url:
        raise _stop(output, f"was built for {last.url}, and the site's address is {wanted.url}; {_BUILD}")
    for name, was, is_wanted in (("--drafts", last.drafts, wanted.drafts), ("--future", last.future, wanted.future)):
        if was and not is_wanted:
            raise _stop(output, f"was built with {name}; deploy it with {name} too, or {_BUILD}")
    if last.is_laxer_than(wanted):
        raise _stop(output, f"was built in spite of problems that are to stop it (--fail-on); {_BUILD}")


def made_files(contents: dict[str, bytes], folder: Path, phase: Phase) -> tuple[File, ...]:
    """Write files that only a target wants to a folder, by their paths, and return them."""
    files = []
    for path, data in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        files.append(File(path, folder, digest(data), len(data), phase, mark_of(f"{folder}/{path}")))
    return tuple(files)


def _stop(path: Path, message: str) -> Stop:
    return Stop(Problem(Place(str(path)), "deploy-output", message), status=1)
