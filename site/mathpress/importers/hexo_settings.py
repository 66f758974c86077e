"""Hexo's settings: `_config.yml`, the theme's beside it, and the packages that the site is made with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from mathpress.errors import Place, Problem, Stop
from mathpress.importers.hexo_urls import DEFAULT, our_pattern
from mathpress.importers.old_files import OldFiles, split, table, words, zone
from mathpress.importers.records import OldSettings
from mathpress.importers.workarounds import Dialect

_CONFIG: Final = "_config.yml"
_PANDOC: Final = "hexo-renderer-pandoc"
_KEEPING: Final[Mapping[str, frozenset[str]]] = {
    _PANDOC: frozenset({"$", "$$", "\\begin"}),
    "hexo-renderer-markdown-it-plus": frozenset({"$", "$$"}),
    "hexo-renderer-markdown-it-katex": frozenset({"$", "$$"}),
    "hexo-renderer-kramed": frozenset({"$$"}),
    "hexo-renderer-kramdown": frozenset({"$$"}),
    "markdown-it-katex": frozenset({"$", "$$"}),
    "@renbaoshuo/markdown-it-katex": frozenset({"$", "$$"}),
    "markdown-it-mathjax3": frozenset({"$", "$$"}),
}
"""The delimiters of formulas that a renderer, or a plugin of one, leaves alone; Hexo's own leaves none."""


@dataclass(frozen=True, slots=True)
class HexoSettings:
    """What importing needs of Hexo's settings. `default_category` stands in addresses of posts without one."""

    ours: OldSettings
    zone: ZoneInfo
    source: str
    permalink: str
    new_post_name: str
    default_category: str
    dialect: Dialect


def read_settings(files: OldFiles) -> HexoSettings:
    """Read the settings of the site that `files` are of. Raises `Stop` if it has none."""
    data = files.settings(_CONFIG)
    source = words(data.get("source_dir")) or "source"
    if not data or not (files.root / source).is_dir():
        message = f"{files.root} is no site of Hexo: it needs {_CONFIG} and the folder {source}"
        raise Stop(Problem(Place(str(files.root)), "import-source", message))
    timezone = words(data.get("timezone"))
    languages = data.get("language")
    permalink = words(data.get("permalink")) or DEFAULT
    pages = table(data, "index_generator").get("per_page", data.get("per_page"))
    return HexoSettings(
        OldSettings(
            title=words(data.get("title")),
            url=_address(words(data.get("url")), words(data.get("root"))),
            language=words(languages[0] if isinstance(languages, list) and languages else languages),
            timezone=timezone,
            author=words(data.get("author")),
            description=words(data.get("description")),
            permalinks=tuple(filter(None, (our_pattern(permalink),))),
            per_page=pages if isinstance(pages, int) else 0,
            menu=_menu(files, data),
        ),
        zone(timezone),
        source,
        permalink,
        words(data.get("new_post_name")) or ":title.md",
        words(data.get("default_category")) or "uncategorized",
        _dialect(files),
    )


def _address(url: str, root: str) -> str:
    """Return the site's address; `root` says again, or alone, the folder that it lives in."""
    if not url:
        return ""
    has_folder = split(url).path.strip("/") or not root.strip("/")
    return url if has_folder else f"{url.rstrip('/')}/{root.strip('/')}/"


def _menu(files: OldFiles, data: Mapping[str, Any]) -> dict[str, str]:
    """Return the menu of the theme's settings, in which an icon may stand behind the address."""
    name = f"_config.{words(data.get('theme'))}.yml"
    theme = files.settings(name) if re.fullmatch(r"_config\.[\w\-]+\.yml", name) else {}
    menu = table(theme, "menu") or table(table(data, "theme_config"), "menu")
    return {
        words(name): words(value).partition("||")[0].strip()
        for name, value in menu.items()
        if isinstance(value, str) and words(name)
    }


def _dialect(files: OldFiles) -> Dialect:
    packages = table(files.settings("package.json"), "dependencies")
    kept = (_KEEPING[name] for name in packages if name in _KEEPING)
    frees_bars = _PANDOC not in packages
    return Dialect(frozenset().union(*kept), raw_tags=True, shows_tags=True, frees_bars=frees_bars)
