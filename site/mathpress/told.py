"""What pages are made from, as the last build told it.

To tell that of a page its view has to be made, which takes longer than anything else where most pages stay as they
were. So it is remembered as long as all that pages have in common is the same; then a page can only be another if it
shows the text of a document that is.
"""

import contextlib
from collections.abc import Callable
from typing import Final

from mathpress.kept import KeepingError, Kept
from mathpress.packing import UnpackingError, pack, unpack

_SPARE: Final = 4
"""How much knowledge of other names, such as other output folders, may stay."""


class Told:
    """The fingerprints of pages by path, kept under a name; those of pages that nobody asked for are forgotten."""

    def __init__(self, kept: Kept, name: str) -> None:
        self._kept = kept
        self._name = name
        self._shared = ""
        self._old: dict[str, tuple[str, str]] = {}
        self._new: dict[str, tuple[str, str]] = {}
        with contextlib.suppress(UnpackingError):
            match unpack(kept.load(name) or b"", tuple):
                case (str(shared), dict(pages)):
                    self._shared, self._new = shared, pages
        self._saved = self._shared, self._new

    def begin(self, shared: str) -> None:
        """Begin a build, in which `shared` is a digest of all that pages have in common."""
        self._old = self._new if shared == self._shared else {}
        self._shared = shared
        self._new = {}

    def go_on(self) -> None:
        """Begin a build in which all that pages have in common is as it was, and most of them are not asked for."""
        self._old = self._new
        self._new = dict(self._old)

    def fingerprint(self, path: str, shown: str, tell: Callable[[], str]) -> str:
        """Return what `tell` tells of a page, or told of it when it showed the same: `shown` tells that from others."""
        match self._old.get(path):  # which may be of any shape, in a cache from elsewhere
            case (known, str(fingerprint)) if known == shown:
                pass
            case _:
                fingerprint = tell()
        self._new[path] = shown, fingerprint
        return fingerprint

    def save(self) -> None:
        """Write down what is known for the next build, unless nothing is new."""
        if (self._shared, self._new) != self._saved:
            with contextlib.suppress(KeepingError):
                self._kept.keep(self._name, pack((self._shared, self._new)))
            self._saved = self._shared, self._new
        self._kept.forget(_SPARE)
