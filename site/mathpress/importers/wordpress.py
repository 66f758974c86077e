"""WordPress: posts and pages from its export (WXR), pictures from `wp-content/uploads` beside it (wordpress.org)."""

import datetime
import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote

from mathpress.comments import WrittenComment
from mathpress.errors import Place, Problem, Stop
from mathpress.importers.asides import put_back, set_aside
from mathpress.importers.comments import address, conversation, silent
from mathpress.importers.diagnostics import counted, locked, unknown_tag, warning
from mathpress.importers.front_matter import COVER
from mathpress.importers.html_to_markdown import markdown_of
from mathpress.importers.old_files import OldFiles, split, words, zone
from mathpress.importers.records import Imported, OldSettings, OldSite
from mathpress.importers.uploads import Uploads, uploaded
from mathpress.importers.wordpress_math import with_formulas
from mathpress.importers.wordpress_parts import elsewhere, with_footnotes, with_patterns
from mathpress.importers.wordpress_tags import Picture, has_blocks, html_of, with_originals
from mathpress.importers.workarounds import DELIMITERS, Dialect
from mathpress.importers.wxr import Export, Item, read_export
from mathpress.importers.zones import zone_of
from mathpress.model import Kind
from mathpress.text import slugify

_DIALECT: Final = Dialect(keeps=DELIMITERS)
_PATTERNS: Final = ("/{date:%Y/%m/%d}/{slug}/", "/{date:%Y/%m}/{slug}/", "/{slug}/")
_DRAFTS: Final = {"draft", "pending", "private"}
_SHOWN: Final = {"publish", "future", *_DRAFTS}
_KINDS: Final = {"post": Kind.POST, "page": Kind.PAGE}
_OF_THE_SYSTEM: Final = {
    "nav_menu_item", "revision", "custom_css", "wp_global_styles", "wp_template", "wp_template_part", "wp_navigation",
    "wp_font_face", "wp_font_family", "customize_changeset", "oembed_cache", "user_request", "",
}  # fmt: skip
_UPLOADS: Final = Uploads("wp-content/uploads", ("wp-content/uploads", "uploads"))
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*+>")
_UNCATEGORIZED: Final = "uncategorized"
_DOMAINS: Final = {"category": "categories", "post_tag": "tags"}
_FILE: Final = "attachment"
_PATTERN: Final = "wp_block"
_DAY: Final = 24 * 60
_UNDATED: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def read_wordpress(source: Path) -> OldSite:
    """Read an export, or all in a folder. Raises `Stop` if there is none."""
    paths = sorted(source.glob("*.xml")) if source.is_dir() else [source]
    if not paths:
        message = "there is no export of WordPress in this folder, no file *.xml"
        raise Stop(Problem(Place(str(source)), "import-source", message))
    exports = [read_export(path) for path in paths]
    channel = exports[0].channel
    language = words(channel.get("language", ""))
    authors = {words(author.get("author_display_name", "")) for export in exports for author in export.authors.values()}
    settings = OldSettings(
        title=words(html.unescape(channel.get("title", ""))),
        url=channel.get("base_blog_url") or channel.get("link", ""),
        language=language,
        timezone=zone_of([moment for export in exports for moment in _moments(export)], language),
        author="".join(authors) if len(authors) == 1 else "",
        description=words(html.unescape(channel.get("description", ""))),
        permalinks=_PATTERNS,
    )
    problems: list[Problem] = []
    documents = []
    for export in exports:
        reader = _Reader(export, settings, names_authors=len(authors) > 1)
        documents += reader.documents()
        problems += reader.problems
    assets, missing = uploaded(OldFiles(source if source.is_dir() else source.parent), documents, _UPLOADS)
    told = (*problems, *missing, *elsewhere(documents))
    return OldSite(settings, _DIALECT, tuple(documents), assets, told)


def _moments(export: Export) -> Iterator[datetime.datetime]:
    """Yield the dates of posts whose zone is known."""
    for item in export.items:
        moment = _date(item.fields, "post_date", datetime.UTC)
        if moment and _read(item["post_date_gmt"]):
            yield moment


