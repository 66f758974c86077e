"""A copy of a blog, in which an import is tried: all that a build of the blog reads, and gone afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mathpress.config import PYPROJECT, Config
from mathpress.errors import writing
from mathpress.kept import CACHE
from mathpress.settings import FILE


@contextmanager
def scratch_copy(blog: Path, config: Config) -> Iterator[Path]:
    """Give a folder with the sources of the blog, which may not be there yet. Raises `Stop` if there is no room for it.

    Its files are links to the blog's where there can be some, for which it lies in the blog's cache if that is there.
    """
    cache = blog / CACHE
    names = (FILE, PYPROJECT, *config.content, config.templates, config.static)
    parent = cache if cache.is_dir() else Path(tempfile.gettempdir())
    with writing(parent):
        made = tempfile.TemporaryDirectory(prefix="import-", dir=parent)
    with made as folder:
        for name in sorted((*names, *config.citations.bibliography), key=len):  # a folder before what lies in it
            source, target = blog / name, Path(folder, name)
            with writing(target):
                if target.exists() or not source.exists():
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                if source.is_dir():
                    shutil.copytree(source, target, symlinks=True, copy_function=_link)
                else:
                    _link(source, target)
        yield Path(folder)


def _link(source: Path | str, target: Path | str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # another file system, or one without such links
        shutil.copyfile(source, target)
