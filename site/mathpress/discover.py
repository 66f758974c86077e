"""What there is: the sources of a blog, and the files that stand beside them.

Most sources are as the last build read them, so they are told by the digests of their texts, and read to be parsed.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.config import Config
from mathpress.errors import Place, Problem, Severity, Stop, place_at
from mathpress.kept import digest
from mathpress.model import Kind, Source
from mathpress.seen import Seen
from mathpress.settings import misencoded
from mathpress.text import CONTROL

SUFFIXES: Final = (".md", ".markdown")
"""How the names of posts and pages end."""
BIBLIOGRAPHY: Final = ".bib"
_DATED_NAME: Final = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})-(?P<rest>.+)")
_TRANSLATED_NAME: Final = re.compile(r"(?P<name>.+)\.(?P<language>[A-Za-z]{2}(?:-[A-Za-z]{4})?(?:-[A-Za-z]{2})?)")
_CODES: Final = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
LANGUAGES: Final = frozenset(_CODES.split())
"""The codes of languages with two letters (ISO 639-1)."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the author's: its path below the blog's root, where it lies, and the digest of its text."""

    path: PurePosixPath
    kind: Kind
    file: str
    digest: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """A blog's sources, sorted by path; its other content files by path below the root; and what was wrong with them.

    `bibliographies` are the texts of the BibTeX files, of the content and of the settings.

    A source with a problem is among the sources all the same, unless it could not be read.
    """

    sources: tuple[SourceFile, ...]
    assets: frozenset[PurePosixPath]
    bibliographies: Mapping[PurePosixPath, str]
    problems: tuple[Problem, ...]


def discover(root: Path, config: Config, seen: Seen) -> Inventory:
    """Find all posts and pages below `root`. Raises `Stop` if the posts' folder is missing, or one cannot be read."""
    posts = root / config.posts
    if not posts.is_dir():
        raise Stop(
            Problem(
                Place(config.posts),
                "content-missing",
                f"there is no folder {config.posts}; make it, or set `posts` in the configuration to where posts are",
            )
        )
    sources: list[SourceFile] = []
    assets: set[PurePosixPath] = set()
    bibliographies: dict[PurePosixPath, str] = {}
    problems: list[Problem] = []
    for kind, folder, other in ((Kind.POST, config.posts, config.pages), (Kind.PAGE, config.pages, config.posts)):
        allowed = (root, root / folder)
        for relative, entry in _files(f"{root / folder}", PurePosixPath(folder), PurePosixPath(other)):
            wrong = misnamed(relative) or _misplaced(entry, relative, allowed)
            if wrong:
                problems.append(wrong)
            elif entry.name.lower().endswith(SUFFIXES):
                known, wrong = _look(entry.path, relative, seen)
                sources += [] if known is None else [SourceFile(relative, kind, entry.path, known)]
                problems += [wrong] if wrong else []
            else:
                assets.add(relative)
    in_content = (path for path in assets if str(path).lower().endswith(BIBLIOGRAPHY))
    for relative in sorted({*in_content, *map(PurePosixPath, config.citations.bibliography)}):
        text, wrong = _read(root / relative, relative)
        bibliographies |= {} if text is None else {relative: text}
        problems += [wrong] if wrong else []
    sources.sort(key=lambda source: source.path.parts)
    return Inventory(tuple(sources), frozenset(assets), bibliographies, tuple(problems))


def read(found: SourceFile) -> Source:
    """Read a source, which may have changed since it was found. Raises `Stop` if it is no longer there."""
    text, problem = _read(Path(found.file), found.path)
    if text is None:
        raise Stop(*([problem] if problem else []), status=1)
    return Source(found.path, found.kind, text)


@cache
def stem(path: PurePosixPath) -> str:
    """Return the name that a source goes by: its file's, or its folder's if the file is `index.md`, without a date.

    A translation's has its language: `index.en.md` in the folder `post` goes by `post.en`.
    """
    dated = _DATED_NAME.fullmatch(_name(path))
    return dated["rest"] if dated else _name(path)


def is_index(path: PurePosixPath) -> bool:
    """Tell whether a source goes by the name of its folder."""
    return split_name(path)[0] == "index"


