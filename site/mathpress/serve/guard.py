"""Who may ask the preview, and for what: it shows drafts, so only the author's own browser gets an answer.

A page from elsewhere can make the browser ask for anything on this machine. It cannot read the answer, unless its
name is made to lead here (DNS rebinding), which the Host header gives away, or a WebSocket is opened, which no rule of
browsers forbids, so its Origin is looked at.
"""

import ipaddress
import socket
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_READING: Final = frozenset({"GET", "HEAD"})
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_REFUSED: Final = 1008
"""The WebSocket's status of a policy that is violated (RFC 6455)."""


class Guard:
    """Lets through what asks for a host that the preview goes by, and only reads; of others, posts to its own tools.

    `host` is what it listens on: unless that is of the loopback, it goes by all addresses, for no name is one, and by
    this machine's name.
    """

    def __init__(self, app: ASGIApp, host: str, tools: str) -> None:
        self._app = app
        self._tools = tools
        self._is_open = not is_loopback(host)
        self._names = {"localhost", host.lower(), *([socket.gethostname().lower()] if self._is_open else [])}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or have the application answer."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if scope["type"] == "websocket":
            if self._goes_by(host) and is_of(headers.get("origin", ""), host):
                await self._app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": _REFUSED})
            return
        refusal = self._refusal(scope, headers, host)

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await (refusal or self._app)(scope, receive, send_marked)

    def _refusal(self, scope: Scope, headers: Headers, host: str) -> ASGIApp | None:
        if not self._goes_by(host):
            return PlainTextResponse(f"The preview does not go by the name {host!r}; ask for 127.0.0.1.\n", 400)
        is_reading = scope["method"] in _READING
        if not is_reading and not (scope["method"] == "POST" and scope["path"].startswith(self._tools)):
            return PlainTextResponse("The preview is only read.\n", 405, {"Allow": "GET, HEAD"})
        if not is_reading and not is_of(headers.get("origin", ""), host):
            return PlainTextResponse("Pages from elsewhere have no say here.\n", 403)
        return None

    def _goes_by(self, host: str) -> bool:
        name = _name(host)
        if name in self._names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self._is_open or address.is_loopback


def _name(host: str) -> str:
    try:
        return "" if "@" in host else (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_of(origin: str, host: str) -> bool:
    """Tell whether an Origin is a page of this host."""
    return origin.lower() == f"http://{host.lower()}"


def is_loopback(host: str) -> bool:
    """Tell whether a host can be reached from this machine alone."""
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
