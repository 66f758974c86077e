"""Where things are on the site: URLs below its root, and the files that answer to them.

A URL here is a path from the site's root, `/2026/09/nbce/`; the root itself (`/blog/`) is added by `render`.
"""

import re
import string
from collections.abc import Container, Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

from mathpress.kept import digest
from mathpress.model import Face, Kind
from mathpress.naming import is_index, split_name, stem
from mathpress.text import slugify
from mathpress.urlpath import LONGEST_NAME, clean

_INDEX: Final = "index.html"
_ENCODED: Final = re.compile(r"[\x00-\x20\x7f-\x9f\s%#?\"<>\\^`{|}]")
"""What a file's name may hold but a URL may not."""
UNNAMED: Final = "-"
"""The URL segment of a category, tag, series or author whose name has no letters: no other slug begins so."""
_SIGNS: Final = {"+": "-plus-", "#": "-sharp-", "♯": "-sharp-", "*": "-star-"}
_SIGN: Final = re.compile(r"[+#♯*]")


@cache
def slug_of_term(name: str) -> str:
    """Return the URL segment of a category, tag, series or author. C, C++, C# and C* have four."""
    slug = slugify(_SIGN.sub(lambda sign: _SIGNS[sign[0]], name)) or UNNAMED
    if len(slug.encode()) > LONGEST_NAME:  # it is cut, with what tells it from others that begin like it
        slug = f"{slug.encode()[: LONGEST_NAME // 2].decode(errors='ignore')}-{digest(slug.encode())[:8]}"
    return slug


def slug_of(document: Face) -> str:
    """Return the URL segment of a post: its `slug`, else its file's name."""
    return slugify(document.matter.slug or stem(document.path)) or "post"


def url_of(document: Face, pattern: str, pages: Mapping[str, str]) -> str:
    """Return the URL of a document: its `url`, else made by the permalink pattern. Raises `BadUrlError`.

    `pages` are the folders of pages, each with the path below the root where its pages are.
    """
    if document.matter.url:
        return clean(document.matter.url)
    if document.kind is Kind.PAGE:
        return _url_of_page(document, *folder_of(document.path, pages))
    categories = document.matter.categories
    values = {
        "date": document.matter.date,
        "slug": slug_of(document),
        "category": slug_of_term(categories[0]) if categories else "uncategorized",
        "name": slugify(stem(document.path)) or "post",
    }
    return clean(string.Formatter().vformat(pattern, (), values))


def folder_of(path: PurePosixPath, folders: Mapping[str, str]) -> tuple[str, str]:
    """Return which of some folders a file is in, with what belongs to that folder: the innermost, if several are."""
    return max((each for each in folders.items() if path.is_relative_to(each[0])), key=lambda each: len(each[0]))


def _url_of_page(document: Face, folder: str, prefix: str) -> str:
    inner = document.path.relative_to(folder).parent
    name = document.matter.slug or stem(document.path)
    if prefix and not inner.name and is_index(document.path):
        language = slugify(split_name(document.path)[1])
        return f"/{prefix}/{language}/" if language else f"/{prefix}/"
    inner = inner.parent if is_index(document.path) and inner.name else inner
    return clean(str(PurePosixPath("/", prefix, *(slugify(part) or "page" for part in (*inner.parts, name)))))


def published(path: PurePosixPath, posts: str) -> PurePosixPath:
    """Return where a content file is published: its path below the folder that holds the posts' folder.

    With posts in `content/posts`, `content/posts/img/a.png` is published as `posts/img/a.png`.
    """
    content = PurePosixPath(posts).parent
    return path.relative_to(content) if path.is_relative_to(content) else path


def url_of_file(path: PurePosixPath) -> str:
    """Return the URL of a file below the output folder; letters of any script stand in it as they are."""
    return _ENCODED.sub(lambda char: quote(char[0]), f"/{path}")


def url_of_output(path: PurePosixPath) -> str:
    """Return the URL by which readers ask for a file below the output folder: its folder's if it is an index."""
    return url_of_file(path).removesuffix(_INDEX) if path.name == _INDEX else url_of_file(path)


def listing_pages(url: str, count: int, size: int) -> Iterator[str]:
    """Yield the URLs of the pages of a listing of so many posts, `size` on each."""
    return (listing_page(url, number) for number in range(1, page_count(count, size) + 1))


def page_count(count: int, size: int) -> int:
    """Return how many pages a listing of so many posts has; one without any is a page too."""
    return max(1, -(-count // size))


def listing_page(url: str, number: int) -> str:
    """Return the URL of a page of a listing, which are counted from 1."""
    return url if number == 1 else f"{url}page/{number}/"


@cache
def file_of(url: str) -> PurePosixPath:
    """Return the file below the output folder that answers to a URL."""
    relative = url.lstrip("/")
    return PurePosixPath(relative + _INDEX if url.endswith("/") else relative)


def answering(url: str, files: Container[PurePosixPath]) -> PurePosixPath | None:
    """Return which of the files answers to a URL; hosts add the slash behind a folder that its author left out."""
    file = file_of(url)
    return next((each for each in (file, file / _INDEX) if each in files), None)
