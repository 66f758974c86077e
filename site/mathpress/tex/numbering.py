r"""Numbers of displayed formulas, by the rules of amsmath (User's Guide for the amsmath Package, section 3).

`equation`, `align`, `gather`, `multline`, `eqnarray`, `alignat` and `flalign` number their rows, starred forms do not;
`\tag` sets a number of its own and uses none up; `\notag` takes one away; a `$$` with `\label` or `\tag` is numbered
too. This module takes those commands out of the formula, so that no engine ever numbers anything;
`\raisetag` and `\displaybreak`, which only paper needs, go with them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mathpress.tex.counters import Counter
from mathpress.tex.displays import ENVIRONMENTS, NUMBERLESS, Row, find_displays, layout_of, outermost, rows_of
from mathpress.tex.lengths import read_row_spacing
from mathpress.tex.lexer import (
    Token,
    has_any,
    make,
    on_one_line,
    places,
    read_argument,
    read_name,
    read_option,
    skip_space,
)
from mathpress.tex.mistakes import Mistake

Policy = Literal["ams", "all", "none"]
"""Which displays get a number: AMS's rules, every display that is not starred, or only those with a label or tag."""


NUMBERED_INSIDE: Final = {"split"}
"""Inner environments whose `\\label` belongs to the display around them."""


@dataclass(frozen=True, slots=True)
class Number:
    r"""A number as `\ref` shows it (`text`, `2`) and as it stands beside its formula (`shown`, `(2)`)."""

    text: str
    shown: str
    label: str | None
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Numbered:
    r"""A formula without numbering commands, and its numbers.

    `layout` is the environment that draws `rows` (see `displays.compose`). `numbers` has one entry a row if the
    numbers stand `in_rows`; else it is empty or holds the one number of the whole. `tags` has the place of each
    number's `\tag`, if it has one. `counter` tells the last number used up so far in the post.
    """

    rows: tuple[Row, ...]
    layout: str
    numbers: tuple[Number | None, ...]
    tags: tuple[tuple[int, int] | None, ...]
    in_rows: bool
    counter: Counter
    mistakes: tuple[Mistake, ...]


@dataclass
class _Stated:
    """What one row says about its number."""

    tokens: Row
    label: tuple[str, Token] | None = None
    tag: tuple[str, str] | None = None
    tag_place: tuple[int, int] | None = None
    suppressed: bool = False


def number(tokens: Sequence[Token], *, display: bool, counter: Counter, policy: Policy) -> Numbered:
    r"""Take the numbering commands out of a formula and number it, counting on from `counter`.

    Mistakes (a label twice on a row, `\notag` with `\label` …) are returned, not raised: the formula keeps its number.
    """
    mistakes: list[Mistake] = []
    if not display:
        return _without_numbers(tokens, counter)
    name, body, tail = outermost(tokens, mistakes)
    stated = [_read_row(row, mistakes) for row in rows_of(body, name)]
    _settle_empty_rows(stated, tokens)
    numbers: list[Number | None] = []
    for row in stated:
        counter, numbered = _number_row(row, name, policy, counter, mistakes)
        numbers.append(numbered)
    stated[-1].tokens.extend(tail)
    in_rows = len(stated) > 1 and any(numbers)
    return Numbered(
        rows=tuple(row.tokens for row in stated),
        layout=layout_of(name, in_rows=in_rows),
        numbers=tuple(numbers) if any(numbers) else (),
        tags=tuple(row.tag_place for row in stated) if any(numbers) else (),
        in_rows=in_rows,
        counter=counter,
        mistakes=tuple(mistakes),
    )


def _settle_empty_rows(rows: list[_Stated], tokens: Sequence[Token]) -> None:
    r"""Drop empty rows at the end of a display: a `\\` behind the last row begins none. Any other is drawn as `{}`."""
    empty = [
        skip_space(row.tokens, read_row_spacing(row.tokens, 0)[1] if i else 0) >= len(row.tokens)
        for i, row in enumerate(rows)
    ]
    while len(rows) > 1 and empty[-1] and not (rows[-1].label or rows[-1].tag):
        rows.pop()
        empty.pop()
    for row, is_empty in zip(rows, empty, strict=True):
        if is_empty and len(rows) > 1:
            row.tokens = make("{}", tokens[0])


_NUMBERING: Final = {r"\label", r"\tag", r"\begin"}


def _without_numbers(tokens: Sequence[Token], counter: Counter) -> Numbered:
    """Return an inline formula, in which numbering commands are mistakes."""
    mistakes: list[Mistake] = []
    if not has_any(tokens, _NUMBERING):
        return Numbered((list(tokens),), "", (), (), False, counter, ())
    displays = {index for index, _, _ in find_displays(tokens)}
    for index, token in enumerate(tokens):
        if token.text in {r"\label", r"\tag"}:
            mistakes.append(
                _mistake(token, "math-inline", f"{token.text} needs a displayed formula; use $$…$$ or an environment")
            )
        elif index in displays:
            mistakes.append(
                _mistake(token, "math-inline", "a display environment inside an inline formula; remove the $ around it")
            )
    return Numbered((list(tokens),), "", (), (), False, counter, tuple(mistakes[:1]))


