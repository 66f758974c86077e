"""The preview under load: many ask while files are saved, and each answer is a whole page, old or new.

Afterwards it holds what it held before: memory, descriptors, threads and connections are counted once it is warm and
again at the end, each time when nobody is connected.
"""

import asyncio
import contextlib
import itertools
import json
import os
import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Self
from xml.etree.ElementTree import fromstring

import psutil
from tests.previews import HOST, PATIENCE
from websockets import Origin
from websockets.asyncio.client import ClientConnection, connect

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, StartPreview
    from tests.previews import Preview

SHORT: Final = 1.5, 4.5
THOROUGH: Final = 180.0, float(os.environ.get("LOAD_MINUTES", "30")) * 60
"""Seconds to get warm and seconds that are looked at."""
STRETCHES: Final = 3
"""How often it is counted until the end."""
GROWTH: Final = 24_000_000
"""Bytes that the memory of a preview may differ by: a page is read and let go thousands of times in far more."""
POSTS: Final = 12
PER_PAGE: Final = 10
ASKING: Final = 8
"""Connections that ask without a pause."""
LASTING: Final = 100
"""Requests on one connection."""
TABS: Final = 50
PAUSE: Final = 0.1
"""Seconds between two saves."""
THREADS: Final = 64
"""Threads that it may have: 40 read files while others wait (anyio's limit), and a few watch and build."""
SPARE: Final = 700
"""Files of the cache that may be there though no post has them any more: 400, and two for each of 100 saves."""
SETTLED: Final = 2
"""Descriptors by which a moment may differ from another: a file that is being read, a connection that is closing."""
CONFIG: Final = 'title = "Test"\nurl = "https://example.org/blog/"\n'
STYLE: Final = b"p { color: red }\n" * 10_000
SHOWN: Final = re.compile(r"Post (?P<post>\d+) begins with save (?P<save>\d+)\.")
ENDED: Final = re.compile(r"Post (?P<post>\d+) ends with save (?P<save>\d+)\.")
QUESTION: Final = json.dumps({"tex": r"x^2+\frac{1}{y}", "display": True}).encode()


def text(post: int, save: int) -> str:
    """Return a post whose page tells which save it shows, with a formula that is another each time."""
    words = "\n\n".join(f"文字 ${{x}}_{{{each}}}$ between." for each in range(30))
    return (
        f"---\ntitle: Post {post}\ndate: 2026-01-{post + 1:02}\n---\n\nPost {post} begins with save {save}.\n\n"
        f"{words}\n\n$$x_{{{save}}}=\\label{{eq:a}}$$\n\nPost {post} ends with save {save}.\n"
    )


class Answer(NamedTuple):
    """What a request got."""

    status: int
    kind: str
    body: bytes


