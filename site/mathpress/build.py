"""The program: discover, parse, resolve, render, write."""

import contextlib
import gc
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mathpress.cache import Cache
from mathpress.compress import Compressing, with_copies
from mathpress.config import macro_places
from mathpress.discover import SourceFile, discover
from mathpress.errors import Place, Problem, Severity, Stop
from mathpress.kept import CACHE
from mathpress.library import Library
from mathpress.machine import processors
from mathpress.memory import Memory
from mathpress.model import FormulaCount
from mathpress.preparation import Options, configure, now, output_folder
from mathpress.render import Drawing, Making, Theme, dead_paths, draw_cards, illustrate, math_font, render, search
from mathpress.resolve import Show, Site, resolve
from mathpress.shaping import Settings
from mathpress.write import Written, write

if TYPE_CHECKING:
    from concurrent.futures import Executor

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is (0 if that is not known)."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, and its memory for the next. If it failed, nothing was written.

    `written` and `unchanged` count pages; `changed` are all files that were written.
    """

    output: Path
    failed: bool
    posts: int
    formulas: FormulaCount
    written: int
    unchanged: int
    problems: tuple[Problem, ...]
    seconds: float
    memory: Memory
    changed: tuple[PurePosixPath, ...] = ()

    def count(self, severity: Severity) -> int:
        """Return how many problems of a severity there were."""
        return sum(problem.severity is severity for problem in self.problems)


def build(
    options: Options,
    progress: Progress = lambda *_: None,
    *,
    executor: "Executor | None" = None,
    memory: Memory | None = None,
) -> Report:
    """Build a blog. An `executor` of the caller's does the parsing, if there is one.

    With the `memory` of the last report, a process that builds again looks only at what may have become another; it
    saves the memory when it ends.

    Raises `Stop` if there is nothing to build with, or nowhere to write.
    """
    with _seldom_collecting(), contextlib.ExitStack() as helpers:
        report = _build(options, progress, executor, memory, helpers)
    if report.memory is not memory:
        report.memory.save()
    return report


@contextlib.contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Let Python look for cycles seldom: a build makes many objects that stay, and next to no cycles."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _build(
    options: Options,
    progress: Progress,
    executor: "Executor | None",
    last: Memory | None,
    helpers: contextlib.ExitStack,
) -> Report:
    started = time.perf_counter()
    show = Show(now(), options.drafts, options.future)
    config = configure(options)
    output = output_folder(options, config)
    memory = Memory.of(options.root, output, last)
    seen = memory.seen
    seen.begin()
    inventory = discover(options.root, config, seen)
    settings = Settings.of(config, macro_places(options.root))
    library = memory.library = _library(inventory.sources, settings, options, progress, executor, memory.library)
    site = memory.site = resolve(
        library.documents, inventory.assets, inventory.bibliographies, config, show, memory.site
    )
    has_search, missing = search.is_possible(config)
    has_search = has_search and bool(site.posts or site.pages)
    jobs = options.jobs or processors()
    with _reading(options.root):
        theme = Theme(options.root, config, seen)
        font, unusable = math_font(site, config, options.root, seen, helpers if jobs > 1 else None)
    problems = (*inventory.problems, *site.problems, *missing, *unusable)
    draws = not (options.is_preview or _fails(problems, options))
    making = Making.of(config.images, options.root, jobs) if draws else None
    drawing = Drawing.of(config.images, options.root, jobs) if draws else None
    compressing = Compressing.of(config.compress, options.root, jobs) if draws else None
    with _reading(options.root):
        images, broken = illustrate(site, theme.static, options.root, seen, making, partial(progress, "images"))
        cards, bare = draw_cards(site, config, theme.static, options.root, seen, drawing, partial(progress, "cards"))
    dead = dead_paths(site, config, theme.static, images, has_search=has_search)
    problems = (*problems, *broken, *bare, *dead)
    failed = _fails(problems, options)
    outcome = Written((), (), ())
    if not failed:
        steps = count(1)
        has_index = has_search and not options.is_preview
        with _reading(options.root):
            outputs = render(
                site, library, config, theme, images, font, cards, options.root, seen, memory.told,
                has_search=has_search, has_index=has_index,
            )  # fmt: skip
            outputs = with_copies(outputs, {*theme.static, *site.assets.values()}, compressing)
            outcome = write(outputs, output, seen, lambda: progress("write", next(steps), 0))
        seen.forget()
    return _report(site, problems, outcome, output, memory, failed=failed, seconds=time.perf_counter() - started)


def _report(
    site: Site,
    problems: Sequence[Problem],
    outcome: Written,
    output: Path,
    memory: Memory,
    *,
    failed: bool,
    seconds: float,
) -> Report:
    """Return what a build did, with its problems in the order of files and lines."""
    return Report(
        output=output,
        failed=failed,
        posts=len(site.posts),
        formulas=_total([article.document.formulas for article in (*site.posts, *site.pages)]),
        written=_pages(outcome.written),
        unchanged=_pages(outcome.unchanged),
        problems=tuple(sorted(problems, key=lambda each: (each.place.path, each.place.line, each.place.column))),
        seconds=seconds,
        memory=memory,
        changed=outcome.written,
    )


def _library(
    sources: Sequence[SourceFile],
    settings: Settings,
    options: Options,
    progress: Progress,
    executor: "Executor | None",
    last: Library | None,
) -> Library:
    return Library(
        sources,
        settings,
        Cache(options.root / CACHE / "documents", settings),
        last,
        jobs=options.jobs,
        executor=executor,
        notes=options.root / CACHE / "parsing",
        progress=partial(progress, "parse"),
    )


def _total(counts: Sequence[FormulaCount]) -> FormulaCount:
    return FormulaCount(
        sum(each.mathml for each in counts),
        sum(each.mathjax for each in counts),
        sum(each.refused for each in counts),
    )


def _pages(paths: Sequence[PurePosixPath]) -> int:
    return sum(str(path).endswith(".html") for path in paths)


def _fails(problems: Sequence[Problem], options: Options) -> bool:
    return options.fail_on is not None and any(problem.severity >= options.fail_on for problem in problems)


@contextlib.contextmanager
def _reading(root: Path) -> Iterator[None]:
    """Raise `Stop` for a picture, font or file of the theme that cannot be read; `write` tells of the output."""
    try:
        yield
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        place = Place(str(error.filename or root))
        raise Stop(Problem(place, "source-unreadable", message), status=1) from error


__all__ = ["Options", "Report", "build", "configure"]
