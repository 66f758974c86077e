"""Hugo's settings: in one file or a folder of them, in TOML, YAML or JSON, with names in any case."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final
from zoneinfo import ZoneInfo

from mathpress.errors import Place, Problem, Stop
from mathpress.importers.diagnostics import warning
from mathpress.importers.old_files import OldFiles, table, words, zone
from mathpress.importers.records import OldSettings
from mathpress.importers.workarounds import DELIMITERS, Dialect

_NAMES: Final = tuple(f"{name}.{suffix}" for name in ("hugo", "config") for suffix in ("toml", "yaml", "yml", "json"))
_FOLDER: Final = "config/_default"


@dataclass(frozen=True, slots=True)
class HugoSettings:
    """What importing needs of Hugo's settings.

    `folders` are the content folders, each with its language and the prefix of its addresses; `languages` are those of
    a site in several, the first of which is the default one. `cascade` is what all pages have in their front matter.
    """

    ours: OldSettings
    zone: ZoneInfo
    folders: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]
    default_has_prefix: bool
    permalinks: Mapping[str, str]
    main_sections: tuple[str, ...]
    static: tuple[str, ...]
    ugly: bool
    dialect: Dialect
    cascade: Any


def read_settings(files: OldFiles) -> HugoSettings:
    """Read the settings of the site that `files` are of. Raises `Stop` if it has none."""
    data = _data(files)
    code = words(data.get("defaultcontentlanguage")) or "en"
    languages = table(data, "languages")
    language = table(languages, code.lower())
    params = {**table(data, "params"), **table(language, "params")}
    names = (code.lower(), *(name for name in languages if name != code.lower()))
    timezone = words(data.get("timezone"))
    pages = table(data, "pagination").get("pagersize", data.get("paginate", 0))
    return HugoSettings(
        OldSettings(
            title=words(language.get("title") or data.get("title")),
            url=words(data.get("baseurl")),
            language=words(language.get("languagecode") or data.get("locale") or data.get("languagecode")) or code,
            timezone=timezone,
            author=_author(params, data),
            description=words(params.get("description") or data.get("description")),
            per_page=_number(pages),
            menu=_menu(language, data),
        ),
        zone(timezone),
        folders=tuple(_folders(data, languages, code.lower())),
        languages=names if languages else (),
        default_has_prefix=bool(data.get("defaultcontentlanguageinsubdir")),
        permalinks=_permalinks(table(data, "permalinks")),
        main_sections=tuple(map(str, _several(params.get("mainsections") or data.get("mainsections")))),
        static=tuple(map(str, _several(data.get("staticdir") or "static"))),
        ugly=data.get("uglyurls") is True,
        dialect=_dialect(data, files),
        cascade=data.get("cascade"),
    )


def _data(files: OldFiles) -> Mapping[str, Any]:
    """Return all settings, with keys in small letters."""
    data: dict[str, Any] = {}
    found = [name for name in _NAMES if files.has(name)][:1]
    in_folder = list(files.below(_FOLDER))
    for path in (*found, *map(str, in_folder)):
        pure = PurePosixPath(path)
        if pure.suffix not in {".toml", ".yaml", ".yml", ".json"}:
            continue
        value: Any = small(files.settings(path))
        *_, language = pure.stem.split(".")
        name = pure.stem.partition(".")[0].lower()
        if name not in {"hugo", "config"}:
            value = {name: value}
            value = {"languages": {language.lower(): value}} if language.lower() != name else value
        data = _merged(data, value)
    if not data:
        message = f"{files.root} is no site of Hugo: it has neither {_NAMES[0]} nor {_NAMES[4]}"
        raise Stop(Problem(Place(str(files.root)), "import-source", message))
    return data


def small(value: Any) -> Any:
    """Return a value in which all keys of tables are in small letters."""
    if isinstance(value, dict):
        return {str(key).lower(): small(each) for key, each in value.items()}
    return [small(each) for each in value] if isinstance(value, list) else value


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(one)
    for key, value in other.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _author(params: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """Return the author, whom themes look for in several places."""
    for value in (params.get("author"), data.get("author")):
        found = words(value.get("name") if isinstance(value, dict) else value)
        if found:
            return found
    return ""


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _menu(language: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, str]:
    """Return the main menu, in order."""
    for holder in (language, data):
        entries = (table(holder, "menus") or table(holder, "menu")).get("main")
        if isinstance(entries, list):
            known = [entry for entry in entries if isinstance(entry, dict)]
            known.sort(key=lambda entry: _number(entry.get("weight")))
            return {
                words(entry.get("name") or entry.get("identifier")): words(entry.get("pageref") or entry.get("url"))
                for entry in known
            }
    return {}


def _folders(data: Mapping[str, Any], languages: Mapping[str, Any], default: str) -> list[tuple[str, str]]:
    """Return the content folders and the language of each, nothing for those that the files' names tell."""
    common = words(data.get("contentdir")) or "content"
    folders = {common: ""}
    for name in (default, *languages):
        if own := words(table(languages, name).get("contentdir")):
            folders.pop(common, None)
            folders[own] = name
    return list(folders.items())


def _permalinks(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the pattern of each section; newer ones stand in a table `page`."""
    pages = given.get("page")
    patterns = {**given, **(pages if isinstance(pages, dict) else {})}
    return {section: pattern for section, pattern in patterns.items() if isinstance(pattern, str)}


def _dialect(data: Mapping[str, Any], files: OldFiles) -> Dialect:
    """Tell which formulas pass Goldmark untouched: those in the delimiters of its extension for that.

    Where these leave out the single dollar, that is one of money. Delimiters that we do not have are told.
    """
    passthrough = table(table(table(table(data, "markup"), "goldmark"), "extensions"), "passthrough")
    if passthrough.get("enable") is not True:
        return Dialect()
    delimiters = table(passthrough, "delimiters")
    pairs = [*_several(delimiters.get("block")), *_several(delimiters.get("inline"))]
    openings = {pair[0] for pair in pairs if isinstance(pair, list) and pair and isinstance(pair[0], str)}
    for other in sorted(openings - DELIMITERS):
        message = f"what stands behind {other} was a formula, and is text here; write $ or $$ instead in those posts"
        files.problems.append(warning("markup.goldmark.extensions.passthrough", "import-setting", message))
    keeps = DELIMITERS & openings if openings else DELIMITERS - {"$"}
    return Dialect(keeps, has_dollars="$" in keeps)
