"""Sections: pages that belong together, such as a manual, in the order in which they are read."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath

from mathpress.errors import Place, Problem, Severity
from mathpress.model import Face
from mathpress.resolve.urls import folder_of
from mathpress.tables import SectionConfig
from mathpress.text import did_you_mean

Sections = Mapping[PurePosixPath, tuple[Face, ...]]
"""All pages of the section that a page is in, in order, by its path. Pages of no section are not there."""


def sections(
    pages: Iterable[Face],
    hidden: Iterable[Face],
    tables: Mapping[str, SectionConfig],
    folders: Mapping[str, str],
) -> tuple[Sections, tuple[Problem, ...]]:
    """Put the pages of each section in order: its index, those that its table names, all others by path.

    `folders` are those of pages, each with the name of its section or nothing; `hidden` are documents that are not
    shown. A name in a table that is no page's is a problem.
    """
    found: dict[str, list[Face]] = {name: [] for name in tables}
    for page in pages:
        name = folder_of(page.path, folders)[1]
        if name:
            found[name].append(page)
    unknown: list[Problem] = []
    ordered: dict[PurePosixPath, tuple[Face, ...]] = {}
    for name, table in tables.items():
        ranks = {each: rank for rank, each in enumerate(["index", *table.order])}
        within = tuple(sorted(found[name], key=lambda page: (ranks.get(_name(page, table), len(ranks)), page.path)))
        ordered |= dict.fromkeys((page.path for page in within), within)
        names = {_name(page, table) for page in (*within, *hidden) if page.path.is_relative_to(table.folder)}
        unknown += _unknown(name, table, names)
    return ordered, tuple(unknown)


def _name(page: Face, table: SectionConfig) -> str:
    """Return the name of a page in its section: its path there without the suffix; of an index its folder's."""
    path = page.path.relative_to(table.folder).with_suffix("")
    return str(path.parent if path.name == "index" and path.parent.name else path)


def _unknown(name: str, table: SectionConfig, names: Collection[str]) -> Iterable[Problem]:
    for each in table.order:
        if each not in names:
            message = (
                f"sections.{name}.order names {each}, which is no page in {table.folder}{did_you_mean(each, names)}"
            )
            yield Problem(Place(table.folder), "content-order", message, Severity.WARNING)
