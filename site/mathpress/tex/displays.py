"""Display environments: their names, how they lay out their rows, and the LaTeX that draws the rows without numbers."""

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final

from mathpress.tex.lengths import read_row_spacing
from mathpress.tex.lexer import (
    ROW_END,
    Token,
    is_space,
    make,
    places,
    read_argument,
    read_name,
    skip_space,
    split,
    strip,
)
from mathpress.tex.mistakes import Mistake


class Shape(Enum):
    """How an environment lays out its rows, and by that where its numbers stand."""

    ALONE = "one number for the whole"
    ALIGNED = "a number a row, rows aligned at &"
    GATHERED = "a number a row, rows centred"


ENVIRONMENTS: Final[dict[str, Shape]] = {
    "equation": Shape.ALONE,
    "displaymath": Shape.ALONE,
    "multline": Shape.ALONE,
    "align": Shape.ALIGNED,
    "alignat": Shape.ALIGNED,
    "xalignat": Shape.ALIGNED,
    "flalign": Shape.ALIGNED,
    "eqnarray": Shape.ALIGNED,
    "gather": Shape.GATHERED,
}
"""The environments that are displays of their own, without their starred forms."""

INTERTEXT: Final = {r"\intertext", r"\shortintertext"}
NUMBERLESS: Final = {"displaymath"}
TRAILING: Final = frozenset(".,;:!?。，；：！？、")
"""Punctuation that may stand behind a display environment."""

_BEGIN: Final = {r"\begin"}

Row = list[Token]


def find_displays(tokens: Sequence[Token]) -> Iterator[tuple[int, str, int]]:
    r"""Yield the `\begin` of each display environment: its index, the name, and the index behind it."""
    for index in places(tokens, _BEGIN):
        found = read_name(tokens, index + 1)
        if found and found[0].removesuffix("*") in ENVIRONMENTS:
            yield index, *found


def outermost(tokens: Sequence[Token], mistakes: list[Mistake]) -> tuple[str, list[Token], list[Token]]:
    """Return the name of the display environment that the formula is, its body, and punctuation behind it.

    The name is empty if the formula is no such environment; then the body is the whole formula.
    """
    tokens = strip(tokens)
    opening, name, start = next(find_displays(tokens), (None, "", 0))
    if opening is None:
        return "", tokens, []
    depth = 1
    for index in range(start, len(tokens)):
        text = tokens[index].text
        if text == r"\begin":
            depth += 1
        elif text == r"\end":
            depth -= 1
        if depth:
            continue
        closing = read_name(tokens, index + 1)
        if closing is None or closing[0] != name:
            break
        tail = strip(tokens[closing[1] :])
        if opening or not all(token.text in TRAILING for token in tail):
            wrong = tokens[opening] if opening else tail[0]
            mistakes.append(
                Mistake(
                    wrong.start,
                    wrong.end,
                    "math-nesting",
                    rf"\begin{{{name}}} must be a display of its own; put nothing before or behind it",
                )
            )
        body = list(tokens[start:index])
        for inner, nested, _ in find_displays(body):
            words = rf"{nested} inside {name}; use aligned or gathered inside"
            mistakes.append(Mistake(body[inner].start, body[inner].end, "math-nesting", words))
            break
        return name, body, tail
    return "", tokens, []


def rows_of(body: Sequence[Token], name: str) -> list[Row]:
    """Cut the body of display environment `name` into the rows that may have a number each."""
    name = name.removesuffix("*")
    if ENVIRONMENTS.get(name, Shape.ALONE) is Shape.ALONE:
        return [list(body)]
    if name in {"alignat", "xalignat"}:
        count = read_argument(body, 0)
        body = body[count.next :] if count else body
    rows = [part for row in split(body, ROW_END) for part in _intertext_apart(row, name)]
    return [_aligned_row(row) for row in rows] if name == "eqnarray" else rows


def _intertext_apart(row: Row, name: str) -> list[Row]:
    r"""Give each `\intertext{…}` before a row a row of its own without a number, at the point of alignment."""
    texts: list[Row] = []
    while (first := skip_space(row, read_row_spacing(row, 0)[1])) < len(row) and row[first].text in INTERTEXT:
        text = read_argument(row, first + 1)
        if text is None:
            break
        opening = r"\text{" if ENVIRONMENTS[name] is Shape.GATHERED else r"&\text{"
        texts.append([*make(opening, row[first]), *text.tokens, *make(r"}\notag", row[first])])
        row = row[text.next :]
    return [*texts, row]


def _aligned_row(row: Row) -> Row:
    """Turn the three columns of `eqnarray` into the two of `align`: the relation begins the right side."""
    left, *right = split(row, "&")
    like = next((token for token in row if not is_space(token)), None)
    if not right or like is None:
        return row
    return [*left, *make("&{}", like), *(token for cell in right for token in cell)]


_LAYOUTS: Final = {
    (Shape.ALIGNED, True): "align*",
    (Shape.ALIGNED, False): "aligned",
    (Shape.GATHERED, True): "gather*",
    (Shape.GATHERED, False): "gathered",
}
LAYOUTS: Final = {*_LAYOUTS.values(), "multline*"}
"""The environments that `compose` may draw rows with."""


def layout_of(name: str, *, in_rows: bool) -> str:
    """Return the environment that draws the rows of `name`, with room for numbers only if they stand in the rows.

    Empty for a display that is one formula.
    """
    name = name.removesuffix("*")
    shape = ENVIRONMENTS.get(name, Shape.ALONE)
    if shape is Shape.ALONE:
        return "multline*" if name == "multline" else ""
    return _LAYOUTS[shape, in_rows]


def compose(rows: Sequence[Row], layout: str) -> list[Token]:
    """Put rows into the environment `layout` draws them with."""
    tokens: list[Token] = []
    for row in rows:
        if tokens:
            tokens += make(ROW_END, tokens[-1])
        tokens += row
    if not layout or not tokens:
        return tokens
    first = skip_space(tokens, 0)
    if first < len(tokens) and tokens[first].text == "[":  # else it would be read as an option of the environment
        tokens = [*make("{}", tokens[0]), *tokens]
    return [*make(rf"\begin{{{layout}}}", tokens[0]), *tokens, *make(rf"\end{{{layout}}}", tokens[-1])]
