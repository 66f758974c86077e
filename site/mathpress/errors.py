"""Problems are values: a place, a code, a sentence that says what is wrong and how to mend it.

A stage never prints or raises for an author's mistake; it returns `Problem`s, and the command line shows them all at
once. Exceptions are kept for what leaves nothing to build: `Stop` ends the program with its exit status.
"""

from dataclasses import dataclass
from enum import IntEnum

from mathpress.text import display_width


class Severity(IntEnum):
    """How bad a problem is; ordered, so that `--fail-on` is a comparison."""

    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line of a source file.

    `line` and `column` count from 1, in characters; `column` 0 with an empty `excerpt` means the file as a whole.
    `length` is the stretch's length in characters, within the line.
    """

    path: str
    line: int = 1
    column: int = 0
    length: int = 1
    excerpt: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.column else self.path


@dataclass(frozen=True, slots=True)
class Note:
    """What else to look at, such as the definition of the macro that a formula calls."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: note: {self.message}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One diagnostic. `code` is stable and documented; `message` is one sentence without a full stop."""

    place: Place
    code: str
    message: str
    severity: Severity = Severity.ERROR
    note: Note | None = None

    def __str__(self) -> str:
        """Return the diagnostic as editors understand it, the source line, a caret under the place, and the note."""
        head = f"{self.place}: {self.severity.name.lower()}: {self.message} [{self.code}]"
        return "\n".join([head, *self._marked_line(), *([str(self.note)] if self.note else [])])

    def _marked_line(self) -> list[str]:
        """Return the line of the place and a caret under it, as wide as the characters are on screen."""
        if not self.place.excerpt:
            return []
        line = self.place.excerpt.expandtabs(1)
        before = line[: self.place.column - 1]
        marked = line[self.place.column - 1 :][: self.place.length]
        caret = " " * display_width(before) + "^" * max(1, display_width(marked))
        return [f"  {line}", f"  {caret}"]


class Stop(Exception):
    """End the program: nothing could be built. `problems` are shown first; `status` is the exit status."""

    def __init__(self, *problems: Problem, status: int = 2) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems
        self.status = status


def place_at(path: str, text: str, start: int, end: int) -> Place:
    """Return the place of `text[start:end]`, cut at the end of its first line. Offsets count characters of `text`."""
    start = min(max(start, 0), len(text))
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    return Place(
        path=path,
        line=text.count("\n", 0, start) + 1,
        column=start - line_start + 1,
        length=max(1, min(end, line_end) - start),
        excerpt=text[line_start:line_end],
    )
