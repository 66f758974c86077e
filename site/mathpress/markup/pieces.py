"""What a line is made of, and how elements are made of it."""

import re
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from mathpress.markup.delimiters import Delimiter

DEEPEST: Final = 50
"""How many elements of emphasis may stand in one another; marks beyond that are text."""
_SIZES: Final = {"em": 1, "strong": 2, "del": 2}
"""How many marks begin or end an element."""
_SPACE: Final = re.compile(r"\s+")


class Url(NamedTuple):
    """An address that is its own text; inside a link's text it is no link."""

    text: str
    target: str


Piece = str | Element | Delimiter | Url


def escape(character: str) -> str:
    """Return a character as Python-Markdown keeps one that is to mean nothing; an `&` is beyond its help."""
    return "&amp;" if character == "&" else f"\x02{ord(character)}\x03"


def link(url: str, title: str, inner: list[Piece]) -> Element:
    """Make a link; addresses in its text are no links of their own."""
    made = Element("a", {"href": url})
    if title:
        made.set("title", title)
    made[:] = assemble([piece.text if isinstance(piece, Url) else piece for piece in inner], made)
    return made


def image(url: str, inner: list[Piece], title: Element) -> Element:
    """Make an image. What is to be its caption, the title, else the text, is its content until figures are made."""
    text = Element("figcaption")
    text[:] = assemble(inner, text)
    made = Element("img", {"src": url})
    if plain_text(text):  # else whoever writes the tag decides whether it has to be told
        made.set("alt", plain_text(text))
    if plain_text(title):
        made.set("title", plain_text(title))
    caption = title if title.text or len(title) else text
    made.text = caption.text
    made[:] = list(caption)
    return made


def plain_text(element: Element) -> str:
    """Return the text of an element as an attribute may hold it: on one line, without HTML and footnotes' marks."""
    return _SPACE.sub(" ", HTML_PLACEHOLDER_RE.sub("", "".join(element.itertext()))).strip()


def assemble(pieces: list[Piece], parent: Element) -> list[Element]:
    """Make elements of pieces: return those of the first level, and leave the text before them in `parent`."""
    top = Element(parent.tag)
    opened = [top]
    ignored = 0
    waiting: list[str] = []

    def write() -> None:
        """Write the text that has come since the last tag."""
        if len(opened[-1]):
            opened[-1][-1].tail = "".join(waiting)
        else:
            opened[-1].text = "".join(waiting)
        waiting.clear()

    for piece in pieces:
        if isinstance(piece, str):
            waiting.append(piece)
        elif isinstance(piece, Delimiter):
            for tag in piece.ended:
                if ignored:
                    ignored -= 1
                    waiting.append(piece.mark * _SIZES[tag])
                else:
                    write()
                    opened.pop()
            waiting.append(piece.mark * piece.left)
            for tag in reversed(piece.begun):
                if len(opened) > DEEPEST:
                    ignored += 1
                    waiting.append(piece.mark * _SIZES[tag])
                else:
                    write()
                    opened.append(SubElement(opened[-1], tag))
        else:
            write()
            opened[-1].append(_autolink(piece) if isinstance(piece, Url) else piece)
    write()
    parent.text = top.text
    return list(top)


def _autolink(url: Url) -> Element:
    link = Element("a", {"href": url.target})
    link.text = AtomicString(url.text)
    return link
