"""The preview: the site as it would be published, on this machine alone, built again when a source is saved."""

import queue
import threading
from collections.abc import Callable
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

from mathpress.write import PRIVATE

HOST: Final = "127.0.0.1"
_QUIET: Final = 0.1
"""Seconds without an event after which a save is complete."""


class _Site(StaticFiles):
    """The files of the site, never those beside it, never kept by the browser."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        hidden = PRIVATE in Path(path).parts
        response = await super().get_response("404.html" if hidden else path, scope)
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

    def __init__(self, ignored: Path) -> None:
        self.changes: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._ignored = ignored

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the event, unless it only says that a file was read or is the build's own."""
        path = Path(str(event.src_path))
        if event.event_type not in {"opened", "closed_no_write"} and not path.is_relative_to(self._ignored):
            self.changes.put(None)


def serve(folder: Path, sources: list[Path], site_root: str, port: int, rebuild: Callable[[], None]) -> None:
    """Serve a built site on the loopback address until interrupted; call `rebuild` whenever something was saved."""
    watcher = _Watcher(folder)
    observer = Observer()
    for source in sources:
        if source.is_dir():
            observer.schedule(watcher, str(source), recursive=True)
        elif source.is_file():
            observer.schedule(watcher, str(source.parent), recursive=False)
    observer.start()
    threading.Thread(target=_rebuild_on_change, args=(watcher.changes, rebuild), daemon=True).start()
    try:
        uvicorn.run(application(folder, site_root), host=HOST, port=port, log_level="warning")
    finally:
        observer.stop()
        observer.join()


def _rebuild_on_change(changes: "queue.SimpleQueue[None]", rebuild: Callable[[], None]) -> None:
    """Rebuild once for each burst of events, when it has been quiet for a moment."""
    while True:
        changes.get()
        try:
            while True:
                changes.get(timeout=_QUIET)
        except queue.Empty:
            rebuild()
