"""Writing: every file appears by rename, a failed build changes nothing, and only files of ours are ever removed.

All files are first made below `.mathpress/staged` in the output folder. Only when the last is whole are they put in
place: assets, then articles, then listings and feeds, removals last, but for what is in the way. The manifest in
`.mathpress` tells which files are ours. Before anything is put in place it names the old and the new, so a build that
is killed halfway leaves whole files that the next one knows.
"""

import contextlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.errors import Place, Problem, Stop
from mathpress.intake import opened
from mathpress.kept import digest
from mathpress.locking import locked
from mathpress.machine import settle
from mathpress.manifest import PRIVATE, Entry, Manifest
from mathpress.obstacles import first_to_go, link_to, obstacle, remove, room
from mathpress.outputs import Output, Phase, changed
from mathpress.seen import DIGEST, Mark, Seen, digest_of, mark_of

_STAGED: Final = "staged"
_LOCK: Final = "lock"


@dataclass(frozen=True, slots=True)
class Written:
    """The paths that were written and removed, and what the folder holds now; all else was left as it was."""

    written: tuple[PurePosixPath, ...]
    removed: tuple[PurePosixPath, ...]
    manifest: Manifest


def write(
    outputs: Iterable[Output],
    folder: Path,
    seen: Seen,
    progress: Callable[[], None] = lambda: None,
    *,
    others: Manifest | None = None,
    waits: Callable[[], None] = lambda: None,
    meanwhile: contextlib.AbstractContextManager[None] | None = None,
    lasting: bool = True,
) -> Written:
    """Bring the output folder to hold just these files of ours. `progress` is called for each.

    If another build writes there this one waits, which `waits` is called to tell of. `meanwhile` is entered when no
    other does, and left before another may.

    `seen` knows the digests of those that have not changed since they were last looked at. If `others` are given, they
    say what the folder holds: those of which there is an output here may be another now, all others stay.

    If the site is to be `lasting`, each file is whole also if the power is cut at any moment, for it is on the disk
    before it is put in place. Otherwise the system writes it when it likes, and whoever waits for it waits less.

    Raises `Stop` if two outputs have one path, if a file that is not ours is in the way, or if the folder cannot be
    written; what making an output raises passes through. In all these cases the site in the folder stays as it was.
    """
    is_new = not folder.exists()
    private = folder / PRIVATE
    if private.is_symlink():
        raise _foreign(private)
    try:
        with contextlib.ExitStack() as held:
            with _writing(folder):
                held.enter_context(locked(private / _LOCK, waits))
            held.enter_context(meanwhile or contextlib.nullcontext())
            return _write(outputs, folder, private / _STAGED, seen, progress, others, lasting=lasting)
    finally:
        with contextlib.suppress(OSError):  # folders that hold anything stay
            private.rmdir()
            if is_new:
                folder.rmdir()


def _write(
    outputs: Iterable[Output],
    folder: Path,
    staged: Path,
    seen: Seen,
    progress: Callable[[], None],
    others: Manifest | None,
    *,
    lasting: bool,
) -> Written:
    if others and not others.is_in(folder):
        message = "another build has written there just now; build again"
        raise Stop(Problem(Place(str(folder)), "output-changed", message), status=1)
    shutil.rmtree(staged, ignore_errors=True)
    try:
        with _writing(folder):
            staged.mkdir()
        plan = _stage(outputs, folder, staged, seen, progress, others)
        with _writing(folder):
            return _put_in_place(plan, folder, staged, seen, lasting=lasting)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _refused(error, path, "written") from error


def _refused(error: OSError, path: Path | str, what: str) -> Stop:
    message = f"cannot be {what}: {error.strerror or error}"
    return Stop(Problem(Place(str(error.filename2 or error.filename or path)), "output-unwritable", message))


def _foreign(path: Path) -> Stop:
    message = "is in the way and was not made by mathpress; move it, or choose another output folder"
    return Stop(Problem(Place(str(path)), "output-foreign", message))


@dataclass
class _Plan:
    """What is to be done once all files are made: where each is staged, what the manifest says and what it will say."""

    old: Manifest
    new: dict[str, Entry] = field(default_factory=dict)
    staged: dict[Phase, list[tuple[Path, PurePosixPath]]] = field(
        default_factory=lambda: {phase: [] for phase in Phase}
    )


