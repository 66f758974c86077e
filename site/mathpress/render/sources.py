"""What templates are made of: the files of the theme's folders, found by name as Jinja looks for them."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.discover import misnamed
from mathpress.errors import Place, Problem, Stop
from mathpress.intake import LONGEST_TEXT, read_within
from mathpress.kept import digest
from mathpress.seen import DIGEST, Seen, digest_of


@dataclass(frozen=True, slots=True)
class Source:
    """A file that templates may be made of: where it lies, the digest of its bytes, and these if it is a template."""

    path: Path
    digest: str
    held: bytes | None

    def text(self) -> str:
        """Return what was in the file when the build began. Raises `ValueError` if that cannot be had or is no text."""
        return (self._included() if self.held is None else self.held).decode()

    def _included(self) -> bytes:
        try:
            read = read_within(self.path, LONGEST_TEXT)
        except OSError as error:
            raise ValueError(f"{self.path.name} cannot be included: {error.strerror}") from error
        if digest(read) != self.digest:  # pages are made of what the theme's digest tells from others
            raise ValueError(f"{self.path.name} changed while pages were made; build again")
        return read


def read_sources(folders: Iterable[Path], seen: Seen) -> dict[str, Source]:
    """Return the files that templates may be made of by name. Of those of one name the first counts.

    Templates are read at once, which is when they are what the build is of. All else may be there for other ends, such
    as a photograph in a folder of drawings, so it is read when a template includes it. Names that begin with a dot are
    of tools, such as git's. Raises `Stop` if a template is not UTF-8, and `OSError` if it is too long or not readable.
    """
    sources: dict[str, Source] = {}
    for folder in folders:
        for name, path in named(folder, filter(Path.is_file, _through_links(folder))):
            if str(name) not in sources:
                sources[str(name)] = _source(str(name), path, seen)
    return sources


def _source(name: str, path: Path, seen: Seen) -> Source:
    if path.suffix not in _TEMPLATES:
        return Source(path, seen.learn(DIGEST, str(path), digest_of), None)
    content = read_within(path, LONGEST_TEXT)
    try:
        content.decode()
    except UnicodeDecodeError as error:
        place = Place(f"templates/{name}")
        raise Stop(Problem(place, "template-error", "the template is not UTF-8"), status=1) from error
    return Source(path, digest(content), content)


_TEMPLATES: Final = {".html", ".xml", ".txt", ".j2", ".jinja"}
"""How the names of templates end. They may include any other file, such as a drawing."""


def named(folder: Path, paths: Iterable[Path]) -> Iterator[tuple[PurePosixPath, Path]]:
    """Yield those that belong to the theme, sorted, each with its path in it. Raises `Stop` for a bad name."""
    for path in sorted(paths):
        if path.name not in _LEFT_OUT:
            name = PurePosixPath(path.relative_to(folder).as_posix())
            if wrong := misnamed(folder.name / name):
                raise Stop(wrong, status=1)
            yield name, path


_LEFT_OUT: Final = {".DS_Store", "Thumbs.db", ".gitkeep"}


def _through_links(folder: Path, around: frozenset[str] = frozenset()) -> Iterator[Path]:
    """Yield all below a folder and below those that are linked there, but for links to one that is `around` them."""
    real = os.path.realpath(folder)
    for path in folder.iterdir() if real not in around else ():
        if not path.name.startswith("."):
            yield from _through_links(path, around | {real}) if path.is_dir() else (path,)
