"""Where in its front matter a document names what it leads to: addresses, other documents, bibliographies."""

import posixpath
from collections.abc import Mapping
from pathlib import PurePosixPath

from mathpress.cited import Bibliography
from mathpress.errors import Locate, Place, place_at
from mathpress.frontmatter import Read
from mathpress.matter import FrontMatter
from mathpress.model import Link, Source


def located(source: Source, front: Read, key: str, value: str) -> Locate:
    """Return what gives the places in a value of front matter: its key's, if the value stands escaped or folded."""
    path, text = str(source.path), source.text
    span = front.keys.get(key, (0, 1))
    start = text.find(value, span[1], front.body)
    if start < 0:
        return lambda *_: place_at(path, text, *span)
    return lambda begin, end: place_at(path, text, start + begin, start + end)


def addresses(source: Source, front: Read, matter: FrontMatter) -> Mapping[str, Place]:
    """Return where a document asks for each address. One that stands escaped or folded has the place of its key."""
    path, text = str(source.path), source.text
    places: dict[str, Place] = {}
    for key, values in (("aliases", matter.aliases), ("slug", (matter.slug,)), ("url", (matter.url,))):
        _, behind = at_key = front.keys.get(key, (0, 0))
        for value in filter(None, values):
            start = text.find(value, behind, front.body)  # in order, for one may begin like another
            behind = behind if start < 0 else start + len(value)
            places[value] = place_at(path, text, *(at_key if start < 0 else (start, behind)))
    return places


def bibliographies(source: Source, front: Read, matter: FrontMatter) -> tuple[Bibliography, ...]:
    """Return the BibTeX files that a post names, by paths from its own folder."""
    if not matter.bibliography:
        return ()  # most posts name none, and need no place of it
    place = _place_of_key(source, front, "bibliography")
    return tuple(
        Bibliography(PurePosixPath(posixpath.normpath(source.path.parent / name)), place)
        for name in matter.bibliography
    )


def translation_of(source: Source, front: Read, matter: FrontMatter) -> Link | None:
    """Return the link to the document that another one translates."""
    if matter.translation_of is None:
        return None
    return Link("translation_of", matter.translation_of, _place_of_key(source, front, "translation_of"))


def _place_of_key(source: Source, front: Read, key: str) -> Place:
    return place_at(str(source.path), source.text, *front.keys.get(key, (0, 1)))
