r"""What references and links lead to: labels of this post and of others, posts by file, files beside them.

The grammar of a reference: a label of this post first; else `prefix:label`, where the prefix is another post's file
name, slug or alias.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from mathpress.discover import SUFFIXES
from mathpress.errors import Problem, Severity
from mathpress.model import EQUATION, Anchor, Document, Label, Link, Reference
from mathpress.parse import stem
from mathpress.resolve.urls import slug_of
from mathpress.text import did_you_mean, nearest

_ENCODED: Final = re.compile(r"[\s%#?\"<>\\^`{|}]")
"""What a file's name may hold but a URL may not; letters of any script may stand in both."""
_NAME: Final = re.compile(r"""\sname\s*=\s*["']?([^\s"'<>]+)""")
_FILES_NEEDED: Final = {"src", "poster"}
"""Attributes that load a file; a page is broken without it, as it is not without a link."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a slot leads: a URL below the site's root with its fragment, and for a reference its label.

    `asset` is the content file that must be published for it.
    """

    url: str
    fragment: str = ""
    label: Label | None = None
    asset: PurePosixPath | None = None


Destinations = Mapping[Link | Reference, Destination]


@dataclass(frozen=True, slots=True)
class Index:
    """What can be referred to: documents by path and by name, their URLs, their labels and the ids in their bodies.

    `hidden` are the documents that are not built.
    """

    urls: Mapping[PurePosixPath, str]
    documents: Mapping[PurePosixPath, Document]
    names: Mapping[str, tuple[Document, ...]]
    labels: Mapping[Document, Mapping[str, Label]]
    ids: Mapping[Document, frozenset[str]]
    assets: Mapping[PurePosixPath, PurePosixPath]
    hidden: frozenset[PurePosixPath]


def index(
    urls: Mapping[PurePosixPath, str],
    documents: Iterable[Document],
    assets: Mapping[PurePosixPath, PurePosixPath],
    hidden: frozenset[PurePosixPath],
) -> Index:
    """Collect what can be referred to."""
    by_path = {document.path: document for document in documents}
    names: dict[str, dict[Document, None]] = defaultdict(dict)
    for document in by_path.values():
        aliases = (posixpath.basename(alias.rstrip("/")) for alias in document.matter.aliases)
        for name in (stem(document.path), slug_of(document), *aliases):
            names[name][document] = None
    return Index(
        urls=urls,
        documents=by_path,
        names={name: tuple(found) for name, found in names.items()},
        labels={each: {label.name: label for label in each.body.labels} for each in by_path.values()},
        ids={
            each: frozenset(slot.id for slot in each.body.html if isinstance(slot, Anchor)) for each in by_path.values()
        },
        assets=assets,
        hidden=hidden,
    )


def destinations(document: Document, known: Index) -> tuple[Destinations, tuple[Problem, ...]]:
    """Find what each link and reference of a document leads to. What leads nowhere is a problem and gets no entry."""
    found: dict[Link | Reference, Destination] = {}
    problems: dict[Problem, None] = {}
    for slot in document.body.html:
        if not isinstance(slot, Link | Reference) or slot in found:
            continue
        result = _reference(slot, document, known) if isinstance(slot, Reference) else _link(slot, document, known)
        if isinstance(result, Problem):
            problems[result] = None
            continue
        found[slot] = result
        if isinstance(slot, Reference) and (misfit := _misfit(slot, result)):
            problems[misfit] = None
    return found, tuple(problems)


def _reference(reference: Reference, document: Document, known: Index) -> Destination | Problem:
    own = known.labels[document]
    if reference.label in own:
        return _to_label(own[reference.label], document, known)
    candidates = [
        (other, known.labels[other][name])
        for prefix, name in _splits(reference.label)
        for other in known.names.get(prefix, ())
        if name in known.labels[other]
    ]
    if len(candidates) == 1:
        return _to_label(candidates[0][1], candidates[0][0], known)
    if candidates:
        files = " and ".join(sorted({str(other.path) for other, _ in candidates}))
        return Problem(reference.place, "reference-ambiguous", f"{reference.label} is a label of {files}")
    labels = [
        *own,
        *(
            f"{prefix}:{name}"
            for prefix, _ in _splits(reference.label)
            for other in known.names.get(prefix, ())
            for name in known.labels[other]
        ),
    ]
    guess = did_you_mean(reference.label, labels)
    if "," in reference.label and reference.command in {"cref", "Cref"}:
        guess = rf"; write a \{reference.command} for each label"
    return Problem(
        reference.place, "reference-undefined", rf"\{reference.command}{{{reference.label}}} refers to nothing{guess}"
    )


