"""Front matter: what stands between `---` (YAML) or `+++` (TOML) at the beginning of a post.

Hugo's, Jekyll's and Hexo's names for the same things are understood. A mistake is a problem at its line; the rest of
the front matter holds all the same.
"""

import datetime
import re
import tomllib
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from pydantic import ValidationError

from mathpress.errors import Place, Problem, Severity, place_at
from mathpress.fields import OTHER_NAMES, Fields
from mathpress.model import FrontMatter
from mathpress.text import did_you_mean, nearest

_BLOCK: Final = re.compile(
    r"(?P<mark>---|\+\+\+)[ \t]*\n(?P<data>.*?)(?:^(?P=mark)[ \t]*(?:\n|\Z))", re.DOTALL | re.MULTILINE
)


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
        return Read(FrontMatter(title=fallback_title), 0, _unclosed(path, text))
    data, problems = _load(path, text, block)
    known, extra, warnings = _rename(path, text, block, data)
    fields, mistakes = _validate(path, text, block, known)
    given = {name: getattr(fields, name) for name in Fields.model_fields}
    given["title"] = given["title"] or fallback_title
    for name in ("date", "updated"):
        given[name] = _in_zone(given[name], timezone)
    return Read(FrontMatter(**given, extra=extra), block.end(), (*problems, *warnings, *mistakes))


def _unclosed(path: str, text: str) -> tuple[Problem, ...]:
    opened = re.match(r"(---|\+\+\+)[ \t]*\n", text)
    if opened is None:
        return ()
    message = f"the front matter is not closed by a line {opened[1]}"
    return (Problem(place_at(path, text, 0, 3), "front-matter-syntax", message),)


def _load(path: str, text: str, block: re.Match[str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    try:
        data = _yaml(block["data"]) if block["mark"] == "---" else tomllib.loads(block["data"])
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = block.start("data") + (_offset(block["data"], mark.line, mark.column) if mark else 0)
        reason = " ".join(filter(None, (error.problem, error.context)))
        return {}, (
            Problem(
                place_at(path, text, offset, offset + 1),
                "front-matter-syntax",
                f"the front matter is not YAML: {reason}",
            ),
        )
    except (yaml.YAMLError, ValueError) as error:
        match = re.search(r"line (\d+), column (\d+)", str(error))
        offset = block.start("data") + (_offset(block["data"], int(match[1]) - 1, int(match[2]) - 1) if match else 0)
        reason = re.sub(r"\s*\(at .*\)$", "", str(error).splitlines()[0])
        kind = "YAML" if block["mark"] == "---" else "TOML"
        return {}, (
            Problem(
                place_at(path, text, offset, offset + 1),
                "front-matter-syntax",
                f"the front matter is not {kind}: {reason}",
            ),
        )
    if data is None:
        return {}, ()
    if not isinstance(data, dict):
        return {}, (
            Problem(
                place_at(path, text, 0, 3),
                "front-matter-syntax",
                "the front matter must be lines of the form `key: value`",
            ),
        )
    return {str(key): value for key, value in data.items()}, ()


def _yaml(data: str) -> Any:
    return yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders


def _offset(data: str, line: int, column: int) -> int:
    return sum(len(part) for part in data.splitlines(keepends=True)[:line]) + column


def _rename(
    path: str, text: str, block: re.Match[str], data: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], tuple[Problem, ...]]:
    """Sort keys into those that mathpress knows, by its own names, and others. A near miss of a key is a warning."""
    known: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    warnings = []
    for key, value in data.items():
        name = key if key in Fields.model_fields else OTHER_NAMES.get(key, key)
        if key == "published" and isinstance(value, bool):
            known.setdefault("draft", not value)
        elif name in Fields.model_fields:
            if key == name or name not in data:
                known[name] = value
        else:
            extra[key] = value
            if nearest(key, Fields.model_fields):
                guess = did_you_mean(key, Fields.model_fields)
                warnings.append(
                    Problem(
                        _place(path, text, block, key),
                        "front-matter-key",
                        f"unknown key {key}{guess}",
                        Severity.WARNING,
                    )
                )
    return known, extra, tuple(warnings)


def _validate(path: str, text: str, block: re.Match[str], known: dict[str, Any]) -> tuple[Fields, tuple[Problem, ...]]:
    try:
        return Fields.model_validate(known), ()
    except ValidationError as error:
        mistakes = error.errors()
    problems = []
    for mistake in mistakes:
        key = str(mistake["loc"][0])
        message = mistake["msg"].removeprefix("Value error, ")
        code = "front-matter-date" if key in {"date", "updated"} else "front-matter-value"
        problems.append(Problem(_place(path, text, block, key), code, f"{key}: {message[:1].lower()}{message[1:]}"))
        known.pop(key, None)
    return Fields.model_validate(known), tuple(problems)


def _place(path: str, text: str, block: re.Match[str], key: str) -> Place:
    """Return the place of a key, by any of its names; of the front matter's first line if it cannot be found."""
    names = "|".join(map(re.escape, [key, *(other for other, name in OTHER_NAMES.items() if name == key)]))
    match = re.compile(rf"^[\"']?(?:{names})[\"']?(?=\s*[:=])", re.MULTILINE).search(
        text, block.start("data"), block.end("data")
    )
    return place_at(path, text, *match.span()) if match else place_at(path, text, 0, 3)


def _in_zone(moment: datetime.datetime | None, timezone: ZoneInfo) -> datetime.datetime | None:
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=timezone)
