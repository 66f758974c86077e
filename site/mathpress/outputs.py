"""The files of the site, as they are told of before they are made."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from mathpress.errors import Place, Problem, Stop


class Phase(StrEnum):
    """When a file is put in place, in this order: a visitor never meets a page whose assets are missing."""

    ASSET = "asset"
    ARTICLE = "article"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the site: `path` below the output folder, `make` returns its bytes, or the file it is a copy of.

    Equal fingerprints promise equal bytes, so that a file whose fingerprint is known need not be made again. That of a
    copy is the digest of the file.
    """

    path: PurePosixPath
    phase: Phase
    fingerprint: str
    make: Callable[[], bytes | Path]


def changed(source: Path | PurePosixPath) -> Stop:
    """Return what ends a build that needs a file which is another than when its digest was told to pages."""
    message = "was changed while the site was built; build it again"
    return Stop(Problem(Place(str(source)), "source-changed", message), status=1)
