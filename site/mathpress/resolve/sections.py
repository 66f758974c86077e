"""Sections: pages that belong together, such as a manual, in the order in which they are read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from mathpress.errors import Place, Problem, Severity
from mathpress.model import Face
from mathpress.naming import split_name
from mathpress.resolve.urls import folder_of
from mathpress.tables import SectionConfig
from mathpress.text import did_you_mean

_INDEX = "index"


@dataclass(frozen=True, slots=True)
class Section:
    """The pages of a section in one language, in order, and whether the first of them is its index."""

    pages: tuple[Face, ...]
    has_index: bool


Sections = Mapping[PurePosixPath, Section]
"""The section that a page is in, by the page's path. Pages of no section are not there."""


def sections(
    pages: Iterable[Face],
    others: Iterable[PurePosixPath],
    tables: Mapping[str, SectionConfig],
    folders: Mapping[str, str],
    language: str,
) -> tuple[Sections, tuple[Problem, ...]]:
    """Put the pages of each section in order: its index, those that its table names, all others by path.

    `folders` are those of pages, each with the name of its section or nothing; `others` are files that are not shown,
    or cannot be read; `language` is the blog's. Translations, by the names of their files, are a section of their own,
    behind the index itself where that is not translated. A name in a table that is no page's is a problem, and so is no
    index.
    """
    found: dict[str, list[Face]] = {name: [] for name in tables}
    for page in pages:
        name = folder_of(page.path, folders)[1]
        if name:
            found[name].append(page)
    problems: list[Problem] = []
    ordered: dict[PurePosixPath, Section] = {}
    for name, table in tables.items():
        ordered |= _ordered(found[name], table, table.language or language)
        known = [path for path in (*(page.path for page in found[name]), *others) if path.is_relative_to(table.folder)]
        problems += _wrong(name, table, {_name(path, table) for path in known})
    return ordered, tuple(problems)


def _ordered(pages: Iterable[Face], table: SectionConfig, language: str) -> Iterator[tuple[PurePosixPath, Section]]:
    """Yield each page with its section, in which are those of its language."""
    ranks = {each: rank for rank, each in enumerate([_INDEX, *table.order])}
    by_language: dict[str, list[Face]] = defaultdict(list)
    for page in sorted(pages, key=lambda page: (ranks.get(_name(page.path, table), len(ranks)), page.path)):
        own = split_name(page.path)[1] or language
        by_language[own.casefold()].append(page)
    index = [page for page in by_language[language.casefold()][:1] if _name(page.path, table) == _INDEX]
    for some in by_language.values():
        is_begun = bool(some) and _name(some[0].path, table) == _INDEX
        section = Section(tuple(some if is_begun else index + some), is_begun or bool(index))
        yield from ((page.path, section) for page in some)


def _name(path: PurePosixPath, table: SectionConfig) -> str:
    """Return the name of a page in its section, in any language: its path there; of an index its folder's."""
    folder, name = path.relative_to(table.folder).parent, split_name(path)[0]
    return str(folder if name == _INDEX and folder.name else folder / name)


def _wrong(name: str, table: SectionConfig, names: Collection[str]) -> Iterator[Problem]:
    for each in table.order:
        if each not in names:
            message = (
                f"sections.{name}.order names {each}, which is no page in {table.folder}{did_you_mean(each, names)}"
            )
            yield Problem(Place(table.folder), "content-order", message, Severity.WARNING)
    if names and _INDEX not in names:
        cure = "name README.md so" if "README" in names else "write it"
        message = f"the section {name} has no index.md, which is its first page, /{name}/; {cure}"
        yield Problem(Place(table.folder), "content-index", message, Severity.WARNING)
