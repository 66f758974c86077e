r"""LaTeX in, MathML out: the way of a formula.

A formula is cut into tokens, freed of macros, numbered, rewritten for the engine, converted and finished. What both
engines refuse is MathJax markup if MathJax knows it, else an error. This package knows nothing of Markdown or pages.
"""

import html
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from mathpress.errors import Severity
from mathpress.tex.commands import COMMANDS
from mathpress.tex.displays import LAYOUTS, compose
from mathpress.tex.engines import Refusal, unknown_name, with_latex2mathml, with_math_core
from mathpress.tex.environments import BEGIN, ENVIRONMENTS
from mathpress.tex.finish import Part, finish, without_entities
from mathpress.tex.guard import check_characters, check_length, check_nesting, is_too_deep
from mathpress.tex.lexer import Token, join, locate, strip, tokenize
from mathpress.tex.macros import ABBREVIATIONS, expand, from_strings
from mathpress.tex.mathjax import beyond, foreign, known_names, markup, unsafe
from mathpress.tex.mistakes import Mistake, word
from mathpress.tex.numbering import Number, Numbered, Policy, number
from mathpress.tex.packages import belongs, commands_of
from mathpress.tex.plain import plain
from mathpress.tex.rewrite import FIRST_ISLAND, Reference, reference_at, rewrite
from mathpress.text import did_you_mean

__all__ = ["Formula", "Mistake", "Number", "Part", "Policy", "Reference", "Result", "Typesetter"]


class Result(StrEnum):
    """What a formula became."""

    MATHML = "mathml"
    MATHJAX = "mathjax"
    REFUSED = "refused"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Formula:
    r"""A formula as it was set.

    `parts` is the `<math>` element; or LaTeX for MathJax, without delimiters and not escaped; or for
    `Result.REFERENCE` (a lone `$\eqref{x}$`) the reference alone. References stand among the parts, and so do the
    numbers of rows if `in_rows`. A refused formula has no parts, but keeps its numbers (unless it is too
    long to be read). `mistakes` says what is wrong with it, or, as warnings, why the MathML engines were not up to it.
    """

    tex: str
    display: bool
    result: Result
    parts: tuple[Part, ...]
    numbers: tuple[Number | None, ...]
    in_rows: bool
    plain: str
    mistakes: tuple[Mistake, ...]


class _Setting(NamedTuple):
    """What became of the body of a formula."""

    result: Result
    parts: tuple[Part, ...] = ()
    plain: str = ""
    mistakes: tuple[Mistake, ...] = ()


class Typesetter:
    """Sets the formulas of one post, one after another: macros defined and numbers used up carry over to the next."""

    def __init__(
        self, macros: Mapping[str, str], policy: Policy, *, packages: Collection[str] = (), mathjax: bool = False
    ) -> None:
        """Begin a post with its macros (name: body with `#1`); `mathjax` chooses MathJax markup for everything."""
        self._macros = {**ABBREVIATIONS, **commands_of(packages), **from_strings(macros)}
        self._policy: Policy = policy
        self._mathjax = mathjax
        self._counter = 0

    def typeset(self, tex: str, *, display: bool) -> Formula:
        """Set a formula. Never raises for what an author wrote: a refused formula carries its mistakes."""
        tokens: list[Token] = []
        mistakes: tuple[Mistake, ...] = ()
        try:
            check_length(tex)
            tokens = tokenize(tex)
            tokens = expand(tokens, self._macros)
            check_characters(tokens)
            check_nesting(tokens)
        except Mistake as mistake:
            mistakes = (mistake,)
        numbered = _readable(number(tokens, display=display, counter=self._counter, policy=self._policy))
        self._counter = numbered.counter
        mistakes = mistakes or numbered.mistakes
        setting = _Setting(Result.REFUSED, mistakes=mistakes) if mistakes else self._set(numbered, display=display)
        return Formula(
            tex=tex,
            display=display,
            result=setting.result,
            parts=setting.parts,
            numbers=numbered.numbers,
            in_rows=numbered.in_rows,
            plain=setting.plain or tex.strip(),
            mistakes=setting.mistakes,
        )

    def _set(self, numbered: Numbered, *, display: bool) -> _Setting:
        reference = None if display else _lone_reference(numbered.rows[0])
        if reference:
            return _Setting(Result.REFERENCE, (reference,))
        if self._mathjax:
            return _for_mathjax(numbered, self._macros)
        return _for_browsers(numbered, self._macros, display=display)


_REWRITES: Final = {**COMMANDS, **BEGIN}


def _lone_reference(tokens: Sequence[Token]) -> Reference | None:
    r"""Return the reference that is all of an inline formula such as `$\eqref{x}$`."""
    tokens = strip(tokens)
    found = reference_at(tokens, 0) if tokens and tokens[0].text in {r"\ref", r"\eqref"} else None
    return found[0] if found and found[1] == len(tokens) else None


def _readable(numbered: Numbered) -> Numbered:
    r"""Return the formula with numbers of plain text: `\tag{$*$}` makes (∗). A tag that has none is a mistake."""
    numbers = list(numbered.numbers)
    mistakes = []
    for index, (found, place) in enumerate(zip(numbers, numbered.tags, strict=True)):
        if found and place and set(found.text) & _LATEX:
            try:
                numbers[index] = _in_plain_text(found)
            except (Mistake, Refusal):
                mistakes.append(Mistake(*place, "math-tag", r"a \tag that cannot be read as plain text"))
    return replace(numbered, numbers=tuple(numbers), mistakes=(*numbered.mistakes, *mistakes))


