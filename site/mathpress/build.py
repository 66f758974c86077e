"""The program: discover, parse, resolve, render, write."""

import datetime
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from mathpress.cache import Cache
from mathpress.config import Config, load, macro_places
from mathpress.discover import discover
from mathpress.errors import Place, Problem, Severity, Stop
from mathpress.model import Document, FormulaCount, Source
from mathpress.parse import Settings
from mathpress.render import CACHE, Theme, render, search
from mathpress.resolve import Show, resolve
from mathpress.workers import parse_all
from mathpress.write import write

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is (0 if that is not known)."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says about a build.

    `fail_on` None builds whatever is wrong; `jobs` is how many processes parse, None for as many as are worth it;
    without `search_index` a blog that is to have a search page gets one that finds nothing.
    """

    root: Path
    output: Path | None = None
    base_url: str | None = None
    drafts: bool = False
    future: bool = False
    fail_on: Severity | None = Severity.ERROR
    jobs: int | None = 1  # processes import the caller's program, which must be made for that
    search_index: bool = True


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


def build(options: Options, progress: Progress = lambda *_: None, *, executor: Executor | None = None) -> Report:
    """Build a blog. An `executor` of the caller's does the parsing, if there is one.

    Raises `Stop` if there is nothing to build with, or nowhere to write.
    """
    started = time.perf_counter()
    show = Show(_now(), options.drafts, options.future)
    config = configure(options)
    output = _output_folder(options, config)
    inventory = discover(options.root, config)
    settings = Settings.of(config, macro_places(options.root))
    documents = _documents(inventory.sources, settings, options, progress, executor)
    site = resolve(documents, inventory.assets, config, show)
    has_search, missing = _searchable(config)
    has_search = has_search and bool(site.posts or site.pages)
    problems = tuple(
        sorted(
            (*inventory.problems, *site.problems, *missing),
            key=lambda problem: (problem.place.path, problem.place.line, problem.place.column),
        )
    )
    failed = options.fail_on is not None and any(problem.severity >= options.fail_on for problem in problems)
    pages = unchanged = 0
    if not failed:
        done = 0

        def step() -> None:
            nonlocal done
            done += 1
            progress("write", done, 0)

        try:
            outputs = render(
                site,
                config,
                Theme(options.root, config),
                options.root,
                has_search=has_search,
                has_index=has_search and options.search_index,
            )
            outcome = write(outputs, output, step)
        except OSError as error:  # of a picture or a file of the theme; write tells its own
            message = f"cannot be read: {error.strerror or error}"
            place = Place(str(error.filename or options.root))
            raise Stop(Problem(place, "source-unreadable", message), status=1) from error
        pages = sum(path.suffix == ".html" for path in outcome.written)
        unchanged = sum(path.suffix == ".html" for path in outcome.unchanged)
    counts = [article.document.body.formulas for article in (*site.posts, *site.pages)]
    return Report(
        output=output,
        failed=failed,
        posts=len(site.posts),
        formulas=FormulaCount(
            *(sum(getattr(count, name) for count in counts) for name in ("mathml", "mathjax", "refused"))
        ),
        written=pages,
        unchanged=unchanged,
        problems=problems,
        seconds=time.perf_counter() - started,
    )


def _documents(
    sources: Sequence[Source], settings: Settings, options: Options, progress: Progress, executor: Executor | None
) -> list[Document]:
    """Return the document of each source, in order; those that are not in the cache are parsed."""
    cache = Cache(options.root / CACHE / "documents", settings)
    documents = {source.path: document for source in sources if (document := cache.load(source))}
    unknown = [source for source in sources if source.path not in documents]
    parsed = parse_all(unknown, settings, options.jobs, executor)
    for count, (source, document) in enumerate(zip(unknown, parsed, strict=True), 1):
        documents[source.path] = document
        cache.keep(source, document)
        progress("parse", count, len(unknown))
    cache.prune()
    return [documents[source.path] for source in sources]


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
