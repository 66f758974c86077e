"""The addresses that Hexo gives to posts (hexo.io/docs/permalinks)."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mathpress.importers.permalinks import translated

DEFAULT: Final = ":year/:month/:day/:title/"
_TOKEN: Final = re.compile(r":(?P<name>[a-z_]+)")
_FILE: Final[Mapping[str, str]] = {
    "year": r"(?P<year>\d{4})", "month": r"(?P<month>\d{2})", "day": r"(?P<day>\d{2})",
    "i_month": r"(?P<month>\d{1,2})", "i_day": r"(?P<day>\d{1,2})", "title": r"(?P<title>.+)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """What an address is made of: the file's name with its folders below `_posts`, and front matter.

    `others` are keys of front matter that a pattern may name, such as `abbrlink`.
    """

    title: str
    post_title: str
    date: datetime.datetime
    category: str
    others: Mapping[str, str]


def address(named: Named, pattern: str) -> str | None:
    """Return the address that a pattern makes, below the site's root; None if it holds what only Hexo knows."""
    date = named.date
    values = {
        "year": f"{date.year:04}", "month": f"{date.month:02}", "day": f"{date.day:02}", "hour": f"{date.hour:02}",
        "minute": f"{date.minute:02}", "second": f"{date.second:02}", "i_month": str(date.month),
        "i_day": str(date.day), "title": named.title, "name": named.title.rpartition("/")[2],
        "post_title": slugged(named.post_title), "category": named.category,
    }  # fmt: skip
    values = {**named.others, **values}
    if not all(values.get(match["name"]) for match in _TOKEN.finditer(pattern)):
        return None
    url = re.sub(r"/{2,}", "/", "/" + _TOKEN.sub(lambda match: values[match["name"]], pattern))
    return url if url.endswith((".html", ".htm")) else url.rstrip("/") + "/"


def slugged(text: str) -> str:
    """Return a name as Hexo writes it in addresses: a hyphen for runs of spaces and signs, with its capitals."""
    return re.sub(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+", "-", text).strip("-")


_OURS: Final = {
    "year": "{date:%Y}", "month": "{date:%m}", "day": "{date:%d}", "hour": "{date:%H}", "minute": "{date:%M}",
    "second": "{date:%S}", "title": "{slug}", "name": "{slug}", "post_title": "{slug}", "category": "{category}",
    "abbrlink": "{slug}",
}  # fmt: skip


def our_pattern(pattern: str) -> str:
    """Return the pattern of ours for one of Hexo's, or nothing if there is none."""
    return translated(pattern, _TOKEN, _OURS)


def file_form(new_post_name: str) -> re.Pattern[str]:
    """Return the form of the names of posts, such as `:year-:month-:day-:title.md`, without the suffix."""
    name = new_post_name.rpartition(".")[0] or new_post_name
    pieces = re.split(r":(year|month|day|i_month|i_day|title)", name)
    form = "".join(_FILE[piece] if number % 2 else re.escape(piece) for number, piece in enumerate(pieces))
    try:
        return re.compile(form)
    except re.error:  # a token that stands twice
        return re.compile(_FILE["title"])
