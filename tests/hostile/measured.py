"""A process that runs mathpress again and again, each time in a process of its own, and says what that took.

It reads jobs from its input, one a line as JSON, and answers each with a line. What the program needs is imported once,
so a run takes a fraction of a second; a job that is `fresh` starts Python anew, as authors do. It is a process apart
from the tests, for what the system knows of a process's largest memory begins with that of the one it was made of.
"""

import contextlib
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

PROGRAM: Final = Path(__file__).parents[2] / "build.py"


@dataclass(frozen=True)
class Job:
    """A run of the program in a folder: its arguments, the file that its output and errors go to, and bounds.

    `memory` is how many bytes it may ask for; after `seconds` it is killed with all that it started.
    """

    folder: str
    arguments: tuple[str, ...]
    said: str
    memory: int
    seconds: float
    fresh: bool = False


@dataclass(frozen=True)
class Measured:
    """The exit status of a run, how long it took, and the most memory that a process of it had, in bytes."""

    status: int
    seconds: float
    memory: int


def measure(job: Job) -> Measured:
    """Run a job, and wait for its end."""
    started = time.monotonic()
    process = os.fork()
    if not process:
        _run(job)
    watch = threading.Timer(job.seconds, os.killpg, (process, signal.SIGKILL))
    watch.start()
    _, status, usage = os.wait4(process, 0)
    watch.cancel()
    watch.join()
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2): bytes there, kilobytes elsewhere
    return Measured(os.waitstatus_to_exitcode(status), time.monotonic() - started, usage.ru_maxrss * unit)


def _run(job: Job) -> None:
    """Become the program. It does not return."""
    status = 1
    try:
        os.setpgid(0, 0)
        os.chdir(job.folder)
        said = os.open(job.said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        resource.setrlimit(resource.RLIMIT_AS, (job.memory, job.memory))
        sys.argv = [str(PROGRAM), *job.arguments]
        if job.fresh:
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - no shell is wanted
        from mathpress.cli import main

        main()
        status = 0
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:  # as Python ends with an error that nobody catches
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


@contextlib.contextmanager
def measuring(warm: str) -> Iterator[Callable[[Job], Measured]]:
    """Start such a process, and give what has it run a job. It warms up with the blog at `warm`."""
    command = [sys.executable, "-m", "tests.hostile.measured", warm]
    with subprocess.Popen(command, cwd=PROGRAM.parent, stdin=-1, stdout=-1, text=True) as process:

        def run(job: Job) -> Measured:
            assert process.stdin
            assert process.stdout
            print(json.dumps(asdict(job)), file=process.stdin, flush=True)
            return Measured(**json.loads(process.stdout.readline()))

        yield run


def _warm_up(root: Path) -> None:
    """Build a blog, so that all that a build imports is there, and import what other commands need."""
    from mathpress.build import Options, build

    build(Options(root))
    for module in ("mathpress.check.checks", "mathpress.deploy.delivery", "mathpress.importers.program"):
        importlib.import_module(module)


if __name__ == "__main__":
    _warm_up(Path(sys.argv[1]))
    for line in sys.stdin:
        print(json.dumps(asdict(measure(Job(**json.loads(line))))), flush=True)
