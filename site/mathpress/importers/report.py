"""What is said of an import: what came along, what was repaired, what was left out, which formulas do not convert."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import takewhile
from typing import Any, Final

from mathpress.console import count
from mathpress.errors import Problem
from mathpress.importers.composition import Repair
from mathpress.importers.program import Outcome
from mathpress.importers.workarounds import AROUND, TRANSLATED, WORKAROUNDS

_REASONS: Final = {**{name: workaround.reason for name, workaround in WORKAROUNDS.items()}, **AROUND}
_LONGEST: Final = 60
_NEAR: Final = 20
"""How many characters of a formula are shown, and how many of them before what was changed."""
_SHOWN: Final = 5
"""How many repairs of each kind are shown: a large site has thousands."""
_NOT_ALL: Final = f"the first {_SHOWN} repairs of each kind are shown; --json tells all"
_MOST: Final = 10
"""How many mistakes in formulas and unknown tags are counted, of those that are told most often."""


def lines(outcome: Outcome) -> list[str]:
    """Return the report in lines, the first repairs of each kind with their places."""
    counts = Counter(name for repair in outcome.repairs for name in repair.names)
    formulas = outcome.formulas
    total = formulas.mathml + formulas.mathjax + formulas.refused
    return [
        *(f"{repair.place}: {', '.join(repair.names)}: {_change(repair)}" for repair in _first(outcome.repairs)),
        *(f"{number:,} × {name}: {_REASONS[name]}" for name, number in counts.most_common()),
        *([_NOT_ALL] if any(counts[name] > _SHOWN for name in counts.keys() - TRANSLATED) else []),
        *_again((*outcome.lost, *outcome.problems)),
        f"{count(outcome.posts, 'post')} ({count(outcome.drafts, 'draft')}), {count(outcome.pages, 'page')}, "
        f"{count(outcome.comments, 'comment')}, "
        f"{count(outcome.pictures, 'picture')}, {count(outcome.others, 'other file')}; {outcome.written:,} written",
        f"{count(total, 'formula')}: {formulas.mathml:,} MathML, {formulas.mathjax:,} MathJax, "
        f"{formulas.refused:,} refused; {count(len(outcome.repairs), 'repair')}",
    ]


def _first(repairs: Sequence[Repair]) -> Iterator[Repair]:
    """Yield those repairs that are among the first of some kind."""
    counts: Counter[str] = Counter()
    for repair in repairs:
        counts.update(repair.names)
        if any(counts[name] <= _SHOWN for name in repair.names if name not in TRANSLATED):
            yield repair


def _again(problems: Sequence[Problem]) -> list[str]:
    """Return what is told of tags and formulas in several places, such as a macro that the old site's MathJax knew."""
    counts = Counter(problem.message for problem in problems if problem.code.startswith(("math-", "import-tag")))
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


def _change(repair: Repair) -> str:
    """Return what a repair changed, in one line: of a long formula what is near the first change."""
    before, after = (" ".join(text.split()) for text in (repair.before, repair.after))
    is_long = max(len(before), len(after)) > _LONGEST
    same = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    begin = max(0, len(list(same)) - _NEAR) if is_long else 0
    return f"{_short(before, begin)} → {_short(after, begin) or 'nothing'}"


def _short(line: str, begin: int) -> str:
    shown = f"…{line[begin:]}" if begin else line
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
