r"""Commands of LaTeX documents, which mean nothing in Markdown: what to write in their place."""

import re
from collections.abc import Mapping
from typing import Final

from mathpress.errors import Severity
from mathpress.markup.environments import meant
from mathpress.markup.placeholders import Slip

_THEOREM: Final = re.compile(r"\\newtheorem\*?\{(?P<kind>[^{}]*)\}(?:\[[^\]]*\])?(?:\{(?P<name>[^{}]*)\})?")
_MACRO: Final = "put it between dollars, or into the macros of the front matter or the settings"
_HEADING: Final = "write ## before a heading"
_WORK: Final = "write [@key]"
_NOTHING: Final = "take it out"
_INSTEAD: Final[Mapping[str, str]] = {
    "documentclass": _NOTHING, "usepackage": _NOTHING, "theoremstyle": _NOTHING,
    "chapter": _HEADING, "section": _HEADING, "subsection": _HEADING, "subsubsection": _HEADING,
    "textbf": "write **…**", "textit": "write *…*", "emph": "write *…*", "texttt": "write `…`",
    "cite": _WORK, "citep": _WORK, "citet": "write @key", "footnote": "write [^1], and below the text [^1]: …",
    "href": "write [text](address)", "url": "write <https://…>", "includegraphics": "write ![caption](file)",
    "newcommand": _MACRO, "renewcommand": _MACRO, "DeclareMathOperator": _MACRO, "def": _MACRO,
}  # fmt: skip


def foreign(source: str, kinds: frozenset[str]) -> Slip:
    r"""Return what is wrong with a command such as `\vref{a}`, `\newtheorem{axiom}{Axiom}` or `\emph` in prose.

    `kinds` are the names of the environments that there are.
    """
    command, brace, rest = source.partition("{")
    name = command.strip("\\*")
    theorem = _THEOREM.fullmatch(source)
    if theorem:
        instead = _kind(theorem["kind"], theorem["name"], kinds)
    elif name in _INSTEAD:
        instead = _INSTEAD[name]
    else:
        message = rf"{command} is no reference that mathpress knows; write \eqref{brace}{rest} or \ref{brace}{rest}"
        return Slip(len(source), "reference-command", message, Severity.ERROR)
    message = f"\\{name} is a command of LaTeX documents, which Markdown does not read; {instead}"
    return Slip(len(source), "markdown-command", message, Severity.ERROR)


def _kind(kind: str, name: str | None, kinds: frozenset[str]) -> str:
    """Tell how an author's own kind of theorem is made."""
    likely = meant(kind, kinds)
    if likely in kinds:
        return rf"{likely} is there without it: \begin{{{likely}}}"
    return f'a line {kind} = {{ en = "{name or kind.capitalize()}" }} below [theorems.kinds] in the settings makes one'
