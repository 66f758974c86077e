"""Measure whole builds of a blog by mathpress, Hugo and Eleventy, in turns, from the same posts.

    python bench/speed.py [--posts N] [--runs N] [--distinct] [--alone] [--growth N,N,...] [--work DIR]

Prints tables in Markdown. What is measured, and how the other programs are set up, is told in bench/README.md.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import process
import programs
from mathpress.build import Options, build
from programs import Program
from tables import COLD, EDITED, FIRST, LIVING, WARM, Measured, Times, comparison, growth, machine

if TYPE_CHECKING:
    from mathpress.memory import Memory

TOLERANCE: Final = 0.01
"""By how much the numbers of formulas may differ, as a share, for the work to count as the same."""


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=number, default=240)
    parser.add_argument("--runs", type=number, default=5, help="whose medians are told")
    parser.add_argument("--distinct", action="store_true", help="let no formula stand twice in the blog")
    parser.add_argument("--alone", action="store_true", help="measure mathpress only")
    parser.add_argument(
        "--growth", type=numbers, default=[], metavar="N,N,...", help="measure mathpress with these many posts, too"
    )
    parser.add_argument("--work", type=Path, help="the folder for programs and blogs (default: a temporary one)")
    options = parser.parse_args()
    process.allow_files()
    with tempfile.TemporaryDirectory() as temporary:
        work = (options.work or Path(temporary)).resolve()
        ours = programs.mathpress(work)
        peers = [] if options.alone else [programs.hugo(work), programs.eleventy(work)]
        tables = [
            machine(),
            comparison(measure([ours, *peers], options.posts, options.runs, distinct=options.distinct)),
        ]
        if options.growth:
            grown = {size: measure([ours], size, options.runs, distinct=options.distinct)[0] for size in options.growth}
            tables.append(growth(grown))
    print("\n\n".join(tables))


def number(text: str) -> int:
    """Read a number of something that there must be; argparse tells of a `ValueError`."""
    if (value := int(text)) < 1:
        raise ValueError(text)
    return value


def numbers(text: str) -> list[int]:
    """Read numbers between commas."""
    return [number(part) for part in text.split(",")]


def measure(which: Sequence[Program], posts: int, runs: int, *, distinct: bool) -> list[Measured]:
    """Measure the programs in turns; end the program if they do not do the same work. The first one is mathpress."""
    formulas, edited = programs.write_blogs(which, posts, distinct=distinct)
    times: dict[str, Times] = {program.name: {} for program in which}
    for run in range(1, runs + 1):
        for kind in (FIRST, COLD, WARM, EDITED):
            for program in which:
                if kind == FIRST and not program.compiled:
                    continue
                prepare(program, kind, edited, run)
                taken = process.seconds(program.command, program.blog)
                times[program.name].setdefault(kind, []).append(taken)
                print(f"run {run}: {program.name}, {kind}: {taken:.3f} s", file=sys.stderr)
        expect_same_work(which, formulas + 1)
    times[which[0].name][LIVING] = living(which[0], edited, runs)
    return [weighed(program, times[program.name]) for program in which]


def weighed(program: Program, times: Times) -> Measured:
    """Add to a program's times the memory of a cold build, and what it puts out."""
    program.forget()
    memory = process.peak_memory(program.command, program.blog)
    return Measured(program, times, memory, sum(1 for _ in program.pages()), program.formulas())


def prepare(program: Program, kind: str, edited: str, run: int) -> None:
    """Bring the blog into the state that a kind of build begins with."""
    if kind in {FIRST, COLD}:
        program.forget(compiled=kind == FIRST)
    elif kind == EDITED:
        program.edit(edited, rf"第{run}次修改：设$x_{{{run}}}=\alpha$。")


def living(ours: Program, edited: str, runs: int) -> list[float]:
    """Return the seconds of each build after an edit, in this process, as the preview builds."""
    options = Options(ours.blog)
    taken = []
    memory: Memory | None = None
    for run in range(runs + 1, 2 * runs + 2):  # no edit is one that was made before
        prepare(ours, EDITED, edited, run)
        start = time.perf_counter()
        report = build(options, memory=memory)
        taken.append(time.perf_counter() - start)
        if report.failed:
            sys.exit("\n".join(map(str, report.problems)))
        memory = report.memory
    return taken[1:]  # the first one loads what the others find


def expect_same_work(which: Sequence[Program], formulas: int) -> None:
    """End the program if a site has not as many formulas in its posts as the blog, or on all pages as the others."""
    counts = {program.name: program.formulas() for program in which}
    everywhere = [total for _, total in counts.values()]
    wrong = [
        f"{name}: {own:,} formulas in posts, {total:,} on all pages"
        for name, (own, total) in counts.items()
        if not _is_near(own, formulas) or not _is_near(total, statistics.median(everywhere))
    ]
    if wrong:
        said = f"No result, for the work was not the same. The posts have {formulas:,} formulas."
        sys.exit("\n".join([said, *wrong]))


def _is_near(count: int, other: float) -> bool:
    return abs(count - other) <= TOLERANCE * other


if __name__ == "__main__":
    main()
