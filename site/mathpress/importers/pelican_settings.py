"""Pelican's settings, which are a program: what it assigns as it stands is read, and nothing of it is run."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from mathpress.errors import Place, Problem, Stop
from mathpress.importers.diagnostics import warning
from mathpress.importers.old_files import OldFiles, unread, words, zone
from mathpress.importers.records import OldSettings
from mathpress.importers.workarounds import DELIMITERS, Dialect

_FILES: Final = ("pelicanconf.py", "publishconf.py")
"""The settings, and those of the published site, which has its address there."""
DEFAULTS: Final[Mapping[str, Any]] = {
    "ARTICLE_URL": "{slug}.html",
    "ARTICLE_LANG_URL": "{slug}-{lang}.html",
    "PAGE_URL": "pages/{slug}.html",
    "PAGE_LANG_URL": "pages/{slug}-{lang}.html",
    "ARTICLE_PATHS": [""],
    "PAGE_PATHS": ["pages"],
    "STATIC_PATHS": ["images"],
    "ARTICLE_EXCLUDES": [],
    "PAGE_EXCLUDES": [],
    "EXTRA_PATH_METADATA": {},
    "PATH": "content",
    "DEFAULT_LANG": "en",
    "DEFAULT_CATEGORY": "misc",
    "USE_FOLDER_AS_CATEGORY": True,
    "FILENAME_METADATA": r"(?P<date>\d{4}-\d{2}-\d{2}).*",
    "PATH_METADATA": "",
    "SLUGIFY_SOURCE": "title",
    "SLUGIFY_USE_UNICODE": False,
    "SLUGIFY_PRESERVE_CASE": False,
    "SLUG_REGEX_SUBSTITUTIONS": [(r"[^\w\s-]", ""), (r"(?u)\A\s*", ""), (r"(?u)\s*\Z", ""), (r"[-\s]+", "-")],
    "DEFAULT_METADATA": {},
}
"""What Pelican takes for settings that a site does not have (docs.getpelican.com, Settings)."""
_OF_MATH: Final = re.compile(r"math|katex|latex", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PelicanSettings:
    """What importing needs of Pelican's settings; all others are by their names there."""

    ours: OldSettings
    zone: ZoneInfo
    dialect: Dialect
    values: Mapping[str, Any]
    problems: tuple[Problem, ...]

    def text(self, name: str) -> str:
        """Return a setting that is text; its default if it is something else."""
        value = self.values[name]
        return value if isinstance(value, str) else DEFAULTS[name]

    def several(self, name: str) -> tuple[str, ...]:
        """Return a setting that is a list of texts, or one of them."""
        value = self.values[name]
        given = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else DEFAULTS[name]
        return tuple(each for each in given if isinstance(each, str))


def read_settings(files: OldFiles) -> PelicanSettings:
    """Read the settings of the site that `files` are of. Raises `Stop` if it has none, or they are no Python."""
    if not files.has(_FILES[0]):
        raise Stop(Problem(Place(str(files.root)), "import-source", f"there is no site of Pelican: no {_FILES[0]}"))
    values: dict[str, Any] = dict(DEFAULTS)
    problems: list[Problem] = []
    for path in filter(files.has, _FILES):
        given, computed = _assigned(path, files.text(path) or "")
        values |= {name: value for name, value in given.items() if value is not None}
        problems += computed
    for name in filter(lambda name: not _is_tame(values[name]), _PATTERNS):
        values[name] = DEFAULTS[name]
        message = f"{name} has a pattern that could look at a name for ever and is not run; it counts as not set"
        problems.append(warning(_FILES[0], "import-setting", message))
    for name in filter(lambda name: not _is_known(values[name]), _ADDRESSES):
        values[name] = DEFAULTS[name]
        message = (
            f"{name} has a field that is not known here, or has a form as only dates may; it counts as not set, "
            "so write the old address of a text as its url where that was another"
        )
        problems.append(warning(_FILES[0], "import-address", message))
    timezone = words(values.get("TIMEZONE"))
    pages = values.get("DEFAULT_PAGINATION")
    ours = OldSettings(
        title=words(values.get("SITENAME")),
        url=words(values.get("SITEURL")),
        language=words(values["DEFAULT_LANG"]),
        timezone=timezone,
        author=words(values.get("AUTHOR")),
        description=words(values.get("SITESUBTITLE") or values.get("SITEDESCRIPTION")),
        permalinks=_permalinks(values["ARTICLE_URL"]),
        per_page=pages if isinstance(pages, int) and not isinstance(pages, bool) else 0,
        menu=_menu(values.get("MENUITEMS")),
    )
    return PelicanSettings(ours, zone(timezone), _dialect(values), values, tuple(problems))


