"""What templates receive: frozen views, with every string ready to be shown.

What is typed `Markup` or `Filled` is HTML and stands in templates as it is; all else is escaped by Jinja. Every URL
begins with the site's root (`/` or `/blog/`) unless its name says `canonical`. A view holds nothing but what its
template shows, so a page is written again only if something on it changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from mathpress.render.pieces import (
    CiteView,
    CommentsView,
    DateView,
    Filled,
    GiscusView,
    Head,
    HeadingView,
    LinkView,
    SectionView,
    SeriesView,
)


@dataclass(frozen=True, slots=True)
class CoverView:
    """The picture of a post as a whole: where it is, what it shows (or nothing), and its tag with size and variants."""

    url: str
    alt: str
    tag: Markup


@dataclass(frozen=True, slots=True)
class EntryView:
    """A post on a listing page.

    `authors` are named only on a blog of several. `part_text` is empty, or says `Part 2 of 5`; `more` is False if
    nothing was cut. `comments_text` says how many there are, or nothing if there are none.
    """

    title: Markup
    url: str
    language: str
    date: DateView
    draft: bool
    scheduled: bool
    cover: CoverView | None
    excerpt: Filled
    more: bool
    authors: tuple[LinkView, ...]
    categories: tuple[LinkView, ...]
    tags: tuple[LinkView, ...]
    series: LinkView | None
    part_text: str
    comments_text: str


@dataclass(frozen=True, slots=True)
class ListingView:
    """A page of a listing: the blog itself, or the posts of a category, tag, series or author.

    `heading` and `count_text`, which says how many posts there are, are empty on the blog's own listing. `number`
    counts from 1 to `total`; `newer` and `older` are URLs of the neighbouring pages or empty.
    """

    head: Head
    heading: Markup
    count_text: str
    entries: tuple[EntryView, ...]
    number: int
    total: int
    page_text: str
    newer: str
    older: str


@dataclass(frozen=True, slots=True)
class PostView:
    """A post. `toc` is empty if none is to be shown; `previous` is the older neighbour, `next` the newer.

    `references` is the list of what it cites, `section.references`, or empty; `comments` is None if there are none,
    and `giscus` is None if no more are taken.
    """

    head: Head
    title: Markup
    date: DateView
    updated: DateView | None
    draft: bool
    scheduled: bool
    authors: tuple[LinkView, ...]
    categories: tuple[LinkView, ...]
    tags: tuple[LinkView, ...]
    series: SeriesView | None
    minutes_text: str
    cover: CoverView | None
    toc: tuple[HeadingView, ...]
    body: Filled
    references: Markup
    cite: CiteView
    previous: LinkView | None
    next: LinkView | None
    related: tuple[LinkView, ...]
    comments: CommentsView | None
    giscus: GiscusView | None
    extra: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageView:
    """A page that stands by itself: about, links, help. `references`, `comments` and `giscus` are as in a post.

    `section` has the pages that it belongs to, such as those of a manual, or nothing.
    """

    head: Head
    title: Markup
    draft: bool
    scheduled: bool
    cover: CoverView | None
    toc: tuple[HeadingView, ...]
    body: Filled
    references: Markup
    section: SectionView | None
    comments: CommentsView | None
    giscus: GiscusView | None
    extra: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DatedLinkView:
    """A line of the archive: `date` is short (`09-21`), `iso` its full day."""

    title: Markup
    url: str
    language: str
    date: str
    iso: str


@dataclass(frozen=True, slots=True)
class YearView:
    """The posts of one year, newest first."""

    year: int
    count_text: str
    posts: tuple[DatedLinkView, ...]


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """All posts by year, newest first."""

    head: Head
    heading: str
    years: tuple[YearView, ...]


@dataclass(frozen=True, slots=True)
class TermView:
    """A category, tag, series or author in the list of all of its kind."""

    title: Markup
    url: str
    count: int
    count_text: str


@dataclass(frozen=True, slots=True)
class TermsView:
    """All categories, tags, series or authors."""

    head: Head
    heading: str
    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page on which readers search the blog; in the preview it has no index to search."""

    head: Head
    has_index: bool


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page shown for an address that leads nowhere."""

    head: Head


@dataclass(frozen=True, slots=True)
class RedirectView:
    """A page at an old address that sends readers to `url`."""

    head: Head
    url: str
