"""Run a build as a process of its own: how long it takes, and how much memory it takes at most."""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_INTERVAL: Final = 0.01
"""Seconds between two looks at the memory."""
_FILES: Final = 1 << 16
"""How many files a program may have open: Hugo 0.168 wants more than 20,000 for 2,400 posts."""


def allow_files() -> None:
    """Let programs open many files, if we may."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, max(_FILES, most)))


def seconds(command: Sequence[str], folder: Path) -> float:
    """Run a command in `folder` and return the seconds from its start to its end."""
    start = time.perf_counter()
    with _running(command, folder) as process:
        process.wait()
        return time.perf_counter() - start


def peak_memory(command: Sequence[str], folder: Path) -> int:
    """Run a command in `folder` and return the most memory that its processes had together, in bytes.

    That is their proportional set size (proc(5), smaps_rollup), in which what processes share is counted once. Looking
    at it takes time, so no such run is timed.
    """
    peak = 0
    with _running(command, folder) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_proportional_size, _members(process.pid))))
            time.sleep(_INTERVAL)
    return peak


@contextmanager
def _running(command: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command as the leader of a session; if it fails, end the program and show what it said."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, start_new_session=True)  # noqa: S603 - the programs to measure
        try:
            yield process
        except BaseException:  # Ctrl-C does not reach another session
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
        if process.returncode:
            said.seek(0)
            words = said.read().decode(errors="replace")[-4000:]
            sys.exit(f"{' '.join(command)} ended with status {process.returncode}:\n{words}")


def _members(session: int) -> Iterator[Path]:
    """Yield the folders in /proc of the processes of a session."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name of the program stands in parentheses and may hold anything; then state, parent, group, session.
            fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            continue
        if int(fields[3]) == session:
            yield folder


def _proportional_size(process: Path) -> int:
    """Return the proportional set size of a process in bytes, 0 if it has ended."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
