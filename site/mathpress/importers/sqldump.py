"""Tables out of a dump of MySQL or MariaDB, as mysqldump and phpMyAdmin write it: its INSERTs, read as text.

Nothing is run. What looks like a statement inside a text is a text, for each statement is read from its beginning.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final

Value = str | bytes | int | float | None
Row = dict[str, Value]

_STRING: Final = r"""(?: '(?:[^'\\]++|\\.|'')*+' | "(?:[^"\\]++|\\.|"")*+" )"""
_NAME: Final = r"""(?: [`"]? \w++ [`"]? \. )? [`"]? (?P<table>[\w$-]++) [`"]?"""
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
      | '(?:[^'\\]++|\\.)*+(?:'|\Z) | "(?:[^"\\]++|\\.)*+(?:"|\Z) | `[^`]*+(?:`|\Z)
    )*+
    """,
    re.VERBOSE | re.DOTALL,
)
"""What is left of a statement; what is not closed in it runs on to the dump's end."""
_COLUMN: Final = re.compile(r"^\s*[`\"](?P<name>\w+)[`\"]\s", re.MULTILINE)
_VALUE: Final = re.compile(
    rf"""
    \s*+ (?: (?:_\w++\s*+)? (?P<string>{_STRING}) | (?P<hex> 0x[0-9A-Fa-f]++ | [xX]'[0-9A-Fa-f]*+' )
      | (?P<number> -?\d++(?:\.\d*+)?(?:[eE][-+]?\d++)? ) | (?P<null> NULL ) )
    \s*+ (?P<end> [,)] )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ROW: Final = re.compile(r"\s*+(?:,\s*+)?\(")
_ESCAPE: Final = re.compile(r"\\(?P<char>.)|''|\"\"", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "b": "\b", "Z": "\x1a"}


def tables(dump: str, wanted: Callable[[str], bool]) -> dict[str, list[Row]]:
    """Return the rows of the tables whose names are `wanted`, in order. Linear in the dump's length.

    A row that cannot be read ends its statement. Columns are named by the statement, else by the table's CREATE.
    """
    columns: dict[str, list[str]] = {}
    found: defaultdict[str, list[Row]] = defaultdict(list)
    position = 0
    while position < len(dump):
        position = _end(_SPACE, dump, position)
        match = _STATEMENT.match(dump, position)
        begin = position
        if match and match["insert"] and wanted(match["table"]):
            names = re.findall(r"\w+", match["columns"] or "") or columns.get(match["table"], [])
            position = match.end()
            for values, behind in _rows(dump, position):
                position = behind
                found[match["table"]].append(dict(zip(names, values, strict=False)))
        position = _end(_REST, dump, position)
        if match and match["create"] and wanted(match["made"]):
            columns[match["made"]] = _COLUMN.findall(dump, match.end(), position)
        position = max(position, begin + 1)
    return dict(found)


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _rows(dump: str, position: int) -> Iterator[tuple[list[Value], int]]:
    """Yield the rows of a statement, each with the offset behind it."""
    while row := _ROW.match(dump, position):
        values: list[Value] = []
        position = row.end()
        while value := _VALUE.match(dump, position):
            values.append(_value(value))
            position = value.end()
            if value["end"] == ")":
                break
        else:
            return
        yield values, position


def _value(match: re.Match[str]) -> Value:
    if match["string"] is not None:
        return _ESCAPE.sub(_unescape, match["string"][1:-1])
    if match["hex"] is not None:
        digits = match["hex"][2:].rstrip("'")
        return bytes.fromhex(digits if len(digits) % 2 == 0 else f"0{digits}").decode("utf-8", "replace")
    if match["number"] is not None:
        number = float(match["number"])
        return int(number) if number.is_integer() and "e" not in match["number"].lower() else number
    return None


def _unescape(match: re.Match[str]) -> str:
    char = match["char"]
    if char is None:
        return match[0][0]
    return match[0] if char in "%_" else _ESCAPED.get(char, char)
