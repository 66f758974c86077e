"""The program: discover, parse, resolve, render, write."""

import contextlib
import gc
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from mathpress.cache import Cache
from mathpress.compress import Compressing, with_copies
from mathpress.errors import Problem, Severity, in_order
from mathpress.kept import CACHE
from mathpress.last_build import BuildRequest, note_failure, noted
from mathpress.library import Library
from mathpress.machine import processors
from mathpress.memory import Drawn, Made, Memory, Unchanged
from mathpress.model import FormulaCount
from mathpress.preparation import Inputs, Options, configure, now, output_folder, reading, survey
from mathpress.render import Context, Drawing, Making, dead_paths, draw_cards, illustrate, math_font, render
from mathpress.resolve import Show, Site, resolve
from mathpress.seen import Seen
from mathpress.write import Written, write

if TYPE_CHECKING:
    from concurrent.futures import Executor

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is (0 if that is not known)."""
WAITING: Final = "wait"
"""The stage in which another build writes to the output folder; most builds have none."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, and its memory for the next. If it failed, nothing was written.

    `written` and `unchanged` count pages; `changed` are all files that were written, `removed` those that are gone.
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
    removed: tuple[PurePosixPath, ...] = ()

    def count(self, severity: Severity) -> int:
        """Return how many problems of a severity there were."""
        return sum(problem.severity is severity for problem in self.problems)


def build(
    options: Options,
    progress: Progress = lambda *_: None,
    *,
    executor: "Executor | None" = None,
    memory: Memory | None = None,
    changed: Collection[Path | str] | None = None,
) -> Report:
    """Build a blog. An `executor` of the caller's does the parsing, if there is one.

    With the `memory` of the last report, a process that builds again looks only at what may have become another; it
    saves the memory when it ends. If it knows which files have `changed` since the last build began, and that no
    others of the blog or the output folder were written, made, removed or renamed, a preview looks at these alone.

    Raises `Stop` if there is nothing to build with, or nowhere to write.
    """
    with _seldom_collecting(), contextlib.ExitStack() as helpers:
        report = _build(options, progress, executor, memory, changed, helpers)
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
    changed: Collection[Path | str] | None,
    helpers: contextlib.ExitStack,
) -> Report:
    started = time.perf_counter()
    made = last.take() if last else None
    show = Show(now(), options.drafts, options.future)
    config = configure(options)
    output = output_folder(options, config)
    memory = Memory.of(options.root, output, last)
    memory.seen.begin()
    made = made.after(options, config, output, changed, memory.seen) if made else None
    inputs = made.inputs if made else survey(options, config, memory.seen)
    inventory = inputs.inventory
    library = memory.library = Library(
        inventory.sources, inputs.settings, Cache(options.root / CACHE / "documents", inputs.settings), memory.library,
        jobs=options.jobs, executor=executor, notes=options.root / CACHE / "parsing",
        progress=partial(progress, "parse"),
    )  # fmt: skip
    site = memory.site = resolve(
        library.documents, inventory.assets, inventory.bibliographies, inventory.unread, config, show, memory.site
    )
    unchanged = Unchanged.of(made, site) if made else None
    with reading(options.root):
        drawn = _draw(site, inputs, unchanged, memory.seen, helpers, progress)
    problems = (*inputs.problems, *site.problems, *drawn.problems)
    failed = _fails(problems, options)
    outcome = None
    if failed:
        memory.made = made  # the output folder still holds it
        note_failure(options.root, output)
    else:
        with reading(options.root):
            outcome = _write(site, library, inputs, drawn, unchanged, memory, output, progress)
        memory.made = Made(inputs, site, drawn, outcome.manifest)
    return _report(site, problems, outcome, output, memory, failed=failed, seconds=time.perf_counter() - started)


