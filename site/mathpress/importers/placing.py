"""Files come into a blog: all of them or none, each by rename, and none in place of another without leave."""

import filecmp
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from mathpress.errors import Place, Problem, writing
from mathpress.importers.diagnostics import left_out
from mathpress.importers.records import Asset
from mathpress.intake import leads_out
from mathpress.kept import CACHE


def readable(files: Sequence[Asset]) -> tuple[tuple[Asset, ...], tuple[Problem, ...]]:
    """Return the files that can be read, and a problem for each that cannot and so is left out."""
    stay = []
    problems = []
    for file in files:
        try:
            if isinstance(file.content, Path):
                file.content.open("rb").close()
            stay.append(file)
        except OSError as error:
            problems.append(left_out(file.path, f"{error.filename} cannot be read: {error.strerror}"))
    return tuple(stay), tuple(problems)


def conflicts(files: Sequence[Asset], root: Path, *, force: bool) -> tuple[Problem, ...]:
    """Return a problem for each file that cannot be written: another is there, which may make way only by `force`."""
    found = []
    for file in files:
        target = root / file.path
        if file.leads_out:
            found.append(_problem(file, "its path leads out of the blog"))
        elif leads_out(target.parent, root):
            found.append(_problem(file, "its folder is a link that leads out of the blog"))
        elif target.is_dir() or any(parent.is_file() for parent in target.parents):
            found.append(_problem(file, "a folder is there, or one of its folders is a file"))
        elif not force and target.exists() and not _is_same(file, target):
            found.append(_problem(file, "is there already with other content; --force would replace it"))
    return tuple(found)


def place(files: Sequence[Asset], root: Path) -> int:
    """Write files, and return how many were not there as they are. Raises `Stop` if one cannot be written.

    All are made whole below `.mathpress/cache` before the first is put in place.
    """
    wanted = [file for file in files if not _is_same(file, root / file.path)]
    with writing(root / CACHE):
        (root / CACHE).mkdir(parents=True, exist_ok=True)
        staged = tempfile.TemporaryDirectory(prefix="import-", dir=root / CACHE)
    with staged as folder:
        for number, file in enumerate(wanted):
            with writing(root / file.path):
                if isinstance(file.content, bytes):
                    Path(folder, str(number)).write_bytes(file.content)
                else:
                    shutil.copyfile(file.content, Path(folder, str(number)))
        for number, file in enumerate(wanted):
            with writing(root / file.path):
                (root / file.path).parent.mkdir(parents=True, exist_ok=True)
                Path(folder, str(number)).replace(root / file.path)
    return len(wanted)


def _is_same(file: Asset, target: Path) -> bool:
    """Tell whether a file is in place; one that cannot be read is none of ours."""
    try:
        if not target.is_file():
            return False
        if isinstance(file.content, bytes):
            return target.stat().st_size == len(file.content) and target.read_bytes() == file.content
        return filecmp.cmp(file.content, target, shallow=False)
    except OSError:
        return False


def _problem(file: Asset, message: str) -> Problem:
    return Problem(Place(str(file.path)), "import-exists", message)
