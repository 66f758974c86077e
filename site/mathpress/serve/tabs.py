"""The tabs that show the site: each is told over a WebSocket what has become of its page.

What is told is all there is to know, not what is new; so a tab that was asleep or is slow loses nothing, and nothing
piles up for it. One that was away says which build it heard of last.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, Self

from starlette.websockets import WebSocket, WebSocketDisconnect

from mathpress.serve.files import find, version
from mathpress.serve.shown import Shown

_REMEMBERED: Final = 100
"""How many builds are remembered for tabs that missed some."""


class _Build(NamedTuple):
    """What a tab may have missed."""

    build: int
    edited: frozenset[str]
    files: frozenset[str]
    moved: Mapping[str, str]

    @classmethod
    def of(cls, shown: Shown) -> Self:
        return cls(shown.build, shown.edited, shown.files, shown.moved)


class Tabs:
    """All open tabs. What is called here is called in the server's event loop."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        """What is shown now."""
        self._past = deque([_Build.of(shown)], _REMEMBERED)
        self._name = secrets.token_hex(8)
        """What tells this server's builds from those of another one at the same address."""
        self._wakes: dict[asyncio.Event, str] = {}
        """What wakes each tab, the oldest first, and the path that it shows."""

    def show(self, shown: Shown) -> None:
        """Tell all tabs of a build: first those of what was edited, and of them those that were opened last."""
        self.shown = shown
        self._past.append(_Build.of(shown))
        waiting = reversed(self._wakes.items())
        for wake, _ in sorted(waiting, key=lambda tab: _file(tab[1], shown) not in shown.edited):
            wake.set()

    async def serve(self, socket: WebSocket) -> None:
        """Tell a tab of each build until it is closed."""
        await socket.accept()
        wake = asyncio.Event()
        path = socket.query_params.get("page", "/")
        self._wakes[wake] = path
        closed = asyncio.create_task(_closed(socket))
        closed.add_done_callback(lambda _: wake.set())
        heard = socket.query_params.get("heard", "")
        known = {f"{self._name}-{each.build}": each.build for each in self._past}
        last = known.get(heard, self.shown.build)
        try:
            while not closed.done():
                wake.clear()
                missed = [each for each in self._past if each.build > last]
                last = self.shown.build
                await socket.send_json(_told(path, self.shown, missed) | {"heard": f"{self._name}-{last}"})
                await wake.wait()
        except WebSocketDisconnect:
            pass
        finally:
            del self._wakes[wake]
            closed.cancel()


async def _closed(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":  # what a tab says is of no interest
        pass


def _file(path: str, shown: Shown) -> str:
    return find(shown.folder, shown.root, path) or ""


def _told(path: str, shown: Shown, missed: Sequence[_Build]) -> dict[str, Any]:
    """Return what a tab is told that shows the page at a path, and has `missed` some builds."""
    file = _file(path, shown)
    target = file
    for each in missed:
        target = each.moved.get(target, target)
    files = sorted({shown.address(file) for each in missed for file in each.files})
    return {
        "build": shown.build,
        "version": version(shown.folder / file) if file else None,
        "edited": any(file in each.edited for each in missed),
        "moved": shown.address(target) if target != file else None,
        "files": files,
        "problems": [{"severity": said.severity, "text": said.text} for said in shown.problems],
        "failed": shown.failed,
        "noticed": shown.noticed,
        "began": shown.began,
        "built": shown.built,
    }
