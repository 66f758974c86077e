"""Typecho: posts, pages and comments out of its database or a dump of it, pictures from `usr/uploads` (typecho.org)."""

import datetime
import html
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any, Final

from mathpress.comments import WrittenComment
from mathpress.errors import Place, Problem, Stop
from mathpress.importers.comments import address, conversation, silent
from mathpress.importers.diagnostics import counted, locked
from mathpress.importers.html_to_markdown import markdown_of
from mathpress.importers.old_files import OldFiles, words
from mathpress.importers.records import Imported, OldSettings, OldSite
from mathpress.importers.sqldump import Row
from mathpress.importers.typecho_files import MARKDOWN, read_files
from mathpress.importers.typecho_routes import Routes, read_routes
from mathpress.importers.typecho_tables import Tables, moment, number, read_tables, text
from mathpress.importers.uploads import Uploads, uploaded
from mathpress.importers.workarounds import DELIMITERS, Dialect
from mathpress.importers.zones import zone_of
from mathpress.model import Kind
from mathpress.text import slugify

HYPERDOWN: Final = Dialect(keeps=frozenset({"$", "$$"}))
"""Typecho's Markdown, HyperDown: it knows dollars alone and eats the backslashes of other formulas."""
_HTML: Final = Dialect(keeps=DELIMITERS)
_KINDS: Final = {"post": Kind.POST, "page": Kind.PAGE, "post_draft": Kind.POST, "page_draft": Kind.PAGE}
UPLOADS: Final = Uploads("usr/uploads", ("usr/uploads", "uploads"))
_LANGUAGE: Final = "zh-CN"
"""The language of a site that names none, which is the one Typecho is written in."""


def read_typecho(source: Path) -> OldSite:
    """Read a database, a dump, a folder that has one in it, or one of Markdown files. Raises `Stop` if it has none."""
    path = _database(source)
    if path is None:
        return read_files(source, HYPERDOWN, UPLOADS)
    tables = read_tables(path)
    options = tables.options
    language = words(options.get("lang", "")).replace("_", "-") or _LANGUAGE
    offset = datetime.timezone(datetime.timedelta(seconds=_seconds(options.get("timezone", ""))))
    moments = [moment(row, "created", offset) for row in tables.contents if number(row, "created")]
    routes = read_routes(options)
    settings = OldSettings(
        title=words(html.unescape(options.get("title", ""))),
        url=options.get("siteUrl", ""),
        language=language,
        timezone=zone_of(moments, language),
        description=words(html.unescape(options.get("description", ""))),
        permalinks=routes.patterns,
    )
    reader = _Reader(path, tables, routes, offset)
    documents = tuple(reader.documents())
    root = source if source.is_dir() else source.parent
    assets, missing = uploaded(OldFiles(root), documents, UPLOADS)
    return OldSite(settings, HYPERDOWN, documents, assets, (*tables.problems, *reader.problems, *missing))


def _database(source: Path) -> Path | None:
    """Return the database or dump to read, None for a folder that has Markdown files instead."""
    if not source.is_dir():
        return source
    found = sorted(path for pattern in ("*.sql", "*.db", "usr/*.db", "usr/*.sql") for path in source.glob(pattern))
    if found:
        return found[0]
    if any(source.rglob("*.md")):
        return None
    message = "there is neither a database of Typecho in this folder, usr/*.db, nor a dump, *.sql, nor posts, *.md"
    raise Stop(Problem(Place(str(source)), "import-source", message))


def _seconds(option: str) -> int:
    """Return how far the site's time is from UTC, in seconds, as its option `timezone` says."""
    try:
        seconds = int(option)
    except ValueError:
        return 0
    return seconds if abs(seconds) < 24 * 60 * 60 else 0


