"""What the checks look at: the site as it was built, page by page, and the sources that it was built from."""

import contextlib
import datetime
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from mathpress.check.page import Page, Use, read_page
from mathpress.check.sources import Sources
from mathpress.config import Config
from mathpress.errors import Place, Problem
from mathpress.kept import CACHE, KeepingError, Kept, digest
from mathpress.manifest import PRIVATE
from mathpress.markup.tags import read_url
from mathpress.model import Document
from mathpress.render.search import FOLDER
from mathpress.resolve import Article, Site
from mathpress.resolve.urls import answering, file_of, url_of_output
from mathpress.versions import made_by

_PAGE: Final = ".html"
_PORTS: Final = {"http": 80, "https": 443}
"""The schemes of the web, and their ports."""


class Target(NamedTuple):
    """What an address on a page leads to: a `url` below the site's root and its fragment, both decoded.

    The `url` of what is elsewhere is whole and stands as it was written.
    """

    url: str
    fragment: str
    is_ours: bool


@dataclass(frozen=True)
class Built:
    """A built site. `documents` are all of the blog's, shown or not; `files` and `pages` lie below `output`.

    `static` are those that an author publishes as they are; their HTML is taken as it is. `told` is what the build
    found out by itself.
    """

    root: Path
    output: Path
    config: Config
    now: datetime.datetime
    site: Site
    documents: tuple[Document, ...]
    files: frozenset[PurePosixPath]
    static: Set[PurePosixPath]
    pages: Mapping[PurePosixPath, Page]
    sources: Sources
    told: tuple[Problem, ...]

    @cached_property
    def articles(self) -> Mapping[PurePosixPath, Article]:
        """The posts and pages by the files of their own pages."""
        return {file_of(article.url): article for article in self.site.articles}

    def in_turn(self) -> Iterator[tuple[PurePosixPath, Page, Article | None]]:
        """Yield all pages, posts' and pages' own first, so that what they bring along is told there."""
        yield from self.own_pages()
        for path, page in self.pages.items():
            if path not in self.articles and path not in self.static:
                yield path, page, None

    def own_pages(self) -> Iterator[tuple[PurePosixPath, Page, Article]]:
        """Yield the posts' and pages' own pages."""
        for path, article in self.articles.items():
            if path in self.pages:
                yield path, self.pages[path], article

    @cached_property
    def chrome(self) -> Set[Use]:
        """The addresses that stand on every page: those of the page for what is not found, which has nothing else."""
        nothing = self.pages.get(PurePosixPath("404.html"))
        return frozenset(nothing.uses if nothing else ())

    @cached_property
    def urls(self) -> tuple[str, ...]:
        """The URLs of all files, sorted, to guess from."""
        return tuple(sorted(url_of_output(path) for path in self.files))

    def target(self, page: PurePosixPath, url: str) -> Target | None:
        """Return what an address on a page leads to; None for what is none, such as `mailto:`."""
        base = self.pages[page].base if page in self.pages else ""
        is_rooted = url.startswith("/") or read_url(url)[0]  # it means the same on every page
        return _target(self.config.url, "/" if is_rooted and not base else url_of_output(page), base, url)

    def answer(self, url: str) -> PurePosixPath | None:
        """Return the file that answers to a URL of the site; the search knows its own files."""
        file = file_of(url)
        return file if file.parts[:1] == FOLDER.parts else answering(url, self.files)

    def place_in_templates(self, text: str) -> Place | None:
        """Return where the templates that an author wrote have a text."""
        found = (self.sources.place(path, text) for path in self._templates)
        return next((place for place in found if place.column), None)

    @cached_property
    def _templates(self) -> tuple[Path, ...]:
        return tuple(sorted((self.root / self.config.templates).rglob("*.html")))

    def place_on(self, page: PurePosixPath, text: str = "") -> Place:
        """Return the place of a text in a file of the site, for what has none in a source."""
        folder = self.root / self.config.static if page in self.static else self.output
        return self.sources.place(folder / page, text)


@lru_cache(65536)
def _target(root: str, page: str, base: str, url: str) -> Target | None:
    try:
        whole = urljoin(urljoin(root + page.removeprefix("/"), base), url)
        parts, own = urlsplit(whole), urlsplit(root)
        is_there = _origin(parts) == _origin(own)
    except ValueError:  # which the build told
        return None
    if parts.scheme not in _PORTS:
        return None
    if not is_there or not f"{parts.path}/".startswith(own.path):
        return Target(whole, parts.fragment, is_ours=False)
    return Target("/" + unquote(parts.path[len(own.path) :]), unquote(parts.fragment), is_ours=True)


def _origin(parts: SplitResult) -> tuple[str, int | None]:
    """Return the host, and the port if it is not the usual one: `http` leads to the same site. Raises `ValueError`."""
    return parts.hostname or "", None if parts.port == _PORTS.get(parts.scheme) else parts.port


def files_of(folder: Path) -> frozenset[PurePosixPath]:
    """Return the files below a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return frozenset(PurePosixPath(path.relative_to(folder).as_posix()) for path in found)


def files_below(output: Path) -> frozenset[PurePosixPath]:
    """Return the files of a built site."""
    return frozenset(path for path in files_of(output) if path.parts[0] != PRIVATE)


def read_pages(
    root: Path,
    output: Path,
    files: Collection[PurePosixPath],
    static: Set[PurePosixPath],
    progress: Callable[[int, int], None],
) -> Mapping[PurePosixPath, Page]:
    """Read the pages of a site, but for those that an earlier check has read as they are.

    Of those that are `static` nobody is told what is wrong with their HTML, so it is not looked for.
    """
    kept = Kept(root / CACHE / "check")
    code = made_by(["tinyhtml5"])
    pages = {}
    paths = sorted(path for path in files if path.suffix == _PAGE and path.parts[:1] != FOLDER.parts)
    for number, path in enumerate(paths):
        progress(number, len(paths))
        data = (output / path).read_bytes()
        name = digest(b"\0".join((code.encode(), str(path in static).encode(), data)))
        page = _known(kept, name)
        if page is None:
            page = read_page(data.decode("utf-8", "replace"), has_faults=path not in static)
            with contextlib.suppress(KeepingError):
                kept.keep(name, str(page).encode("utf-8", "surrogatepass"))
        pages[path] = page
    kept.forget()
    return pages


def _known(kept: Kept, name: str) -> Page | None:
    try:
        return Page.of((kept.load(name) or b"").decode("utf-8", "surrogatepass"))
    except (ValueError, TypeError, RecursionError):
        return None
