"""Problems are values: a place, a code, a sentence that says what is wrong and how to mend it.

A stage never prints or raises for an author's mistake; it returns `Problem`s, and the command line shows them all at
once. Exceptions are kept for what leaves nothing to build: `Stop` ends the program with its exit status.
"""

import contextlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from mathpress.text import display_width

_LINE_END: Final = re.compile(r"\n")
_COMMANDS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What terminals obey: controls (ECMA-48), line ends, and marks that turn the direction of text (UAX #9)."""
_WIDEST: Final = 160
"""Characters of a line that are shown."""
_BEFORE: Final = 60
"""Those of them that stand before the place, if the line is longer."""


class Severity(IntEnum):
    """How bad a problem is; ordered, so that `--fail-on` is a comparison. A note is worth knowing, and no more."""

    NOTE = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line of a source file.

    `line` and `column` count from 1, in characters; `column` 0 with an empty `excerpt` means the file as a whole.
    `length` is the stretch's length in characters, within the line. `excerpt` is the line; of a long one it is what
    stands around the place, behind so many characters that are `skipped`, with … for what lies beyond.
    """

    path: str
    line: int = 1
    column: int = 0
    length: int = 1
    excerpt: str = ""
    skipped: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.column else self.path


Locate = Callable[[int, int], Place]
"""Gives the place in a file of a stretch of a text that was taken from it: of its start and end, in characters."""


@dataclass(frozen=True, slots=True)
class Note:
    """What else to look at, such as the definition of the macro that a formula calls."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: note: {self.message}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One diagnostic. `code` is stable and documented; `message` is one sentence without a full stop, on one line."""

    place: Place
    code: str
    message: str
    severity: Severity = Severity.ERROR
    note: Note | None = None

    def __post_init__(self) -> None:
        """Put a message on one line, whatever it repeats of an author's text."""
        if "\n" in self.message:
            object.__setattr__(self, "message", " ".join(self.message.split()))

    def __str__(self) -> str:
        """Return the diagnostic as editors understand it, the source line, a caret under the place, and the note."""
        head = f"{self.place}: {self.severity.name.lower()}: {self.message} [{self.code}]"
        return "\n".join([_spelt(head), *self._marked_line(), *([_spelt(str(self.note))] if self.note else [])])

    def _marked_line(self) -> list[str]:
        """Return the line of the place and a caret under it, as wide as the characters are on screen."""
        if not self.place.excerpt:
            return []
        shown = _COMMANDS.sub("\ufffd", self.place.excerpt.expandtabs(1))
        start = self.place.column - 1 - self.place.skipped
        marked = shown[start : start + self.place.length]
        return [f"  {shown}", f"  {' ' * display_width(shown[:start])}{'^' * max(1, display_width(marked))}"]


def _spelt(text: str) -> str:
    r"""Return a line as it may be printed: a file's name may hold line ends and commands, shown as `\n`."""
    return _COMMANDS.sub(lambda command: command[0].encode("unicode_escape").decode(), text)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of files and lines."""
    return tuple(sorted(problems, key=lambda each: (each.place.path, each.place.line, each.place.column)))


class Stop(Exception):
    """End the program: nothing could be built. `problems` are shown first; `status` is the exit status."""

    def __init__(self, *problems: Problem, status: int = 2) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems
        self.status = status


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raise `Stop`, which names a file, if the block cannot write it, under whatever name it does so at first."""
    try:
        yield
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise Stop(Problem(Place(str(path)), "output-unwritable", message)) from error


class Places:
    """The places of one file, whose lines are found once. Many may be on one long line, so each has a piece of it."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text

    def at(self, start: int, end: int) -> Place:
        """Return the place of `text[start:end]`, cut at the end of its line. Offsets count characters of the text."""
        start = min(max(start, 0), len(self._text))
        line = bisect_right(self._starts, start)
        line_start = self._starts[line - 1]
        line_end = self._starts[line] - 1 if line < len(self._starts) else len(self._text)
        length = max(1, min(end, line_end) - start)
        excerpt, skipped = _around(self._text, line_start, start, line_end)
        return Place(self._path, line, start - line_start + 1, length, excerpt, skipped)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self._text))]


def _around(text: str, line_start: int, start: int, line_end: int) -> tuple[str, int]:
    """Return what is shown of a line of a text around a place on it, and how many of its characters stand before that.

    An … stands for what lies beyond, in the place of a character.
    """
    if line_end - line_start <= _WIDEST:
        return text[line_start:line_end], 0
    first = max(line_start, start - _BEFORE)
    last = min(line_end, first + _WIDEST)
    begin = max(line_start, first - 1)
    return f"{'…' * (first > begin)}{text[first:last]}{'…' * (line_end > last)}", begin - line_start


def place_at(path: str, text: str, start: int, end: int) -> Place:
    """Return one place of a file's text, as `Places` does."""
    return _places(path, text).at(start, end)


_places: Final = lru_cache(maxsize=2)(Places)
"""Mistakes in one file follow one another, and each would have its lines looked for again."""
