"""The titles of cited works that have formulas in them, set by the engines."""

import html
from collections.abc import Mapping, Sequence

from mathpress.bibtex import Work, decoded, pieces
from mathpress.errors import Problem, Severity
from mathpress.markup.formulas import Formulas
from mathpress.markup.labels import Labels
from mathpress.markup.outline import Ids
from mathpress.markup.placeholders import Form, Found
from mathpress.tex import Typesetter


def set_title(work: Work, macros: Mapping[str, str], packages: Sequence[str]) -> tuple[str, tuple[Problem, ...]]:
    """Return the title of a work as HTML, and what is wrong with its formulas."""
    ids = Ids()
    typesetter = Typesetter(macros, "none", packages=packages)
    formulas = Formulas(typesetter, ids, Labels(ids), lambda *_: work.place, {})
    markup: list[str] = []
    for is_formula, text in pieces(work.fields["title"]):
        if not is_formula:
            markup.append(html.escape(text, quote=False))
            continue
        parts, _ = formulas.set(Found(Form.INLINE, f"${text}$", text, 0, ((0, 0),)), phrasing=True)
        if formulas.count.mathjax:
            message = "the title stands on pages that may not load MathJax; write it with commands that MathML knows"
            problem = Problem(work.place, "title-mathjax", message, Severity.WARNING)
            return html.escape(decoded(work.fields["title"])), (problem,)
        markup += [part for part in parts if isinstance(part, str)]
    return "".join(markup), tuple(formulas.problems)
