"""Jekyll: `_posts`, `_drafts`, collections, pages and `_config.yml` (jekyllrb.com/docs)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from mathpress.errors import Place, Problem, Stop
from mathpress.frontmatter import BLOCK
from mathpress.importers import front_matter
from mathpress.importers.diagnostics import left_out
from mathpress.importers.jekyll_settings import JekyllSettings, read_settings
from mathpress.importers.jekyll_urls import Named, address, page_template, template
from mathpress.importers.kramdown import plain_markdown
from mathpress.importers.liquid import SYNTAX, writers
from mathpress.importers.old_files import MEDIA, OldFiles, words
from mathpress.importers.records import Asset, Imported, OldSite
from mathpress.importers.tags import body_of
from mathpress.model import Kind

_MARKDOWN: Final = {".md", ".markdown", ".mkd", ".mkdown"}
_GROUPS: Final = {"posts", "drafts", "pages"}
"""What sources are that are of no collection."""
_DATED: Final = re.compile(r"(?P<date>\d{4}-\d{1,2}-\d{1,2})-(?P<name>.+)")
_TIME_WITHOUT_ZONE: Final = re.compile(r"\d{4}-\d\d?-\d\d?(?:[Tt]|[ ]+)\d\d?:\d\d(?::\d\d(?:\.\d+)?)?")
_DATES: Final = ("date", "last_modified_at", "modified", "updated")
_WITHOUT: Final = frozenset({"node_modules", "vendor", "_site"})


@dataclass(frozen=True, slots=True)
class _Source:
    """A source: its path in the site, what it is, the folders above that of the posts, and its path below that.

    `group` is `posts`, `drafts`, `pages` or the name of a collection.
    """

    origin: PurePosixPath
    group: str
    folders: tuple[str, ...]
    path: PurePosixPath


def read_jekyll(root: Path) -> OldSite:
    """Read the site in a folder with `_config.yml`. Raises `Stop` if it has neither that nor posts."""
    files = OldFiles(root)
    settings = read_settings(files)
    sources: list[_Source] = []
    assets: list[Asset] = []
    theme: Counter[str] = Counter()
    for path in files.below("", skip=".", without=_WITHOUT | settings.excluded):
        source = _source(path, settings)
        if source is None:
            continue
        if source.group not in _GROUPS and path.suffix.lower() in MEDIA:
            assets.append(Asset(PurePosixPath(source.group) / source.path, root / path))
        elif source.group != "pages" or path.suffix.lower() in _MARKDOWN:
            sources.append(source)
        elif path.suffix.lower() in MEDIA or path.name == "CNAME":
            assets.append(Asset(path, root / path))
        else:
            theme[path.parts[0]] += 1
    if not settings.has_file and not any(source.group == "posts" for source in sources):
        raise Stop(Problem(Place(str(root)), "import-source", f"{root} is no site of Jekyll: it has no _config.yml"))
    files.problems += [_of_the_theme(name, count) for name, count in theme.items()]
    documents = tuple(_documents(sources, settings, files))
    return OldSite(settings.ours, settings.dialect, documents, tuple(assets), tuple(files.problems), root)


def _source(path: PurePosixPath, settings: JekyllSettings) -> _Source | None:
    """Return what a file is a source of, or None if it is of the theme, of data or of an unpublished collection."""
    for folder, group in (("_posts", "posts"), ("_drafts", "drafts")):
        if folder in path.parent.parts:
            index = path.parts.index(folder)
            return _Source(path, group, path.parts[:index], PurePosixPath(*path.parts[index + 1 :]))
    first = path.parts[0]
    if first.removeprefix("_") in settings.collections and first.startswith("_"):
        return _Source(path, first[1:], (), path.relative_to(first))
    is_hidden = any(part.startswith("_") for part in path.parts[1 if first in settings.included else 0 :])
    return None if is_hidden else _Source(path, "pages", (), path)


def _of_the_theme(name: str, count: int) -> Problem:
    return left_out(name, f"{count} files of the old theme" if count > 1 else "it is of the old theme")


def _documents(sources: list[_Source], settings: JekyllSettings, files: OldFiles) -> Iterator[Imported]:
    written = [source for source in reversed(sources) if source.group == "posts"]
    posts = {each.path.stem: str(each.origin) for each in written}  # without its folder, which Jekyll puts up with
    posts |= {_post_name(each): str(each.origin) for each in written}
    known = frozenset(str(source.origin) for source in sources)
    for source in sources:
        text = files.text(source.origin)
        if text is None:
            continue
        if source.path.suffix.lower() not in {*_MARKDOWN, ".html"}:
            files.leave_out(str(source.origin), "it is not Markdown")
        elif source.group == "pages" and not text.startswith("---\n"):
            files.leave_out(str(source.origin), "it has no front matter, so Jekyll made no page of it")
        else:
            yield _document(source, text, settings, posts, known, files)


def _post_name(source: _Source) -> str:
    """Return the name that `post_url` has for a post."""
    return str(PurePosixPath(*source.folders) / source.path.with_suffix(""))


def _document(
    source: _Source,
    text: str,
    settings: JekyllSettings,
    posts: Mapping[str, str],
    known: frozenset[str],
    files: OldFiles,
) -> Imported:
    origin = str(source.origin)
    read = front_matter.read(origin, text, BLOCK.match(text))
    kind = Kind.POST if source.group in {"posts", "drafts"} else Kind.PAGE
    path = PurePosixPath(*source.folders, source.path)
    path = (path if kind is Kind.POST or source.group == "pages" else source.group / path).with_suffix(".md")
    if not read.is_read:
        return Imported(origin, kind, path, None, text)
    dated = _DATED.fullmatch(source.path.stem) if kind is Kind.POST else None
    name = dated["name"] if dated else source.path.stem
    given = {**settings.defaults(source.group, origin), **read.data}
    permalink, slug = words(given.pop("permalink", "")), words(given.get("slug", ""))
    separator = str(given.pop("excerpt_separator", settings.separator))
    given |= {key: f"{given[key]} Z" for key in _DATES if _TIME_WITHOUT_ZONE.fullmatch(str(given.get(key, "")).strip())}
    if kind is Kind.POST:
        given |= _groups(given, source.folders)
        given.setdefault("date", dated["date"] if dated else None)
    given.setdefault("title", " ".join(word.capitalize() for word in name.split("-")))
    matter, problems = front_matter.ours(
        read, {key: value for key, value in given.items() if value is not None}, settings.zone
    )
    files.problems += problems
    if source.group == "drafts":
        matter["draft"] = True
    if kind is Kind.POST and "date" not in matter:
        matter["date"] = files.date(source.origin, settings.zone)
    moment = matter.get("date")
    if settings.ours.timezone:
        matter |= {key: matter[key].astimezone(settings.zone) for key in ("date", "updated") if key in matter}
    named = Named(
        slug or name,
        moment and moment.astimezone(settings.zone),
        tuple(matter.get("categories", ())),
        source.group,
        str(source.path.with_suffix("")),
    )
    said = {**settings.said, "page.title": words(matter.get("title"))}
    body = plain_markdown(body_of(read, SYNTAX, writers(origin, posts, known, said), files.problems))
    old = None if matter.get("draft") else address(named, permalink or _pattern(source, settings))
    dialect = front_matter.dialect_of(given, settings.dialect)
    return Imported(origin, kind, path, matter, _with_excerpt(body, separator), old, dialect=dialect)


def _groups(given: dict[str, Any], folders: tuple[str, ...]) -> dict[str, Any]:
    """Return categories and tags: of plural keys, spaces part names; the folders above `_posts` are categories."""
    groups: dict[str, Any] = {}
    for plural, singular, first in (("categories", "category", folders), ("tags", "tag", ())):
        several, one = given.get(plural), given.pop(singular, None)
        names = [*first, *_listed(one), *(several.split() if isinstance(several, str) else _listed(several))]
        if names or plural in given:
            groups[plural] = names
    return groups


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _pattern(source: _Source, settings: JekyllSettings) -> str:
    """Return the pattern that makes the address of a source without a permalink of its own."""
    if source.group in {"posts", "drafts"}:
        return settings.collections.get("posts") or template(settings.style)
    if source.group != "pages":
        return settings.collections[source.group] or page_template("/:collection/:path", settings.style)
    folder = "" if source.path.parent.name == "" else "/" + str(source.path.parent)
    return f"{folder}/" if source.path.stem == "index" else page_template(f"{folder}/:basename", settings.style)


def _with_excerpt(body: str, separator: str) -> str:
    """Return a body in which the old mark of the excerpt's end is ours."""
    is_mark = separator.strip() and not re.fullmatch(r"<!--\s*more\s*-->", separator, re.IGNORECASE)
    return body.replace(separator, "<!-- more -->", 1) if is_mark else body