class _Reader:
    """Reads the posts and pages of one site, and tells of what is left out."""

    def __init__(self, path: Path, tables: Tables, routes: Routes, offset: datetime.tzinfo) -> None:
        self.problems: list[Problem] = []
        self._name = path.name
        self._tables = tables
        self._routes = routes
        self._offset = offset
        self._in_markdown = tables.options.get("commentsMarkdown") == "1"
        metas = {number(meta, "mid"): meta for meta in tables.metas}
        self._metas: defaultdict[int, list[Row]] = defaultdict(list)
        for row in tables.relationships:
            if meta := metas.get(number(row, "mid")):
                self._metas[number(row, "cid")].append(meta)
        self._comments: defaultdict[int, list[Row]] = defaultdict(list)
        for row in tables.comments:
            self._comments[number(row, "cid")].append(row)
        self._categories = {mid: meta for mid, meta in metas.items() if text(meta, "type") == "category"}

    def documents(self) -> Iterable[Imported]:
        """Yield posts and pages, published or not."""
        left: Counter[str] = Counter()
        known = {number(row, "cid") for row in self._tables.contents}
        for row in sorted(self._tables.contents, key=lambda row: number(row, "cid")):
            kind = text(row, "type")
            if kind not in _KINDS:
                left.update([f"contents of the type {kind}"] if kind not in {"attachment", "revision"} else [])
            elif kind.endswith("_draft") and number(row, "parent") in known:
                left["drafts of what is published"] += 1
            else:
                left.update(filter(None, map(_silent, self._comments[number(row, "cid")])))
                yield self._document(row)
        self.problems += counted(self._name, left)

    def _document(self, row: Row) -> Imported:
        cid = number(row, "cid")
        origin = f"{self._name}#{cid}"
        kind = _KINDS[text(row, "type")]
        slug = slugify(text(row, "slug")) or str(cid)
        status = text(row, "status") or "publish"
        is_draft = text(row, "type").endswith("_draft") or status != "publish" or bool(text(row, "password"))
        if text(row, "password") or status in {"private", "hidden"}:
            self.problems.append(locked(origin))
        matter: dict[str, Any] = {"title": words(html.unescape(text(row, "title"))) or slug}
        if kind is Kind.POST:
            matter["date"] = moment(row, "created", self._offset)
            updated = moment(row, "modified", self._offset)
            matter |= {"updated": updated} if updated.date() > matter["date"].date() else {}
        filed = self._metas[cid]
        for type_, key in (("category", "categories"), ("tag", "tags")):
            names = (words(html.unescape(text(meta, "name"))) for meta in filed if text(meta, "type") == type_)
            found = tuple(dict.fromkeys(filter(None, names)))
            matter |= {key: found} if found else {}
        if is_draft:
            matter["draft"] = True
        written = text(row, "text")
        is_markdown = written.startswith(MARKDOWN)
        return Imported(
            origin,
            kind,
            PurePosixPath(f"{slug}.md"),
            matter,
            written.removeprefix(MARKDOWN) if is_markdown else markdown_of(written, paragraphs=True),
            None if is_draft else self._routes.address(row, kind, self._path_of(filed), self._offset),
            comments=self._said(cid),
            dialect=HYPERDOWN if is_markdown else _HTML,
        )

    def _path_of(self, filed: Iterable[Row]) -> tuple[str, ...]:
        """Return the slugs of the first category of a post, from the outermost on, as addresses have them."""
        meta = next((meta for meta in filed if text(meta, "type") == "category"), None)
        slugs: list[str] = []
        while meta and len(slugs) < len(self._categories):
            slugs.insert(0, text(meta, "slug"))
            meta = self._categories.get(number(meta, "parent"))
        return tuple(slugs)

    def _said(self, cid: int) -> tuple[WrittenComment, ...]:
        return conversation(
            WrittenComment(
                id=str(number(row, "coid")),
                parent=str(number(row, "parent")),
                author=words(html.unescape(text(row, "author"))),
                url=address(text(row, "url")),
                date=moment(row, "created", self._offset),
                by_author=number(row, "authorId") > 0 and number(row, "authorId") == number(row, "ownerId"),
                text=self._text_of(row),
            )
            for row in self._comments[cid]
            if not _silent(row)
        )

    def _text_of(self, comment: Row) -> str:
        written = text(comment, "text")
        return written if self._in_markdown else markdown_of(written, paragraphs=True)


def _silent(comment: Row) -> str:
    is_comment = text(comment, "type") in {"comment", ""}
    return silent(is_comment=is_comment, is_approved=text(comment, "status") in {"approved", ""})