class _Reader:
    """Reads the posts and pages of one export, and tells of what is left out."""

    def __init__(self, export: Export, settings: OldSettings, *, names_authors: bool) -> None:
        self.problems: list[Problem] = []
        self._export = export
        self._root = settings.url
        self._zone = zone(settings.timezone)
        self._names_authors = names_authors
        self._authors = export.authors
        self._patterns = {each["post_id"]: each["content"] for each in export.items if each["post_type"] == _PATTERN}
        self._pictures = {each["post_id"]: _picture(each) for each in export.items if each["post_type"] == _FILE}
        self._originals = {unquote(picture.url) for picture in self._pictures.values()}

    def documents(self) -> list[Imported]:
        """Return posts and pages, published or not."""
        left: Counter[str] = Counter()
        for name, number in self._export.others.items():
            if name not in _OF_THE_SYSTEM:
                left[f"items of the type {name}"] += number
        found = []
        for item in self._export.items:
            if item["post_type"] not in _KINDS:
                continue
            if item["status"] in _SHOWN:
                left.update(filter(None, map(_silent, item.comments)))
                if item.meta.get("_thumbnail_id", "") not in {"", *self._pictures}:
                    left["featured images that the export does not name"] += 1
                found.append(self._document(item, left))
            else:
                left[f"posts and pages with the status {item['status'] or 'of none'}"] += 1
        lost = [each for each in found if each.old_url is None and not (each.matter or {}).get("draft")]
        if lost:
            message = (
                f"the old addresses of some posts and pages ({len(lost)}), such as {lost[0].queries[0]}, are none "
                "that a static site can have; they get others, and links among them lead there"
            )
            self.problems.append(warning(lost[0].origin, "import-address", message))
        self.problems += counted(self._export.path.name, left)
        return found

    def _document(self, item: Item, left: Counter[str]) -> Imported:
        origin = f"{self._export.path.name}#{item['post_id']}"
        kind = _KINDS[item["post_type"]]
        slug = slugify(unquote(item["post_name"])) or f"{kind}-{item['post_id']}"
        content, missing = with_patterns(item["content"], self._patterns)
        left["patterns of the editor that the export lacks, or that stand in others"] += missing
        content, lost = with_formulas(content)
        self.problems += counted(origin, {"formulas in MathML that does not tell its LaTeX": lost})
        text, unknown = html_of(content, self._pictures)
        self.problems += (unknown_tag(origin, tag) for tag in unknown)
        if item["status"] == "private" or item["post_password"]:
            self.problems.append(locked(origin))
        body = with_originals(markdown_of(text, paragraphs=not has_blocks(item["content"])), self._originals)
        return Imported(
            origin,
            kind,
            PurePosixPath(f"{slug}.md"),
            self._matter(item, kind, slug),
            with_footnotes(body, item.meta.get("footnotes", "")),
            _address(item["link"], self._root),
            comments=self._comments(item),
            queries=tuple(f"/?{key}={item['post_id']}" for key in ("p", "page_id")),
        )

    def _matter(self, item: Item, kind: Kind, slug: str) -> dict[str, Any]:
        matter: dict[str, Any] = {"title": _title(item["title"]) or slug}
        updated = _date(item.fields, "post_modified", self._zone)
        if kind is Kind.POST:
            matter["date"] = _date(item.fields, "post_date", self._zone) or updated or _UNDATED
            matter |= {"updated": updated} if updated and updated.date() > matter["date"].date() else {}
        if cover := self._pictures.get(item.meta.get("_thumbnail_id", "")):
            matter[COVER] = cover.url
        matter |= {key: found for domain, key in _DOMAINS.items() if (found := _filed(item, domain))}
        if item["excerpt"].strip():
            matter["summary"] = markdown_of(html_of(item["excerpt"], self._pictures)[0], paragraphs=True)
        if self._names_authors and item["creator"]:
            author = self._authors.get(item["creator"], {})
            matter["authors"] = (words(author.get("author_display_name", "")) or item["creator"],)
        if item["status"] in _DRAFTS or item["post_password"]:
            matter["draft"] = True
        return matter

    def _comments(self, item: Item) -> tuple[WrittenComment, ...]:
        author = self._authors.get(item["creator"], {}).get("author_id")
        return conversation(
            WrittenComment(
                id=comment.get("comment_id", ""),
                parent=comment.get("comment_parent", ""),
                author=words(html.unescape(comment.get("comment_author", ""))),
                url=address(comment.get("comment_author_url", "")),
                date=_date(comment, "comment_date", self._zone) or _UNDATED,
                by_author=author is not None and comment.get("comment_user_id") == author,
                text=markdown_of(html_of(comment.get("comment_content", ""), {})[0], paragraphs=True),
            )
            for comment in item.comments
            if not _silent(comment)
        )


def _filed(item: Item, domain: str) -> tuple[str, ...]:
    """Return the names of the categories or tags of an item."""
    names = (each.name for each in item.categories if each.domain == domain and each.slug != _UNCATEGORIZED)
    return tuple(dict.fromkeys(words(html.unescape(name)) for name in names))


def _picture(item: Item) -> Picture:
    return Picture(item["attachment_url"], words(html.unescape(item["title"])))


def _title(text: str) -> str:
    """Return a title, which is HTML, as text with formulas."""
    aside, found = set_aside(html_of(text, {})[0])
    return words(put_back(html.unescape(_TAG.sub("", aside)), [html.unescape(formula) for formula in found]))


def _date(fields: Mapping[str, str], name: str, zone: datetime.tzinfo) -> datetime.datetime | None:
    """Return a date with its offset, which is how far it is from the same in UTC; one without that is in `zone`."""
    local, universal = _read(fields.get(name, "")), _read(fields.get(f"{name}_gmt", ""))
    if local is None or universal is None:
        return local and local.replace(tzinfo=zone)
    minutes = round((local - universal).total_seconds() / 60)
    is_offset = abs(minutes) < _DAY
    return local.replace(tzinfo=datetime.timezone(datetime.timedelta(minutes=minutes)) if is_offset else zone)


def _read(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None  # 0000-00-00 00:00:00, which WordPress has for no date


def _address(link: str, root: str) -> str | None:
    """Return an address below the blog's root; a draft's, `/?p=12`, is none."""
    parts = split(link)
    below = unquote(parts.path).removeprefix(split(root).path.rstrip("/"))
    return below if below.strip("/") and not parts.query else None


def _silent(comment: Mapping[str, str]) -> str:
    is_comment = comment.get("comment_type", "") in {"", "comment"}
    return silent(is_comment=is_comment, is_approved=comment.get("comment_approved") == "1")
