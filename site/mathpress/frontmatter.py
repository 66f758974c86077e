"""Front matter: what stands between `---` (YAML) or `+++` (TOML) at the beginning of a post.

Hugo's, Jekyll's and Hexo's names for the same things are understood. A mistake is a problem at its line; the rest of
the front matter holds all the same.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from mathpress.bounds import load_toml
from mathpress.errors import Place, Problem, place_at
from mathpress.fields import Fields
from mathpress.keys import advise, sort
from mathpress.leading import leading_heading
from mathpress.matter import FrontMatter
from mathpress.settings import toml_mistake
from mathpress.text import reason_of
from mathpress.yamltext import YAMLError, load_yaml, yaml_mistake

BLOCK: Final = re.compile(
    r"(?P<mark>---|\+\+\+)[ \t]*\n(?P<data>.*?)(?:^(?P=mark)[ \t]*(?:\n|\Z))", re.DOTALL | re.MULTILINE
)
"""A file's front matter: its `mark`, and the `data` up to the closing one."""
_UNTRUSTED: Final = re.compile(r"^[ \t\"']*untrusted\b", re.MULTILINE)
_DEFINED: Final = re.compile(r"(?<![\w\\])\\*+(?P<name>\w++|[^\w\s\\])(?=[\"']?\s*+[:=])")
"""A name that something is given to, with the backslash that a macro may have before it."""
_MISTAKES: Final = YAMLError, ValueError, RecursionError
"""What says that a text is neither YAML nor TOML."""
_DATES: Final = ("date", "updated", "publish", "expires")
_LONGEST: Final = 100_000
"""Characters that it may have, for YAML is read at a megabyte in several seconds."""


@dataclass(frozen=True, slots=True)
class Read:
    """Front matter as it was read, the offset where the body begins, what was wrong, and the place of each macro.

    `keys` are the spans of the keys that are known, by our names for them; of a title that is a heading, its `#`.
    """

    matter: FrontMatter
    body: int
    problems: tuple[Problem, ...]
    macro_places: Mapping[str, Place] = field(default_factory=dict)
    keys: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def read(path: str, text: str, *, fallback_title: str, timezone: ZoneInfo) -> Read:
    """Read the front matter of a file. Keys that are in error count as absent.

    Without a title there, the heading that the text begins with may be the title, and the body begins behind it.
    """
    block = BLOCK.match(text)
    if block is None:
        unclosed = _unclosed(path, text)
        title, body, mark = leading_heading(text, 0) or (fallback_title, 0, None)
        matter = FrontMatter(title, untrusted=bool(unclosed and _UNTRUSTED.search(text)))
        return Read(matter, body, unclosed, keys={"title": mark} if mark else {})
    data, problems = load(path, text, block)
    if problems and _UNTRUSTED.search(block["data"]):
        data["untrusted"] = True  # whatever else is wrong
    keys = sort(data)
    advice = [
        Problem(place_of(path, text, block, each.key), each.code, each.message, each.severity) for each in advise(keys)
    ]
    fields, mistakes = _validate(path, text, block, keys.known)
    given = {name: getattr(fields, name) for name in Fields.model_fields}
    spans = {name: _span(text, block, key) for name, (key, _) in keys.known.items()}
    body = block.end()
    if not given["title"]:
        given["title"], body, mark = leading_heading(text, body) or (fallback_title, body, None)
        spans |= {"title": mark} if mark else {}
    for name in _DATES:
        given[name] = _in_zone(given[name], timezone)
    given["date"] = given["date"] or given["publish"]
    macros = _macro_places(path, text, block, [name for name, _ in fields.macros])
    matter = FrontMatter(**given, extra=keys.extra)
    return Read(matter, body, (*problems, *advice, *mistakes), macros, spans)


def _unclosed(path: str, text: str) -> tuple[Problem, ...]:
    opened = re.match(r"(---|\+\+\+)[ \t]*\n", text)
    if opened is None:
        return ()
    message = f"the front matter is not closed by a line {opened[1]}"
    return (Problem(place_at(path, text, 0, 3), "front-matter-syntax", message),)


