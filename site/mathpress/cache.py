"""What parsing made of each source, kept for the next build.

An entry is named by a digest of all that shaped it: the source, the settings and the versions of the code. So none can
be out of date, builds at the same time share the folder, and no clock matters.
"""

import contextlib
import io
import pickle
import sys
import zlib
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from mathpress import errors, model
from mathpress.kept import KeepingError, Kept, digest
from mathpress.model import Document, Source
from mathpress.shaping import Settings

_SHAPED_BY: Final = ("latex2mathml", "markdown", "math-core", "nh3", "pygments", "pymdown-extensions", "pyyaml")
"""The distributions besides our own whose versions shape a document."""
LOST: Final = "parse-crash"
"""The code of the problem of a source whose parsing ended its process."""
_SPARE: Final = 200
"""How many entries that no source has now may stay, for a branch that is checked out again."""


class Cache:
    """The documents in a folder that were made with some settings by the code that runs now.

    Nothing that goes wrong with it is worth ending a build: what cannot be read is parsed, what cannot be written is
    not kept.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._kept = Kept(folder)
        self._made_by = f"{_code()}\0{settings!r}"

    def load(self, source: Source) -> Document | None:
        """Return the document of a source, or None if it is not known."""
        data = self._kept.load(self._name(source))
        if data is None:
            return None
        try:
            found = _Reader(io.BytesIO(zlib.decompress(data))).load()
        except Exception:  # whoever made this entry, it is none
            return None
        return found if isinstance(found, Document) and found.path == source.path else None

    def keep(self, source: Source, document: Document) -> None:
        """Keep the document of a source, unless parsing it went wrong for a reason that is not in the source."""
        if any(problem.code == LOST for problem in document.problems):
            return
        with contextlib.suppress(KeepingError):
            self._kept.keep(self._name(source), zlib.compress(_pickled(document), 1))

    def prune(self) -> None:
        """Remove the oldest entries that no source of this build has."""
        self._kept.forget(_SPARE)

    def _name(self, source: Source) -> str:
        made_of = f"{self._made_by}\0{source.path}\0{source.kind}\0{source.text}"
        return digest(made_of.encode("utf-8", "surrogatepass"))


def _code() -> str:
    """Return the versions of the code that makes documents; of our own, a digest, for it may be a checkout."""
    package = Path(str(files("mathpress")))
    paths = sorted((*package.rglob("*.py"), *package.rglob("*.toml")))
    own = b"\0".join(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() for path in paths)
    return "\0".join([digest(own), sys.version, *(f"{name} {_version(name)}" for name in _SHAPED_BY)])


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:  # installed in another way
        return ""


_RECORDS: Final = {
    (module.__name__, name)
    for module in (errors, model)
    for name, value in vars(module).items()
    if isinstance(value, type) and value.__module__ == module.__name__
}
_VALUES: Final = {
    ("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"),
    ("datetime", "timezone"), ("zoneinfo", "ZoneInfo"), ("pathlib", "PurePosixPath"),
}  # fmt: skip
"""What front matter may hold besides text, numbers, lists and tables."""


def _pickled(document: Document) -> bytes:
    written = io.BytesIO()
    pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {ZoneInfo: lambda zone: (ZoneInfo, (zone.key,))}  # else it names a function to read it by
    pickler.dump(document)
    return written.getvalue()


class _Reader(pickle.Unpickler):
    """Reads records of ours and plain values alone: a cache that came with a blog from elsewhere runs nothing."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _RECORDS | _VALUES:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a document")
        return super().find_class(module, name)
