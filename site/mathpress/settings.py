"""Places in texts of settings: where a key is set, and where what cannot be read begins."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from mathpress.errors import Place, place_at

FILE: Final = "mathpress.toml"
"""The file of a blog's settings."""


def misencoded(path: str, error: UnicodeDecodeError) -> Place:
    """Return the place of the first byte that is not UTF-8; what cannot be decoded is shown as U+FFFD."""
    before = error.object[: error.start].decode("utf-8")
    line = error.object[error.start :].splitlines()[0].decode("utf-8", "replace")
    return place_at(path, before + line, len(before), len(before) + 1)


def toml_mistake(text: str, error: Exception) -> tuple[int, str]:
    """Return where in a TOML text an error of `tomllib` is, and what it says."""
    if isinstance(error, RecursionError):
        return 0, "it is nested too deeply"
    offset = end = len(text.rstrip())
    match = re.search(r"\(at line (?P<line>\d+), column (?P<column>\d+)\)", str(error))
    if match:
        lines = text.split("\n")[: int(match["line"]) - 1]
        offset = sum(len(line) + 1 for line in lines) + int(match["column"]) - 1
    reason = re.sub(r"\s*\(at .*\)$", "", str(error))
    reason += "; text stands in quotes" if reason == "Invalid value" else ""
    return min(offset, end), f"{reason[:1].lower()}{reason[1:]}"


def json_mistake(_: str, error: Exception) -> tuple[int, str]:
    """Return where in a JSON text an error of `json` is, and what it says."""
    if isinstance(error, json.JSONDecodeError):
        return error.pos, f"{error.msg[:1].lower()}{error.msg[1:]}"
    return 0, "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def find_key(name: str, text: str, path: tuple[str, ...]) -> Place:
    """Return the place where a TOML text sets the key at `path`, or the nearest place that can be told."""
    return place_of(name, text, spans(text), path)


Spans = Mapping[tuple[str, ...], tuple[int, int]]
"""Where a text has each table and key, by the keys that lead there: start and end, in characters."""


def place_of(name: str, text: str, known: Spans, path: tuple[str, ...]) -> Place:
    """Return the place of the key at `path` if its span is `known`, or of the nearest table around it."""
    found = next((path[:length] for length in range(len(path), 0, -1) if path[:length] in known), None)
    return place_at(name, text, *known[found]) if found else Place(name)


@lru_cache(maxsize=1)  # settings may have many mistakes
def spans(text: str) -> Spans:
    """Return where a TOML text names each table and sets each key, inline tables aside."""
    table: tuple[str, ...] = ()
    known: dict[tuple[str, ...], tuple[int, int]] = {}
    offset = 0
    for line in text.splitlines(keepends=True):
        header = re.match(r"\s*\[+\s*(?P<name>[^\]]+?)\s*\]", line)
        key = re.match(r"\s*(?P<key>[\w.\-\"']+)\s*=", line)
        if header:
            table = tuple(part.strip(" \"'") for part in header["name"].split("."))
            known[table] = offset + header.start("name"), offset + header.end("name")
        elif key:
            full = (*table, *(part.strip(" \"'") for part in key["key"].split(".")))
            known[full] = offset + key.start("key"), offset + key.end("key")
        offset += len(line)
    return known
