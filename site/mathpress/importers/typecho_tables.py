"""Typecho's tables, out of its SQLite database or a dump of its MySQL database, whatever their prefix."""

import contextlib
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mathpress.errors import Place, Problem, Stop
from mathpress.importers import sqldump
from mathpress.importers.sqldump import Row

_NAMES: Final = ("contents", "metas", "relationships", "comments", "options")
_SQLITE: Final = b"SQLite format 3\0"
"""What such a file begins with (sqlite.org, Database File Format, 1.3)."""
_DUMPS: Final = (".sql",)


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of Typecho's tables. `options` are those of the site, by name."""

    contents: list[Row]
    metas: list[Row]
    relationships: list[Row]
    comments: list[Row]
    options: Mapping[str, str]


def read_tables(path: Path) -> Tables:
    """Read a database or a dump. Raises `Stop` if it is none of Typecho's."""
    try:
        with path.open("rb") as file:
            is_database = file.read(len(_SQLITE)) == _SQLITE
        found = _database(path) if is_database else _dump(path)
    except (OSError, sqlite3.Error) as error:
        raise _stop(path, f"cannot be read: {error}") from error
    prefixes = (name.removesuffix("contents") for name in sorted(found) if name.endswith("contents"))
    prefix = next((each for each in prefixes if f"{each}metas" in found), None)
    if prefix is None:
        raise _stop(path, "has none of the tables of Typecho, such as typecho_contents and typecho_metas")
    rows = {name: found.get(f"{prefix}{name}", []) for name in _NAMES}
    options = {text(each, "name"): text(each, "value") for each in rows["options"] if not each.get("user")}
    return Tables(rows["contents"], rows["metas"], rows["relationships"], rows["comments"], options)


def text(row: Row, name: str) -> str:
    r"""Return a value as text with line ends as `\n`, nothing for NULL."""
    value = row.get(name)
    value = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")


def number(row: Row, name: str) -> int:
    """Return a value as a whole number, 0 if it is none."""
    try:
        return int(row.get(name) or 0)
    except ValueError:
        return 0


def _is_wanted(table: str) -> bool:
    return table.endswith(_NAMES)


def _dump(path: Path) -> dict[str, list[Row]]:
    return sqldump.tables(path.read_bytes().decode("utf-8-sig", "replace"), _is_wanted)


def _database(path: Path) -> dict[str, list[Row]]:
    """Read the tables of a database, but no views, which could run on without end. Nothing is written beside it."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    found: dict[str, list[Row]] = {}
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as database:
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
