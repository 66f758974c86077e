"""Pelican: the content folder, and settings in `pelicanconf.py`, which is not run (getpelican.com)."""

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote

from mathpress.importers import front_matter
from mathpress.importers.diagnostics import locked, no_markdown, warning
from mathpress.importers.front_matter import Head
from mathpress.importers.markdown_syntax import legible
from mathpress.importers.old_files import OldFiles, words
from mathpress.importers.pelican_front_matter import from_path, read, several
from mathpress.importers.pelican_settings import PelicanSettings, read_settings
from mathpress.importers.pelican_urls import address, slug_of
from mathpress.importers.prose import Prose
from mathpress.importers.records import Asset, Imported, OldSite
from mathpress.markup.scan import scan
from mathpress.model import Kind
from mathpress.resolve.urls import slug_of_term
from mathpress.text import slugify

_MARKDOWN: Final = {".md", ".markdown", ".mkd", ".mdown"}
_OTHER_MARKUP: Final = {".rst", ".html", ".htm", ".ipynb", ".adoc", ".org"}
_LINK: Final = re.compile(r"[{|](?P<what>filename|static|attach|index|category|tag|author)[}|](?P<path>[^\"'<>)\]\n]*)")
_SUMMARY_ENDS: Final = re.compile(r"<!--\s*PELICAN_END_SUMMARY\s*-->")
_SUMMARY_BEGINS: Final = re.compile(r"<!--\s*PELICAN_BEGIN_SUMMARY\s*-->\n?")
_CONTENTS: Final = re.compile(r"^\[TOC\][ \t]*\n?", re.MULTILINE)
_CODE: Final = re.compile(
    r"""
    ^ (?: [ ]{4} | \t ) (?: ::: | \#! ) (?P<language> [\w+-]++ ) [ \t]*+ \n
    (?P<code> (?: (?: [ ]{4} | \t ) [^\n]*+ (?:\n|\Z) | [ \t]*+ \n (?= [ ]{4} | \t ) )++ )
    """,
    re.MULTILINE | re.VERBOSE,
)
"""Indented code whose first line names its language (Python-Markdown, CodeHilite)."""
_WITHOUT_MEANING: Final = ("save_as", "template", "translation", "keywords")


def read_pelican(root: Path) -> OldSite:
    """Read the site in a folder that has `pelicanconf.py`. Raises `Stop` if it has none."""
    files = OldFiles(root)
    settings = read_settings(files)
    reader = _Reader(files, settings)
    documents = tuple(_translated(_in_folders(reader.documents()), settings.ours.language))
    return OldSite(
        settings.ours,
        settings.dialect,
        documents,
        tuple(reader.static()),
        (*settings.problems, *files.problems),
        root,
    )


