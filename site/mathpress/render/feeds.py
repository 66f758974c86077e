"""Feeds and the sitemap: of the site as Atom and JSON Feed, of each category and tag as Atom.

Each is told first, as the view of a page is, so that it is written out only if something in it changed.
"""

import html
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache, partial
from itertools import chain
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from mathpress.edits import Edits
from mathpress.fingerprints import Fingerprints
from mathpress.kept import digest
from mathpress.model import Document
from mathpress.outputs import Output, Phase
from mathpress.render.context import Context
from mathpress.render.covers import address_of
from mathpress.render.fill import Where
from mathpress.render.parts import Parts
from mathpress.render.rendering import all_of
from mathpress.render.syndication import Feed, Item, atom, json_feed, sitemap
from mathpress.resolve import Article, Taxonomy, Term
from mathpress.resolve.collections import texts_of
from mathpress.resolve.urls import file_of
from mathpress.words import strings

Content = TypeVar("Content")
_EPOCH: Final = "1970-01-01T00:00:00Z"


class Feeds:
    """Makes the feeds of a site, if their `fingerprints` may be others. `key` tells the code that makes them."""

    def __init__(self, context: Context, parts: Parts, key: str, fingerprints: Fingerprints) -> None:
        self._site = context.site
        self._config = context.config
        self._texts = context.texts
        self._parts = parts
        self._key = key
        self._fingerprints = fingerprints
        self._filler = context.filler(Where.FEED)
        self._zone = ZoneInfo(context.config.timezone)
        self._items: dict[str, Item] = {}

    def all(self) -> Iterator[Output]:
        """Yield every feed, the sitemap and robots.txt."""
        yield self._output("/sitemap.xml", (), self._urls, sitemap)
        yield self._output("/robots.txt", (), self._robots, str.encode)
        yield from self._feeds(chain.from_iterable(self._site.terms.values()))

    def showing(self, edits: Edits) -> Iterator[Output]:
        """Yield the feeds that may show the text of what was edited."""
        return self._feeds(edits.terms)

    def _feeds(self, terms: Iterable[Term]) -> Iterator[Output]:
        """Yield the feed of the site, and those of some groups that have one."""
        newest = self._newest()
        yield self._output("/feed.xml", newest, self.feed, atom)
        yield self._output("/feed.json", newest, partial(self.feed, name="feed.json"), json_feed)
        for term in (term for term in terms if term.feed_url):
            yield self._output(term.feed_url, self._newest(term), partial(self.feed, term), atom)

    def _newest(self, term: Term | None = None) -> Sequence[Article]:
        """Return the posts in the feed of the site, or of one category or tag."""
        limit = self._config.feed.limit
        return [self._site.post(post) for post in term.posts[:limit]] if term else self._site.posts[:limit]

    def feed(self, term: Term | None = None, name: str = "feed.xml") -> Feed:
        """Return the feed of the site, or of one category or tag, which has a file of its own with that name."""
        config = self._config
        url = term.url if term else "/"
        items = tuple(map(self._item, self._newest(term)))
        return Feed(
            title=f"{config.title} · {term.name}" if term else config.title,
            description="" if term else config.description,
            page=self._absolute(url),
            url=self._absolute(url + name),
            language=config.language,
            updated=_last((item.updated for item in items), _EPOCH),
            author=config.author,
            rights=self._rights() if config.license else "",
            items=items,
        )

    def _output(
        self, url: str, articles: Sequence[Article], tell: Callable[[], Content], write: Callable[[Content], bytes]
    ) -> Output:
        """Return what shows some articles; `tell` says what is written out."""
        content = cache(tell)
        shown = all_of(articles)
        fingerprint = self._fingerprints.of(url, shown, lambda: digest(f"{self._key}\0{content()!r}".encode()))
        return Output(file_of(url), Phase.INDEX, fingerprint, lambda: write(content()))

    def _item(self, article: Article) -> Item:
        """Return a post as it stands in feeds; each stands in several."""
        if article.url not in self._items:
            document, config = article.document, self._config
            whole = config.feed.content != "excerpt"
            names = [texts_of(document, kind, "") for kind in (Taxonomy.CATEGORIES, Taxonomy.TAGS)]
            self._items[article.url] = Item(
                id=self._absolute(article.first_url),
                url=self._absolute(article.url),
                title=document.title_text,
                language=document.matter.lang or config.language,
                published=self._moment(document.matter.date),
                updated=self._updated(document),
                authors=texts_of(document, Taxonomy.AUTHORS, config.author) or (config.title,),
                names=tuple(chain.from_iterable(names)),
                summary=self._parts.description(article),
                image=address_of(article, self._absolute),
                content=(self._filler.body if whole else self._filler.excerpt)(article, self._texts),
                behind=self._filler.references(article) if whole else self._rest(article),
            )
        return self._items[article.url]

    def _rest(self, article: Article) -> str:
        """Return a link to what an excerpt leaves out, if it leaves out anything."""
        document = article.document
        if document.excerpt_is_whole:
            return ""
        text = html.escape(strings(document.matter.lang or self._config.language)["read_more"])
        return f'<p><a href="{html.escape(self._absolute(article.url))}">{text}</a></p>'

    def _robots(self) -> str:
        """Return what robots are told (RFC 9309)."""
        return f"User-agent: *\nAllow: /\n\nSitemap: {self._absolute('/sitemap.xml')}\n"

    def _urls(self) -> tuple[tuple[str, str], ...]:
        """Return the front page, posts, and pages that stand by themselves, with the moments of their last changes."""
        urls = [(self._absolute(article.url), self._changed(article.document)) for article in self._site.articles]
        return (self._absolute("/"), _last((changed for _, changed in urls[: len(self._site.posts)]), "")), *urls

    def _changed(self, document: Document) -> str:
        return self._updated(document) if document.matter.date or document.matter.updated else ""

    def _rights(self) -> str:
        address = self._config.license_address
        return f"{self._config.license} {self._absolute(address) if address.startswith('/') else address}".strip()

    def _updated(self, document: Document) -> str:
        return self._moment(document.matter.updated or document.matter.date)

    def _moment(self, moment: datetime | None) -> str:
        return moment.astimezone(self._zone).isoformat() if moment else _EPOCH

    def _absolute(self, url: str) -> str:
        return self._parts.canonical(url)


def _last(moments: Iterable[str], none: str) -> str:
    """Return the last of some moments, which texts with the offsets of summer and winter do not tell by themselves."""
    return max(filter(None, moments), key=datetime.fromisoformat, default=none)
