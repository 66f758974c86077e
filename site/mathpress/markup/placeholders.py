"""Placeholders: private-use characters that stand for what Markdown must not see.

Python-Markdown strips STX and ETX, its own marks, from what authors write; private-use characters pass it untouched
and are neither letters nor punctuation to it.
"""

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mathpress.errors import Severity

_OPEN: Final = "\ue000"
_CLOSE: Final = "\ue001"
MORE: Final = "\ue002"
"""Stands where the excerpt ends."""
APART: Final = "\ue003"
"""Begins what stands apart from the text around it, as if between blank lines."""
APART_END: Final = "\ue004"
_DIGITS: Final = "\ue010\ue011\ue012\ue013\ue014\ue015\ue016\ue017\ue018\ue019"
_TO_DIGITS: Final = str.maketrans("0123456789", _DIGITS)
_FROM_DIGITS: Final = str.maketrans(_DIGITS, "0123456789")

PRIVATE: Final = "\ue000-\uf8ff"
"""The inside of a character class: what an author's own text must not hold unescaped."""
# Python-Markdown 3.11 swallows the character behind the last star of `*a**b*`, be it the first of a placeholder.
PLACEHOLDER: Final = re.compile(f"{_OPEN}?([{_DIGITS}]+){_CLOSE}")
_MARK: Final = re.compile(r"[ \t]*(?P<mark>>[ \t]?)?")


class Form(Enum):
    """What a placeholder stands for."""

    INLINE = "a formula in a line of text"
    DISPLAY = "a formula on lines of its own"
    REFERENCE = r"an \eqref, \autoref or the like in prose; tex is its label"
    OPEN = "the opening of an environment such as a theorem; its title follows, if it has one"
    HEAD = "the end of that opening; opening tells what it opens"
    CLOSE = "the end of an environment; tex is its name"
    LABEL = r"a \label in prose; tex is its name"
    QED = r"a \qed or \qedhere in prose; tex is the sign"
    BEGIN = r"the beginning of subequations; tex is their label, if they have one"
    END = "the end of subequations"
    CITATION = "a citation of works; tex is what stands in the brackets, if there are any"
    LITERAL = r"characters of the author's that need care: \$, one of private use, or the beginning of a slip"


@dataclass(frozen=True, slots=True)
class Slip:
    """A formula that its author meant but did not write: how long it is, a code, and how to mend it."""

    length: int
    code: str
    message: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Opening:
    """What the opening of an environment says: its kind, whether it has a number, a label, if a proof is folded.

    `label` is empty if there is none, `label_span` its place in the text; `fold` is None if its author does not say.
    """

    kind: str
    numbered: bool
    label: str = ""
    label_span: tuple[int, int] = (0, 0)
    fold: bool | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What stood in the source: `source` with its delimiters, `tex` without them and without the `>` of a quote.

    `start` is the offset of `source` in the text. `origins` leads from `tex` back to the text: pairs (offset in tex,
    offset in the text), one for each run of characters that stand together in both. A `slip` is a problem
    if this ends up in prose.
    """

    form: Form
    source: str
    tex: str
    start: int
    origins: tuple[tuple[int, int], ...]
    slip: Slip | None = None
    opening: Opening | None = None

    @property
    def span(self) -> tuple[int, int]:
        """Where `source` begins and ends in the text."""
        return self.start, self.start + len(self.source)

    @property
    def text(self) -> str:
        r"""What readers see of it where nothing is made of it: as it was written, but for a literal, `$` for `\$`."""
        return self.tex if self.form is Form.LITERAL else self.source

    def locate(self, offset: int) -> int:
        """Return the offset in the scanned text of the character `offset` of `tex`."""
        run = max(0, bisect_right(self.origins, offset, key=lambda origin: origin[0]) - 1)
        begin, origin = self.origins[run]
        return origin + offset - begin


def placeholder(number: int) -> str:
    """Return the placeholder of the thing found with that number."""
    return _OPEN + str(number).translate(_TO_DIGITS) + _CLOSE


def number_of(match: re.Match[str]) -> int:
    """Return the number that a `PLACEHOLDER` match says."""
    return int(match[1].translate(_FROM_DIGITS))


def restore(text: str, found: tuple[Found, ...]) -> str:
    """Put the source back in place of each placeholder."""
    return PLACEHOLDER.sub(lambda match: found[number_of(match)].source, unset(text).replace(MORE, "<!-- more -->"))


def unset(text: str) -> str:
    """Take out the marks of what stands apart."""
    return text.replace(APART, "").replace(APART_END, "")


def escaped(markup: str, found: tuple[Found, ...]) -> str:
    """Put the sources back into HTML, be it an attribute, code or a comment: they are escaped, the rest is not."""
    markup = unset(markup).replace(MORE, "&lt;!-- more --&gt;")
    return PLACEHOLDER.sub(lambda match: html.escape(found[number_of(match)].source), markup)


def unquoted(text: str, start: int, end: int, depth: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return `text[start:end]` without the `>` of a quote `depth` deep before its lines, and where it came from."""
    if not depth:
        return text[start:end], ((0, start),)
    pieces: list[str] = []
    origins: list[tuple[int, int]] = []
    length = 0
    position = start
    while position < end or not origins:
        line_end = text.find("\n", position, end)
        stop = end if line_end < 0 else line_end + 1
        begin = _behind_marks(text, position, stop, depth) if text[position - 1 : position] == "\n" else position
        origins.append((length, begin))
        pieces.append(text[begin:stop])
        length += stop - begin
        position = stop
    return "".join(pieces), tuple(origins)


def _behind_marks(text: str, start: int, end: int, depth: int) -> int:
    """Return the offset behind the first `depth` marks of a quote on a line, or behind as many as there are."""
    for _ in range(depth):
        match = _MARK.match(text, start, end)
        if match is None or match["mark"] is None:
            break
        start = match.end()
    return start
