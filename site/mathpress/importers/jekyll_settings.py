"""Jekyll's settings, `_config.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from mathpress.importers.jekyll_urls import our_patterns, template
from mathpress.importers.old_files import OldFiles, table, words, zone
from mathpress.importers.records import OldSettings
from mathpress.importers.workarounds import Dialect

_FILES: Final = ("_config.yml", "_config.yaml", "_config.toml")
_INHERITED: Final = ("permalink", "published", "categories", "tags", "author", "lang", "excerpt_separator")
"""What a post takes over of the defaults in settings; the rest of them is about the theme."""


@dataclass(frozen=True, slots=True)
class JekyllSettings:
    """What importing needs of Jekyll's settings.

    `collections` are those that are published, each with the pattern of its addresses, which may be empty; `said` is
    what texts may quote of the site; `scopes` are the defaults of front matter.
    """

    ours: OldSettings
    has_file: bool
    zone: ZoneInfo
    style: str
    collections: Mapping[str, str]
    included: frozenset[str]
    excluded: frozenset[str]
    separator: str
    said: Mapping[str, str]
    scopes: tuple[tuple[str, str, Mapping[str, Any]], ...]
    dialect: Dialect

    def defaults(self, group: str, origin: str) -> dict[str, Any]:
        """Return the front matter that a source has if it does not say otherwise; later scopes win."""
        given: dict[str, Any] = {}
        for path, kind, values in self.scopes:
            if origin.startswith(path) and kind in {"", group}:
                given |= {key: values[key] for key in _INHERITED if key in values}
        return given


def read_settings(files: OldFiles) -> JekyllSettings:
    """Read the settings of the site that `files` are of, which may have none."""
    name = next((name for name in _FILES if files.has(name)), "")
    data = files.settings(name) if name else {}
    timezone = words(data.get("timezone"))
    author = data.get("author")
    style = words(data.get("permalink")) or "date"
    root = words(data.get("baseurl")).strip("/")
    address = words(data.get("url")).rstrip("/")
    pages = data.get("paginate")
    said = {f"site.{key}": words(data.get(key)) for key in ("title", "description", "author", "email")}
    return JekyllSettings(
        OldSettings(
            title=words(data.get("title") or data.get("name")),
            url=address and f"{address}/{root}/".replace("//", "/").replace(":/", "://", 1),
            language=words(data.get("lang") or data.get("locale") or data.get("language")).replace("_", "-"),
            timezone=timezone,
            author=words(author.get("name") if isinstance(author, dict) else author),
            description=words(data.get("description")),
            permalinks=our_patterns(template(_collections(data).get("posts") or style)),
            per_page=pages if isinstance(pages, int) else 0,
        ),
        bool(name),
        zone(timezone),
        style,
        _collections(data),
        frozenset(_names(data.get("include"))),
        frozenset(_names(data.get("exclude"))),
        words(data.get("excerpt_separator")),
        {**said, "site.url": "", "site.baseurl": ""},
        tuple(_scopes(data)),
        _dialect(data),
    )


def _collections(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the pattern of each collection that is published, and that of posts if they have one there."""
    collections = table(data, "collections")
    return {
        name: words(table(collections, name).get("permalink"))
        for name in map(str, collections)
        if table(collections, name).get("output") is True or name == "posts"
    }


def _names(value: Any) -> list[str]:
    return [str(name).strip("/") for name in value] if isinstance(value, list) else []


def _scopes(data: Mapping[str, Any]) -> list[tuple[str, str, Mapping[str, Any]]]:
    defaults = data.get("defaults")
    entries = [entry for entry in defaults if isinstance(entry, dict)] if isinstance(defaults, list) else []
    return [
        (words(table(entry, "scope").get("path")), words(table(entry, "scope").get("type")), table(entry, "values"))
        for entry in entries
    ]


def _dialect(data: Mapping[str, Any]) -> Dialect:
    r"""Tell what became of formulas: kramdown passes `$$…$$` on and nothing else, other engines pass on nothing.

    All of them make `|` of `\|` in tables before they look for formulas.
    """
    is_kramdown = words(data.get("markdown") or "kramdown").lower() == "kramdown"
    has_math = bool(table(data, "kramdown").get("math_engine", "mathjax"))
    keeps = frozenset({"$$"}) if is_kramdown and has_math else frozenset()
    return Dialect(keeps, inline_displays=bool(keeps), raw_tags=True, frees_bars=True)
