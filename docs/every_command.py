r"""Write docs/formulas.md: each command and environment that formulas may have, drawn by the engine.

`python docs/every_command.py` writes it anew. A command is on the page because the engine sets a formula with it in
MathML, not because a list says so: what is asked are all names that mathpress, MathJax and the table of symbols in
latex2mathml have. Names by which one thing is drawn stand in one row. Formulas that show what takes arguments are in
docs/every_command.toml; what they leave out, and a future engine adds, is asked in the forms of `_CALLS`.
"""

import re
import textwrap
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from mathpress.tex import Result, Typesetter
from mathpress.tex.abbreviations import ABBREVIATIONS
from mathpress.tex.engines import Refusal, unknown_name, with_math_core
from mathpress.tex.expansions import Expansions
from mathpress.tex.lexer import is_word, join, make, tokenize
from mathpress.tex.macros import expand
from mathpress.tex.mathjax import known_names
from mathpress.tex.names import REWRITES
from mathpress.tex.packages import PACKAGES

PAGE: Final = Path(__file__).with_name("formulas.md")

_OPENING: Final = """\
# Formulas

The {commands:,} commands and {environments} environments that a formula may have, as mathpress draws them. How formulas
stand in a text, with numbers, labels and references, is told in [Writing](writing.md). A command that is not here is an
error with a [suggestion](diagnostics.md#math-command), or, if MathJax has it, as `\\ce`, left to MathJax with a
[warning](diagnostics.md#math-mathjax).

In the place of `x`, `a` and `b` any formula may stand. `mathpress formula '\\frac{{1}}{{2}}'` sets one on the command
line, and the [preview](preview.md#the-formula-bench) while you type. This page is made by
`python docs/every_command.py`, which asks the engine, and a test holds it to the answer. (On GitHub it is MathJax
that draws here; it lacks some.)
"""

_DATA: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_ENVIRONMENTS: Final[dict[str, list[str]]] = {body: names.split() for body, names in _DATA["environments"].items()}
_DISPLAYS: Final[dict[str, str]] = _DATA["displays"]
_CALLS: Final = ("{}", "{}{{x}}", "{}{{x}}{{y}}", "{}{{x}}{{y}}{{z}}")
_NOT_FOR_SHOW: Final = {
    *(r"\begin", r"\end", r"\label", r"\tag", r"\notag", r"\nonumber", r"\ref", r"\eqref"),
    *(r"\intertext", r"\shortintertext"),
    *(r"\newcommand", r"\renewcommand", r"\providecommand", r"\def", r"\gdef", r"\edef", r"\xdef", r"\let"),
    *(r"\DeclareMathOperator", r"\DeclarePairedDelimiter"),
}
"""Commands of numbers, references and definitions, which draw nothing of their own."""


_SYMBOLS: Final[dict[str, Callable[[str, str], bool]]] = {
    "Greek and Hebrew letters": lambda name, _: name.split()[0] in {"GREEK", "HEBREW"},
    "Arrows": lambda name, _: "ARROW" in name or "HARPOON" in name,
    "Dots": lambda name, _: "ELLIPSIS" in name or name == "FULL STOP",
    "Large operators": lambda name, kind: kind == "L" or "SUMMATION" in name or "INTEGRAL" in name,
    "Binary operators": lambda _, kind: kind in {"B", "V", "U"},
    "Relations": lambda _, kind: kind == "R",
    "Brackets and bars": lambda _, kind: kind in {"O", "C", "F"},
    "Other signs": lambda _name, _kind: True,
}
"""Kinds of signs, by the Unicode name of a sign and its class in the table of symbols (MathClassEx)."""


