"""Edits of a post as its author makes them: here and there a few letters, each with a mark that the page will show."""

import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TITLE: Final = re.compile(r'^title:\s*"?[^"\n]+', re.MULTILINE)
_FORMULA: Final = re.compile(r"^\$\$\n?(?!\s*\\begin)", re.MULTILINE)
_PARAGRAPH: Final = re.compile(r"(?<=\n\n)[^\W\d_][^\n]*(?=\n\n|\n?\Z)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text is edited: an offset, and the form in which a mark stands there."""

    name: str
    offset: int
    form: str


def places(text: str) -> Sequence[Place]:
    """Return places of a post: its title, paragraphs and displays at its beginning, in its middle and at its end.

    Raises `ValueError` if it has no title, no paragraph of a line, or no display that begins with something to add to.
    """
    titles = [match.end() for match in _TITLE.finditer(text)][:1]
    body = text.index("\n---", 3)
    paragraphs = [match.end() for match in _PARAGRAPH.finditer(text, body)]
    formulas = [match.end() for match in _FORMULA.finditer(text, body)][::2]  # each has a `$$` at its end as well
    if not (titles and paragraphs and formulas):
        raise ValueError("the post has no title, paragraph or display to be edited")
    return (
        Place("first paragraph", paragraphs[0], " {}"),
        Place("formula", formulas[len(formulas) // 2], r"\text{{{}}}"),
        Place("paragraph in the middle", paragraphs[len(paragraphs) // 2], " {}"),
        Place("title", titles[0], " {}"),
        Place("last paragraph", paragraphs[-1], " {}"),
    )


def with_marks(text: str, marks: Mapping[Place, int]) -> str:
    """Return the text with a mark at each of these places."""
    pieces, start = [], 0
    for place in sorted(marks, key=lambda place: place.offset):
        pieces += [text[start : place.offset], place.form.format(f"mark{marks[place]}end")]
        start = place.offset
    return "".join((*pieces, text[start:]))


def save(path: Path, text: str) -> float:
    """Write a file as an editor does, and return the time right behind, in seconds since 1970."""
    data = text.encode()
    file = os.open(path, os.O_WRONLY | os.O_TRUNC)
    os.write(file, data)
    os.close(file)
    return time.time_ns() / 1e9
