"""The whole site from its documents: what is shown, where, in which order, and what refers to what. Pure and cheap."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from mathpress.config import Config
from mathpress.errors import Place, Problem, Severity
from mathpress.model import Document, Kind
from mathpress.resolve.addresses import addresses, redirects
from mathpress.resolve.citations import Entry, References, Rules, libraries, references
from mathpress.resolve.collections import Taxonomy, Term, group, newest_first, related
from mathpress.resolve.labels import Destinations, destinations, index
from mathpress.resolve.missing import Guesses
from mathpress.resolve.translations import translations
from mathpress.resolve.urls import published


@dataclass(frozen=True, slots=True)
class Article:
    """A document in its place: its URL, what its slots lead to, its neighbours in time and in its series."""

    document: Document
    url: str
    destinations: Destinations
    references: References
    terms: tuple[Term, ...] = ()
    newer: Document | None = None
    older: Document | None = None
    related: tuple[Document, ...] = ()
    translations: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """All that is to be rendered.

    `posts` come newest first; `redirects` lead from old URLs to new; `assets` are the content files that something
    links to, with the paths they are published under.
    """

    posts: tuple[Article, ...]
    pages: tuple[Article, ...]
    terms: Mapping[Taxonomy, tuple[Term, ...]]
    urls: Mapping[PurePosixPath, str]
    redirects: Mapping[str, str]
    assets: Mapping[PurePosixPath, PurePosixPath]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Show:
    """Which documents are shown: drafts and future posts if asked for, and none that has expired."""

    now: datetime.datetime
    drafts: bool = False
    future: bool = False

    def __call__(self, document: Document) -> bool:
        """Tell whether a document is shown."""
        matter = document.matter
        moment = matter.publish or matter.date
        is_out = self.future or moment is None or moment <= self.now
        return (self.drafts or not matter.draft) and is_out and not (matter.expires and matter.expires <= self.now)


def resolve(
    documents: Sequence[Document],
    assets: frozenset[PurePosixPath],
    bibliographies: Mapping[PurePosixPath, str],
    config: Config,
    show: Show,
) -> Site:
    """Put documents in their places. `bibliographies` are the texts of the BibTeX files that there are."""
    shown = [document for document in documents if show(document)]
    hidden = [document for document in documents if not show(document)]
    problems: list[Problem] = [problem for document in shown for problem in document.problems]
    urls, clashes = addresses(shown, config)
    leads, collisions = redirects(shown, urls, config)
    problems += (*clashes, *collisions)
    posts = newest_first(document for document in shown if document.kind is Kind.POST)
    if not posts:
        problems.append(
            Problem(
                Place(config.posts),
                "content-empty",
                'the blog has no posts to show; `mathpress new "Title"` begins one',
                Severity.WARNING,
            )
        )
    terms = {taxonomy: group(posts, taxonomy, config.author) for taxonomy in Taxonomy}
    terms_of: dict[Document, list[Term]] = {post: [] for post in posts}
    for term in (term for taxonomy in Taxonomy for term in terms[taxonomy]):
        for post in term.posts:
            terms_of[post].append(term)
    published_as = {path: published(path, config.posts) for path in assets}
    known = index(urls, shown, published_as, hidden, (config.posts, config.pages))
    likely = related(posts, config.author)
    books = libraries(bibliographies, map(PurePosixPath, config.citations.bibliography), shown)
    rules = Rules(config.citations.style, config.math.macros, config.math.packages)
    problems += books.problems
    guesses = Guesses()
    translated, untranslated = translations(known, config.language, guesses)
    problems += untranslated
    articles: list[Article] = []
    for position, post in enumerate(posts):
        found, lost = destinations(post, known, guesses)
        cited, unknown = references(post, books, rules, guesses)
        problems += (*lost, *unknown)
        newer = posts[position - 1] if position else None
        older = posts[position + 1] if position + 1 < len(posts) else None
        articles.append(
            Article(
                document=post,
                url=urls[post.path],
                destinations=found,
                references=cited,
                terms=tuple(terms_of[post]),
                newer=newer,
                older=older,
                related=likely[post],
                translations=translated.get(post, ()),
            )
        )
    pages: list[Article] = []
    for page in (document for document in shown if document.kind is Kind.PAGE):
        found, lost = destinations(page, known, guesses)
        cited, unknown = references(page, books, rules, guesses)
        problems += (*lost, *unknown)
        pages.append(Article(page, urls[page.path], found, cited, translations=translated.get(page, ())))
    linked = {found.asset for article in (*articles, *pages) for found in article.destinations.values() if found.asset}
    return Site(
        posts=tuple(articles),
        pages=tuple(pages),
        terms=terms,
        urls=urls,
        redirects=leads,
        assets={path: published_as[path] for path in sorted(linked)},
        problems=tuple(dict.fromkeys(problems)),  # a work may be cited by many posts, with a mistake in its title
    )


__all__ = ["Article", "Entry", "References", "Show", "Site", "Taxonomy", "Term", "resolve"]
