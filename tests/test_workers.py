"""Posts are parsed in as many processes as are worth it, and what happens to one of them costs no other post."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

import psutil
import pytest
from distributed import Client, LocalCluster
from tests.conftest import REPOSITORY
from tests.test_determinism import FILES, files_of

from mathpress.build import Options, build
from mathpress.model import Document, Kind, Source
from mathpress.packing import html_in, unpack
from mathpress.shaping import Settings
from mathpress.workers import parse_all

if TYPE_CHECKING:
    from tests.conftest import MakeBlog

SETTINGS: Final = Settings("UTC", "mathml", "ams", (), (), 300)
BODY: Final = "数学 $x^2$ and prose.\n\n" * 4000
"""Enough for a chunk of its own."""
POSTS: Final = {
    f"content/posts/{number:02}.md": f"---\ntitle: P{number}\ndate: 2026-01-01\n---\n$x_{{{number}}}$\n\n{BODY}"
    for number in range(6)
}


def source(name: str, body: str = BODY) -> Source:
    """Return a post."""
    text = f"---\ntitle: {name}\ndate: 2026-01-01\ntags: [a]\n---\n{body}"
    return Source(PurePosixPath(f"content/posts/{name}.md"), Kind.POST, text)


class Deadly(Source):
    """A post that ends the process that receives it, as a crash in an engine would."""

    def __reduce__(self) -> tuple[object, ...]:
        """Be received by ending the process."""
        return os._exit, (1,)


def test_a_post_that_ends_its_process_is_named_and_costs_no_other() -> None:
    """Its document keeps its front matter; the posts beside it are parsed as ever."""
    plain = [source(name) for name in "abcd"]
    deadly = Deadly(plain[2].path, plain[2].kind, plain[2].text)
    parcels = list(parse_all([*plain[:2], deadly, plain[3]], SETTINGS, jobs=2))
    documents = [unpack(parcel.document, Document) for parcel in parcels]
    assert [document.matter.title for document in documents] == list("abcd")
    assert [[problem.code for problem in document.problems] for document in documents] == [[], [], ["parse-crash"], []]
    assert str(documents[2].problems[0].place) == "content/posts/c.md"
    assert [bool(html_in(parcel.texts)) for parcel in parcels] == [True, True, False, True]


@pytest.fixture(scope="module")
def plain(blog: "MakeBlog") -> dict[str, bytes]:
    """Build some posts in one process."""
    root = blog({**FILES, **POSTS})
    build(Options(root))
    return files_of(root / "public")


def test_an_executor_of_the_callers_gives_the_same_bytes(blog: "MakeBlog", plain: dict[str, bytes]) -> None:
    """Threads, which share all that parsing keeps, come to the same as one process."""
    root = blog({**FILES, **POSTS})
    with ThreadPoolExecutor(4) as executor:
        build(Options(root), executor=executor)
    assert files_of(root / "public") == plain


def test_the_documented_program_builds_the_same_bytes_with_dask(blog: "MakeBlog", plain: dict[str, bytes]) -> None:
    """What is sent to workers and back survives it; the program is that of docs/scale.md, with a cluster of our own."""
    program = re.search(r"```python\n(.*?)```", (REPOSITORY / "docs" / "scale.md").read_text("utf-8"), re.DOTALL)
    assert program is not None
    root = blog({**FILES, **POSTS})
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        code = program[1].replace("tcp://scheduler.example:8786", cluster.scheduler_address)
        assert code != program[1]
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code], cwd=root, capture_output=True, encoding="utf-8", check=False
        )
        with Client(cluster) as client:
            has_parsed = client.run(lambda: "mathpress.parse" in sys.modules)
    assert (done.returncode, done.stderr) == (0, "")
    assert any(has_parsed.values())
    assert files_of(root / "public") == plain


def test_a_small_blog_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The start of a process would take longer than all the work."""
    monkeypatch.setattr("mathpress.workers.ProcessPoolExecutor", None)
    assert len(list(parse_all([source("a", "$x$"), source("b", "$y$")], SETTINGS, jobs=None))) == 2


class Running(NamedTuple):
    """A build that goes on, and the processes that it started."""

    program: subprocess.Popen[bytes]
    children: list[psutil.Process]


@pytest.fixture
def running(blog: "MakeBlog") -> Iterator[Running]:
    """Run a build that takes a while in three processes, and give it with the two that it started."""
    root = blog({**FILES, **{f"content/posts/{number:02}.md": source(str(number)).text for number in range(40)}})
    code = "import sys; from mathpress.cli import main; sys.argv = sys.argv[1:]; main()"
    command = [sys.executable, "-c", code, "mathpress", "build", "--jobs", "3", "--quiet"]
    program = subprocess.Popen(command, cwd=root)
    children: list[psutil.Process] = []
    while len(children) < 2:
        assert program.poll() is None, "the build ended before it started a process"
        children = [
            child for child in psutil.Process(program.pid).children() if "spawn_main" in " ".join(child.cmdline())
        ]
        time.sleep(0.01)
    yield Running(program, children)
    program.kill()
    program.wait()


def test_a_process_that_is_killed_costs_no_post(running: Running) -> None:
    """What it had in hand is parsed again."""
    program, children = running
    children[0].send_signal(signal.SIGKILL)
    assert program.wait(120) == 0


def test_ctrl_c_ends_the_processes_too(running: Running) -> None:
    """The exit status is that of an interrupted program."""
    program, children = running
    program.send_signal(signal.SIGINT)
    assert program.wait(60) == 130
    assert psutil.wait_procs(children, timeout=60)[1] == []


def test_the_processes_end_with_a_program_that_is_killed(running: Running) -> None:
    """They watch it, for it has no time to tell them."""
    program, children = running
    program.kill()
    assert psutil.wait_procs(children, timeout=60)[1] == []
