"""Bounds of what settings and front matter of others may hold: YAML repeats without end what has an alias."""

from typing import Any, Final

_MOST: Final = 100_000
_DEEPEST: Final = 50


def is_modest(value: Any) -> bool:
    """Tell whether lists and tables are not nested too deeply, and not too many."""
    waiting = [(value, 0)]
    seen = 0
    while waiting:
        each, depth = waiting.pop()
        if not isinstance(each, dict | list):
            continue
        seen += len(each)
        if depth > _DEEPEST or seen > _MOST:
            return False
        waiting += [(inner, depth + 1) for inner in (each.values() if isinstance(each, dict) else each)]
    return True
