"""Front matter of old files, read by the names that other generators have for things and written by our own."""

import datetime
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from pydantic import ValidationError

from mathpress.bounds import excess
from mathpress.errors import Place, Problem, place_at
from mathpress.fields import Fields
from mathpress.frontmatter import load, place_of
from mathpress.importers.diagnostics import locked
from mathpress.importers.workarounds import Dialect
from mathpress.keys import sort
from mathpress.settings import json_mistake
from mathpress.text import reason_of

_DATES: Final = ("date", "updated", "publish", "expires")
_WITHOUT_MEANING: Final = {"layout", "type"}
"""Keys that every post of other generators has, and that mean nothing here."""
COVER: Final = "cover"
"""The key of the picture of a post as a whole: its address, or a table of `image` and `alt`."""
_COVERS: Final = {COVER, "image", "images", "featured_image", "featuredimage", "thumbnail", "index_img"}
"""Keys of such pictures in other systems and their themes, in small letters."""
_SWITCHES: Final = ("math", "mathjax", "katex", "latex")
"""Keys by which posts ask for formulas."""
_LOCKED: Final = ("password", "private")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the beginning of an old file: its keys as the author wrote them, and where the body begins.

    `is_read` is False if nobody can make sense of it. `problems` say why, but not what a build will say of the file,
    which comes along as it is.
    """

    path: str
    text: str
    data: Mapping[str, Any]
    body: int
    block: re.Match[str] | None = None
    is_read: bool = True
    problems: tuple[Problem, ...] = ()

    def place(self, key: str) -> Place:
        """Return the place of a key."""
        return place_of(self.path, self.text, self.block, key) if self.block else Place(self.path)


def read(path: str, text: str, block: re.Match[str] | None) -> Head:
    """Read the front matter of an old file, which a `block` with the groups `mark` and `data` has, if there is any."""
    if block is None:
        return Head(path, text, {}, 0)
    data, problems = load(path, text, block)
    return Head(path, text, data, block.end(), block, not problems)


def read_json(path: str, text: str) -> Head:
    """Read front matter that is an object of JSON, with which the text begins (Hugo)."""
    try:
        data, end = json.JSONDecoder().raw_decode(text)
        if excess(data):
            raise ValueError("it is nested too deeply")
        data = json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))  # without lone surrogates
    except (ValueError, RecursionError) as error:
        offset, reason = json_mistake(text, error)
        place, message = place_at(path, text, offset, offset + 1), f"the front matter is not JSON: {reason}"
        return Head(path, text, {}, 0, None, False, (Problem(place, "front-matter-syntax", message),))
    return Head(path, text, {key: value for key, value in data.items() if value is not None}, end)


def ours(head: Head, data: Mapping[str, Any], timezone: ZoneInfo) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Return keys and values as we have them, in the order of ours, then what we do not know; and what is wrong.

    `data` is what is left of the head's. Dates without a zone are in `timezone`. What may not be read by everybody
    becomes a draft.
    """
    matter: dict[str, Any] = {}
    problems: list[Problem] = []
    covers = {key: found for key, value in data.items() if key.casefold() in _COVERS and (found := _cover_in(value))}
    keys = sort({key: value for key, value in data.items() if key not in covers})
    for name in Fields.model_fields:
        if name not in keys.known or _says_nothing(name, keys.known[name][1]):
            continue
        key, value = keys.known[name]
        try:
            read = getattr(Fields.model_validate({name: value}), name)
        except ValidationError as error:
            reason = reason_of(error.errors()[0]["msg"])
            code = "front-matter-date" if name in _DATES else "front-matter-value"
            problems.append(Problem(head.place(key), code, f"{key}: {reason}"))
            continue
        if isinstance(read, datetime.datetime) and read.tzinfo is None:
            read = read.replace(tzinfo=timezone)
        if read not in (None, (), "") and (read or name in {"toc", "comments"}):
            matter[name] = read
    if covers:
        matter[COVER] = next(iter(covers.values()))
    for key, value in keys.extra.items():
        if key in _LOCKED and value:
            problems.append(locked(head.place(key), f"{key}: a static site is open to all"))
            matter["draft"] = True
        elif key not in _WITHOUT_MEANING:
            matter[key] = value
    return matter, tuple(problems)


def _says_nothing(name: str, value: object) -> bool:
    """Tell whether a value has no meaning here: settings of MathJax, and of comments, but that there be none."""
    return (name == "math" and isinstance(value, dict)) or (name == "comments" and value is not False)


def _cover_in(value: Any) -> str | dict[str, str]:
    """Return the address of a picture, with what it shows if a table says that; nothing if there is no address."""
    address = _address_in(value)
    alt = value.get("alt") if isinstance(value, dict) else None
    return {"image": address, "alt": alt} if address and alt and isinstance(alt, str) else address


def _address_in(value: Any) -> str:
    """Return the address of a picture: a text, the first of a list, or what a table says; nothing if there is none."""
    if isinstance(value, list):
        return _address_in(value[0]) if value else ""
    if isinstance(value, dict):
        return next((value[key] for key in ("image", "path", "url", "src") if isinstance(value.get(key), str)), "")
    return value if isinstance(value, str) else ""


def dialect_of(data: Mapping[str, Any], site: Dialect) -> Dialect:
    """Return what the old Markdown did with formulas in a post of a site; the post may say that it has none."""
    said = [value for key, value in data.items() if key.lower() in _SWITCHES]
    return replace(site, has_formulas=False) if said and all(value is False for value in said) else site


class _Dumper(yaml.SafeDumper):
    """Writes lists on one line, tuples as lists, and the times of TOML as text."""


_Dumper.add_representer(tuple, lambda dumper, value: dumper.represent_list(value))
_Dumper.add_representer(datetime.time, lambda dumper, value: dumper.represent_str(value.isoformat()))


def compose(matter: Mapping[str, Any], timezone: ZoneInfo) -> str:
    """Return front matter as YAML, which our own reader reads as it was. Dates in `timezone` are written without it."""
    return "".join(["---\n", *(_line(key, value, timezone) for key, value in matter.items()), "---\n"])


def _line(key: str, value: Any, timezone: ZoneInfo) -> str:
    if isinstance(value, datetime.datetime):
        return f"{key}: {_written(value, timezone)}\n"
    flow = None if isinstance(value, list | tuple | dict) else False  # lists and tables on one line
    return yaml.dump({key: value}, Dumper=_Dumper, default_flow_style=flow, allow_unicode=True, width=math.inf)


def _written(moment: datetime.datetime, timezone: ZoneInfo) -> str:
    """Write a date as an author would: without a zone that is the blog's, without a time that is midnight."""
    local = moment.replace(tzinfo=timezone)
    is_local = local.utcoffset() == moment.utcoffset() and not local.fold
    if is_local and moment.time() == datetime.time():
        return moment.date().isoformat()
    written = moment.replace(tzinfo=None).isoformat(" ", "seconds" if moment.second else "minutes")
    return written if is_local else f"{written}{moment.isoformat()[19:]}"
