"""A disk that is full, that fails or that may not be written: a build says so, and leaves the site as it was."""

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.faults.trials import PROGRAM, differing
from tests.needs import tool

if TYPE_CHECKING:
    from tests.faults.conftest import Tally
    from tests.faults.trials import Blog

SAID: Final = re.compile(r"(?P<place>\S+): error: (?P<message>.*) \[(?P<code>[\w-]+)\]\n")


@pytest.fixture(scope="session")
def as_anyone(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Return the program without the powers of root, who may write everywhere: a control shows that it has none."""
    before = () if os.geteuid() else (tool("setpriv"), "--bounding-set=-all", "--inh-caps=-all")
    closed = tmp_path_factory.mktemp("closed")
    closed.chmod(0o555)
    control = subprocess.run([*before, "touch", closed / "file"], capture_output=True, check=False)
    assert control.returncode == 1
    return (*before, *PROGRAM)


@contextlib.contextmanager
def without_rights(path: Path, mode: int) -> Iterator[None]:
    """Take rights to a file or folder away while the block runs."""
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(before)


@pytest.mark.parametrize("where", ["", ".mathpress", "tags", "2009/03/post-00000", "posts/img", "css"])
def test_an_output_that_may_not_be_written(
    faulty: "Blog", as_anyone: tuple[str, ...], tally: "Tally", where: str
) -> None:
    """The output, or one folder in it into which a file is to be put: nothing is another before that is known."""
    before = faulty.present()
    folder = faulty.output / where
    with tally.trial("a folder of the output is read-only"):
        with without_rights(folder, 0o555):
            done = faulty.build(program=as_anyone)
        said = SAID.fullmatch(done.err)
        assert (done.status, done.out) == (2, "")
        assert said, done.err
        assert (faulty.root / said["place"]).is_relative_to(folder)
        assert (said["message"], said["code"]) == ("cannot be written: Permission denied", "output-unwritable")
        faulty.stay(before)


def test_a_log_on_a_full_disk(faulty: "Blog", tally: "Tally") -> None:
    """The site is written, and that nobody can read so is a failure."""
    with tally.trial("the log's disk is full"), Path("/dev/full").open("w", encoding="utf-8") as full:
        done = faulty.build(stdout=full)
        assert (done.status, done.err) == (
            1,
            "error: what was done cannot be written here: No space left on device\n",
        )
        assert differing(faulty.present(), faulty.new.built) == []
        faulty.recover()


def test_no_shared_memory(faulty: "Blog", tally: "Tally") -> None:
    """Without it, or where it is full, no process can help to parse."""
    shutil.rmtree(faulty.cache)
    with tally.trial("shared memory is full"):
        full = 'mount -t tmpfs -o nr_inodes=1 full /dev/shm && exec "$@"'
        done = faulty.build(program=(tool("unshare"), "--mount", "sh", "-c", full, "sh", *PROGRAM))
        assert (done.status, done.err) == (0, "")
        faulty.survive()
