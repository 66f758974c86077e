"""The comments beside a post, `post.comments.toml` beside `post.md`: read, checked, and written by importers.

TOML's literal strings keep the backslashes of formulas as they are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from mathpress.bounds import load_toml
from mathpress.comments import WrittenComment
from mathpress.errors import Place, Problem, Severity, place_at
from mathpress.fields import Moment
from mathpress.settings import toml_mistake
from mathpress.text import CONTROL, nearest, reason_of, unix_lines

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_HEADER: Final = re.compile(r"^[ \t]*\[\[[ \t]*comment[ \t]*\]\]", re.MULTILINE)
NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What may be the id of a comment."""
ADDRESS: Final = re.compile(r"https?://[^\s\x00-\x1f\x7f<>\"'\\]+", re.IGNORECASE)
"""What may be the address of who wrote one."""


def _name(value: Any) -> str:
    if isinstance(value, bool) or not NAME.fullmatch(str(value)):
        raise ValueError("must be up to 64 letters, digits, - and _")
    return str(value)


def _clean(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("must be text; put it in quotes")
    return CONTROL.sub("\ufffd", unix_lines(value)).strip()


def _address(value: Any) -> str:
    if not isinstance(value, str) or not (value == "" or ADDRESS.fullmatch(value)):
        raise ValueError("must be an address such as https://example.org/, or left out")
    return value


_Name = Annotated[str, BeforeValidator(_name)]
_Text = Annotated[str, BeforeValidator(_clean)]


class _Fields(BaseModel):
    """The keys of a comment, of which `id`, `date` and `text` must be there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: _Name
    parent: _Name = ""
    author: _Text = ""
    url: Annotated[str, BeforeValidator(_address)] = ""
    date: Moment
    by_author: bool = False
    text: _Text


@dataclass(frozen=True, slots=True)
class Discussion:
    """The comments of a file in its order, each with the offset where it begins there, and what was wrong with them."""

    comments: tuple[tuple[int, WrittenComment], ...]
    problems: tuple[Problem, ...]


def read(path: str, text: str, timezone: ZoneInfo) -> Discussion:
    """Read a file of comments. One that is in error is left out; dates without a zone are in `timezone`."""
    try:
        given = load_toml(text)
    except (ValueError, RecursionError) as error:
        offset, reason = toml_mistake(text, error)
        message = f"the comments are not TOML: {reason}"
        return Discussion((), (Problem(place_at(path, text, offset, offset + 1), "comments-syntax", message),))
    tables = given.get("comment", [])
    if given.keys() - {"comment"} or not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        message = "a file of comments holds nothing but tables that begin with a line [[comment]]"
        return Discussion((), (Problem(place_at(path, text, 0, 1), "comments-syntax", message),))
    offsets = [match.start() for match in _HEADER.finditer(text)]
    offsets += [0] * (len(tables) - len(offsets))  # as `comment = […]`, which has no headers
    comments: list[tuple[int, WrittenComment]] = []
    problems: list[Problem] = []
    known: set[str] = set()
    for offset, table in zip(offsets, tables, strict=False):
        try:
            fields = _Fields.model_validate(table)
        except ValidationError as error:
            problems += [_wrong(path, text, offset, mistake) for mistake in error.errors()]
            continue
        if fields.id in known:
            message = f"there are two comments {fields.id}; give one another id"
            problems.append(Problem(_place(path, text, offset, "id"), "comments-id", message))
            continue
        parent = fields.parent
        if parent and parent not in known:
            message = f"no comment {parent} stands above this one, so it is shown as an answer to none"
            problems.append(Problem(_place(path, text, offset, "parent"), "comments-parent", message, Severity.WARNING))
            parent = ""
        known.add(fields.id)
        date = fields.date if fields.date.tzinfo else fields.date.replace(tzinfo=timezone)
        said = WrittenComment(fields.id, parent, fields.author, fields.url, date, fields.by_author, fields.text)
        comments.append((offset, said))
    return Discussion(tuple(comments), tuple(problems))


def place_in(path: str, text: str, offset: int, said: str, place: Place) -> Place:
    """Return the place in a file of comments that is `place` in the text `said` by the comment at `offset`.

    It is the comment's beginning if its text is written with escapes.
    """
    start = text.find(said, offset)
    if start < 0:
        return place_at(path, text, offset, offset + 1)
    before = said.split("\n")[: place.line - 1]
    start += sum(len(line) + 1 for line in before) + place.column - 1
    return place_at(path, text, start, start + place.length)


def written(comments: Sequence[WrittenComment]) -> str:
    """Return the file that has these comments."""
    return "\n".join(map(_table, comments))


def _table(comment: WrittenComment) -> str:
    text = CONTROL.sub("\ufffd", unix_lines(comment.text))
    given = {
        "id": _quoted(comment.id),
        "parent": comment.parent and _quoted(comment.parent),
        "author": comment.author and _quoted(comment.author),
        "url": comment.url and _quoted(comment.url),
        "date": _whole_minutes(comment.date).isoformat(timespec="seconds"),
        "by_author": "true" if comment.by_author else "",
        "text": _quoted(text, multiline=True) if "'''" in text else f"'''\n{text}\n'''",
    }
    return "".join(("[[comment]]\n", *(f"{key} = {value}\n" for key, value in given.items() if value)))


def _whole_minutes(date: datetime) -> datetime:
    """Return a moment in UTC if its zone was off by seconds, as those of long ago; TOML has none (RFC 3339, 5.6)."""
    offset = date.utcoffset() or timedelta()
    return date.astimezone(UTC) if offset % timedelta(minutes=1) else date


def _quoted(text: str, *, multiline: bool = False) -> str:
    from tomlkit import string  # which no build needs

    return string(CONTROL.sub("\ufffd", text), multiline=multiline).as_string()


def _wrong(path: str, text: str, offset: int, mistake: "ErrorDetails") -> Problem:
    key = str(mistake["loc"][0])
    message = f"{key}: {reason_of(mistake['msg'])}"
    if mistake["type"] == "missing":
        message = f"this comment lacks its {key}"
    elif key not in _Fields.model_fields:
        likely = nearest(key, _Fields.model_fields)
        message = f"unknown key {key}; " + (f"did you mean {likely}?" if likely else "a comment has no such key")
    return Problem(_place(path, text, offset, key), "comments-value", message)


def _place(path: str, text: str, offset: int, key: str) -> Place:
    """Return the place of a key of the comment at `offset`, or of its beginning."""
    following = _HEADER.search(text, offset + 1)
    end = following.start() if following else len(text)
    found = re.compile(rf"^[ \t]*(?P<key>{re.escape(key)})(?=[ \t]*=)", re.MULTILINE).search(text, offset, end)
    return place_at(path, text, *(found.span("key") if found else (offset, offset + 1)))
