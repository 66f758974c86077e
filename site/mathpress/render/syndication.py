"""Feeds and sitemaps written out: Atom (RFC 4287), JSON Feed 1.1, the sitemap protocol 0.9."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mathpress.kept import digest
from mathpress.render.pieces import Filled


@dataclass(frozen=True, slots=True)
class Item:
    """A post in a feed: its absolute URL, moments as RFC 3339 writes them, and its HTML.

    `id` is the address that it had first, by which readers know it. `names` are its categories and tags; `image` is
    the absolute URL of its cover, or empty; `behind` is what follows its text: the list of what it cites, or a link
    to the rest, or nothing.
    """

    id: str
    url: str
    title: str
    language: str
    published: str
    updated: str
    authors: tuple[str, ...]
    names: tuple[str, ...]
    summary: str
    image: str
    content: Filled
    behind: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: the absolute URLs of the page it follows and of itself, when its newest item changed, its items.

    What the blog does not say is empty.
    """

    title: str
    description: str
    page: str
    url: str
    language: str
    updated: str
    author: str
    rights: str
    items: tuple[Item, ...]


def atom(feed: Feed) -> bytes:
    """Return a feed as Atom."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language})
    SubElement(root, "title").text = feed.title
    if feed.description:
        SubElement(root, "subtitle").text = feed.description
    SubElement(root, "id").text = feed.page
    SubElement(root, "link", rel="alternate", type="text/html", href=feed.page)
    SubElement(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    SubElement(root, "updated").text = feed.updated
    SubElement(root, "generator", uri="https://pypi.org/project/mathpress/").text = "mathpress"
    if feed.rights:
        SubElement(root, "rights").text = feed.rights
    if feed.author:
        SubElement(SubElement(root, "author"), "name").text = feed.author
    head = _xml(root).removesuffix(_END)
    return b"".join((head.encode(), *(_remembered(_entry, item) for item in feed.items), _END.encode()))


_END: Final = "</feed>\n"


def _entry(item: Item) -> bytes:
    entry = Element("entry", {"xml:lang": item.language})
    SubElement(entry, "title").text = item.title
    SubElement(entry, "id").text = item.id
    SubElement(entry, "link", rel="alternate", type="text/html", href=item.url)
    SubElement(entry, "published").text = item.published
    SubElement(entry, "updated").text = item.updated
    for name in item.authors:
        SubElement(SubElement(entry, "author"), "name").text = name
    for name in item.names:
        SubElement(entry, "category", term=name)
    SubElement(entry, "summary").text = item.summary
    SubElement(entry, "content", type="html").text = f"{item.content}{item.behind}"
    indent(entry, level=1)
    return f"  {tostring(entry, encoding='unicode')}\n".encode()


def json_feed(feed: Feed) -> bytes:
    """Return a feed as JSON Feed."""
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        **({"description": feed.description} if feed.description else {}),
        **({"authors": [{"name": feed.author}]} if feed.author else {}),
        "language": feed.language,
        "items": [],
    }
    head = _json(said).removesuffix(b"]\n}")
    items = b",".join(b"\n  " + _remembered(_object, item) for item in feed.items)
    return head + items + (b"\n ]\n}\n" if items else b"]\n}\n")


def _object(item: Item) -> bytes:
    said = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": f"{item.content}{item.behind}",
        "summary": item.summary,
        **({"image": item.image} if item.image else {}),
        "date_published": item.published,
        "date_modified": item.updated,
        "authors": [{"name": name} for name in item.authors],
        "tags": list(item.names),
        "language": item.language,
    }
    return _json(said).replace(b"\n", b"\n  ")  # those in strings are escaped


def _json(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


_MANY: Final = 256
"""How many items are remembered as they are written: the newest posts stand in several feeds."""
_written: Final[dict[str, bytes]] = {}
"""Those, the last ones last, by digests: an item itself holds on to its site, and to all that texts are read from."""


def _remembered(write: Callable[[Item], bytes], item: Item) -> bytes:
    """Return an item as it is written, now or earlier."""
    key = digest(f"{write.__name__} {item!r}".encode())
    data = _written.pop(key, None) or write(item)
    _written[key] = data
    for old in list(_written)[:-_MANY]:
        _written.pop(old, None)
    return data


def sitemap(urls: Sequence[tuple[str, str]]) -> bytes:
    """Return a sitemap of absolute URLs, each with the moment of its last change, which may be empty."""
    root = Element("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    for address, changed in urls:
        url = SubElement(root, "url")
        SubElement(url, "loc").text = address
        if changed:
            SubElement(url, "lastmod").text = changed
    return _xml(root).encode()


def _xml(root: Element) -> str:
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'
