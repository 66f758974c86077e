"""Landmarks: what of a document others refer to. They are told apart from faces, for every new formula may be one."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

from mathpress.model import Document, Face, Heading, Label

_REMEMBERED: Final = 1024
"""How many documents' labels and ids are remembered: most links lead to few documents."""


class Landmarks:
    """The documents as they are now, whose faces alone an index has; it notes which of them were `asked` for."""

    def __init__(self, documents: Mapping[PurePosixPath, Document]) -> None:
        self._documents = documents
        self.asked: dict[PurePosixPath, str] = {}
        """Each with the digest of its landmarks."""

    def of(self, face: Face) -> Document:
        """Return the document that has a face."""
        document = self._documents[face.path]
        self.asked[face.path] = document.landmarks_digest
        return document


@lru_cache(_REMEMBERED)
def labels_of(document: Document) -> Mapping[str, Label]:
    """Return the labels of a document by name."""
    return {label.name: label for label in document.labels}


@lru_cache(_REMEMBERED)
def ids_of(document: Document) -> Mapping[str, Heading | Label | None]:
    """Return what each id of a document names: a heading, what a label stands at, or neither."""
    ids: dict[str, Heading | Label | None] = dict.fromkeys(document.ids)
    named: tuple[Heading | Label, ...] = (*document.labels, *document.headings)
    return ids | {each.id: each for each in named}
