"""Search: an index that the reader's browser searches, made by Pagefind from the posts and pages as they read.

Chinese and Japanese have no spaces between words. A program that divides them when the index is made and another that
divides the reader's words in the browser rarely agree (Pagefind 1.5 has this fault, its issue 1237). So here each
ideograph is a word, and `js/search.js` looks for several in a row; whatever stands in a text is found. A formula is its
plain text, and before that a phrase of words for its LaTeX (`phrases`), which the page does not show.
"""

import contextlib
import html
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.config import Config
from mathpress.errors import Place, Problem, Severity, Stop
from mathpress.kept import KeepingError, Kept, digest
from mathpress.model import Texts
from mathpress.packing import UnpackingError, pack, unpack
from mathpress.render.context import Context
from mathpress.render.fill import Filler, Where
from mathpress.render.parts import Parts
from mathpress.render.phrases import phrase, table
from mathpress.render.pieces import Filled
from mathpress.resolve import Article, Taxonomy
from mathpress.resolve.collections import texts_of
from mathpress.resolve.urls import file_of
from mathpress.text import IDEOGRAPHS
from mathpress.versions import made_by

FOLDER: Final = PurePosixPath("pagefind")
ENTRY: Final = FOLDER / "pagefind-entry.json"
"""The file that names those of the index, which have digests in their names."""
_TABLE: Final = FOLDER / "formulas.json"
"""What the page needs to make phrases of formulas as the index has them."""
_PROGRAM: Final = "pagefind_bin"
"""The package that has Pagefind's program in it."""
_ENGINE: Final = "math-core"
"""The package by which phrases know what commands stand for."""
_OPTIONS: Final = ("--quiet", "--force-language", "unknown", "--exclude-selectors", ".number, .footnote-backref")
"""One index for all languages of the blog, so that one search finds everything. Words are not reduced to their stems,
for a word of which half is typed has another: `poly` would not find `polynomial`."""
_LEFT_OUT: Final = re.compile(r"pagefind-(?:\w+-)?ui\.|pagefind-highlight\.")
"""Parts of Pagefind's bundle that our page does without: its interface, and marks on the pages found."""
_TAG: Final = re.compile(r"(<[^>]*>)")
_PAGEFIND: Final = re.compile(r"\bdata-pagefind(?=-)")
"""Attributes by which a post would tell Pagefind what to index, and could keep all others out."""
_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")
_FORMULA: Final = re.compile(
    r"""
    (?P<tag> <[^<>]*\bdata-tex="(?P<tex>[^"<>]*)"[^<>]*> (?: <\w+[ ]class="scroll"> )? )
    (?: <math\b[^<>]*\balttext="(?P<text>[^"]*)"[^<>]*> .*? </math> )?
    """,
    re.VERBOSE | re.DOTALL,
)
BEGIN, MIDDLE, END, EDGE = "\ue000", "\ue001", "\ue002", "\ue003"
"""Characters that Pagefind keeps and does not index: around a formula's phrase, behind its text; around the body."""
_MARKS: Final = re.compile(f"[{BEGIN}-\ue00f]")


def is_possible(config: Config) -> tuple[bool, tuple[Problem, ...]]:
    """Tell whether the site has a search page; one that is wanted but cannot be made is a problem."""
    if not config.search.enabled or find_spec(_PROGRAM) is not None:
        return config.search.enabled, ()
    message = "Pagefind is not installed, so the site has no search page; pip install pagefind_bin brings it"
    return False, (Problem(Place("search.enabled"), "search-missing", message, Severity.WARNING),)


def pages_of(context: Context, parts: Parts) -> Mapping[PurePosixPath, "Page"]:
    """Return what is to be found on the pages of articles, by the pages' files."""
    filler = replace(context, images={}).filler(Where.OWN)  # where pictures change nothing is found that was not
    return {file_of(each.url): _page(each, context.texts, filler, parts) for each in context.site.articles}


def index(context: Context, parts: Parts, kept: Kept) -> Mapping[PurePosixPath, bytes]:
    """Return the files of the search index by path. Raises `Stop` if Pagefind fails.

    The last index is `kept`, so that it is made again only if something on the pages changed.
    """
    pages = pages_of(context, parts)
    name = digest(f"{made_by((_PROGRAM, _ENGINE))}{_OPTIONS}{pages}".encode())
    if known := _unpacked(kept.load(name) or b""):
        return known
    files = _run(pages) | {_TABLE: table()}
    with contextlib.suppress(KeepingError):  # where nothing can be written, the next build makes it again
        kept.keep(name, pack(files))
        kept.forget()
    return files


