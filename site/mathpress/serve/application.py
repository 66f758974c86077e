"""What the preview answers: the site's files, what there is instead of one that is missing, and the tools."""

import html
from collections.abc import Sequence
from difflib import get_close_matches
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
_MISSING: Final = b"""\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Not found</title></head>
<body><main></main></body>
</html>
"""


def application(tabs: Tabs, host: str, tools: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the server of what the `tabs` show, which listens on `host`; `tools` are routes of its own."""

    async def script(request: Request) -> Response:
        return Response(client(request.url.path.removeprefix(TOOLS)), media_type="text/javascript; charset=utf-8")

    async def file(request: Request) -> Response:
        return await run_in_threadpool(_respond, request, tabs.shown)

    routes = [
        *(Route(f"{TOOLS}{name}.js", script) for name in _SCRIPTS),
        WebSocketRoute(f"{TOOLS}live", tabs.serve),
        *tools,
        Route("/{path:path}", file, methods=["GET"]),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, host=host, tools=TOOLS)])


def _respond(request: Request, shown: Shown) -> Response:
    """Answer with a file, with where it is, or with what is shown where there is none."""
    path: str = request.scope["path"]
    if path == "/" != shown.root:
        return RedirectResponse(shown.root)
    name = find(shown.folder, shown.root, path)
    if name is None:
        return _missing(path, shown)
    if name.endswith("index.html") and not path.endswith(("/", "/index.html")):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(quote(f"{path}/") + query)
    return respond(shown.folder / name, name) or _missing(path, shown)


def _missing(path: str, shown: Shown) -> Response:
    """Return what visitors will see who follow a dead link, and what the address may have meant."""
    note = _note(path, shown)
    page = respond(shown.folder / "404.html", "404.html", 404, note)
    return page or Response(live(_MISSING, note=note), 404, {"Content-Type": "text/html; charset=utf-8"})


def _note(path: str, shown: Shown) -> bytes:
    known = {shown.address(file): file for file in Manifest.load(shown.folder).entries if file.endswith(".html")}
    near = get_close_matches(quote(path), known, _SUGGESTED, _NEAR)
    links = "".join(f'<li><a href="{html.escape(each)}">{html.escape(each)}</a></li>' for each in near)
    told = "Nothing has been built yet." if not known else f"There is no page at {html.escape(path)}."
    alike = f"<p>These addresses are alike:</p><ul>{links}</ul>" if links else ""
    return f'<nav lang="en"><p>{told}</p>{alike}</nav>'.encode()
