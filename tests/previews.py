"""A running preview, for the tests of it."""

import contextlib
import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any, Final

import pytest
from websockets import Origin
from websockets.sync.client import ClientConnection, connect

HOST: Final = "127.0.0.1"
BUILD: Final = Path(__file__).parent.parent / "build.py"
PATIENCE: Final = 30.0
"""Seconds to wait for what should take a moment, on a machine that is busy with other things."""
_ADDRESS: Final = re.compile(r"serving http://.*:(?P<port>\d+)/")


class Tab:
    """What the script of a page hears."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def next(self) -> dict[str, Any]:
        """Return the next message."""
        message: dict[str, Any] = json.loads(self.socket.recv(PATIENCE))
        return message

    def until(self, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the next message of which something is so."""
        while not is_so(message := self.next()):
            pass
        return message


@dataclass
class Preview:
    """A running preview."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(self, method: str, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, Message, bytes]:
        """Ask for a path and return status, headers and body."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request(method, path, headers=dict(headers or {}))
            response = connection.getresponse()
            return response.status, response.headers, response.read()

    def version(self, path: str) -> str:
        """Return the version of a page, as its script knows it."""
        return self.get(path)[1].partition('data-version="')[2].partition('"')[0]

    def get(self, path: str, host: str | None = None) -> tuple[int, str]:
        """Ask for a path, exactly as it is written, and return status and text. Browsers are to keep nothing."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        with contextlib.closing(connection):
            connection.putrequest("GET", path, skip_host=True)
            connection.putheader("Host", host if host is not None else f"{HOST}:{self.port}")
            connection.endheaders()
            response = connection.getresponse()
            if response.status == 200:
                assert response.headers["Cache-Control"] == "no-store"
            return response.status, response.read().decode("utf-8", "replace")

    @contextmanager
    def tab(self, page: str, heard: str = "") -> Iterator[Tab]:
        """Be a tab that shows a page and has `heard` of a build; the first message is left to be heard."""
        address = f"ws://{HOST}:{self.port}/_mathpress/live?page={page}&heard={heard}"
        with connect(address, origin=Origin(f"http://{HOST}:{self.port}"), proxy=None) as socket:
            yield Tab(socket)

    def wait(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            # Nobody listens yet; or a page is put in place while the one before is being sent.
            with contextlib.suppress(OSError, http.client.HTTPException):
                if is_so():
                    return
            time.sleep(0.02)
        pytest.fail(f"it did not happen; the preview said:\n{self.log.read_text('utf-8')}")


@contextmanager
def running(
    root: Path, log: Path, *arguments: str, port: int = 0, env: Mapping[str, str] | None = None
) -> Iterator[Preview]:
    """Run the preview of the blog at `root`, which says what it says in a file, until the block ends."""
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, BUILD, "serve", "--port", str(port), *arguments],
            cwd=root,
            env=os.environ | dict(env or {}),
            stdout=stream,
            stderr=stream,
        )
    preview = Preview(process, 0, log)
    try:
        preview.wait(lambda: _ADDRESS.search(log.read_text("utf-8")) is not None)
        match = _ADDRESS.search(log.read_text("utf-8"))
        preview.port = int(match["port"]) if match else 0
        yield preview
    finally:
        process.kill()
        process.wait()
