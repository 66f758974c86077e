"""Bodies of old texts without the tags of their system, and what is told of those that stay."""

from collections.abc import Mapping

from mathpress.errors import Places, Problem
from mathpress.importers.head import Head
from mathpress.importers.tags import Syntax, Writer, convert
from mathpress.importers.telling import unknown_tag


def body_of(head: Head, syntax: Syntax, writers: Mapping[str, Writer], problems: list[Problem]) -> str:
    """Return the body of an old file in Markdown alone; a tag that nobody can write so stays, and is a problem."""
    converted = convert(head.text[head.body :], syntax, writers)
    places = Places(head.path, head.text)
    for start, end in converted.unknown:
        problems.append(unknown_tag(places.at(head.body + start, head.body + end)))
    return converted.text
