r"""Labels that nothing refers to, and labels that cannot be referred to from elsewhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mathpress.check.built import Built
from mathpress.errors import Place, Problem, Severity
from mathpress.model import Document
from mathpress.resolve.labels import prefixes

_NAMED = 3
"""How many labels a diagnostic names."""


def unused_labels(built: Built) -> Iterator[Problem]:
    r"""Yield the labels to which nothing leads, by `\ref`, `\eqref` or a link, at the first of them in each post."""
    articles = built.site.articles
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
    r"""Yield posts with a label that `\ref{name:label}` could mean of another post too, whichever name is written."""
    documents = [article.document for article in built.site.articles]
    owners: dict[tuple[str, str], list[Document]] = defaultdict(list)
    for document in documents:
        for name in dict.fromkeys(prefixes(document)):
            for each in document.labels:
                owners[name, each.name].append(document)
    for document in documents:
        names = dict.fromkeys(prefixes(document))
        shared = (each.name for each in document.labels if _is_shared(owners, names, each.name))
        label = next((each for each in shared if _written(built, document, each)), None)
        if label:
            name = next(iter(names))
            other = next(each for each in owners[name, label] if each is not document)
            message = (
                f"no other post can refer to this label, for {name}:{label} may be that of {other.path} too;"
                " give the post a slug of its own"
            )
            yield Problem(_place(built, document, label), "label-ambiguous", message, Severity.WARNING)


def _is_shared(owners: Mapping[tuple[str, str], Sequence[Document]], names: Iterable[str], label: str) -> bool:
    return all(len(owners[name, label]) > 1 for name in names)


def _written(built: Built, document: Document, label: str) -> str:
    r"""Return how an author gave a label, or nothing if it is the id that a heading has by itself."""
    ways = (f"\\label{{{label}}}", f"{{#{label}", f"label: {label}")
    text = built.sources.text(document.path)
    return next((way for way in ways if way in text), "")


def _place(built: Built, document: Document, label: str) -> Place:
    return built.sources.place(document.path, _written(built, document, label) or label)
