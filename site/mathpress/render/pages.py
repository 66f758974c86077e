"""Pages: the views of posts, archives and lists of terms, each with its template and its URL, among the listings."""

import html
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Final

from markupsafe import Markup

from mathpress import __version__
from mathpress.edits import Edits
from mathpress.model import Kind
from mathpress.outputs import Phase
from mathpress.render import pieces, views
from mathpress.render.context import Context
from mathpress.render.covers import cover
from mathpress.render.fill import Where
from mathpress.render.giscus import giscus
from mathpress.render.languages import with_territory
from mathpress.render.listings import Listing, Listings
from mathpress.render.parts import Parts, escaped, markup, position_in, series_of
from mathpress.render.rendering import Rendering, rendering
from mathpress.render.threads import Threads
from mathpress.resolve import Article, Taxonomy, Term

_TITLES: Final = {
    Taxonomy.CATEGORIES: "category_title",
    Taxonomy.TAGS: "tag_title",
    Taxonomy.SERIES: "series_title",
    Taxonomy.AUTHORS: "author_title",
}


class Pages:
    """Makes the views of a site."""

    def __init__(self, context: Context, parts: Parts) -> None:
        self._site, self._config, self._texts = context.site, context.config, context.texts
        self._font = context.font
        self._t = context.strings
        self._has_search = context.has_search
        self._is_preview = context.is_preview
        self._parts = parts
        self._own = context.filler(Where.OWN)
        self._threads = Threads(context, parts)
        self._listings = Listings(context, parts)

    def site_view(self) -> pieces.SiteView:
        """Return what all pages share."""
        config = self._config
        return pieces.SiteView(
            title=config.title,
            description=config.description,
            author=config.author,
            language=config.language,
            locale=with_territory(config.language),
            address=self._parts.canonical("/"),
            root=config.root,
            menu=self._parts.named_links(config.menu),
            social=self._parts.named_links(config.social),
            license=pieces.LinkView(escaped(config.license), self._parts.named_url(config.license_address))
            if config.license
            else None,
            years=self._years(),
            feed_url=self._parts.url("/feed.xml"),
            search_url=self._parts.url("/search/") if self._has_search else "",
            version=__version__,
            font_url=self._parts.url(f"/{self._font.files[0].path}") if self._font else "",
            font_sheet_url=self._parts.url(f"/{self._font.sheet_path}") if self._font else "",
            mathjax_url=self._parts.named_url(config.math.mathjax_url),
            mathjax_integrity=config.math.integrity,
            params=config.theme,
        )

    def all(self) -> Iterator[Rendering]:
        """Yield every page, posts before listings."""
        yield from map(self._own_page, self._site.articles)
        yield from self._listings.pages(self._home())
        for taxonomy, terms in self._site.terms.items():
            for term in terms:
                yield from self._listings.pages(self._of_term(term))
            if terms:
                yield rendering(f"/{taxonomy}/", "terms.html", partial(self._terms, taxonomy, terms))
        yield rendering("/archive/", "archive.html", self._archive)
        yield rendering("/404.html", "404.html", self._not_found)
        if self._has_search:
            yield rendering("/search/", "search.html", self._search)
        for old, new in self._site.redirects.items():
            yield rendering(old, "redirect.html", partial(self._redirect, new))

    def showing(self, edits: Edits) -> Iterator[Rendering]:
        """Yield the pages that show the text of what was edited."""
        yield from map(self._own_page, edits.articles)
        posts = edits.posts
        for listing in (self._home(), *map(self._of_term, edits.terms)):
            yield from self._listings.showing(listing, posts)

    def _home(self) -> Listing:
        return Listing("/", self._config.title, Markup(), "home", self._site.arrangement.posts)

    def _of_term(self, term: Term) -> Listing:
        title = self._t[_TITLES[term.taxonomy]]
        heading = Markup(html.escape(title, quote=False).format(name=term.html))
        return Listing(term.url, title.format(name=term.name), heading, "term", term.posts, term.feed_url)

    def _not_found(self) -> views.NotFoundView:
        return views.NotFoundView(self._parts.head(self._t["not_found"], "", "404"))

    def _search(self) -> views.SearchView:
        return views.SearchView(self._parts.head(self._t["search"], "/search/", "search"), not self._is_preview)

    def _redirect(self, url: str) -> views.RedirectView:
        return views.RedirectView(self._parts.head(self._config.title, url, "redirect"), self._parts.url(url))

    # --- posts and pages ---------------------------------------------------------------------------------------------

    def _own_page(self, article: Article) -> Rendering:
        is_post = article.document.kind is Kind.POST
        template, view = ("post.html", self._post) if is_post else ("page.html", self._page)
        shown = f"{article.digest} {self._parts.image(article)}"
        return rendering(article.url, template, partial(view, article), shown, Phase.ARTICLE)

    def _post(self, article: Article) -> views.PostView:
        document = article.document
        return views.PostView(
            head=self._parts.article_head(article, "post"),
            title=markup(document.title_html),
            date=self._parts.date(document.matter.date),
            updated=self._parts.date(document.matter.updated) if document.matter.updated else None,
            draft=document.matter.draft,
            scheduled=article.is_scheduled,
            authors=self._parts.authors(article),
            categories=self._parts.links(article, Taxonomy.CATEGORIES),
            tags=self._parts.links(article, Taxonomy.TAGS),
            series=self._series(article),
            minutes_text=self._parts.minutes(document.words),
            cover=cover(article, self._own),
            toc=self._parts.toc(article),
            body=self._own.body(article, self._texts),
            references=Markup(self._own.references(article)),
            cite=self._parts.cite(article),
            previous=self._parts.document_link(article.older) if article.older else None,
            next=self._parts.document_link(article.newer) if article.newer else None,
            related=tuple(map(self._parts.document_link, article.related)),
            comments=self._threads.of(document),
            giscus=giscus(article, self._config, is_preview=self._is_preview),
            extra=document.matter.extra,
        )

    def _page(self, article: Article) -> views.PageView:
        document = article.document
        return views.PageView(
            head=self._parts.article_head(article, "page"),
            title=markup(document.title_html),
            draft=document.matter.draft,
            scheduled=article.is_scheduled,
            cover=cover(article, self._own),
            toc=self._parts.toc(article),
            body=self._own.body(article, self._texts),
            references=Markup(self._own.references(article)),
            section=self._section(article),
            comments=self._threads.of(document),
            giscus=giscus(article, self._config, is_preview=self._is_preview),
            extra=document.matter.extra,
        )

    def _section(self, article: Article) -> pieces.SectionView | None:
        section = article.section
        if section is None:
            return None
        links = tuple(map(self._parts.document_link, section.pages))
        position = section.pages.index(article.document)
        previous, following = links[:position][-1:], links[position + 1 : position + 2]
        return pieces.SectionView(
            first=links[0],
            pages=links,
            has_index=section.has_index,
            position=position + 1,
            previous=next(iter(previous), None),
            next=next(iter(following), None),
        )

    def _series(self, article: Article) -> pieces.SeriesView | None:
        term = series_of(article)
        if term is None:
            return None
        return pieces.SeriesView(
            title=markup(term.html),
            url=self._parts.url(term.url),
            part_text=self._parts.part_text(article, term),
            position=position_in(term, article),
            parts=tuple(self._parts.part(post, position) for position, post in enumerate(term.posts, 1)),
        )

    # --- listings ----------------------------------------------------------------------------------------------------

    def _years(self) -> str:
        """Say in which years the posts were written: `2026`, or `2019–2026`."""
        posts = self._site.arrangement.posts
        ends = (next((post.matter.date for post in some if post.matter.date), None) for some in (posts[::-1], posts))
        return "–".join(dict.fromkeys(f"{self._parts.moment(date).year}" for date in ends if date))

    def _archive(self) -> views.ArchiveView:
        def year(article: Article) -> int:
            return self._parts.moment(article.document.matter.date).year

        years = []
        for number, articles in groupby(self._site.posts, key=year):
            lines = [self._archive_line(article) for article in articles]
            years.append(views.YearView(number, self._parts.count(len(lines)), tuple(lines)))
        return views.ArchiveView(
            self._parts.head(self._t["archive"], "/archive/", "archive"), self._t["archive"], tuple(years)
        )

    def _archive_line(self, article: Article) -> views.DatedLinkView:
        moment = self._parts.moment(article.document.matter.date)
        return views.DatedLinkView(
            title=markup(article.document.title_html),
            url=self._parts.url(article.url),
            language=self._parts.language(article.document),
            date=f"{moment:%m-%d}",
            iso=f"{moment:%Y-%m-%d}",
        )

    def _terms(self, taxonomy: Taxonomy, terms: Sequence[Term]) -> views.TermsView:
        heading = self._t[taxonomy.value]
        lines = tuple(
            views.TermView(
                markup(term.html), self._parts.url(term.url), len(term.posts), self._parts.count(len(term.posts))
            )
            for term in terms
        )
        return views.TermsView(self._parts.head(heading, f"/{taxonomy}/", "terms"), heading, lines)
