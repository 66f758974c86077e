"""Which key of front matter is which: the spellings of other generators, keys without effect, and slips."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mathpress.errors import Severity
from mathpress.fields import Fields
from mathpress.text import nearest

OTHER_NAMES: Final = {
    "lastmod": "updated", "last_modified_at": "updated", "modified": "updated",
    "publishDate": "publish", "pubDate": "date", "expiryDate": "expires", "unpublishDate": "expires",
    "permalink": "url", "category": "categories", "tag": "tags", "author": "authors", "excerpt": "summary",
    "language": "lang", "alias": "aliases", "redirect_from": "aliases", "mathjax": "math", "katex": "math",
    "series_order": "part", "series_weight": "part",
}  # fmt: skip
"""Names of other generators, and plurals, for our own."""
_NAMES: Final = {
    key.casefold(): name for key, name in (*OTHER_NAMES.items(), *((own, own) for own in Fields.model_fields))
}
"""Our name for each key in lower case; Hugo minds no capitals."""


_GUESSED: Final = 200
"""Unknown keys for which it is asked what was meant: each takes a millisecond."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What is to be said of a key."""

    key: str
    code: str
    message: str
    severity: Severity


_OPEN: Final = "a static site is open to all, so everybody could read this post; remove the key, or make it a draft"
_WITHOUT_EFFECT: Final = {
    "password": (_OPEN, Severity.ERROR),
    "private": (_OPEN, Severity.ERROR),
    "hidden": ("a post is on the listings or a draft; the key has no effect", Severity.WARNING),
    "excerpt_separator": ("an excerpt ends at <!-- more -->; the key has no effect", Severity.WARNING),
    "redirect_to": ("no post leads elsewhere; write `aliases` in the post it should lead to", Severity.WARNING),
    "translationKey": ("name the post that this one translates in `translation_of`", Severity.WARNING),
}
"""Keys by which authors ask for what is not done."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """Keys by what they are: those that mathpress knows, by its own names, each with the author's; and others.

    `unread` are those that say something else than another key for the same, each with that other key.
    """

    known: dict[str, tuple[str, Any]]
    extra: dict[str, Any]
    unread: dict[str, str]


def sort(data: Mapping[str, Any]) -> Sorted:
    """Sort the keys of front matter. Of two for the same, one that is spelt as ours is read, else the first."""
    known: dict[str, tuple[str, Any]] = {}
    extra: dict[str, Any] = {}
    unread: dict[str, str] = {}
    for key in sorted(data, key=lambda key: key not in Fields.model_fields):
        value = data[key]
        name = _NAMES.get(key.casefold(), key)
        if name == "published":  # Jekyll's is a switch, that of others a date
            is_switch = isinstance(value, bool)
            name, value = ("draft", not value) if is_switch else ("date", value)
        if name not in Fields.model_fields:
            extra[key] = value
        elif name not in known:
            known[name] = (key, value)
        elif known[name][1] != value:
            unread[key] = known[name][0]
    return Sorted(known, extra, unread)


def advise(keys: Sorted) -> Iterator[Advice]:
    """Tell of keys that ask for what is not done, and of most likely slips; a slip in a key for safety is an error."""
    for key, read in keys.unread.items():
        message = f"{key} is another spelling of {read}, which is read alone; put all into one"
        yield Advice(key, "front-matter-key", message, Severity.WARNING)
    for number, (key, value) in enumerate(keys.extra.items()):
        likely = nearest(key, Fields.model_fields) if number < _GUESSED else None
        if key in _WITHOUT_EFFECT:
            if value:
                yield Advice(key, "front-matter-unsupported", *_WITHOUT_EFFECT[key])
        elif likely and abs(len(likely) - len(key)) <= 1:  # `subtitle` is no slip of `title`
            severity = Severity.ERROR if likely == "untrusted" else Severity.WARNING
            yield Advice(key, "front-matter-key", f"unknown key {key}; did you mean {likely}?", severity)
