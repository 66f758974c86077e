"""Formulas that are LaTeX but most likely not what their authors meant."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mathpress.check.built import Built
from mathpress.check.page import Page
from mathpress.errors import Problem, Severity
from mathpress.resolve import Article

if TYPE_CHECKING:
    from mathpress.check.slips import Slip


def odd_formulas(built: Built) -> Iterator[Problem]:
    """Yield what is odd in the formulas of each post, each kind once, at the first."""
    for _, page, article in built.own_pages():
        yield from _of_post(built, page, article)


def _of_post(built: Built, page: Page, article: Article) -> Iterator[Problem]:
    kinds: dict[tuple[str, str], list[tuple[str, Slip]]] = defaultdict(list)
    for tex, slip in page.slips:
        kinds[slip.code, slip.message].append((tex, slip))
    path = article.document.path
    for (code, message), found in kinds.items():
        tex, slip = found[0]
        formula = built.sources.text(path).find(tex)
        place = (
            built.sources.at(path, formula + slip.start, formula + slip.end)
            if formula >= 0
            else built.sources.place(path, tex[slip.start : slip.end])
        )
        more = f" ({len(found) - 1} more in this post)" if len(found) > 1 else ""
        yield Problem(place, code, message + more, Severity.WARNING)