_LATEX: Final = set("$\\{")
"""The characters by which the text of a tag shows that it is LaTeX."""


def _in_plain_text(number: Number) -> Number:
    """Return the number in plain text. Raises `Mistake` or `Refusal`."""
    tokens = tokenize(rf"\text{{{number.text}}}")
    check_nesting(tokens)
    rewritten, islands = rewrite(tokens, _REWRITES, display=False)
    mathml = with_math_core(join(rewritten), display=False)
    if islands or is_too_deep(mathml):
        raise Mistake(0, 1, "math-tag", "a reference in a tag, or commands nested too deeply")
    text = _plain(mathml, ())
    return replace(number, text=text, shown=number.shown.replace(number.text, text))


def _for_browsers(numbered: Numbered, macros: Collection[str], *, display: bool) -> _Setting:
    """Set a formula in MathML, or leave it to MathJax if only the engine is at a loss."""
    composed = compose(numbered.rows, numbered.layout)
    try:
        tokens, islands = rewrite(composed, _REWRITES, display=display)
    except Mistake as mistake:
        return _Setting(Result.REFUSED, mistakes=(mistake,))
    latex = join(tokens)
    try:
        mathml = with_math_core(latex, display=display)
    except Refusal as refusal:
        code, words = word(refusal.reason)
        place = locate(tokens, refusal.offset)
        if code != "math-syntax":
            return _Setting(Result.REFUSED, mistakes=(Mistake(*place, code, words),))
        if unknown := _unknown(composed, macros):
            return _Setting(Result.REFUSED, mistakes=unknown)
        try:
            mathml = with_latex2mathml(latex, display=display)
        except Refusal:
            warning = Mistake(*place, "math-mathjax", _why(refusal), Severity.WARNING)
            mistakes = _beyond_mathjax(composed)
            return _Setting(Result.REFUSED, mistakes=mistakes) if mistakes else _mathjax(numbered, warning)
    if is_too_deep(mathml):
        return _Setting(Result.REFUSED, mistakes=(Mistake(0, 1, "math-depth", "commands are nested too deeply"),))
    in_rows = numbered.numbers if numbered.in_rows else ()
    text = _plain(mathml, islands)
    try:
        parts = finish(mathml, numbers=in_rows, islands=islands, alttext=html.escape(text))
    except Mistake as mistake:
        return _Setting(Result.REFUSED, mistakes=(mistake,))
    return _Setting(Result.MATHML, parts, text)


def _mathjax(numbered: Numbered, *warnings: Mistake) -> _Setting:
    return _Setting(Result.MATHJAX, markup(numbered), mistakes=warnings)


def _beyond_mathjax(tokens: Sequence[Token]) -> tuple[Mistake, ...]:
    """Return a mistake for each name that MathJax does not know, though it is to draw the formula."""
    words = "MathJax, which has to draw this formula, does not know"
    return tuple(Mistake(token.start, token.end, "math-command", f"{words} {name}") for token, name in beyond(tokens))


def _why(refusal: Refusal) -> str:
    name = unknown_name(refusal)
    what = f"{name[0]} {name[1]}" if name else "this"
    return f"{what} is beyond the MathML engine; MathJax will draw the formula, and the page has to load it"


def _for_mathjax(numbered: Numbered, macros: Collection[str]) -> _Setting:
    """Leave a formula to MathJax, as its author chose, unless it has a name in it that nobody knows."""
    tokens = compose(numbered.rows, numbered.layout)
    mistakes = _unknown(tokens, macros) or _beyond_mathjax(tokens)
    return _Setting(Result.REFUSED, mistakes=mistakes) if mistakes else _mathjax(numbered)


_OWN: Final = {*_REWRITES, *ABBREVIATIONS, *ENVIRONMENTS, *LAYOUTS}


def _unknown(tokens: Sequence[Token], macros: Collection[str]) -> tuple[Mistake, ...]:
    """Return a mistake for each control word and environment that nobody knows, or that MathJax must not see."""
    if refused := unsafe(tokens):
        words = "could put a URL, an id or a style of its own into the page; write that in Markdown around the formula"
        return tuple(Mistake(each.start, each.end, "math-unsafe", f"{each.text} {words}") for each in refused)
    commands, environments = known_names()
    mistakes = []
    for token, name in foreign(tokens, _OWN):
        if token.text == r"\begin":
            guess = did_you_mean(name, sorted({*environments, *ENVIRONMENTS}))
            mistakes.append(Mistake(token.start, token.end, "math-environment", f"unknown environment {name}{guess}"))
        elif not _engine_knows(name):
            guess = belongs(name) or did_you_mean(name, sorted({*commands, *_OWN, *macros}))
            mistakes.append(Mistake(token.start, token.end, "math-command", f"unknown command {name}{guess}"))
    return tuple(mistakes)


def _engine_knows(command: str) -> bool:
    """Tell whether math-core knows a control word, if only to refuse it without its arguments."""
    try:
        with_math_core(command, display=True)
    except Refusal as refusal:
        return unknown_name(refusal) is None
    return True


def _plain(mathml: str, islands: Sequence[Reference]) -> str:
    """Return the text of an engine's MathML, with a reference shown by its label."""
    for offset, island in enumerate(islands):
        mathml = mathml.replace(chr(FIRST_ISLAND + offset), html.escape(f"({island.label})"))
    return plain(without_entities(mathml))
