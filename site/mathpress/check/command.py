"""The command `check`."""

import os
import sys
import time
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from mathpress.console import count, report_problems, show_progress
from mathpress.errors import Problem, Severity, Stop, in_order
from mathpress.intake import real_path
from mathpress.options import build_options

if TYPE_CHECKING:
    from mathpress.build import Options

_FORMATS = ("text", "json", "github", "sarif")


@click.command()
@build_options
@click.option("--external", is_flag=True, help="Ask other sites whether links to them are well.")
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True, help="How problems are told."
)
def check(options: "Options", *, quiet: bool, external: bool, form: str) -> None:
    """Look for all that is wrong with the blog.

    In its sources, and in the site that is built of them.
    """
    started = time.perf_counter()
    try:
        problems, said = _check(options, external=external, is_shown=not quiet and sys.stderr.isatty())
    except Stop as stop:
        if form != "text":
            _print(stop.problems, form, options.root)
        raise
    if form == "text":
        report_problems(problems)
    else:
        _print(problems, form, options.root)
    if not quiet:
        numbers = {severity: sum(each.severity is severity for each in problems) for severity in Severity}
        counts = [count(numbers[each], each.name.lower()) for each in reversed(Severity) if numbers[each]]
        seconds = time.perf_counter() - started
        click.echo(", ".join([*said, *(counts or ["nothing to mend"]), f"{seconds:.1f} s"]), err=form != "text")
    if options.fail_on is not None and any(problem.severity >= options.fail_on for problem in problems):
        sys.exit(1)


def _check(options: "Options", *, external: bool, is_shown: bool) -> tuple[tuple[Problem, ...], list[str]]:
    """Build and check; return what is wrong, and what was looked at."""
    from mathpress.build import build  # heavy to import
    from mathpress.check import checks

    root = real_path(options.root)
    building = replace(options, root=root, output=options.output or root / checks.FOLDER, fail_on=None)
    with show_progress(shown=is_shown) as progress:
        report = build(building, progress)
        built = checks.examine(building, report, progress)
        problems = checks.problems(built, progress)
        said = [count(report.posts, "post"), count(len(built.pages), "page"), count(len(checks.CHECKS), "check")]
        if external:
            from mathpress.check.external_links import count_external_links, dead_external_links

            found = dead_external_links(
                built, progress=lambda done, total: progress("links to other sites", done, total)
            )
            problems = in_order((*problems, *checks.wanted(built, found)))
            said.append(count(count_external_links(built), "link elsewhere", "links elsewhere"))
    return problems, said


def _print(problems: tuple[Problem, ...], form: str, root: Path) -> None:
    from mathpress.check.formats import FORMATS

    document = FORMATS[form](problems, _from_here(root))
    click.echo(document, nl=bool(document))


def _from_here(root: Path) -> PurePosixPath:
    """Return the way to the blog from the folder that the program runs in, in which a repository's root is on CI."""
    here, there = Path.cwd(), real_path(root)
    return PurePosixPath(os.path.relpath(there, here) if there.is_relative_to(here) else there.as_posix())
