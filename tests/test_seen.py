"""What is known of a file holds for as long as the file system says that it is as it was."""

import os
import time
from pathlib import Path

import pytest

from mathpress.kept import Kept
from mathpress.packing import pack
from mathpress.seen import DIGEST, Seen, digest_of, mark_of


class Asked:
    """Counts how often a file is read."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, path: Path) -> str:
        """Read it."""
        self.count += 1
        return path.read_text("utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file that was written an hour ago, as far as its changes were told apart since."""
    path = tmp_path / "file.txt"
    path.write_text("one", "utf-8")
    time.sleep(0.05)  # its change time cannot be set
    return path


def seen(tmp_path: Path) -> Seen:
    """Return what is known, as a build reads it."""
    known = Seen(Kept(tmp_path / "seen"), "name")
    known.begin()
    return known


def asked(tmp_path: Path, file: Path) -> tuple[str, int]:
    """Return what a build reads in the file, and how often it reads it."""
    ask, known = Asked(), seen(tmp_path)
    found = known.learn("text", str(file), ask)
    known.save()
    return found, ask.count


def test_a_file_is_read_once(tmp_path: Path, file: Path) -> None:
    """The next build knows what is in it."""
    assert [asked(tmp_path, file) for _ in range(3)] == [("one", 1), ("one", 0), ("one", 0)]


def test_a_file_that_changed_is_read_again(tmp_path: Path, file: Path) -> None:
    """Be it as large as before, and say that it is as old; or another file of that name."""
    asked(tmp_path, file)
    status = file.stat()
    file.write_text("two", "utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert asked(tmp_path, file) == ("two", 1)
    other = tmp_path / "other"
    other.write_text("six", "utf-8")
    other.replace(file)
    assert asked(tmp_path, file) == ("six", 1)


def test_a_file_that_has_just_changed_is_read_again(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may change once more within a tick of the file system's clock, and nothing would tell."""
    monkeypatch.setattr("mathpress.seen._TICK", 3600 * 10**9)  # however busy the machine is
    monkeypatch.setattr("mathpress.seen._LONG_TICK", 3600 * 10**9)
    file.write_text("new", "utf-8")
    assert [asked(tmp_path, file) for _ in range(2)] == [("new", 1), ("new", 1)]


def test_a_file_that_was_written_is_known(tmp_path: Path, file: Path) -> None:
    """Whoever wrote it can say what is in it."""
    known = seen(tmp_path)
    known.note(DIGEST, {str(file): (mark_of(str(file)), "its digest")})
    known.save()
    assert seen(tmp_path).learn(DIGEST, str(file), digest_of) == "its digest"


def test_a_file_that_another_program_has_changed_since_it_was_written_is_not_known(tmp_path: Path, file: Path) -> None:
    """Such as one that watches the output folder and makes what comes into it smaller."""
    mark = mark_of(str(file))
    file.write_text("two", "utf-8")
    time.sleep(0.05)
    known = seen(tmp_path)
    known.note("text", {str(file): (mark, "one")})
    known.save()
    assert asked(tmp_path, file) == ("two", 1)


def test_a_link_is_known_by_what_it_leads_to(tmp_path: Path, file: Path) -> None:
    """Be that changed, or be it made to lead to another file."""
    link, other = tmp_path / "link", tmp_path / "other"
    link.symlink_to(file)
    other.write_text("six", "utf-8")
    time.sleep(0.05)
    assert [asked(tmp_path, link) for _ in range(2)] == [("one", 1), ("one", 0)]
    file.write_text("two", "utf-8")
    assert asked(tmp_path, link) == ("two", 1)
    link.unlink()
    link.symlink_to(other)
    assert asked(tmp_path, link) == ("six", 1)


def test_what_was_not_asked_for_is_forgotten(tmp_path: Path, file: Path) -> None:
    """A file that is no part of the site any more may come back another day."""
    asked(tmp_path, file)
    other = seen(tmp_path)
    other.learn("size", str(file), lambda path: path.stat().st_size)
    other.forget()
    other.save()
    assert asked(tmp_path, file) == ("one", 1)


def test_a_build_that_fails_forgets_nothing(tmp_path: Path, file: Path) -> None:
    """It looks at sources alone; when their mistakes are mended, the files of the site need not be read again."""
    known, ask = seen(tmp_path), Asked()
    known.learn("text", str(file), ask)
    for _ in range(2):
        known.begin()
    known.save()
    known.learn("text", str(file), ask)
    assert (ask.count, asked(tmp_path, file)) == (1, ("one", 0))


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 500])
def test_damaged_knowledge_is_none(tmp_path: Path, file: Path, damage: bytes) -> None:
    """The files are read again."""
    asked(tmp_path, file)
    (kept,) = (tmp_path / "seen").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] if damage == b"x" else damage)
    assert asked(tmp_path, file) == ("one", 1)


@pytest.mark.parametrize("shape", [1, (), "ab", (1, 2, 3)])
def test_knowledge_of_another_shape_is_none(tmp_path: Path, file: Path, shape: object) -> None:
    """As in a cache that came with a blog from elsewhere."""
    Kept(tmp_path / "seen").keep("name", pack({f"text\0{file}": shape}))
    assert asked(tmp_path, file) == ("one", 1)


def test_a_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    """As if it were read."""
    with pytest.raises(FileNotFoundError):
        seen(tmp_path).learn(DIGEST, str(tmp_path / "none"), digest_of)
