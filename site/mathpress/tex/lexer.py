r"""LaTeX as tokens that remember where the author wrote them.

A token is a control sequence (`\alpha`, `\\`), a run of white space, a comment with its line end, or one character
(TeXbook, chapter 7). The steps of `mathpress.tex` pass lists of tokens; `join` makes LaTeX of them again, and
`token_at` leads from an offset in that LaTeX back to its token, and so to a place in the author's source, also through
macros (see `expansions`).
"""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence, Set
from functools import partial
from itertools import accumulate
from operator import itemgetter
from typing import Final, NamedTuple


class Token(NamedTuple):
    """A piece of LaTeX and the stretch `start:end` of the author's formula that it stands for."""

    text: str
    start: int
    end: int


class Argument(NamedTuple):
    """What a command was given: the tokens without their braces, and the index of the token behind it."""

    tokens: list[Token]
    next: int


_as_token: Final = partial(tuple.__new__, Token)
"""Makes a token of its three fields, without the call of a Python function: nothing is made as often as tokens are."""

_TOKEN: Final = re.compile(
    r"""
    [^\\%\s]                # first, for it is the most frequent
    | \\ (?: [A-Za-z]+ | . )?   # a control sequence; a lone backslash at the end
    | % [^\n]* (?: \n | \Z )  # a comment
    | \s+
    """,
    re.VERBOSE | re.DOTALL,
)

OPENING: Final = "{"
CLOSING: Final = "}"
ROW_END: Final = "\\\\"
OPENINGS: Final = {OPENING, r"\left", r"\begin"}
CLOSINGS: Final = {CLOSING, r"\right", r"\end"}
"""What begins and ends a part of a formula that is read by itself, such as the rows of a table or a fraction."""
DEEPEST: Final = 100
"""Groups nested deeper than this are not read: each would be looked through for the end of each around it."""
STARRED: Final = {r"\operatorname", r"\tag"}
"""The control words that a following star changes; behind any other the star is an asterisk."""


def tokenize(tex: str) -> list[Token]:
    """Cut a formula into tokens; together they are the formula, character for character."""
    texts = _TOKEN.findall(tex)
    ends = list(accumulate(map(len, texts)))
    return list(map(_as_token, zip(texts, [0, *ends], ends, strict=False)))


def make(tex: str, like: Token) -> list[Token]:
    """Return tokens for LaTeX of our own that stands for what the author wrote at `like`."""
    return [Token(text, like.start, like.end) for text in _TOKEN.findall(tex)]


def has_any(tokens: Iterable[Token], texts: Set[str]) -> bool:
    """Tell whether a token has one of these texts: most formulas lack most constructs, and need no pass for them."""
    return not texts.isdisjoint(map(_text_of, tokens))


def places(tokens: Sequence[Token], texts: Container[str]) -> list[int]:
    """Return the indices of the tokens with one of these texts."""
    return [place for place, token in enumerate(tokens) if token.text in texts]


_text_of: Final = itemgetter(0)


def is_space(token: Token) -> bool:
    """Tell whether TeX's mathematics skips the token: white space or a comment."""
    return token.text[0].isspace() or token.text[0] == "%"


def is_word(token: Token) -> bool:
    r"""Tell whether the token is a control word such as `\alpha`, which swallows the space behind it."""
    return len(token.text) > 1 and token.text[0] == "\\" and token.text[-1].isalpha() and token.text[1].isascii()


def join(tokens: Iterable[Token]) -> str:
    r"""Return the LaTeX of the tokens, with a space where a control word would run into a letter."""
    return _spaced(tokens).replace(_BORDER, "")


def on_one_line(tokens: Iterable[Token]) -> str:
    """Return the LaTeX of the tokens without comments, each stretch of white space as one space."""
    return " ".join(join(token for token in tokens if token.text[0] != "%").split())


def token_at(tokens: Sequence[Token], offset: int) -> int:
    """Return the index of the token that the character `offset` of `join(tokens)` belongs to, the last behind them."""
    ends = list(accumulate(map(len, _spaced(tokens).split(_BORDER))))
    return min(bisect_right(ends, offset), len(tokens) - 1)


