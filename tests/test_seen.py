"""What is known of a file holds for as long as the file system says that it is as it was."""

import os
import time
from pathlib import Path

import pytest

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


@pytest.fixture
def kept() -> dict[str, object]:
    """Return what is kept from one build to the next."""
    return {}


def keep(kept: dict[str, object], known: Seen) -> None:
    """Keep what is known at the end of a build."""
    kept.clear()
    kept.update(known.known())


def asked(kept: dict[str, object], file: Path) -> tuple[str, int]:
    """Return what a build reads in the file, and how often it reads it."""
    ask, known = Asked(), Seen(kept)
    found = known.learn("text", str(file), ask)
    keep(kept, known)
    return found, ask.count


def test_a_file_is_read_once(kept: dict[str, object], file: Path) -> None:
    """The next build knows what is in it."""
    assert [asked(kept, file) for _ in range(3)] == [("one", 1), ("one", 0), ("one", 0)]


def test_a_file_that_changed_is_read_again(kept: dict[str, object], tmp_path: Path, file: Path) -> None:
    """Be it as large as before, and say that it is as old; or another file of that name."""
    asked(kept, file)
    status = file.stat()
    file.write_text("two", "utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert asked(kept, file) == ("two", 1)
    other = tmp_path / "other"
    other.write_text("six", "utf-8")
    other.replace(file)
    assert asked(kept, file) == ("six", 1)


def test_a_file_that_has_just_changed_is_read_again(
    kept: dict[str, object], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may change once more within a tick of the file system's clock, and nothing would tell."""
    monkeypatch.setattr("mathpress.seen._TICK", 3600 * 10**9)  # however busy the machine is
    monkeypatch.setattr("mathpress.seen._LONG_TICK", 3600 * 10**9)
    file.write_text("new", "utf-8")
    assert [asked(kept, file) for _ in range(2)] == [("new", 1), ("new", 1)]


def test_a_file_that_was_written_is_known(kept: dict[str, object], file: Path) -> None:
    """Whoever wrote it can say what is in it."""
    known = Seen(kept)
    known.note(DIGEST, {str(file): (mark_of(str(file)), "its digest")})
    keep(kept, known)
    assert Seen(kept).learn(DIGEST, str(file), digest_of) == "its digest"


def test_a_file_that_another_program_has_changed_since_it_was_written_is_not_known(
    kept: dict[str, object], file: Path
) -> None:
    """Such as one that watches the output folder and makes what comes into it smaller."""
    mark = mark_of(str(file))
    file.write_text("two", "utf-8")
    time.sleep(0.05)
    known = Seen(kept)
    known.note("text", {str(file): (mark, "one")})
    keep(kept, known)
    assert asked(kept, file) == ("two", 1)


def test_a_link_is_known_by_what_it_leads_to(kept: dict[str, object], tmp_path: Path, file: Path) -> None:
    """Be that changed, or be it made to lead to another file."""
    link, other = tmp_path / "link", tmp_path / "other"
    link.symlink_to(file)
    other.write_text("six", "utf-8")
    time.sleep(0.05)
    assert [asked(kept, link) for _ in range(2)] == [("one", 1), ("one", 0)]
    file.write_text("two", "utf-8")
    assert asked(kept, link) == ("two", 1)
    link.unlink()
    link.symlink_to(other)
    assert asked(kept, link) == ("six", 1)


def test_what_was_not_asked_for_is_forgotten(kept: dict[str, object], file: Path) -> None:
    """A file that is no part of the site any more may come back another day."""
    asked(kept, file)
    other = Seen(kept)
    other.learn("size", str(file), lambda path: path.stat().st_size)
    other.forget()
    keep(kept, other)
    assert asked(kept, file) == ("one", 1)


def test_a_build_that_fails_forgets_nothing(kept: dict[str, object], file: Path) -> None:
    """It looks at sources alone; when their mistakes are mended, the files of the site need not be read again."""
    known, ask = Seen(kept), Asked()
    known.learn("text", str(file), ask)
    for _ in range(2):
        known.begin()
    keep(kept, known)
    known.learn("text", str(file), ask)
    assert (ask.count, asked(kept, file)) == (1, ("one", 0))


@pytest.mark.parametrize("shape", [1, (), "ab", (1, 2, 3)])
def test_knowledge_of_another_shape_is_none(file: Path, shape: object) -> None:
    """As in a cache that came with a blog from elsewhere."""
    assert asked({f"text\0{file}": shape}, file) == ("one", 1)


def test_a_file_that_is_missing_is_an_error(kept: dict[str, object], tmp_path: Path) -> None:
    """As if it were read."""
    with pytest.raises(FileNotFoundError):
        Seen(kept).learn(DIGEST, str(tmp_path / "none"), digest_of)
