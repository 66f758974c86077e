"""Titles and other lines that stand on many pages: their formulas are set, all else stands as it is."""

import html
from typing import TYPE_CHECKING, Final

from mathpress.errors import Locate, Problem, Severity
from mathpress.markup.convert import Rules
from mathpress.markup.formulas import Formulas
from mathpress.markup.labels import Labels
from mathpress.markup.outline import Ids
from mathpress.markup.placeholders import MORE, PLACEHOLDER, Form, number_of
from mathpress.markup.scan import scan
from mathpress.tex import Typesetter

if TYPE_CHECKING:
    from mathpress.model import Slot

_OF_A_POST: Final = {Form.REFERENCE, Form.LABEL, Form.CITATION}
MATHJAX_IN_TITLE: Final = "title-mathjax"


def convert_title(title: str, rules: Rules, locate: Locate) -> tuple[str, str, tuple[Problem, ...]]:
    """Return a title as HTML and as plain text: formulas are set, all else stands as it is.

    It stands on many pages, so that what a post's numbers and works are needed for is a problem.
    """
    scanned = scan(title, cites=True)
    ids = Ids()
    typesetter = Typesetter(rules.macros, "none", packages=rules.packages)
    formulas = Formulas(typesetter, ids, Labels(ids), locate, rules.macro_places)
    markup: list[str | Slot] = []
    plain: list[str] = []
    references: list[Problem] = []
    undrawn: list[Problem] = []
    prepared = scanned.text.replace(MORE, "<!-- more -->").strip()
    position = 0
    for match in PLACEHOLDER.finditer(prepared):
        before = prepared[position : match.start()]
        found = scanned.found[number_of(match)]
        formulas.report(found)
        if found.form in {Form.INLINE, Form.DISPLAY}:
            parts, text_of = formulas.set(found, phrasing=True)
            if formulas.count.mathjax > len(undrawn):
                message = "a title stands on pages that do not load MathJax; write it with commands that MathML knows"
                undrawn.append(Problem(locate(*found.span), MATHJAX_IN_TITLE, message))
                parts = [html.escape(found.source)]
        else:
            text_of = found.text
            parts = [html.escape(text_of)]
            if found.form in _OF_A_POST and not text_of.startswith("@"):  # which may be anybody's name
                message = f"{text_of} means nothing in a title, which stands on many pages; say it in words"
                place = locate(*found.span)
                references.append(Problem(place, "title-reference", message, Severity.WARNING))
        markup += [html.escape(before), *parts]
        plain += [before, text_of]
        position = match.end()
    markup.append(html.escape(prepared[position:]))
    plain.append(prepared[position:])
    mistakes = (each for each in formulas.problems if each.code != "math-mathjax")
    problems = (*undrawn[:1], *mistakes, *references)
    return "".join(part for part in markup if isinstance(part, str)), "".join(plain), problems
