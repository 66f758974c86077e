"""What was measured, and the tables that tell it, in Markdown."""

import os
import platform
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from programs import Program

FIRST: Final = "first build on a machine"
COLD: Final = "cold build"
WARM: Final = "again, nothing changed"
EDITED: Final = "again, one post edited"
LIVING: Final = "the same in a process that lives on"

Times = dict[str, list[float]]
"""Seconds by kind of build, one for each run."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a program did. Memory is in bytes; formulas are those that became MathML, in posts and on all pages."""

    program: Program
    times: Times
    memory: int
    pages: int
    formulas: tuple[int, int]


def machine() -> str:
    """Say what the measurements were made on."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    model = models[0] if models else platform.machine()
    system = f"{platform.system()} {platform.release()}"
    return f"{os.cpu_count()} cores of {model}, {system}, Python {platform.python_version()}"


def comparison(measured: Sequence[Measured]) -> str:
    """Return the table of all programs: a column each, and for each peer how many times as much as ours it takes."""
    ours, *peers = measured
    head = ["", *(f"{each.program.name} {each.program.version}" for each in measured)]
    rows = [[*head, *(f"{peer.program.name} ÷ {ours.program.name}" for peer in peers)]]
    for kind in (FIRST, COLD, WARM, EDITED, LIVING):
        if any(kind in each.times for each in measured):
            ratios = (_ratio(peer.times.get(kind, []), ours.times.get(kind, [])) for peer in peers)
            rows.append([f"{kind}, s", *(_spread(each.times.get(kind, [])) for each in measured), *ratios])
    ratios = (_ratio([peer.memory], [ours.memory]) for peer in peers)
    rows.append(["most memory of a cold build, MiB", *(_mebibytes(each) for each in measured), *ratios])
    counts: dict[str, Callable[[Measured], int]] = {
        "HTML pages": lambda each: each.pages,
        "formulas in posts": lambda each: each.formulas[0],
        "formulas on all pages": lambda each: each.formulas[1],
    }
    for name, count in counts.items():
        rows.append([name, *(f"{count(each):,}" for each in measured), *("" for _ in peers)])
    return table(rows)


def growth(measured: Mapping[int, Measured]) -> str:
    """Return the table of one program with blogs of several sizes, by their numbers of posts."""
    kinds = (COLD, WARM, EDITED, LIVING)
    head = ["posts", *(f"{kind}, s" for kind in kinds), "cold, ms a post", "memory, MiB", "KiB a post", "formulas"]
    rows = [head]
    for posts, each in measured.items():
        times = [_spread(each.times[kind]) for kind in kinds]
        a_post = f"{1000 * statistics.median(each.times[COLD]) / posts:.2f}"
        memory = [_mebibytes(each), f"{each.memory / 2**10 / posts:,.0f}"]
        rows.append([f"{posts:,}", *times, a_post, *memory, f"{each.formulas[0]:,}"])
    return table(rows)


def _spread(seconds: Sequence[float]) -> str:
    """Return the median, with the least and the most if there were several runs."""
    if not seconds:
        return "–"
    spread = f" ({min(seconds):.3f}–{max(seconds):.3f})" if len(seconds) > 1 else ""
    return f"{statistics.median(seconds):.3f}{spread}"


def _ratio(theirs: Sequence[float], ours: Sequence[float]) -> str:
    return f"{statistics.median(theirs) / statistics.median(ours):.2f}" if theirs and ours else ""


def _mebibytes(measured: Measured) -> str:
    return f"{measured.memory / 2**20:,.0f}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown; the first row is its head, and numbers stand at the right."""
    head, *body = rows
    lines = [head, ["---", *("---:" for _ in head[1:])], *body]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
