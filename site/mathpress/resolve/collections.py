"""Posts in order, and the groups they form: categories, tags, series, authors, and posts related to one another."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mathpress.model import Document
from mathpress.resolve.urls import slug_of_term
from mathpress.text import IDEOGRAPHIC


class Taxonomy(StrEnum):
    """The ways in which posts are grouped; the value is the first segment of the URL."""

    CATEGORIES = "categories"
    TAGS = "tags"
    SERIES = "series"
    AUTHORS = "authors"


@dataclass(frozen=True, slots=True)
class Term:
    """One category, tag, series or author: its posts, newest first; of a series, in the order of its parts."""

    taxonomy: Taxonomy
    name: str
    url: str
    posts: tuple[Document, ...]


def newest_first(documents: Iterable[Document]) -> list[Document]:
    """Sort posts by date, newest first; those of one moment by path."""
    by_path = sorted(documents, key=lambda document: document.path)
    return sorted(
        by_path, key=lambda document: document.matter.date.timestamp() if document.matter.date else 0.0, reverse=True
    )


def names_of(document: Document, taxonomy: Taxonomy, author: str) -> tuple[str, ...]:
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


def group(posts: Sequence[Document], taxonomy: Taxonomy, author: str) -> tuple[Term, ...]:
    """Return the groups of one kind, sorted by name. Posts come newest first. A lone author is no group."""
    members: dict[str, list[Document]] = defaultdict(list)
    for post in posts:
        for name in names_of(post, taxonomy, author):
            members[name].append(post)
    if taxonomy is Taxonomy.AUTHORS and len(members) == 1:
        return ()
    terms = []
    taken: set[str] = set()
    for name in sorted(members):
        segment = slug = slug_of_term(name)
        count = 1
        while segment in taken:
            count += 1
            segment = f"{slug}-{count}"
        taken.add(segment)
        of_term = members[name]
        if taxonomy is Taxonomy.SERIES:
            of_term.reverse()
            of_term.sort(key=lambda post: (post.matter.part is None, post.matter.part or 0))
        terms.append(Term(taxonomy, name, f"/{taxonomy}/{segment}/", tuple(of_term)))
    return tuple(terms)


_RELATED: Final = 4
_COMMON: Final = 200
"""A group with more posts than this says nothing about which are related."""
_TITLE_WORD: Final = re.compile(rf"[^\W_{IDEOGRAPHIC}]{{4,}}|[\u4e00-\u9fff]{{2}}")


def related(posts: Sequence[Document], author: str) -> dict[Document, tuple[Document, ...]]:
    """Return for each post the few that share most with it: series, tags, categories, words of the title.

    A shared thing weighs the more the fewer posts have it.
    """
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, post in enumerate(posts):
        for key in _traits(post, author):
            holders[key].append(index)
    result = {}
    for index, post in enumerate(posts):
        scores: dict[int, float] = defaultdict(float)
        for key in _traits(post, author):
            sharing = holders[key]
            if len(sharing) <= _COMMON:
                for other in sharing:
                    scores[other] += 1 / len(sharing)
        scores.pop(index, None)
        best = sorted(scores, key=lambda other: (-round(scores[other], 9), other))[:_RELATED]
        result[post] = tuple(posts[other] for other in best)
    return result


def _traits(post: Document, author: str) -> list[tuple[str, str]]:
    """Return what posts may share, in a fixed order."""
    traits = [
        (taxonomy.value, name)
        for taxonomy in (Taxonomy.SERIES, Taxonomy.TAGS, Taxonomy.CATEGORIES)
        for name in names_of(post, taxonomy, author)
    ]
    words = sorted({word.casefold() for word in _TITLE_WORD.findall(post.title_text)})
    return [*traits, *(("title", word) for word in words)]
