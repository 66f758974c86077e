"""A build notes what it is about to parse, for a process that crashes has no time to say what it was."""

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

import pytest

from mathpress.model import Kind, Source
from mathpress.quarantine import Quarantine

A, B = SOURCES = [Source(PurePosixPath(f"content/posts/{name}.md"), Kind.POST, "") for name in ("数学", "b")]
NONE: Final[list[bool]] = [False, False]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file in a folder that is not there yet."""
    return tmp_path / "cache" / "parsing"


def noted(file: Path) -> list[bool]:
    """Tell which of the sources the next build parses apart."""
    quarantine = Quarantine(file, SOURCES)
    return [source in quarantine for source in SOURCES]


def test_what_was_begun_last_is_suspected_if_the_process_ended(file: Path) -> None:
    """What was begun before it came to its end."""
    quarantine = Quarantine(file, SOURCES)
    quarantine.begin(A)
    assert noted(file) == [True, False]
    quarantine.begin(B)
    assert noted(file) == [False, True]


def test_nothing_is_suspected_if_the_build_came_to_its_end(file: Path) -> None:
    """And no file is left."""
    quarantine = Quarantine(file, SOURCES)
    quarantine.begin(A)
    quarantine.end()
    assert noted(file) == NONE
    assert not file.exists()


def test_a_second_crash_does_not_clear_the_first(file: Path) -> None:
    """Both are parsed apart by the third build, which clears what did no harm."""
    Quarantine(file, SOURCES).begin(A)
    Quarantine(file, SOURCES).begin(B)
    assert noted(file) == [True, True]
    third = Quarantine(file, SOURCES)
    third.add(A)
    third.release(B)
    third.end()
    assert noted(file) == [True, False]


@pytest.mark.parametrize("left", [b"", b"\xff\xfe", b"content/posts/gone.md\n", b"\n\n"])
def test_a_note_of_no_sense_suspects_nothing(file: Path, left: bytes) -> None:
    """It may be cut off, or name a post that is gone or has been parsed since."""
    file.parent.mkdir()
    file.write_bytes(left)
    assert noted(file) == NONE


def test_a_name_with_a_line_separator_is_one_name(file: Path) -> None:
    """Unicode's own is no line end of the note."""
    source = replace(A, path=PurePosixPath("content/posts/a\u2028b.md"))
    Quarantine(file, [source]).begin(source)
    assert source in Quarantine(file, [source])


def test_a_note_that_cannot_be_written_ends_no_build(tmp_path: Path) -> None:
    """The folder may be a file, or belong to somebody else."""
    (tmp_path / "cache").write_text("a file")
    quarantine = Quarantine(tmp_path / "cache" / "parsing", SOURCES)
    quarantine.begin(A)
    quarantine.end()
    assert noted(tmp_path / "cache" / "parsing") == NONE
