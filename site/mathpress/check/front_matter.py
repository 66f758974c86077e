"""What front matter says that is no mistake by itself, but most likely one beside that of other posts."""

import datetime
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from mathpress.check.built import Built
from mathpress.errors import Place, Problem, Severity
from mathpress.model import Document, Face
from mathpress.resolve.collections import Taxonomy, key_of, names_of

_FAR: Final = datetime.timedelta(days=366)
_OFTEN: Final = 2
"""Posts that a name must have, beside which that of one post is a slip."""
_LONG: Final = 5
"""Letters of a name of which one may be a slip; in shorter ones it is as likely another name."""


def repeated_titles(built: Built) -> Iterator[Problem]:
    """Yield the titles of posts that another post in the same language has too."""
    titles: dict[tuple[str, str], Document] = {}
    for article in reversed(built.site.posts):  # oldest first
        document = article.document
        key = document.title_text.casefold(), document.matter.lang or built.config.language
        first = titles.setdefault(key, document)
        if first is not document:
            message = f"{first.path} has the same title, so readers cannot tell them apart in lists and results"
            yield Problem(_place(built, document, document.matter.title), "title-duplicate", message, Severity.WARNING)


def odd_dates(built: Built) -> Iterator[Problem]:
    """Yield dates more than a year ahead, and changes before the post they change."""
    for document in built.documents:
        date, updated = document.matter.date, document.matter.updated
        if date and date - built.now > _FAR and not document.matter.draft:
            message = f"{date:%Y-%m-%d} is more than a year ahead, and until then the post is not shown"
            yield Problem(_place(built, document, f"{date:%Y}"), "front-matter-date", message, Severity.WARNING)
        elif date and updated and updated < date:
            message = f"the post was updated on {updated:%Y-%m-%d}, before its date, {date:%Y-%m-%d}"
            place = _place(built, document, "updated", "lastmod", "last_modified_at", "modified")
            yield Problem(place, "front-matter-date", message, Severity.WARNING)


def odd_names(built: Built) -> Iterator[Problem]:
    """Yield names of categories, tags and series that most likely mean another: other capitals, or a slip."""
    posts = [article.document for article in built.site.posts]
    for taxonomy in (Taxonomy.CATEGORIES, Taxonomy.TAGS, Taxonomy.SERIES):
        holders: dict[str, list[Document]] = defaultdict(list)
        for post in posts:
            for name in names_of(post, taxonomy, ""):
                holders[name].append(post)
        yield from _variants(built, holders)
        yield from _slips(built, holders)


def _variants(built: Built, holders: dict[str, list[Document]]) -> Iterator[Problem]:
    """Yield the rarer spellings of one name."""
    spellings: dict[str, list[str]] = defaultdict(list)
    for name in holders:
        spellings[unicodedata.normalize("NFKC", key_of(name)).casefold()].append(name)
    for names in spellings.values():
        usual, *others = sorted(names, key=lambda name: (-len(holders[name]), name))
        for name in others:
            message = f"{name} is {usual} in {_posts(holders[usual])}; write it one way"
            yield Problem(_place(built, holders[name][0], name), "term-spelling", message, Severity.WARNING)


def _slips(built: Built, holders: dict[str, list[Document]]) -> Iterator[Problem]:
    """Yield names of one post that are one letter away from a name of several."""
    often = [name for name, posts in holders.items() if len(posts) >= _OFTEN and _can_slip(name)]
    nearby: dict[str, str] = {}
    for name in often:
        nearby |= dict.fromkeys(_shortened(name), name)
    for name, posts in holders.items():
        if len(posts) > 1 or not _can_slip(name):
            continue
        likely = next((nearby[way] for way in _shortened(name) if way in nearby), "")
        if likely and key_of(likely) != key_of(name) and _differ_in_a_long_word(name, likely):
            message = f"no other post has {name}; did you mean {likely}, as {_posts(holders[likely])} have?"
            yield Problem(_place(built, posts[0], name), "term-spelling", message, Severity.WARNING)


def _differ_in_a_long_word(name: str, other: str) -> bool:
    """Tell names that differ by a slip, which is rarely in the first letter, from `Analysis I` and `Analysis II`."""
    if len(name.split()) != len(other.split()):
        return False
    pairs = [(one, two) for one, two in zip(name.split(), other.split(), strict=True) if one != two]
    return all(min(len(one), len(two)) >= _LONG and one[0] == two[0] for one, two in pairs)


def _can_slip(name: str) -> bool:
    """Tell whether a letter more or less leaves the meaning of a name; among ideographs each is a word."""
    return len(name) >= _LONG and name.isascii() and not any(char.isdigit() for char in name)


def _shortened(name: str) -> Iterable[str]:
    """Return a name and what is left of it without each of its letters: names one letter apart share one of these."""
    name = name.casefold()
    return (name, *(name[:place] + name[place + 1 :] for place in range(len(name))))


def _posts(posts: list[Document]) -> str:
    return f"{len(posts)} posts" if len(posts) > 1 else str(posts[0].path)


def _place(built: Built, document: Face, *texts: str) -> Place:
    """Return where the first of some texts stands in a document."""
    source = built.sources.text(document.path)
    return built.sources.place(document.path, next((text for text in texts if text in source), ""))
