"""What others do while a site is built: build it too, edit it, remove it, set the clock."""

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.faults.trials import PROGRAM, Done, differing, files_of
from tests.needs import tool

from mathpress.locking import locked

if TYPE_CHECKING:
    from tests.faults.conftest import Some, Tally
    from tests.faults.trials import Blog

POST: Final = "content/posts/post-00001.md"
PICTURE: Final = "content/posts/img/post-00004.png"
FORGET: Final = "rm -r .mathpress/cache/documents"
GONE: Final = "error: cannot be read: No such file or directory [source-unreadable]"


def meddled(point: str, command: str) -> tuple[str, ...]:
    """Return the program, in which a command is run at one point of the build."""
    return sys.executable, str(Path(__file__).with_name("meddle.py")), point, command


def test_two_builds_at_once(faulty: "Blog", tally: "Tally", *, thorough: bool) -> None:
    """One waits until the other has written, and finds nothing to do."""
    for _ in range(20 if thorough else 1):
        with tally.trial("two builds at once"):
            builds = [faulty.start("--quiet"), faulty.start("--quiet")]
            one, other = [faulty.end(build) for build in builds]
            assert (one, other) == (Done(0, "", ""), Done(0, "", ""))
            faulty.survive(one)
        faulty.edit()


def test_a_build_while_another_writes(faulty: "Blog", tally: "Tally") -> None:
    """It says that it waits, and changes nothing until the other is done."""
    lock = faulty.output / ".mathpress/lock"
    with tally.trial("two builds at once"):
        before = faulty.present()
        with locked(lock):
            build = faulty.start()
            assert build.stderr
            said = build.stderr.readline()
            during = faulty.present()
            del during[".mathpress/lock"]
            assert build.poll() is None
        done = faulty.end(build)
        assert said == "another build is writing there; this one waits until that is done\n"
        assert (done.status, done.err) == (0, "")
        assert differing(during, before) == []
        assert not lock.exists()
        faulty.survive(done)


def test_a_file_system_without_locks(faulty: "Blog", tally: "Tally", tmp_path: Path) -> None:
    """As some that lie on a network: a build does without, and leaves no file behind that would lock anybody out."""
    strace = (tool("strace"), "-o", str(tmp_path / "log"), "-e", "trace=flock", "-e", "inject=flock:error=ENOLCK")
    with tally.trial("the file system has no locks"):
        done = faulty.build("--quiet", program=(*strace, *PROGRAM))
        assert done == Done(0, "", "")
        assert "INJECTED" in (tmp_path / "log").read_text("utf-8")
        assert not (faulty.output / ".mathpress/lock").exists()
        faulty.survive(done)


CHANGES: Final = [
    ("discovered", f"{FORGET}; rm {POST}", f"{POST}: {GONE}"),
    ("discovered", f"{FORGET}; mv {POST} x && mkdir {POST}", f"{POST}: error: cannot be read: Is a directory"),
    ("discovered", f"{FORGET}; rm -r content", GONE),
    ("discovered", f"{FORGET}; echo more >> {POST}", ""),
    ("discovered", f"{FORGET}; sed -i '/^##/d' {POST}", ""),
    ("parsed", f"rm {POST}", ""),
    ("parsed", f"rm {PICTURE}", GONE),
    ("resolved", f"rm {PICTURE}", GONE),
    ("resolved", "echo more >> static/css/more.css", "more.css: error: was changed while the site was built"),
    ("staged", f"echo more >> {PICTURE}", ""),
    ("resolved", "echo more >> mathpress.toml", ""),
    ("resolved", "echo more > templates/post.html", ""),
    ("resolved", "rm -r static", GONE),
    ("discovered", "rm -r .mathpress", ""),
    ("parsed", "rm -r .mathpress", ""),
    ("resolved", f"{FORGET}", ""),
    ("resolved", "rm -r .mathpress/cache/images", "error: cannot be read: it was removed while the site was built"),
    ("staged", "rm -r .mathpress", ""),
]  # fmt: skip
"""Where a build has come to, what is done then, and what it says of that."""


def test_files_that_change_while_they_are_built_from(faulty: "Blog", tally: "Tally", some: "Some") -> None:
    """What was read holds, or the build says what it misses and leaves the site as it was."""
    for point, command, told in some(CHANGES, 3):
        before = faulty.present()
        with tally.trial("files vanish, grow or shrink while they are built from"):
            done = faulty.build("--quiet", program=meddled(point, command))
            faulty.restore()
            assert (done.status, done.err.count("\n")) == ((1, 1) if told else (0, 0)), done.err
            assert told in done.err
            if told:
                faulty.stay(before)
            else:
                faulty.recover()
        faulty.edit()


def test_the_output_is_removed_while_it_is_written(faulty: "Blog", tally: "Tally") -> None:
    """Whoever does that is done when the build has ended, which says what it misses."""
    with tally.trial("the output is removed"):
        done = faulty.build("--quiet", program=meddled("staged", "rm -r public"))
        assert done.status == 2
        assert done.err.count("\n") == 1
        assert done.err.endswith("cannot be written: No such file or directory [output-unwritable]\n"), done.err
        assert files_of(faulty.output) == {}
        faulty.renew()
        faulty.recover()


def test_a_clock_that_is_wrong(faulty: "Blog", tally: "Tally", some: "Some") -> None:
    """What is remembered of files is told by whether their times are the same, never by which is later.

    No post is younger than a month, or where the clock is so far behind it would be one of the future.
    """
    for clock in some(["-30d", "-2h", "+1y"], 1):
        with tally.trial("the clock is set back or on"):
            done = faulty.build("--quiet", program=(tool("faketime"), "-f", clock, *PROGRAM))
            assert done == Done(0, "", "")
            assert differing(faulty.present(), faulty.new.built) == []
            faulty.recover()
            faulty.edit()
            faulty.recover()
        faulty.edit()


def test_files_of_tomorrow(faulty: "Blog", tally: "Tally") -> None:
    """As a copy from another machine has them, or an editor that keeps the times of files."""
    with tally.trial("files with times to come, and with the times of others"):
        tomorrow = time.time() + 86400
        for file in (faulty.root / "content").rglob("*.*"):
            os.utime(file, (tomorrow, tomorrow))
        faulty.recover()
        faulty.edit()
        for file in (faulty.root / "content").rglob("*.*"):
            os.utime(file, (tomorrow, tomorrow))
        faulty.recover()
