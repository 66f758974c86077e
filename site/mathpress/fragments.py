"""What fragments hold: their anchors, pictures and links. A picture has an anchor and a link of its own."""

from collections.abc import Iterator
from typing import Final

from mathpress.model import Anchor, Fragment, Link, Picture

COLUMN: Final = 640
"""Pixels across a text in the theme, on which the `sizes` of pictures depend."""


def anchors(fragment: Fragment) -> Iterator[Anchor]:
    """Yield the anchors of a fragment in order, those of pictures among them."""
    for part in fragment:
        anchor = part.anchor if isinstance(part, Picture) else part
        if isinstance(anchor, Anchor):
            yield anchor


def pictures(fragment: Fragment) -> Iterator[Picture]:
    """Yield the pictures of a fragment in order."""
    return (part for part in fragment if isinstance(part, Picture))


def links(fragment: Fragment) -> Iterator[Link]:
    """Yield the links of a fragment in order, those of pictures among them."""
    for part in fragment:
        parts = (part.source, *part.attributes) if isinstance(part, Picture) else (part,)
        yield from (link for link in parts if isinstance(link, Link))
