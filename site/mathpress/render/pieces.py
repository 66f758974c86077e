"""What views are made of: the site, the head of a page, links, dates, headings. `views` says what holds for all."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Filled:
    """HTML of an article, which stands in templates as it is. It is made when it is shown; `made_of` tells it apart."""

    made_of: str
    make: Callable[[], str] = field(repr=False, compare=False)

    def __html__(self) -> str:
        """Return the HTML, as Jinja asks for it."""
        return self.make()

    def __str__(self) -> str:
        """Return the HTML."""
        return self.make()


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link: its text as HTML and its URL; a name without a page of its own has an empty URL.

    `language` is that of a post's title, and empty for names.
    """

    title: Markup
    url: str
    language: str = ""

    @property
    def text(self) -> str:
        """Return the title as plain text, with what formulas in it look like."""
        return Markup(_MATH.sub(r"\g<text>", self.title)).striptags()


_MATH: Final = re.compile(r'<math\b[^>]*\balttext="(?P<text>[^"]*)"[^>]*>.*?</math>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class TranslationView:
    """The same text in another language, whose `name` is in that language. `canonical` is absolute and `url` is not."""

    name: str
    url: str
    canonical: str
    language: str


CARD: Final = 1200, 630
"""Pixels of a card: what readers of the Open Graph protocol show whole."""


@dataclass(frozen=True, slots=True)
class ImageView:
    """The picture that social networks show of a page, by its whole address; what is not known of it is 0 or empty."""

    canonical: str
    width: int
    height: int
    type: str
    alt: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every page of a site shares. `root` is the path that the site lives under and ends with `/`.

    `address` is the whole address of the front page, and `locale` is the language as social networks write it, `zh_CN`.

    `search_url` is empty if there is no search page; `license` is None if the settings name none, and may have no URL.
    `years` are those of the posts, `2019–2026`. `font_url` is that of the math font and `font_sheet_url` that of the
    style sheet that names it; both are empty if the site has none.
    """

    title: str
    description: str
    author: str
    language: str
    locale: str
    address: str
    root: str
    menu: tuple[LinkView, ...]
    social: tuple[LinkView, ...]
    license: LinkView | None
    years: str
    feed_url: str
    search_url: str
    version: str
    font_url: str
    font_sheet_url: str
    mathjax_url: str
    mathjax_integrity: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in `<head>`. `canonical` is absolute and `url` is not; both say where the page is.

    A redirect's say where it leads; the 404 page, which may be anywhere, has none. `locale` is the language as social
    networks write it. `translations` are the same text in other languages. `mathjax`: MathJax draws some of the
    page's formulas; `mathml`: some are MathML. `image` is None if there is no cover nor card.
    """

    title: str
    url: str
    canonical: str
    description: str
    language: str
    locale: str
    kind: str
    feed_url: str = ""
    mathjax: bool = False
    translations: tuple[TranslationView, ...] = ()
    mathml: bool = False
    image: ImageView | None = None


@dataclass(frozen=True, slots=True)
class DateView:
    """A moment in the forms that pages show. `iso` is for `datetime` attributes; `text` is in the site's language.

    `day` (`21`, no leading zero) and `month` (`Sep`, always English) are the two lines of the date badge.
    """

    moment: datetime.datetime
    iso: str
    text: str
    day: str
    month: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of a series: the number that its author gave it, else its position."""

    title: Markup
    url: str
    language: str
    number: int


@dataclass(frozen=True, slots=True)
class SectionView:
    """The pages of a section, and those beside the one at `position`, from 1; `has_index`: the first is its index."""

    first: LinkView
    pages: tuple[LinkView, ...]
    has_index: bool
    position: int
    previous: LinkView | None
    next: LinkView | None


@dataclass(frozen=True, slots=True)
class SeriesView:
    """The series a post belongs to: all its parts in order, and which of them is this (`position`, from 1).

    `part_text` says `Part 2 of 5`, and nothing while there is one part.
    """

    title: Markup
    url: str
    part_text: str
    position: int
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class CiteView:
    """How a post wants to be cited: in words, and as an entry for BibTeX."""

    text: str
    bibtex: str


@dataclass(frozen=True, slots=True)
class HeadingView:
    """An entry of a post's table of contents. `level` is 2 to 6; `url` is the fragment."""

    level: int
    title: Markup
    url: str


@dataclass(frozen=True, slots=True)
class CommentView:
    """What a reader said: its id on the page, and `html` as it is shown.

    `author` is a link to the author's own address, if one was given, or to nothing. `in_reply_to` leads to the comment
    that it answers where that is not the one whose `replies` it is among, since no more than four stand in one another.
    """

    id: str
    author: LinkView
    by_author: bool
    date: DateView
    html: Markup
    in_reply_to: LinkView | None
    replies: tuple["CommentView", ...]


@dataclass(frozen=True, slots=True)
class GiscusView:
    """A discussion on GitHub, in the words of giscus: `term` is its title, by which a post keeps it for good.

    `language` is that of the buttons around it, as giscus names it; `url` is where the repository has all its
    discussions. `is_preview`: the page is one of the preview, which shows none.
    """

    repo: str
    repo_id: str
    category: str
    category_id: str
    term: str
    strict: bool
    reactions: bool
    input: str
    language: str
    url: str
    is_preview: bool


@dataclass(frozen=True, slots=True)
class CommentsView:
    """All that readers said of a text. `threads` are the comments that answer none, each with its replies.

    They are made when they are shown; `made_of` tells them from others.
    """

    count: int
    count_text: str
    made_of: str
    make: Callable[[], tuple[CommentView, ...]] = field(repr=False, compare=False)

    @property
    def threads(self) -> tuple[CommentView, ...]:
        """Return the threads in the order of the file."""
        return self.make()
