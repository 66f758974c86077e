"""The keys of front matter: what each may hold, and how the many ways to write a date or a list are read."""

import datetime
import re
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from mathpress.config import Language

OTHER_NAMES: Final = {
    "lastmod": "updated", "last_modified_at": "updated", "modified": "updated", "publishDate": "date",
    "permalink": "url",
    "category": "categories", "tag": "tags", "author": "authors", "description": "summary", "excerpt": "summary",
    "language": "lang", "alias": "aliases", "redirect_from": "aliases", "mathjax": "math", "katex": "math",
}  # fmt: skip
"""Names of other generators, and plurals, for our own."""
_DATE: Final = re.compile(
    r"""
    (?P<year> \d{4} ) [-/.年] (?P<month> \d{1,2} ) [-/.月] (?P<day> \d{1,2} ) 日?
    (?: (?: T | \ + ) (?P<hour> \d{1,2} ) : (?P<minute> \d{2} ) (?: : (?P<second> \d{2} ) (?: \. \d+ )? )? )?
    \ * (?P<zone> Z | [+-] \d{2} :? \d{2} )?
    """,
    re.VERBOSE,
)


def _date(value: Any) -> datetime.datetime:
    match value:
        case datetime.datetime():
            return value
        case datetime.date():
            return datetime.datetime(value.year, value.month, value.day)
    match = _DATE.fullmatch(str(value).strip())
    if match is None:
        raise ValueError(f"'{value}' is no date; write it as 2026-09-21 or 2026-09-21 10:30")
    try:
        numbers = [int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
        moment = datetime.datetime(*numbers)  # type: ignore[arg-type]
        zone = match["zone"]
        return datetime.datetime.fromisoformat(f"{moment.isoformat()}{zone}") if zone else moment
    except ValueError as error:
        raise ValueError(f"'{value}' is no date: {error}") from error


def _names(value: Any) -> tuple[str, ...]:
    """Read a list of names; a string is one, or several with commas between."""
    match value:
        case None:
            return ()
        case str():
            return tuple(name.strip() for name in re.split(r"[,，]", value) if name.strip())
        case list() | tuple() if all(isinstance(name, str | int | float) for name in value):
            return tuple(dict.fromkeys(str(name).strip() for name in value if str(name).strip()))
        case int() | float():
            return (str(value),)
    raise ValueError("must be a list of names")


def _text(value: Any) -> str | None:
    match value:
        case None:
            return None
        case str():
            return value.strip()
        case bool():
            raise ValueError("must be text")
        case int() | float() | datetime.date():
            return str(value)
    raise ValueError("must be text")


def _first(value: Any) -> str | None:
    """Read one name; Hugo writes a series as a list of one."""
    return value[0] if isinstance(value, list) and len(value) == 1 else _text(value)


def _math(value: Any) -> Any:
    return None if value is None or isinstance(value, bool) else value


def _macros(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for pair in value.items() for item in pair):
        raise ValueError(r"must be a table of name: body, as RR: '\mathbb{R}'")
    return tuple(value.items())


Text = Annotated[str | None, BeforeValidator(_text)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Date = Annotated[datetime.datetime | None, BeforeValidator(_date)]


class Fields(BaseModel):
    """The keys of front matter by mathpress's own names, each in the forms that authors write."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text = None
    date: Date = None
    updated: Date = None
    slug: Text = None
    url: Text = None
    aliases: Names = ()
    tags: Names = ()
    categories: Names = ()
    series: Annotated[str | None, BeforeValidator(_first)] = None
    part: int | None = None
    summary: Text = None
    draft: bool = False
    lang: Language | None = None
    authors: Names = ()
    math: Annotated[Literal["mathml", "mathjax"] | None, BeforeValidator(_math)] = None
    macros: Annotated[tuple[tuple[str, str], ...], BeforeValidator(_macros)] = ()
    numbering: Literal["ams", "all", "none"] | None = None
    toc: bool | None = None
