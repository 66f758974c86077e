"""The program: discover, parse, resolve, render, write."""

import contextlib
import datetime
import gc
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mathpress.cache import Cache
from mathpress.config import Config, load, macro_places
from mathpress.discover import discover
from mathpress.errors import Place, Problem, Severity, Stop
from mathpress.kept import CACHE, Kept, digest
from mathpress.library import Library
from mathpress.machine import processors
from mathpress.model import FormulaCount, Source
from mathpress.render import Making, Theme, dead_paths, illustrate, render, search
from mathpress.resolve import Show, resolve
from mathpress.seen import Seen
from mathpress.shaping import Settings
from mathpress.versions import made_by
from mathpress.write import Written, write

if TYPE_CHECKING:
    from concurrent.futures import Executor

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is (0 if that is not known)."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says about a build.

    `fail_on` None builds whatever is wrong; `jobs` is how many processes parse, None for as many as are worth it; a
    preview goes without what takes long to make: the search page finds nothing, pictures have no smaller variants.
    """

    root: Path
    output: Path | None = None
    base_url: str | None = None
    drafts: bool = False
    future: bool = False
    fail_on: Severity | None = Severity.ERROR
    jobs: int | None = 1  # processes import the caller's program, which must be made for that
    is_preview: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. If it failed, nothing was written."""

    output: Path
    failed: bool
    posts: int
    formulas: FormulaCount
    written: int
    unchanged: int
    problems: tuple[Problem, ...]
    seconds: float

    def count(self, severity: Severity) -> int:
        """Return how many problems of a severity there were."""
        return sum(problem.severity is severity for problem in self.problems)


def build(options: Options, progress: Progress = lambda *_: None, *, executor: "Executor | None" = None) -> Report:
    """Build a blog. An `executor` of the caller's does the parsing, if there is one.

    Raises `Stop` if there is nothing to build with, or nowhere to write.
    """
    with _seldom_collecting():
        return _build(options, progress, executor)


@contextlib.contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Let Python look for cycles seldom: a build makes many objects that stay, and next to no cycles."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _build(options: Options, progress: Progress, executor: "Executor | None") -> Report:
    started = time.perf_counter()
    show = Show(_now(), options.drafts, options.future)
    config = configure(options)
    output = _output_folder(options, config)
    seen = _seen(options.root, output)
    inventory = discover(options.root, config)
    settings = Settings.of(config, macro_places(options.root))
    library = _library(inventory.sources, settings, options, progress, executor)
    site = resolve(library.documents, inventory.assets, inventory.bibliographies, config, show)
    has_search, missing = _searchable(config)
    has_search = has_search and bool(site.posts or site.pages)
    problems = (*inventory.problems, *site.problems, *missing)
    with _reading(options.root):
        theme = Theme(options.root, config, seen)
        images, broken = illustrate(
            site,
            theme.static,
            options.root,
            seen,
            None if _fails(problems, options) else _making(config, options),
            partial(progress, "images"),
        )
    dead = dead_paths(site, config, theme.static, images, has_search=has_search)
    problems = (*problems, *broken, *dead)
    failed = _fails(problems, options)
    outcome = Written((), (), ())
    if not failed:
        steps = count(1)
        with _reading(options.root):
            outputs = render(
                site,
                library,
                config,
                theme,
                images,
                options.root,
                seen,
                has_search=has_search,
                has_index=has_search and not options.is_preview,
            )
            outcome = write(outputs, output, seen, lambda: progress("write", next(steps), 0))
        seen.save()
    return Report(
        output=output,
        failed=failed,
        posts=len(site.posts),
        formulas=_total([article.document.formulas for article in (*site.posts, *site.pages)]),
        written=_pages(outcome.written),
        unchanged=_pages(outcome.unchanged),
        problems=tuple(sorted(problems, key=lambda each: (each.place.path, each.place.line, each.place.column))),
        seconds=time.perf_counter() - started,
    )


def _seen(root: Path, output: Path) -> Seen:
    """Return what is known of the files that this output shows. Other code may find another size for a picture."""
    code = made_by(["pillow"]).encode()
    return Seen(Kept(root / CACHE / "seen"), digest(code + os.fsencode(output.resolve())))


def _library(
    sources: Sequence[Source], settings: Settings, options: Options, progress: Progress, executor: "Executor | None"
) -> Library:
    return Library(
        sources,
        settings,
        Cache(options.root / CACHE / "documents", settings),
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
    return sum(path.suffix == ".html" for path in paths)


def _fails(problems: Sequence[Problem], options: Options) -> bool:
    return options.fail_on is not None and any(problem.severity >= options.fail_on for problem in problems)


@contextlib.contextmanager
def _reading(root: Path) -> Iterator[None]:
    """Raise `Stop` for a picture or a file of the theme that cannot be read; `write` tells what cannot be written."""
    try:
        yield
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        place = Place(str(error.filename or root))
        raise Stop(Problem(place, "source-unreadable", message), status=1) from error


def _making(config: Config, options: Options) -> Making | None:
    """Return how variants of pictures are made, or None if there are to be none."""
    if options.is_preview or not config.images.variants:
        return None
    return Making(config.images, Kept(options.root / CACHE / "images"), options.jobs or processors())


def _searchable(config: Config) -> tuple[bool, tuple[Problem, ...]]:
    """Tell whether the site has a search page; one that is wanted but cannot be made is a problem."""
    if not config.search.enabled or search.is_available():
        return config.search.enabled, ()
    message = "Pagefind is not installed, so the site has no search page; pip install pagefind_bin brings it"
    return False, (Problem(Place("search.enabled"), "search-missing", message, Severity.WARNING),)


def configure(options: Options) -> Config:
    """Return the configuration of the blog, with what the command line says instead."""
    config = load(options.root)
    if options.base_url is None:
        return config
    try:
        return config.based_at(options.base_url)
    except ValueError as error:
        raise Stop(Problem(Place("--base-url"), "usage", str(error))) from error


def _now() -> datetime.datetime:
    """Read the clock, once a build; SOURCE_DATE_EPOCH stands in for it (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.datetime.now(datetime.UTC)
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Stop(Problem(Place("SOURCE_DATE_EPOCH"), "usage", f"{epoch!r} is no number of seconds")) from error


def _output_folder(options: Options, config: Config) -> Path:
    """Return the output folder. Raises `Stop` if it holds sources or lies among them."""
    output = options.output or options.root / config.output
    real = output.resolve()
    for name in (config.posts, config.pages, config.templates, config.static):
        source = (options.root / name).resolve()
        if real.is_relative_to(source) or source.is_relative_to(real):
            raise Stop(
                Problem(
                    Place(str(output)),
                    "output-sources",
                    f"is no place for the site: {name} is there; choose a folder that holds no sources",
                )
            )
    if output.exists() and not output.is_dir():
        raise Stop(Problem(Place(str(output)), "output-unwritable", "is a file, not a folder"))
    return output