_PATTERNS: Final = ("FILENAME_METADATA", "PATH_METADATA", "SLUG_REGEX_SUBSTITUTIONS")
"""Settings that have regular expressions in them."""
_ADDRESSES: Final = ("ARTICLE_URL", "ARTICLE_LANG_URL", "PAGE_URL", "PAGE_LANG_URL")
FIELD: Final = re.compile(r"\{(?P<name>slug|lang|date|category|author)(?::(?P<form>%[^{}]*))?\}")
"""What an address is made of; of all that Python formats, which may be without bounds, just forms of dates."""


def _is_known(value: Any) -> bool:
    """Tell whether an address has no other fields."""
    return not isinstance(value, str) or not _BRACE.search(FIELD.sub("", value))


_BRACE: Final = re.compile(r"[{}]")
_CHOICES: Final = re.compile(r"(?: [*+] | \{\d*+,\d*+\}?+ | (?<! (?<!\\)\( ) \? ) [?+]?+ | \|", re.VERBOSE)
"""Repetitions and alternatives, each with more than one way to go on. A question mark that begins a group is none."""
_REPEATED_GROUP: Final = re.compile(r"\)(?:[*+]|\{)")


def _is_tame(value: Any) -> bool:
    """Tell whether regular expressions are none that look at a text for a time without bounds."""
    if isinstance(value, list | tuple):
        return all(map(_is_tame, value))
    return not isinstance(value, str) or not (_REPEATED_GROUP.search(value) or len(_CHOICES.findall(value)) > _MOST)


_MOST: Final = 3
"""Choices in a regular expression, each of which may look at all of a name."""


def _mistake(text: str, error: Exception) -> tuple[int, str]:
    """Return where in a program an error of its parser is, and what it says."""
    if not isinstance(error, SyntaxError):
        return 0, str(error) or "it is nested too deeply"
    before = text.split("\n")[: (error.lineno or 1) - 1]
    return sum(len(line) + 1 for line in before) + max(0, (error.offset or 1) - 1), error.msg


def _assigned(path: str, text: str) -> tuple[dict[str, Any], list[Problem]]:
    """Return what a program assigns to names in capitals, and a problem for each that it computes and we need."""
    try:
        program = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise unread(path, text, *_mistake(text, error)) from error
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for statement in program.body:
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value:
            targets, value = [statement.target], statement.value
        else:
            continue
        for name in (target.id for target in targets if isinstance(target, ast.Name) and target.id.isupper()):
            try:
                values[name] = ast.literal_eval(value)
            except (ValueError, TypeError, MemoryError, RecursionError):
                if name in DEFAULTS or name in _NEEDED:
                    message = f"{name} is computed, and nothing here runs the old settings; it counts as not set"
                    place = Place(path, statement.lineno, statement.col_offset + 1)
                    problems.append(warning(place, "import-setting", message))
    return values, problems


_NEEDED: Final = {"SITENAME", "SITEURL", "AUTHOR", "TIMEZONE"}


def _dialect(values: Mapping[str, Any]) -> Dialect:
    """Tell what formulas were to Python-Markdown: kept by an extension, else eaten at.

    Where no plugins are named, those that are installed are used, and nobody knows which.
    """
    extensions = values.get("MARKDOWN")
    plugins = values.get("PLUGINS")
    keeps = plugins is None or _OF_MATH.search(f"{plugins} {extensions}")
    return Dialect(keeps=DELIMITERS if keeps else frozenset())


def _permalinks(url: Any) -> tuple[str, ...]:
    """Return the pattern of ours that makes the addresses of articles, if there is one."""
    names = set(re.findall(r"\{(\w+)", url)) if isinstance(url, str) else {""}
    return (f"/{url.lstrip('/')}",) if names <= {"slug", "date", "category"} else ()


def _menu(items: Any) -> dict[str, str]:
    pairs = items if isinstance(items, list | tuple) else ()
    return {
        words(pair[0]): pair[1]
        for pair in pairs
        if isinstance(pair, list | tuple) and len(pair) == 2 and isinstance(pair[1], str) and words(pair[0])
    }
