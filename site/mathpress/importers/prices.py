r"""Dollars that began no formula in the old system, and would here: those of prices, and of pages without formulas.

Chinese has no spaces around prices, so `$5元，另一本US$` would be a formula up to the next dollar. No system showed one
there that its author wanted. Such a dollar becomes `\$`.
"""

import re
from typing import Final

from mathpress.importers.edits import Change, Edits, moved
from mathpress.importers.prose import FORMULAS
from mathpress.importers.workarounds import Dialect
from mathpress.markup.placeholders import Form
from mathpress.markup.scan import scan
from mathpress.text import IDEOGRAPHIC, IDEOGRAPHS

_AMOUNT: Final = re.compile(r"\$\d[\d.,]*+")
_CHINESE: Final = re.compile(
    rf"""
    \$ \d[\d.,]*+ [ ]?+ (?= [{IDEOGRAPHIC}] )
    (?= [^$]* [{IDEOGRAPHS}] ) (?= [^$]* (?: [，。；：！？] | [A-Z]\$ ) ) [^$\\^_{{}}=<>&+]++ \$
    """,
    re.VERBOSE,
)
"""A number and words, more than one clause or up to a dollar like that of `US$`, and nothing that LaTeX is made of."""
_ENGLISH: Final = re.compile(r"\$ \d[\d.,]*+ (?= \s [^$]* [A-Za-z]{2} ) [^$\\^_{}=<>&+]++ \$", re.VERBOSE)
"""The same in English, which may be a formula unless dollars are none: `$2 log n$`."""
_PASSES: Final = 4
"""How often prices are looked for: where one is none any more, its closing dollar may open another."""


def without_prices(text: str, dialect: Dialect) -> tuple[str, list[Change]]:
    r"""Return a text in which such dollars are `\$`, and what was changed. Linear in its length."""
    if not dialect.has_formulas:
        return _without_formulas(text)
    changes: list[Change] = []
    for _ in range(_PASSES):
        edits = Edits(text)
        for found in scan(text).found if _AMOUNT.search(text) else ():
            amount = _AMOUNT.match(text, found.start)
            if amount and found.form is Form.INLINE and _is_price(found.source, dialect):
                edits.replace(*amount.span(), f"\\{amount[0]}", "prices")
        text, made = edits.finish()
        if not made:
            break
        changes = [*moved(changes, made), *made]
    return text, changes


def _is_price(source: str, dialect: Dialect) -> bool:
    patterns = (_CHINESE,) if dialect.has_dollars else (_CHINESE, _ENGLISH)
    return any(pattern.fullmatch(source) for pattern in patterns)


def _without_formulas(text: str) -> tuple[str, list[Change]]:
    """Make text of all that stands between dollars, unless there is LaTeX in it, which somebody wrote to be set."""
    edits = Edits(text)
    between = [each for each in scan(text).found if each.form in FORMULAS and each.source[0] == "$"]
    if not any(_LATEX.search(each.source) for each in between):
        for found in between:
            edits.replace(*found.span, found.source.replace("$", "\\$"), "no formulas")
    return edits.finish()


_LATEX: Final = re.compile(r"[\\^_]")
