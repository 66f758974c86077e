"""What articles of Pelican's begin with: lines `Title: …`, by Python-Markdown's extension Meta-Data, or YAML."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from mathpress.frontmatter import BLOCK
from mathpress.importers import head
from mathpress.importers.head import Head
from mathpress.importers.pelican_settings import PelicanSettings

_LINE: Final = re.compile(r"[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):[ \t]*(?P<value>.*)")
_CONTINUED: Final = re.compile(r"(?:[ ]{4,}|\t)(?P<value>.*)")
_TAG: Final = re.compile(r"<[^<>]*+>")


def read(path: str, text: str) -> Head:
    """Read the metadata of an article. Keys are in small letters, and values on several lines are joined."""
    block = BLOCK.match(text)
    if block:
        given = head.read(path, text, block)
        if given.is_read:
            data = {key.lower(): value for key, value in given.data.items()}
            return Head(path, text, data, given.body, block)
    values: dict[str, str] = {}
    key = ""
    offset = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
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


def slug_of(text: str, settings: PelicanSettings) -> str:
    """Return the slug that Pelican makes of a title or name; nothing if that is not known.

    Pelican writes other scripts in Latin letters with the package Unidecode, whose tables are asked if they are there.
    """
    value = unicodedata.normalize("NFKC", _TAG.sub("", text))
    if not settings.values["SLUGIFY_USE_UNICODE"] and not value.isascii():
        value = _in_latin(value)
    for pair in settings.values["SLUG_REGEX_SUBSTITUTIONS"]:
        try:
            old, new = pair[:2]
            value = re.sub(old, new, value, flags=re.IGNORECASE)
        except (re.error, TypeError, ValueError):
            continue
    return value.strip() if settings.values["SLUGIFY_PRESERVE_CASE"] else value.lower().strip()


def _in_latin(text: str) -> str:
    try:
        from unidecode import unidecode
    except ImportError:
        return ""
    return str(unidecode(text))
