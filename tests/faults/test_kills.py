"""A build that is killed at any moment leaves every file whole, and the next one finishes and equals a clean one."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil
from tests.previews import running

if TYPE_CHECKING:
    from tests.faults.conftest import Some, Tally
    from tests.faults.trials import Blog

Start = Callable[["Blog"], None]
"""Makes a blog ready for a build that is to be killed."""


def _nothing(_: "Blog") -> None:
    """Change nothing: the build finds what the last one kept."""


def _forget_documents(blog: "Blog") -> None:
    """Have the next build parse all posts, with other processes."""
    shutil.rmtree(blog.cache)


STARTS: Final[dict[str, Start]] = {
    "of an edited blog": _nothing,
    "that parses all posts": _forget_documents,
    "that is the first": lambda blog: blog.forget(),
}


class Moments:
    """Random moments of a build's duration, which is measured, and measured again by builds that end before."""

    def __init__(self, chance: random.Random, blog: "Blog", start: Start) -> None:
        self._chance = chance
        start(blog)
        began = time.monotonic()
        blog.recover()
        self._duration = time.monotonic() - began
        blog.edit()

    def wait_for_one(self, build: "subprocess.Popen[str]") -> None:
        """Wait for a moment, or until the build has ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            build.wait(self._chance.uniform(0, self._duration))
            self._duration *= 0.9


def test_killed_at_any_moment(
    faulty: "Blog", chance: random.Random, tally: "Tally", some: "Some", *, thorough: bool
) -> None:
    """By SIGKILL, which no program can see coming. The processes that help it end with it."""
    moments = {start: Moments(chance, faulty, STARTS[start]) for start in some([*STARTS], 1)}
    wanted = 200 if thorough else 2
    while wanted:
        start = chance.choice([*moments])
        STARTS[start](faulty)
        build = faulty.start()
        moments[start].wait_for_one(build)
        build.kill()
        done = faulty.end(build)
        if done.status == -signal.SIGKILL:
            wanted -= 1
            with tally.trial(f"SIGKILL at a random moment of a build {start}"):
                faulty.survive(done)
        else:  # it had come to its end
            faulty.survive(done)
        faulty.edit()


def test_interrupted_at_any_moment(faulty: "Blog", chance: random.Random, tally: "Tally", *, thorough: bool) -> None:
    """Ctrl-C ends it with status 130, and removes what was not finished."""
    start = "that parses all posts"
    moments = Moments(chance, faulty, STARTS[start])
    for _ in range(30 if thorough else 1):
        STARTS[start](faulty)
        build = faulty.start("--quiet")
        moments.wait_for_one(build)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(build.pid, signal.SIGINT)
        done = faulty.end(build)
        with tally.trial(f"Ctrl-C at a random moment of a build {start}"):
            has_begun = done.status != -signal.SIGINT  # until then Python itself ends by the signal
            assert not has_begun or (done.status, done.err.strip()) in {(130, ""), (0, "")}
            assert not (faulty.output / ".mathpress/staged").exists()
            faulty.survive(done)
        faulty.edit()


def test_a_process_that_helps_is_killed(
    faulty: "Blog", chance: random.Random, tally: "Tally", *, thorough: bool
) -> None:
    """The build does its work itself, and says nothing."""
    for _ in range(20 if thorough else 1):
        shutil.rmtree(faulty.cache)
        build = faulty.start("--quiet")
        while not (helping := helpers(build.pid)):
            assert build.poll() is None, "the build ended before it started a process"
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 1))
        helping = helpers(build.pid) or helping
        with contextlib.suppress(psutil.NoSuchProcess):
            chance.choice(helping).kill()
        with tally.trial("SIGKILL of one process that helps to parse"):
            done = faulty.end(build)
            assert (done.status, done.out, done.err) == (0, "", "")
            faulty.survive(done)
        faulty.edit()


def test_a_preview_that_builds_is_killed(
    faulty: "Blog", chance: random.Random, tally: "Tally", tmp_path: Path, *, thorough: bool
) -> None:
    """If it was told to show the output, a build makes the site of that again."""
    for number in range(10 if thorough else 1):
        with tally.trial("SIGKILL of a preview that builds into the output"):
            with running(faulty.root, tmp_path / f"{number}.log", "--output", "public"):
                faulty.is_edited = False
                faulty.edit()
                time.sleep(chance.uniform(0, 1))
            faulty.recover()
        faulty.edit()


def helpers(build: int) -> list[psutil.Process]:
    """Return the processes that a build started to parse."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return [each for each in psutil.Process(build).children() if "spawn_main" in " ".join(each.cmdline())]
    return []
