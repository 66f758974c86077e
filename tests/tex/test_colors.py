r"""Colours have the names of CSS and xcolor or hex values, and `\color` its two meanings."""

import re

import pytest
from tests.tex.setting import marked, mathml

from mathpress.tex.colors import specification

RED = "#FF0000"


def colored(tex: str) -> dict[str, str]:
    """Return the colour of each coloured letter of a formula, the innermost one that holds it."""
    colors: dict[str, str] = {}
    stack: list[str] = [""]
    for tag, color, letter in re.findall(
        r'<(/?mrow|/?mstyle)(?: mathcolor="([^"]*)")?[^>]*>|<mi>(.)</mi>', mathml(tex)
    ):
        if letter:
            colors[letter] = stack[-1]
        elif tag.startswith("/"):
            stack.pop()
        else:
            stack.append(color or stack[-1])
    return {letter: color for letter, color in colors.items() if color}


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\color{red}{x}y", {"x": RED}),
        (r"{\color{red}x}y", {"x": RED}),
        (r"x\color{red}yz", {"y": RED, "z": RED}),
        (r"\textcolor{red}{x}y", {"x": RED}),
        (r"\textcolor{red}xy", {"x": RED}),
        (r"\color{skyblue}{x}", {"x": "#87CEEB"}),
        (r"\color{#0a0}{x}\color{#0000ff}{y}", {"x": "#00AA00", "y": "#0000FF"}),
        (r"\color[RGB]{255,0,0}{x}", {"x": RED}),
        (r"\color[rgb]{1,0,0}{x}", {"x": RED}),
        (r"\color[HTML]{FF0000}{x}", {"x": RED}),
        (r"\textcolor{red}{\color{blue}{a}b}c", {"a": "#0000FF", "b": RED}),
        (r"\color{red} {x} y", {"x": RED}),
    ],
)
def test_what_is_coloured(tex: str, expected: dict[str, str]) -> None:
    r"""With braces behind it `\color` colours those alone (MathJax 2), else all to the group's end (LaTeX)."""
    assert colored(tex) == expected


@pytest.mark.parametrize(
    ("model", "value", "expected"),
    [
        ("", "red", "[HTML]{FF0000}"),
        ("", " SkyBlue ", "[HTML]{87CEEB}"),
        ("", "#0f0", "[HTML]{00FF00}"),
        ("", "red!50!blue", "[HTML]{800080}"),
        ("", "red!20", "[HTML]{FFCCCC}"),
        ("", "red!50!blue!50", "[HTML]{BF80BF}"),
        ("", "blue!100!black", "[HTML]{0000FF}"),
        ("", "red!", "{red!}"),
        ("", "red!120", "{red!120}"),
        ("", "red!50!nope", "{red!50!nope}"),
        ("", "Mulberry", "{Mulberry}"),
        ("", "abc", "{abc}"),
        ("rgb", "1,0,0", "[rgb]{1,0,0}"),
    ],
)
def test_specification(model: str, value: str, expected: str) -> None:
    """CSS names win over xcolor's of the same spelling; what neither knows is left to the engine to refuse."""
    assert specification(model, value) == expected


@pytest.mark.parametrize(
    ("tex", "code", "place"),
    [
        (r"\color{nocolour}{x}", "math-color", "nocolour"),
        (r"x\color", "math-argument", r"\color"),
        (r"\textcolor{red}", "math-argument", r"\textcolor"),
    ],
)
def test_mistakes(tex: str, code: str, place: str) -> None:
    """An unknown colour is reported where it is named."""
    assert marked(tex) == (code, place)