def _stage(
    outputs: Iterable[Output],
    folder: Path,
    staged: Path,
    seen: Seen,
    progress: Callable[[], None],
    others: Manifest | None,
) -> _Plan:
    """Make what is not up to date, in `staged`."""
    try:
        plan = _Plan(others or Manifest.load(folder))
    except OSError as error:
        raise _refused(error, folder, "read") from error
    for output in outputs:
        path = str(output.path)
        if path in plan.new:
            message = "two things of the site would be written to this file"
            raise Stop(Problem(Place(path), "output-taken", message), status=1)
        known = others.entries.get(path) if others else None
        present = known.digest if known else _digest(f"{folder}/{path}", seen)
        _plan(output, present, folder, staged, plan)
        progress()
    if clash := _folders(plan.new) & plan.new.keys():
        message = "is to be a file of the site and a folder of others; choose another address for one of them"
        raise Stop(Problem(Place(min(clash)), "output-taken", message), status=1)
    if others:
        plan.new = {**others.entries, **plan.new}
    return plan


def _folders(paths: Iterable[str]) -> set[str]:
    """Return the folders that hold files, and those that hold folders."""
    folders = {path.rpartition("/")[0] for path in paths}
    return {str(parent) for folder in folders for parent in (PurePosixPath(folder), *PurePosixPath(folder).parents)}


def _put_in_place(plan: _Plan, folder: Path, staged: Path, seen: Seen, *, lasting: bool) -> Written:
    """Put the staged files in place, phase by phase, then remove what is no longer part of the site."""
    before, new = plan.old, plan.new
    old = before.entries
    written = tuple(path for phase in Phase for _, path in plan.staged[phase])
    gone = [PurePosixPath(path) for path in old if path not in new]
    put: dict[str, tuple[Mark, str]] = {}
    with room(folder, written, gone):
        if not new.keys() <= old.keys():
            before = before.save({**old, **new}, folder, staged, lasting=lasting)
        if written and lasting:
            settle(folder)
        for name in first_to_go(map(str, gone), new, {*map(str, written)}):
            remove(folder, PurePosixPath(name))
        for source, path in (file for phase in Phase for file in plan.staged[phase]):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            put[f"{folder}/{path}"] = mark_of(str(source)), new[str(path)].digest
            source.replace(target)
        for path in gone:
            remove(folder, path)
        is_same = new == old and before.mark
        manifest = before if is_same else before.save(new, folder, staged, lasting=lasting)
    seen.note(DIGEST, put)
    return Written(written, tuple(gone), manifest)


def _plan(output: Output, present: str | None, folder: Path, staged: Path, plan: _Plan) -> None:
    """Find out whether a file is up to date, and stage it if not. `present` is the digest of what is there."""
    path = str(output.path)
    before = plan.old.entries.get(path)
    if before and before[:2] == (output.fingerprint, present):
        plan.new[path] = before if before.phase is output.phase else before._replace(phase=output.phase)
        return
    with _writing(folder):
        in_the_way = link_to(folder, output.path) if present else obstacle(folder, output.path, plan.old.entries)
    if present is not None and before is None and plan.old.is_whole:
        in_the_way = output.path
    if in_the_way:
        raise _foreign(folder / in_the_way)
    content, file = output.make(), staged / str(len(plan.new))
    made = _copy(content, file) if isinstance(content, Path) else digest(content)
    if isinstance(content, Path) and made != output.fingerprint:
        raise changed(content)
    plan.new[path] = Entry(output.fingerprint, made, output.phase)
    if made == present:
        file.unlink(missing_ok=True)
        return
    if isinstance(content, bytes):
        with _writing(file):
            file.write_bytes(content)
    plan.staged[output.phase].append((file, output.path))


def _copy(source: Path, file: Path) -> str:
    """Copy a file, which may be larger than the memory, and return the digest of the copy."""
    with opened(source) as given, _writing(file), file.open("wb") as copy:
        shutil.copyfileobj(given, copy)
    return digest_of(file)


def _digest(path: str, seen: Seen) -> str | None:
    try:
        return seen.learn(DIGEST, path, digest_of)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise _refused(error, path, "read") from error
