"""Texts of authors as they are read: in UTF-8, with the line ends of Unix, without control characters."""

import codecs
import re
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.errors import Place, Problem, Severity, place_at
from mathpress.intake import LONGEST_TEXT, read_within
from mathpress.kept import digest
from mathpress.seen import Seen
from mathpress.settings import misencoded
from mathpress.text import CONTROL, unix_lines

_TURNS: Final = re.compile("[\u202d\u202e]")
"""Marks that override the direction of text (UAX #9, 2.2): with them code and words look like others."""
_UTF_16: Final = {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}


def look(file: str, relative: PurePosixPath, seen: Seen) -> tuple[str | None, Problem | None]:
    """Return the digest of a text, and what is wrong with its file."""

    def find(path: Path) -> tuple[str, Problem | None]:
        text, problem = _text(read_within(path, LONGEST_TEXT), relative)
        return digest(text.encode()), problem

    try:
        return seen.learn("source", file, find)  # what keeps it from being read may pass, and is not remembered
    except OSError as error:
        return None, unreadable(relative, error)


def read_text(path: Path, relative: PurePosixPath, most: int = LONGEST_TEXT) -> tuple[str | None, Problem | None]:
    """Return a text of at most so many bytes, and what is wrong with its file."""
    try:
        return _text(read_within(path, most), relative)
    except OSError as error:
        return None, unreadable(relative, error)


def _text(data: bytes, relative: PurePosixPath) -> tuple[str, Problem | None]:
    """Return the text of a file. One in another encoding is read as far as possible, so that links to it stay right."""
    problem = None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "the file is not UTF-8; save it in that encoding"
        problem = Problem(misencoded(str(relative), error), "source-encoding", message)
        text = data.decode("utf-16" if data[:2] in _UTF_16 else "utf-8-sig", "replace")
    text = unix_lines(text.lstrip("\ufeff"))
    control = CONTROL.search(text)
    if control:
        message = f"a control character (U+{ord(control[0]):04X}), which no browser shows; delete it"
        place = place_at(str(relative), text, *control.span())
        problem = problem or Problem(place, "source-control", message, Severity.WARNING)
        text = CONTROL.sub("\ufffd", text)
    turn = _TURNS.search(text)
    if turn:
        message = f"a character (U+{ord(turn[0]):04X}) that turns around what follows, unseen by readers; delete it"
        problem = problem or Problem(
            place_at(str(relative), text, *turn.span()), "source-turned", message, Severity.WARNING
        )
    return text, problem


def unreadable(relative: PurePosixPath, error: OSError) -> Problem:
    """Say why a file or folder of the content cannot be read."""
    return Problem(Place(str(relative)), "source-unreadable", f"cannot be read: {error.strerror}")
