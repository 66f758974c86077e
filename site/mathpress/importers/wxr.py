"""WordPress's export, WXR: RSS 2.0 with elements of its own, read piece by piece, for it may be as large as a blog.

A document type is refused, for entities grow without bounds and may name files (XML 1.0, 4.2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from mathpress.errors import Place, Problem, Stop
from mathpress.intake import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_ILLEGAL: Final = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
"""Bytes that no XML may have and that WordPress writes all the same (XML 1.0, 2.2)."""
_WANTED: Final = {"post", "page", "attachment", "wp_block"}


@dataclass(frozen=True, slots=True)
class Category:
    """A category, tag or whatever else an item is filed under, of the kind `domain`."""

    domain: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """A post, page, attachment or pattern, and the comments on it. `fields` are texts by the names of their elements.

    Of the two elements `encoded` that of the content is `content`, the other `excerpt`. `meta` is what the editor and
    plugins have stored with it, by its keys.
    """

    fields: Mapping[str, str]
    categories: tuple[Category, ...]
    comments: tuple[Mapping[str, str], ...]
    meta: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """Return the text of an element, or nothing if there is none."""
        return self.fields.get(name, "")


@dataclass(frozen=True, slots=True)
class Export:
    """An export: what the blog says of itself, its authors by login, its items, and how many others of each type."""

    path: Path
    channel: Mapping[str, str]
    authors: Mapping[str, Mapping[str, str]]
    items: tuple[Item, ...]
    others: Mapping[str, int]


def read_export(path: Path) -> Export:
    """Read an export. Raises `Stop` if it is none."""
    channel: dict[str, str] = {}
    authors: dict[str, Mapping[str, str]] = {}
    items: list[Item] = []
    others: dict[str, int] = {}
    try:
        with opened(path) as file:
            for name, element in _elements(file, path):
                if name == "item":
                    item = _item(element)
                    if item["post_type"] in _WANTED:
                        items.append(item)
                    else:
                        others[item["post_type"]] = others.get(item["post_type"], 0) + 1
                elif name == "author":
                    author = _texts(element)
                    authors[author.get("author_login", "")] = author
                else:
                    channel.setdefault(name, element.text or "")
    except OSError as error:
        raise _stop(path, f"cannot be read: {error.strerror}") from error
    except ParseError as error:
        line, column = error.position
        place = Place(str(path), line, column + 1)
        raise Stop(Problem(place, "import-source", f"is no XML: {str(error).partition(':')[0]}")) from error
    except DefusedXmlException as error:
        raise _stop(path, "has a document type or entities, which no export of WordPress has") from error
    if "wxr_version" not in channel:
        raise _stop(path, "is no export of WordPress; make one in its dashboard under Tools, Export")
    return Export(path, channel, authors, tuple(items), others)


class _Legal:
    """A file without the bytes that no XML may have."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        while data := self._file.read(size):
            if clean := data.translate(None, _ILLEGAL):
                return clean
        return b""


_IN_CHANNEL: Final = 2
"""How many elements are open around what is in the channel: `rss` and `channel`."""


def _elements(file: IO[bytes], path: Path) -> "Iterator[tuple[str, Element]]":
    """Yield the elements of the channel with their names, and forget each when the next one is asked for."""
    open_elements: list[Element] = []
    try:
        for event, element in iterparse(_Legal(file), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                open_elements.append(element)
                continue
            open_elements.pop()
            if len(open_elements) == _IN_CHANNEL:
                yield _local(element.tag), element
                open_elements[-1].remove(element)
    except LookupError as error:  # expat asks Python for the encodings that it does not know
        raise _stop(path, "is in an encoding that there is not; save it as UTF-8 and say so inside") from error


def _item(element: "Element") -> Item:
    categories = tuple(
        Category(each.get("domain", ""), each.get("nicename", ""), each.text or "")
        for each in element.findall("category")
    )
    comments = tuple(_texts(child) for child in element if _local(child.tag) == "comment")
    meta = [_texts(child) for child in element if _local(child.tag) == "postmeta"]
    stored = {each.get("meta_key", ""): each.get("meta_value", "") for each in meta}
    return Item(_texts(element), categories, comments, stored)


def _texts(element: "Element") -> dict[str, str]:
    found: dict[str, str] = {}
    for child in element:
        name = _local(child.tag)
        if name == "encoded":
            name = "excerpt" if "excerpt" in child.tag else "content"
        found.setdefault(name, child.text or "")
    return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _stop(path: Path, message: str) -> Stop:
    return Stop(Problem(Place(str(path)), "import-source", message))
