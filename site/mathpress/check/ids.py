"""Ids that stand twice on a page, of which links reach the first alone (HTML standard, 3.2.6)."""

from collections.abc import Iterator

from mathpress.check.built import Built
from mathpress.errors import Place, Problem, Severity
from mathpress.resolve import Article


def repeated_ids(built: Built) -> Iterator[Problem]:
    """Yield the ids that are given twice, each once for all pages that have it."""
    told: set[str] = set()
    for path, page, article in built.in_turn():
        for name in page.twice:
            if name in told:
                continue
            told.add(name)
            place = _in_source(built, article, name) if article else None
            place = place or built.place_in_templates(f'id="{name}"') or built.place_on(path, f'id="{name}"')
            message = f"the id {name} is given twice on one page, so links reach the first alone; rename one"
            yield Problem(place, "id-duplicate", message, Severity.WARNING)


def _in_source(built: Built, article: Article, name: str) -> Place | None:
    """Return where a post gives an id, in HTML or in Markdown."""
    source = article.document.path
    found = (built.sources.place(source, way) for way in (f'id="{name}"', f"id={name}", f"{{#{name}"))
    return next((place for place in found if place.column), None)
