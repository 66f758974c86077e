"""Tables out of a dump of MySQL or MariaDB, as mysqldump and phpMyAdmin write it: its INSERTs, read as text.

Nothing is run. What looks like a statement inside a text is a text, for each statement is read from its beginning.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

Value = str | bytes | int | float | None
Row = dict[str, Value]

_STRING: Final = r"""(?: '(?:[^'\\]++|\\.|'')*+' | "(?:[^"\\]++|\\.|"")*+" )"""
_NAME: Final = r"""(?: [`"]? \w++ [`"]? \. )? [`"]? (?P<table>[\w$-]++) [`"]?"""
_OTHERS: Final = re.compile(
    r"^(?:(?P<sqlite>PRAGMA foreign_keys|BEGIN TRANSACTION)|-- PostgreSQL database)", re.MULTILINE
)
"""What dumps of other systems begin with, whose texts have no escapes with backslashes or are made by functions."""
_BEGINNING: Final = 1000
_STATEMENT: Final = re.compile(
    rf"""
      (?P<insert> (?:INSERT|REPLACE) \s++ (?:IGNORE\s++|LOW_PRIORITY\s++|DELAYED\s++)? INTO \s++ {_NAME} \s*+
        (?P<columns> \( [^()]*+ \) )? \s*+ VALUES \s*+ )
    | (?P<create> CREATE \s++ TABLE \s++ (?:IF\s++NOT\s++EXISTS\s++)? {_NAME.replace("table", "made")} \s*+ \( )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_COMMENT: Final = r"(?: --(?=\s)[^\n]*+ | \#[^\n]*+ | /\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z) )"
_SPACE: Final = re.compile(rf"(?: \s++ | {_COMMENT} | ; )*+", re.VERBOSE)
_REST: Final = re.compile(
    rf"""
    (?:
        [^'"`;\#/-]++ | {_COMMENT} | [/-]
      | '(?:[^'\\]++|\\.)*+(?:'|(?P<single>\\?\Z)) | "(?:[^"\\]++|\\.)*+(?:"|(?P<double>\\?\Z)) | `[^`]*+(?:`|\Z)
    )*+
    """,
    re.VERBOSE | re.DOTALL,
)
"""What is left of a statement; what is not closed in it runs on to the dump's end."""
_COLUMN: Final = re.compile(r"^\s*[`\"](?P<name>\w+)[`\"]\s", re.MULTILINE)
_VALUE: Final = re.compile(
    rf"""
    \s*+ (?: (?:_\w++\s*+)? (?P<string>{_STRING}) | (?P<hex> 0x[0-9A-Fa-f]++ | [xX]'[0-9A-Fa-f]*+' )
      | (?P<number> -?\d++(?:\.\d*+)?(?:[eE][-+]?\d++)? ) | (?P<bits> b'[01]++' ) | (?P<null> NULL | DEFAULT ) )
    \s*+ (?P<end> [,)] )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ENDS: Final = re.compile(r"\s*+(?:;|\Z|ON\s)", re.IGNORECASE)
"""What a statement of rows ends with, maybe behind what to do with those that are there already."""
_ROW: Final = re.compile(r"\s*+(?:,\s*+)?\(")
_ESCAPE: Final = re.compile(r"\\(?P<char>.)|''|\"\"", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "b": "\b", "Z": "\x1a"}


@dataclass(frozen=True, slots=True)
class Dump:
    """The rows of tables by their names, in order, and where what could not be read begins, by offsets."""

    tables: Mapping[str, list[Row]]
    unread: tuple[int, ...]


def other_system(dump: str) -> str | None:
    """Return the name of the system that wrote a dump, if it is another than MySQL or MariaDB."""
    match = _OTHERS.search(dump, 0, _BEGINNING)
    return match and ("SQLite" if match["sqlite"] else "PostgreSQL")


def read(dump: str, wanted: Callable[[str], bool]) -> Dump:
    """Return the rows of the tables whose names are `wanted`. Linear in the dump's length.

    A row that cannot be read ends its statement. Columns are named by the statement, else by the table's CREATE.
    """
    columns: dict[str, list[str]] = {}
    found: defaultdict[str, list[Row]] = defaultdict(list)
    unread: list[int] = []
    position = 0
    while position < len(dump):
        position = _end(_SPACE, dump, position)
        match = _STATEMENT.match(dump, position)
        begin = position
        is_read = True
        if match and match["insert"] and wanted(match["table"]):
            names = re.findall(r"\w+", match["columns"] or "") or columns.get(match["table"], [])
            rows = found[match["table"]]
            position, is_read = _rows(dump, match.end(), names, rows)
            if not is_read:
                unread.append(position)
        rest = _REST.match(dump, position)
        position = rest.end() if rest else position
        if rest and is_read and (rest["single"] is not None or rest["double"] is not None):
            unread.append(begin)
        if match and match["create"] and wanted(match["made"]):
            columns[match["made"]] = _COLUMN.findall(dump, match.end(), position)
        position = max(position, begin + 1)
    return Dump({table: rows for table, rows in found.items() if rows}, tuple(unread))


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _rows(dump: str, position: int, names: list[str], rows: list[Row]) -> tuple[int, bool]:
    """Add the rows of a statement to others; return the offset behind them, and whether the statement ends there."""
    begin = position
    while row := _ROW.match(dump, position):
        values: list[Value] = []
        behind = row.end()
        while value := _VALUE.match(dump, behind):
            values.append(_value(value))
            behind = value.end()
            if value["end"] == ")":
                break
        else:
            return position, False
        if len(values) != len(names):
            return position, False
        rows.append(dict(zip(names, values, strict=True)))
        position = behind
    return position, position > begin and _ENDS.match(dump, position) is not None


def _value(match: re.Match[str]) -> Value:
    if match["string"] is not None:
        return _ESCAPE.sub(_unescape, match["string"][1:-1])
    if match["hex"] is not None:
        digits = match["hex"][2:].rstrip("'")
        return bytes.fromhex(digits if len(digits) % 2 == 0 else f"0{digits}").decode("utf-8", "replace")
    if match["bits"] is not None:
        return int(match["bits"][2:-1], 2)
    if match["number"] is not None:
        number = float(match["number"])
        return int(number) if number.is_integer() and "e" not in match["number"].lower() else number
    return None


def _unescape(match: re.Match[str]) -> str:
    char = match["char"]
    if char is None:
        return match[0][0]
    return match[0] if char in "%_" else _ESCAPED.get(char, char)