def _mistake(token: Token, code: str, message: str) -> Mistake:
    return Mistake(token.start, token.end, code, message)


_FOR_PAPER: Final = {r"\displaybreak", r"\allowdisplaybreaks"}
"""Where a page may end within a display; here no page ends."""
_COMMANDS: Final = {r"\label", r"\tag", r"\notag", r"\nonumber", r"\raisetag", *_FOR_PAPER}
_IN_ROWS: Final = {*_COMMANDS, r"\begin", r"\end"}


def _read_row(tokens: Sequence[Token], mistakes: list[Mistake]) -> _Stated:
    r"""Take `\label`, `\tag` and `\notag` out of a row."""
    row = _Stated([])
    inside: list[str] = []
    index = 0
    for place in places(tokens, _IN_ROWS):
        if place < index:  # in what the command before it was given
            continue
        token = tokens[place]
        if token.text == r"\begin":
            found = read_name(tokens, place + 1)
            inside.append(found[0] if found else "")
            continue
        if token.text == r"\end":
            inside = inside[:-1]
            continue
        row.tokens += tokens[index:place]
        hidden = next((name for name in inside if name not in NUMBERED_INSIDE), None)
        if hidden is not None and token.text in {r"\label", r"\tag"}:
            mistakes.append(
                _mistake(
                    token,
                    "math-label",
                    rf"{token.text} inside {hidden}, which has no numbers; put it behind \end{{{hidden}}}",
                )
            )
            index = _read_command(tokens, place, row, mistakes)
        elif hidden is not None and token.text in {r"\notag", r"\nonumber"}:
            index = place + 1  # a \notag where nothing has a number says nothing
        else:
            index = _read_command(tokens, place, row, mistakes)
    row.tokens += tokens[index:]
    return row


def _read_command(tokens: Sequence[Token], index: int, row: _Stated, mistakes: list[Mistake]) -> int:
    """Read the numbering command at `index` into `row` and return the index behind it."""
    token = tokens[index]
    index += 1
    if token.text in {r"\notag", r"\nonumber"}:
        row.suppressed = True
        return index
    if token.text in _FOR_PAPER:
        option = read_option(tokens, index)
        return option.next if option else index
    after = skip_space(tokens, index)
    starred = token.text == r"\tag" and after < len(tokens) and tokens[after].text == "*"
    argument = read_argument(tokens, after + starred)
    if argument is None:
        mistakes.append(_mistake(token, "math-argument", f"{token.text} needs an argument in braces"))
        return index
    if token.text == r"\raisetag":
        return argument.next
    text = on_one_line(argument.tokens)
    place = token.start, max(token.end, tokens[argument.next - 1].end)
    if token.text == r"\label":
        if row.label:
            mistakes.append(
                _mistake(token, "math-label", "a second \\label on one row; a row has one number and one label")
            )
        elif not text:
            mistakes.append(_mistake(token, "math-label", "an empty \\label"))
        else:
            row.label = (text, Token(token.text, *place))
    elif row.tag:
        mistakes.append(_mistake(token, "math-tag", "a second \\tag on one row; a row has one number"))
    elif not text:
        mistakes.append(_mistake(token, "math-tag", r"an empty \tag; write \notag for no number"))
    else:
        row.tag, row.tag_place = (text, text if starred else f"({text})"), place
    return argument.next


def _number_row(
    row: _Stated, name: str, policy: Policy, counter: Counter, mistakes: list[Mistake]
) -> tuple[Counter, Number | None]:
    """Return the counter behind a row of environment `name`, and the row's number if it has one."""
    label, place = (row.label[0], (row.label[1].start, row.label[1].end)) if row.label else (None, (0, 0))
    if row.tag:
        return counter, Number(*row.tag, label, place)
    if row.label and row.suppressed:
        mistakes.append(_mistake(row.label[1], "math-label", r"a \label on a row whose number \notag takes away"))
    elif row.label and name.endswith("*"):
        mistakes.append(
            _mistake(
                row.label[1], "math-label", rf"a \label in {name}, which has no numbers; remove the * or add a \tag"
            )
        )
    starred = name.endswith("*")
    listed = name in ENVIRONMENTS and name not in NUMBERLESS
    automatic = not starred and not row.suppressed and (policy == "all" or (policy == "ams" and listed))
    if automatic or row.label:
        counter = counter.step()
        return counter, Number(counter.text, f"({counter.text})", label, place)
    return counter, None
