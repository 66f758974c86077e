"""Search: an index that the reader's browser searches, made by Pagefind from the posts and pages as they read.

Chinese and Japanese have no spaces between words. A program that divides them when the index is made and another that
divides the reader's words in the browser rarely agree (Pagefind 1.5 has this fault, its issue 1237). So here each
ideograph is a word, and `js/search.js` looks for several in a row; whatever stands in a text is found.
"""

import hashlib
import html
import io
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.config import Config
from mathpress.errors import Place, Problem, Stop
from mathpress.render.fill import Filler, Where
from mathpress.render.parts import Parts
from mathpress.resolve import Article, Site, Taxonomy
from mathpress.resolve.collections import names_of
from mathpress.resolve.urls import file_of
from mathpress.text import IDEOGRAPHS

FOLDER: Final = PurePosixPath("pagefind")
ENTRY: Final = FOLDER / "pagefind-entry.json"
"""The file that names all the others; theirs have digests in their names."""
_PACKAGES: Final = ("pagefind", "pagefind_bin")
_LEFT_OUT: Final = re.compile(r"pagefind-(?:\w+-)?ui\.|pagefind-highlight\.")
"""Parts of Pagefind's bundle that our page does without: its interface, and marks on the pages found."""
_NO_LANGUAGE: Final = "unknown"
_DIGEST_SIZE: Final = 16
_TAG: Final = re.compile(r"(<[^>]*>)")
_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")
_MATH: Final = re.compile(r'<math\b[^>]*\balttext="(?P<text>[^"]*)"[^>]*>.*?</math>', re.DOTALL)


def is_available() -> bool:
    """Tell whether Pagefind is installed."""
    return all(find_spec(package) for package in _PACKAGES)


def index(site: Site, config: Config, parts: Parts, cache: Path) -> Mapping[PurePosixPath, bytes]:
    """Return the files of the search index by path. Raises `Stop` if Pagefind fails.

    The last index is kept in the folder `cache`, so that it is made again only if something on the pages changed.
    """
    filler = Filler(config.root, Where.OWN, config.language)
    pages = {file_of(article.url): _text(article, filler, parts) for article in (*site.posts, *site.pages)}
    if not pages:
        return {}
    digest = _digest(f"{version('pagefind')}\0{pages!r}".encode())
    kept = cache / f"search-{digest.hex()}"
    files = _load(kept)
    if files is None:
        files = _run(pages)
        _keep(files, kept)
    return files


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST_SIZE).digest()


def _text(article: Article, filler: Filler, parts: Parts) -> str:
    """Return a page with nothing on it but what is to be found: formulas as plain text, ideographs as words."""
    document = article.document
    body = _MATH.sub(r"\g<text>", filler.fill(document.body.html, article))
    moment = document.matter.date
    title, date = html.escape(document.title_text), parts.date(moment).text if moment else ""
    terms = html.escape(", ".join(name for taxonomy in Taxonomy for name in names_of(document, taxonomy, "")))
    page = (
        f'<!doctype html><html><body data-title="{title}" data-date="{date}" data-language="{parts.language(document)}"'
        ' data-pagefind-meta="title[data-title], date[data-date], language[data-language]">'
        # Weighed less than the text, or what is shown of a post would be its tags.
        f'<h1>{title}</h1>{body}<p data-pagefind-weight="0.1">{terms}</p></body></html>'
    )
    return "".join(part if part.startswith("<") else _IDEOGRAPH.sub(r" \g<0> ", part) for part in _TAG.split(page))


def _run(pages: Mapping[PurePosixPath, str]) -> dict[PurePosixPath, bytes]:
    """Let Pagefind index the pages: all languages of the blog in one index, so that one search finds everything.

    Words are not reduced to their stems, for a word of which half is typed has another: `poly` would not find
    `polynomial`.
    """
    with tempfile.TemporaryDirectory(prefix="mathpress-search-") as name:
        folder, bundle = Path(name, "pages"), Path(name, "bundle")
        for path, text in pages.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        folder.mkdir(exist_ok=True)
        options = {
            "--site": folder,
            "--output-path": bundle,
            "--force-language": _NO_LANGUAGE,
            "--exclude-selectors": ".number, .footnote-backref",
        }
        arguments = [str(part) for option in options.items() for part in option]
        command = [sys.executable, "-m", "pagefind", "--quiet", *arguments]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own arguments)
        except OSError as error:
            raise _failed(f"it cannot be run: {error.strerror}") from error
        if done.returncode:
            raise _failed((done.stderr or done.stdout).strip().rpartition("\n")[2] or f"exit status {done.returncode}")
        return {
            FOLDER / path.relative_to(bundle).as_posix(): path.read_bytes()
            for path in sorted(bundle.rglob("*"))
            if path.is_file() and not _LEFT_OUT.match(path.name)
        }


def _failed(reason: str) -> Stop:
    message = f"Pagefind could not make the index ({reason}); search.enabled = false builds the site without it"
    return Stop(Problem(Place("search.enabled"), "search-failed", message), status=1)


def _load(kept: Path) -> dict[PurePosixPath, bytes] | None:
    """Return the index that was kept, or None if there is none that is whole."""
    try:
        data = kept.read_bytes()
    except OSError:
        return None
    digest, data = data[:_DIGEST_SIZE], data[_DIGEST_SIZE:]
    if digest != _digest(data):
        return None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {PurePosixPath(name): archive.read(name) for name in archive.namelist()}


def _keep(files: Mapping[PurePosixPath, bytes], kept: Path) -> None:
    """Keep an index instead of the last one; where nothing can be written, the next build makes it again."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path, content in files.items():
            archive.writestr(str(path), content)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, prefix="search-", delete=False) as file:
            file.write(_digest(data.getvalue()) + data.getvalue())
        Path(file.name).replace(kept)
        for old in kept.parent.glob("search-*"):
            if old != kept:
                old.unlink(missing_ok=True)
    except OSError:
        return
