r"""What references and links lead to: labels of this post and of others, posts by file, files beside them.

The grammar of a reference: a label of this post first; else `prefix:label`, where the prefix is another post's file
name, slug or alias.
"""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from mathpress.errors import Problem, Severity
from mathpress.fragments import links, slots
from mathpress.markup.outline import heading_id
from mathpress.model import EQUATION, Document, Face, Heading, Label, Link, Reference
from mathpress.naming import SUFFIXES, stem
from mathpress.resolve.landmarks import Landmarks, ids_of, labels_of
from mathpress.resolve.missing import Guesses, missing, not_built
from mathpress.resolve.urls import slug_of, url_of_file

_LONGEST_NAME: Final = 255
"""Characters that the name of a file or a folder may have at most (POSIX, NAME_MAX, is in bytes)."""
_FILES_NEEDED: Final = {"src", "srcset", "poster"}
"""Attributes that load a file; a page is broken without it, as it is not without a link."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a slot leads: a URL below the site's root with its fragment.

    `label` is what a reference or a fragment names; `title` is a post's or heading's, as HTML and as plain
    text, which a link without a text says. `asset` is the content file that must be published for it.
    """

    url: str
    fragment: str = ""
    label: Label | None = None
    title: tuple[str, str] | None = None
    asset: PurePosixPath | None = None


Destinations = Mapping[Link | Reference, Destination]


@dataclass(frozen=True, slots=True)
class Index:
    """What can be referred to: documents by path and by name, their URLs, and content files.

    `hidden` and `hidden_names` are the same of documents that are not built, `unread` and `unread_names` of files that
    cannot be read; `folders` are those of posts and pages.
    """

    urls: Mapping[PurePosixPath, str]
    documents: Mapping[PurePosixPath, Face]
    names: Mapping[str, tuple[Face, ...]]
    assets: Mapping[PurePosixPath, PurePosixPath]
    hidden: Mapping[PurePosixPath, Face]
    hidden_names: Mapping[str, tuple[Face, ...]]
    unread: frozenset[PurePosixPath]
    unread_names: frozenset[str]
    folders: tuple[str, ...]


def index(
    urls: Mapping[PurePosixPath, str],
    documents: Iterable[Face],
    assets: Mapping[PurePosixPath, PurePosixPath],
    hidden: Iterable[Face],
    unread: frozenset[PurePosixPath],
    folders: tuple[str, ...],
) -> Index:
    """Collect what can be referred to."""
    by_path = {document.path: document for document in documents}
    hidden_by_path = {document.path: document for document in hidden}
    return Index(
        urls=urls,
        documents=by_path,
        names=_by_name(by_path.values()),
        assets=assets,
        hidden=hidden_by_path,
        hidden_names=_by_name(hidden_by_path.values()),
        unread=unread,
        unread_names=frozenset(map(stem, unread)),
        folders=folders,
    )


def _by_name(documents: Iterable[Face]) -> Mapping[str, tuple[Face, ...]]:
    names: dict[str, dict[Face, None]] = defaultdict(dict)
    for document in documents:
        for name in prefixes(document):
            names[name][document] = None
    return {name: tuple(found) for name, found in names.items()}


def prefixes(document: Face) -> tuple[str, ...]:
    """Return the names by which other posts refer to a document."""
    aliases = (posixpath.basename(alias.rstrip("/")) for alias in document.matter.aliases)
    return stem(document.path), slug_of(document), *aliases


def destinations(
    document: Document, known: Index, landmarks: Landmarks, guesses: Guesses
) -> tuple[Destinations, tuple[Problem, ...]]:
    """Find what each link and reference of a document leads to; what leads nowhere is a problem, or is told already."""
    found: dict[Link | Reference, Destination] = {}
    problems: dict[Problem, None] = {}
    parts = slots(document)
    references = (part for part in parts if isinstance(part, Reference))
    wanted: dict[Link | Reference, None] = dict.fromkeys((*links(parts), *references))
    for slot in wanted:
        if isinstance(slot, Reference):
            result = _reference(slot, document, known, landmarks, guesses)
        else:
            result = _link(slot, document, known, landmarks, guesses)
        if isinstance(result, Problem):
            problems[result] = None
        elif result:
            found[slot] = result
            if isinstance(slot, Reference) and (misfit := _misfit(slot, result)):
                problems[misfit] = None
    return found, tuple(problems)


