"""Ids that stand twice on a page, of which links reach the first alone (HTML standard, 3.2.6)."""

from collections.abc import Iterator

from mathpress.check.built import Built
from mathpress.errors import Problem, Severity


def repeated_ids(built: Built) -> Iterator[Problem]:
    """Yield the ids that are given twice, each once for all pages that have it."""
    told: set[str] = set()
    for path, page, article in built.in_turn():
        for name in page.twice:
            if name in told:
                continue
            told.add(name)
            written = built.sources.place(article.document.path, f'"{name}"') if article else None
            place = written if written and written.column else built.place_in_templates(f'id="{name}"')
            place = place or built.place_on(path, f'id="{name}"')
            message = f"the id {name} is given twice on one page, so links reach the first alone; rename one"
            yield Problem(place, "id-duplicate", message, Severity.WARNING)
