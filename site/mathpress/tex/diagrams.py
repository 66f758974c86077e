r"""Commutative diagrams of amscd, `\begin{CD}`, and plain TeX's `\bordermatrix`, as tables."""

from collections.abc import Callable, Sequence
from typing import Final

from mathpress.tex.lexer import CLOSING, OPENING, ROW_END, Token, make, split, strip
from mathpress.tex.mistakes import Mistake
from mathpress.tex.rewrite import Handler, Result, Rewriting, argument, enclosed, group

_HORIZONTAL: Final = {">": r"\xrightarrow", "<": r"\xleftarrow"}
_VERTICAL: Final = {"V": r"\downarrow", "A": r"\uparrow"}
_WITHOUT_LABELS: Final = {"=": r"=\!=\!=", "|": r"\Big\Vert", ".": ""}


def _diagram(body: Sequence[Token], like: Token) -> list[Token]:
    r"""Return the rows of a `CD` as an array: objects and the arrows between them, each in a cell (amscd.dtx)."""
    rows = [_cells(row) for row in split(body, ROW_END) if strip(row)]
    columns = max((len(row) for row in rows), default=1)
    made: list[Token] = []
    for number, row in enumerate(rows):
        for position, cell in enumerate(row):
            made += [*(make("&", like) if position else []), *cell]
        made += make(ROW_END, like) if number < len(rows) - 1 else []
    return enclosed("array", made, like, f"{{{'c' * columns}}}")


def _cells(row: Sequence[Token]) -> list[list[Token]]:
    """Cut a row at its arrows; a row of vertical arrows has an empty cell between two of them."""
    cells: list[list[Token]] = [[]]
    is_vertical = False
    index, depth = 0, 0
    while index < len(row):
        token = row[index]
        depth += (token.text == OPENING) - (token.text == CLOSING)
        if token.text != "@" or depth:
            cells[-1].append(token)
            index += 1
            continue
        kind = row[index + 1].text if index + 1 < len(row) else ""
        arrow, index = _arrow(row, index + 1, kind, token)
        is_vertical = (
            is_vertical or kind in _VERTICAL or (kind in {"|", "."} and not strip(cells[-1]) and len(cells) == 1)
        )
        cells = [*cells[:-1], arrow, []] if is_vertical else [*cells, arrow, []]
        if is_vertical:
            cells[-1:] = [[], []]
    while is_vertical and len(cells) > 1 and not strip(cells[-1]):
        cells.pop()
    return cells


def _arrow(row: Sequence[Token], index: int, kind: str, like: Token) -> tuple[list[Token], int]:
    r"""Return the arrow whose kind stands at `index`, and the index behind it: `@>a>b>` has a above and b below."""
    if kind in _WITHOUT_LABELS:
        return make(_WITHOUT_LABELS[kind], like), index + 1
    if kind not in _HORIZONTAL and kind not in _VERTICAL:
        words = "an arrow of CD is one of @>>> @<<< @VVV @AAA @= @| @."
        raise Mistake(like.start, row[min(index, len(row) - 1)].end, "math-diagram", words)
    labels: list[list[Token]] = []
    for _ in range(2):
        index += 1
        start, depth = index, 0
        while index < len(row) and not (depth == 0 and row[index].text == kind):
            depth += (row[index].text == OPENING) - (row[index].text == CLOSING)
            index += 1
        if index >= len(row):
            words = f"this arrow of CD needs {kind} three times, with its labels between them, as @{kind}a{kind}b{kind}"
            raise Mistake(like.start, like.end, "math-diagram", words)
        labels.append(strip(row[start:index]))
    first, second = labels
    if kind in _HORIZONTAL:
        below = [*make("[", like), *group(second, like), *make("]", like)] if second else []
        return [*make(_HORIZONTAL[kind], like), *below, *group(first or make(r"\quad", like), like)], index + 1
    left = make(r"\mathllap{\scriptstyle ", like), first, make(r"\,}", like)
    right = make(r"\mathrlap{\,\scriptstyle ", like), second, make("}", like)
    arrow = make(rf"\Big{_VERTICAL[kind]}", like)
    return [token for part in (*left, arrow, *right) for token in part], index + 1


DIAGRAMS: Final[dict[str, Callable[[Sequence[Token], Token], list[Token]]]] = {"CD": _diagram}
"""Environments that become others before their commands are rewritten."""


def _bordermatrix(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\bordermatrix{&1&2\cr a&x&y\cr}` has its first row above and its first column left of the parentheses."""
    command = tokens[index]
    body, after = argument(tokens, index + 1, command)
    rows = [split(row, "&") for row in split(body, ROW_END)]
    if rows and not any(strip(cell) for cell in rows[-1]):
        rows.pop()
    columns = max((len(row) for row in rows), default=1)
    pieces: list[str | Sequence[Token]] = ['<mtable displaystyle="false" scriptlevel="0">']
    for number, row in enumerate(rows):
        bow = _bow(number, len(rows))
        pieces.append("<mtr>")
        for position in range(columns):
            if position == 1:
                pieces.append(f'<mtd class="m-bow-left{bow}"></mtd>')
            cell = strip(row[position]) if position < len(row) else []
            pieces += ["<mtd>", cell or make("{}", command), "</mtd>"]
        pieces.append(f'<mtd class="m-bow-right{bow}"></mtd></mtr>')
    return rewriting.box(command, *pieces, "</mtable>"), after


def _bow(row: int, rows: int) -> str:
    """Return the further classes of a parenthesis' part beside a row: it bends at its ends; the first row has none."""
    if row == 0:
        return ""
    return " m-bow" + (" m-bow-top" if row == 1 else "") + (" m-bow-bottom" if row == rows - 1 else "")


BORDER: Final[dict[str, Handler]] = {r"\bordermatrix": _bordermatrix}
