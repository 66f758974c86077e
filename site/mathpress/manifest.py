"""The manifest of an output folder: which files in it are ours, what each was made from, what is in each.

It lies there twice. Without it nobody would know which files are of posts that are gone since, and are to go too; so
where one is damaged or gone the other is read.
"""

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, Self

from mathpress.intake import naming, opened
from mathpress.kept import digest
from mathpress.outputs import Phase
from mathpress.seen import Mark, mark_of

PRIVATE: Final = ".mathpress"
"""The folder in the output that is not part of the site: never served, never deployed."""
_NAME: Final = "manifest.json"
_COPY: Final = "manifest-copy.json"
_VERSION: Final = 3
_FILES: Final = b'"files": '


class Entry(NamedTuple):
    """What the manifest says of a file: what it was made from, the digest of its bytes, and when it is put in place."""

    fingerprint: str
    digest: str
    phase: Phase


Entries = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of an output folder: its `entries` by path, and whether they can be trusted to name all of ours.

    `mark` tells the file from others, and is None if there is none that is whole. `lines` are those entries that were
    saved, as the file has them.
    """

    entries: Entries
    is_whole: bool
    mark: Mark | None
    lines: Mapping[str, str] = field(default_factory=dict, compare=False)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the manifest of a folder. Raises `OSError` if there is one that cannot be read, which may pass.

        If it is damaged, and so is its copy, it names no files: nothing is removed, and what is in the way counts as
        ours.
        """
        is_new = True
        for name in (_NAME, _COPY):
            file = folder / PRIVATE / name
            mark = _mark(file) if name == _NAME else None
            with contextlib.suppress(FileNotFoundError):
                with opened(file) as content, naming(file):
                    text = content.read()
                is_new = False
                if (entries := _entries(text)) is not None:
                    return cls(entries, is_whole=True, mark=mark)
        return cls({}, is_whole=is_new, mark=None)

    def save(self, entries: Entries, folder: Path, staged: Path, *, lasting: bool) -> "Manifest":
        """Put a manifest of other entries in place of this one; it is made in the folder `staged`. Raises `OSError`.

        If it is to be `lasting`, there is one that is whole whenever the power is cut.
        """
        lines = dict(self.lines)
        for path, entry in entries.items():
            if path not in lines or entry is not self.entries.get(path):
                lines[path] = _line(path, entry)
        lines = {path: lines[path] for path in sorted(entries)}
        files = f'"files": {{{", ".join(lines.values())}}}}}\n'.encode()
        text = f'{{"version": {_VERSION}, "digest": "{digest(files)}", '.encode() + files
        for name in (_COPY, _NAME):
            temporary = staged / name
            with temporary.open("wb") as file:
                file.write(text)
                if lasting and name == _COPY:  # or the system might lose what is in both
                    file.flush()
                    os.fsync(file.fileno())
            mark = mark_of(str(temporary))
            temporary.replace(folder / PRIVATE / name)
        return Manifest(entries, is_whole=True, mark=mark, lines=lines)

    def is_in(self, folder: Path) -> bool:
        """Tell whether it is still the manifest of a folder: nobody else has built there, or removed it."""
        return self.mark is not None and self.mark == _mark(folder / PRIVATE / _NAME)


def _entries(text: bytes) -> dict[str, Entry] | None:
    """Return what a manifest says of files, or None if it is damaged."""
    try:
        data = json.loads(text)
        is_same = data["version"] == _VERSION and data["digest"] == digest(text[text.index(_FILES) :])
        if is_same and all(map(is_inside, data["files"])):
            told = data["files"].items()
            return {path: Entry(made_from, known, Phase(phase)) for path, (made_from, known, phase) in told}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    return None


_quoted: Final = json.JSONEncoder().encode


def _line(path: str, entry: Entry) -> str:
    """Return an entry as JSON, which takes longer for all of a large site than most edits."""
    return f"{_quoted(path)}: [{', '.join(map(_quoted, entry))}]"


def _mark(file: Path) -> Mark | None:
    with contextlib.suppress(OSError):
        return mark_of(str(file))
    return None


def is_inside(path: str) -> bool:
    """Tell whether a path from a manifest stays in the folder; a tampered manifest must not remove anything else."""
    parts = path.split("/")
    return parts[0] != PRIVATE and not {"", ".", ".."} & {*parts} and "\\" not in path
