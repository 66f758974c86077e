"""What is not there, or not built: why, and what was meant."""

from collections.abc import Collection, Iterable
from pathlib import PurePosixPath
from typing import Final

from mathpress.errors import Problem
from mathpress.model import Face, Link, Reference
from mathpress.naming import SUFFIXES
from mathpress.portable import folded
from mathpress.text import did_you_mean, nearest

_GUESSES: Final = 200


class Guesses:
    """Guesses what was meant by the first names of a site that are none.

    Each guess looks at all names that there are. Where thousands are wrong, as after an import, it would take minutes
    to guess for all, and no author would read them.
    """

    def __init__(self) -> None:
        self._left = _GUESSES

    def name(self, name: str, candidates: Iterable[str]) -> str:
        """Return `; did you mean X?` to end a diagnostic with, or nothing."""
        return did_you_mean(name, candidates) if self._may_guess() else ""

    def file(self, path: PurePosixPath, candidates: Iterable[PurePosixPath]) -> str:
        """Return the same for a file: the nearest name in whatever folder, of two of one name the first."""
        if not self._may_guess():
            return ""
        files = sorted(candidates)
        alike = next((other for other in files if folded(other) == folded(path)), None)
        if alike:
            return f", but {alike}: write its name letter for letter, as most hosts need it"
        by_name = {each.name: each for each in reversed(files)}
        name = nearest(path.name, by_name)
        return f"; did you mean {by_name[name]}?" if name else ""

    def _may_guess(self) -> bool:
        self._left -= 1
        return self._left >= 0


def missing(
    link: Link,
    path: PurePosixPath,
    documents: Collection[PurePosixPath],
    assets: Collection[PurePosixPath],
    folders: tuple[str, ...],
    guesses: Guesses,
) -> Problem:
    """Return what is wrong with a link to a file that is not there; `folders` are those of posts and pages."""
    if path.suffix.lower() in SUFFIXES:
        return Problem(link.place, "link-missing", f"there is no post {path}{guesses.file(path, documents)}")
    if not any(path.is_relative_to(folder) for folder in folders):
        where = " and ".join(folders)
        message = (
            f"{path} is not among the files of posts and pages, which lie in {where}; put it beside the post,"
            " or into the folder of static files and link to it from the site's root, /…"
        )
        return Problem(link.place, "file-outside", message)
    return Problem(link.place, "file-missing", f"there is no file {path}{guesses.file(path, assets)}")


def not_built(slot: Link | Reference, document: Face) -> Problem:
    """Return what is wrong with a link or reference to a document that is not built."""
    what = "link" if isinstance(slot, Link) else "reference"
    return Problem(slot.place, "link-hidden", f"{_why_hidden(document)}, so this {what} would lead nowhere")


def _why_hidden(document: Face) -> str:
    if document.matter.draft:
        return f"{document.path} is a draft"
    if document.matter.expires:
        return f"{document.path} expires {document.matter.expires:%Y-%m-%d %H:%M}"
    return f"{document.path} is scheduled for {document.matter.publish or document.matter.date:%Y-%m-%d %H:%M}"