@cache
def split_name(path: PurePosixPath) -> tuple[str, str]:
    """Return the name of a source's file, and the language that stands behind it, as in Hugo's `post.en.md`."""
    match = _TRANSLATED_NAME.fullmatch(path.stem)
    if match and match["language"][:2].lower() in LANGUAGES:
        return match["name"], match["language"]
    return path.stem, ""


def date_in_name(path: PurePosixPath) -> str | None:
    """Return the date that the name of a source begins with, as in `2026-09-21-title.md`, or what looks like one."""
    dated = _DATED_NAME.fullmatch(_name(path))
    return dated["date"] if dated else None


def _name(path: PurePosixPath) -> str:
    name, language = split_name(path)
    name = path.parent.name if name == "index" else name
    return f"{name}.{language}" if language else name


def _files(
    folder: str, relative: PurePosixPath, without: PurePosixPath
) -> Iterator[tuple[PurePosixPath, "os.DirEntry[str]"]]:
    """Yield the files below a folder by name, but neither hidden ones nor those of another folder.

    Each comes with its path below the blog's root, which for the folder itself is `relative`. Raises `Stop` if a folder
    cannot be read, for then nobody knows what is in it, and its posts must not vanish from the site.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        raise Stop(_unreadable(relative, error), status=1) from error
    for entry in entries:
        if not _is_folder(entry):
            yield _path(f"{relative}/{entry.name}"), entry
    for entry in entries:
        if entry.is_dir(follow_symlinks=False) and (path := relative / entry.name) != without:
            yield from _files(entry.path, path, without)


_path: Final = cache(PurePosixPath)
"""A blog has many files, and a path takes longer to make than to find again."""


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def misnamed(relative: PurePosixPath) -> Problem | None:
    """Find out whether a file has a name that no URL can hold."""
    try:
        str(relative).encode()
    except UnicodeEncodeError:
        return Problem(Place(str(relative)), "source-name", "the file's name is not UTF-8; give it another")
    return None


def _misplaced(entry: "os.DirEntry[str]", relative: PurePosixPath, allowed: tuple[Path, ...]) -> Problem | None:
    """Find out whether a file is a link that leads out of the blog. The folder of the posts may itself be one."""
    if not entry.is_symlink():
        return None
    real = Path(os.path.realpath(entry.path))
    if any(real.is_relative_to(os.path.realpath(folder)) for folder in allowed):
        return None
    message = "is a link that leads out of the blog, so it is left out; put the file itself here"
    return Problem(Place(str(relative)), "source-outside", message, Severity.WARNING)


def _look(file: str, relative: PurePosixPath, seen: Seen) -> tuple[str | None, Problem | None]:
    """Return the digest of a text, and what is wrong with its file."""

    def find(path: Path) -> tuple[str, Problem | None]:
        text, problem = _text(path.read_bytes(), relative)
        return digest(text.encode()), problem

    try:
        return seen.learn("source", file, find)  # what keeps it from being read may pass, and is not remembered
    except OSError as error:
        return None, _unreadable(relative, error)


def _read(path: Path, relative: PurePosixPath) -> tuple[str | None, Problem | None]:
    """Return a text, and what is wrong with its file."""
    try:
        return _text(path.read_bytes(), relative)
    except OSError as error:
        return None, _unreadable(relative, error)


def _text(data: bytes, relative: PurePosixPath) -> tuple[str, Problem | None]:
    """Return the text of a file. One in another encoding is read as far as possible, so that links to it stay right."""
    problem = None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "the file is not UTF-8; save it in that encoding"
        problem = Problem(misencoded(str(relative), error), "source-encoding", message)
        text = data.decode("utf-8-sig", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = CONTROL.search(text)
    if control:
        message = f"a control character (U+{ord(control[0]):04X}), which no browser shows; delete it"
        place = place_at(str(relative), text, *control.span())
        problem = problem or Problem(place, "source-control", message, Severity.WARNING)
        text = CONTROL.sub("\ufffd", text)
    return text, problem


def _unreadable(relative: PurePosixPath, error: OSError) -> Problem:
    return Problem(Place(str(relative)), "source-unreadable", f"cannot be read: {error.strerror}")