class _Reader:
    """Reads the content of one site, and tells of what is left out."""

    def __init__(self, files: OldFiles, settings: PelicanSettings) -> None:
        self._files = files
        self._settings = settings
        self._root = posixpath.normpath(settings.text("PATH"))

    def documents(self) -> list[tuple[str, Imported]]:
        """Return articles and pages in Markdown, with their slugs."""
        pages = self._below("PAGE_PATHS", "PAGE_EXCLUDES")
        articles = self._below("ARTICLE_PATHS", "ARTICLE_EXCLUDES")
        found: dict[PurePosixPath, tuple[str, Imported] | None] = {}
        for kind, paths in ((Kind.PAGE, pages), (Kind.POST, articles)):
            for path in paths:
                if path not in found:
                    found[path] = self._document(path, kind)
        return [document for document in found.values() if document]

    def _below(self, folders: str, excluded: str) -> list[PurePosixPath]:
        """Return the texts in some folders of the content, by their paths from it."""
        without = [PurePosixPath(each) for each in self._settings.several(excluded) if each]
        found = [path for folder in self._settings.several(folders) for path in self._files_in(folder)]
        return [path for path in found if not any(path.is_relative_to(each) for each in without)]

    def _files_in(self, folder: str) -> Iterable[PurePosixPath]:
        """Yield the files of a folder of the content, or the one file of that name, by their paths from the content."""
        whole = PurePosixPath(posixpath.normpath(posixpath.join(self._root, folder)))
        if not whole.is_relative_to(self._root):
            self._files.leave_out(str(whole), "lies outside of the content")
            return
        paths = [whole] if self._files.has(whole) else self._files.below(str(whole))
        yield from (path.relative_to(self._root) for path in paths)

    def _document(self, path: PurePosixPath, kind: Kind) -> tuple[str, Imported] | None:
        suffix = path.suffix.lower()
        origin = str(PurePosixPath(self._root, path))
        if suffix in _OTHER_MARKUP:
            self._files.problems.append(no_markdown(origin))
            return None
        text = self._files.text(origin) if suffix in _MARKDOWN else None
        if text is None:
            return None
        given = read(origin, text)
        data = {**self._told(path), **given.data}
        if words(data.get("status")).lower() == "skip":
            self._files.leave_out(origin, "it says so itself (Status: skip)")
            return None
        own_url, own_slug = words(data.pop("url", "") or data.get("save_as")), words(data.pop("slug", ""))
        matter = self._matter(given, data, path, kind)
        named = matter["title"] if self._settings.values["SLUGIFY_SOURCE"] == "title" else path.stem
        slug = own_slug or slug_of(named, self._settings)
        url = own_url or (address(kind, matter, slug, self._settings) if slug else "")
        if not url:
            message = (
                "its old address is not known without the package Unidecode, with which Pelican makes Latin letters; "
                "install that beside mathpress and import again, or write the address as its url"
            )
            self._files.problems.append(warning(origin, "import-address", message))
        body, assets = self._body(given.text[given.body :], path, matter)
        name = path.parent.name if path.stem == "index" else path.stem  # as post/index.md, whose folder tells it apart
        to = PurePosixPath(f"{slugify(name) or slug or 'text'}.md")
        return slug, Imported(origin, kind, to, matter, body, f"/{url.lstrip('/')}" if url else None, assets)

    def _matter(self, given: Head, data: dict[str, Any], path: PurePosixPath, kind: Kind) -> dict[str, Any]:
        status = words(data.pop("status", "published")).lower()
        for name in _WITHOUT_MEANING:
            data.pop(name, None)
        data |= {name: several(data[name]) for name in ("tags", "authors", "author") if name in data}
        matter, problems = front_matter.ours(given, data, self._settings.zone)
        self._files.problems += problems
        matter.setdefault("title", path.stem)
        if kind is Kind.POST and "date" not in matter:
            matter["date"] = self._files.date(given.path, self._settings.zone)
        if matter.get("authors") == (self._settings.ours.author,):
            del matter["authors"]
        if status != "published":
            matter["draft"] = True
        if status == "hidden":
            self._files.problems.append(locked(given.path, "was in no list (Status: hidden)"))
        if "summary" in matter:
            matter["summary"] = self._linked(matter["summary"], path)
        return matter

    def _told(self, path: PurePosixPath) -> dict[str, Any]:
        """Return what is known of an article before its text is read: by settings, its folder and its name."""
        values = self._settings.values
        defaults = values["DEFAULT_METADATA"]
        told: dict[str, Any] = dict(defaults) if isinstance(defaults, dict) else {}
        if values["USE_FOLDER_AS_CATEGORY"] and path.parent.name:
            told["category"] = path.parent.name
        return {**told, **from_path(str(path), path.stem, self._settings)}

    def _body(self, text: str, path: PurePosixPath, matter: dict[str, Any]) -> tuple[str, tuple[Asset, ...]]:
        """Return a body in our Markdown, and the files that are to lie beside it."""
        text = _SUMMARY_ENDS.sub("\n<!-- more -->\n", _SUMMARY_BEGINS.sub("", text), 1)
        if _CONTENTS.search(text):
            matter["toc"] = True
            text = _CONTENTS.sub("", text)
        beside = {}
        for match in _LINK.finditer(text):
            source = PurePosixPath(posixpath.normpath(path.parent / unquote(match["path"]).lstrip("/")))
            if match["what"] == "attach" and self._files.has_below(self._root, str(source)):
                beside[source.name] = Asset(PurePosixPath(source.name), self._files.root / self._root / source)
        return self._linked(_CODE.sub(_fenced, text), path), tuple(beside.values())

    def _linked(self, text: str, path: PurePosixPath) -> str:
        """Return a text in which links with `{filename}` and its kin are plain ones, but in code, which shows them."""
        prose = Prose(text, scan(text).found)

        def plain(match: re.Match[str]) -> str:
            if not prose.has(match.start()):
                return match[0]
            what, named = match["what"], match["path"].rstrip()
            name, mark, fragment = named.partition("#")
            source = posixpath.normpath(posixpath.join("/", str(path.parent), unquote(name)))
            if what == "filename":
                return legible(posixpath.relpath(source, f"/{path.parent}")) + mark + fragment
            if what == "static":
                return legible(source) + mark + fragment
            if what == "attach":
                return legible(posixpath.basename(source))
            if what == "index":
                return "/"
            return f"/{_FOLDERS[what]}/{slug_of_term(unquote(name))}/"

        return _LINK.sub(plain, text)

    def static(self) -> Iterable[Asset]:
        """Yield the static files: those in their folders, each under its path or the one that the settings give it."""
        moved = self._settings.values["EXTRA_PATH_METADATA"]
        moved = moved if isinstance(moved, dict) else {}
        for folder in self._settings.several("STATIC_PATHS"):
            for path in self._files_in(folder):
                if path.suffix.lower() in _MARKDOWN | _OTHER_MARKUP:
                    continue
                told = moved.get(str(path))
                to = told.get("path") if isinstance(told, dict) else None
                yield Asset(PurePosixPath(to if isinstance(to, str) else path), self._files.root / self._root / path)


_FOLDERS: Final = {"category": "categories", "tag": "tags", "author": "authors"}


def _fenced(match: re.Match[str]) -> str:
    lines = (re.sub(r"^(?: {4}|\t)", "", line) for line in match["code"].rstrip().split("\n"))
    return f"```{match['language']}\n" + "\n".join(lines) + "\n```\n\n"


def _in_folders(documents: Sequence[tuple[str, Imported]]) -> list[tuple[str, Imported]]:
    """Return documents of which those with files of their own, and their translations, are folders.

    Files of the same name that are attached to different articles would otherwise meet.
    """
    with_files = {(each.kind, slug) for slug, each in documents if each.assets}
    return [
        (slug, replace(each, path=each.path.with_suffix("") / "index.md") if (each.kind, slug) in with_files else each)
        for slug, each in documents
    ]


def _translated(documents: Sequence[tuple[str, Imported]], default: str) -> Iterable[Imported]:
    """Yield documents; those of one slug in other languages stand beside the one in the site's own, by their names."""
    originals = {(each.kind, slug): each for slug, each in documents if slug and _language(each, default) == default}
    for slug, each in documents:
        original, language = originals.get((each.kind, slug)), _language(each, default)
        if original and language != default:
            yield replace(each, path=original.path.with_name(f"{original.path.stem}.{language}.md"))
        else:
            yield each


def _language(document: Imported, default: str) -> str:
    return words((document.matter or {}).get("lang")) or default
