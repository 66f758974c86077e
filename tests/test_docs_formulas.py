"""The page of all commands: what the engine has today, each drawn, and nothing that it does not have."""

import re

import pytest
from tests.conftest import REPOSITORY
from tests.markup.showing import body

from mathpress.tex.abbreviations import ABBREVIATIONS
from mathpress.tex.displays import ENVIRONMENTS as DISPLAYS
from mathpress.tex.environments import EARLY, ENVIRONMENTS
from mathpress.tex.names import REWRITES

PAGE = (REPOSITORY / "docs/formulas.md").read_text("utf-8")
REFUSED = {
    *(r"\class", r"\cssId", r"\data", r"\style", r"\htmlClass", r"\htmlData", r"\htmlId", r"\htmlStyle"),
    *(r"\newenvironment", r"\renewenvironment"),
}
"""Commands that are known to be told about."""
GROUPS = {r"\begingroup", r"\bgroup", r"\egroup", r"\endgroup"}
"""What stands for braces, and so not alone."""


def test_the_page_of_formulas_is_what_the_engine_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """`python docs/every_command.py` writes it anew."""
    monkeypatch.syspath_prepend(REPOSITORY / "docs")
    from every_command import page

    assert page() == PAGE


def test_every_command_of_ours_is_on_the_page() -> None:
    """Those of the engine itself are found by asking it; those that we add are known."""
    ours = {name for name in (*REWRITES, *ABBREVIATIONS) if re.fullmatch(r"\\[A-Za-z]+", name)}
    shown = set(re.findall(r"\\[A-Za-z]+", PAGE))
    assert ours - shown == REFUSED | GROUPS


def test_every_environment_of_ours_is_on_the_page() -> None:
    """Parts of formulas and displays."""
    shown = set(re.findall(r"\\begin\{([^}]*)\}", PAGE)) | set(re.findall(r"`(\w+)`\sis `equation", PAGE))
    assert {*ENVIRONMENTS, *EARLY, *DISPLAYS} - shown == set()


def test_every_formula_of_the_page_is_drawn() -> None:
    """All are MathML, without a word of warning."""
    made = body(PAGE)
    assert made.problems == ()
    assert made.formulas.mathml > 900
    assert (made.formulas.mathjax, made.formulas.refused) == (0, 0)
