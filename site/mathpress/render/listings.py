"""Listings: the pages of the blog itself and of each term that show posts, some at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from mathpress.fragments import has_mathml, pictures
from mathpress.kept import digest
from mathpress.model import Face
from mathpress.outputs import Phase
from mathpress.render import views
from mathpress.render.context import Context
from mathpress.render.covers import cover
from mathpress.render.fill import Where
from mathpress.render.parts import Parts, markup, series_of
from mathpress.render.rendering import Rendering, View, all_of
from mathpress.resolve import Article, Taxonomy
from mathpress.resolve.urls import listing_page, page_count


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing of posts, in order, at a URL and below it.

    `kind` is that of its first page; `feed` is the URL of a feed of its own, or empty.
    """

    url: str
    title: str
    heading: Markup
    kind: str
    posts: Sequence[Face]
    feed: str = ""


class Listings:
    """Makes listings of a site's posts."""

    def __init__(self, context: Context, parts: Parts) -> None:
        self._site = context.site
        self._config = context.config
        self._texts = context.texts
        self._parts = parts
        self._t = context.strings
        self._filler = context.filler(Where.LISTING)
        self._entries: dict[tuple[str, bool], tuple[views.EntryView, str]] = {}
        """The entries so far, each with a digest: a post stands in the listing of each of its terms."""

    def pages(self, listing: Listing) -> Iterator[Rendering]:
        """Yield the pages of a listing."""
        return (self._page(listing, number) for number in range(1, self._total(listing) + 1))

    def showing(self, listing: Listing, posts: frozenset[Face]) -> Iterator[Rendering]:
        """Yield those of its pages that show one of some posts."""
        size = self._config.per_page
        numbers = {1 + position // size for position, post in enumerate(listing.posts) if post in posts}
        return (self._page(listing, number) for number in sorted(numbers))

    def _total(self, listing: Listing) -> int:
        """Return how many pages a listing has."""
        return page_count(len(listing.posts), self._config.per_page)

    def _page(self, listing: Listing, number: int) -> Rendering:
        """Return the page of a listing with that number, from 1."""
        end = number * self._config.per_page
        chunk = [self._site.post(post) for post in listing.posts[end - self._config.per_page : end]]
        view = partial(self._view, listing, number, chunk)
        return Rendering(listing_page(listing.url, number), "listing.html", Phase.INDEX, all_of(chunk), view)

    def _view(self, listing: Listing, number: int, chunk: Sequence[Article]) -> View:
        """Return the view of the page with that number, on which a chunk of the posts stands."""
        total = self._total(listing)
        is_first = number == 1
        first = next((article for article in chunk if any(pictures(article.document.excerpt.slots))), None)
        entries = [self._entry(article, is_first=article is first) for article in chunk]
        page_text = self._t["page_of"].format(number=number, total=total)
        without = views.ListingView(
            head=self._parts.head(
                listing.title if is_first else f"{listing.title} · {page_text}",
                listing_page(listing.url, number),
                listing.kind if is_first else "listing",
                description=self._config.description if listing.kind == "home" else "",
                mathjax=any(article.document.excerpt.mathjax for article in chunk),
                mathml=any(
                    article.document.excerpt.mathml or has_mathml(article.document.title_html) for article in chunk
                ),
                feed=listing.feed,
            ),
            heading=listing.heading,
            count_text=self._parts.count(len(listing.posts)) if listing.heading else "",
            entries=(),
            number=number,
            total=total,
            page_text=page_text,
            newer="" if is_first else self._parts.url(listing_page(listing.url, number - 1)),
            older=self._parts.url(listing_page(listing.url, number + 1)) if number < total else "",
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
            scheduled=article.is_scheduled,
            cover=cover(article, self._filler),
            excerpt=self._filler.excerpt(article, self._texts, is_first=is_first),
            more=not document.excerpt_is_whole,
            authors=self._parts.links(article, Taxonomy.AUTHORS),
            categories=self._parts.links(article, Taxonomy.CATEGORIES),
            tags=self._parts.links(article, Taxonomy.TAGS),
            series=self._parts.term_link(series) if series else None,
            part_text=self._parts.part_text(article, series) if series else "",
            comments_text=self._parts.comments(document),
        )