class Connection:
    """A connection that asks, and waits for each answer."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    @contextlib.asynccontextmanager
    async def to(cls, preview: "Preview") -> AsyncIterator[Self]:
        """Open one to a preview."""
        reader, writer = await asyncio.open_connection(HOST, preview.port)
        try:
            yield cls(reader, writer)
        finally:
            writer.close()

    async def ask(self, path: str, method: str = "GET", body: bytes = b"") -> Answer:
        """Return what is answered, read to its end."""
        host = self._writer.get_extra_info("peername")
        own = f"{host[0]}:{host[1]}"
        head = f"{method} {path} HTTP/1.1\r\nHost: {own}\r\nOrigin: http://{own}\r\nContent-Length: {len(body)}\r\n"
        self._writer.write(head.encode() + b"Content-Type: application/json\r\n\r\n" + body)
        async with asyncio.timeout(PATIENCE):
            first, *lines = (await self._reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines)
            length = 0 if method == "HEAD" else int(headers["content-length"])
            return Answer(int(first.split()[1]), headers["content-type"], await self._reader.readexactly(length))


def page(post: int) -> str:
    """Return the address of a post."""
    return f"/blog/2026/01/p{post}/"


class Held(NamedTuple):
    """What a preview holds when nobody is connected."""

    memory: int
    descriptors: int
    threads: int

    @classmethod
    def by(cls, preview: "Preview") -> "Held":
        """Count what a preview holds, once it has let go of its visitors."""
        program = psutil.Process(preview.process.pid)
        preview.wait(lambda: len(program.net_connections()) == 1)
        return cls(program.memory_info().rss, program.num_fds(), program.num_threads())


@dataclass
class Load:
    """Those who ask, those who look and one who saves; `saved` and `told` are the last saves of each post."""

    preview: "Preview"
    root: Path
    saved: list[int] = field(default_factory=lambda: [0] * POSTS)
    told: list[int] = field(default_factory=lambda: [0] * POSTS)
    asked: Counter[str] = field(default_factory=Counter)
    builds: int = 0
    heard: int = 0

    async def last(self, seconds: float) -> None:
        """Go on for so long. Raises the first assertion that fails."""
        until = time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            group.create_task(self._save(until))
            for number in range(ASKING):
                group.create_task(self._ask(number, until))
            for number in range(TABS):
                group.create_task(self._look(number, until))
            group.create_task(self._come_and_go(until))
            group.create_task(self._dawdle(until))

    # --- who saves ---------------------------------------------------------------------------------------------------

    async def _save(self, until: float) -> None:
        """Save a post, wait for the build that shows it, and save the next."""
        async with self._tab("/blog/") as tab, Connection.to(self.preview) as connection:
            await tab.recv()
            for post in itertools.cycle(range(POSTS)):
                if time.monotonic() > until:
                    return
                self.saved[post] += 1
                (self.root / f"content/posts/p{post}.md").write_text(text(post, self.saved[post]), "utf-8")
                while True:
                    told = json.loads(await asyncio.wait_for(tab.recv(), PATIENCE))
                    assert (told["problems"], told["failed"]) == ([], False)
                    self.builds += 1
                    shown = SHOWN.search((await connection.ask(page(post))).body.decode())
                    if shown and int(shown["save"]) == self.saved[post]:
                        break
                self.told[post] = self.saved[post]
                await asyncio.sleep(PAUSE)

    # --- who asks ----------------------------------------------------------------------------------------------------

    async def _ask(self, number: int, until: float) -> None:
        """Ask for one thing after another, each time by the next connection."""
        asking = itertools.cycle([self._post, self._listing, self._feed, self._style, self._absent, self._bench])
        for _ in range(number):
            next(asking)
        while time.monotonic() < until:
            async with Connection.to(self.preview) as connection:
                for count in range(LASTING):
                    if time.monotonic() < until:
                        await next(asking)(connection, (number + count) % POSTS)

    async def _post(self, connection: "Connection", post: int) -> None:
        at_least = self.told[post]
        answer = await connection.ask(page(post))
        assert (answer.status, answer.kind) == (200, "text/html; charset=utf-8")
        begun, ended = (form.findall(answer.body.decode()) for form in (SHOWN, ENDED))
        assert begun[-1:] == ended == [(str(post), ended[0][1])]
        assert at_least <= int(ended[0][1]) <= self.saved[post]
        assert answer.body.endswith(b"</html>\n")
        self.asked["posts"] += 1

    async def _listing(self, connection: "Connection", _: int) -> None:
        at_least = [*self.told]
        answer = await connection.ask("/blog/")
        assert (answer.status, answer.kind) == (200, "text/html; charset=utf-8")
        shown = SHOWN.findall(answer.body.decode())
        assert len(shown) == PER_PAGE
        assert all(at_least[int(post)] <= int(save) <= self.saved[int(post)] for post, save in shown)
        assert answer.body.endswith(b"</html>\n")
        self.asked["listings"] += 1

    async def _feed(self, connection: "Connection", post: int) -> None:
        if post % 2:
            answer = await connection.ask("/blog/feed.xml")
            assert (answer.status, answer.kind) == (200, "application/atom+xml")
            assert len(fromstring(answer.body).findall("{*}entry")) == POSTS
        else:
            answer = await connection.ask("/blog/feed.json")
            assert (answer.status, answer.kind) == (200, "application/feed+json")
            assert len(json.loads(answer.body)["items"]) == POSTS
        self.asked["feeds"] += 1

    async def _style(self, connection: "Connection", post: int) -> None:
        answer = await connection.ask("/blog/large.css", "HEAD" if post % 2 else "GET")
        assert (answer.status, answer.kind) == (200, "text/css; charset=utf-8")
        assert answer.body == (b"" if post % 2 else STYLE)
        self.asked["styles"] += 1

    async def _absent(self, connection: "Connection", post: int) -> None:
        answer = await connection.ask(f"/blog/2026/01/post-{post}/nothing/")
        assert (answer.status, answer.kind) == (404, "text/html; charset=utf-8")
        assert answer.body.endswith(b"</html>\n")
        answer = await connection.ask("/blog/%2e%2e/%2e%2e/mathpress.toml")
        assert answer.status == 404
        answer = await connection.ask(page(post), "DELETE")
        assert answer.status == 405
        self.asked["refused"] += 3

    async def _bench(self, connection: "Connection", _: int) -> None:
        answer = await connection.ask("/_mathpress/formula", "POST", QUESTION)
        assert (answer.status, answer.kind) == (200, "application/json")
        assert json.loads(answer.body)["result"] == "mathml"
        self.asked["formulas"] += 1

    # --- who looks ---------------------------------------------------------------------------------------------------

    async def _look(self, number: int, until: float) -> None:
        """Show a page all the time, and hear of each build once."""
        async with self._tab(page(number % POSTS)) as tab:
            last = 0
            with contextlib.suppress(TimeoutError):
                while True:
                    async with asyncio.timeout(until - time.monotonic()):
                        told = json.loads(await tab.recv())
                    assert told["build"] > last
                    last = told["build"]
                    self.heard += 1

    async def _come_and_go(self, until: float) -> None:
        """Open a tab, see that it is told what is so, and close it; leave without a word in the middle of an answer."""
        while time.monotonic() < until:
            async with self._tab(page(0)) as tab:
                assert json.loads(await asyncio.wait_for(tab.recv(), PATIENCE))["version"]
            async with self._rude() as (reader, writer):
                writer.write(f"GET /blog/large.css HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
                await reader.read(10)
            self.asked["left"] += 1
            await asyncio.sleep(0.01)

    async def _dawdle(self, until: float) -> None:
        """Ask for much and read it byte by byte, or never finish asking."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(until - time.monotonic()):
                while True:
                    async with self._rude() as (reader, writer):
                        writer.write(f"GET /blog/large.css HTTP/1.1\r\nHost: {HOST}\r\n\r\nGET /blog".encode())
                        for _ in range(10):
                            await asyncio.sleep(0.1)
                            await reader.read(1)
                        self.asked["slow"] += 1

    @contextlib.asynccontextmanager
    async def _rude(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """Open a connection that takes one byte at a time, and leave it without a word."""
        reader, writer = await asyncio.open_connection(HOST, self.preview.port, limit=1)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()

    @contextlib.asynccontextmanager
    async def _tab(self, shown: str) -> AsyncIterator[ClientConnection]:
        address = f"ws://{HOST}:{self.preview.port}/_mathpress/live?page={shown}"
        async with connect(address, origin=Origin(f"http://{HOST}:{self.preview.port}"), proxy=None) as tab:
            yield tab


def test_every_answer_is_whole_and_nothing_is_kept(
    blog: "MakeBlog", start_preview: "StartPreview", *, thorough: bool
) -> None:
    """While posts are saved as fast as they are built, with many who look, who leave and who are slow."""
    files = {f"content/posts/p{post}.md": text(post, 0) for post in range(POSTS)}
    root = blog({"mathpress.toml": CONFIG, "static/large.css": STYLE, **files})
    preview = start_preview(root)
    load = Load(preview, root)
    warming, lasting = THOROUGH if thorough else SHORT
    asyncio.run(load.last(warming))
    held, asked, kept = [Held.by(preview)], load.asked.total(), number_of_files(root)
    for _ in range(STRETCHES):
        asyncio.run(load.last(lasting / STRETCHES))
        held.append(Held.by(preview))
    before, after = held[0], held[-1]
    memory = ", ".join(f"{each.memory / 1e6:.1f}" for each in held)
    told = f"{load.asked.total() - asked} requests in {lasting:.0f} s, MB: {memory}; {before} {after} {load}"
    assert after.memory - before.memory < GROWTH, told
    assert abs(after.descriptors - before.descriptors) <= SETTLED, told
    assert after.threads < THREADS, told
    assert number_of_files(root) - kept <= SPARE, told
    assert load.builds > POSTS, told
    assert set(load.asked) == {"posts", "listings", "feeds", "styles", "refused", "formulas", "left", "slow"}, told
    print(told)


def number_of_files(root: Path) -> int:
    """Return how many files a blog has, with what the preview keeps there."""
    return sum(path.is_file() for path in root.rglob("*"))