def _reference(
    reference: Reference, document: Document, known: Index, landmarks: Landmarks, guesses: Guesses
) -> Destination | Problem | None:
    own = labels_of(document)
    if reference.label in own:
        return _to_label(own[reference.label], document, known)
    candidates = [
        (other, labels[name])
        for prefix, name in _splits(reference.label)
        for other in known.names.get(prefix, ())
        if name in (labels := labels_of(landmarks.of(other)))
    ]
    if len(candidates) == 1:
        return _to_label(candidates[0][1], candidates[0][0], known)
    if candidates:
        files = " and ".join(sorted({str(other.path) for other, _ in candidates}))
        message = f"{reference.label} is a label of {files}; give one of them a slug of its own, and write that"
        return Problem(reference.place, "reference-ambiguous", message)
    for prefix, name in _splits(reference.label):
        for other in known.hidden_names.get(prefix, ()):
            if name in labels_of(landmarks.of(other)):
                return not_built(reference, other)
    if known.unread and _may_be_unread(reference.label, known):
        return None
    others = (
        f"{prefix}:{name}"
        for prefix, _ in _splits(reference.label)
        for other in known.names.get(prefix, ())
        for name in labels_of(landmarks.of(other))
    )
    if reference.label in ids_of(document):
        guess = f"; #{reference.label} is no label: write [text](#{reference.label}), or let a picture stand alone"
    elif "," in reference.label and reference.command in {"cref", "Cref"}:
        guess = rf"; write a \{reference.command} for each label"
    else:
        guess = guesses.name(reference.label, chain(own, others))
    return Problem(
        reference.place, "reference-undefined", rf"\{reference.command}{{{reference.label}}} refers to nothing{guess}"
    )


def _may_be_unread(label: str, known: Index) -> bool:
    """Tell whether a label may be one of a post that cannot be read, so that nobody knows its slug and its aliases."""
    named = {prefix for prefix, _ in _splits(label)}
    is_of_none = not any(prefix in known.names or prefix in known.hidden_names for prefix in named)
    # With one colon it is taken for a label of the post's own, which by custom has one, as `eq:x`.
    return (len(named) > 1 and is_of_none) or bool(named & known.unread_names)


def _misfit(reference: Reference, destination: Destination) -> Problem | None:
    r"""Return what is wrong with an `\eqref` that leads to something else than an equation."""
    if reference.command != "eqref" or destination.label is None or destination.label.kind == EQUATION:
        return None
    name = reference.label
    message = rf"\eqref is for equations, and {name} is none; write \ref{{{name}}} or \autoref{{{name}}}"
    return Problem(reference.place, "reference-kind", message, Severity.WARNING)


def _splits(label: str) -> list[tuple[str, str]]:
    """Return the ways to read `prefix:label`, in which the prefix is no longer than the name of a file."""
    beginning = label[: _LONGEST_NAME + 1]
    return [(label[:position], label[position + 1 :]) for position, char in enumerate(beginning) if char == ":"]


def _to_label(label: Label, document: Face, known: Index) -> Destination:
    return Destination(known.urls[document.path], label.id, label)


def _link(
    link: Link, document: Document, known: Index, landmarks: Landmarks, guesses: Guesses
) -> Destination | Problem | None:
    try:
        parts = urlsplit(link.target)
    except ValueError as error:
        return Problem(link.place, "link-bad", f"{link.target} is no address: {error}")
    url = known.urls[document.path]
    suffix = f"?{parts.query}" if parts.query else ""
    if not parts.path:
        return _to_document(link, document, suffix, parts.fragment, known, landmarks, guesses)
    if parts.path.startswith("/"):
        return Destination(parts.path + suffix, parts.fragment)
    path = PurePosixPath(posixpath.normpath(document.path.parent / unquote(parts.path)))
    for way in (path, path.parent / f"{path.name}.md", path / "index.md"):
        if way in known.documents:
            return _to_document(link, known.documents[way], suffix, parts.fragment, known, landmarks, guesses)
        if way in known.hidden:
            return not_built(link, known.hidden[way])
        if way in known.unread:
            return None
    if path in known.assets:
        return Destination(url_of_file(known.assets[path]), parts.fragment, asset=path)
    if link.attribute in _FILES_NEEDED or path.suffix.lower() in SUFFIXES or (path.suffix and parts.path[-1] != "/"):
        return missing(link, path, known.documents, known.assets, known.folders, guesses)
    joined = "/" + urljoin(url, parts.path).lstrip("/")  # which it drops if there is one .. too many
    return Destination(joined + suffix, parts.fragment)


def _to_document(
    link: Link, document: Face, query: str, fragment: str, known: Index, landmarks: Landmarks, guesses: Guesses
) -> Destination | Problem:
    """Find the place in a document that a fragment names."""
    url = known.urls[document.path] + query
    name = fragment.partition(":~:")[0]  # a text fragment is the browser's
    to_title = Destination(url, fragment, title=(document.title_html, document.title_text))
    if not name:
        return to_title
    ids = ids_of(landmarks.of(document))
    name = name if name in ids else unquote(name)
    match ids.get(name):
        case Heading(html=parts, text=text):
            title = "".join(part for part in parts if isinstance(part, str)).strip()
            return Destination(url, fragment, title=(title, text))
        case Label() as label:
            return Destination(url, fragment, label)
    if name in ids:
        return Destination(url, fragment)
    if name.lower() == "top":
        return to_title
    if name == heading_id(document.title_text):  # elsewhere the title is a heading of the text
        return replace(to_title, fragment="")
    message = f"there is no #{name} in {document.path}{guesses.name(name, ids)}"
    return Problem(link.place, "link-fragment", message)
