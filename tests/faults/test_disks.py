"""A disk that is full, that fails or that may not be written: a build says so, and leaves the site as it was."""

import contextlib
import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.faults.trials import PROGRAM, differing
from tests.needs import miss, tool

if TYPE_CHECKING:
    from tests.faults.conftest import Some, Tally
    from tests.faults.trials import Blog

SAID: Final = re.compile(r"(?P<place>\S+): error: (?P<message>.*) \[(?P<code>[\w-]+)\]\n")

MOUNTING: Final = pytest.mark.skipif(os.geteuid() != 0, reason="root alone can mount a disk")
ROOMY: Final = ("size=1g", "nr_inodes=1m")
UNREADABLE: Final = "error: cannot be read: Permission denied"


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


def test_an_output_that_may_not_be_written(
    faulty: "Blog", as_anyone: tuple[str, ...], tally: "Tally", some: "Some"
) -> None:
    """The output, or one folder in it into which a file is to be put: nothing is another before that is known."""
    for where in some(["", ".mathpress", "tags", "2009/03/post-00000", "posts/img", "css"], 1):
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
        faulty.edit()


CLOSED: Final = [
    ("content/posts/post-00001.md", 1, f"content/posts/post-00001.md: {UNREADABLE} [source-unreadable]"),
    ("content/posts/img/post-00004.png", 1, f"{UNREADABLE} [source-unreadable]"),
    ("content/posts", 1, f"content/posts: {UNREADABLE} [source-unreadable]"),
    ("templates/foot.html", 1, f"{UNREADABLE} [source-unreadable]"),
    ("static/css/more.css", 1, f"{UNREADABLE} [source-unreadable]"),
    ("mathpress.toml", 2, f"mathpress.toml: {UNREADABLE} [config-unreadable]"),
    ("public/index.html", 2, f"public/index.html: {UNREADABLE} [output-unwritable]"),
    ("public/.mathpress/manifest.json", 2, f"manifest.json: {UNREADABLE} [output-unwritable]"),
    (".mathpress/cache/documents", 0, ""),
    (".mathpress/cache", 2, "[cache-unwritable]"),
]
"""What may not be read, with the exit status and what is said."""


def test_what_may_not_be_read(faulty: "Blog", as_anyone: tuple[str, ...], tally: "Tally", some: "Some") -> None:
    """It is named, and the site stays as it was: no post vanishes from it for want of a right."""
    for path, status, told in some(CLOSED, 2):
        before = faulty.present()
        with tally.trial("a source, a setting, an output or the cache may not be read"):
            with without_rights(faulty.root / path, 0o000):
                done = faulty.build("--quiet", program=as_anyone)
            assert (done.status, done.out) == (status, "")
            assert told in done.err
            assert done.err.count(" error: ") == bool(status)  # others refer to the post
            if status:
                faulty.stay(before)
            else:
                faulty.survive(done)
        faulty.edit()


@contextlib.contextmanager
def disk_of_its_own(folder: Path) -> Iterator[Callable[..., None]]:
    """Put a folder on a disk of its own while the block runs, and give what says how large that is."""

    def mount(*options: str) -> None:
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "faults", folder], check=False)
        if made.returncode:
            miss("the right to mount a disk")

    aside = folder.with_name(f"{folder.name} aside")
    folder.rename(aside)
    folder.mkdir()
    try:
        mount(*ROOMY)
        shutil.copytree(aside, folder, dirs_exist_ok=True, symlinks=True)
        yield lambda *options: mount("remount", *options)
        shutil.rmtree(aside)
        shutil.copytree(folder, aside, symlinks=True)
    finally:
        subprocess.run(["umount", folder], check=False)
        folder.rmdir()
        aside.rename(folder)


@MOUNTING
@pytest.mark.parametrize("place", ["public", ".mathpress"])
def test_a_full_disk(faulty: "Blog", chance: random.Random, tally: "Tally", place: str, *, thorough: bool) -> None:
    """Without room for all, or for all files: the site stays as it was, and what cannot be kept is made again."""
    folder = faulty.root / place
    with disk_of_its_own(folder) as resize:
        faulty.recover()
        faulty.edit()
        for _ in range(25 if thorough else 1):
            used = os.statvfs(folder)
            blocks, files = used.f_blocks - used.f_bfree, len([*folder.rglob("*")])
            room, names = (chance.uniform(0, 0.9), 9.0) if chance.random() < 0.6 else (9.0, chance.uniform(0, 0.9))
            resize(f"size={int((1 + room) * blocks * used.f_frsize)}", f"nr_inodes={int((1 + names) * files)}")
            before = faulty.present()
            with tally.trial(f"the disk of {'the output' if place == 'public' else 'the cache'} is full"):
                done = faulty.build("--quiet")
                resize(*ROOMY)
                assert (done.status, done.out) in {(0, ""), (2, "")}, done
                if done.status:
                    said = SAID.fullmatch(done.err)
                    assert said, done.err
                    assert "No space left on device" in said["message"]
                    assert said["code"] == ("output-unwritable" if place == "public" else "cache-unwritable")
                    faulty.stay(before)
                else:
                    faulty.survive(done)
            faulty.edit()


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


@MOUNTING
def test_no_shared_memory(faulty: "Blog", tally: "Tally") -> None:
    """Without it, or where it is full, no process can help to parse."""
    shutil.rmtree(faulty.cache)
    with tally.trial("shared memory is full"):
        full = 'mount -t tmpfs -o nr_inodes=1 full /dev/shm && exec "$@"'
        done = faulty.build(program=(tool("unshare"), "--mount", "sh", "-c", full, "sh", *PROGRAM))
        assert (done.status, done.err) == (0, "")
        faulty.survive(done)
