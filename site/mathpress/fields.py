"""The keys of front matter: what each may hold, and how the many ways to write a date or a list are read."""

import datetime
import re
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from mathpress.forms import Language
from mathpress.text import CONTROL, shorten

_PATTERN: Final = re.compile(r"(?<=/):[a-z_]+|^:[a-z_]+")
_DATE: Final = re.compile(
    r"""
    (?P<year> \d{4} ) [-/.年] (?P<month> \d{1,2} ) [-/.月] (?P<day> \d{1,2} ) 日?
    (?:
        (?: [Tt] | \ + | (?<=日) )
        (?P<hour> \d{1,2} ) : (?P<minute> \d{2} ) (?: : (?P<second> \d{2} ) (?: \. \d+ )? )?
    )?
    \ * (?: (?P<utc> [Zz] | UTC | GMT ) | (?P<zone> [+-] \d{2} (?: :? \d{2} )? ) )?
    """,
    re.VERBOSE,
)

_SHOWN: Final = 60
"""Characters of a value that a message repeats, on its one line."""


def _date(value: Any) -> datetime.datetime:
    """Read a date, to the second. YAML's and TOML's own dates come as what their authors wrote or as `datetime`."""
    match value:
        case datetime.datetime():
            value = value.isoformat(" ")
        case datetime.date():
            value = value.isoformat()
    match = _DATE.fullmatch(str(value).strip())
    shown = shorten(str(value), _SHOWN)
    if match is None:
        raise ValueError(f"'{shown}' is no date; write it as 2026-09-21 or 2026-09-21 10:30")
    try:
        numbers = [int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
        moment = datetime.datetime(*numbers)  # type: ignore[arg-type]
        if not datetime.MINYEAR < moment.year < datetime.MAXYEAR:
            raise ValueError(f"there are no posts of the year {moment.year}")  # no zone could be added to it either
        zone = "Z" if match["utc"] else match["zone"]
        return datetime.datetime.fromisoformat(f"{moment.isoformat()}{zone}") if zone else moment
    except ValueError as error:
        raise ValueError(f"'{shown}' is no date: {error}") from error


def _names(value: Any) -> tuple[str, ...]:
    """Read a list of names; a string is one, or several with commas between. Hexo has lists in lists."""
    if isinstance(value, str):
        value = re.split(r"[,，]", value)
    given = value if isinstance(value, list | tuple) else [value]
    names = [name for item in given for name in (item if isinstance(item, list) else [item])]
    names = [name.get("name") if isinstance(name, dict) else name for name in names]  # an author with an address
    if not all(isinstance(name, str | int | float) and not isinstance(name, bool) for name in names):
        raise ValueError("must be a list of names")
    return tuple(dict.fromkeys(filter(None, map(_text, names))))


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | datetime.date):
        raise ValueError("must be text")
    text = str(value).strip()
    if CONTROL.search(text):
        raise ValueError(
            "must not hold control characters; in double quotes a backslash makes them, in single ones not"
        )
    return text


def _one(value: Any) -> str:
    """Read one name; Hugo writes a series as a list of one."""
    if isinstance(value, list) and len(value) != 1:
        raise ValueError("a post belongs to one series; keep the one it is a part of")
    return _text(value[0] if isinstance(value, list) else value)


def _url(value: Any) -> str:
    """Read an address; the patterns that Jekyll and Hexo allow here are none."""
    url = _text(value)
    pattern = _PATTERN.search(url)
    if pattern:
        raise ValueError(
            f"{pattern[0]} stands for nothing here; write the address itself, or set `permalink` in the settings"
        )
    return url


def _math(value: Any) -> Any:
    """Read which engine sets a post; other generators ask for any mathematics at all, which a post here always has."""
    return None if isinstance(value, bool) or str(value).lower() in {"yes", "no", "on", "off"} else value


def _unless_no(value: Any) -> bool:
    """Read a switch that is for safety: whatever is no plain `false` switches it on."""
    return str(value).strip().lower() not in {"false", "no", "off", "0"}


def _macros(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for pair in value.items() for item in pair):
        raise ValueError(r"must be a table of name: body, as RR: '\mathbb{R}'")
    return tuple(value.items())


Text = Annotated[str | None, BeforeValidator(_text)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Moment = Annotated[datetime.datetime, BeforeValidator(_date)]
Date = Annotated[datetime.datetime | None, BeforeValidator(_date)]


class Fields(BaseModel):
    """The keys of front matter by mathpress's own names, each in the forms that authors write."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text = None
    date: Date = None
    updated: Date = None
    publish: Date = None
    expires: Date = None
    slug: Text = None
    url: Annotated[str | None, BeforeValidator(_url)] = None
    aliases: Names = ()
    tags: Names = ()
    categories: Names = ()
    series: Annotated[str | None, BeforeValidator(_one)] = None
    part: int | None = None
    summary: Text = None
    description: Text = None
    draft: bool = False
    lang: Language | None = None
    translation_of: Text = None
    card_formula: Text = None
    authors: Names = ()
    math: Annotated[Literal["mathml", "mathjax"] | None, BeforeValidator(_math)] = None
    macros: Annotated[tuple[tuple[str, str], ...], BeforeValidator(_macros)] = ()
    numbering: Literal["ams", "all", "none"] | None = None
    toc: bool | None = None
    comments: bool | None = None
    untrusted: Annotated[bool, BeforeValidator(_unless_no)] = False
    bibliography: Names = ()
    check_ignore: Names = ()
