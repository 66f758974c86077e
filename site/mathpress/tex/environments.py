r"""Environments that the engine lacks, drawn by those it has: one function a kind, one table of them all."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from mathpress.errors import Severity
from mathpress.tex.diagrams import DIAGRAMS
from mathpress.tex.lexer import (
    CLOSING,
    OPENING,
    ROW_END,
    Token,
    is_space,
    join,
    make,
    read_argument,
    read_name,
    read_option,
    skip_space,
    split,
    strip,
)
from mathpress.tex.mathtools import MATHTOOLS
from mathpress.tex.mistakes import Mistake, bare_environment
from mathpress.tex.rewrite import Handler, Result, Rewriting, enclosed

Drawing = Callable[[str, list[Token], Token], list[Token]]
"""Takes an environment's name, its rewritten body and its `\\begin`, and returns tokens that the engine can draw."""


EARLY: Final = {**DIAGRAMS, **MATHTOOLS}
"""Environments that become others before what is in them is rewritten."""


def environment(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""Rewrite the environment whose `\begin` is at `index`, and what is in it."""
    command = tokens[index]
    found = read_name(tokens, index + 1)
    end = _matching_end(tokens, index)
    closing = read_name(tokens, end + 1)
    if found is None or closing is None:  # only a part of it was read for an argument
        raise bare_environment(command.start, command.end)
    name, start = found
    if name in EARLY:
        return rewriting.rewrite(EARLY[name](tokens[start:end], command)), closing[1]
    body = _without_last_row_end(rewriting.rewrite(tokens[start:end]))
    drawn = ENVIRONMENTS.get(name, enclosed)(name, body, command)
    if name == "array":
        rewriting.warnings += _surplus(drawn)
    return drawn, closing[1]


def _surplus(array: Sequence[Token]) -> list[Mistake]:
    """Return a warning for the first cell of an array that has no column, where LaTeX gives up."""
    name = read_name(array, 1)
    columns = read_argument(array, name[1]) if name else None
    if name is None or columns is None:
        return []
    specification = join(columns.tokens)
    room = sum(map(str.isalpha, specification))
    depth = cells = 0
    for token in array[columns.next :]:
        depth += (token.text in {OPENING, r"\begin"}) - (token.text in {CLOSING, r"\end"})
        if depth or token.text not in {"&", ROW_END}:
            continue
        cells = cells + 1 if token.text == "&" else 0
        if cells >= room:
            words = f"a cell without a column: {{{specification}}} has {room}; give it one more letter l, c or r"
            return [Mistake(token.start, token.end, "math-columns", words, Severity.WARNING)]
    return []


def _matching_end(tokens: Sequence[Token], index: int) -> int:
    depth = 0
    for position in range(index, len(tokens)):
        text = tokens[position].text
        if text == r"\begin":
            depth += 1
        elif text == r"\end":
            depth -= 1
            if depth == 0:
                return position
    return len(tokens) - 1


def _without_last_row_end(body: list[Token]) -> list[Token]:
    r"""Drop a `\\` behind the last row, which draws no row in LaTeX but a ghost in the engine."""
    trimmed = strip(body)
    return trimmed[:-1] if trimmed and trimmed[-1].text == ROW_END else body


def _aligned(name: str, body: list[Token], like: Token) -> list[Token]:
    option = read_option(body, 0) if name != "split" else None
    body = body[option.next :] if option else body
    if name == "alignedat":
        count = read_argument(body, 0)
        body = body[count.next :] if count else body
    first = skip_space(body, 0)
    if first < len(body) and body[first].text == "[":  # which the engine would read as its option
        body = [*make("{}", like), *body]
    body = [token for token in body if token.text not in {r"\shoveleft", r"\shoveright"}]
    return enclosed("gathered" if name in {"gathered", "multlined"} else "aligned", body, like)


def _table(name: str, column: str, body: Sequence[Token], like: Token) -> list[Token]:
    """Return a table with as many columns of one kind as its longest row has cells."""
    columns = max(len(split(row, "&")) for row in split(body, ROW_END))
    return enclosed(name, body, like, f"{{{column * columns}}}")


_FENCES: Final = {
    "": ("", ""),
    "p": ("(", ")"),
    "b": ("[", "]"),
    "B": (r"\{", r"\}"),
    "v": ("|", "|"),
    "V": (r"\|", r"\|"),
}


def _fenced(kind: str, table: Sequence[Token], like: Token) -> list[Token]:
    left, right = _FENCES[kind]
    return [*make(rf"\left{left}", like), *table, *make(rf"\right{right}", like)] if left else list(table)


def _matrix(name: str, body: list[Token], like: Token) -> list[Token]:
    r"""Draw mathtools' `pmatrix*[r]` as an array."""
    option = read_option(body, 0)
    column = join(option.tokens).strip() if option else "c"
    body = body[option.next :] if option else body
    return _fenced(name.removesuffix("matrix*"), _table("array", column, body, like), like)


def _small_matrix(name: str, body: list[Token], like: Token) -> list[Token]:
    """Draw a matrix in script size as a subarray; mathtools' starred one may say how its columns are aligned."""
    option = read_option(body, 0) if name.endswith("*") else None
    column = join(option.tokens).strip() if option else "c"
    body = body[option.next :] if option else body
    kind = name.rstrip("*").removesuffix("smallmatrix")
    return _fenced(kind, _table("subarray", column, body, like), like)


_SPACING: Final = {"@", "!", ">", "<"}
_MAX_COLUMNS: Final = 200
_WIDTHS: Final = {"p": "l", "m": "l", "b": "l"}


def _array(name: str, body: list[Token], like: Token) -> list[Token]:
    r"""Say in the cells what the engine does not take in a column specification; widths of paragraphs are dropped.

    `@{}` between two columns takes back the room between them, `>{\displaystyle}` begins each cell of a column.
    """
    option = read_option(body, 0)
    columns = read_argument(body, option.next if option else 0)
    if columns is None or not strip(columns.tokens) or not _is_braced(body, option.next if option else 0):
        raise Mistake(like.start, like.end, "math-columns", r"array needs its columns in braces, as \begin{array}{rcl}")
    waiting = columns.tokens
    specification = ""
    begins: dict[int, str] = {}
    while waiting and len(specification) <= _MAX_COLUMNS:
        token, *waiting = waiting
        if token.text in _SPACING or token.text in _WIDTHS:
            extra = read_argument(waiting, 0)
            waiting = waiting[extra.next :] if extra else waiting
            column = sum(map(str.isalpha, specification))
            begins[column] = begins.get(column, "") + _beginning(
                token.text, join(extra.tokens) if extra else "", column
            )
        if token.text == "*":
            waiting = _repeated(waiting, like)
        elif token.text not in _SPACING and not is_space(token):
            specification += _WIDTHS.get(token.text, token.text)
    if waiting:
        raise Mistake(like.start, like.end, "math-columns", f"an array with more than {_MAX_COLUMNS} columns")
    cells = _begun(body[columns.next :], begins) if any(begins.values()) else body[columns.next :]
    return enclosed(name, cells, like, f"{{{specification}}}")


_STYLES: Final = {r"\displaystyle", r"\textstyle", r"\scriptstyle"}
_BETWEEN: Final = re.compile(r"(?:\\(?:quad|qquad|[,:;! ])|[\s,=+:])*")
_RULES: Final = {r"\hline", r"\hdashline"}


def _beginning(kind: str, extra: str, column: int) -> str:
    """Return the LaTeX that the cells of a column begin with, for one part of the specification before it."""
    if kind == ">" and extra.strip() in _STYLES:
        return f"{extra.strip()} "
    if kind == "@" and column and _BETWEEN.fullmatch(extra):
        return rf"\mkern-14mu {extra}"  # the padding of two cells
    return ""


def _begun(body: Sequence[Token], begins: Mapping[int, str]) -> list[Token]:
    """Put what its cells begin with into each column."""
    made: list[Token] = []
    for row in split(body, ROW_END):
        made += make(ROW_END, row[0] if row else body[0]) if made else []
        for column, cell in enumerate(split(row, "&")):
            made += make("&", cell[0] if cell else body[0]) if column else []
            start = 0
            while start < len(cell) and (is_space(cell[start]) or cell[start].text in _RULES):
                start += 1
            like = cell[start] if start < len(cell) else body[0]
            made += [*cell[:start], *(make(begins.get(column, ""), like) if cell[start:] else []), *cell[start:]]
    return made


def _is_braced(tokens: Sequence[Token], index: int) -> bool:
    index = skip_space(tokens, index)
    return index < len(tokens) and tokens[index].text == OPENING


def _repeated(waiting: list[Token], like: Token) -> list[Token]:
    """Write out the `{3}{c}` of `*{3}{c}`."""
    count = read_argument(waiting, 0)
    columns = read_argument(waiting, count.next) if count else None
    times = join(count.tokens).strip() if count else ""
    if columns is None or not times.isdecimal() or len(times) > 2:
        raise Mistake(like.start, like.end, "math-columns", "a * in a column specification needs {times}{columns}")
    return columns.tokens * int(times) + waiting[columns.next :]


ENVIRONMENTS: Final[dict[str, Drawing]] = {
    **dict.fromkeys(("aligned", "alignedat", "gathered", "multlined", "split"), _aligned),
    **dict.fromkeys((kind + "matrix*" for kind in _FENCES), _matrix),
    **dict.fromkeys((kind + "smallmatrix" + star for kind in _FENCES for star in ("", "*")), _small_matrix),
    "array": _array,
}

BEGIN: Final[dict[str, Handler]] = {r"\begin": environment}
"""The entry by which a table of commands takes in environments."""
