"""Typecho's tables, out of its SQLite database or a dump of its MySQL database, whatever their prefix."""

import contextlib
import datetime
import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mathpress.errors import Place, Places, Problem, Stop
from mathpress.importers import sqldump
from mathpress.importers.diagnostics import warning
from mathpress.importers.sqldump import Row
from mathpress.intake import opened
from mathpress.text import unix_lines

_NAMES: Final = ("contents", "metas", "relationships", "comments", "options")
_SQLITE: Final = b"SQLite format 3\0"
"""What such a file begins with (sqlite.org, Database File Format, 1.3)."""
_SIDES: Final = ("", "-wal", "-journal")
"""The names of a database and of what lies beside one that a server has open (sqlite.org, File Format, 3 and 4)."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of Typecho's tables. `options` are those of the site, by name; `problems` tell what was left out."""

    contents: list[Row]
    metas: list[Row]
    relationships: list[Row]
    comments: list[Row]
    options: Mapping[str, str]
    problems: tuple[Problem, ...]


def read_tables(path: Path) -> Tables:
    """Read a database or a dump. Raises `Stop` if it is none of Typecho's."""
    try:
        with opened(path) as file:
            is_database = file.read(len(_SQLITE)) == _SQLITE
        found, unread = (_database(path), ()) if is_database else _dump(path)
    except (OSError, sqlite3.Error) as error:
        raise _stop(path, f"cannot be read: {error}") from error
    prefixes = [name.removesuffix("contents") for name in sorted(found) if name.endswith("contents")]
    sites = sorted(
        (each for each in prefixes if f"{each}metas" in found), key=lambda each: -len(found[f"{each}contents"])
    )
    if not sites:
        raise _stop(path, "has none of the tables of Typecho, such as typecho_contents and typecho_metas")
    prefix, *others = sites
    rows = {name: found.get(f"{prefix}{name}", []) for name in _NAMES}
    options = {text(each, "name"): text(each, "value") for each in rows["options"] if not each.get("user")}
    left = (_other_site(path, each, prefix) for each in others)
    problems = (*unread, *left)
    return Tables(rows["contents"], rows["metas"], rows["relationships"], rows["comments"], options, problems)


def _other_site(path: Path, other: str, prefix: str) -> Problem:
    message = f"the tables {other}… of another site are left out; {prefix}… have the most posts"
    return warning(path.name, "import-skipped", message)


def text(row: Row, name: str) -> str:
    r"""Return a value as text with line ends as `\n`, nothing for NULL."""
    value = row.get(name)
    value = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return "" if value is None else unix_lines(str(value))


def number(row: Row, name: str) -> int:
    """Return a value as a whole number, 0 if it is none."""
    try:
        return int(row.get(name) or 0)
    except (ValueError, OverflowError):
        return 0


def moment(row: Row, name: str, zone: datetime.tzinfo) -> datetime.datetime:
    """Return the time of a value in seconds since 1970, which counts as 0 if there is no such time."""
    try:
        return datetime.datetime.fromtimestamp(number(row, name), zone)
    except (ValueError, OverflowError, OSError):
        return datetime.datetime.fromtimestamp(0, zone)


def _is_wanted(table: str) -> bool:
    return table.endswith(_NAMES)


def _dump(path: Path) -> tuple[dict[str, list[Row]], tuple[Problem, ...]]:
    try:
        dump = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "is not UTF-8; if it is GBK, convert it: iconv -f GB18030 -t UTF-8 DUMP > NEW"
        raise _stop(path, message) from error
    if system := sqldump.other_system(dump):
        raise _stop(path, f"is a dump of {system}, and only MySQL's are read; {_INSTEAD[system]}")
    read = sqldump.read(dump, _is_wanted)
    message = "this statement cannot be read from here on, and what is left of it is left out"
    places = Places(path.name, dump)
    unread = (places.at(offset, offset) for offset in read.unread)
    return dict(read.tables), tuple(Problem(place, "import-skipped", message) for place in unread)


_INSTEAD: Final[Mapping[str, str]] = {
    "SQLite": "give the database itself, usr/*.db",
    "PostgreSQL": "give a folder of the posts as Markdown files, which plugins of Typecho export",
}


def _database(path: Path) -> dict[str, list[Row]]:
    """Read the tables of a database, but no views, which could run on without end.

    A copy is read, with what a running site has not yet written into it, so nothing is written beside it.
    """
    with tempfile.TemporaryDirectory() as folder:
        for side in _SIDES:
            beside = path.with_name(path.name + side)
            if beside.is_file():
                shutil.copyfile(beside, Path(folder, f"site.db{side}"))
        return _read_database(Path(folder, "site.db"))


def _read_database(path: Path) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA trusted_schema = OFF")
        database.text_factory = lambda data: data.decode("utf-8", "replace")
        database.row_factory = sqlite3.Row
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in filter(_is_wanted, names):
            quoted = name.replace('"', '""')
            found[name] = [dict(row) for row in database.execute(f'SELECT * FROM "{quoted}"')]  # noqa: S608 (its own)
    return found


def _stop(path: Path, message: str) -> Stop:
    return Stop(Problem(Place(str(path)), "import-source", message))
