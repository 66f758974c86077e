"""Front matter: what stands between `---` (YAML) or `+++` (TOML) at the beginning of a post.

Hugo's, Jekyll's and Hexo's names for the same things are understood. A mistake is a problem at its line; the rest of
the front matter holds all the same.
"""

import datetime
import re
import tomllib
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from mathpress.config import Language
from mathpress.errors import Place, Problem, Severity, place_at
from mathpress.model import FrontMatter
from mathpress.text import did_you_mean, nearest

_BLOCK: Final = re.compile(r"(?P<mark>---|\+\+\+)[ \t]*\n(?P<data>.*?)(?:^(?P=mark)[ \t]*(?:\n|\Z))", re.DOTALL | re.MULTILINE)
_OTHER_NAMES: Final = {
    "lastmod": "updated", "last_modified_at": "updated", "modified": "updated", "publishDate": "date", "permalink": "url",
    "category": "categories", "tag": "tags", "author": "authors", "description": "summary", "excerpt": "summary",
    "language": "lang", "alias": "aliases", "redirect_from": "aliases", "mathjax": "math", "katex": "math",
}  # fmt: skip
"""Names of other generators, and plurals, for our own."""
_DATE: Final = re.compile(r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?:[ T](?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?")


def _date(value: Any) -> datetime.datetime:
    match value:
        case datetime.datetime():
            return value
        case datetime.date():
            return datetime.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the site's zone is added later
    match = _DATE.fullmatch(str(value).strip())
    if match is None:
        raise ValueError(f"'{value}' is no date; write it as 2026-09-21 or 2026-09-21 10:30")
    zone = (match["zone"] or "").replace("Z", "+00:00")
    iso = f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}T{int(match['H'] or 0):02}:{match['M'] or '00'}:{match['S'] or '00'}{zone}"
    try:
        return datetime.datetime.fromisoformat(iso)
    except ValueError as error:
        raise ValueError(f"'{value}' is no date: {error}") from error


def _names(value: Any) -> tuple[str, ...]:
    """Read a list of names; a string is one, or several with commas between."""
    match value:
        case None:
            return ()
        case str():
            return tuple(name.strip() for name in re.split(r"[,，]", value) if name.strip())
        case list() | tuple() if all(isinstance(name, str | int | float) for name in value):
            return tuple(dict.fromkeys(str(name).strip() for name in value if str(name).strip()))
        case int() | float():
            return (str(value),)
    raise ValueError("must be a list of names")


def _text(value: Any) -> str | None:
    match value:
        case None:
            return None
        case str():
            return value.strip()
        case bool():
            raise ValueError("must be text")
        case int() | float() | datetime.date():
            return str(value)
    raise ValueError("must be text")


def _first(value: Any) -> str | None:
    """Read one name; Hugo writes a series as a list of one."""
    return value[0] if isinstance(value, list) and len(value) == 1 else _text(value)


def _math(value: Any) -> Any:
    return None if value is None or isinstance(value, bool) else value


def _macros(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for pair in value.items() for item in pair):
        raise ValueError(r"must be a table of name: body, as RR: '\mathbb{R}'")
    return tuple(value.items())


Text = Annotated[str | None, BeforeValidator(_text)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Date = Annotated[datetime.datetime | None, BeforeValidator(_date)]


class _Fields(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text = None
    date: Date = None
    updated: Date = None
    slug: Text = None
    url: Text = None
    aliases: Names = ()
    tags: Names = ()
    categories: Names = ()
    series: Annotated[str | None, BeforeValidator(_first)] = None
    part: int | None = None
    summary: Text = None
    draft: bool = False
    lang: Language | None = None
    authors: Names = ()
    math: Annotated[Literal["mathml", "mathjax"] | None, BeforeValidator(_math)] = None
    macros: Annotated[tuple[tuple[str, str], ...], BeforeValidator(_macros)] = ()
    numbering: Literal["ams", "all", "none"] | None = None
    toc: bool | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """Front matter as it was read, the offset where the body begins, and what was wrong."""

    matter: FrontMatter
    body: int
    problems: tuple[Problem, ...]


def read(path: str, text: str, *, fallback_title: str, timezone: ZoneInfo) -> Read:
    """Read the front matter of a file. Keys that are in error count as absent."""
    block = _BLOCK.match(text)
    if block is None:
        opened = re.match(r"(---|\+\+\+)[ \t]*\n", text)
        problems = (Problem(place_at(path, text, 0, 3), "front-matter-syntax", f"the front matter is not closed by a line {opened[1]}"),) if opened else ()
        return Read(FrontMatter(title=fallback_title), 0, problems)
    data, problems = _load(path, text, block)
    known, extra, warnings = _rename(path, text, block, data)
    fields, mistakes = _validate(path, text, block, known)
    given = {name: getattr(fields, name) for name in _Fields.model_fields}
    given["title"] = given["title"] or fallback_title
    for name in ("date", "updated"):
        given[name] = _in_zone(given[name], timezone)
    return Read(FrontMatter(**given, extra=extra), block.end(), (*problems, *warnings, *mistakes))


def _load(path: str, text: str, block: re.Match[str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    try:
        data = yaml.load(block["data"], Loader=_LOADER) if block["mark"] == "---" else tomllib.loads(block["data"])  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = block.start("data") + (_offset(block["data"], mark.line, mark.column) if mark else 0)
        reason = " ".join(filter(None, (error.problem, error.context)))
        return {}, (Problem(place_at(path, text, offset, offset + 1), "front-matter-syntax", f"the front matter is not YAML: {reason}"),)
    except (yaml.YAMLError, ValueError) as error:
        match = re.search(r"line (\d+), column (\d+)", str(error))
        offset = block.start("data") + (_offset(block["data"], int(match[1]) - 1, int(match[2]) - 1) if match else 0)
        reason = re.sub(r"\s*\(at .*\)$", "", str(error).splitlines()[0])
        kind = "YAML" if block["mark"] == "---" else "TOML"
        return {}, (Problem(place_at(path, text, offset, offset + 1), "front-matter-syntax", f"the front matter is not {kind}: {reason}"),)
    if data is None:
        return {}, ()
    if not isinstance(data, dict):
        return {}, (Problem(place_at(path, text, 0, 3), "front-matter-syntax", "the front matter must be lines of the form `key: value`"),)
    return {str(key): value for key, value in data.items()}, ()


_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _offset(data: str, line: int, column: int) -> int:
    return sum(len(part) for part in data.splitlines(keepends=True)[:line]) + column


def _rename(path: str, text: str, block: re.Match[str], data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], tuple[Problem, ...]]:
    """Sort keys into those that mathpress knows, by its own names, and others. A near miss of a key is a warning."""
    known: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    warnings = []
    for key, value in data.items():
        name = key if key in _Fields.model_fields else _OTHER_NAMES.get(key, key)
        if key == "published" and isinstance(value, bool):
            known.setdefault("draft", not value)
        elif name in _Fields.model_fields:
            if key == name or name not in data:
                known[name] = value
        else:
            extra[key] = value
            if nearest(key, _Fields.model_fields):
                guess = did_you_mean(key, _Fields.model_fields)
                warnings.append(Problem(_place(path, text, block, key), "front-matter-key", f"unknown key {key}{guess}", Severity.WARNING))
    return known, extra, tuple(warnings)


def _validate(path: str, text: str, block: re.Match[str], known: dict[str, Any]) -> tuple[_Fields, tuple[Problem, ...]]:
    try:
        return _Fields.model_validate(known), ()
    except ValidationError as error:
        mistakes = error.errors()
    problems = []
    for mistake in mistakes:
        key = str(mistake["loc"][0])
        message = mistake["msg"].removeprefix("Value error, ")
        code = "front-matter-date" if key in {"date", "updated"} else "front-matter-value"
        problems.append(Problem(_place(path, text, block, key), code, f"{key}: {message[:1].lower()}{message[1:]}"))
        known.pop(key, None)
    return _Fields.model_validate(known), tuple(problems)


def _place(path: str, text: str, block: re.Match[str], key: str) -> Place:
    """Return the place of a key, by any of its names; of the front matter's first line if it cannot be found."""
    names = "|".join(map(re.escape, [key, *(other for other, name in _OTHER_NAMES.items() if name == key)]))
    match = re.compile(rf"^[\"']?(?:{names})[\"']?(?=\s*[:=])", re.MULTILINE).search(text, block.start("data"), block.end("data"))
    return place_at(path, text, *match.span()) if match else place_at(path, text, 0, 3)


def _in_zone(moment: datetime.datetime | None, timezone: ZoneInfo) -> datetime.datetime | None:
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=timezone)
