"""The addresses that Jekyll gives to posts, pages and collections (jekyllrb.com/docs/permalinks)."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mathpress.importers.permalinks import translated
from mathpress.text import slugify

_STYLES: Final[Mapping[str, str]] = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_TOKEN: Final = re.compile(
    r":(?P<name>slugified_categories|categories|short_month|long_month|short_year|short_day|long_day|output_ext|i_month"
    r"|i_day|y_day|w_year|w_day|year|month|day|week|hour|minute|second|title|slug|name|collection|path|basename)"
)
_NOT_PRETTY: Final = re.compile(r"[^\w.~!$&'()+,;=@]+")


@dataclass(frozen=True, slots=True)
class Named:
    """What an address is made of. `path` is that of a page or of a document in a collection, without its suffix."""

    name: str
    date: datetime.datetime | None = None
    categories: tuple[str, ...] = ()
    collection: str = ""
    path: str = ""


def template(style: str) -> str:
    """Return the pattern of a style; a pattern is its own."""
    return _STYLES.get(style, style)


def page_template(beginning: str, style: str) -> str:
    """Return the pattern of pages, or of a collection, in a site with this style."""
    if style == "pretty" or (style not in _STYLES and style.endswith("/")):
        return f"{beginning}/"
    is_file = style in {"date", "ordinal", "none"} or style.endswith(":output_ext")
    return f"{beginning}:output_ext" if is_file else beginning


def address(named: Named, pattern: str) -> str:
    """Return the address that a pattern makes, below the site's root."""
    url = _TOKEN.sub(lambda match: _value(match["name"], named), pattern)
    return re.sub(r"/{2,}", "/", f"/{url}")


def _value(token: str, named: Named) -> str:
    date = named.date or datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    year, week, weekday = date.isocalendar()
    values = {
        "year": f"{date.year:04}", "month": f"{date.month:02}", "day": f"{date.day:02}", "hour": f"{date.hour:02}",
        "minute": f"{date.minute:02}", "second": f"{date.second:02}", "short_year": f"{date.year % 100:02}",
        "i_month": str(date.month), "i_day": str(date.day), "y_day": f"{date:%j}", "week": f"{week:02}",
        "w_year": str(year), "w_day": str(weekday), "short_month": f"{date:%b}", "long_month": f"{date:%B}",
        "short_day": f"{date:%a}", "long_day": f"{date:%A}", "output_ext": ".html",
        "categories": "/".join(name.lower() for name in named.categories),
        "slugified_categories": "/".join(slugify(name) for name in named.categories),
        "title": _NOT_PRETTY.sub("-", named.name).strip("-"), "name": slugify(named.name), "slug": slugify(named.name),
        "collection": named.collection, "path": named.path, "basename": named.name,
    }  # fmt: skip
    return values[token]


_OURS: Final = {
    "year": "{date:%Y}", "month": "{date:%m}", "day": "{date:%d}", "hour": "{date:%H}", "minute": "{date:%M}",
    "second": "{date:%S}", "short_year": "{date:%y}", "y_day": "{date:%j}", "title": "{slug}", "slug": "{slug}",
    "name": "{slug}", "output_ext": ".html",
}  # fmt: skip


def our_patterns(pattern: str) -> tuple[str, ...]:
    """Return patterns of ours that may make what one of Jekyll's makes: with one category, and with none."""
    if not pattern.strip("/:"):
        return ()
    with_categories = (
        translated(pattern, _TOKEN, {**_OURS, "categories": name, "slugified_categories": name})
        for name in ("", "{category}")
    )
    return tuple(dict.fromkeys(filter(None, with_categories)))