class _Page:
    """The page as far as it is written, and the commands that are on it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.known: set[str] = set()

    def section(self, title: str, *words: str) -> None:
        """Begin a section."""
        self.lines += [f"## {title}\n", *words, *([""] if words else [])]

    def table(self, rows: Iterable[tuple[str, str]]) -> None:
        """Write what is typed and the LaTeX by which it is drawn here; what is drawn alike stands in one row."""
        drawn_alike: dict[str, tuple[str, list[str]]] = {}
        for typed, drawn in rows:
            alike = drawn_alike.setdefault(_mathml(drawn), (drawn, []))[1]
            alike += [] if typed in alike else [typed]
            self.known |= {token.text for token in tokenize(typed) if is_word(token)}
        self.lines += ["| LaTeX |  |", "|---|---|"]
        self.lines += [f"| {', '.join(map(_code, typed))} | $`{drawn}`$ |" for drawn, typed in drawn_alike.values()]
        self.lines += [""]


def page() -> str:
    """Return the text of the page."""
    made = _Page()
    for title, kind in _DATA["constructs"].items():
        made.section(title)
        called = [
            call.replace("{}", name, 1) for call, names in kind.get("calls", {}).items() for name in names.split()
        ]
        formulas = [*called, *kind["formulas"].strip().splitlines()]
        made.table(zip(formulas, formulas, strict=True))
    _show_environments(made)
    _show_the_rest(made)
    commands = len(made.known)
    made.section(
        "Macros",
        r"`\newcommand`, `\renewcommand`, `\providecommand`, `\def`, `\gdef`, `\edef`, `\xdef`, `\let`,",
        r"`\DeclareMathOperator` and `\DeclarePairedDelimiter` define a macro in a formula, which holds to the end of",
        "the post; those of all posts are in the [settings](configuration.md).",
    )
    _show_packages(made)
    environments = sum(map(len, _ENVIRONMENTS.values())) + 2 * len(_DISPLAYS)
    return "\n".join([_OPENING.format(commands=commands, environments=environments), *made.lines]).rstrip() + "\n"


def _show_environments(made: _Page) -> None:
    made.section("Environments", r"Parts of a formula, between `\begin{…}` and `\end{…}`:")
    shown = [rf"\begin{{{name}}} {body} \end{{{name}}}" for body, names in _ENVIRONMENTS.items() for name in names]
    made.table(zip(shown, shown, strict=True))
    made.section(
        "Displays",
        "These are displays of their own, and stand in a text without dollars. Their rows have numbers, which a star",
        r"takes away: `align*`. `\tag{…}`, `\notag` and `\label{…}` may stand in each row, `\intertext{…}` and",
        r"`\shortintertext{…}` between two; `\ref{…}` and `\eqref{…}` refer to a label from any formula. `displaymath`",
        "is `equation*`, and `subequations` stands around several.",
    )
    for name, body in _DISPLAYS.items():
        formula = rf"\begin{{{name}}}{body}\end{{{name}}}"
        made.lines += [f"{_code(formula)}\n", f"```math\n{formula}\n```\n"]


def _show_the_rest(made: _Page) -> None:
    """Show all other commands: signs by their kind, names of functions, what takes arguments, what draws nothing."""
    signs: dict[str, list[tuple[str, str]]] = {title: [] for title in _SYMBOLS}
    functions: list[str] = []
    others: list[str] = []
    silent: list[str] = []
    classes = _classes()
    for command in sorted(_candidates() - _NOT_FOR_SHOW, key=lambda name: (name.lower(), name)):
        formula, text = _called(command)
        if not formula:
            continue
        if formula == command and text and len(text.strip("\ufe00\ufe01\u0338.")) <= 1:
            name, kind = unicodedata.name(text[0]), classes.get(text[0], "")
            title = next(title for title, is_one in _SYMBOLS.items() if is_one(name, kind))
            signs[title].append((text, command))
        elif command in made.known:
            continue
        elif formula == command and text.replace("\u2009", "").isalpha():
            functions.append(command)
        elif text:
            others.append(formula)
        else:
            silent.append(formula)
    for title, found in signs.items():
        made.section(title)
        made.table(((command, command) for _, command in sorted(found, key=_by_sign)))
    made.section("Functions and names")
    made.table(zip(functions, functions, strict=True))
    made.section("More commands")
    made.table(zip(others, others, strict=True))
    made.section("Commands that draw nothing", "These are read, for old posts have them, and nothing is drawn:")
    made.lines += textwrap.wrap(", ".join(map(_code, silent)) + ".", 120, break_on_hyphens=False)
    made.lines += [""]
    made.known |= {token.text for formula in silent for token in tokenize(formula) if is_word(token)}


def _by_sign(found: tuple[str, str]) -> tuple[str, str, str]:
    """Sort letters by the alphabet, small beside large, and other signs by Unicode's order."""
    text, command = found
    return text.lower(), text, command


