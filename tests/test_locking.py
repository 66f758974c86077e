"""One at a time: a lock that others wait for, or are told of."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from mathpress.locking import locked


def test_the_lock_is_there_while_it_is_held(tmp_path: Path) -> None:
    """Also when what is done under it fails; its folder is made."""
    lock = tmp_path / "folder/lock"
    seen = []

    def fail() -> None:
        with locked(lock):
            seen.append(lock.exists())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert seen == [True]
    assert not lock.exists()


def test_who_does_not_wait_is_told(tmp_path: Path) -> None:
    """And leaves the lock to who has it."""
    lock = tmp_path / "lock"
    with locked(lock):
        with pytest.raises(BlockingIOError) as failed, locked(lock):
            pass
        assert failed.value.filename == str(lock)
        assert lock.exists()


def test_who_waits_says_so_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For as long as it takes."""
    told: list[str] = []
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 5_000:
            held.close()

    monkeypatch.setattr("time.sleep", sleep)
    with ExitStack() as held:
        held.enter_context(locked(tmp_path / "lock"))
        with locked(tmp_path / "lock", lambda: told.append("waits")):
            assert len(pauses) == 5_000
    assert told == ["waits"]


def test_a_folder_that_another_removes_in_that_moment_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a build does that failed and leaves no empty folders."""
    folder = tmp_path / "folder"
    mkdir = Path.mkdir
    made: list[Path] = []

    def remove_once(self: Path, *arguments: Any, **named: Any) -> None:
        mkdir(self, *arguments, **named)
        made.append(self)
        if len(made) == 1:
            self.rmdir()

    monkeypatch.setattr(Path, "mkdir", remove_once)
    with locked(folder / "lock"):
        assert (folder / "lock").exists()
    assert made == [folder, folder]