def command_before(tokens: Sequence[Token], index: int) -> str:
    r"""Return the `\command`, `^` or `_` whose arguments end before `index`, nothing if there is none."""
    depth = 0
    for token in reversed(tokens[:index]):
        depth += (token.text in {CLOSING, "]"}) - (token.text in {OPENING, "["})
        if depth < 0:
            break
        if depth == 0 and (is_word(token) or token.text in {"^", "_"}):
            return token.text
    return ""


_BORDER: Final = "\0"  # no formula holds one
_RUNS_ON: Final = re.compile(
    rf"""
    \\[A-Za-z]+ {_BORDER}
    (?= [A-Za-z] | {"".join(rf"(?<!{re.escape(word)}{_BORDER})" for word in sorted(STARRED))} \* )
    """,
    re.VERBOSE,
)


def _spaced(tokens: Iterable[Token]) -> str:
    """Return the pieces of `join`, one a token, with a border between any two."""
    return _RUNS_ON.sub(r"\g<0> ", _BORDER.join(map(_text_of, tokens)))


def skip_space(tokens: Sequence[Token], index: int) -> int:
    """Return the index of the first token from `index` on that is not white space."""
    while index < len(tokens) and is_space(tokens[index]):
        index += 1
    return index


def strip(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens without white space at both ends."""
    first = skip_space(tokens, 0)
    last = len(tokens)
    while last > first and is_space(tokens[last - 1]):
        last -= 1
    return list(tokens[first:last])


def group_end(tokens: Sequence[Token], index: int) -> int | None:
    """Return the index behind the group whose `{` is at `index`, None if nothing closes it or it is too deep."""
    depth = 0
    for position in range(index, len(tokens)):
        text = tokens[position].text
        if text == OPENING:
            depth += 1
            if depth > DEEPEST:
                return None
        elif text == CLOSING:
            depth -= 1
            if depth == 0:
                return position + 1
    return None


def read_argument(tokens: Sequence[Token], index: int) -> Argument | None:
    """Read a mandatory argument: a group or a single token. None at the end of the group or formula."""
    index = skip_space(tokens, index)
    if index >= len(tokens) or tokens[index].text == CLOSING:
        return None
    if tokens[index].text != OPENING:
        return Argument([tokens[index]], index + 1)
    end = group_end(tokens, index)
    return None if end is None else Argument(list(tokens[index + 1 : end - 1]), end)


def read_option(tokens: Sequence[Token], index: int) -> Argument | None:
    """Read an optional argument in brackets; None if there is none. Braces hide brackets inside it."""
    index = skip_space(tokens, index)
    if index >= len(tokens) or tokens[index].text != "[":
        return None
    depth = 0
    for position in range(index + 1, len(tokens)):
        text = tokens[position].text
        if text == "]" and depth == 0:
            return Argument(list(tokens[index + 1 : position]), position + 1)
        depth += (text == OPENING) - (text == CLOSING)
        if depth < 0:
            break
    return None


def read_name(tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
    r"""Read the `{align*}` behind `\begin` or `\end`: the name and the index behind it."""
    start = skip_space(tokens, index)
    end = group_end(tokens, start) if start < len(tokens) and tokens[start].text == OPENING else None
    return None if end is None else ("".join([token.text for token in tokens[start + 1 : end - 1]]).strip(), end)


_NESTING: Final = {OPENING: 1, CLOSING: -1, r"\begin": 1, r"\end": -1}


def split(tokens: Sequence[Token], separator: str) -> list[list[Token]]:
    r"""Split at each `separator` (a row's `\\`, a cell's `&`) that no group or environment hides."""
    parts: list[list[Token]] = []
    start = depth = 0
    for place in places(tokens, {*_NESTING, separator}):
        text = tokens[place].text
        depth += _NESTING.get(text, 0)
        if text == separator and depth == 0:
            parts.append(list(tokens[start:place]))
            start = place + 1
    return [*parts, list(tokens[start:])]
