"""What articles of Pelican's begin with: lines `Title: …`, by Python-Markdown's extension Meta-Data, or YAML."""

import re
from collections.abc import Mapping
from typing import Any, Final

from mathpress.frontmatter import BLOCK
from mathpress.importers import front_matter
from mathpress.importers.front_matter import Head
from mathpress.importers.pelican_settings import PelicanSettings

_LINE: Final = re.compile(r"[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):[ \t]*(?P<value>.*)")
_LINE_AND_END: Final = re.compile(r"[^\n]*+\n|[^\n]++")
_CONTINUED: Final = re.compile(r"(?:[ ]{4,}|\t)(?P<value>.*)")


def read(path: str, text: str) -> Head:
    """Read the metadata of an article. Keys are in small letters, and values on several lines are joined."""
    block = BLOCK.match(text)
    if block:
        given = front_matter.read(path, text, block)
        if given.is_read:
            data = {key.lower(): value for key, value in given.data.items()}
            return Head(path, text, data, given.body, block)
    values: dict[str, str] = {}
    key = ""
    offset = 0
    for number, line in enumerate(_LINE_AND_END.findall(text)):
        said = line.rstrip("\n")
        if block and number == 0:
            offset += len(line)
            continue
        if not said.strip() or (block and said in {"---", "..."}):
            offset += len(line)
            break
        if match := _LINE.fullmatch(said):
            key = match["key"].lower()
            values[key] = match["value"].strip()
        elif key and (match := _CONTINUED.fullmatch(said)):
            values[key] += f" {match['value'].strip()}"
        else:
            break
        offset += len(line)
    return Head(path, text, values, offset if values else 0)


def several(value: Any) -> Any:
    """Return a list of names: those between semicolons if there are any, else between commas."""
    return [each.strip() for each in value.split(";")] if isinstance(value, str) and ";" in value else value


def from_path(path: str, name: str, settings: PelicanSettings) -> Mapping[str, str]:
    """Return what the name and the path of a file tell, by the patterns among the settings."""
    found: dict[str, str] = {}
    for setting, subject in (("PATH_METADATA", path), ("FILENAME_METADATA", name)):
        try:
            match = re.match(settings.text(setting), subject) if settings.text(setting) else None
        except re.error:
            continue
        found |= {key: value for key, value in (match.groupdict() if match else {}).items() if value}
    return found
