"""Posts are parsed in as many processes as are worth it, and what happens to one of them costs no other post."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import SpawnProcess
from pathlib import Path, PurePosixPath
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


def test_a_process_that_is_killed_while_another_is_started_costs_no_post(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the other would share with it is closed in the midst of its start."""
    start = SpawnProcess.start
    started: list[SpawnProcess] = []

    def start_too_late(process: SpawnProcess) -> None:
        started.append(process)
        if len(started) == 2:
            raise OSError("handle is closed")
        start(process)

    monkeypatch.setattr(SpawnProcess, "start", start_too_late)
    parcels = list(parse_all([source(name) for name in "abcde"], SETTINGS, jobs=3))
    assert len(started) > 1
    assert [unpack(parcel.document, Document).problems for parcel in parcels] == [()] * 5


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
    monkeypatch.setattr("mathpress.workers.pool", None)
    assert len(list(parse_all([source("a", "$x$"), source("b", "$y$")], SETTINGS, jobs=None))) == 2


def test_a_program_that_cannot_be_imported_is_told_so(blog: "MakeBlog") -> None:
    """Python's processes import the program that starts them; no post is blamed for one that builds meanwhile."""
    program = "from pathlib import Path\nfrom mathpress.build import Options, build\nbuild(Options(Path(), jobs=2))\n"
    root = blog({**POSTS, "program.py": program})
    done = subprocess.run([sys.executable, "program.py"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "no other process can help to parse" in done.stderr
    assert "parse-crash" not in done.stderr


PROGRAM: Final = """
import multiprocessing, os, sys, time
from pathlib import Path
import mathpress.parse
from mathpress.cli import main
from mathpress.parse import parse

def parse_in_an_hour(source, settings):
    if multiprocessing.parent_process():
        Path(f"busy-{os.getpid()}").touch()
        time.sleep(3600)
    return parse(source, settings)

def parse_or_crash(source, settings):
    if "DEADLY" in source.text:
        os._exit(139)
    return parse(source, settings)

mathpress.parse.parse = parse_in_an_hour if "SLOW" in os.environ else parse_or_crash
if __name__ == "__main__":
    main()
"""
"""The program, which a post with `DEADLY` in it ends. If `SLOW` is in the environment, its processes do not end."""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_post_that_ended_the_program_is_named_by_the_next_build(blog: "MakeBlog", jobs: str) -> None:
    """From then on it is parsed apart, until it is mended; the others are published if that is wanted."""
    root = blog(
        {
            **POSTS,
            "content/posts/00.md": "---\ntitle: Deadly\ndate: 2026-01-01\n---\n" + BODY + "DEADLY",
            "program.py": PROGRAM,
        }
    )

    def run() -> tuple[int, str]:
        command = [sys.executable, "program.py", "build", "--jobs", jobs, "--quiet", "--fail-on", "never"]
        done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
        return done.returncode, done.stderr

    assert run()[0] == 139
    for _ in range(2):
        status, said = run()
        assert status == 0
        assert re.findall(r"^(\S+): error: .*\[(.*)\]", said, re.MULTILINE) == [("content/posts/00.md", "parse-crash")]
    assert (root / "public/2026/01/01/index.html").is_file()
    post = root / "content/posts/00.md"
    post.write_text(post.read_text("utf-8").replace("DEADLY", ""), "utf-8")
    assert run() == (0, "")
    assert not (root / ".mathpress/cache/parsing").exists()


class Running(NamedTuple):
    """A build that goes on, the processes that it started, and the file that has what all of them say."""

    program: subprocess.Popen[bytes]
    children: list[psutil.Process]
    said: Path


@pytest.fixture(params=["just begun", "at work"])
def running(request: pytest.FixtureRequest, blog: "MakeBlog") -> Iterator[Running]:
    """Run a build in three processes, as a shell would, and give it with the two that it started."""
    posts = {f"content/posts/{number:02}.md": source(str(number)).text for number in range(40)}
    root = blog({**FILES, **posts, "program.py": PROGRAM})
    command = [sys.executable, "program.py", "build", "--jobs", "3", "--quiet"]
    said = root / "said"
    with said.open("w") as stderr:
        program = subprocess.Popen(
            command, cwd=root, stderr=stderr, env=os.environ | {"SLOW": ""}, start_new_session=True
        )
    try:
        while len(children := parsing(program.pid)) < 2 or (
            request.param == "at work" and len(list(root.glob("busy-*"))) < 2
        ):
            assert program.poll() is None, "the build ended before it started a process"
            time.sleep(0.01)
        yield Running(program, children, said)
    finally:
        program.kill()
        program.wait()


def parsing(parent: int) -> list[psutil.Process]:
    """Return the processes that a build started to parse."""
    return [child for child in psutil.Process(parent).children() if "spawn_main" in " ".join(child.cmdline())]


def test_ctrl_c_ends_all_processes_at_once(running: Running) -> None:
    """A terminal sends it to all of them; whatever they do they end, and say nothing. None is left behind the first."""
    program, children, said = running
    os.killpg(program.pid, signal.SIGINT)
    assert (program.wait(60), said.read_text().strip()) == (130, "")
    assert [child for child in children if child.is_running()] == []


def test_ctrl_c_for_the_program_alone_ends_its_processes(running: Running) -> None:
    """Another program may send it, such as a supervisor."""
    program, children, _ = running
    program.send_signal(signal.SIGINT)
    assert program.wait(60) == 130
    assert [child for child in children if child.is_running()] == []


@pytest.mark.parametrize("deadly", [signal.SIGKILL, signal.SIGTERM])
def test_the_processes_end_with_a_program_that_is_killed(running: Running, deadly: signal.Signals) -> None:
    """They watch it, for it has no time to tell them."""
    program, children, _ = running
    program.send_signal(deadly)
    assert psutil.wait_procs(children, timeout=60)[1] == []


def test_a_process_that_is_killed_costs_no_post(blog: "MakeBlog", plain: dict[str, bytes]) -> None:
    """What it had in hand is parsed again."""
    root = blog({**FILES, **POSTS, "program.py": PROGRAM})
    program = subprocess.Popen([sys.executable, "program.py", "build", "--jobs", "3", "--quiet"], cwd=root)
    while not (children := parsing(program.pid)):
        time.sleep(0.01)
    children[0].kill()
    assert program.wait(120) == 0
    assert files_of(root / "public") == plain
