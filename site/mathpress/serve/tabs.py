"""The tabs that show the site: each is told over a WebSocket what has become of its page.

What is told is all there is to know, not what is new; so a tab that was asleep or is slow loses nothing, and nothing
piles up for it.
"""

import asyncio
import contextlib
from collections import deque
from typing import Any, Final

from starlette.websockets import WebSocket, WebSocketDisconnect

from mathpress.serve.files import find, version
from mathpress.serve.shown import Shown

_REMEMBERED: Final = 100
"""How many builds are remembered for tabs that missed some."""


class Tabs:
    """All open tabs. What is called here is called in the server's event loop."""

    def __init__(self, shown: Shown) -> None:
        self._builds = deque([shown], _REMEMBERED)
        self._wakes: dict[asyncio.Event, str] = {}
        """What wakes each tab, the oldest first, and the path that it shows."""

    @property
    def shown(self) -> Shown:
        """What is shown now."""
        return self._builds[-1]

    def show(self, shown: Shown) -> None:
        """Tell all tabs of a build: first those of what was edited, and of them those that were opened last."""
        self._builds.append(shown)
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
        last = self.shown.build
        try:
            while not closed.done():
                wake.clear()
                missed = [each for each in self._builds if each.build > last]
                last = self.shown.build
                await socket.send_json(_told(path, self.shown, missed))
                await wake.wait()
        except WebSocketDisconnect:
            pass
        finally:
            del self._wakes[wake]
            closed.cancel()


async def _closed(socket: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect):
        while True:
            await socket.receive_text()


def _file(path: str, shown: Shown) -> str:
    return find(shown.folder, shown.root, path) or ""


def _told(path: str, shown: Shown, missed: list[Shown]) -> dict[str, Any]:
    """Return what a tab is told that shows the page at a path, and has `missed` some builds."""
    file = _file(path, shown)
    target = next((each.moved[file] for each in missed if file in each.moved), None)
    files = sorted({shown.address(file) for each in missed for file in each.files})
    return {
        "build": shown.build,
        "version": version(shown.folder / file) if file else None,
        "edited": any(file in each.edited for each in missed),
        "moved": shown.address(target) if target else None,
        "files": files,
        "problems": [{"severity": said.severity, "text": said.text} for said in shown.problems],
        "failed": shown.failed,
        "noticed": shown.noticed,
        "began": shown.began,
        "built": shown.built,
    }
