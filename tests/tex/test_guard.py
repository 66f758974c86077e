"""What no engine must see is refused before, and what is drawn too deep after; nothing crashes or hangs."""

import subprocess
import sys
import time
from cProfile import Profile
from pathlib import Path
from typing import Final

import pytest
from tests.tex.setting import marked, mistake, typeset

import mathpress
from mathpress.tex import Result
from mathpress.tex.elements import MAX_ELEMENTS, is_too_deep
from mathpress.tex.guard import MAX_COMMANDS, MAX_DEPTH, MAX_LENGTH

SECONDS: Final = 20
"""Far more than any of these takes; a hang or quadratic time is still caught."""

SET: Final = """
import sys
from mathpress.tex import Typesetter
formula = Typesetter({}, "ams").typeset(sys.stdin.read(), display=True)
print(*{mistake.code for mistake in formula.mistakes} or ["none"])
"""


@pytest.mark.parametrize(
    ("tex", "code"),
    [
        ("{" * 100_000, "math-length"),
        ("{" * MAX_LENGTH, "math-depth"),
        ("{" * 100 + "}" * 100, "math-depth"),
        ("{" * 1_000_000, "math-length"),
        (r"\begin{" * 150_000, "math-length"),
        (r"\begin{" * 2800, "math-begin"),
        ("$" * 1_000_000, "math-length"),
        ("$" * MAX_LENGTH, "math-dollar"),
        (r"\hat" * 6000, "math-length"),
        (r"\hat " * 3000 + "x", "math-length"),
        (r"\hat " * (MAX_COMMANDS - 1) + "x", "math-depth"),
        (r"\sin" * MAX_COMMANDS, "math-depth"),
        (r"\frac1" * MAX_COMMANDS + "1", "math-depth"),
        (r"\color{red}x" * MAX_COMMANDS, "math-depth"),
        (r"\sqrt[" * MAX_COMMANDS, "math-fence"),
        (r"\def\h{" + r"\hat" * 100 + "}" + r"\h" * 100 + "x", "math-length"),
        (r"\label{" * 2800, "math-depth"),
        (r"\left(" * 3000, "math-depth"),
        (r"\begin{align}" + r"\intertext{a}" * 1500 + r"\end{align}", "math-length"),
        (r"\begin{array}{" + "*{99}{" * 50 + "c" + "}" * 50 + r"}\end{array}", "math-columns"),
        ("x" + "'" * 19_000, "none"),
        ("(" * 40 + "x", "math-fence"),
        (r"\sin(" * 40, "math-fence"),
        ("{(}x" * 40, "math-fence"),
        (r"\bigl| x" * 40, "math-fence"),
        (r"\overset{a}{\langle}" * 40, "math-fence"),
        ("{" + "(" * 40 + "x}" + ")" * 40, "math-fence"),
        (r"\big{(}x" * 40, "none"),
        (r"\Bigm\begin{matrix}a\end{matrix}" + "[" * 16, "math-fence"),
        (r"\bigl{(}x" * 40, "math-fence"),
        (r"(((((((((((((x\\" * 1000, "none"),
        ("(" * 50 + "x" + ")" * 50, "none"),
        ("[0,1)" * 1000, "none"),
        ("{[}0,1{)}" * 500, "none"),
        (r"\left[0,1\right)" * 100, "none"),
        (r"\begin{matrix}" + r"(&)\\" * 500 + r"\end{matrix}", "none"),
        (r"a\\" * 6000, "none"),
        (r"a\\[" + "1" * 19_000 + "x]b", "none"),
        (r"a\\[" + " " * 19_000 + "x]b", "none"),
        (r"\raise" + "1" * 19_000 + "pt x", "math-dimension"),
    ],
    ids=lambda value: value[:12],
)
def test_hostile_formulas_neither_crash_nor_hang(tex: str, code: str) -> None:
    """Each is set in a process of its own, which must end by itself and soon, with a mistake of that code."""
    site = Path(mathpress.__file__).parent.parent
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", SET],
        input=tex,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
        env={"PYTHONPATH": str(site)},
    )
    assert (done.returncode, done.stdout.strip()) == (0, code), done.stderr[-300:]
    assert time.monotonic() - began < SECONDS


def test_spaces_between_rows_take_no_longer_the_more_there_are() -> None:
    """Each is drawn as a box, and put into its place without reading what stands before it."""
    few, more, most = (_calls(r"a\\[1em]" * rows) for rows in (100, 200, 300))
    assert most - more <= 1.05 * (more - few)


def _calls(tex: str) -> int:
    profile = Profile()
    profile.runcall(typeset, tex)
    return sum(entry.callcount for entry in profile.getstats())


def test_nesting_up_to_the_limit_is_set() -> None:
    """The limits refuse nothing that a person writes."""
    assert typeset("{" * MAX_DEPTH + "x" + "}" * MAX_DEPTH).result is Result.MATHML
    assert typeset(r"\alpha+" * (MAX_COMMANDS - 1) + "x").result is Result.MATHML


@pytest.mark.parametrize(
    ("tex", "code", "place"),
    [
        ("{a", "math-brace", "{"),
        ("a}", "math-brace", "}"),
        (r"\left(a", "math-left", r"\left"),
        (r"a\right)", "math-right", r"\right"),
        (r"\begin{aligned}a", "math-begin", r"\begin"),
        (r"a\end{aligned}", "math-end", r"\end"),
        (r"\begin{aligned}a\end{array}", "math-end", r"\end"),
        (r"\begin a", "math-begin", r"\begin"),
        (r"\left({a\right)}", "math-brace", "{"),
        (r"\begin{aligned}\left(a\end{aligned}", "math-left", r"\left"),
        (r"{\begin{aligned}a}", "math-begin", r"\begin"),
    ],
)
def test_what_does_not_match(tex: str, code: str, place: str) -> None:
    """The mistake stands at the brace or command that has no partner."""
    assert marked(tex) == (code, place)


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0c", "\ud800", "\uffff", "\U00100000", "\U00108000"])
def test_forbidden_characters(character: str) -> None:
    """What XML cannot hold, and what stands for references and numbers inside, is refused wherever it stands."""
    tex = rf"\text{{a{character}}}\eqref{{x}}"
    assert marked(tex) == ("math-character", character)


def test_a_mismatch_inside_macros_is_reported_at_their_calls() -> None:
    r"""The message names what is missing, the place is the call."""
    tex = r"\def\b{\begin{align}}\def\e{\end{gather}}\b x\e"
    found = mistake(tex)
    assert found.message == (
        r"\begin{align} is closed by \end{gather}; the names must match; \e stands for \end{gather}"
    )
    assert (found.start, found.end) == (tex.rindex(r"\e"), len(tex))


def test_the_depth_of_what_is_drawn() -> None:
    """Elements are counted, empty ones and siblings are not deep."""
    assert is_too_deep("<mrow>" * (MAX_ELEMENTS + 1) + "</mrow>" * (MAX_ELEMENTS + 1))
    assert not is_too_deep("<mrow>" * MAX_ELEMENTS + "</mrow>" * MAX_ELEMENTS)
    assert not is_too_deep("<mi>x</mi><mspace/>" * 1000)
