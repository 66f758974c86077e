"""Parts of views that listings and articles share: heads, links, dates, counts, each in the words of the interface."""

import html
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_date
from markupsafe import Markup

from mathpress.fragments import has_mathml
from mathpress.model import Document, Face
from mathpress.render import pieces
from mathpress.render.citing import cite
from mathpress.render.context import Context
from mathpress.render.covers import shared
from mathpress.render.fill import Where
from mathpress.render.languages import counted, locale_of, name_of, with_territory
from mathpress.resolve import Article, Taxonomy, Term
from mathpress.resolve.collections import texts_of
from mathpress.resolve.urls import slug_of, url_of_file
from mathpress.text import shorten

if TYPE_CHECKING:
    from pathlib import PurePosixPath

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SAFE: Final = "/:#?=&%~+,;@!$'()*"
"""What stands in a URL as it is, beside letters and digits."""
_WORDS_A_MINUTE: Final = 250
_HEADINGS_FOR_TOC: Final = 3


class Parts:
    """Makes parts of views for one site."""

    def __init__(self, context: Context) -> None:
        self._urls = context.site.urls
        self._config = context.config
        self._t = context.strings
        self._images = context.images
        self._cards = context.cards
        self._filler = context.filler(Where.OWN)
        self._zone = ZoneInfo(context.config.timezone)
        self._locale = locale_of(context.config.language)
        self._documents: dict[PurePosixPath, pieces.LinkView] = {}
        self._terms: dict[str, pieces.LinkView] = {}
        self._dates: dict[datetime | None, pieces.DateView] = {}
        """What has been made so far: a post is linked to, and its date stands, on many pages."""

    def url(self, url: str) -> str:
        """Return a URL of the site as it stands in links."""
        return self._filler.url(url)

    def canonical(self, url: str) -> str:
        """Return a URL of the site as a whole address, in ASCII (RFC 3986)."""
        return quote(self._config.url + url.removeprefix("/"), safe=_SAFE)

    def named_url(self, url: str) -> str:
        """Return a URL that the settings name; those that begin with `/` are of the site."""
        return self.url(url) if url.startswith("/") else url

    def named_links(self, links: Mapping[str, str]) -> tuple[pieces.LinkView, ...]:
        """Return links that the settings name."""
        return tuple(pieces.LinkView(escaped(name), self.named_url(url)) for name, url in links.items())

    def head(
        self,
        title: str,
        url: str,
        kind: str,
        *,
        description: str = "",
        mathjax: bool = False,
        mathml: bool = False,
        language: str = "",
        feed: str = "",
        translations: tuple[pieces.TranslationView, ...] = (),
        image: pieces.ImageView | None = None,
    ) -> pieces.Head:
        """Return what stands in `<head>`; `url` is below the root, or empty."""
        return pieces.Head(
            title=title,
            url=self.url(url) if url else "",
            canonical=self.canonical(url) if url else "",
            description=description,
            language=language or self._config.language,
            locale=with_territory(language or self._config.language),
            kind=kind,
            feed_url=self.url(feed) if feed else "",
            mathjax=mathjax,
            translations=translations,
            mathml=mathml,
            image=image,
        )

    def article_head(self, article: Article, kind: str) -> pieces.Head:
        """Return the head of an article's page."""
        document = article.document
        return self.head(
            document.title_text,
            article.url,
            kind,
            description=self.description(article),
            mathjax=document.html.mathjax or document.comments.mathjax,
            mathml=document.html.mathml or document.comments.mathml or has_mathml(document.title_html),
            language=self.language(document),
            translations=tuple(map(self._translation, article.translations)),
            image=self.image(article),
        )

    def image(self, article: Article) -> pieces.ImageView | None:
        """Return what social networks show of an article: its cover, else its card, if it has one."""
        cover, card = shared(article, self._images, self.canonical), self._cards.get(article.url)
        if cover or not card:
            return cover
        address, title = self.canonical(url_of_file(card.path)), article.document.title_text
        return pieces.ImageView(address, *pieces.CARD, "image/png", title)

    def _translation(self, document: Face) -> pieces.TranslationView:
        url, language = self._urls[document.path], self.language(document)
        return pieces.TranslationView(name_of(language), self.url(url), self.canonical(url), language)

    def description(self, article: Article) -> str:
        """Return a sentence about an article: its author's, else the beginning of its summary or text."""
        document = article.document
        return shorten(document.description or self._filler.plain(document.opening, article))

    def language(self, document: Face) -> str:
        """Return the language of a document: its own, else the site's."""
        return document.matter.lang or self._config.language

    def document_link(self, document: Face) -> pieces.LinkView:
        """Return a link to a document."""
        if document.path not in self._documents:
            url = self.url(self._urls[document.path])
            self._documents[document.path] = pieces.LinkView(markup(document.title_html), url, self.language(document))
        return self._documents[document.path]

    def part(self, document: Face, position: int) -> pieces.PartView:
        """Return a line of a series."""
        number = position if document.matter.part is None else document.matter.part
        return pieces.PartView(
            markup(document.title_html), self.url(self._urls[document.path]), self.language(document), number
        )

    def links(self, article: Article, taxonomy: Taxonomy) -> tuple[pieces.LinkView, ...]:
        """Return links to the groups of one kind that an article is in."""
        return tuple(self.term_link(term) for term in article.terms if term.taxonomy is taxonomy)

    def term_link(self, term: Term) -> pieces.LinkView:
        """Return a link to a category, tag, series or author."""
        if term.url not in self._terms:
            self._terms[term.url] = pieces.LinkView(markup(term.html), self.url(term.url))
        return self._terms[term.url]

    def authors(self, article: Article) -> tuple[pieces.LinkView, ...]:
        """Return who wrote an article; only an author among several has a page to link to."""
        names = texts_of(article.document, Taxonomy.AUTHORS, self._config.author)
        return self.links(article, Taxonomy.AUTHORS) or tuple(pieces.LinkView(escaped(name), "") for name in names)

    def cite(self, article: Article) -> pieces.CiteView:
        """Return how a post wants to be cited."""
        document = article.document
        date = self.date(document.matter.date)
        return cite(
            title_latex=document.title_latex,
            title_text=document.title_text,
            authors=texts_of(document, Taxonomy.AUTHORS, self._config.author),
            site=self._config.title,
            url=self._config.url + article.url.removeprefix("/"),
            slug=slug_of(document),
            moment=date.moment,
            date_text=date.text,
            words=self._t,
        )

    def part_text(self, article: Article, term: Term) -> str:
        """Say which part of its series a post is: the number its author gave, else its position; not of a lone one."""
        part = article.document.matter.part
        part = position_in(term, article) if part is None else part
        total = max(len(term.posts), *(post.matter.part or 0 for post in term.posts))
        return self._t["part_of"].format(part=part, total=total) if total > 1 else ""

    def toc(self, article: Article) -> tuple[pieces.HeadingView, ...]:
        """Return the headings, if the author wants them shown or there are enough to get lost among."""
        headings = article.document.headings
        wanted = article.document.matter.toc
        if not (len(headings) >= _HEADINGS_FOR_TOC if wanted is None else wanted):
            return ()
        return tuple(
            pieces.HeadingView(heading.level, markup(self._filler.label(heading.html, article)), f"#{heading.id}")
            for heading in headings
        )

    def count(self, count: int) -> str:
        """Say how many posts."""
        return counted(self._t, "posts_count", count)

    def comments(self, document: Document) -> str:
        """Say how many comments there are, or nothing if there are none."""
        return counted(self._t, "comments_count", document.comment_count) if document.comment_count else ""

    def minutes(self, words: int) -> str:
        """Say how long so many words take to read."""
        return self._t["minutes"].format(n=max(1, round(words / _WORDS_A_MINUTE)))

    def moment(self, moment: datetime | None) -> datetime:
        """Return a moment in the site's time zone; a post without a date (an error) counts as of 1970."""
        return (moment or datetime.fromtimestamp(0, self._zone)).astimezone(self._zone)

    def date(self, moment: datetime | None) -> pieces.DateView:
        """Return a date as pages show it, in the site's time zone; a post without one (an error) counts as of 1970."""
        if moment not in self._dates:
            local = self.moment(moment)
            text = format_date(local, "long", self._locale)
            self._dates[moment] = pieces.DateView(
                local, local.isoformat(), text, str(local.day), _MONTHS[local.month - 1]
            )
        return self._dates[moment]


def position_in(term: Term, article: Article) -> int:
    """Return the place of an article in a group, from 1."""
    return [post.path for post in term.posts].index(article.document.path) + 1


def series_of(article: Article) -> Term | None:
    """Return the series that a post belongs to."""
    return next((term for term in article.terms if term.taxonomy is Taxonomy.SERIES), None)


def markup(text: str) -> Markup:
    """Mark HTML of our own making as such."""
    return Markup(text)


def escaped(text: str) -> Markup:
    """Return plain text as HTML."""
    return Markup(html.escape(text))
