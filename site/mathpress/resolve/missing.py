"""Files that are not there: why, and which was meant."""

import unicodedata
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from mathpress.errors import Problem
from mathpress.model import Link
from mathpress.text import nearest


def missing(link: Link, path: PurePosixPath, assets: Collection[PurePosixPath], folders: tuple[str, ...]) -> Problem:
    """Return what is wrong with a link to a file that is not there; `folders` are those of posts and pages."""
    if not any(path.is_relative_to(folder) for folder in folders):
        where = " and ".join(folders)
        message = (
            f"{path} is not among the files of posts and pages, which lie in {where}; put it beside the post,"
            " or into the folder of static files and link to it from the site's root, /…"
        )
        return Problem(link.place, "file-outside", message)
    alike = next((other for other in sorted(assets) if _folded(other) == _folded(path)), None)
    if alike:
        message = f"there is no file {path}, but {alike}: write its name letter for letter, as most hosts need it"
        return Problem(link.place, "file-missing", message)
    return Problem(link.place, "file-missing", f"there is no file {path}{guess(path, assets)}")


def _folded(path: PurePosixPath) -> str:
    """Return what file systems that do not care for capitals, or for how accents are made, take a path for."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def guess(path: PurePosixPath, candidates: Iterable[PurePosixPath]) -> str:
    """Suggest the file of the nearest name, in whatever folder it is; of two of one name the first."""
    by_name = {candidate.name: candidate for candidate in sorted(candidates, reverse=True)}
    name = nearest(path.name, by_name)
    return f"; did you mean {by_name[name]}?" if name else ""
