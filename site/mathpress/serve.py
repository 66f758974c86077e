"""The preview: the site as it would be published, on this machine alone, built again when a source is saved."""

import contextlib
import os
import queue
import socket
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from mathpress.errors import Place, Problem, Stop
from mathpress.write import PRIVATE

HOST: Final = "127.0.0.1"
_QUIET: Final = 0.1
"""Seconds without an event after which a save is complete."""


class _Site(StaticFiles):
    """The files of the site, never those beside it, never kept by the browser."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        hidden = PRIVATE in Path(path.casefold()).parts or "\0" in path
        response = await super().get_response("404.html" if hidden else path, scope)
        if hidden:
            response.status_code = 404
        response.headers["Cache-Control"] = "no-store"
        return response


def application(folder: Path, root: str) -> Starlette:
    """Return the server of a built site that lives under the path `root`."""

    async def to_root(_: Request) -> Response:
        return RedirectResponse(root)

    routes: list[Mount | Route] = [Mount(root.rstrip("/"), _Site(directory=folder, html=True))]
    if root != "/":
        routes.append(Route("/", to_root))
    # A name that an attacker's server resolves to this machine must not reach the drafts (DNS rebinding).
    return Starlette(routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])])


class _Watcher(FileSystemEventHandler):
    """Puts a mark into a queue whenever a source may have changed."""

    def __init__(self) -> None:
        self.changes: queue.SimpleQueue[None] = queue.SimpleQueue()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the event, unless it only says that a file was read."""
        if event.event_type not in {"opened", "closed_no_write"}:
            self.changes.put(None)


def listen(port: int) -> socket.socket:
    """Take a port of the loopback address; 0 takes a free one. Raises `Stop` if it is not to be had."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        message = f"cannot be listened on: {os.strerror(error.errno or 0)}; choose another port with --port"
        raise Stop(Problem(Place(f"{HOST}:{port}"), "serve-port", message)) from error


def serve(
    listener: socket.socket,
    folder: Path,
    site_root: str,
    root: Path,
    sources: Sequence[Path],
    rebuild: Callable[[], None],
) -> None:
    """Serve a built site until interrupted, then raise `KeyboardInterrupt`.

    Calls `rebuild` whenever something was saved in the folders `sources` or at the top of the blog at `root`, where
    the configuration is and where folders that are missing will appear.
    """
    folder.mkdir(parents=True, exist_ok=True)
    watcher = _Watcher()
    observer = Observer()

    def watch() -> None:
        observer.schedule(watcher, str(root), recursive=False)
        for source in sources:
            if source.is_dir():
                observer.schedule(watcher, str(source), recursive=True)

    watch()
    observer.start()
    threading.Thread(target=_rebuild_on_change, args=(watcher.changes, watch, rebuild), daemon=True).start()
    config = uvicorn.Config(application(folder, site_root), log_level="warning", lifespan="off", ws="none")
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        observer.stop()
        observer.join()


def _rebuild_on_change(
    changes: "queue.SimpleQueue[None]", watch: Callable[[], None], rebuild: Callable[[], None]
) -> None:
    """Rebuild once for each burst of events, when it has been quiet for a moment."""
    while True:
        changes.get()
        with contextlib.suppress(queue.Empty):
            while True:
                changes.get(timeout=_QUIET)
        watch()
        rebuild()
