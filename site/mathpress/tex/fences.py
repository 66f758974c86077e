r"""Fences that are opened and never closed, of which the engine bears only few.

math-core 0.9 looks for the partner of each `(` in its row, and where there is none it reads what follows twice: the
time doubles with each. A dozen costs nothing, forty would take hours. Half-open intervals such as `[0,1)` are pairs,
and `\left…\right` and groups are rows of their own.
"""

from collections.abc import Sequence
from typing import Final

from mathpress.tex.lexer import CLOSING, CLOSINGS, OPENING, OPENINGS, ROW_END, Token, has_any, places, read_argument
from mathpress.tex.mistakes import Mistake

MAX_UNCLOSED: Final = 14

_OPEN: Final = frozenset("([⌈⌊❲⟅⟦⟨⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⧚⧼") | {
    r"\{", r"\lAngle", r"\lBrace", r"\lVert", r"\lang", r"\langle", r"\lbrace", r"\lbrack", r"\lceil", r"\lfloor",
    r"\lgroup", r"\llangle", r"\llbracket", r"\llcorner", r"\llparenthesis", r"\lmoustache", r"\lparen", r"\lvert",
    r"\ulcorner", r"\bigl", r"\Bigl", r"\biggl", r"\Biggl",
}  # fmt: skip
_CLOSE: Final = frozenset(")]⌉⌋❳⟆⟧⟩⟫⟭⟯⦄⦆⦈⦊⦌⦎⦐⦒⦔⦖⦘⧛⧽") | {
    r"\}", r"\rAngle", r"\rBrace", r"\rVert", r"\rang", r"\rangle", r"\rbrace", r"\rbrack", r"\rceil", r"\rfloor",
    r"\rgroup", r"\rrangle", r"\rrbracket", r"\lrcorner", r"\rrparenthesis", r"\rmoustache", r"\rparen", r"\rvert",
    r"\urcorner", r"\bigr", r"\Bigr", r"\biggr", r"\Biggr",
}  # fmt: skip
SIZED: Final = {rf"\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "m", "r")}
BEFORE_FENCE: Final = {r"\left", r"\right", r"\middle", *SIZED}
"""Commands whose fence stands behind them, with or without braces, and is none by itself."""
_PARTS: Final = {"&", ROW_END, r"\middle"}


def check_fences(tokens: Sequence[Token]) -> None:
    """Raise `Mistake` if more than `MAX_UNCLOSED` fences of one row are not closed in it. Groups must match."""
    if len(tokens) <= MAX_UNCLOSED or len(places(tokens, _OPEN)) <= MAX_UNCLOSED:
        return
    rows: list[list[Token]] = [[]]
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.text in OPENINGS:
            rows.append([])
        elif token.text in CLOSINGS:
            unclosed = _checked(rows.pop())
            if token.text == CLOSING:  # `{(}` is no row to the engine: what is open in it may stay so behind it
                rows[-1] += unclosed
        elif token.text in _PARTS:
            _checked(rows[-1]).clear()
        elif token.text in _OPEN:
            rows[-1].append(token)
        elif token.text in _CLOSE:
            alone = [each.text for each in tokens[index - 1 : index + 2 : 2]] == [OPENING, CLOSING]
            row = rows[-2] if alone else rows[-1]
            del row[-1:]
        fence = read_argument(tokens, index + 1) if token.text in BEFORE_FENCE else None
        index = fence.next if fence and not has_any(fence.tokens, OPENINGS | CLOSINGS) else index + 1
    _checked(rows[-1])


def _checked(unclosed: list[Token]) -> list[Token]:
    if len(unclosed) > MAX_UNCLOSED:
        token = unclosed[MAX_UNCLOSED]
        words = f"more than {MAX_UNCLOSED} fences are open here and not closed in their row; close some of them"
        raise Mistake(token.start, token.end, "math-fence", words)
    return unclosed
