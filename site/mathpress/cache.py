"""What parsing made of each source, kept for the next build.

An entry is named by a digest of all that shaped it: the source, the settings and the versions of the code. So none can
be out of date, builds at the same time share the folder, and no clock matters. What is damaged is not read.
"""

import contextlib
import hashlib
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
from mathpress.model import Document, Source
from mathpress.parse import Settings

_SHAPED_BY: Final = ("latex2mathml", "markdown", "math-core", "nh3", "pygments", "pymdown-extensions", "pyyaml")
"""The distributions besides our own whose versions shape a document."""
_SUFFIX: Final = ".document"
_DIGEST: Final = 16
_SPARE: Final = 200
"""How many entries that no source has now may stay, for a branch that is checked out again."""


class Cache:
    """The documents below a folder that were made with some settings by the code that runs now.

    Nothing that goes wrong with it is worth ending a build: what cannot be read is parsed, what cannot be written is
    not kept.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._key = hashlib.blake2b(f"{_code()}\0{settings!r}".encode(), digest_size=_DIGEST).digest()
        self._used: set[str] = set()

    def load(self, source: Source) -> Document | None:
        """Return the document of a source, or None if it is not known."""
        name = self._name(source)
        self._used.add(name)
        try:
            data = (self._folder / name).read_bytes()
            if data[:_DIGEST] != _digest(name, data[_DIGEST:]):
                return None
            found = _Reader(io.BytesIO(zlib.decompress(data[_DIGEST:]))).load()
        except Exception:  # whoever made this entry, it is none
            return None
        return found if isinstance(found, Document) and found.path == source.path else None

    def keep(self, source: Source, document: Document) -> None:
        """Keep the document of a source."""
        name = self._name(source)
        data = zlib.compress(_pickled(document), 1)
        temporary = self._folder / f"{name}.{hashlib.blake2b(data, digest_size=4).hexdigest()}"
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(_digest(name, data) + data)
            temporary.replace(self._folder / name)

    def prune(self) -> None:
        """Remove the oldest entries that no source of this build has, and what a build that was killed left."""
        with contextlib.suppress(OSError):
            unused = [path for path in self._folder.iterdir() if path.name not in self._used]
            unused.sort(key=lambda path: (path.suffix == _SUFFIX, path.stat().st_mtime), reverse=True)
            for path in unused[_SPARE:]:
                path.unlink(missing_ok=True)

    def _name(self, source: Source) -> str:
        digest = hashlib.blake2b(f"{source.path}\0{source.kind}\0".encode(), key=self._key, digest_size=_DIGEST)
        digest.update(source.text.encode("utf-8", "surrogatepass"))
        return digest.hexdigest() + _SUFFIX


def _digest(name: str, data: bytes) -> bytes:
    return hashlib.blake2b(data, key=name.encode()[:64], digest_size=_DIGEST).digest()


def _code() -> str:
    """Return the versions of the code that makes documents; of our own, a digest, for it may be a checkout."""
    digest = hashlib.blake2b(digest_size=_DIGEST)
    package = Path(str(files("mathpress")))
    for path in sorted((*package.rglob("*.py"), *package.rglob("*.toml"))):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return "\0".join([digest.hexdigest(), sys.version, *(f"{name} {_version(name)}" for name in _SHAPED_BY)])


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
