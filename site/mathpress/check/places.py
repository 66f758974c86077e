"""Where an address that stands on a page was written: in a post, in the settings, in a template of the author's."""

import html
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from mathpress.check.built import Built
from mathpress.check.page import Use
from mathpress.config import setting_place
from mathpress.errors import Place
from mathpress.markup.destinations import Destinations
from mathpress.model import Link
from mathpress.resolve import Article

_TABLES = ("menu", "social")
"""The settings that are addresses on every page."""


class Places:
    """Finds the places of addresses. Most are slots of a document, which know their places."""

    def __init__(self, built: Built) -> None:
        self._built = built
        self._known: dict[PurePosixPath, tuple[Mapping[str, Link], Destinations]] = {}

    def of(self, page: PurePosixPath, use: Use) -> Place:
        """Return where an address on a page was written; if nobody knows, its place on the page."""
        built = self._built
        article = built.articles.get(page)
        if use in built.chrome:
            found = self._in_settings(use) or self._in_templates(use)
        elif article:
            found = self._in_source(article, use) or self._in_templates(use)
        else:
            found = self._in_templates(use)
        return found or built.place_on(page, html.escape(use.url))

    def _in_source(self, article: Article, use: Use) -> Place | None:
        built = self._built
        path = article.document.path
        if path not in self._known:
            urls = Destinations(built.sources.text(path), lambda start, end: built.sources.at(path, start, end))
            self._known = {path: (_links(article, built.config.root), urls)}  # one page is looked at after the other
        slots, urls = self._known[path]
        if use.url in slots:
            return slots[use.url].place
        text = built.sources.text(path)
        written = next((way for way in _ways(use.url, built.config.root) if way in text), None)
        return urls.place(written) if written else None

    def _in_settings(self, use: Use) -> Place | None:
        config = self._built.config
        for table in _TABLES:
            for name, target in getattr(config, table).items():
                if use.url in {target, config.root.rstrip("/") + target}:
                    return setting_place(self._built.root, table, name)
        return None

    def _in_templates(self, use: Use) -> Place | None:
        ways = (f'"{way}"' for way in _ways(use.url, self._built.config.root))
        return next(filter(None, map(self._built.place_in_templates, ways)), None)


def _links(article: Article, root: str) -> Mapping[str, Link]:
    """Return the links of an article by what its page says for them."""
    found: dict[str, Link] = {}
    for link, destination in article.destinations.items():
        if isinstance(link, Link):
            whole = root.rstrip("/") + destination.url + (f"#{destination.fragment}" if destination.fragment else "")
            found.setdefault(whole, link)
            found.setdefault(link.target, link)
    return found


def _ways(url: str, root: str) -> Iterator[str]:
    """Yield the ways in which an address may be written: as it is, decoded or encoded, without the site's root."""
    own = "/" + url.removeprefix(root) if root != "/" and url.startswith(root) else url
    yield from dict.fromkeys(way for each in (url, own) for way in (each, unquote(each), quote(each, "/:?#%&=@+,;~")))
