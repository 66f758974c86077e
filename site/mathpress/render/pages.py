"""Pages: the views of all listings, posts, archives and lists of terms, each with its template and its URL."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from markupsafe import Markup

from mathpress import __version__
from mathpress.config import Config
from mathpress.model import Document, Phase
from mathpress.render import views
from mathpress.render.fill import Filler, Where
from mathpress.resolve import Article, Site, Taxonomy, Term

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WORDS_A_MINUTE: Final = 250
_MATHJAX: Final = ' mathjax" data-tex='
_TITLES: Final = {
    Taxonomy.CATEGORIES: "category_title",
    Taxonomy.TAGS: "tag_title",
    Taxonomy.SERIES: "series_title",
    Taxonomy.AUTHORS: "author_title",
}


@dataclass(frozen=True, slots=True)
class Rendering:
    """A page to be made: its URL, the template and what the template is given."""

    url: str
    template: str
    view: Any
    phase: Phase


class Pages:
    """Makes the views of a site. `strings` are the words of the interface."""

    def __init__(self, site: Site, config: Config, strings: Any) -> None:
        self._site = site
        self._config = config
        self._t = strings
        self._own = Filler(config.root, Where.OWN)
        self._listing = Filler(config.root, Where.LISTING)
        self._zone = ZoneInfo(config.timezone)
        self._locale = _locale(config.language)

    def site_view(self) -> views.SiteView:
        """Return what all pages share."""
        config = self._config
        return views.SiteView(
            title=config.title,
            description=config.description,
            author=config.author,
            language=config.language,
            root=config.root,
            menu=tuple(views.LinkView(Markup(html.escape(name)), self._menu_url(url)) for name, url in config.menu.items()),  # noqa: S704 - escaped
            feed_url=self._url("/feed.xml"),
            version=__version__,
            mathjax_url=config.math.mathjax_url,
            mathjax_integrity=config.math.integrity,
            params=config.theme,
        )

    def all(self) -> Iterator[Rendering]:
        """Yield every page, posts before listings."""
        for article in self._site.posts:
            yield Rendering(article.url, "post.html", self._post(article), Phase.ARTICLE)
        for article in self._site.pages:
            yield Rendering(article.url, "page.html", self._page(article), Phase.ARTICLE)
        yield from self._listings("/", "", self._site.posts, "home")
        articles = {article.document: article for article in self._site.posts}
        for taxonomy, terms in self._site.terms.items():
            for term in terms:
                heading = self._t[_TITLES[taxonomy]].format(name=term.name)
                yield from self._listings(term.url, heading, [articles[post] for post in term.posts], "term")
            if terms:
                yield Rendering(f"/{taxonomy}/", "terms.html", self._terms(taxonomy, terms), Phase.INDEX)
        yield Rendering("/archive/", "archive.html", self._archive(), Phase.INDEX)
        yield Rendering("/404.html", "404.html", views.NotFoundView(self._head(self._t["not_found"], "", "404")), Phase.INDEX)
        for old, new in self._site.redirects.items():
            head = self._head(self._config.title, new, "redirect")
            yield Rendering(old, "redirect.html", views.RedirectView(head, self._url(new)), Phase.INDEX)

    # --- posts and pages ---------------------------------------------------------------------------------------------

    def _post(self, article: Article) -> views.PostView:
        document = article.document
        return views.PostView(
            head=self._article_head(article, "post"),
            title=_markup(document.title_html),
            date=self._date(document.matter.date),
            updated=self._date(document.matter.updated) if document.matter.updated else None,
            draft=document.matter.draft,
            authors=self._authors(article),
            categories=self._links(article, Taxonomy.CATEGORIES),
            tags=self._links(article, Taxonomy.TAGS),
            series=self._series(article),
            minutes_text=self._minutes(document.words),
            toc=self._toc(document),
            body=Markup(self._own.fill(document.body, article)),  # noqa: S704 - made by markup
            previous=self._document_link(article.older) if article.older else None,
            next=self._document_link(article.newer) if article.newer else None,
            related=tuple(map(self._document_link, article.related)),
            extra=document.matter.extra,
        )

    def _page(self, article: Article) -> views.PageView:
        document = article.document
        return views.PageView(
            head=self._article_head(article, "page"),
            title=_markup(document.title_html),
            draft=document.matter.draft,
            toc=self._toc(document),
            body=Markup(self._own.fill(document.body, article)),  # noqa: S704 - made by markup
            extra=document.matter.extra,
        )

    def _series(self, article: Article) -> views.SeriesView | None:
        term = _series_of(article)
        if term is None:
            return None
        return views.SeriesView(
            title=term.name,
            url=self._url(term.url),
            part_text=self._part_text(article, term),
            position=term.posts.index(article.document) + 1,
            parts=tuple(map(self._document_link, term.posts)),
        )

    def _part_text(self, article: Article, term: Term) -> str:
        """Say which part of its series a post is: the number its author gave, else its position."""
        part = article.document.matter.part or term.posts.index(article.document) + 1
        total = max(len(term.posts), *(post.matter.part or 0 for post in term.posts))
        return self._t["part_of"].format(part=part, total=total)

    def _toc(self, document: Document) -> tuple[views.HeadingView, ...]:
        """Return the headings, if the author wants them shown or there are enough to get lost among."""
        wanted = document.matter.toc if document.matter.toc is not None else len(document.headings) >= 3  # noqa: PLR2004
        if not wanted:
            return ()
        return tuple(views.HeadingView(heading.level, _markup(heading.html), f"#{heading.id}") for heading in document.headings)

    def _authors(self, article: Article) -> tuple[views.LinkView, ...]:
        """Return the authors with links to their pages; a blog of one author has none, and names nobody."""
        return self._links(article, Taxonomy.AUTHORS)

    # --- listings ----------------------------------------------------------------------------------------------------

    def _listings(self, url: str, heading: str, articles: Sequence[Article], kind: str) -> Iterator[Rendering]:
        size = self._config.per_page
        chunks = [articles[start : start + size] for start in range(0, len(articles), size)] or [()]
        urls = [url, *(f"{url}page/{number}/" for number in range(2, len(chunks) + 1))]
        for index, chunk in enumerate(chunks):
            entries = tuple(map(self._entry, chunk))
            page_text = self._t["page_of"].format(number=index + 1, total=len(chunks))
            title = heading or self._config.title
            view = views.ListingView(
                head=self._head(
                    title if index == 0 else f"{title} · {page_text}",
                    urls[index],
                    kind if index == 0 else "listing",
                    description=self._config.description if kind == "home" else "",
                    mathjax=any(_MATHJAX in entry.excerpt for entry in entries),
                    feed=f"{url}feed.xml" if url.startswith(("/categories/", "/tags/")) else "",
                ),
                heading=heading,
                entries=entries,
                number=index + 1,
                total=len(chunks),
                page_text=page_text,
                newer=self._url(urls[index - 1]) if index else "",
                older=self._url(urls[index + 1]) if index + 1 < len(urls) else "",
            )
            yield Rendering(urls[index], "listing.html", view, Phase.INDEX)

    def _entry(self, article: Article) -> views.EntryView:
        document = article.document
        series = _series_of(article)
        return views.EntryView(
            title=_markup(document.title_html),
            url=self._url(article.url),
            language=document.matter.lang or self._config.language,
            date=self._date(document.matter.date),
            draft=document.matter.draft,
            excerpt=Markup(self._listing.fill(document.excerpt, article)),  # noqa: S704 - made by markup
            more=not document.excerpt_is_whole,
            authors=self._authors(article),
            categories=self._links(article, Taxonomy.CATEGORIES),
            tags=self._links(article, Taxonomy.TAGS),
            series=views.LinkView(_escaped(series.name), self._url(series.url)) if series else None,
            part_text=self._part_text(article, series) if series else "",
        )

    def _archive(self) -> views.ArchiveView:
        def year(article: Article) -> int:
            return self._moment(article.document.matter.date).year

        years = []
        for number, articles in groupby(self._site.posts, key=year):
            lines = [self._archive_line(article) for article in articles]
            years.append(views.YearView(number, self._count(len(lines)), tuple(lines)))
        return views.ArchiveView(self._head(self._t["archive"], "/archive/", "archive"), self._t["archive"], tuple(years))

    def _archive_line(self, article: Article) -> views.DatedLinkView:
        moment = self._moment(article.document.matter.date)
        return views.DatedLinkView(_markup(article.document.title_html), self._url(article.url), f"{moment:%m-%d}", f"{moment:%Y-%m-%d}")

    def _terms(self, taxonomy: Taxonomy, terms: Sequence[Term]) -> views.TermsView:
        heading = self._t[taxonomy.value]
        lines = tuple(views.TermView(term.name, self._url(term.url), len(term.posts), self._count(len(term.posts))) for term in terms)
        return views.TermsView(self._head(heading, f"/{taxonomy}/", "terms"), heading, lines)

    # --- parts -------------------------------------------------------------------------------------------------------

    def _article_head(self, article: Article, kind: str) -> views.Head:
        document = article.document
        mathjax = any(_MATHJAX in part for part in document.body if isinstance(part, str))
        language = document.matter.lang or self._config.language
        return self._head(document.title_text, article.url, kind, description=document.description, mathjax=mathjax, language=language)

    def _head(self, title: str, url: str, kind: str, *, description: str = "", mathjax: bool = False, language: str = "", feed: str = "") -> views.Head:
        return views.Head(
            title=title,
            canonical=self._config.url + url.removeprefix("/") if url else "",
            description=description,
            language=language or self._config.language,
            kind=kind,
            feed_url=self._url(feed) if feed else "",
            mathjax=mathjax,
        )

    def _url(self, url: str) -> str:
        return self._own.url(url)

    def _menu_url(self, url: str) -> str:
        return self._url(url) if url.startswith("/") else url

    def _document_link(self, document: Document) -> views.LinkView:
        return views.LinkView(_markup(document.title_html), self._url(self._site.urls[document.path]))

    def _links(self, article: Article, taxonomy: Taxonomy) -> tuple[views.LinkView, ...]:
        return tuple(views.LinkView(_escaped(term.name), self._url(term.url)) for term in article.terms if term.taxonomy is taxonomy)

    def _count(self, count: int) -> str:
        return self._t["posts_count_one"] if count == 1 else self._t["posts_count"].format(n=count)

    def _minutes(self, words: int) -> str:
        return self._t["minutes"].format(n=max(1, round(words / _WORDS_A_MINUTE)))

    def _moment(self, moment: datetime | None) -> datetime:
        return (moment or datetime.fromtimestamp(0, self._zone)).astimezone(self._zone)

    def _date(self, moment: datetime | None) -> views.DateView:
        """Return a date as pages show it, in the site's time zone; a post without one (an error) counts as of 1970."""
        local = self._moment(moment)
        return views.DateView(local, local.isoformat(), format_date(local, "long", self._locale), str(local.day), _MONTHS[local.month - 1])


def _series_of(article: Article) -> Term | None:
    return next((term for term in article.terms if term.taxonomy is Taxonomy.SERIES), None)


def _markup(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - titles and headings are made by markup


def _escaped(text: str) -> Markup:
    return Markup(html.escape(text))  # noqa: S704 - escaped here


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
