"""The addresses of an old site's documents in the blog: kept where they can be, and nobody has two."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final

from mathpress.config import Config
from mathpress.errors import Problem
from mathpress.fields import Fields
from mathpress.importers.diagnostics import left_out, warning
from mathpress.importers.permalinks import kept
from mathpress.importers.records import Imported
from mathpress.model import Kind
from mathpress.resolve.addresses import of_the_site
from mathpress.resolve.urls import file_of
from mathpress.urlpath import BadUrlError, clean

_ORDER: Final = {name: number for number, name in enumerate(Fields.model_fields)}


def addressed(documents: Iterable[Imported], config: Config) -> tuple[list[Imported], list[Problem]]:
    """Return documents with what keeps their old addresses, and a problem for each address that is lost.

    Their paths are below the blog's root. Pages that say nothing, or that mathpress makes itself, are left out.
    """
    site = of_the_site(config)
    owners: dict[PurePosixPath, str] = {}
    problems: list[Problem] = []
    stay: list[Imported] = []
    for each in documents:
        url = _clean(each, each.old_url, problems)
        file = file_of(url) if url else None
        if each.kind is Kind.PAGE and file in site:
            problems.append(left_out(each.origin, f"its address {url} is that of {site[file]}"))
            continue
        if each.kind is Kind.PAGE and not each.body.strip():
            problems.append(left_out(each.origin, "there is no text in it"))
            continue
        if file and (owner := site.get(file) or owners.get(file)):
            message = f"its address {url} is that of {owner}, so it gets another"
            problems.append(warning(each.origin, "import-address", message))
            url = file = None
        if file:
            owners[file] = each.origin
        stay.append(replace(each, old_url=url))
    return [_with_addresses(each, config, {*owners, *site}, problems) for each in stay], problems


def _with_addresses(document: Imported, config: Config, taken: set[PurePosixPath], problems: list[Problem]) -> Imported:
    """Return a document with a `slug` or `url` if it needs one, and with those of its aliases that can be kept."""
    if document.matter is None:
        return document
    matter = dict(document.matter)
    if document.old_url:
        matter |= kept(document.path, document.kind, matter, document.old_url, config.permalink, config.pages)
    aliases = _aliases(document, matter.pop("aliases", ()), taken, problems)
    matter |= {"aliases": aliases} if aliases else {}
    order = sorted(matter, key=lambda name: _ORDER.get(name, len(_ORDER)))
    return replace(document, matter={name: matter[name] for name in order})


def _aliases(
    document: Imported, aliases: Sequence[Any], taken: set[PurePosixPath], problems: list[Problem]
) -> tuple[str, ...]:
    stay: list[str] = []
    for alias in aliases:
        url = _clean(document, alias, problems)
        if url and file_of(url) in taken:
            if url != document.old_url:
                problems.append(warning(document.origin, "import-address", f"its alias {url} is an address already"))
        elif url and url not in stay:
            stay.append(url)
            taken.add(file_of(url))
    return tuple(stay)


def _clean(document: Imported, url: str | None, problems: list[Problem]) -> str | None:
    try:
        return None if url is None else clean(url)
    except BadUrlError as error:
        problems.append(warning(document.origin, "import-address", f"{error}, so it is not kept"))
        return None
