"""Which documents are translations of one another: by their names, as in Hugo, or because one of them says so.

`post.md`, `post.en.md` and `post.fr.md` in one folder are one text in three languages; any other document names what it
translates in `translation_of`, by file, by slug or by alias.
"""

import posixpath
from collections import defaultdict
from collections.abc import Mapping
from pathlib import PurePosixPath

from mathpress.errors import Place, Problem
from mathpress.model import Face, Link
from mathpress.naming import split_name
from mathpress.resolve.labels import Index
from mathpress.resolve.missing import Guesses

Translations = Mapping[PurePosixPath, tuple[Face, ...]]
"""For each document by its path the others that say the same; nothing for a document without any."""


def translations(known: Index, language: str, guesses: Guesses) -> tuple[Translations, tuple[Problem, ...]]:
    """Find out which of the documents that are shown are translations of one another.

    What names no document, and two in one language, is a problem. `language` is that of documents that do not say.
    """
    groups = _by_name(known)
    problems: list[Problem] = []
    for document in known.documents.values():
        if document.translation_of is None:
            continue
        match _named(document.translation_of, document, known, guesses):
            case Problem() as problem:
                problems.append(problem)
            case Face() as other:
                _join(groups, document, other)
    for group in {id(group): group for group in groups.values()}.values():
        group.sort(key=lambda document: document.path)
        problems += _of_one_language(group, language)
    found = {face.path: tuple(other for other in group if other is not face) for face, group in groups.items()}
    return found, tuple(problems)


def _by_name(known: Index) -> dict[Face, list[Face]]:
    """Return for each document that has a translation beside it the group of all of them."""
    beside: dict[PurePosixPath, list[Face]] = defaultdict(list)
    for path, document in known.documents.items():
        beside[path.with_name(split_name(path)[0])].append(document)
    return {document: group for group in beside.values() if len(group) > 1 for document in group}


def _join(groups: dict[Face, list[Face]], one: Face, other: Face) -> None:
    """Make one group of those of two documents, which may be groups of one."""
    ones, others = groups.setdefault(one, [one]), groups.setdefault(other, [other])
    if ones is not others:
        small, large = sorted((ones, others), key=len)
        large += small
        groups |= dict.fromkeys(small, large)


def _named(link: Link, document: Face, known: Index, guesses: Guesses) -> Face | Problem | None:
    """Return what a document says that it translates; None if that is not shown yet, or cannot be read."""
    path = PurePosixPath(posixpath.normpath(document.path.parent / link.target))
    ways = (path, PurePosixPath(f"{path}.md"), path / "index.md")
    if any(way in known.hidden or way in known.unread for way in ways):
        return None
    name = posixpath.basename(link.target.rstrip("/"))
    found = [known.documents[way] for way in ways if way in known.documents] or known.names.get(name, ())
    others = [other for other in found if other is not document]
    if len(others) == 1:
        return others[0]
    if others:
        files = " and ".join(sorted(str(other.path) for other in others))
        reason = f"{link.target} may be {files}; name the file"
    elif found:
        reason = "a post is no translation of itself; name the other one"
    elif name in known.hidden_names or known.unread:  # of which nobody knows the slugs
        return None
    else:
        reason = f"there is no post {link.target}{guesses.file(path, known.documents)}"
    return Problem(link.place, "translation-missing", f"translation_of: {reason}")


def _of_one_language(group: list[Face], language: str) -> list[Problem]:
    """Tell of the documents that say the same in the language of another one."""
    first: dict[str, Face] = {}
    problems = []
    for document in group:
        own = document.matter.lang or language
        other = first.setdefault(own.casefold(), document)
        if other is not document:
            message = f"is a translation of {other.path}, but both are in {own}; say in one of them what its `lang` is"
            problems.append(_problem(document, message))
    return problems


def _problem(document: Face, message: str) -> Problem:
    place = document.translation_of.place if document.translation_of else Place(str(document.path))
    return Problem(place, "translation-language", message)