def _misfit(reference: Reference, destination: Destination) -> Problem | None:
    r"""Return what is wrong with an `\eqref` that leads to something else than an equation."""
    if reference.command != "eqref" or destination.label is None or destination.label.kind == EQUATION:
        return None
    name = reference.label
    message = rf"\eqref is for equations, and {name} is none; write \ref{{{name}}} or \autoref{{{name}}}"
    return Problem(reference.place, "reference-kind", message, Severity.WARNING)


def _splits(label: str) -> list[tuple[str, str]]:
    """Return the ways to read `prefix:label`."""
    return [(label[:position], label[position + 1 :]) for position, char in enumerate(label) if char == ":"]


def _to_label(label: Label, document: Document, known: Index) -> Destination:
    return Destination(known.urls[document.path], label.id, label)


def _link(link: Link, document: Document, known: Index) -> Destination | Problem:
    try:
        parts = urlsplit(link.target)
    except ValueError as error:
        return Problem(link.place, "link-bad", f"{link.target} is no address: {error}")
    url = known.urls[document.path]
    suffix = f"?{parts.query}" if parts.query else ""
    if not parts.path:
        return _lost_id(link, parts.fragment, document, known) or Destination(url + suffix, parts.fragment)
    if parts.path.startswith("/"):
        return Destination(parts.path + suffix, parts.fragment)
    path = PurePosixPath(posixpath.normpath(document.path.parent / unquote(parts.path)))
    if path in known.documents:
        return _lost_id(link, parts.fragment, known.documents[path], known) or Destination(
            known.urls[path] + suffix, parts.fragment
        )
    if path in known.hidden:
        return Problem(
            link.place, "link-hidden", f"{path} is a draft or scheduled for later, so this link would lead nowhere"
        )
    if path in known.assets:
        return Destination(
            _ENCODED.sub(lambda char: quote(char[0]), f"/{known.assets[path]}"), parts.fragment, asset=path
        )
    if path.suffix.lower() in SUFFIXES:
        return Problem(link.place, "link-missing", f"there is no post {path}{_guess(path, known.documents)}")
    if link.attribute in _FILES_NEEDED or (path.suffix and not parts.path.endswith("/")):
        return Problem(link.place, "file-missing", f"there is no file {path}{_guess(path, known.assets)}")
    joined = "/" + urljoin(url, parts.path).lstrip("/")  # which it drops if there is one .. too many
    return Destination(joined + suffix, parts.fragment)


def _lost_id(link: Link, fragment: str, document: Document, known: Index) -> Problem | None:
    """Return what is wrong with the fragment of a link to a document, if there is no such place in it."""
    ids = known.ids[document]
    name = fragment.partition(":~:")[0]  # a text fragment is the browser's
    if not name or name.lower() == "top" or name in ids or unquote(name) in ids or unquote(name) in _names(document):
        return None
    message = f"there is no #{name} in {document.path}{did_you_mean(unquote(name), sorted(ids))}"
    return Problem(link.place, "link-fragment", message)


def _names(document: Document) -> set[str]:
    """Return what may be the names of places in the way of old HTML, as in `<a name="here">`."""
    return {name for part in document.body.html if isinstance(part, str) for name in _NAME.findall(part)}


def _guess(path: PurePosixPath, candidates: Iterable[PurePosixPath]) -> str:
    """Suggest the file of the nearest name, in whatever folder it is; of two of one name the first."""
    by_name = {candidate.name: candidate for candidate in sorted(candidates, reverse=True)}
    name = nearest(path.name, by_name)
    return f"; did you mean {by_name[name]}?" if name else ""
