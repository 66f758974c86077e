"""The previews that are measured, of mathpress and Hugo: each a process that serves a blog and follows its files."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import programs
from programs import Program

REPOSITORY: Final = Path(__file__).parent.parent
_PATIENCE: Final = 1800.0
"""Seconds until the first build is done."""
_PAUSE: Final = 0.002
"""Seconds between two questions for a page."""
_HOST: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Preview:
    """How a blog is previewed at a port, the post of it that is edited, and the post's address on the site."""

    name: str
    blog: Path
    command: Callable[[int], tuple[str, ...]]
    post: Path
    path: str
    root: str = "/"


@dataclass(frozen=True, slots=True)
class Running:
    """A preview that runs at a port."""

    preview: Preview
    port: int

    def address(self, path: str) -> str:
        """Return the URL of a path of the site."""
        return f"http://{_HOST}:{self.port}{path}"

    def wait_for(self, text: str) -> float:
        """Ask for the post until a text is in it, and return the time right then, in seconds since 1970."""
        wanted = text.encode()
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection(_HOST, self.port, timeout=60)
                with contextlib.closing(connection):
                    while time.monotonic() < deadline:
                        connection.request("GET", self.preview.path)
                        if wanted in connection.getresponse().read():
                            return time.time_ns() / 1e9
                        time.sleep(_PAUSE)
            time.sleep(0.1)
        sys.exit(f"{self.preview.name} has not served {text!r} within {_PATIENCE:.0f} s")


def mathpress(program: Program, post: str) -> Preview:
    """Return the preview of mathpress of a blog, in which the post of this name is edited."""
    command = program.command[0]
    return Preview(
        name=f"mathpress {program.version}",
        blog=program.blog,
        command=lambda port: (command, "serve", "--quiet", "--port", str(port)),
        post=program.blog / program.posts / f"{post}.md",
        path=f"/posts/{post}/",
    )


def hugo(program: Program, post: str) -> Preview:
    """Return Hugo's, with its own watching and LiveReload."""
    binary, _, *cache = program.command
    return Preview(
        name=f"Hugo {program.version}",
        blog=program.blog,
        command=lambda port: (
            *(binary, "server", "--bind", _HOST, "--port", str(port), *cache),
            *("--baseURL", f"http://{_HOST}:{port}/", "--appendPort=false"),
        ),
        post=program.blog / program.posts / f"{post}.md",
        path=f"/posts/{post}/",
    )


def demo(work: Path) -> Preview:
    """Return the preview of a copy of the demo blog, with the manual that is a section of it."""
    blog = work / "demo"
    shutil.rmtree(blog, ignore_errors=True)
    for folder in ("content", "docs"):
        shutil.copytree(REPOSITORY / folder, blog / folder)
    shutil.copy(REPOSITORY / "pyproject.toml", blog)
    program = programs.mathpress(work)
    return Preview(
        name=f"mathpress {program.version}",
        blog=blog,
        command=lambda port: (program.command[0], "serve", "--quiet", "--port", str(port)),
        post=blog / "content/posts/agm.md",
        path="/blog/2025/05/agm/",
        root="/blog/",
    )


@contextmanager
def running(preview: Preview) -> Iterator[Running]:
    """Run a preview until the block is done; it has built and answers when the block begins."""
    with socket.create_server((_HOST, 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryFile() as said:
        command = preview.command(port)
        process = subprocess.Popen(command, cwd=preview.blog, stdout=said, stderr=said, start_new_session=True)  # noqa: S603 - the programs to measure
        try:
            started = Running(preview, port)
            started.wait_for("</html>")
            yield started
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
