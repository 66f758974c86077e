"""What there is: the sources of a blog, and the files that stand beside them.

Most sources are as the last build read them, so they are told by the digests of their texts, and read to be parsed.
"""

import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.comments import SUFFIX, digest_with
from mathpress.config import Config
from mathpress.errors import Place, Problem, Severity, Stop
from mathpress.intake import LONGEST_BIBLIOGRAPHY, leads_out, unfit
from mathpress.model import Kind, Source
from mathpress.naming import SUFFIXES
from mathpress.reading import look, read_text, unreadable
from mathpress.seen import Seen

BIBLIOGRAPHY: Final = ".bib"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the author's: its path below the blog's root, where it lies, and the digest of its text.

    `has_comments`: there is a file of comments beside it, which the digest tells from others too.
    """

    path: PurePosixPath
    kind: Kind
    file: str
    digest: str
    has_comments: bool = False


@dataclass(frozen=True, slots=True)
class Inventory:
    """A blog's sources, sorted by path; its other content files by path below the root; and what was wrong with them.

    `bibliographies` are the texts of the BibTeX files, of the content and of the settings; `linked` are the real files
    that links among the content lead to.

    A source with a problem is among the sources all the same, unless it could not be read. What an error says that of
    is `unread`: that others lead there is no second mistake.
    """

    sources: tuple[SourceFile, ...]
    assets: frozenset[PurePosixPath]
    bibliographies: Mapping[PurePosixPath, str]
    problems: tuple[Problem, ...]
    linked: tuple[str, ...] = ()
    unread: frozenset[PurePosixPath] = frozenset()


def discover(root: Path, config: Config, seen: Seen) -> Inventory:
    """Find all posts and pages below `root`. Raises `Stop` if a folder of theirs is missing or cannot be read."""
    for folder, key in ((config.posts, "posts"), *((each.folder, "folder") for each in config.sections.values())):
        if not (root / folder).is_dir():
            what = "posts" if key == "posts" else "the pages of the section"
            message = f"there is no folder {folder}; make it, or set `{key}` in the configuration to where {what} are"
            raise Stop(Problem(Place(folder), "content-missing", message))
    sources: list[SourceFile] = []
    assets: set[PurePosixPath] = set()
    linked: list[str] = []
    comments: dict[PurePosixPath, str] = {}
    bibliographies: dict[PurePosixPath, str] = {}
    problems: list[Problem] = []
    folders = frozenset(map(PurePosixPath, config.content))
    for folder in config.content:
        kind = Kind.POST if folder == config.posts else Kind.PAGE
        allowed = (root, root / folder)
        for relative, entry in _files(f"{root / folder}", PurePosixPath(folder), folders):
            linked += [os.path.realpath(entry.path)] if entry.is_symlink() else []
            wrong = misnamed(relative) or _left_out(entry, relative, allowed)
            if wrong:
                problems.append(wrong)
            elif entry.name.lower().endswith(SUFFIXES):
                known, wrong = look(entry.path, relative, seen)
                sources += [] if known is None else [SourceFile(relative, kind, entry.path, known)]
                problems += [wrong] if wrong else []
            elif entry.name.endswith(SUFFIX):
                known, wrong = look(entry.path, relative, seen)
                comments |= {} if known is None else {relative: known}
                problems += [wrong] if wrong else []
            else:
                assets.add(relative)
    in_content = (path for path in assets if str(path).lower().endswith(BIBLIOGRAPHY))
    for relative in sorted({*in_content, *map(PurePosixPath, config.citations.bibliography)}):
        outside = _outside(str(root / relative), relative, root, root / config.posts, root / config.pages)
        wrong = replace(outside, severity=Severity.ERROR) if outside else None  # nothing of it can be cited
        text, wrong = (None, wrong) if wrong else read_text(root / relative, relative, LONGEST_BIBLIOGRAPHY)
        bibliographies |= {} if text is None else {relative: text}
        problems += [wrong] if wrong else []
    sources = [_with_comments(source, comments) for source in sorted(sources, key=lambda source: source.path.parts)]
    errors = {PurePosixPath(problem.place.path) for problem in problems if problem.severity is Severity.ERROR}
    unread = errors - {source.path for source in sources}
    problems += _alone(
        comments.keys() - {path.with_suffix(SUFFIX) for path in (*unread, *(each.path for each in sources))}
    )
    return Inventory(
        tuple(sources), frozenset(assets), bibliographies, tuple(problems), tuple(linked), frozenset(unread)
    )


def discover_again(
    last: Inventory, root: Path, config: Config, changed: Iterable[Path | str], seen: Seen
) -> Inventory | None:
    """Return the inventory of a blog of which no more has changed since the `last` one than the texts of some sources.

    None if that is not all that a change of these files may mean: one is no source, is a link or may be what another
    one links to, or cannot be read.
    """
    if last.linked:
        return None
    sources = list(last.sources)
    problems = list(last.problems)
    for path in (PurePosixPath(Path(os.path.relpath(file, root)).as_posix()) for file in changed):
        position = bisect_left(sources, path.parts, key=lambda source: source.path.parts)
        if position == len(sources) or sources[position].path != path:
            if _is_passing(path, last, root, config):
                continue
            return None
        source = sources[position]
        known, wrong = look(source.file, path, seen)
        if known is None or Path(source.file).is_symlink():
            return None
        beside, name = f"{Path(source.file).with_suffix(SUFFIX)}", path.with_suffix(SUFFIX)
        comments, _ = look(beside, name, seen) if source.has_comments else (None, None)
        known = digest_with(known, comments or "")
        sources[position] = source if known == source.digest else replace(source, digest=known)
        problems = [problem for problem in problems if problem.place.path != str(path)]
        problems += [wrong] if wrong else []
    return replace(last, sources=tuple(sources), problems=tuple(problems))


def _is_passing(path: PurePosixPath, last: Inventory, root: Path, config: Config) -> bool:
    """Tell whether a file is of no concern: one that is hidden, or that an editor made for a moment while it saved."""
    inner = [path.relative_to(folder) for folder in config.content if path.is_relative_to(folder)]
    if not inner or path.name.endswith(SUFFIX):
        return False
    if any(part.startswith(".") for part in inner[0].parts):
        return True
    told_of = (PurePosixPath(problem.place.path) for problem in last.problems)
    known = (*(source.path for source in last.sources), *last.assets, *told_of)
    return not os.path.lexists(root / path) and not any(each.is_relative_to(path) for each in known)


def read(found: SourceFile) -> Source:
    """Read a source, which may have changed since it was found. Raises `Stop` if it is no longer there."""
    text, problem = read_text(Path(found.file), found.path)
    if text is None:
        raise Stop(*([problem] if problem else []), status=1)
    beside = Path(found.file).with_suffix(SUFFIX)
    comments = read_text(beside, found.path.with_suffix(SUFFIX))[0] if found.has_comments else ""
    return Source(found.path, found.kind, text, comments or "")


def _with_comments(source: SourceFile, comments: Mapping[PurePosixPath, str]) -> SourceFile:
    known = comments.get(source.path.with_suffix(SUFFIX), "") if comments else ""
    return replace(source, digest=digest_with(source.digest, known), has_comments=True) if known else source


def _alone(comments: Set[PurePosixPath]) -> Iterator[Problem]:
    """Tell of files of comments that stand beside no post."""
    for path in sorted(comments):
        message = f"no post {path.name.removesuffix(SUFFIX)}.md stands beside these comments; name them like their post"
        yield Problem(Place(str(path)), "comments-alone", message, Severity.WARNING)


def _files(
    folder: str, relative: PurePosixPath, without: Set[PurePosixPath]
) -> Iterator[tuple[PurePosixPath, "os.DirEntry[str]"]]:
    """Yield the files below a folder by name, but neither hidden ones nor those of other folders.

    Each comes with its path below the blog's root, which for the folder itself is `relative`. Raises `Stop` if a folder
    cannot be read, for then nobody knows what is in it, and its posts must not vanish from the site.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        raise Stop(unreadable(relative, error), status=1) from error
    for entry in entries:
        if not entry.is_dir(follow_symlinks=False):
            yield _path(f"{relative}/{entry.name}"), entry
    for entry in entries:
        if entry.is_dir(follow_symlinks=False) and (path := relative / entry.name) not in without:
            yield from _files(entry.path, path, without)


