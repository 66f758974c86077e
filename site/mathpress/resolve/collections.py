"""Posts in order, and the groups they form: categories, tags, series, authors, and posts related to one another."""

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from heapq import nsmallest
from itertools import count
from pathlib import PurePosixPath
from typing import Final

from mathpress.model import Face
from mathpress.resolve.urls import UNNAMED, slug_of_term
from mathpress.text import IDEOGRAPHIC


class Taxonomy(StrEnum):
    """The ways in which posts are grouped; the value is the first segment of the URL."""

    CATEGORIES = "categories"
    TAGS = "tags"
    SERIES = "series"
    AUTHORS = "authors"


@dataclass(frozen=True, slots=True)
class Term:
    """One category, tag, series or author: its posts, newest first; of a series, in the order of its parts.

    `key` tells it from others of its kind; `name` is plain text, `html` has its formulas set.
    """

    taxonomy: Taxonomy
    key: str
    name: str
    html: str
    url: str
    posts: tuple[Face, ...]

    @property
    def feed_url(self) -> str:
        """The URL of its feed, which categories and tags have, or nothing."""
        return f"{self.url}feed.xml" if self.taxonomy in {Taxonomy.CATEGORIES, Taxonomy.TAGS} else ""


def newest_first(documents: Iterable[Face]) -> list[Face]:
    """Sort posts by date, newest first; those of one moment by path."""
    by_path = sorted(documents, key=lambda document: document.path)
    return sorted(
        by_path, key=lambda document: document.matter.date.timestamp() if document.matter.date else 0.0, reverse=True
    )


def names_of(document: Face, taxonomy: Taxonomy, author: str) -> tuple[str, ...]:
    """Return the names of the groups of one kind that a post is in. `author` is who wrote posts that do not say."""
    matter = document.matter
    match taxonomy:
        case Taxonomy.CATEGORIES:
            return matter.categories
        case Taxonomy.TAGS:
            return matter.tags
        case Taxonomy.SERIES:
            return (matter.series,) if matter.series else ()
        case Taxonomy.AUTHORS:
            return matter.authors or ((author,) if author else ())


def texts_of(document: Face, taxonomy: Taxonomy, author: str) -> tuple[str, ...]:
    """Return the same names as plain text, with what formulas in them look like."""
    return tuple(document.names.get(name, ("", name))[1] for name in names_of(document, taxonomy, author))


def key_of(name: str) -> str:
    """Return what the names of one group have in common: `ML` and `ml`, `machine learning` and `Machine-Learning`."""
    slug = slug_of_term(name)
    return slug if slug != UNNAMED else name


def group(posts: Sequence[Face], taxonomy: Taxonomy, author: str) -> tuple[Term, ...]:
    """Return the groups of one kind, sorted by name. Posts come newest first. A lone author is no group.

    A group goes by the name that most of its posts write, of several the newest.
    """
    members: dict[str, dict[Face, str]] = defaultdict(dict)
    for post in posts:
        for name in names_of(post, taxonomy, author):
            members[key_of(name)].setdefault(post, name)
    if taxonomy is Taxonomy.AUTHORS and len(members) == 1:
        return ()
    terms = []
    unnamed = count(1)
    names = {key: Counter(given.values()).most_common(1)[0][0] for key, given in members.items()}
    for key in sorted(members, key=lambda key: (names[key], key)):
        name = names[key]
        segment = slug_of_term(name)
        if segment == UNNAMED and (number := next(unnamed)) > 1:
            segment = f"{UNNAMED}-{number}"
        of_term = list(members[key])
        markup = next(post.names.get(name) for post, given in members[key].items() if given == name)
        if taxonomy is Taxonomy.SERIES:
            of_term.reverse()
            of_term.sort(key=lambda post: (post.matter.part is None, post.matter.part or 0))
        in_html, in_text = markup or (html.escape(name), name)
        terms.append(Term(taxonomy, key, in_text, in_html, f"/{taxonomy}/{segment}/", tuple(of_term)))
    return tuple(terms)


_RELATED: Final = 4
_COMMON: Final = 200
"""A group with more posts than this says nothing about which are related."""
_WEIGHT: Final = 1 << 40
"""What a thing weighs that only one post has: a whole number, so that no sum depends on its order."""
Trait = tuple[str, str]
"""What posts may share: its kind, and its key."""
_TITLE_WORD: Final = re.compile(rf"[^\W_{IDEOGRAPHIC}]{{4,}}|[\u4e00-\u9fff]{{2}}")


class Related:
    """Tells which posts share most with one: series, tags, categories, words of the title.

    A shared thing weighs the more the fewer posts have it.
    """

    def __init__(self, posts: Sequence[Face], author: str) -> None:
        self._posts = posts
        self._author = author

    @cached_property
    def _by_path(self) -> Mapping[PurePosixPath, int]:
        return {post.path: index for index, post in enumerate(self._posts)}

    @cached_property
    def _traits(self) -> Sequence[Sequence[Trait]]:
        return [_traits(post, self._author) for post in self._posts]

    @cached_property
    def _holders(self) -> Mapping[Trait, Sequence[int]]:
        holders: dict[Trait, list[int]] = defaultdict(list)
        for index, found in enumerate(self._traits):
            for trait in found:
                holders[trait].append(index)
        return holders

    def of(self, path: PurePosixPath) -> tuple[Face, ...]:
        """Return the few posts that share most with the post of a path; a page has none."""
        index = self._by_path.get(path)
        if index is None:
            return ()
        scores: dict[int, int] = defaultdict(int)
        for trait in self._traits[index]:
            sharing = self._holders[trait]
            if len(sharing) <= _COMMON:
                weight = _WEIGHT // len(sharing)
                for other in sharing:
                    scores[other] += weight
        scores.pop(index, None)
        best = nsmallest(_RELATED, [(-score, other) for other, score in scores.items()])
        return tuple(self._posts[other] for _, other in best)


def _traits(post: Face, author: str) -> Sequence[Trait]:
    """Return what posts may share."""
    traits = [
        (taxonomy.value, key_of(name))
        for taxonomy in (Taxonomy.SERIES, Taxonomy.TAGS, Taxonomy.CATEGORIES)
        for name in names_of(post, taxonomy, author)
    ]
    words = {word.casefold() for word in _TITLE_WORD.findall(post.title_text)}
    return [*traits, *(("title", word) for word in words)]
