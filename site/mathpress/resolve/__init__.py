"""The whole site from its documents: what is shown, where, in which order, and what refers to what. Pure and cheap."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from mathpress.config import Config
from mathpress.errors import Problem
from mathpress.fragments import pictures, slots
from mathpress.model import Document, Face, Link
from mathpress.portable import unportable
from mathpress.resolve.arrangement import Arrangement, Show, arrange
from mathpress.resolve.citations import Entry, References, references
from mathpress.resolve.collections import Taxonomy, Term
from mathpress.resolve.labels import Destinations, destinations
from mathpress.resolve.landmarks import Landmarks
from mathpress.resolve.missing import Guesses
from mathpress.resolve.sections import Section
from mathpress.urlpath import BadUrlError, clean


@dataclass(frozen=True, slots=True)
class Named:
    """A URL below the site's root that an article names, and the link that does."""

    url: str
    link: Link


@dataclass(frozen=True, slots=True)
class Article:
    """A document in its place: what its slots lead to, and what is wrong with it.

    `pictures` are those of the site that it shows. `paths` are the paths of the site that it links to, but for those
    of documents and of content files, which were found. `assets` are the content files that it links to. `landmarks`
    are digests of those of the documents that it refers to, and `digest` tells what pages show of it from others, as
    far as that does not follow from faces.
    """

    document: Document
    arrangement: Arrangement
    destinations: Destinations
    references: References
    pictures: tuple[Named, ...]
    paths: tuple[Named, ...]
    assets: tuple[PurePosixPath, ...]
    landmarks: Mapping[PurePosixPath, str]
    digest: str
    problems: tuple[Problem, ...]

    @property
    def url(self) -> str:
        """Where it is."""
        return self.arrangement.urls[self.document.path]

    @property
    def first_url(self) -> str:
        """The address that it had first, which tells it from others for good.

        It is the first of its aliases that leads to it, or is its own again.
        """
        for alias in self.document.matter.aliases:
            with contextlib.suppress(BadUrlError):
                url = clean(alias)
                if self.url in {url, self.arrangement.redirects.get(url)}:
                    return url
        return self.url

    @property
    def is_scheduled(self) -> bool:
        """Whether it is shown before its time."""
        return self.document.path in self.arrangement.grounds.scheduled

    @property
    def terms(self) -> tuple[Term, ...]:
        """The groups that it is in."""
        return self.arrangement.terms_of.get(self.document.path, ())

    @property
    def newer(self) -> Face | None:
        """The next post in time."""
        return self.arrangement.neighbour(self.document.path, -1)

    @property
    def older(self) -> Face | None:
        """The post before it in time."""
        return self.arrangement.neighbour(self.document.path, 1)

    @property
    def related(self) -> tuple[Face, ...]:
        """The few posts that share most with it."""
        return self.arrangement.related.of(self.document.path)

    @property
    def section(self) -> Section | None:
        """The section that it is in, with its pages, itself among them, in order."""
        return self.arrangement.sections.get(self.document.path)

    @property
    def translations(self) -> tuple[Face, ...]:
        """The documents that say the same in other languages."""
        return self.arrangement.translations.get(self.document.path, ())


