r"""LaTeX in Markdown that is no formula: what belongs into documents or lacks its dollars, and what to write."""

import re
from collections.abc import Mapping
from typing import Final

from mathpress.errors import Severity
from mathpress.markup.environments import is_display, meant
from mathpress.markup.finds import Finds, Handled
from mathpress.markup.placeholders import Slip
from mathpress.markup.slips import no_beginning, no_display

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


class Documents:
    """Reads the environments and commands of documents in one text. `kinds` are the environments that there are."""

    def __init__(self, finds: Finds, kinds: frozenset[str]) -> None:
        self._finds = finds
        self._kinds = kinds
        self._opened = 0
        r"""How many `\begin` have been reported, whose `\end` and what is between are no further mistakes."""
        self._told = 0
        """Where the paragraph ends in which something has been reported, so that a formula in it is not."""

    def begin(self, match: re.Match[str]) -> Handled:
        r"""Report the `\begin` of an environment that there is not."""
        self._opened += 1
        return self._literal(match, no_display(match["environment"], self._kinds))

    def end(self, match: re.Match[str]) -> Handled:
        r"""Report the `\end` of a formula that has not begun."""
        slip = no_beginning(match["ended"]) if is_display(match["ended"]) and not self._opened else None
        self._opened = max(0, self._opened - 1)
        return self._literal(match, slip) if slip else (match.end(), None)

    def foreign(self, match: re.Match[str]) -> Handled:
        r"""Report a command such as `\vref{a}`, `\newtheorem{axiom}{Axiom}` or `\emph`."""
        if self._opened:
            return match.end(), None
        self.tell(match.end())
        return self._literal(match, _foreign(match[0], self._kinds))

    def bare(self, match: re.Match[str]) -> Handled:
        """Report a command of formulas that stands in none, once a paragraph."""
        from mathpress.tex.mathjax import known_names  # with the engines, which the scan of a title alone goes without

        if self._opened or match.start() < self._told or match[0] not in known_names()[0]:
            return match.end(), None
        self.tell(match.end())
        message = f"{match[0]} is a command of formulas; put the whole formula between dollars: $…$"
        return self._literal(match, Slip(len(match[0]), "markdown-command", message, Severity.WARNING))

    def tell(self, position: int) -> None:
        """Remember that something has been reported in the paragraph around a position, or right before it."""
        if position >= self._told:
            self._told = self._finds.search.block_end(position)

    def _literal(self, match: re.Match[str], slip: Slip) -> Handled:
        return match.end(), self._finds.literal(match.start(), match.end(), slip)


def _foreign(source: str, kinds: frozenset[str]) -> Slip:
    """Return what is wrong with a command of documents."""
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
