"""Environments of mathtools that others say, once their bodies are changed: `cases*` has words behind its `&`.

LaTeX's `math`, which is a formula in itself, is another.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from mathpress.tex.lexer import ROW_END, Token, make, read_option, split, strip
from mathpress.tex.rewrite import enclosed, group


def _cases(name: str, body: Sequence[Token], like: Token) -> list[Token]:
    """Take the second column of each row as text, in which formulas stand between dollars."""
    rows: list[Token] = []
    for row in split(body, ROW_END):
        rows += make(ROW_END, like) if rows else []
        value, *conditions = split(row, "&")
        rows += value
        for condition in conditions:
            rows += [*make(r"&\text{", like), *strip(condition), *make("}", like)]
    return enclosed(name, rows, like)


def _gathered(before: str, body: Sequence[Token], like: Token) -> list[Token]:
    """Let lines begin or end at one place: behind the `&` of `aligned`, or before it. The position is dropped."""
    option = read_option(body, 0)
    body = body[option.next :] if option else body
    rows: list[Token] = []
    for row in split(body, ROW_END):
        rows += [*(make(ROW_END, like) if rows else []), *make(before, like), *row]
    return enclosed("aligned", rows, like)


MATHTOOLS: Final[dict[str, Callable[[Sequence[Token], Token], list[Token]]]] = {
    **{f"{kind}*": partial(_cases, kind) for kind in ("cases", "dcases", "rcases", "drcases")},
    "lgathered": partial(_gathered, "&"),
    "rgathered": partial(_gathered, ""),
    "math": group,
}
