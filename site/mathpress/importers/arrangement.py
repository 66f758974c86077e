"""Everything of an old site gets its place in the blog: a path, an address, links that lead where they led."""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from mathpress.config import Config
from mathpress.errors import Problem
from mathpress.importers.addresses import addressed
from mathpress.importers.composition import Composer, Repair
from mathpress.importers.diagnostics import left_out
from mathpress.importers.links import Atlas, Location
from mathpress.importers.records import Asset, Imported, OldSite
from mathpress.model import Kind
from mathpress.resolve.addresses import of_the_site
from mathpress.resolve.urls import file_of


@dataclass(frozen=True, slots=True)
class Arranged:
    """What is to be written: files by their paths below the blog's root; what was repaired, and what was left out.

    `documents` are the posts and pages among the files.
    """

    documents: tuple[Imported, ...]
    files: tuple[Asset, ...]
    repairs: tuple[Repair, ...]
    problems: tuple[Problem, ...]


def arrange(old: OldSite, config: Config, theme: frozenset[str]) -> Arranged:
    """Arrange an old site in a blog with these settings, whose theme has these static files."""
    documents, lost = addressed(_placed(old.documents, config), config)
    taken = {
        **dict.fromkeys(map(PurePosixPath, theme), "it would stand in for a file of the theme"),
        **{path: f"its address is that of {owner}" for path, owner in of_the_site(config).items()},
        **{file_of(each.old_url): f"its address is that of {each.origin}" for each in documents if each.old_url},
    }
    static = [asset for asset in old.assets if asset.path not in taken]
    hidden = [left_out(asset.path, taken[asset.path]) for asset in old.assets if asset.path in taken]
    composer = Composer(old.dialect, config, _atlas(old, documents, static))
    files = [Asset(PurePosixPath(config.static) / asset.path, asset.content) for asset in static]
    repairs: list[Repair] = []
    for document in documents:
        text, made = composer.text(document)
        files.append(text)
        repairs += made
        files += [Asset(document.path.parent / asset.path, asset.content) for asset in document.assets]
        if document.comments:
            said, made = composer.comments(document)
            files.append(said)
            repairs += made
    files, outside = _inside(files)
    files, doubled = _once(files)
    problems = (*old.problems, *lost, *hidden, *outside, *doubled)
    return Arranged(tuple(documents), tuple(files), tuple(repairs), problems)


def _atlas(old: OldSite, documents: list[Imported], static: list[Asset]) -> Atlas:
    """Return where everything is now that links of the old site may lead to."""
    by_path: dict[str, Location] = {each.origin: each.path for each in documents}
    by_address: dict[str, Location] = {each.old_url: each.old_url for each in documents if each.old_url}
    for each in documents:
        by_address.update(dict.fromkeys(each.queries, each.old_url or each.path))
    for asset in static:
        by_address[f"/{asset.path}"] = by_path[_origin(asset, old)] = f"/{asset.path}"
    for document in documents:
        for asset in document.assets:
            place = by_path[_origin(asset, old)] = document.path.parent / asset.path
            if document.old_url:
                by_address[f"{posixpath.dirname(document.old_url).rstrip('/')}/{asset.path}"] = place
    return Atlas(old.settings.url, by_path, by_address)


def _origin(asset: Asset, old: OldSite) -> str:
    """Return the path of a file in the old site; a file that an importer made has none."""
    if isinstance(asset.content, bytes) or old.root is None:
        return ""
    return asset.content.relative_to(old.root).as_posix()


def _inside(files: list[Asset]) -> tuple[list[Asset], list[Problem]]:
    """Return files that go where they belong, and a problem for each other one.

    An old site chooses the paths of its files, and must not get at templates or settings, which say what a build runs.
    """
    inside = [file for file in files if not file.leads_out]
    return inside, [left_out(file.path, "its path leads out of its folder") for file in files if file.leads_out]


def _once(files: list[Asset]) -> tuple[list[Asset], list[Problem]]:
    """Return files of which no two have the same path, and a problem for each other one that is not the same file."""
    first: dict[PurePosixPath, Asset] = {}
    for file in files:
        first.setdefault(file.path, file)
    doubled = [file for file in files if file != first[file.path]]
    return list(first.values()), [left_out(file.path, "there is another file of that name") for file in doubled]


def _placed(documents: Iterable[Imported], config: Config) -> list[Imported]:
    """Return documents with their paths below the blog's root, of which no two have the same."""
    taken: set[PurePosixPath] = set()
    placed = []
    for each in documents:
        folder = PurePosixPath(config.posts if each.kind is Kind.POST else config.pages)
        wanted = _short(each.path)
        path = folder / wanted
        number = 1
        while path in taken:
            number += 1
            path = folder / _numbered(wanted, number)
        taken.add(path)
        placed.append(replace(each, path=path))
    return placed


_LONGEST: Final = 200
"""Bytes of a name, so that it is one for every file system (255 bytes) with what may be added to it."""


def _short(path: PurePosixPath) -> PurePosixPath:
    """Return a path whose name is not too long, as one made of a database's slug may be."""
    return path.with_stem(path.stem.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore"))


def _numbered(path: PurePosixPath, number: int) -> PurePosixPath:
    """Return the path of another document of the same name: its folder is numbered if that is what it goes by."""
    if path.stem == "index" and path.parent.name:
        return path.parent.with_name(f"{path.parent.name}-{number}") / path.name
    return path.with_stem(f"{path.stem}-{number}")
