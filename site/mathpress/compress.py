"""Compressed copies beside the files of a site, `index.html.br`, which servers send as they are.

A server that compresses at each request has no time to do it well; a build has, and needs to do it once. A copy is an
output like others, put in place right before its file, so that the two disagree for no more than a moment.
"""

import contextlib
import sys
import zlib
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final, Self

from mathpress.intake import read_within
from mathpress.kept import CACHE, KeepingError, Kept, digest
from mathpress.mediatypes import is_compressible, media_type
from mathpress.outputs import Output, changed
from mathpress.tables import CompressConfig
from mathpress.versions import versions_of

_MADE_BY: Final = ("brotli", "backports.zstd")
"""The distributions whose versions shape copies, besides Python with its zlib."""
_SMALLEST: Final = 1024
"""Bytes below which a file is not worth a copy: it travels in one packet either way."""
_LARGEST: Final = 16_000_000
"""Bytes above which a file has no copy: no page loads it, and several are held in memory at a time."""
_SAVING: Final = 0.1
"""The part of a file that a copy has to save, for to decompress costs the reader time."""
_AHEAD: Final = 4
"""Files for each thread that are at hand at a time."""


@dataclass(frozen=True, slots=True)
class Compressing:
    """How copies are made: in which formats, where they are kept, how many at a time."""

    formats: Sequence[str]
    kept: Kept
    jobs: int

    @classmethod
    def of(cls, config: CompressConfig, root: Path, jobs: int) -> Self | None:
        """Return how they are made for the blog at `root`, or None if its settings want none."""
        return cls(config.formats, Kept(root / CACHE / "compressed"), jobs) if config.formats else None


def with_copies(
    outputs: Iterable[Output], taken: Collection[PurePosixPath], compressing: Compressing | None
) -> Iterator[Output]:
    """Yield the outputs in their order, each behind its copies. What is `taken` is the author's own file, not a copy.

    What making an output raises passes through.
    """
    if compressing is None:
        yield from outputs
        return
    pool = ThreadPoolExecutor(compressing.jobs)
    maker = _Maker(compressing.kept, pool, repr((versions_of(_MADE_BY), zlib.ZLIB_RUNTIME_VERSION, sys.version_info)))
    at_hand: deque[tuple[list[_Copy], Output]] = deque()
    try:
        for output in outputs:
            formats = compressing.formats if is_compressible(media_type(output.path)) else ()
            at_hand.append(maker.begin(output, [each for each in formats if _path(output, each) not in taken]))
            if len(at_hand) > _AHEAD * compressing.jobs:
                yield from _finished(*at_hand.popleft())
        for each in at_hand:
            yield from _finished(*each)
    finally:
        pool.shutdown(cancel_futures=True)
    compressing.kept.forget()


def _path(output: Output, suffix: str) -> PurePosixPath:
    return output.path.with_name(f"{output.path.name}.{suffix}")


_Copy = Callable[[], Output | None]
"""Returns a copy when it is made, or None if it is not worth having."""


def _finished(copies: Iterable[_Copy], output: Output) -> Iterator[Output]:
    yield from filter(None, (copy() for copy in copies))
    yield output


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes copies in a pool of threads, and keeps them; `code` tells what compresses from others."""

    kept: Kept
    pool: ThreadPoolExecutor
    code: str

    def begin(self, output: Output, formats: Iterable[str]) -> tuple[list[_Copy], Output]:
        """Begin to make the copies of an output that are not kept. It is made once for all of them, and for itself."""
        names = {each: digest(f"{output.path}\0{output.fingerprint}\0{each}\0{self.code}".encode()) for each in formats}
        worthless = {each for each, name in names.items() if self.kept.has(_worthless(name))}
        missing = [each for each, name in names.items() if each not in worthless and not self.kept.has(name)]
        made: Mapping[str, Future[bytes]] = {}
        whole = output
        if missing:
            content = output.make()
            data = _content(content, output)
            whole = replace(output, make=lambda: content)
            made = {each: self.pool.submit(_compress, each, data) for each in missing}
        return [
            partial(self._finish, whole, each, name, made.get(each))
            for each, name in names.items()
            if each not in worthless
        ], whole

    def _finish(self, output: Output, suffix: str, name: str, made: Future[bytes] | None) -> Output | None:
        """Return a copy that is kept or has been made, and keep what was made, or that it is not worth keeping."""
        path = _path(output, suffix)
        if made is None:
            return Output(path, output.phase, name, partial(self._load, output, suffix, name))
        data = made.result()
        with contextlib.suppress(KeepingError):  # where nothing can be written, the next build makes it again
            self.kept.keep(name if data else _worthless(name), data)
        return Output(path, output.phase, name, partial(bytes, data)) if data else None

    def _load(self, output: Output, suffix: str, name: str) -> bytes:
        return self.kept.load(name) or _compress(suffix, _content(output.make(), output))


def _content(made: bytes | Path, output: Output) -> bytes:
    """Return the bytes of an output, or none of a file too large for copies. Raises `Stop` if that has changed."""
    if isinstance(made, bytes):
        return made
    if made.stat().st_size > _LARGEST:
        return b""
    data = read_within(made, _LARGEST)
    if digest(data) != output.fingerprint:
        raise changed(made)
    return data


def _worthless(name: str) -> str:
    """Return the name under which it is kept that a copy is not worth having."""
    return f"{name}-"


def _compress(suffix: str, data: bytes) -> bytes:
    """Return what a file's copy in a format holds, or nothing if it is not worth having."""
    if len(data) < _SMALLEST:
        return b""
    compressed = FORMATS[suffix](data)
    return compressed if len(compressed) <= (1 - _SAVING) * len(data) else b""


def _gzip(data: bytes) -> bytes:
    """Compress by RFC 1952, without a time, and without the name of this system, which zlib writes into byte 9."""
    compressed = zlib.compress(data, level=9, wbits=31)
    return compressed[:9] + b"\xff" + compressed[10:]


def _brotli(data: bytes) -> bytes:
    import brotli  # heavy to import; it releases the lock of the interpreter while it compresses, as the others do

    compressed: bytes = brotli.compress(data, quality=11)
    return compressed


def _zstandard(data: bytes) -> bytes:
    """Compress by RFC 8878; level 19 keeps to the window of 8 MB that all browsers have (RFC 9659)."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd.compress(data, level=19)


FORMATS: Final[Mapping[str, Callable[[bytes], bytes]]] = {"br": _brotli, "gz": _gzip, "zst": _zstandard}
"""What compresses, by the suffix of its copies."""


def original(path: str) -> str:
    """Return the path of the file that one of this path would be a copy of, or the path itself if it is none."""
    stem, _, suffix = path.rpartition(".")
    return stem if suffix in FORMATS else path
