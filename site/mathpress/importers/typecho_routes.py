"""The addresses of a Typecho site, by the table of routes among its options."""

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from mathpress.importers.permalinks import merged
from mathpress.importers.sqldump import Row
from mathpress.importers.typecho_tables import moment, number, text
from mathpress.model import Kind

_DEFAULTS: Final = {"post": "/archives/[cid:digital]/", "page": "/[slug].html"}
_PLACE: Final = re.compile(r"\[(?P<name>\w+)(?::[^\]]*)?\]")
_SERIALIZED: Final = r's:\d+:"{name}";a:\d+:\{{s:3:"url";s:\d+:"(?P<url>[^"]*)"'
"""A route as PHP writes it down (php.net, serialize)."""
_OURS: Final = {
    "cid": "{slug}",
    "slug": "{slug}",
    "category": "{category}",
    "year": "{date:%Y}",
    "month": "{date:%m}",
    "day": "{date:%d}",
}
_BRACES: Final = {*"{}"}
"""What a permalink of ours has around its fields alone."""


@dataclass(frozen=True, slots=True)
class Routes:
    """The patterns of posts and pages; `prefix` is `/index.php` where the server rewrites no addresses."""

    post: str
    page: str
    prefix: str

    @property
    def patterns(self) -> tuple[str, ...]:
        """The permalink of ours that makes the same addresses, if there is one."""
        names = {match["name"] for match in _PLACE.finditer(self.post)}
        if not names <= _OURS.keys() or not _BRACES.isdisjoint(self.post):
            return ()
        return (merged(self.prefix + _PLACE.sub(lambda match: _OURS[match["name"]], self.post)),)

    def address(self, row: Row, kind: Kind, categories: tuple[str, ...], offset: datetime.tzinfo) -> str:
        """Return the address of a post or page, below the site's root."""
        created = moment(row, "created", offset)
        values = {
            "cid": str(number(row, "cid")),
            "slug": unquote(text(row, "slug")) or str(number(row, "cid")),
            "category": categories[-1] if categories else "",
            "directory": "/".join(categories),
            "year": f"{created:%Y}",
            "month": f"{created:%m}",
            "day": f"{created:%d}",
        }
        pattern = self.post if kind is Kind.POST else self.page
        return self.prefix + _PLACE.sub(lambda match: unquote(values.get(match["name"], "")), pattern)


def read_routes(options: Mapping[str, str]) -> Routes:
    """Return the routes that the options of a site tell, else those of a new one."""
    table = options.get("routingTable", "")
    prefix = "" if options.get("rewrite") == "1" else "/index.php"
    return Routes(_route(table, "post"), _route(table, "page"), prefix)


def _route(table: str, name: str) -> str:
    try:
        route = json.loads(table)[name]["url"]
    except (ValueError, LookupError, TypeError, RecursionError):
        match = re.search(_SERIALIZED.format(name=name), table)
        route = match["url"] if match else _DEFAULTS[name]
    return route if isinstance(route, str) and route.startswith("/") else _DEFAULTS[name]
