"""YAML as front matter may use it, and what is wrong with one in words that its author knows."""

import re
from typing import Any, Final

import yaml
from yaml.error import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from mathpress.bounds import DEEPEST, excess

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader  # type: ignore[assignment]

__all__ = ["YAMLError", "load_yaml", "yaml_mistake"]

_OPENING: Final = re.compile(r"flow (?:sequence|mapping)|quoted scalar|simple key|an (?:alias|anchor)")
"""What stands where its error should be told: what is not closed is found at the end of the text only."""
_FIRST: Final = "a value cannot begin with CHARACTER; put it in quotes"
_ENDED: Final = "the value ended before this; put all of it in quotes, or begin a line `key: value`"
_REASONS: Final = (
    ("nesting depth", "it is nested too deeply"),  # libyaml has a bound of its own, which it may come to first
    ("mapping values are not allowed", "a second colon; put the value in quotes"),
    ("escape character", "a backslash in double quotes; put the value in single ones"),
    ("hexdecimal number", "a backslash in double quotes; put the value in single ones"),
    ("while scanning a quoted scalar", "a quotation mark that is not closed"),
    (
        "while parsing a flow",
        "a bracket that is not closed, or a comma that is missing; write it, or put the value in quotes",
    ),
    ("while scanning a simple key", "this line has no colon; write `key: value`"),
    ("did not find expected key", _ENDED),
    ("expected <block end>", _ENDED),
    ("character that cannot start any token", _FIRST),
    ("while scanning an alias", _FIRST),
    ("while scanning an anchor", _FIRST),
    ("not allowed in this context", _FIRST),
)
"""What libyaml says, or PyYAML without it, by a part of it, in words for those who write a title with a bracket."""


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


def load_yaml(data: str) -> Any:
    """Load YAML without what makes it a danger: aliases, which grow without bounds, and tags, which name types.

    Raises `YAMLError`, `ValueError` beyond a bound, or `RecursionError`; `yaml_mistake` says what each means.
    """
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
    said = " ".join(filter(None, (error.problem, error.context)))
    mark = error.context_mark if error.context_mark and _OPENING.search(error.context or "") else error.problem_mark
    offset = mark.index if mark else 0
    if data[offset : offset + 1] == "\t":
        return offset, "a tab; indent by spaces"
    reason = next((reason for part, reason in _REASONS if part in said), said)
    return offset, reason.replace("CHARACTER", data[offset : offset + 1])
