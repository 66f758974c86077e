"""Checks of a built site, as visitors and robots find it, told at the place in the source where each is mended.

A check is a function from what was built to problems; adding one is one function and one line in `CHECKS`.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from mathpress.build import Options, Progress, Report
from mathpress.check.built import Built, files_below, files_of, read_pages
from mathpress.check.feeds import faulty_feeds
from mathpress.check.formulas import odd_formulas
from mathpress.check.front_matter import odd_dates, odd_names, repeated_titles
from mathpress.check.html_syntax import faulty_html
from mathpress.check.ids import repeated_ids
from mathpress.check.images import awkward_pictures
from mathpress.check.labels import ambiguous_labels, unused_labels
from mathpress.check.links import dead_links
from mathpress.check.orphans import orphan_files, orphan_pages
from mathpress.check.settings import unpublishable
from mathpress.check.sources import Sources
from mathpress.errors import Problem, Severity, in_order
from mathpress.intake import real_path
from mathpress.preparation import configure, now

Check = Callable[[Built], Iterable[Problem]]

CHECKS: Final[Mapping[str, Check]] = {
    "links": dead_links,
    "ids": repeated_ids,
    "HTML": faulty_html,
    "pictures": awkward_pictures,
    "labels": unused_labels,
    "labels of other posts": ambiguous_labels,
    "orphan pages": orphan_pages,
    "orphan files": orphan_files,
    "titles": repeated_titles,
    "dates": odd_dates,
    "names": odd_names,
    "formulas": odd_formulas,
    "feeds": faulty_feeds,
    "settings": unpublishable,
}
"""What is looked at, in this order; the names are for progress bars."""

FOLDER: Final = Path(".mathpress", "check")
"""Where a site is built to be checked, below the blog's root."""


def examine(options: Options, report: Report, progress: Progress = lambda *_: None) -> Built:
    """Return what the checks look at: the site of a build that was asked for with these options."""
    site, library = report.memory.site, report.memory.library
    if site is None or library is None:
        raise ValueError("a build that did not come to its end")
    files = files_below(report.output)
    root, config = real_path(options.root), configure(options)
    static = files_of(root / config.static)
    return Built(
        root=root,
        output=real_path(report.output),
        config=config,
        now=now(),
        site=site,
        documents=tuple(library.documents),
        files=files,
        static=static,
        pages=read_pages(root, report.output, files, static, partial(progress, "read pages")),
        sources=Sources(root),
        told=report.problems,
    )


def problems(built: Built, progress: Progress = lambda *_: None) -> tuple[Problem, ...]:
    """Return what is wrong with a built site, the build's own problems among them, in the order of files and lines.

    Warnings and notes that the settings, or the post they are about, ask to leave out are left out.
    """
    found = [*built.told]
    for number, check in enumerate(CHECKS.values()):
        progress("check", number, len(CHECKS))
        found += check(built)
    return in_order(wanted(built, found))


def wanted(built: Built, found: Iterable[Problem]) -> Iterable[Problem]:
    """Return the problems without those that are to be left out; errors never are."""
    everywhere = set(built.config.check.ignore)
    by_post = {str(document.path): set(document.matter.check_ignore) for document in built.documents}
    for problem in found:
        left_out = everywhere | by_post.get(problem.place.path, set())
        if problem.severity > Severity.WARNING or problem.code not in left_out:
            yield problem


__all__ = ["CHECKS", "FOLDER", "Built", "Check", "examine", "problems", "wanted"]
