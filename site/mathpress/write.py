"""Writing: every file appears by rename, a failed build changes nothing, and only files of ours are ever removed.

All files are first made below `.mathpress/staged` in the output folder. Only when the last is whole are they put in
place: assets, then articles, then listings and feeds, removals last. The manifest in `.mathpress` tells which files
are ours. Before anything is put in place it names the old and the new, so a build that is killed halfway leaves whole
files that the next one knows.
"""

import contextlib
import json
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from mathpress.errors import Place, Problem, Stop
from mathpress.kept import digest
from mathpress.outputs import Output, Phase
from mathpress.seen import DIGEST, Mark, Seen, digest_of, mark_of

PRIVATE: Final = ".mathpress"
"""The folder in the output that is not part of the site: never served, never deployed."""
_MANIFEST: Final = "manifest.json"
_STAGED: Final = "staged"
_VERSION: Final = 2


class Entry(NamedTuple):
    """What the manifest says of a file: what it was made from, the digest of its bytes, and when it is put in place."""

    fingerprint: str
    digest: str
    phase: Phase


@dataclass(frozen=True, slots=True)
class Written:
    """The paths that were written, left as they were, and removed."""

    written: tuple[PurePosixPath, ...]
    unchanged: tuple[PurePosixPath, ...]
    removed: tuple[PurePosixPath, ...]


def write(outputs: Iterable[Output], folder: Path, seen: Seen, progress: Callable[[], None] = lambda: None) -> Written:
    """Bring the output folder to hold just these files of ours. `progress` is called for each.

    `seen` knows the digests of those that have not changed since they were last looked at.

    Raises `Stop` if two outputs have one path, if a file that is not ours is in the way, or if the folder cannot be
    written; what making an output raises passes through. In all these cases the site in the folder stays as it was.
    """
    is_new = not folder.exists()
    staged = folder / PRIVATE / _STAGED
    shutil.rmtree(staged, ignore_errors=True)
    with _writing(folder):
        staged.mkdir(parents=True)
    try:
        plan, old = _stage(outputs, folder, staged, seen, progress)
        with _writing(folder):
            return _put_in_place(plan, old, folder, staged, seen)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
        with contextlib.suppress(OSError):  # folders that hold anything stay
            staged.parent.rmdir()
            if is_new:
                folder.rmdir()


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _unwritable(error, path) from error


def _unwritable(error: OSError, path: Path | str) -> Stop:
    message = f"cannot be written: {error.strerror or error}"
    return Stop(Problem(Place(str(error.filename or path)), "output-unwritable", message))


@dataclass
class _Plan:
    """What is to be done once all files are made: where each is staged, what stays, what the manifest will say."""

    new: dict[str, Entry] = field(default_factory=dict)
    staged: dict[Phase, list[tuple[Path, PurePosixPath]]] = field(
        default_factory=lambda: {phase: [] for phase in Phase}
    )
    unchanged: list[PurePosixPath] = field(default_factory=list)


Entries = Mapping[str, Entry]


def _stage(
    outputs: Iterable[Output], folder: Path, staged: Path, seen: Seen, progress: Callable[[], None]
) -> tuple[_Plan, Entries]:
    """Make what is not up to date, in `staged`; return it with the manifest's entries so far."""
    old, is_known = _load(folder / PRIVATE / _MANIFEST)
    plan = _Plan()
    for output in outputs:
        if str(output.path) in plan.new:
            message = "two things of the site would be written to this file"
            raise Stop(Problem(Place(str(output.path)), "output-taken", message), status=1)
        _plan(output, folder, staged, old, plan, seen, is_known=is_known)
        progress()
    return plan, old