def load(path: str, text: str, block: re.Match[str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Load a `BLOCK` of a text as a table. If it is none the problem says where, and the table is without that line."""
    is_yaml = block["mark"] == "---"
    loads = load_yaml if is_yaml else load_toml
    if len(block["data"]) > _LONGEST:
        message = f"the front matter has more than {_LONGEST:,} characters; move what pages show into the text"
        return {}, (Problem(place_at(path, text, 0, 3), "front-matter-syntax", message),)
    try:
        data = loads(block["data"])
    except _MISTAKES as error:
        offset, reason = yaml_mistake(block["data"], error) if is_yaml else toml_mistake(block["data"], error)
        place = place_at(path, text, block.start("data") + offset, block.start("data") + offset + 1)
        message = f"the front matter is not {'YAML' if is_yaml else 'TOML'}: {reason}"
        return _but_for_a_line(loads, block["data"], offset), (Problem(place, "front-matter-syntax", message),)
    if isinstance(data, dict):
        return _table(data), ()
    if data is None:
        return {}, ()
    message = "the front matter must be lines of the form `key: value`"
    return {}, (Problem(place_at(path, text, 0, 3), "front-matter-syntax", message),)


def _but_for_a_line(loads: Callable[[str], Any], data: str, offset: int) -> dict[str, Any]:
    """Return what front matter says but for the line with a mistake; nothing if there is another.

    So a post with one mistake keeps its date, its address and its names, and others that lead to it are right.
    """
    start, end = data.rfind("\n", 0, offset) + 1, data.find("\n", offset)
    try:
        rest = loads(data[:start] + (data[end:] if end >= 0 else ""))
    except _MISTAKES:
        return {}
    return _table(rest) if isinstance(rest, dict) else {}


def _table(data: dict[Any, Any]) -> dict[str, Any]:
    return {str(key): value for key, value in data.items() if value is not None}


def _validate(
    path: str, text: str, block: re.Match[str], known: dict[str, tuple[str, Any]]
) -> tuple[Fields, tuple[Problem, ...]]:
    values = {name: value for name, (_, value) in known.items()}
    try:
        return Fields.model_validate(values), ()
    except ValidationError as error:
        mistakes = error.errors()
    problems = []
    for mistake in mistakes:
        name = str(mistake["loc"][0])
        key = known[name][0]
        code = "front-matter-date" if name in _DATES else "front-matter-value"
        problems.append(Problem(place_of(path, text, block, key), code, f"{key}: {reason_of(mistake['msg'])}"))
        values.pop(name, None)
    return Fields.model_validate(values), tuple(problems)


def place_of(path: str, text: str, block: re.Match[str], key: str) -> Place:
    """Return the place of a key in a `BLOCK` of a text."""
    return place_at(path, text, *_span(text, block, key))


def _span(text: str, block: re.Match[str], key: str) -> tuple[int, int]:
    """Return where a key stands; the front matter's first line if it cannot be found."""
    match = re.compile(rf"^[\"']?(?P<key>{re.escape(key)})[\"']?(?=\s*[:=])", re.MULTILINE).search(
        text, block.start("data"), block.end("data")
    )
    return match.span("key") if match else (0, 3)


def _macro_places(path: str, text: str, block: re.Match[str], names: list[str]) -> dict[str, Place]:
    """Return the place where the front matter defines each macro, or that of all its macros."""
    macros = re.compile(r"^[\[\"']*macros\b", re.MULTILINE).search(text, block.start("data"), block.end("data"))
    found: dict[str, tuple[int, int]] = {}
    for match in _DEFINED.finditer(text, macros.end() if macros else block.start("data"), block.end("data")):
        found.setdefault(match["name"], match.span())
    at_all = _span(text, block, "macros")
    return {name: place_at(path, text, *found.get(name.lstrip("\\"), at_all)) for name in names}


def _in_zone(moment: datetime.datetime | None, timezone: ZoneInfo) -> datetime.datetime | None:
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=timezone)
