"""What parsing made of each source, kept for the next build.

An entry is named by a digest of all that shaped it: the source, the settings and the versions of the code. So none can
be out of date, builds at the same time share the folder, and no clock matters.
"""

import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.discover import SourceFile
from mathpress.kept import KeepingError, Kept, digest
from mathpress.model import Document, Kind, Source
from mathpress.packing import Parcel, UnpackingError, unpack
from mathpress.shaping import Settings
from mathpress.versions import made_by

_SHAPED_BY: Final = ("latex2mathml", "markdown", "math-core", "nh3", "pygments", "pymdown-extensions", "pyyaml")
"""The distributions besides our own whose versions shape a document."""
_TEXTS: Final = ".texts"
"""What the name of a document's texts ends in."""
_SPARE: Final = 400
"""How many files that no source has now may stay, two a document, for a branch that is checked out again."""


class Cache:
    """The documents in a folder that were made with some settings by the code that runs now.

    Nothing that goes wrong with it is worth ending a build: what cannot be read is parsed, what cannot be written is
    not kept.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._kept = Kept(folder)
        self._made_by = digest(f"{made_by(_SHAPED_BY)}\0{sys.version}\0{settings!r}".encode("utf-8", "surrogatepass"))

    def load(self, source: SourceFile) -> Document | None:
        """Return the document of a source, or None if it is not known."""
        name = self._name(source.path, source.kind, source.digest)
        self._kept.use(name + _TEXTS)
        data = self._kept.load(name)
        try:
            found = None if data is None else unpack(data, Document)
        except UnpackingError:
            return None
        return found if found and found.path == source.path else None

    def texts(self, source: SourceFile) -> bytes | None:
        """Return the packed texts of a source, or None if they are not known."""
        return self._kept.load(self._name(source.path, source.kind, source.digest) + _TEXTS)

    def keep(self, source: Source, parcel: Parcel) -> bool:
        """Keep what parsing made of a source; tell whether that was possible."""
        name = self._name(source.path, source.kind, source.digest)
        try:
            self._kept.keep(name + _TEXTS, parcel.texts)
            self._kept.keep(name, parcel.document)
        except KeepingError:
            return False
        return True

    def prune(self, sources: Iterable[SourceFile] = ()) -> None:
        """Remove the oldest entries that this build did not ask for and none of these sources has."""
        for source in sources:
            name = self._name(source.path, source.kind, source.digest)
            self._kept.use(name)
            self._kept.use(name + _TEXTS)
        self._kept.forget(_SPARE)

    def _name(self, path: PurePosixPath, kind: Kind, text_digest: str) -> str:
        """Return the name of a document's entry."""
        return digest(f"{self._made_by}\0{path}\0{kind}\0{text_digest}".encode())