def _put_in_place(plan: _Plan, old: Entries, folder: Path, staged: Path, seen: Seen) -> Written:
    """Put the staged files in place, phase by phase, then remove what is no longer part of the site."""
    gone = [PurePosixPath(path) for path in old if path not in plan.new]
    folders = {str(parent) for path in plan.new for parent in PurePosixPath(path).parents} if gone else set()
    in_the_way = [
        path for path in gone if str(path) in folders or any(str(parent) in plan.new for parent in path.parents)
    ]
    if not plan.new.keys() <= old.keys():
        _save({**old, **plan.new}, folder, staged)
    for path in in_the_way:  # a file where a folder is to be, or the other way round
        remove(folder, path)
    put: dict[str, tuple[Mark, str]] = {}
    for source, path in (file for phase in Phase for file in plan.staged[phase]):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        put[f"{folder}/{path}"] = mark_of(str(source)), plan.new[str(path)].digest
        source.replace(target)
    for path in gone:
        remove(folder, path)
    if plan.new != old:
        _save(plan.new, folder, staged)
    written = tuple(path for phase in Phase for _, path in plan.staged[phase])
    seen.note(DIGEST, put)
    return Written(written, tuple(plan.unchanged), tuple(gone))


def _plan(output: Output, folder: Path, staged: Path, old: Entries, plan: _Plan, seen: Seen, *, is_known: bool) -> None:
    """Find out whether a file is up to date, and stage it if not."""
    path = str(output.path)
    before = old.get(path)
    present = _digest(f"{folder}/{path}", seen)
    if before and before[:2] == (output.fingerprint, present):
        plan.new[path] = before._replace(phase=output.phase)
        plan.unchanged.append(output.path)
        return
    with _writing(folder):
        in_the_way = None if present else obstacle(folder, output.path, old)
    if present is not None and before is None and is_known:
        in_the_way = output.path
    if in_the_way:
        message = "is in the way and was not made by mathpress; move it, or choose another output folder"
        raise Stop(Problem(Place(str(folder / in_the_way)), "output-foreign", message))
    data = output.make()
    made = digest(data)
    plan.new[path] = Entry(output.fingerprint, made, output.phase)
    if made == present:
        plan.unchanged.append(output.path)
        return
    file = staged / str(len(plan.new))
    with _writing(file):
        file.write_bytes(data)
    plan.staged[output.phase].append((file, output.path))


def _digest(path: str, seen: Seen) -> str | None:
    try:
        return seen.learn(DIGEST, path, digest_of)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise _unwritable(error, path) from error


def obstacle(folder: Path, path: PurePosixPath, old: Collection[str]) -> PurePosixPath | None:
    """Return what is not ours and stands where a file is to be: a file among its parents, or a folder."""
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


def remove(folder: Path, path: PurePosixPath) -> None:
    """Remove a file of ours and the folders that are empty without it."""
    if (folder / path).is_dir():
        return  # the file has made way for a folder of ours
    with contextlib.suppress(NotADirectoryError):  # its folder has made way for a file of ours
        (folder / path).unlink(missing_ok=True)
    for parent in path.parents[:-1]:
        try:
            (folder / parent).rmdir()
        except OSError:
            break  # not empty: it holds other files, of ours or not


def entries_of(folder: Path) -> Entries:
    """Return what the last build says of the files that it wrote to a folder; nothing if there is no such build."""
    return _load(folder / PRIVATE / _MANIFEST)[0]


def _load(manifest: Path) -> tuple[dict[str, Entry], bool]:
    """Return the manifest's entries, and whether they can be trusted to name all files of ours.

    A manifest that cannot be read names none: nothing is removed, and what is in the way counts as ours.
    """
    try:
        data = json.loads(manifest.read_text("utf-8"))
        if data["version"] != _VERSION:
            return {}, False
        if not all(map(is_inside, data["files"])):
            return {}, False
        return {path: Entry(made, known, Phase(phase)) for path, (made, known, phase) in data["files"].items()}, True
    except FileNotFoundError:
        return {}, True
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, False


def is_inside(path: str) -> bool:
    """Tell whether a path from a manifest stays in the folder; a tampered manifest must not remove anything else."""
    parts = path.split("/")
    return parts[0] != PRIVATE and not {"", ".", ".."} & {*parts} and "\\" not in path


def _save(entries: Entries, folder: Path, staged: Path) -> None:
    files = {path: [*entry] for path, entry in sorted(entries.items())}
    temporary = staged / _MANIFEST
    temporary.write_text(json.dumps({"version": _VERSION, "files": files}) + "\n", "utf-8")
    temporary.replace(folder / PRIVATE / _MANIFEST)
