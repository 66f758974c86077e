"""Feeds and the sitemap: Atom (RFC 4287) and JSON Feed 1.1 for the site, Atom for each category and tag."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zoneinfo import ZoneInfo

from mathpress.config import Config
from mathpress.model import Document
from mathpress.render.fill import Filler, Where
from mathpress.render.images import Images
from mathpress.render.parts import Parts
from mathpress.resolve import Article, Site, Taxonomy, Term
from mathpress.resolve.collections import texts_of

_EPOCH: Final = "1970-01-01T00:00:00Z"
_SAFE: Final = "/:#?=&%~+,;@!$'()*"


class Feeds:
    """Makes the feeds of a site."""

    def __init__(self, site: Site, config: Config, images: Images, parts: Parts) -> None:
        self._site = site
        self._config = config
        self._parts = parts
        self._filler = Filler(config.url, Where.FEED, config.language, images, config.theorems.kinds)
        self._zone = ZoneInfo(config.timezone)
        self._articles = {article.document: article for article in site.posts}

    def atom(self, term: Term | None = None) -> bytes:
        """Return the Atom feed of the site, or of one category or tag. `updated` is that of its newest post."""
        articles = self._newest(term)
        title = f"{self._config.title} · {term.name}" if term else self._config.title
        url = term.url if term else "/"
        feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": self._config.language})
        SubElement(feed, "title").text = title
        if self._config.description and not term:
            SubElement(feed, "subtitle").text = self._config.description
        SubElement(feed, "id").text = self._absolute(url)
        SubElement(feed, "link", href=self._absolute(url))
        SubElement(feed, "link", rel="self", type="application/atom+xml", href=self._absolute(f"{url}feed.xml"))
        SubElement(feed, "updated").text = max((self._updated(article) for article in articles), default=_EPOCH)
        SubElement(feed, "generator", uri="https://pypi.org/project/mathpress/").text = "mathpress"
        if self._config.license:
            SubElement(feed, "rights").text = self._rights()
        if self._config.author:
            SubElement(SubElement(feed, "author"), "name").text = self._config.author
        for article in articles:
            self._entry(feed, article)
        indent(feed)
        return _xml(feed)

    def _rights(self) -> str:
        address = self._config.license_address
        return f"{self._config.license} {self._absolute(address) if address.startswith('/') else address}".strip()

    def json(self) -> bytes:
        """Return the JSON Feed of the site."""
        items = [
            {
                "id": self._absolute(article.url),
                "url": self._absolute(article.url),
                "title": article.document.title_text,
                "content_html": self._content(article),
                "summary": self._parts.description(article),
                "date_published": self._moment(article.document.matter.date),
                "date_modified": self._updated(article),
                "authors": [{"name": name} for name in self._authors(article.document)],
                "tags": self._names(article.document),
                "language": article.document.matter.lang or self._config.language,
            }
            for article in self._newest(None)
        ]
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self._config.title,
            "home_page_url": self._config.url,
            "feed_url": self._absolute("/feed.json"),
            "description": self._config.description,
            "language": self._config.language,
            "items": items,
        }
        return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()

    def sitemap(self) -> bytes:
        """Return the sitemap (sitemaps.org protocol 0.9): the home page, posts, and pages that stand by themselves."""
        urls = Element("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
        SubElement(SubElement(urls, "url"), "loc").text = self._config.url
        for article in (*self._site.posts, *self._site.pages):
            url = SubElement(urls, "url")
            SubElement(url, "loc").text = self._absolute(article.url)
            if article.document.matter.date or article.document.matter.updated:
                SubElement(url, "lastmod").text = self._updated(article)
        indent(urls)
        return _xml(urls)

    def robots(self) -> bytes:
        """Return robots.txt (RFC 9309)."""
        return f"User-agent: *\nAllow: /\n\nSitemap: {self._absolute('/sitemap.xml')}\n".encode()

    def terms(self) -> list[Term]:
        """Return the categories and tags, which have feeds of their own."""
        return [term for taxonomy in (Taxonomy.CATEGORIES, Taxonomy.TAGS) for term in self._site.terms[taxonomy]]

    def _entry(self, feed: Element, article: Article) -> None:
        document = article.document
        entry = SubElement(feed, "entry", {"xml:lang": document.matter.lang or self._config.language})
        SubElement(entry, "title").text = document.title_text
        SubElement(entry, "id").text = self._absolute(article.url)
        SubElement(entry, "link", href=self._absolute(article.url))
        SubElement(entry, "published").text = self._moment(document.matter.date)
        SubElement(entry, "updated").text = self._updated(article)
        for name in self._authors(document) or [self._config.title]:
            SubElement(SubElement(entry, "author"), "name").text = name
        for name in self._names(document):
            SubElement(entry, "category", term=name)
        SubElement(entry, "summary").text = self._parts.description(article)
        SubElement(entry, "content", type="html").text = self._content(article)

    def _newest(self, term: Term | None) -> Sequence[Article]:
        limit = self._config.feed.limit
        return [self._articles[post] for post in term.posts[:limit]] if term else self._site.posts[:limit]

    def _content(self, article: Article) -> str:
        body = article.document.body
        if self._config.feed.content == "excerpt":
            return self._filler.fill(body.excerpt, article)
        return self._filler.fill(body.html, article) + self._filler.references(article)

    def _names(self, document: Document) -> list[str]:
        return [name for kind in (Taxonomy.CATEGORIES, Taxonomy.TAGS) for name in texts_of(document, kind, "")]

    def _authors(self, document: Document) -> list[str]:
        return list(texts_of(document, Taxonomy.AUTHORS, self._config.author))

    def _updated(self, article: Article) -> str:
        return self._moment(article.document.matter.updated or article.document.matter.date)

    def _moment(self, moment: datetime | None) -> str:
        return moment.astimezone(self._zone).isoformat() if moment else _EPOCH

    def _absolute(self, url: str) -> str:
        return quote(self._filler.url(url), safe=_SAFE)


def _xml(root: Element) -> bytes:
    body: str = tostring(root, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'.encode()
