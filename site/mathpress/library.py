"""The documents of a blog, parsed or kept from a build before, and their texts, which are read when they are shown."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from mathpress.cache import Cache
from mathpress.model import Document, Fragment, Source
from mathpress.packing import Parcel, UnpackingError, excerpt_in, html_in, unpack
from mathpress.shaping import Settings
from mathpress.suspects import LOST

if TYPE_CHECKING:
    from concurrent.futures import Executor

_HELD: Final = 256
"""How many texts of each kind are held in memory: the newest posts stand in many feeds."""


class Library:
    """All documents, in the order of their sources; it is their `Texts`."""

    def __init__(
        self,
        sources: Sequence[Source],
        settings: Settings,
        cache: Cache,
        *,
        jobs: int | None = None,
        executor: "Executor | None" = None,
        notes: Path | None = None,
        progress: Callable[[int, int], None] = lambda *_: None,
    ) -> None:
        """Parse the sources that are not in the cache; `progress` is called with how many, and how many there are.

        A source that ends this process is found in the file `notes` by the next build, which says so.
        """
        self._sources = {source.path: source for source in sources}
        self._settings = settings
        self._cache = cache
        self._unkept: dict[PurePosixPath, bytes] = {}
        self.html = lru_cache(_HELD)(partial(self._read, html_in))
        self.excerpt = lru_cache(_HELD)(partial(self._read, excerpt_in))
        documents = {source.path: document for source in sources if (document := cache.load(source))}
        unknown = [source for source in sources if source.path not in documents]
        # Closed, or its processes would outlive a Ctrl-C.
        with closing(_parsed(unknown, settings, jobs, executor, notes)) as parsing:
            for number, (source, parsed) in enumerate(parsing, 1):
                document = documents[source.path] = unpack(parsed.document, Document)
                # What was lost with its process is tried again: there may have been too little memory for a moment.
                is_lost = any(problem.code == LOST for problem in document.problems)
                if is_lost or not cache.keep(source, parsed):
                    self._unkept[source.path] = parsed.texts
                progress(number, len(unknown))
        cache.prune()
        self.documents = [documents[source.path] for source in sources]

    def _read(self, text_in: Callable[[bytes], Fragment], document: Document) -> Fragment:
        """Read a text of a document; what was damaged or removed since that was loaded is parsed again."""
        source = self._sources[document.path]
        try:
            return text_in(self._unkept.get(document.path) or self._cache.texts(source) or b"")
        except UnpackingError:
            ((_, parsed),) = _parsed([source], self._settings)
            return text_in(parsed.texts)


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