def _draw(
    site: Site,
    inputs: Inputs,
    unchanged: Unchanged | None,
    seen: Seen,
    helpers: contextlib.ExitStack,
    progress: Progress,
) -> Drawn:
    """Make what pages show besides texts, but for what a preview goes without and a build that is going to fail."""
    options, config, static = inputs.options, inputs.config, inputs.theme.static
    root, jobs = options.root, options.jobs or processors()
    fonts = (unchanged and unchanged.fonts) or math_font(site, config, root, seen, helpers if jobs > 1 else None)
    making = drawing = None
    if not (options.is_preview or _fails((*inputs.problems, *site.problems, *fonts[1]), options)):
        making, drawing = Making.of(config.images, root, jobs), Drawing.of(config.images, root, jobs)
    pictures = (unchanged and unchanged.pictures) or illustrate(
        site, static, root, seen, making, partial(progress, "images")
    )
    cards = draw_cards(site, config, static, root, seen, drawing, partial(progress, "cards"))
    dead = () if inputs.inventory.unread else unchanged.dead if unchanged else None  # some addresses are not known
    if dead is None:
        dead = dead_paths(site, config, static, pictures[0], has_search=inputs.has_search(site))
    return Drawn(fonts, pictures, cards, dead)


def _write(
    site: Site,
    library: Library,
    inputs: Inputs,
    drawn: Drawn,
    unchanged: Unchanged | None,
    memory: Memory,
    output: Path,
    progress: Progress,
) -> Written:
    """Make the files that may be others than those in the output folder, and put them in place."""
    options, config, theme = inputs.options, inputs.config, inputs.theme
    context = Context(
        site=site,
        texts=library,
        config=config,
        strings=theme.strings,
        images=drawn.pictures[0],
        cards=drawn.cards[0],
        font=drawn.fonts[0],
        has_search=inputs.has_search(site),
        is_preview=options.is_preview,
    )
    edits, others = (unchanged and unchanged.pages(drawn)) or (None, None)
    outputs = render(context, theme, options.root, memory.seen, memory.fingerprints, edits)
    jobs = options.jobs or processors()
    compressing = None if options.is_preview else Compressing.of(config.compress, options.root, jobs)
    outputs = with_copies(outputs, {*theme.static, *site.assets.values()}, compressing)
    steps = count(1)
    asked = BuildRequest(config.url, options.drafts, options.future, options.fail_on)
    outcome = write(
        outputs, output, memory.seen, lambda: progress("write", next(steps), 0), others=others,
        waits=lambda: progress(WAITING, 0, 0), meanwhile=noted(options.root, output, asked),
        lasting=not options.is_preview,
    )  # fmt: skip
    if others is None:
        memory.seen.forget()
    return outcome


def _report(
    site: Site,
    problems: Sequence[Problem],
    outcome: Written | None,
    output: Path,
    memory: Memory,
    *,
    failed: bool,
    seconds: float,
) -> Report:
    """Return what a build did, with its problems in the order of files and lines."""
    written = outcome.written if outcome else ()
    pages = _pages(outcome.manifest.entries) if outcome else 0
    return Report(
        output=output,
        failed=failed,
        posts=len(site.posts),
        formulas=_total([article.document.formulas for article in site.articles]),
        written=_pages(written),
        unchanged=pages - _pages(written),
        problems=in_order(problems),
        seconds=seconds,
        memory=memory,
        changed=written,
        removed=outcome.removed if outcome else (),
    )


def _total(counts: Sequence[FormulaCount]) -> FormulaCount:
    return FormulaCount(
        sum(each.mathml for each in counts),
        sum(each.mathjax for each in counts),
        sum(each.refused for each in counts),
    )


def _pages(paths: Iterable[PurePosixPath | str]) -> int:
    return sum(str(path).endswith(".html") for path in paths)


def _fails(problems: Sequence[Problem], options: Options) -> bool:
    return options.fail_on is not None and any(problem.severity >= options.fail_on for problem in problems)


__all__ = ["Options", "Report", "build", "configure"]