def _show_packages(made: _Page) -> None:
    for package, commands in sorted(PACKAGES.items()):
        made.section(
            f"The package {package}", f'With `math.packages = ["{package}"]` in the [settings](configuration.md):'
        )
        names = sorted(commands, key=lambda name: (name.lower(), name))
        calls = _DATA["packages"].get(package, "").strip().splitlines()
        known = {token.text for call in calls for token in tokenize(call)}
        calls += [formula for name in names if name not in known and (formula := _of(package, name))]
        made.table([(call, _without(package, call)) for call in calls])


def _of(package: str, command: str) -> str:
    """Return the shortest call of a package's command, or nothing."""
    return next((call.format(command) for call in _CALLS if _set(call.format(command), package)), "")


def _without(package: str, formula: str) -> str:
    """Return what a formula stands for where the package is not known; a bar would end the cell of a table."""
    macros = {**ABBREVIATIONS, **PACKAGES[package]}
    tokens = expand(tokenize(formula), macros, Expansions(0))
    return join([make(r"\vert ", token)[0] if token.text == "|" else token for token in tokens]).strip()


def _candidates() -> set[str]:
    """Return all names that may be commands: ours, MathJax's, and those of the table that the engine has."""
    names = {*REWRITES, *ABBREVIATIONS, *known_names()[0], *filter(_is_of_the_engine, _table())}
    return {name for name in names if re.fullmatch(r"\\[A-Za-z]+", name)}


def _is_of_the_engine(command: str) -> bool:
    try:
        with_math_core(command, display=False)
    except Refusal as refusal:
        return unknown_name(refusal) is None
    return True


def _called(command: str) -> tuple[str, str]:
    """Return the shortest formula that a command makes alone or with arguments, and its text, empty if none is drawn.

    Both are empty if the engine does not set it.
    """
    for call in _CALLS:
        formula = call.format(command)
        if text := _set(formula):
            is_drawn = _mathml(f"a {formula} b") != _mathml("a b") and text != formula
            return formula, text if is_drawn else ""
    return "", ""


def _set(formula: str, *packages: str) -> str:
    """Return the text of a formula, its LaTeX if it has none, or nothing if it is not set in MathML faultlessly."""
    result = _typesetter(packages).typeset(formula, display=False)
    return result.plain.strip() if result.result is Result.MATHML and not result.mistakes else ""


def _mathml(formula: str) -> str:
    """Return what a formula is drawn as. Raises `ValueError` if it is not."""
    if not _set(formula):
        raise ValueError(f"the engine does not set {formula}")
    return re.sub(' alttext="[^"]*"', "", "".join(map(str, _typesetter(()).typeset(formula, display=False).parts)))


@cache
def _typesetter(packages: tuple[str, ...]) -> Typesetter:
    return Typesetter({}, "ams", packages=packages)


def _table() -> Iterator[str]:
    """Yield the commands in latex2mathml's table of symbols."""
    for record in _records():
        yield from (name for name in record[2:4] if name.startswith("\\"))


def _classes() -> dict[str, str]:
    """Return the class of each sign in that table."""
    return {record[1]: record[4] for record in _records()}


def _records() -> list[list[str]]:
    text = files("latex2mathml").joinpath("unimathsymbols.txt").read_text("utf-8")
    return [line.split("^") for line in text.splitlines() if not line.startswith("#")]


def _code(latex: str) -> str:
    """Return LaTeX as code in the cell of a table."""
    return f"`{latex}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
