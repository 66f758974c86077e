"""Formulas for feed readers, which have neither the theme's style sheet nor, some of them, any MathML.

- Each formula carries its LaTeX as an annotation, the form in which Mastodon, MathJax and converters look for it.
  Whoever draws MathML hides that (MathML Core, Semantics and Presentation); where a reader drops the elements and keeps
  their text, it is what can be read. It stands in for the `data-tex` of pages, which sanitisers take out.
- The sides on which cells of a table stand are told by `columnalign`, which WebKit and Gecko still follow.
"""

import re
from typing import Final

_FORMULA: Final = re.compile(
    r"""
    (?P<opening> <(?:span|div)\ class="math[^"]*" )
    \ data-tex="(?P<tex>[^"]*)"
    (?P<between> [^<>]*> (?:<(?:span|div)\ class="scroll">)? )
    <math (?P<attributes>[^<>]*) > (?P<formula> [^<]* (?: < (?!/?math\b) [^<]* )* ) </math>
    """,
    re.VERBOSE,
)
"""A formula in which no other one stands."""
_CELL: Final = re.compile(r'<mtd class="(?P<classes>[^"]*\bm-(?P<side>left|right)\b[^"]*)"')


def for_readers(html: str) -> str:
    """Return the HTML of an article with its formulas as feeds have them; what MathJax draws stays as it is."""
    return _FORMULA.sub(_annotated, html)


def _annotated(match: re.Match[str]) -> str:
    formula = _CELL.sub(r'<mtd columnalign="\g<side>" class="\g<classes>"', match["formula"])
    return (
        f"{match['opening']}{match['between']}<math{match['attributes']}><semantics><mrow>{formula}</mrow>"
        f'<annotation encoding="application/x-tex">{match["tex"]}</annotation></semantics></math>'
    )
