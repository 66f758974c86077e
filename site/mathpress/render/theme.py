"""The theme: templates and static files, the author's before the shipped ones, file by file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from mathpress.caching import named_by_content
from mathpress.config import Config
from mathpress.discover import left_out
from mathpress.errors import Problem
from mathpress.kept import digest
from mathpress.portable import unportable
from mathpress.render.sources import named, read_sources
from mathpress.resolve.urls import url_of_file
from mathpress.seen import DIGEST, Seen, digest_of
from mathpress.text import did_you_mean
from mathpress.words import strings

if TYPE_CHECKING:
    from mathpress.render.templates import Templates

_PACKAGE: Final = Path(str(files("mathpress")))
_REPOSITORY: Final = _PACKAGE.parents[1]
SHIPPED: Final = _PACKAGE / "theme" if (_PACKAGE / "theme").is_dir() else _REPOSITORY
"""Where the shipped `templates/` and `static/` are: in the wheel inside the package, in a checkout at its top."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file to be published as it is: where it lies, and the digest of its bytes."""

    source: Path
    digest: str


class Theme:
    """Renders views through templates. `digest` changes with any template, static file or interface string.

    `static` are the files to be published, by path. Those that templates link are among them twice: by their own
    names, and by the names that say what is in them, which `asset()` returns.
    """

    def __init__(self, root: Path, config: Config, seen: Seen) -> None:
        """Find the templates and static files for the blog at `root`; `seen` knows the digests of some."""
        self._folders = [folder for folder in (root / config.templates, SHIPPED / "templates") if folder.is_dir()]
        self._root = root
        self.strings = strings(config.language)
        self._site_root = config.root
        # Read once: pages are made of what the digest tells from others, whatever becomes of the files meanwhile.
        sources = self._sources = read_sources(self._folders, seen)
        own, self.problems = _static_files(root, config.static, seen)
        linked = sorted({path for source in sources.values() for path in _linked(source.held or b"")} & own.keys())
        self._names = {path: named_by_content(path, own[path].digest) for path in linked}
        self.static = {**{name: own[path] for path, name in self._names.items()}, **own}
        told = [f"{name}\0{source.digest}" for name, source in sorted(sources.items())]
        told += (f"{path}\0{static.digest}" for path, static in sorted(own.items()))
        self.digest = digest("\0".join([repr(self.strings), *told]).encode())

    def render(self, template: str, site: Any, page: Any) -> str:
        """Render a view. Raises `Stop` with the place of a template's error."""
        return self._templates.render(template, {"site": site, "page": page, "t": self.strings})

    def prepare(self, template: str) -> None:
        """Compile a template before it is wanted. Raises `Stop` as `render` does."""
        self._templates.prepare(template)

    @cached_property
    def _templates(self) -> "Templates":
        from mathpress.render.structured import structured
        from mathpress.render.templates import Templates  # Jinja comes along with it, which only a new page needs

        functions = {"asset": self._asset, "structured": structured, "words": strings}
        return Templates(self._sources, self._folders, self._root, functions)

    def _asset(self, path: str) -> str:
        """Return the URL of a static file: the one that never leads to other bytes, if a template names the file.

        A name that is put together when a page is made is not known when files are written; its URL is the file's own
        with the digest in the query.
        """
        own = PurePosixPath(path)
        if own not in self.static:
            guess = did_you_mean(path, map(str, sorted(self.static.keys() - self._names.values())))
            raise LookupError(f"there is no static file {path}{guess}")
        name = self._names.get(own)
        url = url_of_file(name) if name else f"{url_of_file(own)}?v={self.static[own].digest[:8]}"
        return self._site_root + url.removeprefix("/")


_LINKED: Final = re.compile(rb"""\basset\( \s*+ (?: "([^"\\\n]++)" | '([^'\\\n]++)' ) \s*+ \)""", re.VERBOSE)
"""A call in a template that says which file it links."""


def _linked(source: bytes) -> Iterator[PurePosixPath]:
    """Yield the files that a template links by names which stand in it."""
    for double, single in _LINKED.findall(source):
        yield PurePosixPath((double or single).decode("utf-8", "replace"))


def _static_files(root: Path, own: str, seen: Seen) -> tuple[dict[PurePosixPath, StaticFile], tuple[Problem, ...]]:
    """Return the static files by path, the author's `own` before the theme's, and what of them is not published.

    That is what is no file, and a link that leads out of the blog: nothing from elsewhere is published.
    """
    found: dict[PurePosixPath, StaticFile] = {}
    problems: list[Problem] = []
    for folder in (SHIPPED / "static", root / own):
        for name, path in named(folder, _below(folder) if folder.is_dir() else ()):
            is_plain = path.is_file() and not path.is_symlink()
            wrong = None if is_plain else left_out(str(path), own / name, root, folder)
            if wrong:
                problems.append(wrong)
            else:
                found[name] = StaticFile(path, seen.learn(DIGEST, str(path), digest_of))
    return found, (*problems, *unportable({own / path: path for path in found}))


def _below(folder: Path) -> Iterator[Path]:
    """Yield all below a folder but the folders, links to such among it."""
    return (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
