r"""A formula set by itself: with the macros and packages of a blog, but in no post.

A `\ref` to a label of the formula's own shows its number; any other leads nowhere, and is shown as it was written.
"""

import html
from dataclasses import dataclass

from mathpress.errors import Problem, place_at
from mathpress.tables import MathConfig
from mathpress.tex import Formula, Number, Part, Result, Typesetter


@dataclass(frozen=True, slots=True)
class Specimen:
    """A formula as it was set, and what is wrong with it; places of problems are in the "file" `formula`."""

    formula: Formula
    problems: tuple[Problem, ...]

    @property
    def markup(self) -> str:
        """The `<math>` element; or LaTeX for MathJax, not escaped; or a lone reference's text; nothing if refused."""
        return "".join(map(self.text, self.formula.parts))

    def text(self, part: Part) -> str:
        """Return a part as it stands in the markup."""
        if isinstance(part, str):
            return part
        shown = part.shown if isinstance(part, Number) else self._reference(part.command, part.label)
        return shown if self.formula.result is Result.MATHJAX else html.escape(shown)

    def _reference(self, command: str, label: str) -> str:
        number = next((each for each in self.formula.numbers if each and each.label == label), None)
        if number is None or self.formula.result is Result.MATHJAX:
            return rf"\{command}{{{label}}}"
        return number.shown if command == "eqref" else number.text


def set_alone(tex: str, math: MathConfig, *, display: bool) -> Specimen:
    """Set one formula as a blog's settings say. Never raises for what it says."""
    formula = Typesetter(math.macros, math.numbering, packages=math.packages).typeset(tex, display=display)
    problems = (
        Problem(place_at("formula", tex, mistake.start, mistake.end), mistake.code, mistake.message, mistake.severity)
        for mistake in formula.mistakes
    )
    return Specimen(formula, tuple(problems))
