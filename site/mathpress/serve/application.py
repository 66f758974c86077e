"""What the preview answers: the site's files, what there is instead of one that is missing, and the tools."""

import contextlib
import html
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import lru_cache
from heapq import nlargest
from pathlib import Path
from typing import Final
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from mathpress.manifest import Manifest
from mathpress.serve.files import client, find, live, respond
from mathpress.serve.guard import Guard
from mathpress.serve.shown import Shown
from mathpress.serve.tabs import Tabs

TOOLS: Final = "/_mathpress/"
"""Where the preview's own pages and scripts are."""
_PARTS: Final = ("align", "connection", "diagnostic", "files", "morph", "panel", "source", "spot", "style")
_SCRIPTS: Final = ("live", *(f"live/{part}" for part in _PARTS))
"""What shows a page as it is saved: `live.js`, which pages have, and the modules that it loads."""
_SUGGESTED: Final = 5
_NEAR: Final = 0.6
"""How much alike two addresses are of which one may stand for the other (difflib's ratio)."""
_LIKELY: Final = 200
"""How many addresses are compared letter by letter, which takes a while."""
_PAGES: Final = frozenset({"document", "iframe", "empty"})
"""What a browser wants to show as a page, and what a script asks for."""
_MISSING: Final = b"""\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Not found</title></head>
<body><main></main></body>
</html>
"""


def application(
    tabs: Tabs, host: str, tools: Sequence[BaseRoute] = (), doubt: Callable[[], None] = lambda: None
) -> Starlette:
    """Return the server of what the `tabs` show, which listens on `host`; `tools` are routes of its own.

    It calls `doubt` if a file of the site is missing that was made.
    """

    async def script(request: Request) -> Response:
        return Response(client(request.url.path.removeprefix(TOOLS)), media_type="text/javascript; charset=utf-8")

    async def file(request: Request) -> Response:
        return await run_in_threadpool(_respond, request, tabs.shown, doubt)

    routes = [
        *(Route(f"{TOOLS}{name}.js", script) for name in _SCRIPTS),
        WebSocketRoute(f"{TOOLS}live", tabs.serve),
        *tools,
        Route("/{path:path}", file, methods=["GET"]),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, host=host, tools=TOOLS)])


def _respond(request: Request, shown: Shown, doubt: Callable[[], None]) -> Response:
    """Answer with a file, with where it is, or with what is shown where there is none."""
    path: str = request.scope["path"]
    if path == "/" != shown.root:
        return RedirectResponse(shown.root)
    name = find(shown.folder, shown.root, path)
    if name and name.endswith("index.html") and not path.endswith(("/", "/index.html")):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(shown.address(name) + query)
    found = respond(shown.folder / name, name) if name else None
    if found:
        return found
    if name in _made(shown.folder, shown.build):
        doubt()
    if request.headers.get("Sec-Fetch-Dest", "document") not in _PAGES:  # a picture or a script, which nobody reads
        return Response(status_code=404)
    return _missing(path, shown)


@lru_cache(maxsize=1)
def _made(folder: Path, build: int) -> frozenset[str]:  # noqa: ARG001 (another build may have made other files)
    """Return the files of the site."""
    with contextlib.suppress(OSError):
        return frozenset(Manifest.load(folder).entries)
    return frozenset()


def _missing(path: str, shown: Shown) -> Response:
    """Return what visitors will see who follow a dead link, and what the address may have meant."""
    note = _note(path, shown)
    name = find(shown.folder, "/", "/404.html")
    page = respond(shown.folder / name, name, 404, note) if name else None
    return page or Response(live(_MISSING, note=note), 404, {"Content-Type": "text/html; charset=utf-8"})


def _note(path: str, shown: Shown) -> bytes:
    known = [shown.address(file) for file in _made(shown.folder, shown.build) if file.endswith(".html")]
    near = get_close_matches(quote(path), _likely(quote(path), known), _SUGGESTED, _NEAR)
    links = "".join(f'<li><a href="{html.escape(each)}">{html.escape(each)}</a></li>' for each in near)
    told = "Nothing has been built yet." if not known else f"There is no page at {html.escape(path)}."
    alike = f"<p>These addresses are alike:</p><ul>{links}</ul>" if links else ""
    return f'<nav lang="en"><p>{told}</p>{alike}</nav>'.encode()


def _likely(path: str, known: Sequence[str]) -> Sequence[str]:
    """Return the addresses that have most in common with a path, three letters at a time."""
    wanted = _threes(path)
    return nlargest(_LIKELY, sorted(known), key=lambda address: len(wanted & _threes(address)))


def _threes(text: str) -> set[str]:
    return {text[start : start + 3] for start in range(len(text) - 2)}
