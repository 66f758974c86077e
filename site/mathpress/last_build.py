"""What the last build of an output was asked for, and whether it failed: for a deploy that does not build.

What was asked for lies in the output and goes where it goes. A build that fails leaves the output as it was, so that it
failed is noted in the blog's cache.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from mathpress.errors import Severity
from mathpress.intake import MEGABYTE, read_within, real_path
from mathpress.kept import CACHE, digest
from mathpress.manifest import PRIVATE

_FILE: Final = "build.json"
_LONGEST: Final = MEGABYTE // 10
"""Bytes of it, which come to a few hundred."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """A build for an address, with or without drafts and posts dated in the future.

    It was to fail on problems of the severity `fail_on` and worse, or on none.
    """

    url: str
    drafts: bool
    future: bool
    fail_on: Severity | None

    def is_laxer_than(self, other: "BuildRequest") -> bool:
        """Tell whether it passed over problems that the other fails on."""
        return other.fail_on is not None and (self.fail_on is None or self.fail_on > other.fail_on)


@contextlib.contextmanager
def noted(root: Path, output: Path, asked: BuildRequest) -> Iterator[None]:
    """Write down what an output was asked for when the block, which writes it, has ended well.

    Until then it is not known unless it was the same before: an output that is half this and half that is neither.
    Where nothing can be written nothing is; `write` tells of such a folder.
    """
    file = output / PRIVATE / _FILE
    is_new = last_request(output) != asked
    if is_new:
        with contextlib.suppress(OSError):
            file.unlink()
    yield
    with contextlib.suppress(OSError):
        _mark(root, output).unlink(missing_ok=True)
        if is_new:
            unfinished = file.with_name(f".{_FILE}")
            unfinished.unlink(missing_ok=True)  # a build was killed, or a link or a pipe came with the blog
            with unfinished.open("x", encoding="utf-8") as note:
                note.write(f"{json.dumps(asdict(asked))}\n")
            unfinished.replace(file)


def note_failure(root: Path, output: Path) -> None:
    """Write down that a build has failed; where nothing can be written nothing is."""
    with contextlib.suppress(OSError):
        _mark(root, output).parent.mkdir(parents=True, exist_ok=True)
        _mark(root, output).touch()


def last_request(output: Path) -> BuildRequest | None:
    """Return what the build that wrote an output was asked for, or None if that is not known."""
    try:
        told = json.loads(read_within(output / PRIVATE / _FILE, _LONGEST))
        fail_on = None if told["fail_on"] is None else Severity(told["fail_on"])
        return BuildRequest(str(told["url"]), bool(told["drafts"]), bool(told["future"]), fail_on)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def has_failed(root: Path, output: Path) -> bool:
    """Tell whether a build of this blog has failed since its output was written."""
    return _mark(root, output).exists()


def _mark(root: Path, output: Path) -> Path:
    return root / CACHE / "failed" / digest(os.fsencode(real_path(output)))
