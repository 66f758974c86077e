"""The works that a document cites, from the BibTeX files it names: their order, and what tells them apart."""

import html
import string
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import PurePosixPath
from typing import Final, Literal

from mathpress.bibtex import Library, Work, decoded, pieces, read, said_names, year_of
from mathpress.cited import Bibliography, Citation
from mathpress.discover import BIBLIOGRAPHY
from mathpress.errors import Problem
from mathpress.markup.citations import readings
from mathpress.model import Document, Face
from mathpress.resolve.missing import Guesses

Style = Literal["numeric", "author-year"]
Texts = Mapping[PurePosixPath, str]
"""The BibTeX files that there are."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A work in a list of references.

    `number` is its place in the list, from 1. `suffix` is a letter if there are other works of the same authors and
    year. `title` is HTML, and `citations` are the ids of the citations that name it.
    """

    work: Work
    title: str
    id: str
    number: int
    suffix: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class References:
    """What a document cites: the list of entries in order, and the entry of each key that a citation names."""

    style: Style
    entries: tuple[Entry, ...]
    by_key: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings that shape lists of references: their style, and what formulas in titles may say."""

    style: Style
    macros: Mapping[str, str]
    packages: Sequence[str]


def libraries(
    texts: Texts, shared: Iterable[PurePosixPath], documents: Iterable[Face], unread: Set[PurePosixPath]
) -> "Libraries":
    """Read the BibTeX files that some document names, and those that all share, but for those that cannot be read."""
    named = {each.path for document in documents for each in document.bibliographies}
    shared = tuple(shared)
    common = tuple(path for path in shared if path in texts)
    wanted = sorted({*common, *(named & texts.keys())})
    known = {path: read(str(path), texts[path]) for path in wanted}
    return Libraries(known, common, texts, unread, are_complete=common == shared)


@dataclass(frozen=True, slots=True)
class Libraries:
    """The BibTeX files that were read, those among them that all documents share, and the files that there are.

    What keeps files from being read is told of those that are `unread`; `are_complete` if none that all share is
    missing, which is told of the file too.
    """

    read: Mapping[PurePosixPath, Library]
    shared: tuple[PurePosixPath, ...]
    texts: Texts
    unread: Set[PurePosixPath]
    are_complete: bool

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files."""
        return tuple(problem for library in self.read.values() for problem in library.problems)


def references(
    document: Document, known: Libraries, rules: Rules, guesses: Guesses
) -> tuple[References, tuple[Problem, ...]]:
    """Find the works that a document cites. A key that is in none of its files is a problem and gets no entry."""
    absent = [each for each in document.bibliographies if each.path not in known.read]
    problems = [_missing(each, known.texts, guesses) for each in absent if each.path not in known.unread]
    complete = known.are_complete and not absent  # a file that is missing is one mistake, not one for each key
    paths = dict.fromkeys((*(each.path for each in document.bibliographies if each.path in known.read), *known.shared))
    books = [known.read[path].works for path in paths]  # a post's own come before those that all share
    own = dict.fromkeys(slot for slot in document.html.slots if isinstance(slot, Citation))
    summarised = dict.fromkeys(slot for slot in document.excerpt.slots if isinstance(slot, Citation))
    found: dict[str, Work] = {}
    ids: dict[str, str] = {}
    citations: dict[str, dict[str, None]] = defaultdict(dict)
    for slot in own | summarised:
        for cited in slot.works:
            ways = readings(cited.key) if slot.bare else (cited.key,)
            work = next((book[way] for way in ways for book in books if way in book), None)
            if work is not None:
                found[cited.key] = work
                ids.setdefault(work.key, cited.entry)
                citations[work.key] |= {slot.id: None} if slot in own else {}
            elif complete and not slot.bare:
                problems.append(_unknown(slot, cited.key, books, paths, guesses))
    entries = []
    for work in {work.key: work for work in found.values()}.values():
        title, mistakes = _title(work, rules)
        problems += mistakes
        entries.append(Entry(work, title, ids[work.key], 0, "", tuple(citations[work.key])))
    listed = {entry.work.key: entry for entry in _in_order(entries, rules.style)}
    by_key = {key: listed[work.key] for key, work in found.items()}
    return References(rules.style, tuple(listed.values()), by_key), tuple(problems)


def _title(work: Work, rules: Rules) -> tuple[str, tuple[Problem, ...]]:
    """Return the title of a work as HTML, with its formulas set, and what is wrong with these."""
    found = tuple(pieces(work.fields.get("title", "")))
    if not any(is_formula for is_formula, _ in found):
        return "".join(html.escape(text, quote=False) for _, text in found), ()
    from mathpress.resolve.titles import set_title  # the engines come along with it

    return set_title(work, rules.macros, rules.packages)


def _in_order(entries: Sequence[Entry], style: Style) -> Iterable[Entry]:
    """Return entries as they are listed: as they are cited, or by names, years and titles, with suffixes to tell."""
    if style == "numeric":
        return [replace(entry, number=number) for number, entry in enumerate(entries, 1)]
    entries = sorted(entries, key=lambda entry: _sort_key(entry.work))
    alike: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        alike[(said_names(entry.work), year_of(entry.work))].append(entry)
    suffixes = {
        entry.work.key: _suffix(index)
        for group in alike.values()
        if len(group) > 1
        for index, entry in enumerate(group)
    }
    return [
        replace(entry, number=number, suffix=suffixes.get(entry.work.key, ""))
        for number, entry in enumerate(entries, 1)
    ]


def _suffix(index: int) -> str:
    """Return a to z, then aa and so on."""
    letters = ""
    while index >= 0:
        index, letter = divmod(index, _LETTERS)
        letters = string.ascii_lowercase[letter] + letters
        index -= 1
    return letters


_LETTERS: Final = len(string.ascii_lowercase)


def _sort_key(work: Work) -> tuple[object, ...]:
    names = tuple(tuple(map(str.casefold, name.parts)) for name in work.authors)
    return (
        names or ((said_names(work)[0][0].casefold(), ""),),
        year_of(work),
        decoded(work.fields.get("title", "")).casefold(),
        work.key,
    )


def _missing(named: Bibliography, texts: Texts, guesses: Guesses) -> Problem:
    if named.path.suffix.lower() != BIBLIOGRAPHY:
        message = f"bibliography: {named.path} is no BibTeX file; its name must end with {BIBLIOGRAPHY}"
        return Problem(named.place, "bibliography-missing", message)
    guess = guesses.file(named.path, texts) or "; a path begins at the post's own folder"
    return Problem(named.place, "bibliography-missing", f"bibliography: there is no file {named.path}{guess}")


def _unknown(
    slot: Citation, key: str, books: Iterable[Mapping[str, Work]], paths: Iterable[PurePosixPath], guesses: Guesses
) -> Problem:
    guess = guesses.name(key, chain.from_iterable(books))
    files = " or ".join(map(str, paths))
    return Problem(slot.place, "citation-unknown", f"there is no work {key} in {files}{guess}")
