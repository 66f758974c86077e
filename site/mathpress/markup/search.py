r"""Where things end: formulas, code spans, environments, raw elements. Linear in all, also on hostile text.

Every search that fails is remembered, so that a text of a hundred thousand unclosed openings costs one pass, not one
for each of them.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property
from typing import Final

from mathpress.markup.syntax import QUOTE

_BLANK_LINE: Final = re.compile(r"\n[ \t>]*(?=\n)")
_LINE_END: Final = re.compile(r"\n")
_TICKS: Final = re.compile(r"`+")
_STEP: Final = re.compile(r"\\(?:text(?:rm|bf|it|sf|tt|up|normal|md|sc)?|mbox|hbox)\s*\{|\\.|\$\$?|\n", re.DOTALL)
_FENCE: Final = re.compile(r"^[ \t>]*(?P<mark>`{3,}|~{3,})[ \t]*$", re.MULTILINE)
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)


class Search:
    """The searches of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._blank = [match.start() for match in _BLANK_LINE.finditer(text)]
        self._lines = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._ticks: dict[int, list[int]] = defaultdict(list)
        for match in _TICKS.finditer(text):
            self._ticks[len(match[0])].append(match.start())
        self._environments: dict[str, dict[int, int]] = {}
        self._hopeless: dict[str, int] = {}
        self._depths: dict[int, tuple[int, int]] = {}
        self._paragraphs: dict[int, dict[int, int]] = {}

    def block_end(self, start: int) -> int:
        """Return the offset of the first blank line behind `start`, or of the text's end."""
        index = bisect_left(self._blank, start)
        return self._blank[index] if index < len(self._blank) else len(self._text)

    def code_end(self, start: int, ticks: int) -> int | None:
        """Return the end of the code span whose opening run of backticks ends at `start` (CommonMark, section 6.1)."""
        runs = self._ticks[ticks]
        index = bisect_left(runs, start)
        if index == len(runs) or runs[index] > self.block_end(start):
            return None
        return runs[index] + ticks

    def find(self, closing: str, start: int, limit: int) -> int | None:
        """Return the offset of `closing` from `start` on, before `limit`; any case."""
        if self._hopeless.get(closing, -1) >= limit:
            return None
        match = re.compile(re.escape(closing), re.IGNORECASE).search(self._text, start, limit)
        if match is None:
            self._hopeless[closing] = limit
            return None
        return match.start()

    def formula_end(self, closing: str, start: int) -> int | None:
        r"""Return the offset of the `closing` delimiter of a formula, or None if a blank line comes first.

        What stands in `\text{…}` and behind a backslash does not close it.
        """
        limit = self.block_end(start)
        if self._hopeless.get(closing, -1) >= limit:
            return None
        position = start
        while match := _STEP.search(self._text, position, limit):
            if match[0] == closing or (closing == "$" and match[0] == "$$"):
                return match.start()
            position = match.end()
            if match[0][-1] == "{":
                position = self._groups(match.end()).get(match.end() - 1, position)
        self._hopeless[closing] = limit
        return None

    def dollar_end(self, start: int) -> int | None:
        """Return the offset of the `$` that closes an inline formula, or None if it is part of a code span, or none."""
        end = self.formula_end("$", start)
        runs = _TICKS.finditer(self._text, start, start if end is None else end)
        is_code = end is not None and any((self.code_end(run.end(), len(run[0])) or end) > end for run in runs)
        return None if is_code else end

    def environment_end(self, name: str, start: int) -> int | None:
        r"""Return the end of the `\end{name}` that belongs to the `\begin{name}` at `start`."""
        if name not in self._environments:
            self._environments[name] = self._match_environments(name)
        return self._environments[name].get(start)

    def _groups(self, offset: int) -> dict[int, int]:
        """Return the ends of the groups in braces of the paragraph at `offset`, by the offsets of their openings."""
        number = bisect_left(self._blank, offset)
        if number not in self._paragraphs:
            start = self._blank[number - 1] if number else 0
            self._paragraphs[number] = _pairs(self._text, start, self.block_end(offset))
        return self._paragraphs[number]

    def _match_environments(self, name: str) -> dict[int, int]:
        ends: dict[int, int] = {}
        opened: list[int] = []
        for match in re.finditer(rf"\\(begin|end)\{{{re.escape(name)}\}}", self._text):
            if match[1] == "begin":
                opened.append(match.start())
            elif opened:
                ends[opened.pop()] = match.end()
        return ends

    def line_start(self, offset: int) -> int:
        """Return the offset of the first character of the line at `offset`."""
        return self._lines[bisect_right(self._lines, offset) - 1]

    def quote_depth(self, offset: int) -> int:
        """Return how deep in quotes the text at `offset` stands."""
        line = self.line_start(offset)
        if line not in self._depths:
            prefix = QUOTE.match(self._text, line)
            self._depths[line] = (prefix[0].count(">"), prefix.end()) if prefix else (0, line)
        depth, end = self._depths[line]
        return depth if end <= offset + 1 else 0

    def fence_end(self, mark: str, start: int) -> tuple[int, int] | None:
        """Return where the content of a fenced code block ends, and where its closing fence does (CommonMark, 4.5)."""
        if mark in self._hopeless:
            return None
        for index in range(bisect_left(self._fences, start, key=re.Match.start), len(self._fences)):
            fence = self._fences[index]
            if fence["mark"].startswith(mark):
                return fence.start(), fence.end()
        self._hopeless[mark] = len(self._text)
        return None

    @cached_property
    def _fences(self) -> list[re.Match[str]]:
        """The lines that may close a fenced code block."""
        return list(_FENCE.finditer(self._text))


def _pairs(text: str, start: int, end: int) -> dict[int, int]:
    """Return the end of each group in braces, by the offset of its opening."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACE.finditer(text, start, end):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            ends[opened.pop()] = match.end()
    return ends
