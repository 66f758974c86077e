r"""LaTeX to LaTeX: what the engine lacks, said in terms of what it has.

A table gives a handler for each command that is to be rewritten; whatever is not in it passes untouched. What no LaTeX
can say to the engine (a reference whose number is not known yet, an element of our own) becomes an island: one
private-use character, which the engine carries through as a letter, and in whose place the island is put afterwards.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from mathpress.tex.displays import find_displays
from mathpress.tex.guard import MAX_DEPTH
from mathpress.tex.lexer import ROW_END, Token, has_any, make, on_one_line, places, read_argument, split, strip
from mathpress.tex.mistakes import Mistake

FIRST_ISLAND: Final = 0x100000
"""Islands are the characters from here on (Supplementary Private Use Area-B)."""


@dataclass(frozen=True, slots=True)
class Reference:
    r"""An `\eqref` or `\ref` in a formula, with its place there."""

    command: Literal["eqref", "ref"]
    label: str
    place: tuple[int, int]


def reference_at(tokens: Sequence[Token], index: int) -> tuple[Reference, int] | None:
    r"""Return the reference of the `\eqref` or `\ref` at `index`, and the index behind its label; None without one.

    Raises `Mistake` for an empty label.
    """
    command = tokens[index]
    label = read_argument(tokens, index + 1)
    if label is None:
        return None
    place = command.start, max(command.end, tokens[label.next - 1].end)
    name = on_one_line(label.tokens)
    if not name:
        raise Mistake(*place, "math-label", f"{command.text} needs the label that it refers to")
    return Reference("eqref" if command.text == r"\eqref" else "ref", name, place), label.next


@dataclass(frozen=True, slots=True)
class Box:
    r"""An element of our own, as pieces: MathML as text, and LaTeX (rewritten) that the engine converts by itself.

    A formula with the box in it is set as if it were one letter: it takes scripts, limits and accents.
    """

    pieces: tuple[str | tuple[Token, ...], ...]
    place: tuple[int, int]


Island = Reference | Box
Result = tuple[list[Token], int]
"""The tokens that stand for a construct, and the index behind it."""
Handler = Callable[["Rewriting", Sequence[Token], int], Result]
"""Rewrites the construct at an index. Raises `Mistake` if it lacks something."""


class Rewritten(NamedTuple):
    """A formula as the engine wants it, the islands in it, and what its author should know."""

    tokens: list[Token]
    islands: tuple[Island, ...]
    warnings: tuple[Mistake, ...]


@dataclass
class Rewriting:
    """A formula being rewritten: the table in force, the islands so far in the order of their characters, warnings."""

    table: Mapping[str, Handler]
    display: bool
    islands: list[Island] = field(default_factory=list)
    warnings: list[Mistake] = field(default_factory=list)
    depth: int = 0

    def rewrite(self, tokens: Sequence[Token]) -> list[Token]:
        """Return the tokens as the engine wants them."""
        found = places(tokens, self.table)
        if not found:
            return list(tokens)
        self.depth += 1
        if self.depth > MAX_DEPTH and tokens:
            raise Mistake(tokens[0].start, tokens[0].end, "math-depth", f"commands nested more than {MAX_DEPTH} deep")
        done: list[Token] = []
        index = 0
        for place in found:
            if place < index:  # what a handler has read already
                continue
            done += tokens[index:place]
            made, index = self.table[tokens[place].text](self, tokens, place)
            done += made
        self.depth -= 1
        return [*done, *tokens[index:]]

    def island(self, island: Island) -> list[Token]:
        """Set an island aside and return the token that keeps its place."""
        self.islands.append(island)
        return [Token(chr(FIRST_ISLAND + len(self.islands) - 1), *island.place)]

    def box(self, like: Token, *pieces: str | Sequence[Token]) -> list[Token]:
        """Set an element aside; its LaTeX, in the author's words, is rewritten here. Return what keeps its place."""
        made = (piece if isinstance(piece, str) else tuple(self.rewrite(piece)) for piece in pieces)
        return self.island(Box(tuple(made), (like.start, like.end)))


def rewrite(tokens: Sequence[Token], table: Mapping[str, Handler], *, display: bool) -> Rewritten:
    """Return the formula as the engine wants it. Raises `Mistake`."""
    rewriting = Rewriting(table, display)
    made = rewriting.rewrite(tokens)
    if display and has_any(made, {ROW_END}):
        made = _top_level_rows(made)
    for index, name, _ in find_displays(made):
        if not name.endswith("*"):  # the engine would number it by a count of its own
            words = f"{name} cannot stand inside a formula; use aligned or gathered inside"
            raise Mistake(made[index].start, made[index].end, "math-nesting", words)
    return Rewritten(made, tuple(rewriting.islands), tuple(rewriting.warnings))


def argument(tokens: Sequence[Token], index: int, command: Token) -> Result:
    """Return the tokens of the mandatory argument at `index` and the index behind it, or raise `Mistake`."""
    found = read_argument(tokens, index)
    if found is None:
        raise lacking(command)
    return found.tokens, found.next


def lacking(command: Token) -> Mistake:
    """Return the mistake of a command without its argument."""
    return Mistake(command.start, command.end, "math-argument", f"{command.text} needs an argument in braces")


def group(tokens: Sequence[Token], like: Token) -> list[Token]:
    """Return the tokens in braces."""
    return [*make("{", like), *tokens, *make("}", like)]


def enclosed(name: str, tokens: Sequence[Token], like: Token, columns: str = "") -> list[Token]:
    """Return the tokens in an environment, whose columns may follow its name in braces."""
    return [*make(rf"\begin{{{name}}}{columns}", like), *tokens, *make(rf"\end{{{name}}}", like)]


def _top_level_rows(tokens: list[Token]) -> list[Token]:
    r"""Centre the lines of a display that has `\\` outside any environment."""
    rows = split(tokens, ROW_END)
    if len(rows) > 1 and not strip(rows[-1]):
        rows.pop()
    if len(rows) == 1:
        return rows[0]
    like = tokens[0]
    body = [token for row in rows for token in (*row, *make(ROW_END, like))][:-1]
    return enclosed("gathered", body, like)
