"""What is said of an import: what came along, what was repaired, what was left out, which formulas do not convert."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from mathpress.console import count
from mathpress.errors import Problem
from mathpress.importers.program import Outcome
from mathpress.importers.workarounds import AROUND, TRANSLATED, WORKAROUNDS

_REASONS: Final = {**{name: workaround.reason for name, workaround in WORKAROUNDS.items()}, **AROUND}
_LONGEST: Final = 60
_MOST: Final = 10
"""How many mistakes in formulas are counted, of those that are made most often."""


def lines(outcome: Outcome) -> list[str]:
    """Return the report in lines, each repair with its place."""
    counts = Counter(name for repair in outcome.repairs for name in repair.names)
    formulas = outcome.formulas
    total = formulas.mathml + formulas.mathjax + formulas.refused
    return [
        *(
            f"{repair.place}: {', '.join(repair.names)}: {_short(repair.before)} → {_short(repair.after) or 'nothing'}"
            for repair in outcome.repairs
            if set(repair.names) - TRANSLATED
        ),
        *(f"{number:,} × {name}: {_REASONS[name]}" for name, number in counts.most_common()),
        *_again(outcome.problems),
        f"{count(outcome.posts, 'post')} ({count(outcome.drafts, 'draft')}), {count(outcome.pages, 'page')}, "
        f"{count(outcome.comments, 'comment')}, "
        f"{count(outcome.pictures, 'picture')}, {count(outcome.others, 'other file')}; {outcome.written:,} written",
        f"{count(total, 'formula')}: {formulas.mathml:,} MathML, {formulas.mathjax:,} MathJax, "
        f"{formulas.refused:,} refused; {count(len(outcome.repairs), 'repair')}",
    ]


def _again(problems: Sequence[Problem]) -> list[str]:
    """Return what is wrong with formulas in several places, such as a macro that the old site's MathJax knew."""
    counts = Counter(problem.message for problem in problems if problem.code.startswith("math-"))
    return [f"{number:,} × {message}" for message, number in counts.most_common(_MOST) if number > 1]


def as_json(outcome: Outcome) -> str:
    """Return the report as an object of JSON."""
    data = asdict(outcome)
    data["repairs"] = [{**asdict(each), "place": str(each.place)} for each in outcome.repairs]
    for name in ("lost", "problems"):
        data[name] = [_problem(problem) for problem in getattr(outcome, name)]
    return json.dumps(data, ensure_ascii=False, indent=2)


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "place": str(problem.place),
        "severity": problem.severity.name.lower(),
        "code": problem.code,
        "message": problem.message,
    }


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
