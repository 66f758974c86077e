"""Listings: the pages of the blog itself and of each term that show posts, some at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from mathpress.config import Config
from mathpress.fragments import has_mathml, pictures
from mathpress.kept import digest
from mathpress.model import Texts
from mathpress.outputs import Phase
from mathpress.render import views
from mathpress.render.fill import Filler, Where
from mathpress.render.images import Images
from mathpress.render.parts import Parts, markup, series_of
from mathpress.render.rendering import Rendering, View, all_of
from mathpress.resolve import Article, Taxonomy


@dataclass(frozen=True, slots=True)
class _Listing:
    """What the pages of a listing have in common. `kind` is that of the first; `count` is how many posts there are."""

    title: str
    heading: Markup
    kind: str
    count: int
    urls: tuple[str, ...]


class Listings:
    """Makes listings of a site's posts. `strings` are the words of the interface."""

    def __init__(self, config: Config, texts: Texts, images: Images, parts: Parts, strings: Mapping[str, str]) -> None:
        self._config = config
        self._texts = texts
        self._parts = parts
        self._t = strings
        self._filler = Filler(config.root, Where.LISTING, config.language, images, config.theorems.kinds)
        self._entries: dict[tuple[str, bool], tuple[views.EntryView, str]] = {}
        """The entries so far, each with a digest: a post stands in the listing of each of its terms."""

    def pages(
        self, url: str, title: str, heading: Markup, articles: Sequence[Article], kind: str
    ) -> Iterator[Rendering]:
        """Yield the pages of a listing, at `url` and below; `kind` is that of the first."""
        size = self._config.per_page
        chunks = [articles[start : start + size] for start in range(0, len(articles), size)] or [()]
        urls = [url, *(f"{url}page/{number}/" for number in range(2, len(chunks) + 1))]
        listing = _Listing(title, heading, kind, len(articles), tuple(urls))
        for index, chunk in enumerate(chunks):
            view = partial(self._view, listing, index, chunk)
            yield Rendering(urls[index], "listing.html", Phase.INDEX, all_of(chunk), view)

    def _view(self, listing: "_Listing", index: int, chunk: Sequence[Article]) -> View:
        """Return the view of the page with that index, on which a chunk of the posts stands."""
        urls = listing.urls
        kind = listing.kind if index == 0 else "listing"
        first = next((article for article in chunk if any(pictures(article.document.excerpt.slots))), None)
        entries = [self._entry(article, is_first=article is first) for article in chunk]
        page_text = self._t["page_of"].format(number=index + 1, total=len(urls))
        without = views.ListingView(
            head=self._parts.head(
                listing.title if index == 0 else f"{listing.title} · {page_text}",
                urls[index],
                kind,
                description=self._config.description if listing.kind == "home" else "",
                mathjax=any(article.document.excerpt.mathjax for article in chunk),
                mathml=any(
                    article.document.excerpt.mathml or has_mathml(article.document.title_html) for article in chunk
                ),
                feed=f"{urls[0]}feed.xml" if urls[0].startswith(("/categories/", "/tags/")) else "",
            ),
            heading=listing.heading,
            count_text=self._parts.count(listing.count) if listing.heading else "",
            entries=(),
            number=index + 1,
            total=len(urls),
            page_text=page_text,
            newer=self._parts.url(urls[index - 1]) if index else "",
            older=self._parts.url(urls[index + 1]) if index + 1 < len(urls) else "",
        )
        page = replace(without, entries=tuple(entry for entry, _ in entries))
        return View(page, "\0".join((repr(without), *(told for _, told in entries))))

    def _entry(self, article: Article, *, is_first: bool) -> tuple[views.EntryView, str]:
        """Return a post as listings show it, and a digest; `is_first`: the page's first picture is in it."""
        key = article.url, is_first
        if key not in self._entries:
            entry = self._new_entry(article, is_first=is_first)
            self._entries[key] = entry, digest(repr(entry).encode())
        return self._entries[key]

    def _new_entry(self, article: Article, *, is_first: bool) -> views.EntryView:
        document = article.document
        series = series_of(article)
        return views.EntryView(
            title=markup(document.title_html),
            url=self._parts.url(article.url),
            language=self._parts.language(document),
            date=self._parts.date(document.matter.date),
            draft=document.matter.draft,
            excerpt=self._filler.excerpt(article, self._texts, is_first=is_first),
            more=not document.excerpt_is_whole,
            authors=self._parts.links(article, Taxonomy.AUTHORS),
            categories=self._parts.links(article, Taxonomy.CATEGORIES),
            tags=self._parts.links(article, Taxonomy.TAGS),
            series=self._parts.term_link(series) if series else None,
            part_text=self._parts.part_text(article, series) if series else "",
            comments_text=self._parts.comments(document),
        )
