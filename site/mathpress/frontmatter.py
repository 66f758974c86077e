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

import yaml
from pydantic import ValidationError
from yaml.error import MarkedYAMLError
from yaml.reader import ReaderError

from mathpress.bounds import DEEPEST, excess, load_toml
from mathpress.errors import Place, Problem, place_at
from mathpress.fields import Fields
from mathpress.keys import advise, sort
from mathpress.leading import leading_heading
from mathpress.matter import FrontMatter
from mathpress.settings import toml_mistake
from mathpress.text import reason_of

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader  # type: ignore[assignment]

BLOCK: Final = re.compile(
    r"(?P<mark>---|\+\+\+)[ \t]*\n(?P<data>.*?)(?:^(?P=mark)[ \t]*(?:\n|\Z))", re.DOTALL | re.MULTILINE
)
"""A file's front matter: its `mark`, and the `data` up to the closing one."""
_UNTRUSTED: Final = re.compile(r"^[ \t\"']*untrusted\b", re.MULTILINE)
_DEFINED: Final = re.compile(r"(?<![\w\\])\\*+(?P<name>\w++|[^\w\s\\])(?=[\"']?\s*+[:=])")
"""A name that something is given to, with the backslash that a macro may have before it."""
_MISTAKES: Final = yaml.YAMLError, ValueError, RecursionError
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
    loads = _yaml if is_yaml else load_toml
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


class _Loader(SafeLoader):
    """Loads the core schema of YAML 1.2: `no` is Norwegian, 12:30 is text, and dates are left for `fields` to read."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Construct a mapping, each key of which must be given once."""
        seen: set[str] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise MarkedYAMLError(problem=f"{key.value} is given twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}  # those of YAML 1.1
for _tag, _form, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(?:0|[1-9][0-9]{0,76})", list("-+0123456789")),
    ("float", r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_form})\Z"), _first)


def _yaml(data: str) -> Any:
    """Load YAML without what makes it a danger: aliases, which grow without bounds, and tags, which name types."""
    depth = 0
    for event in yaml.parse(data, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        danger = _danger(event, depth)
        if danger:
            raise MarkedYAMLError(None, None, danger, event.start_mark)  # type: ignore[arg-type]  # libyaml's own mark
    value = yaml.load(data, Loader=_Loader)  # noqa: S506 - a safe loader
    if reason := excess(value):
        raise ValueError(reason)
    return value


def _danger(event: yaml.Event, depth: int) -> str | None:
    if depth > DEEPEST:
        return "it is nested too deeply"  # PyYAML 6 crashes the process at some depth
    if isinstance(event, yaml.AliasEvent):
        return "aliases are not understood here; put the value in quotes"
    if isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent) and event.tag:
        return "tags such as !!set are not understood here; put the value in quotes"
    return None


def yaml_mistake(data: str, error: Exception) -> tuple[int, str]:
    """Return where in a YAML text an error is, and what it says. What was opened and not closed is told there."""
    if isinstance(error, ReaderError):
        return data.find(chr(error.character)), "a character that must not stand here; delete it"
    if not isinstance(error, MarkedYAMLError):
        return 0, "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
    context = error.context or ""
    is_opening = error.context_mark and re.search(r"flow (sequence|mapping)|quoted scalar", context)
    mark = error.context_mark if is_opening else error.problem_mark
    reason = " ".join(filter(None, (error.problem, context)))
    if "nesting depth" in reason:  # libyaml has a bound of its own, which it may come to first
        reason = "it is nested too deeply"
    if reason.startswith("mapping values"):
        reason = "a second colon; put the value in quotes"
    return mark.index if mark else 0, reason


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
