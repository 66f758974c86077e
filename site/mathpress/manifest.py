"""The manifest of an output folder: which files in it are ours, what each was made from, what is in each."""

import contextlib
import json
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

    `mark` tells the file from others, and is None if there is none. `lines` are those entries that were saved, as the
    file has them.
    """

    entries: Entries
    is_whole: bool
    mark: Mark | None
    lines: Mapping[str, str] = field(default_factory=dict, compare=False)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the manifest of a folder. Raises `OSError` if there is one that cannot be read, which may pass.

        One that is damaged names no files: nothing is removed, and what is in the way counts as ours.
        """
        file = folder / PRIVATE / _NAME
        mark = _mark(file)
        try:
            with opened(file) as content, naming(file):
                text = content.read()
            data = json.loads(text)
            is_same = data["version"] == _VERSION and data["digest"] == _digest(text)
            if is_same and all(map(is_inside, data["files"])):
                told = data["files"].items()
                entries = {path: Entry(made_from, known, Phase(phase)) for path, (made_from, known, phase) in told}
                return cls(entries, is_whole=True, mark=mark)
        except FileNotFoundError:
            return cls({}, is_whole=True, mark=None)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            pass
        return cls({}, is_whole=False, mark=mark)

    def save(self, entries: Entries, folder: Path, staged: Path) -> "Manifest":
        """Put a manifest of other entries in place of this one; it is made in the folder `staged`. Raises `OSError`."""
        lines = dict(self.lines)
        for path, entry in entries.items():
            if path not in lines or entry is not self.entries.get(path):
                lines[path] = _line(path, entry)
        lines = {path: lines[path] for path in sorted(entries)}
        text = f'"files": {{{", ".join(lines.values())}}}}}\n'
        temporary = staged / _NAME
        temporary.write_text(f'{{"version": {_VERSION}, "digest": "{_digest(text.encode())}", {text}', "utf-8")
        mark = mark_of(str(temporary))
        temporary.replace(folder / PRIVATE / _NAME)
        return Manifest(entries, is_whole=True, mark=mark, lines=lines)

    def is_in(self, folder: Path) -> bool:
        """Tell whether it is still the manifest of a folder: nobody else has built there, or removed it."""
        return self.mark is not None and self.mark == _mark(folder / PRIVATE / _NAME)


def _digest(text: bytes) -> str:
    """Return the digest of what the manifest says of files: of its text from there on."""
    return digest(text[text.index(_FILES) :])


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
