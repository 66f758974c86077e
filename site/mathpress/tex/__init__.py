r"""LaTeX in, MathML out: the way of a formula.

A formula is cut into tokens, freed of macros, numbered, rewritten for the engine, converted and finished. What both
engines refuse is MathJax markup if MathJax knows it, else an error. This package knows nothing of Markdown or pages.
"""

import html
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from mathpress.errors import Severity
from mathpress.tex.abbreviations import ABBREVIATIONS
from mathpress.tex.counters import Counter
from mathpress.tex.definitions import from_settings
from mathpress.tex.displays import compose
from mathpress.tex.drawing import Undrawn, draw
from mathpress.tex.elements import is_too_deep
from mathpress.tex.engines import Refusal, with_latex2mathml
from mathpress.tex.expansions import Expansions
from mathpress.tex.fences import check_fences
from mathpress.tex.finish import Part, finish
from mathpress.tex.formula import Formula, Result, remember, remembered
from mathpress.tex.fractions import prefixed
from mathpress.tex.guard import check_characters, check_length, check_nesting, check_place
from mathpress.tex.lexer import Token, has_any, join, strip, tokenize
from mathpress.tex.lookalikes import lookalikes
from mathpress.tex.macros import expand
from mathpress.tex.mathjax import markup
from mathpress.tex.mistakes import Mistake, Origin, worded
from mathpress.tex.names import REWRITES, beyond_mathjax, reason, unknown
from mathpress.tex.numbering import Number, Numbered, Policy, number
from mathpress.tex.packages import commands_of
from mathpress.tex.plain import plain, spelled
from mathpress.tex.rewrite import FIRST_ISLAND, Reference, Rewritten, reference_at, rewrite
from mathpress.tex.tags import readable
from mathpress.tex.traces import check_line, check_traces, eaten, with_comment

__all__ = ["Formula", "Mistake", "Number", "Origin", "Part", "Policy", "Reference", "Result", "Typesetter"]


class _Setting(NamedTuple):
    """What became of the body of a formula."""

    result: Result
    parts: tuple[Part, ...] = ()
    plain: str = ""
    mistakes: tuple[Mistake, ...] = ()


class Typesetter:
    """Sets the formulas of one post, one after another: macros defined and numbers used up carry over to the next."""

    def __init__(
        self,
        macros: Mapping[str, str],
        policy: Policy,
        *,
        packages: Collection[str] = (),
        mathjax: bool = False,
        by_section: bool = False,
    ) -> None:
        """Begin a post with its macros (name: body with `#1`) and the packages whose commands it knows.

        `mathjax` chooses MathJax markup for everything, `by_section` numbers that tell the section: `2.1`.
        """
        self._macros = {**ABBREVIATIONS, **commands_of(packages), **from_settings(macros)}
        self._known = remembered(tuple(macros.items()), tuple(packages), policy, mathjax)
        self._policy: Policy = policy
        self._mathjax = mathjax
        self._counter = Counter(section=0 if by_section else None)
        self._formulas = 0

    def begin_section(self) -> None:
        """Begin a section of the post."""
        self._counter = self._counter.begin_section()

    def begin_subequations(self) -> str:
        """Begin to number displays as `1a`, `1b` …, and return the number of the whole."""
        self._counter = self._counter.begin_group()
        return self._counter.group

    def end_subequations(self) -> None:
        """Go on to number displays without letters."""
        self._counter = self._counter.end_group()

    def typeset(self, tex: str, *, display: bool) -> Formula:
        """Set a formula. Never raises for what an author wrote: a refused formula carries its mistakes."""
        self._formulas += 1
        formula = self._known.get((tex, display))
        if formula is None:
            expansions = Expansions(self._formulas - 1)
            formula = self._typeset(tex, expansions, display=display)
            if expansions.defines:  # from here on, what was known of formulas need not hold
                self._known = {}
            elif not expansions:
                remember(formula, self._known)
        return formula

    def _typeset(self, tex: str, expansions: Expansions, *, display: bool) -> Formula:
        own: list[Token] = []
        tokens: list[Token] = []
        mistakes: tuple[Mistake, ...] = ()
        try:
            check_length(tex)
            own = tokenize(tex)
            tokens = expand(own, self._macros, expansions)
            check_traces(tex)
            if not display:
                check_line(tex, tokens)
            check_characters(tokens)
            check_nesting(tokens)
            check_fences(tokens)
            check_place(tokens)
        except Mistake as mistake:
            mistakes = (mistake,)
        numbered = number(tokens, display=display, counter=self._counter, policy=self._policy)
        numbered = readable(numbered, REWRITES)
        self._counter = numbered.counter
        mistakes = tuple(expansions.mistakes) or mistakes or numbered.mistakes
        setting = _Setting(Result.REFUSED, mistakes=mistakes) if mistakes else self._set(numbered, display=display)
        strange = () if setting.result is Result.REFUSED else lookalikes(tex, own)
        parts, numbers = setting.parts, numbered.numbers
        if expansions:
            parts = tuple(
                part if isinstance(part, str) else replace(part, place=expansions.place(*part.place)) for part in parts
            )
            numbers = tuple(each and replace(each, place=expansions.place(*each.place)) for each in numbers)
        return Formula(
            tex=tex,
            display=display,
            result=setting.result,
            parts=parts,
            numbers=numbers,
            in_rows=numbered.in_rows,
            plain=setting.plain or (spelled(tex) if setting.result is Result.MATHJAX else tex.strip()),
            mistakes=(*with_comment(tuple(map(expansions.placed, setting.mistakes)), own), *eaten(tex), *strange),
        )

    def _set(self, numbered: Numbered, *, display: bool) -> _Setting:
        try:
            reference = None if display else _lone_reference(numbered.rows[0])
            if reference:
                return _Setting(Result.REFERENCE, (reference,))
            if self._mathjax:
                return _for_mathjax(numbered, self._macros)
            return _for_browsers(numbered, self._macros, display=display)
        except Mistake as mistake:
            return _Setting(Result.REFUSED, mistakes=(mistake,))


