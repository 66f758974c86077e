"""What pages are made from, as the last build found it.

To tell that of a page its view has to be made, which takes longer than anything else where most pages stay as they
were. So it is remembered as long as all that pages have in common is the same; then a page can only be another if it
shows the text of a document that is.
"""

from collections.abc import Callable, Mapping


class Fingerprints:
    """The fingerprints of pages by path, at first those of a build before, whose pages had `shared` in common.

    Those of pages that nobody asked for are forgotten.
    """

    def __init__(self, shared: str, pages: Mapping[str, object]) -> None:
        self._shared = shared
        self._old: Mapping[str, object] = {}
        self._new = dict(pages)

    def begin(self, shared: str) -> None:
        """Begin a build, in which `shared` is a digest of all that pages have in common."""
        self._old = self._new if shared == self._shared else {}
        self._shared = shared
        self._new = {}

    def go_on(self) -> None:
        """Begin a build in which all that pages have in common is as it was, and most of them are not asked for."""
        self._old = self._new
        self._new = dict(self._old)

    def of(self, path: str, shown: str, tell: Callable[[], str]) -> str:
        """Return what `tell` tells of a page, or told when it showed the same: `shown` tells that from all else."""
        match self._old.get(path):  # which may be of any shape, in a cache from elsewhere
            case (known, str(fingerprint)) if known == shown:
                pass
            case _:
                fingerprint = tell()
        self._new[path] = shown, fingerprint
        return fingerprint

    def known(self) -> tuple[str, dict[str, object]]:
        """Return what is known by now, for the next build to begin with."""
        return self._shared, dict(self._new)
