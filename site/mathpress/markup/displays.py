"""The displays of a text that may stand for it elsewhere, such as on its card."""

import re
from collections.abc import Iterator
from typing import Final

from mathpress.model import Anchor, Fragment, NumberLink

_DISPLAY: Final = re.compile(
    r"""
    <(?:div|span) \ class="math-display (?P<equation> \ equation[^"]* )? "[^<>]*>
    <\w+\ class="scroll"> (?P<math> <math\b [^<]* (?: < (?!/?math\b) [^<]* )* </math> )
    """,
    re.VERBOSE,
)
_FEW: Final = 3
_LONGEST: Final = 10_000
"""Characters of MathML beyond which nobody could read it on a card."""
_ELSEWHERE: Final = "<a/>"
"""What stands for a part of a formula that depends on other files."""


def key_displays(html: Fragment) -> tuple[str, ...]:
    """Return the MathML of the first few displays, of those with a number if there are any.

    Numbers stand in their rows without links. What is drawn by MathJax, or refused, is not among them.
    """
    text = "".join(_without_slots(html))
    displays = (match for match in _DISPLAY.finditer(text) if len(match["math"]) <= _LONGEST)
    found = [(match["equation"] is None, match["math"]) for match in displays]
    return tuple(math for _, math in sorted(found, key=lambda each: each[0])[:_FEW])


def _without_slots(html: Fragment) -> Iterator[str]:
    for part in html:
        if isinstance(part, str):
            yield part
        elif not isinstance(part, Anchor | NumberLink):
            yield _ELSEWHERE
