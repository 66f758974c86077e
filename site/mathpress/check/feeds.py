"""Feeds and sitemaps that readers and robots would refuse (RFC 4287; JSON Feed 1.1; the sitemap protocol 0.9)."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree import ElementTree

from mathpress.check.built import Built
from mathpress.errors import Problem

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_SITEMAP: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[T]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
"""A moment in Atom (RFC 4287, 3.3; RFC 3339, 5.6)."""
_MOST: Final = 50_000
"""Addresses that a sitemap may have."""


def faulty_feeds(built: Built) -> Iterator[Problem]:
    """Yield what is wrong with the feeds and the sitemap of the site."""
    for path in sorted(built.files):
        if path.name == "feed.json":
            found = _json_feed(built, (built.output / path).read_bytes())
        elif path.suffix == ".xml":
            found = _xml(built, (built.output / path).read_bytes())
        else:
            continue
        place = built.place_on(path)
        yield from (Problem(place, "feed-invalid", message) for message in dict.fromkeys(found))


def _xml(built: Built, data: bytes) -> Iterator[str]:
    """Tell what is wrong with a feed in Atom or a sitemap; other XML has to be well-formed alone."""
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        yield f"this is not XML: {error}"
        return
    if root.tag == f"{_ATOM}feed":
        yield from _atom(built, root)
    elif root.tag == f"{_SITEMAP}urlset":
        yield from _sitemap(built, root)


def _atom(built: Built, feed: ElementTree.Element) -> Iterator[str]:
    """Tell what RFC 4287 (4.1) asks for and a feed lacks."""
    entries = feed.findall(f"{_ATOM}entry")
    for element in (feed, *entries):
        name = "the feed" if element is feed else f"the entry {element.findtext(f'{_ATOM}title') or '?'}"
        for needed in ("id", "title", "updated"):
            if len(element.findall(_ATOM + needed)) != 1:
                yield f"{name} must have one {needed}"
        for moment in (*element.findall(f"{_ATOM}updated"), *element.findall(f"{_ATOM}published")):
            if not _MOMENT.fullmatch(moment.text or ""):
                yield f"{name} has a date that is none: {moment.text}"
        identifier = element.findtext(f"{_ATOM}id") or ""
        if not _is_whole(identifier):
            yield f"{name} has an id that is no address: {identifier}"
        for link in element.findall(f"{_ATOM}link"):
            yield from _dead(built, link.get("href", ""), name)
    if not feed.findall(f"{_ATOM}author") and not all(entry.findall(f"{_ATOM}author") for entry in entries):
        yield "neither the feed nor each of its entries has an author"
    identifiers = Counter(entry.findtext(f"{_ATOM}id") for entry in entries)
    yield from (f"{count} entries have the id {each}" for each, count in identifiers.items() if count > 1)


def _sitemap(built: Built, root: ElementTree.Element) -> Iterator[str]:
    addresses = [element.text or "" for element in root.iter(f"{_SITEMAP}loc")]
    if len(addresses) > _MOST:
        yield f"a sitemap has at most {_MOST:,} addresses, and this one {len(addresses):,}"
    for address in addresses:
        yield from _dead(built, address, "the sitemap")


def _json_feed(built: Built, data: bytes) -> Iterator[str]:
    try:
        feed: Any = json.loads(data)
    except (ValueError, RecursionError) as error:
        yield f"this is not JSON: {error}"
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    if (
        not isinstance(items, list)
        or not all(isinstance(item, dict) for item in items)
        or not feed.get("title")
        or "jsonfeed.org" not in str(feed.get("version"))
    ):
        yield "a JSON Feed has a version, a title and items"
        return
    for item in items:
        if not item.get("id") or not {"content_html", "content_text"} & item.keys():
            yield f"the item {item.get('title', '?')} must have an id and a content"
        yield from _dead(built, str(item.get("url", "")), f"the item {item.get('title', '?')}")


def _dead(built: Built, address: str, name: str) -> Iterator[str]:
    """Tell of an address of the site to which nothing answers, or that is not whole."""
    if not _is_whole(address):
        yield f"{name} has an address without a host: {address}"
        return
    target = built.target(PurePosixPath("index.html"), address)
    if target and target.is_ours and built.answer(target.url) is None:
        yield f"{name} leads to {address}, to which nothing answers"


def _is_whole(address: str) -> bool:
    """Tell whether an address has a scheme."""
    try:
        return bool(urlsplit(address).scheme)
    except ValueError:
        return False
