r"""The matrices of the LaTeX package physics: `\mqty(a & b \\ c & d)`, `\pmqty{\imat{3}}`, `\dmat{a, b}`."""

from collections.abc import Sequence
from typing import Final

from mathpress.tex.calls import STRETCHED, Call, Handler
from mathpress.tex.definitions import Macro, from_handlers
from mathpress.tex.lexer import Token, join, split, strip

_MAX_SIZE: Final = 20
"""Rows and columns of a matrix whose cells are not written out."""
_FENCES: Final = {"(": ("(", ")"), "[": ("[", "]"), "|": (r"\lvert", r"\rvert")}


def _matrix(environment: str, fence: str = "") -> Handler:
    r"""Return the handler of `\pmqty{…}`, whose fences are known, or of `\mqty`, where the author types them."""

    def handler(call: Call) -> list[Token]:
        call.takes("*")  # curved instead of round parentheses, which few fonts have
        found = call.fenced("{", *(() if fence else _FENCES)) or call.fail("needs cells in braces")
        table = call.make(rf"\begin{{{environment}}}", found[1], rf"\end{{{environment}}}")
        fences = _FENCES.get(fence or found[0])
        return call.fence(STRETCHED, fences[0], table, fences[1]) if fences else table

    return handler


def _size(call: Call) -> int:
    """Take a number of rows or columns."""
    digits = join(call.argument()).strip()
    if not (digits.isascii() and digits.isdecimal()) or not 1 <= int(digits[:3]) <= _MAX_SIZE:
        call.fail(f"needs a number from 1 to {_MAX_SIZE} for the size of the matrix")
    return int(digits)


def _cells(call: Call, rows: Sequence[Sequence[Sequence[Token] | str]]) -> list[Token]:
    """Return the cells of a matrix, which stand in another command's braces."""
    made: list[Token] = []
    for number, row in enumerate(rows):
        made += call.make(r"\\" if number else "", row[0], *(part for cell in row[1:] for part in ("&", cell)))
    return made


def _identity(call: Call) -> list[Token]:
    size = _size(call)
    return _cells(call, [["1" if row == column else "0" for column in range(size)] for row in range(size)])


def _zero(call: Call) -> list[Token]:
    rows, columns = _size(call), _size(call)
    return _cells(call, [["0"] * columns] * rows)


def _filled(call: Call) -> list[Token]:
    r"""`\xmat{x}{2}{3}`; with a star each cell has its indices, one if there is but one row or column."""
    star, body, rows, columns = call.takes("*"), call.argument(), _size(call), _size(call)

    def cell(row: int, column: int) -> Sequence[Token]:
        index = f"{row if rows > 1 or columns == 1 else ''}{column if columns > 1 else ''}"
        return call.make("{", body, "}", f"_{{{index}}}") if star else body

    return _cells(call, [[cell(row + 1, column + 1) for column in range(columns)] for row in range(rows)])


def _diagonal(call: Call, *, anti: bool = False) -> list[Token]:
    r"""`\dmat[0]{a, b}` has the option in all other cells."""
    rest: Sequence[Token] = call.option() or []
    entries = [strip(entry) for entry in split(call.argument(), ",")]
    if len(entries) > _MAX_SIZE:
        call.fail(f"takes at most {_MAX_SIZE} entries")
    places = range(len(entries))
    last = len(entries) - 1
    rows = [
        [entry if column == (last - row if anti else row) else rest for column in places]
        for row, entry in enumerate(entries)
    ]
    return _cells(call, rows)


def _antidiagonal(call: Call) -> list[Token]:
    return _diagonal(call, anti=True)


_PAULI: Final = {
    "0": r"1&0\\0&1", "1": r"0&1\\1&0", "x": r"0&1\\1&0", "2": r"0&-i\\i&0", "y": r"0&-i\\i&0", "3": r"1&0\\0&-1",
    "z": r"1&0\\0&-1",
}  # fmt: skip


def _pauli(call: Call) -> list[Token]:
    cells = _PAULI.get(join(call.argument()).strip()) or call.fail("needs 0, 1, 2, 3, x, y or z in braces")
    return call.make(cells)


MATRICES: Final[dict[str, Macro]] = from_handlers(
    {
        "mqty matrixquantity": _matrix("matrix"),
        "pmqty Pmqty": _matrix("matrix", "("),
        "bmqty": _matrix("matrix", "["),
        "vmqty mdet matrixdeterminant": _matrix("matrix", "|"),
        "smqty smallmatrixquantity": _matrix("smallmatrix"),
        "spmqty sPmqty": _matrix("smallmatrix", "("),
        "sbmqty": _matrix("smallmatrix", "["),
        "svmqty smdet smallmatrixdeterminant": _matrix("smallmatrix", "|"),
        "imat identitymatrix": _identity,
        "zmat zeromatrix": _zero,
        "xmat xmatrix": _filled,
        "dmat diagonalmatrix": _diagonal,
        "admat antidiagonalmatrix": _antidiagonal,
        "pmat paulimatrix": _pauli,
    }
)
