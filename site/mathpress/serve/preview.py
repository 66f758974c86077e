"""The preview at work: one thread waits for saves and builds; the server's event loop answers browsers, tells tabs."""

import asyncio
import contextlib
import errno
import os
import socket
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import uvicorn

from mathpress.config import PYPROJECT
from mathpress.errors import Place, Problem, Stop
from mathpress.serve import formula
from mathpress.serve.application import application
from mathpress.serve.builds import Builds
from mathpress.serve.tabs import Tabs
from mathpress.serve.watching import Watched, Watcher, linked_folders, watched
from mathpress.settings import FILE

_TRIED: Final = 50
"""How many ports are tried from the one that is wanted."""
_LONGEST_MESSAGE: Final = 4096
"""Bytes of what a tab may say, which has nothing to say."""
_AT_MOST: Final = 1000
"""Connections."""
_AT_THE_END: Final = 1
"""Seconds that those are waited for which are still reading; tabs go at once."""


def listen(host: str, port: int) -> socket.socket:
    """Take a port of a host, or the next one that is free; 0 takes any. Raises `Stop` if none is to be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        for tried in range(port, port + _TRIED if port else 1):
            try:
                return socket.create_server((host, tried), family=family)
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
    except (OSError, OverflowError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno and error.errno > 0 else error
        message = f"cannot be listened on: {reason}; choose another with --host and --port"
        raise Stop(Problem(Place(f"{host}:{port}"), "serve-port", message)) from error
    message = f"is taken, and so are the {_TRIED} ports behind it; choose another with --port"
    raise Stop(Problem(Place(f"{host}:{port}"), "serve-port", message))


def serve(listener: socket.socket, host: str, builds: Builds, root: Path, is_ready: Callable[[], None]) -> None:
    """Build the blog at `root` and serve it until interrupted, then raise `KeyboardInterrupt`.

    Calls `is_ready` when browsers get an answer. Raises `Stop` if there is nothing to serve.
    """
    watcher = Watcher()
    try:
        watcher.watch(_watched(root, builds))
        builds.first()
        if watcher.watch(_watched(root, builds)):
            watcher.doubt()
        tabs = Tabs(builds.shown)
        asyncio.run(_run(listener, host, builds, root, watcher, tabs, is_ready))
    finally:
        watcher.stop()


async def _run(
    listener: socket.socket,
    host: str,
    builds: Builds,
    root: Path,
    watcher: Watcher,
    tabs: Tabs,
    is_ready: Callable[[], None],
) -> None:
    loop = asyncio.get_running_loop()

    def build_at_each_save() -> None:
        builds.warm_up()
        while True:
            saved = watcher.wait()
            watcher.watch(_watched(root, builds))  # a folder that is new has more to tell
            with contextlib.suppress(OSError):  # the terminal is gone, and nobody can be told
                builds.again(saved.paths, saved.noticed)
            with contextlib.suppress(RuntimeError):  # the server has ended
                loop.call_soon_threadsafe(tabs.show, builds.shown)
            if watcher.watch(_watched(root, builds)):  # which may be others now, and have changed in the meantime
                watcher.doubt()

    threading.Thread(target=build_at_each_save, daemon=True).start()
    config = uvicorn.Config(
        application(tabs, host, formula.routes(root), watcher.doubt),
        log_level="warning",
        lifespan="off",
        ws="websockets-sansio",
        ws_max_size=_LONGEST_MESSAGE,
        limit_concurrency=_AT_MOST,
        timeout_graceful_shutdown=_AT_THE_END,
        server_header=False,
    )
    is_ready()
    await uvicorn.Server(config).serve(sockets=[listener])


def _watched(root: Path, builds: Builds) -> Iterable[Watched]:
    """Return where what a blog is made from may be saved."""
    files = [FILE, PYPROJECT]
    config = builds.config
    if config is None:
        return watched(root, (), files)
    folders = (*config.content, config.templates, config.static)
    return watched(
        root,
        [*folders, *linked_folders(root / config.templates)],
        [*files, *config.citations.bibliography, config.math.font, *builds.linked()],
    )
