"""What there is: the sources of a blog as they were read, and the files that stand beside them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.config import Config
from mathpress.errors import Place, Problem, Stop, place_at
from mathpress.model import Kind, Source

SUFFIXES: Final = {".md", ".markdown"}


@dataclass(frozen=True, slots=True)
class Inventory:
    """A blog's sources, sorted by path; its other content files by path below the root; and what could not be read."""

    sources: tuple[Source, ...]
    assets: frozenset[PurePosixPath]
    problems: tuple[Problem, ...]


def discover(root: Path, config: Config) -> Inventory:
    """Read all posts and pages below `root`. Raises `Stop` if the folder of the posts is missing."""
    posts = root / config.posts
    if not posts.is_dir():
        raise Stop(
            Problem(
                Place(config.posts),
                "content-missing",
                f"there is no folder {config.posts}; make it, or set `posts` in the configuration to where posts are",
            )
        )
    sources: list[Source] = []
    assets: set[PurePosixPath] = set()
    problems: list[Problem] = []
    for kind, folder in ((Kind.POST, config.posts), (Kind.PAGE, config.pages)):
        for path in _files(root / folder):
            relative = PurePosixPath(path.relative_to(root).as_posix())
            if path.suffix.lower() not in SUFFIXES:
                assets.add(relative)
                continue
            source = _read(path, relative, kind)
            if isinstance(source, Problem):
                problems.append(source)
            else:
                sources.append(source)
    return Inventory(tuple(sorted(sources, key=lambda source: source.path)), frozenset(assets), tuple(problems))


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in order of their names, without hidden ones and links that lead out of it."""
    inside = folder.resolve()
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith(".") and path.resolve().is_relative_to(inside):
                yield path


def _read(path: Path, relative: PurePosixPath, kind: Kind) -> Source | Problem:
    try:
        data = path.read_bytes()
    except OSError as error:
        return Problem(Place(str(relative)), "source-unreadable", f"cannot be read: {error.strerror}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line = data[error.start :].split(b"\n", 1)[0].decode("utf-8", "replace")
        place = place_at(str(relative), before + line, len(before), len(before) + 1)
        return Problem(place, "source-encoding", "the file is not UTF-8; save it in that encoding")
    return Source(relative, kind, text.replace("\r\n", "\n").replace("\r", "\n"))
