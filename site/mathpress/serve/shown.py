"""What the preview shows: the outcome of a build, as far as browsers are concerned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from mathpress.errors import Problem


class Said(NamedTuple):
    """A problem as browsers show it: `error` or `warning`, and the text that the terminal has."""

    severity: str
    text: str

    @classmethod
    def of(cls, problem: Problem) -> "Said":
        """Return what is said of a problem."""
        return cls(problem.severity.name.lower(), str(problem))


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown after a build: the site in `folder`, which lives under the path `root`, and what is wrong.

    If the build `failed`, the site is that of the last good one. `pages` has the files of documents in the folder, by
    the files of their sources; `edited` are those of which the source was saved, `files` what else was written that
    pages may show; `moved` has pages that went elsewhere, new file by old. `noticed` is when the save was noticed,
    `began` when its build began and `built` when that was done, in seconds since 1970.
    """

    folder: Path
    root: str = "/"
    build: int = 0
    problems: tuple[Said, ...] = ()
    failed: bool = False
    pages: Mapping[str, str] = field(default_factory=dict)
    edited: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    moved: Mapping[str, str] = field(default_factory=dict)
    noticed: float = 0.0
    began: float = 0.0
    built: float = 0.0

    def address(self, file: str) -> str:
        """Return the path of a file's URL, percent-encoded; a folder's `index.html` goes by the folder's name."""
        return self.root + quote(file.removesuffix("index.html") if f"/{file}".endswith("/index.html") else file)
