"""What fragments hold: their anchors, pictures and links. A picture has an anchor and a link of its own."""

from collections.abc import Iterator, Sequence
from typing import Final, get_args

from mathpress.kept import digest
from mathpress.model import Anchor, Document, Foreign, Fragment, Link, Picture, Sketch, Slot

_FOREIGN: Final = get_args(Foreign)
_MATHJAX: Final = ' mathjax" data-tex='
"""What the HTML of a formula that MathJax draws has in it, and no other HTML."""
_MATHML: Final = "<math"
_ASCII: Final = bytes(range(128))


def sketch(fragment: Fragment) -> Sketch:
    """Sketch a fragment. Its digest does not tell what foreign slots say: that follows from the slots."""
    texts = [part for part in fragment if isinstance(part, str)]
    slots = tuple(part for part in fragment if isinstance(part, _FOREIGN))
    own = ("" if isinstance(part, _FOREIGN) else part if isinstance(part, str) else repr(part) for part in fragment)
    found = list(anchors(fragment))
    return Sketch(
        digest=digest("\0".join(own).encode()),
        slots=slots,
        ids=tuple(anchor.id for anchor in found if not anchor.number),
        numbers=tuple(anchor.id for anchor in found if anchor.number),
        mathjax=any(_MATHJAX in text for text in texts),
        mathml=any(_MATHML in text for text in texts),
        symbols="".join(sorted(symbols("".join(texts)))),
    )


def has_mathml(html: str) -> bool:
    """Tell whether there is a formula in some HTML."""
    return _MATHML in html


def symbols(html: str) -> set[str]:
    """Return the characters that the formulas in some HTML have, those of ASCII left out."""
    formulas = "".join(piece.partition("</math>")[0] for piece in html.split(_MATHML)[1:])
    return set(formulas.encode().translate(None, _ASCII).decode())  # many times as fast as to look at each character


COLUMN: Final = 640
"""Pixels across a text in the theme, on which the `sizes` of pictures depend."""


def anchors(fragment: Fragment) -> Iterator[Anchor]:
    """Yield the anchors of a fragment in order, those of pictures among them."""
    for part in fragment:
        anchor = part.anchor if isinstance(part, Picture) else part
        if isinstance(anchor, Anchor):
            yield anchor


def pictures(fragment: Sequence[str | Slot]) -> Iterator[Picture]:
    """Yield the pictures of a fragment in order."""
    return (part for part in fragment if isinstance(part, Picture))


def slots(document: Document) -> tuple[Foreign, ...]:
    """Return the slots of a document that other files have a say in: of its text, its excerpt or summary, its cover."""
    return (*document.html.slots, *document.excerpt.slots, *((document.cover,) if document.cover else ()))


def links(fragment: Sequence[str | Slot]) -> Iterator[Link]:
    """Yield the links of a fragment in order, those of pictures among them."""
    for part in fragment:
        parts = (part.source, *part.attributes) if isinstance(part, Picture) else (part,)
        yield from (link for link in parts if isinstance(link, Link))