@dataclass(frozen=True, slots=True)
class Site:
    """All that is to be rendered.

    `posts` come newest first; `assets` are the content files that something links to, with the paths they are
    published under.
    """

    arrangement: Arrangement
    posts: tuple[Article, ...]
    pages: tuple[Article, ...]
    assets: Mapping[PurePosixPath, PurePosixPath]
    problems: tuple[Problem, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """Posts, and pages that stand by themselves."""
        return (*self.posts, *self.pages)

    def post(self, face: Face) -> Article:
        """Return the post that has a face."""
        return self.posts[self.arrangement.positions[face.path]]

    @property
    def urls(self) -> Mapping[PurePosixPath, str]:
        """The URL of each document, by its path."""
        return self.arrangement.urls

    @property
    def redirects(self) -> Mapping[str, str]:
        """Old URLs, and where they lead."""
        return self.arrangement.redirects

    @property
    def terms(self) -> Mapping[Taxonomy, tuple[Term, ...]]:
        """The groups of posts."""
        return self.arrangement.terms


def resolve(
    documents: Sequence[Document],
    assets: frozenset[PurePosixPath],
    bibliographies: Mapping[PurePosixPath, str],
    unread: frozenset[PurePosixPath],
    config: Config,
    show: Show,
    last: Site | None = None,
) -> Site:
    """Put documents in their places. `bibliographies` are the texts of the BibTeX files that there are.

    What leads to one of the files that are `unread` leads nowhere, and is no problem: why they are is told of them.
    What is in the `last` site and cannot have become another is taken from there.
    """
    shown: list[Document] = []
    hidden: list[Document] = []
    for document in documents:
        (shown if show(document) else hidden).append(document)
    scheduled = frozenset(document.path for document in shown if not show.is_due(document))
    arrangement = arrange(
        shown, hidden, scheduled, assets, bibliographies, unread, config, last.arrangement if last else None
    )
    by_path = {document.path: document for document in shown}
    everything = by_path | {document.path: document for document in hidden}
    guesses = Guesses()

    def articles_of(faces: Sequence[Face], last: Sequence[Article]) -> Iterator[Article]:
        """Yield the articles of some faces; the last ones are of the same faces, or there are none."""
        for face, made in zip_longest(faces, last):
            document = by_path[face.path]
            # One with problems is made again too: how many guesses are left for it depends on the others.
            is_same = made and made.document is document and not made.problems and _stand(made.landmarks, everything)
            yield made if is_same else _article(document, arrangement, Landmarks(everything), guesses)

    known = last if last and last.arrangement is arrangement else None
    posts = tuple(articles_of(arrangement.posts, known.posts if known else ()))
    pages = tuple(articles_of(arrangement.pages, known.pages if known else ()))
    articles = (*posts, *pages)
    linked = _linked(articles, arrangement, last)
    problems = [
        *(problem for document in shown for problem in document.problems),
        *arrangement.problems,
        *(problem for article in articles for problem in article.problems),
        *unportable(linked),
    ]
    return Site(
        arrangement=arrangement,
        posts=posts,
        pages=pages,
        assets=linked,
        problems=tuple(dict.fromkeys(problems)),  # a work may be cited by many posts, with a mistake in its title
    )


def _linked(
    articles: Sequence[Article], arrangement: Arrangement, last: Site | None
) -> Mapping[PurePosixPath, PurePosixPath]:
    """Return the content files that articles link to, sorted, with the paths they are published under."""
    linked = {asset for article in articles for asset in article.assets}
    if last and last.arrangement is arrangement and last.assets.keys() == linked:
        return last.assets
    return {path: arrangement.published[path] for path in sorted(linked, key=lambda path: path.parts)}


def _stand(landmarks: Mapping[PurePosixPath, str], documents: Mapping[PurePosixPath, Document]) -> bool:
    return all(documents[path].landmarks_digest == digest for path, digest in landmarks.items())


def _article(document: Document, arrangement: Arrangement, landmarks: Landmarks, guesses: Guesses) -> Article:
    found, lost = destinations(document, arrangement.known, landmarks, guesses)
    cited, unknown = references(document, arrangement.books, arrangement.rules, guesses)
    shown = dict.fromkeys(picture.source for picture in pictures(slots(document)) if isinstance(picture.source, Link))
    return Article(
        document,
        arrangement,
        found,
        cited,
        pictures=tuple(Named(found[link].url, link) for link in shown if link in found),
        paths=tuple(_paths(found, shown, arrangement)),
        assets=tuple(each.asset for each in found.values() if each.asset),
        landmarks=landmarks.asked,
        digest=" ".join((document.digest, *landmarks.asked.values())),
        problems=(*lost, *unknown),
    )


def _paths(found: Destinations, shown: Mapping[Link, None], arrangement: Arrangement) -> Iterator[Named]:
    """Yield the links that name a path, from the site's root or from their post's own, each with the whole path."""
    for link, destination in found.items():
        if isinstance(link, Link) and destination.asset is None and link not in shown:
            path = urlsplit(destination.url).path
            if path not in arrangement.addresses:
                yield Named(unquote(path), link)


__all__ = ["Article", "Entry", "Named", "References", "Show", "Site", "Taxonomy", "Term", "resolve"]
