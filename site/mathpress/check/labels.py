r"""Labels that nothing refers to, and labels that cannot be referred to from elsewhere."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from mathpress.check.built import Built
from mathpress.errors import Place, Problem, Severity
from mathpress.model import Document
from mathpress.resolve.labels import prefixes

_NAMED = 3
"""How many labels a diagnostic names."""


def unused_labels(built: Built) -> Iterator[Problem]:
    r"""Yield the labels to which nothing leads, by `\ref`, `\eqref` or a link, at the first of them in each post."""
    articles = (*built.site.posts, *built.site.pages)
    used = {
        (destination.url.partition("?")[0], destination.label.id)
        for article in articles
        for destination in article.destinations.values()
        if destination.label
    }
    for article in articles:
        document = article.document
        unused = [
            label.name
            for label in document.labels
            if (article.url, label.id) not in used and _written(built, document, label.name)
        ]
        if unused:
            more = f" and {len(unused) - _NAMED} more" if len(unused) > _NAMED else ""
            names = ", ".join(unused[:_NAMED]) + more
            subject = f"the label {names}" if len(unused) == 1 else f"the labels {names}"
            yield Problem(
                _place(built, document, unused[0]), "label-unused", f"nothing refers to {subject}", Severity.NOTE
            )


def ambiguous_labels(built: Built) -> Iterator[Problem]:
    r"""Yield labels of two posts of one name, so that `\ref{name:label}` could mean either."""
    sharing: dict[str, list[Document]] = defaultdict(list)
    for article in (*built.site.posts, *built.site.pages):
        for name in dict.fromkeys(prefixes(article.document)):
            sharing[name].append(article.document)
    told: set[tuple[str, str]] = set()
    for name, documents in sharing.items():
        for one, other in combinations(documents, 2):
            common = {label.name for label in one.labels} & {label.name for label in other.labels}
            pair = str(one.path), str(other.path)
            if not common or pair in told:
                continue
            told.add(pair)
            label = min(common)
            message = (
                f"{name}:{label} could be this label or that of {other.path}, so no other post can refer to it;"
                " give one of the posts a slug of its own"
            )
            yield Problem(_place(built, one, label), "label-ambiguous", message, Severity.WARNING)


def _written(built: Built, document: Document, label: str) -> str:
    r"""Return how an author gave a label, or nothing if it is the id that a heading has by itself."""
    ways = (f"\\label{{{label}}}", f"{{#{label}", f"label: {label}")
    text = built.sources.text(document.path)
    return next((way for way in ways if way in text), "")


def _place(built: Built, document: Document, label: str) -> Place:
    return built.sources.place(document.path, _written(built, document, label) or label)