@dataclass(frozen=True, slots=True)
class Page:
    """What is to be found on a page."""

    title: str
    date: str
    language: str
    names: str
    body: Filled

    def html(self) -> str:
        """Return a page with nothing else on it: formulas as phrases and plain text, ideographs as words."""
        body = _PAGEFIND.sub("data-ignored", _with_phrases(str(self.body)))
        heading = _with_phrases(self.title)
        title = html.escape(html.unescape(_TAG.sub("", _PHRASE.sub(BEGIN, heading))))
        page = (
            f'<!doctype html><html><body data-title="{title}" data-date="{self.date}" data-language="{self.language}"'
            ' data-pagefind-body data-pagefind-meta="title[data-title], date[data-date], language[data-language]">'
            f"<h1>{heading}</h1><p>{EDGE}</p>{body}<p>{EDGE}</p>"
            f'<p data-pagefind-weight="0.1">{html.escape(self.names)}</p></body></html>'
        )
        return "".join(part if part.startswith("<") else _IDEOGRAPH.sub(r" \g<0> ", part) for part in _TAG.split(page))


_PHRASE: Final = re.compile(f"{BEGIN}[^{MIDDLE}]*{MIDDLE}")


def _with_phrases(fragment: str) -> str:
    """Return HTML with a phrase and plain text for each formula; the LaTeX of what is not MathML stays behind it."""
    return _FORMULA.sub(_with_phrase, _MARKS.sub("", fragment))


def _with_phrase(formula: re.Match[str]) -> str:
    words = phrase(html.unescape(formula["tex"]))
    return f"{formula['tag']}{BEGIN} {words} {MIDDLE}{formula['text'] or ''}{END}"


def _page(article: Article, texts: Texts, filler: Filler, parts: Parts) -> Page:
    document = article.document
    return Page(
        title=document.title_html,
        date=parts.date(document.matter.date).text if document.matter.date else "",
        language=parts.language(document),
        names=", ".join(name for taxonomy in Taxonomy for name in texts_of(document, taxonomy, "")),
        body=filler.body(article, texts),
    )


def _run(pages: Mapping[PurePosixPath, Page]) -> dict[PurePosixPath, bytes]:
    """Let Pagefind index the pages, whatever settings of its own lie about in the blog or in the environment."""
    from pagefind_bin import get_executable

    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    try:
        with tempfile.TemporaryDirectory(prefix="mathpress-search-") as name:
            folder, bundle = Path(name, "pages"), Path(name, "bundle")
            for path, page in pages.items():
                file = folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(page.html(), "utf-8")
            done = subprocess.run(  # noqa: S603 (arguments of our own)
                [get_executable(), "--site", folder, "--output-path", bundle, *_OPTIONS],
                cwd=name,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
            files = {
                FOLDER / path.relative_to(bundle).as_posix(): path.read_bytes()
                for path in sorted(bundle.rglob("*"))
                if path.is_file() and not _LEFT_OUT.match(path.name)
            }
    except OSError as error:
        raise _failed(f"it cannot be run: {error.strerror or error}") from error
    if done.returncode or ENTRY not in files:
        raise _failed((done.stderr or done.stdout).strip().rpartition("\n")[2] or f"exit status {done.returncode}")
    return files


def _failed(reason: str) -> Stop:
    message = f"Pagefind could not make the index ({reason}); search.enabled = false builds the site without it"
    return Stop(Problem(Place("search.enabled"), "search-failed", message), status=1)


def _unpacked(kept: bytes) -> dict[PurePosixPath, bytes] | None:
    """Return the files of an index that was kept; None if it is none, as one that came with a blog from elsewhere.

    Such a one could name files out of the site.
    """
    try:
        files = unpack(kept, dict)
    except UnpackingError:
        return None
    is_ours = all(
        isinstance(path, PurePosixPath)
        and path.is_relative_to(FOLDER)
        and ".." not in path.parts
        and isinstance(content, bytes)
        for path, content in files.items()
    )
    return files if is_ours and ENTRY in files else None
