"""The cases of tests/cases: what authors write, and what becomes of it.

A case is a line `===== title`, Markdown, a line with a single `.`, and what it becomes: the body's HTML with formulas
in short (see `showing`), then a line `----- excerpt` and the excerpt if it is not the whole, then a line for each
problem, which begins with `!!`.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest
from tests.markup.showing import RULES, body, fill, ids, imbalance, problems, shown

from mathpress.markup.convert import Body

FOLDER: Final = Path(__file__).parent.parent / "cases"
_FENCE: Final = "===== "


@dataclass(frozen=True)
class Case:
    """One case: where it is, what is written, and what becomes of it."""

    file: Path
    line: int
    title: str
    written: str
    becomes: str

    @property
    def where(self) -> str:
        """Return `file:line` as editors understand it."""
        return f"tests/cases/{self.file.name}:{self.line}"


def read(file: Path) -> list[Case]:
    """Read the cases of a file; what stands before the first is for its readers."""
    cases = []
    lines = file.read_text(encoding="utf-8").split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith(_FENCE)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        block = lines[start + 1 : end]
        assert block.count(".") == 1, f"tests/cases/{file.name}:{start + 1}: a case has one line with a single dot"
        middle = block.index(".")
        written, becomes = block[:middle], block[middle + 1 :]
        title = lines[start].removeprefix(_FENCE)
        cases.append(Case(file, start + 1, title, "\n".join(written), "\n".join(becomes).strip("\n")))
    return cases


CASES: Final = [case for file in sorted(FOLDER.glob("*.md")) for case in read(file)]


def converted(case: Case) -> Body:
    """Convert what is written; in the cases about citations the text has a bibliography."""
    return body(case.written, replace(RULES, cites=case.file.stem == "citations"))


def outcome(of: Body) -> str:
    """Return what Markdown has become, as cases show it."""
    parts = [shown(of.html, of.labels).strip("\n")]
    if not of.excerpt_is_whole:
        parts += ["----- excerpt", shown(of.excerpt, of.labels).strip("\n")]
    return "\n".join([*parts, *(f"!! {problem}" for problem in problems(of))]).strip("\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file.stem}: {case.title}")
def test_case(case: Case) -> None:
    """What is written becomes what the case says; its HTML is balanced and no id stands twice."""
    of = converted(case)
    came_out = outcome(of)
    if came_out != case.becomes:
        pytest.fail(f"{case.where}: {case.title}\nexpected:\n{case.becomes}\n\ncame out:\n{came_out}", pytrace=False)
    for fragment in (of.html, of.excerpt):
        assert imbalance(fill(fragment, of.labels)) == [], case.where
        assert len(set(ids(fragment))) == len(ids(fragment)), case.where


def test_titles_are_unique() -> None:
    """A title names one case, so that a failure does."""
    titles = [(case.file, case.title) for case in CASES]
    assert len(set(titles)) == len(titles) >= 90
