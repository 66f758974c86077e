"""Where in an author's files something stands, for what was found in the site that was built from them."""

from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.errors import Place, Places
from mathpress.intake import opened
from mathpress.text import unix_lines

_HELD: Final = 64
"""How many texts are held in memory."""


class Sources:
    """The texts of a blog, each read when it is asked for."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.text = lru_cache(_HELD)(self._read)
        self._places = lru_cache(_HELD)(self._of)

    def place(self, path: Path | PurePosixPath, text: str, start: int = 0) -> Place:
        """Return where a text first stands in a file from an offset on, or the file if it stands nowhere.

        `path` is relative to the blog's root, or absolute.
        """
        name = self._name(path)
        found = self.text(path).find(text, start) if text else -1
        return self.at(path, found, found + len(text)) if found >= 0 else Place(name)

    def at(self, path: Path | PurePosixPath, start: int, end: int) -> Place:
        """Return the place of a stretch of a file, in characters."""
        return self._places(path).at(start, end)

    def _of(self, path: Path | PurePosixPath) -> Places:
        return Places(self._name(path), self.text(path))

    def _name(self, path: Path | PurePosixPath) -> str:
        """Return how diagnostics call a file: by its path below the blog's root, if it lies there."""
        whole = self._root / path
        return whole.relative_to(self._root).as_posix() if whole.is_relative_to(self._root) else str(path)

    def _read(self, path: Path | PurePosixPath) -> str:
        """Read a file as `discover` does, so that offsets are the same; what cannot be read is empty."""
        try:
            with opened(self._root / path) as file:
                text = file.read().decode("utf-8-sig", "replace")
        except OSError:
            return ""
        return unix_lines(text)
