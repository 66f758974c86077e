r"""Prices in Chinese, which has no spaces around them: `$5元，另一本US$` would be a formula up to the next dollar.

No old system showed one there that its author wanted, so the first dollar becomes `\$`.
"""

import re
from typing import Final

from mathpress.importers.edits import Change, Edits, moved
from mathpress.markup.placeholders import Form
from mathpress.markup.scan import scan
from mathpress.text import IDEOGRAPHIC, IDEOGRAPHS

_AMOUNT: Final = re.compile(rf"\$\d[\d.,]*+[ ]?(?=[{IDEOGRAPHIC}])")
_WORDS: Final = re.compile(
    rf"\$\d (?= [^$]* [{IDEOGRAPHS}] ) (?= [^$]* (?: [，。；：！？] | [A-Z]\$ ) ) [^$\\^_{{}}=<>+]++ \$", re.VERBOSE
)
"""A number and words, more than one clause or up to a dollar like that of `US$`, and nothing that LaTeX is made of."""
_PASSES: Final = 4
"""How often prices are looked for: where one is none any more, its closing dollar may open another."""


def without_prices(text: str) -> tuple[str, list[Change]]:
    r"""Return a text in which prices begin with `\$`, and what was changed. Linear in its length."""
    changes: list[Change] = []
    for _ in range(_PASSES):
        if not _AMOUNT.search(text):
            break
        edits = Edits(text)
        for found in scan(text).found:
            amount = _AMOUNT.match(text, found.start)
            if amount and found.form is Form.INLINE and _WORDS.fullmatch(found.source):
                edits.replace(*amount.span(), f"\\{amount[0]}", "prices")
        text, made = edits.finish()
        if not made:
            break
        changes = [*moved(changes, made), *made]
    return text, changes
