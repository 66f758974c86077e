"""The documents of a blog, parsed or kept from a build before, and their texts, which are read when they are shown."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, TypeVar

from mathpress.cache import Cache
from mathpress.discover import SourceFile, read
from mathpress.model import Document, Source
from mathpress.outputs import changed
from mathpress.packing import Parcel, UnpackingError, comments_in, excerpt_in, html_in, unpack
from mathpress.quarantine import LOST
from mathpress.shaping import Settings

if TYPE_CHECKING:
    from concurrent.futures import Executor

Text = TypeVar("Text")

_HELD: Final = 256
"""How many texts of each kind are held in memory: the newest posts stand in many feeds."""

_UNPRUNED: Final = 100
"""How many documents a process keeps until it looks for those that are of no use any more."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where the texts of documents are: in the cache, or here, if that could not keep them."""

    sources: dict[PurePosixPath, SourceFile]
    settings: Settings
    cache: Cache
    unkept: dict[PurePosixPath, bytes] = field(default_factory=dict)

    def text(self, text_in: Callable[[bytes], Text], document: Document) -> Text:
        """Read a text of a document; what was damaged or removed since that was loaded is parsed again.

        Raises `Stop` if the source has become another meanwhile.
        """
        found = self.sources[document.path]
        try:
            return text_in(self.unkept.get(document.path) or self.cache.texts(found) or b"")
        except UnpackingError:
            source = read(found)
            if source.digest != found.digest:
                raise changed(found.path) from None
            ((_, parsed),) = _parsed([source], self.settings)
            return text_in(parsed.texts)


class Library:
    """All documents, in the order of their sources; it is their `Texts`."""

    def __init__(
        self,
        sources: Sequence[SourceFile],
        settings: Settings,
        cache: Cache,
        last: "Library | None" = None,
        *,
        jobs: int | None = None,
        executor: "Executor | None" = None,
        notes: Path | None = None,
        progress: Callable[[int, int], None] = lambda *_: None,
    ) -> None:
        """Parse the sources that are not in the `last` library of this process nor in the cache.

        `progress` is called with how many have been parsed, and how many there are. A source that ends this process is
        found in the file `notes` by the next build, which says so.
        """
        # What reads texts does not know of the library, so that one that is of no use any more is freed at once.
        shelf = self._shelf = _Shelf({source.path: source for source in sources}, settings, cache)
        self._documents: dict[PurePosixPath, Document] = {}
        self.html = lru_cache(_HELD)(partial(shelf.text, html_in))
        self.excerpt = lru_cache(_HELD)(partial(shelf.text, excerpt_in))
        self.comments = lru_cache(_HELD)(partial(shelf.text, comments_in))
        if last and last._shelf.settings == settings:
            self._take_over(last)
        others = [found for found in sources if found.path not in self._documents]
        for found in others:
            if document := cache.load(found):
                self._documents[found.path] = document
        unknown = [read(found) for found in others if found.path not in self._documents]
        for source in unknown:  # it may have changed since it was found
            shelf.sources[source.path] = replace(shelf.sources[source.path], digest=source.digest)
        # Closed, or its processes would outlive a Ctrl-C.
        with closing(_parsed(unknown, settings, jobs, executor, notes)) as parsing:
            for number, (source, parsed) in enumerate(parsing, 1):
                self._documents[source.path] = unpack(parsed.document, Document)
                if self._is_lost(source.path) or not cache.keep(source, parsed):
                    shelf.unkept[source.path] = parsed.texts
                progress(number, len(unknown))
        self._unpruned: int = (last._unpruned if last else 0) + len(unknown)
        if last is None:
            cache.prune()
        elif self._unpruned > _UNPRUNED:  # a process that lives on takes over what it does not ask for again
            cache.prune(sources)
            self._unpruned = 0
        self.documents = [self._documents[found.path] for found in sources]

    def _take_over(self, last: "Library") -> None:
        """Take over the documents of those sources that are as they were."""
        for path, source in self._shelf.sources.items():
            known = last._shelf.sources.get(path)
            if known is not source and (known is None or (known.digest, known.kind) != (source.digest, source.kind)):
                continue
            if not last._is_lost(path):
                self._documents[path] = last._documents[path]
                if path in last._shelf.unkept:
                    self._shelf.unkept[path] = last._shelf.unkept[path]

    def _is_lost(self, path: PurePosixPath) -> bool:
        """Tell whether a source was lost with its process; it is tried again, for memory may have been short."""
        problems = self._documents[path].problems
        return bool(problems) and any(problem.code == LOST for problem in problems)


def _parsed(
    sources: Sequence[Source],
    settings: Settings,
    jobs: int | None = 1,
    executor: "Executor | None" = None,
    notes: Path | None = None,
) -> Generator[tuple[Source, Parcel]]:
    if sources:
        from mathpress.workers import parse_all  # which brings along what processes need

        yield from zip(sources, parse_all(sources, settings, jobs, executor, notes), strict=True)
