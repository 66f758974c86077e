"""What a target must be able to do."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from mathpress.deploy.files import File


class Failure(Exception):
    """A target cannot be reached, read or written. The message says why, and what to do."""

    def __init__(self, message: str, code: str = "deploy-failed") -> None:
        super().__init__(message)
        self.code = code


class Target(Protocol):
    """A place that a site is deployed to. Each method may raise `Failure`.

    The methods are called in this order: `alone` unless this is a dry run, those from `write_manifest` on only if there
    is something to do. A killed deploy leaves out the rest. Paths are those of the site, with `/` between names.
    """

    @property
    def at_once(self) -> bool:
        """Whether visitors meet a deploy as a whole, in `finish`, or file by file."""

    @property
    def extras(self) -> Mapping[str, bytes]:
        """What is put beside the site's files for the sake of this kind of target, by path."""

    def alone(self, tell: Callable[[str], None]) -> AbstractContextManager[Callable[[], None]]:
        """Keep other deploys away while the block runs, which is given what raises `Failure` if one may be on its way.

        Raises `Failure` if there is one; `tell` is told what is waited for.
        """

    def read_manifest(self) -> bytes | None:
        """Return the manifest, or None if there is none."""

    def in_the_way(self, files: Sequence[File], ours: Collection[str]) -> Sequence[str]:
        """Return what stands where files are to be put, which are not there yet, and is neither `ours` nor the same."""

    def write_manifest(self, data: bytes) -> None:
        """Write the manifest: once before all other changes, and once after them."""

    def put(self, files: Sequence[File], done: Callable[[int], None]) -> None:
        """Put files of one phase in place, each whole or not at all. `done` is told how many more of them are."""

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files of ours, and folders that are empty without them; some may be gone already."""

    def finish(self) -> None:
        """Show the whole to visitors, if `at_once`."""