_REFERENCES: Final = {r"\ref", r"\eqref"}


def _lone_reference(tokens: Sequence[Token]) -> Reference | None:
    r"""Return the reference that is all of an inline formula such as `$\eqref{x}$`. Raises `Mistake`."""
    if not has_any(tokens, _REFERENCES):
        return None
    tokens = strip(tokens)
    found = reference_at(tokens, 0) if tokens[0].text in _REFERENCES else None
    return found[0] if found and found[1] == len(tokens) else None


def _for_browsers(numbered: Numbered, macros: Collection[str], *, display: bool) -> _Setting:
    """Set a formula in MathML, or leave it to MathJax if only the engine is at a loss. Raises `Mistake`."""
    composed = compose(numbered.rows, numbered.layout)
    try:
        rewritten = rewrite(prefixed(composed), REWRITES, display=display)
        mathml = draw(rewritten.tokens, rewritten.islands, display=display)
    except Undrawn as undrawn:
        if words := worded(undrawn.refusal.reason, undrawn.command):
            raise Mistake(*undrawn.place, *words) from undrawn
        if strangers := unknown(composed, macros):
            return _Setting(Result.REFUSED, mistakes=strangers)
        try:
            mathml = _second_engine(rewritten, display=display)
        except Refusal:
            warning = Mistake(*undrawn.place, "math-mathjax", reason(undrawn.refusal), Severity.WARNING)
            mistakes = beyond_mathjax(composed)
            return _Setting(Result.REFUSED, mistakes=mistakes) if mistakes else _mathjax(numbered, warning)
    if is_too_deep(mathml):
        raise Mistake(0, 1, "math-depth", "commands are nested too deeply")
    in_rows = numbered.numbers if numbered.in_rows else ()
    references = {
        chr(FIRST_ISLAND + offset): island
        for offset, island in enumerate(rewritten.islands)
        if isinstance(island, Reference)
    }
    text = _plain(mathml, references)
    parts = finish(mathml, numbers=in_rows, references=references, alttext=html.escape(text))
    return _Setting(Result.MATHML, parts, text, rewritten.warnings)


def _second_engine(rewritten: Rewritten, *, display: bool) -> str:
    """Ask latex2mathml. Raises `Refusal`."""
    if rewritten.islands:
        raise Refusal(0, "latex2mathml: knows nothing of islands")
    return with_latex2mathml(join(rewritten.tokens), display=display)


def _mathjax(numbered: Numbered, *warnings: Mistake) -> _Setting:
    return _Setting(Result.MATHJAX, markup(numbered), mistakes=warnings)


def _for_mathjax(numbered: Numbered, macros: Collection[str]) -> _Setting:
    """Leave a formula to MathJax, as its author chose, unless it has a name that nobody knows. Raises `Mistake`."""
    tokens = compose(numbered.rows, numbered.layout)
    mistakes = unknown(tokens, macros) or beyond_mathjax(tokens)
    return _Setting(Result.REFUSED, mistakes=mistakes) if mistakes else _mathjax(numbered)


def _plain(mathml: str, references: Mapping[str, Reference]) -> str:
    """Return the text of an engine's MathML, with a reference shown by its label."""
    for letter, reference in references.items():
        mathml = mathml.replace(letter, html.escape(f"({reference.label})"))
    return plain(mathml)
