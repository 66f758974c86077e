"""What the command line says: diagnostics, a progress bar, and what was done."""

import contextlib
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import click

from mathpress.errors import Problem, Severity

if TYPE_CHECKING:
    from mathpress.build import Options, Report
    from mathpress.memory import Memory


def run_build(
    options: "Options", *, quiet: bool, memory: "Memory | None" = None, changed: Collection[str] | None = None
) -> "Report":
    """Build, with the memory of the last build and what has changed since, if that is known, and tell what was done."""
    from mathpress.build import WAITING  # heavy to import
    from mathpress.build import build as run

    def progress(stage: str, done: int, total: int) -> None:
        if stage != WAITING:
            show(stage, done, total)
        elif not quiet:
            click.echo("another build is writing there; this one waits until that is done", err=True)

    with show_progress(shown=not quiet and sys.stderr.isatty()) as show:
        report = run(options, progress, memory=memory, changed=changed)
    report_problems(report.problems)
    if report.failed:
        click.echo(f"{problem_count(report)}; nothing was written", err=True)
    elif not quiet:
        formulas = report.formulas
        total = formulas.mathml + formulas.mathjax + formulas.refused
        refused = f", {formulas.refused:,} refused" if formulas.refused else ""
        click.echo(
            f"{count(report.posts, 'post')}, {count(total, 'formula')} "
            f"({formulas.mathml:,} MathML, {formulas.mathjax:,} MathJax{refused}), "
            f"{count(report.written, 'page')} written, {report.unchanged:,} unchanged, "
            f"{problem_count(report)}, {report.seconds:.1f} s"
        )
    return report


def problem_count(report: "Report") -> str:
    """Say how many errors and warnings there were."""
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    said = [count(errors, "error")] if errors else []
    return ", ".join([*said, count(warnings, "warning")])


def count(number: int, noun: str, nouns: str = "") -> str:
    """Say how many there are of something; `nouns` is its plural, if that does not end in -s."""
    return f"{number:,} {noun if number == 1 else nouns or f'{noun}s'}"


@contextlib.contextmanager
def show_progress(*, shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Show a progress bar while the block runs, or nothing."""
    if not shown:
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def update(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total or None)
            bar.update(tasks[stage], completed=done)

        yield update


_COLORS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def report_problems(problems: Iterable[Problem]) -> None:
    """Print diagnostics, one a problem; in colour on a terminal that wants it (no-color.org)."""
    in_color = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    for problem in problems:
        text = str(problem)
        if in_color:
            name = problem.severity.name.lower()
            text = text.replace(f" {name}: ", f" {click.style(name, fg=_COLORS[problem.severity], bold=True)}: ", 1)
        click.echo(text, err=True, color=in_color)