_path: Final = cache(PurePosixPath)
"""A blog has many files, and a path takes longer to make than to find again."""


def misnamed(relative: PurePosixPath) -> Problem | None:
    """Find out whether a file has a name that no URL can hold, or that leads elsewhere on Windows."""
    if "\\" in str(relative):
        message = "the file's name has a backslash in it, which parts folders on Windows; give it another"
        return Problem(Place(str(relative)), "source-name", message)
    try:
        str(relative).encode()
    except UnicodeEncodeError:
        return Problem(Place(str(relative)), "source-name", "the file's name is not UTF-8; give it another")
    return None


def _left_out(entry: "os.DirEntry[str]", relative: PurePosixPath, allowed: tuple[Path, ...]) -> Problem | None:
    """Find out whether a file is a link that leads out of the blog, or none. The folder of posts may itself be one."""
    return None if entry.is_file(follow_symlinks=False) else left_out(entry.path, relative, *allowed)


def left_out(path: str, relative: PurePosixPath, *allowed: Path) -> Problem | None:
    """Say why what is no plain file is left out, or None if it is a link to one within the folders that are allowed.

    A post that is left out is an error.
    """
    if outside := _outside(path, relative, *allowed):
        return outside
    reason = unfit(path)
    severity = Severity.ERROR if relative.name.lower().endswith(SUFFIXES) else Severity.WARNING
    message = f"cannot be read, so it is left out: {reason}"
    return Problem(Place(str(relative)), "source-unreadable", message, severity) if reason else None


def _outside(path: str, relative: PurePosixPath, *allowed: Path) -> Problem | None:
    if not leads_out(path, *allowed):
        return None
    message = "is a link that leads out of the blog, so it is left out; put the file itself here"
    return Problem(Place(str(relative)), "source-outside", message, Severity.WARNING)
