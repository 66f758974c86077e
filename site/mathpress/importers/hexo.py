"""Hexo: `source/_posts`, `source/_drafts`, pages and `_config.yml` (hexo.io/docs)."""

import datetime
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final, Literal

from mathpress.frontmatter import BLOCK
from mathpress.importers import front_matter
from mathpress.importers.hexo_settings import HexoSettings, read_settings
from mathpress.importers.hexo_tags import SYNTAX, writers
from mathpress.importers.hexo_urls import Named, address, file_form, slugged
from mathpress.importers.old_files import OldFiles, words
from mathpress.importers.records import Asset, Imported, OldSite
from mathpress.importers.tags import body_of
from mathpress.model import Kind

_MARKDOWN: Final = {".md", ".markdown", ".mkd"}
_UNOPENED: Final = re.compile(r"(?P<data>(?=[A-Za-z_]+:)(?:(?!---)[^\n]*\n)++)(?P<mark>---)[ \t]*(?:\n|\Z)")
"""Front matter as old versions began it: with the first key, not with a line of hyphens."""
_Group = Literal["post", "draft", "page"]
_GROUPS: Final[Mapping[str, _Group]] = {"_posts": "post", "_drafts": "draft"}


@dataclass(frozen=True, slots=True)
class _Source:
    """A source: its path in the site, what it is, and its path below the folder of such sources."""

    origin: PurePosixPath
    group: _Group
    path: PurePosixPath


def read_hexo(root: Path) -> OldSite:
    """Read the site in a folder with Hexo's settings. Raises `Stop` if it has none."""
    files = OldFiles(root)
    settings = read_settings(files)
    sources, static, others = _content(files, settings)
    form = file_form(settings.new_post_name)
    beside = _beside(sources, others, files)
    posts = {_name(source, form)["title"]: str(source.origin) for source in reversed(sources) if source.group != "page"}
    documents = []
    for source in sources:
        text = files.text(source.origin)
        if text is not None:
            document = _document(source, text, settings, form, posts, files)
            documents.append(_with_assets(document, beside.get(source.origin.with_suffix(""), [])))
    return OldSite(settings.ours, settings.dialect, tuple(documents), tuple(static), tuple(files.problems), root)


def _content(files: OldFiles, settings: HexoSettings) -> tuple[list[_Source], list[Asset], list[PurePosixPath]]:
    """Return the posts and pages, the files that are published as they are, and those that lie among the posts."""
    sources: list[_Source] = []
    static: list[Asset] = []
    others: list[PurePosixPath] = []
    for origin in files.below(settings.source, skip=".", without=frozenset({"node_modules"})):
        path = origin.relative_to(settings.source)
        group = _GROUPS.get(path.parts[0], "page")
        is_source = origin.suffix.lower() in _MARKDOWN
        if group != "page" and is_source:
            sources.append(_Source(origin, group, path.relative_to(path.parts[0])))
        elif group != "page":
            others.append(origin)
        elif not any(part.startswith("_") for part in path.parts):
            if is_source:
                sources.append(_Source(origin, "page", path))
            else:
                static.append(Asset(path, files.root / origin))
    return sources, static, others


def _beside(sources: list[_Source], others: list[PurePosixPath], files: OldFiles) -> dict[PurePosixPath, list[Asset]]:
    """Return the files of each post's own folder, by the path of that folder: the post's without its suffix."""
    posts = {source.origin.with_suffix("") for source in sources if source.group != "page"}
    beside: dict[PurePosixPath, list[Asset]] = defaultdict(list)
    for origin in others:
        folder = next((parent for parent in origin.parents if parent in posts), None)
        if folder:
            beside[folder].append(Asset(origin.relative_to(folder), files.root / origin))
        else:
            files.leave_out(str(origin), "it lies among the posts, in the folder of none")
    return beside


def _with_assets(document: Imported, assets: list[Asset]) -> Imported:
    """Return a post as a folder, if there are files that lie in its own."""
    if not assets:
        return document
    return replace(document, path=document.path.with_suffix("") / "index.md", assets=tuple(assets))


def _document(
    source: _Source,
    text: str,
    settings: HexoSettings,
    form: re.Pattern[str],
    posts: Mapping[str, str],
    files: OldFiles,
) -> Imported:
    origin = str(source.origin)
    block = BLOCK.match(text) or _UNOPENED.match(text)
    if block and "\t" in block["data"]:  # which Hexo takes for spaces, where YAML forbids it
        text = text[: block.end()].replace("\t", "  ") + text[block.end() :]
        block = BLOCK.match(text) or _UNOPENED.match(text)
    read = front_matter.read(origin, text, block)
    kind = Kind.PAGE if source.group == "page" else Kind.POST
    path = source.path.with_suffix(".md")
    if not read.is_read:
        return Imported(origin, kind, path, None, text)
    given = dict(read.data)
    permalink = words(given.pop("permalink", ""))
    name = _name(source, form)
    if kind is Kind.POST and "date" not in given and {"year", "month", "day"} <= name.keys():
        given["date"] = "{year}-{month}-{day}".format_map(name)
    given.setdefault("title", name["title"].rpartition("/")[2])
    matter, problems = front_matter.ours(read, given, settings.zone)
    files.problems += problems
    if source.group == "draft":
        matter["draft"] = True
    if kind is Kind.POST and "date" not in matter:
        matter["date"] = files.date(source.origin, settings.zone)
    if kind is Kind.PAGE:
        matter.pop("date", None)
        folder = "" if str(source.path.parent) == "." else f"/{source.path.parent}"
        old: str | None = f"{folder}/" if source.path.stem == "index" else f"{folder}/{source.path.stem}.html"
    else:
        old = _address(name["title"], matter, given.get("categories"), settings)
    old = f"/{permalink.lstrip('/')}" if permalink else old
    body = body_of(read, SYNTAX, writers(origin, posts), files.problems)
    dialect = front_matter.dialect_of(read.data, settings.dialect)
    return Imported(origin, kind, path, matter, body, None if matter.get("draft") else old, dialect=dialect)


def _name(source: _Source, form: re.Pattern[str]) -> dict[str, str]:
    """Return what the name of a post's file says: its title, and maybe its date."""
    name = str(source.path.with_suffix(""))
    match = form.fullmatch(name)
    return match.groupdict() if match and match["title"] else {"title": name}


def _address(title: str, matter: Mapping[str, Any], categories: Any, settings: HexoSettings) -> str | None:
    """Return the address that Hexo gave a post. It takes the time of a date with a zone as it is in UTC for local."""
    date = matter["date"]
    is_local = date.tzinfo is settings.zone
    local = date if is_local else date.astimezone(datetime.UTC)
    names = categories if isinstance(categories, list) else [categories] if categories else []
    last = names[-1] if names and isinstance(names[-1], list) else names
    category = "/".join(slugged(words(name)) for name in last) or settings.default_category
    others = {key: words(value) for key, value in matter.items() if isinstance(value, str | int)}
    return address(Named(title, words(matter.get("title")), local, category, others), settings.permalink)
