"""Parsing many sources at once: here and, if there is enough to be worth their start, in processes of their own.

The documents come out in the order of their sources, the same with any number of processes or with an executor of
the caller's, for parsing is a pure function of one source and the settings.
"""

import contextlib
import itertools
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from mathpress.children import pool
from mathpress.errors import Place, Problem, Stop
from mathpress.machine import processors
from mathpress.model import Source
from mathpress.packing import Parcel, parcel
from mathpress.quarantine import LOST, Quarantine
from mathpress.shaping import Settings

_CHUNK: Final = 50_000
"""Characters that are handed over at a time: about a tenth of a second's work, so that none waits long at the end."""
_WORTH_PROCESSES: Final = 800_000
"""Characters from which on the work is worth the start of another process, which takes about half a second."""

Chunk = Sequence[Source]


def parse_all(
    sources: Sequence[Source],
    settings: Settings,
    jobs: int | None = None,
    executor: Executor | None = None,
    notes: Path | None = None,
) -> Iterator[Parcel]:
    """Yield the document of each source with its texts, packed, in order.

    `jobs` is how many processes work at most, this one among them; by default as many as there are processors, if
    there is enough to do. An `executor` does all the work instead. A source whose parsing ends one of the other
    processes becomes a document without a body, with a problem that says so. One that ends this process is noted in the
    file `notes`, so that from the next time on it is parsed by another.

    Raises `Stop` if no other process can be started, and what the executor raises.
    """
    chunks = _chunks(sources)
    if executor:
        futures = [executor.submit(_parse_chunk, chunk, settings) for chunk in chunks]
        for future in futures:
            yield from future.result()
        return
    if jobs is None:
        jobs = processors() if sum(map(_size, sources)) >= _WORTH_PROCESSES else 1
    quarantine = Quarantine(notes, sources)
    try:
        if min(jobs, len(chunks)) < 2:
            yield from _parse_here(sources, settings, quarantine)
        else:
            yield from _parse_with_others(chunks, settings, min(jobs, len(chunks)) - 1, quarantine)
    finally:
        quarantine.end()


def _chunks(sources: Sequence[Source]) -> list[list[Source]]:
    chunks: list[list[Source]] = []
    room = 0
    for source in sources:
        if room <= 0:
            chunks.append([])
            room = _CHUNK
        chunks[-1].append(source)
        room -= _size(source)
    return chunks


def _size(source: Source) -> int:
    return len(source.text) + len(source.comments)


def _parse_chunk(chunk: Chunk, settings: Settings) -> list[Parcel]:
    return [_parse(source, settings) for source in chunk]


def _parse(source: Source, settings: Settings) -> Parcel:
    from mathpress.parse import parse  # with Markdown and the engines, which this process loads while others begin

    document, body, comments = parse(source, settings)
    return parcel(document, body.html, body.excerpt, comments)


def _parse_here(sources: Sequence[Source], settings: Settings, quarantine: Quarantine) -> Iterator[Parcel]:
    for source in sources:
        if source in quarantine:
            yield from _parse_alone([source], settings, quarantine)
        else:
            quarantine.begin(source)
            yield _parse(source, settings)


def _parse_with_others(
    chunks: Sequence[Chunk], settings: Settings, others: int, quarantine: Quarantine
) -> Iterator[Parcel]:
    """Parse from the first chunk on, while other processes parse from the last one back, if there can be any."""
    waiting = deque(chunks)
    handed: deque[tuple[Chunk, Future[list[Parcel]]]] = deque()  # from the last to the first
    with contextlib.ExitStack() as helpers:
        try:
            executor = helpers.enter_context(pool(others))
        except BrokenExecutor:
            yield from _parse_here(list(itertools.chain(*chunks)), settings, quarantine)
            return
        while waiting:
            while waiting and sum(not future.done() for _, future in handed) < 2 * others:
                chunk = waiting.pop()
                handed.append((chunk, _submit(executor, chunk, settings)))
            if waiting:
                yield from _parse_here(waiting.popleft(), settings, quarantine)
        while handed:
            chunk, future = handed.pop()
            try:
                yield from future.result()
            except BrokenExecutor:
                yield from _parse_alone(chunk, settings, quarantine)


def _submit(executor: Executor, chunk: Chunk, settings: Settings) -> Future[list[Parcel]]:
    try:
        return executor.submit(_parse_chunk, chunk, settings)
    except BrokenExecutor as error:
        broken: Future[list[Parcel]] = Future()
        broken.set_exception(error)
        return broken


def _parse_alone(chunk: Chunk, settings: Settings, quarantine: Quarantine) -> Iterator[Parcel]:
    """Parse a chunk that was lost with its process, each source in one that it may end without harm to others."""
    waiting = deque(chunk)
    while waiting:
        with _one_other() as executor:
            while waiting:
                source = waiting.popleft()
                try:
                    parsed = executor.submit(_parse, source, settings).result()
                except BrokenExecutor:
                    _expect_processes()
                    quarantine.add(source)
                    yield _lost(source, settings)
                    break
                quarantine.release(source)
                yield parsed


@contextlib.contextmanager
def _one_other() -> Iterator[Executor]:
    """Give a pool of one other process. Raises `Stop` if there can be none."""
    with contextlib.ExitStack() as helpers:
        try:
            executor = helpers.enter_context(pool(1))
        except BrokenExecutor as error:
            raise _no_other() from error
        yield executor


def _expect_processes() -> None:
    """Raise `Stop` if other processes end whatever they are given to do."""
    with _one_other() as executor:
        try:
            executor.submit(int).result()
        except BrokenExecutor as error:
            raise _no_other() from error


def _no_other() -> Stop:
    message = (
        "no other process can help to parse; use --jobs 1 or, in a program of your own, call `build` below "
        '`if __name__ == "__main__":`'
    )
    return Stop(Problem(Place("--jobs"), "parse-alone", message))


def _lost(source: Source, settings: Settings) -> Parcel:
    """Return what can be said of a source whose parsing ended its process."""
    from mathpress.frontmatter import read
    from mathpress.parse import parse

    front = read(str(source.path), source.text, fallback_title="", timezone=ZoneInfo(settings.timezone))
    document, body, _ = parse(replace(source, text=source.text[: front.body], comments=""), settings)
    message = "the process that parsed this file was ended, by a crash or for want of memory; make the file smaller"
    problem = Problem(Place(str(source.path)), LOST, message)
    return parcel(replace(document, problems=(*document.problems, problem)), body.html, body.excerpt)
