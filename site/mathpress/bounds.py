"""Bounds of what settings, front matter and comments may hold, be they written in TOML or in YAML.

Readers of both allow what no program can go on with: tables in tables without end, numbers that cannot be printed.
"""

import re
import tomllib
from typing import Any, Final

DEEPEST: Final = 50
"""Lists and tables in others."""
_MOST: Final = 100_000
"""Values in all of them."""
_LARGEST: Final = 1 << 256
"""Python refuses to print integers of more than 4300 digits."""
_TOO_LARGE: Final = "it has a number of more than 77 digits"
_LONG_KEY: Final = re.compile(
    rf"""(?: ^ [\ \t]*+ | [\[{{,] \s*+ )
    (?: (?: [\w-]++ | "[^"\n]*+" | '[^'\n]*+' ) [\ \t]*+ \. [\ \t]*+ ){{{DEEPEST}}}""",
    re.MULTILINE | re.VERBOSE,
)
"""A dotted key, of which each part is a table in the one before; tomllib takes memory by the square of their number.

Empty lines are not run through anew from each of them.
"""


def load_toml(text: str) -> dict[str, Any]:
    """Read TOML. Raises `ValueError` if it is none or beyond the bounds, and `RecursionError`."""
    key = _LONG_KEY.search(text)
    if key:
        line, column = text.count("\n", 0, key.end()) + 1, key.end() - text.rfind("\n", 0, key.end())
        raise ValueError(f"it is nested too deeply (at line {line}, column {column})")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:  # of Python's, for an integer of more than 4300 digits
        raise ValueError(f"{_TOO_LARGE} (at line 1, column 1)") from error
    if reason := excess(data):
        raise ValueError(f"{reason} (at line 1, column 1)")
    return data


def excess(value: Any) -> str | None:
    """Say what of a value is beyond the bounds, or None if nothing is."""
    waiting = [(value, 0)]
    seen = 0
    while waiting:
        each, depth = waiting.pop()
        if isinstance(each, int) and abs(each) >= _LARGEST:
            return _TOO_LARGE
        if not isinstance(each, dict | list):
            continue
        seen += len(each)
        if depth > DEEPEST:
            return "it is nested too deeply"
        if seen > _MOST:
            return f"it has more than {_MOST:,} values"
        waiting += [(inner, depth + 1) for inner in (each.values() if isinstance(each, dict) else each)]
    return None
