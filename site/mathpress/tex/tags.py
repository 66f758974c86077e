r"""The text of a `\tag`: a formula in it becomes plain text, `\tag{$\dagger$}` makes (†).

A number is shown in many places that know no formulas (references in prose, ids, titles, feeds, MathJax's own
`\tag`), and it must be the same in all of them.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from mathpress.tex.drawing import Undrawn, draw
from mathpress.tex.elements import is_too_deep
from mathpress.tex.guard import check_nesting
from mathpress.tex.lexer import tokenize
from mathpress.tex.mistakes import Mistake
from mathpress.tex.numbering import Number, Numbered
from mathpress.tex.plain import plain
from mathpress.tex.rewrite import Handler, Reference, rewrite

_LATEX: Final = set("$\\{~")
"""The characters by which the text of a tag shows that it is LaTeX."""


_SUBSCRIPTS: Final = dict(
    zip("0123456789+−-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True)
)
_SUPERSCRIPTS: Final = dict(
    zip(
        "0123456789+−-=()abcdefghijklmnoprstuvwxyzβγδφχ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵝᵞᵟᵠᵡ",
        strict=True,
    )
)
"""The small letters that Unicode has; in the text of formulas, which is searched, letters stay as they are."""
_SCRIPT: Final = re.compile(r"(?P<mark>[_^])(?:\((?P<inside>[^()]*)\)|(?P<letter>\w))")


def _raised(match: re.Match[str]) -> str:
    """Return a script in small letters, if Unicode has all of them."""
    table = _SUBSCRIPTS if match["mark"] == "_" else _SUPERSCRIPTS
    text = match["inside"] or match["letter"] or ""
    return "".join(table[char] for char in text) if text and all(char in table for char in text) else match[0]


def readable(numbered: Numbered, table: Mapping[str, Handler]) -> Numbered:
    r"""Return the formula with numbers of plain text: `\tag{$*$}` makes (∗). A tag that has none is a mistake.

    `table` has what is rewritten for the engine.
    """
    if not any(numbered.tags):
        return numbered
    numbers = list(numbered.numbers)
    mistakes = []
    for index, (found, place) in enumerate(zip(numbers, numbered.tags, strict=True)):
        if found and place and set(found.text) & _LATEX:
            try:
                numbers[index] = _in_plain_text(found, table)
            except (Mistake, Undrawn):
                mistakes.append(Mistake(*place, "math-tag", r"a \tag that cannot be read as plain text"))
    return replace(numbered, numbers=tuple(numbers), mistakes=(*numbered.mistakes, *mistakes))


def _in_plain_text(number: Number, table: Mapping[str, Handler]) -> Number:
    """Return the number in plain text. Raises `Mistake` or `Undrawn`."""
    tokens = tokenize(rf"\text{{{number.text}}}")
    check_nesting(tokens)
    rewritten = rewrite(tokens, table, display=False)
    mathml = draw(rewritten.tokens, rewritten.islands, display=False)
    if is_too_deep(mathml) or any(isinstance(island, Reference) for island in rewritten.islands):
        raise Mistake(0, 1, "math-tag", "a reference in a tag, or commands nested too deeply")
    text = _SCRIPT.sub(_raised, plain(mathml))
    return replace(number, text=text, shown=number.shown.replace(number.text, text))
