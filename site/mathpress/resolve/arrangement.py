"""Which documents are shown, where, in which order and in which groups: all that follows from the faces alone."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import PurePosixPath

from mathpress.config import Config
from mathpress.errors import Place, Problem, Severity
from mathpress.kept import digest
from mathpress.model import Document, Face, Kind
from mathpress.resolve.addresses import addresses, redirects
from mathpress.resolve.citations import Libraries, Rules, libraries
from mathpress.resolve.collections import Related, Taxonomy, Term, group, newest_first
from mathpress.resolve.labels import Index, index
from mathpress.resolve.missing import Guesses
from mathpress.resolve.sections import Sections, sections
from mathpress.resolve.translations import Translations, translations
from mathpress.resolve.urls import file_of, listing_pages, published


@dataclass(frozen=True, slots=True)
class Show:
    """Which documents are shown: drafts and future posts if asked for, and none that has expired."""

    now: datetime.datetime
    drafts: bool = False
    future: bool = False

    def __call__(self, document: Face) -> bool:
        """Tell whether a document is shown."""
        matter = document.matter
        is_out = self.future or self.is_due(document)
        return (self.drafts or not matter.draft) and is_out and not (matter.expires and matter.expires <= self.now)

    def is_due(self, document: Face) -> bool:
        """Tell whether the moment of its publication has come, if it has one."""
        moment = document.matter.publish or document.matter.date
        return moment is None or moment <= self.now


@dataclass(frozen=True)
class Grounds:
    """What an arrangement follows from; equal grounds, equal arrangements.

    `shown` and `hidden` are the digests of the faces of documents that are shown and of those that are not, in order;
    `scheduled` are the paths of those that are shown before their time, `unread` those of files that cannot be read.
    """

    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    scheduled: frozenset[PurePosixPath]
    assets: frozenset[PurePosixPath]
    bibliographies: Mapping[PurePosixPath, str]
    unread: frozenset[PurePosixPath]
    config: Config

    @cached_property
    def digest(self) -> str:
        """What tells them from others."""
        assets = sorted(map(str, self.assets))
        bibliographies = sorted(self.bibliographies.items())
        scheduled, unread = sorted(map(str, self.scheduled)), sorted(map(str, self.unread))
        told = f"{self.shown}{self.hidden}{scheduled}{assets}{bibliographies}{unread}{self.config!r}"
        return digest(told.encode())


@dataclass(frozen=True)
class Arrangement:
    """Documents in their places, as far as their faces tell; `posts` come newest first.

    `urls`, `terms_of` and `sections` are by a document's path; `redirects` lead from old URLs to new; `published`
    are the paths that content files have on the site. `known` is what links and references can lead to, `books` what
    can be cited.
    """

    grounds: Grounds
    posts: tuple[Face, ...]
    pages: tuple[Face, ...]
    urls: Mapping[PurePosixPath, str]
    redirects: Mapping[str, str]
    terms: Mapping[Taxonomy, tuple[Term, ...]]
    terms_of: Mapping[PurePosixPath, tuple[Term, ...]]
    published: Mapping[PurePosixPath, PurePosixPath]
    known: Index
    books: Libraries
    rules: Rules
    related: Related
    translations: Translations
    sections: Sections
    problems: tuple[Problem, ...]

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The URLs of all documents."""
        return frozenset(self.urls.values())

    @cached_property
    def positions(self) -> Mapping[PurePosixPath, int]:
        """Where each post is in `posts`."""
        return {post.path: position for position, post in enumerate(self.posts)}

    def neighbour(self, path: PurePosixPath, distance: int) -> Face | None:
        """Return the post `distance` places further on in `posts`, newest first; pages have no neighbours."""
        position = self.positions.get(path)
        if position is None or not 0 <= position + distance < len(self.posts):
            return None
        return self.posts[position + distance]


def arrange(
    shown: Sequence[Document],
    hidden: Sequence[Document],
    scheduled: frozenset[PurePosixPath],
    assets: frozenset[PurePosixPath],
    bibliographies: Mapping[PurePosixPath, str],
    unread: frozenset[PurePosixPath],
    config: Config,
    last: Arrangement | None = None,
) -> Arrangement:
    """Put documents in their places. The `last` arrangement is returned if it has the same grounds."""
    grounds = Grounds(
        tuple(document.face_digest for document in shown),
        tuple(document.face_digest for document in hidden),
        scheduled,
        assets,
        bibliographies,
        unread,
        config,
    )
    return last if last and last.grounds == grounds else _arrange(shown, hidden, grounds)


def _arrange(shown: Sequence[Face], hidden: Sequence[Face], grounds: Grounds) -> Arrangement:
    config = grounds.config
    posts = newest_first(document for document in shown if document.kind is Kind.POST)
    terms = {taxonomy: group(posts, taxonomy, config.author) for taxonomy in Taxonomy}
    listings = _listings(len(posts), chain.from_iterable(terms.values()), config.per_page)
    urls, clashes = addresses(shown, config, listings)
    leads, collisions = redirects(shown, urls, config, listings)
    terms_of: dict[PurePosixPath, list[Term]] = {post.path: [] for post in posts}
    for term in (term for taxonomy in Taxonomy for term in terms[taxonomy]):
        for post in term.posts:
            terms_of[post.path].append(term)
    published_as = {path: published(path, config.posts) for path in grounds.assets}
    books = libraries(grounds.bibliographies, map(PurePosixPath, config.citations.bibliography), shown, grounds.unread)
    known = index(urls, shown, published_as, hidden, grounds.unread, config.content)
    translated, untranslated = translations(known, config.language, Guesses())
    pages = tuple(document for document in shown if document.kind is Kind.PAGE)
    others = (*(document.path for document in hidden), *grounds.unread)
    in_sections, wrong = sections(pages, others, config.sections, config.page_folders, config.language)
    return Arrangement(
        grounds=grounds,
        posts=tuple(posts),
        pages=pages,
        urls=urls,
        redirects=leads,
        terms=terms,
        terms_of={path: tuple(found) for path, found in terms_of.items()},
        published=published_as,
        known=known,
        books=books,
        rules=Rules(config.citations.style, config.math.macros, config.math.packages),
        related=Related(posts, config.author),
        translations=translated,
        sections=in_sections,
        problems=(
            *clashes,
            *collisions,
            *(() if posts or grounds.unread else (_empty(config),)),
            *books.problems,
            *untranslated,
            *wrong,
        ),
    )


def _listings(posts: int, terms: Iterable[Term], per_page: int) -> Mapping[PurePosixPath, str]:
    """Return the files of the pages that list so many posts, and those of each group, each with what it is."""
    owners = dict.fromkeys(map(file_of, listing_pages("/", posts, per_page)), "the list of posts")
    for term in terms:
        pages = map(file_of, listing_pages(term.url, len(term.posts), per_page))
        owners |= dict.fromkeys(pages, f"the list of posts of {term.name}")
    return owners


def _empty(config: Config) -> Problem:
    message = 'the blog has no posts to show; `mathpress new "Title"` begins one'
    return Problem(Place(config.posts), "content-empty", message, Severity.WARNING)
