"""Formulas that are LaTeX but most likely not what their authors meant."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mathpress.check.built import Built
from mathpress.errors import Place, Problem, Severity

if TYPE_CHECKING:
    from mathpress.check.latex_lint import Slip


def odd_formulas(built: Built) -> Iterator[Problem]:
    """Yield what is odd in the formulas of each post, each kind once, at the first."""
    for _, page, article in built.own_pages():
        kinds: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for tex, slip in page.slips:
            place = _place(built, article.document.path, tex, slip)
            if place:
                kinds[slip.code, slip.message].append(place)
        for (code, message), (first, *others) in kinds.items():
            more = f" ({len(others)} more in this post)" if others else ""
            yield Problem(first, code, message + more, Severity.WARNING)


def _place(built: Built, path: PurePosixPath, tex: str, slip: "Slip") -> Place | None:
    """Return where a formula of a page stands in its source, None if it is that of another, as in a list of titles.

    In a quote or a list its lines are not one behind the other.
    """
    text = built.sources.text(path)
    formula = text.find(tex)
    if formula >= 0:
        return built.sources.at(path, formula + slip.start, formula + slip.end)
    before = tex.rfind("\n", 0, slip.start) + 1
    line = tex[before:].partition("\n")[0]
    start = text.find(line) if line.strip() else -1
    offset = start - before
    return built.sources.at(path, offset + slip.start, offset + slip.end) if start >= 0 else None
