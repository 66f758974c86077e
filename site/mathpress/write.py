"""Writing: every file appears by rename, a failed build changes nothing, and only files of ours are ever removed.

All files are first made below `.mathpress/staged` in the output folder. Only when the last is whole are they put in
place: assets, then articles, then listings and feeds, removals last. The manifest in `.mathpress` tells which files
are ours. Before anything is put in place it names the old and the new, so a build that is killed halfway leaves whole
files that the next one knows.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.errors import Place, Problem, Stop
from mathpress.model import Output, Phase

PRIVATE: Final = ".mathpress"
"""The folder in the output that is not part of the site: never served, never deployed."""
_MANIFEST: Final = "manifest.json"
_STAGED: Final = "staged"
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of a file: what it was made from, and the digest of its bytes."""

    fingerprint: str
    digest: str


@dataclass(frozen=True, slots=True)
class Written:
    """The paths that were written, left as they were, and removed."""

    written: tuple[PurePosixPath, ...]
    unchanged: tuple[PurePosixPath, ...]
    removed: tuple[PurePosixPath, ...]


def write(outputs: Iterable[Output], folder: Path, progress: Callable[[], None] = lambda: None) -> Written:
    """Bring the output folder to hold just these files of ours. `progress` is called for each.

    Raises `Stop` if two outputs have one path, if a file that is not ours is in the way, or if the folder cannot be
    written; what an output's `make` raises passes through. In all these cases the site in the folder stays as it was.
    """
    private = folder / PRIVATE
    try:
        staged = private / _STAGED
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir(parents=True)
        try:
            return _write(outputs, folder, staged, progress)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        where = error.filename or folder
        raise Stop(
            Problem(Place(str(where)), "output-unwritable", f"cannot be written: {error.strerror or error}")
        ) from error


@dataclass
class _Plan:
    """What is to be done once all files are made: where each is staged, what stays, what the manifest will say."""

    new: dict[PurePosixPath, Entry] = field(default_factory=dict)
    staged: dict[Phase, list[tuple[Path, PurePosixPath]]] = field(
        default_factory=lambda: {phase: [] for phase in Phase}
    )
    unchanged: list[PurePosixPath] = field(default_factory=list)


def _write(outputs: Iterable[Output], folder: Path, staged: Path, progress: Callable[[], None]) -> Written:
    manifest = folder / PRIVATE / _MANIFEST
    old, is_known = _load(manifest)
    plan = _Plan()
    for output in outputs:
        if output.path in plan.new:
            message = "two things of the site would be written to this file"
            raise Stop(Problem(Place(str(output.path)), "output-taken", message), status=1)
        _plan(output, folder, staged, old, plan, is_known=is_known)
        progress()
    gone = [path for path in old if path not in plan.new]
    if plan.new != old or any(plan.staged.values()):
        _save(manifest, {**old, **plan.new})
    for source, path in (file for phase in Phase for file in plan.staged[phase]):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
    for path in gone:
        _remove(folder, path)
    if plan.new != old:
        _save(manifest, plan.new)
    written = tuple(path for phase in Phase for _, path in plan.staged[phase])
    return Written(written, tuple(plan.unchanged), tuple(gone))


def _plan(
    output: Output, folder: Path, staged: Path, old: Mapping[PurePosixPath, Entry], plan: _Plan, *, is_known: bool
) -> None:
    """Find out whether a file is up to date, and stage it if not."""
    before = old.get(output.path)
    present = _digest(folder / output.path)
    if before == Entry(output.fingerprint, present or ""):
        plan.new[output.path] = before
        plan.unchanged.append(output.path)
        return
    if present is not None and before is None and is_known:
        message = "is in the way and was not made by mathpress; move it, or choose another output folder"
        raise Stop(Problem(Place(str(folder / output.path)), "output-foreign", message))
    data = output.make()
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    plan.new[output.path] = Entry(output.fingerprint, digest)
    if digest == present:
        plan.unchanged.append(output.path)
        return
    file = staged / str(len(plan.new))
    file.write_bytes(data)
    plan.staged[output.phase].append((file, output.path))


def _digest(path: Path) -> str | None:
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _remove(folder: Path, path: PurePosixPath) -> None:
    """Remove a file of ours and the folders that are empty without it."""
    (folder / path).unlink(missing_ok=True)
    for parent in path.parents[:-1]:
        try:
            (folder / parent).rmdir()
        except OSError:
            break  # not empty: it holds other files, of ours or not


def _load(manifest: Path) -> tuple[dict[PurePosixPath, Entry], bool]:
    """Return the manifest's entries, and whether they can be trusted to name all files of ours.

    A manifest that cannot be read names none: nothing is removed, and what is in the way counts as ours.
    """
    try:
        data = json.loads(manifest.read_text("utf-8"))
        if data["version"] != _VERSION:
            return {}, False
        return {PurePosixPath(path): Entry(*entry) for path, entry in data["files"].items() if _is_inside(path)}, True
    except FileNotFoundError:
        return {}, True
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, False


def _is_inside(path: str) -> bool:
    """Tell whether a path from a manifest stays in the folder; a tampered manifest must not remove anything else."""
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts and "\\" not in path and pure.parts[:1] != (PRIVATE,)


def _save(manifest: Path, entries: Mapping[PurePosixPath, Entry]) -> None:
    files = {str(path): [entry.fingerprint, entry.digest] for path, entry in sorted(entries.items())}
    temporary = manifest.with_name(f"{_MANIFEST}.{os.getpid()}")
    temporary.write_text(json.dumps({"version": _VERSION, "files": files}, indent=0) + "\n", "utf-8")
    temporary.replace(manifest)
