"""Who may ask the preview and for what, and what a hostile or a slow one can do to it."""

import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Final

import psutil
import pytest
from tests.previews import HOST, PATIENCE
from websockets import Origin
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, StartPreview
    from tests.previews import Preview

CONFIG: Final = 'title = "Test"\nurl = "https://example.org/blog/"\n'
POST: Final = "---\ntitle: A\ndate: 2026-01-02\n---\n\nFirst words.\n"
PAGE: Final = "/blog/2026/01/a/"


@pytest.fixture
def preview(blog: "MakeBlog", start_preview: "StartPreview") -> "Preview":
    """Start the preview of a blog of one post."""
    return start_preview(blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST, "secret.txt": "secret"}))


def raw(preview: "Preview", request: bytes) -> bytes:
    """Send bytes, and return the beginning of what is answered."""
    with socket.create_connection((HOST, preview.port), timeout=PATIENCE) as connection:
        try:
            connection.sendall(request)
            return connection.recv(4096)
        except ConnectionError:  # closed before all was sent
            return b""


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_the_site_is_only_read(preview: "Preview", method: str) -> None:
    """Whatever the path; what tools are sent has to come from their own pages."""
    own = {"Origin": f"http://{HOST}:{preview.port}"}
    status, headers, _ = preview.ask(method, PAGE, own)
    assert (status, headers["Allow"]) == (405, "GET, HEAD")
    if method == "POST":
        assert preview.ask(method, "/_mathpress/formula", {})[0] == 403
        assert preview.ask(method, "/_mathpress/formula", {"Origin": "http://evil.example"})[0] == 403
        assert preview.ask(method, "/_mathpress/formula", {"Origin": "null"})[0] == 403


def test_a_socket_is_for_pages_of_the_preview_alone(preview: "Preview") -> None:
    """Browsers let any page open one, and say where the page is from."""
    address = f"ws://{HOST}:{preview.port}/_mathpress/live?page={PAGE}"
    for origin in (None, "null", "http://evil.example", f"http://{HOST}", f"https://{HOST}:{preview.port}"):
        with pytest.raises(InvalidStatus), connect(address, origin=Origin(origin) if origin else None, proxy=None):
            pass
    rebound = address.replace(HOST, "evil.example")  # whose name leads to this machine
    with (
        pytest.raises(InvalidStatus),
        socket.create_connection((HOST, preview.port)) as own,
        connect(rebound, sock=own, origin=Origin(f"http://evil.example:{preview.port}"), proxy=None),
    ):
        pass
    with preview.tab(PAGE) as tab:
        assert tab.next()["build"] == 1


def test_nothing_outside_of_the_site_is_read_through_links(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """Somebody may have put a link into the folder that is served."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST, "secret/a.txt": "secret"})
    preview = start_preview(root)
    served = root / ".mathpress/preview"
    (served / "file.txt").symlink_to(root / "secret/a.txt")
    (served / "folder").symlink_to(root / "secret")
    (served / "loop").symlink_to(served / "loop")
    os.mkfifo(served / "pipe")
    (served / "own").mkdir()
    (served / "own/index.html").symlink_to(root / "secret/a.txt")
    (served / "beside").symlink_to(served / ".mathpress")
    for path in (
        "file.txt",
        "folder/a.txt",
        "folder/",
        "loop",
        "loop/a",
        "pipe",
        "own",
        "own/",
        "beside/manifest.json",
    ):
        status, text = preview.get(f"/blog/{path}")
        assert (status, "secret" in text.partition("There is no page")[0]) == (404, False), path


def test_pages_from_elsewhere_cannot_use_what_is_served(preview: "Preview") -> None:
    """Not even a picture of a draft."""
    _, headers, _ = preview.ask("GET", PAGE)
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Access-Control-Allow-Origin"] is None


def test_what_is_too_large_is_refused(preview: "Preview") -> None:
    """Addresses, headers, messages of tabs; a body that nobody asked for is not even read."""
    line = f"GET {PAGE} HTTP/1.1\r\nHost: {HOST}\r\n".encode()
    a_million = b"x" * 1_000_000
    for request in (b"GET /" + a_million, line + b"X: " + a_million + b"\r\n\r\n", b"\x16\x03\x01\x02\x00\x01" * 10):
        assert raw(preview, request)[:12] in {b"", b"HTTP/1.1 400", b"HTTP/1.1 431"}  # or closed at once
    program = psutil.Process(preview.process.pid)
    before = program.memory_info().rss
    with socket.create_connection((HOST, preview.port), timeout=PATIENCE) as connection:
        connection.sendall(line + b"Content-Length: 1000000000\r\n\r\n" + b"x" * 60_000)
        assert connection.recv(12) == b"HTTP/1.1 200"
    with preview.tab(PAGE) as tab:
        tab.socket.send("x" * 10_000_000)
        with pytest.raises(ConnectionClosed):
            tab.until(lambda _: False)
    assert program.memory_info().rss - before < 50_000_000
    assert preview.get(PAGE)[0] == 200


def test_slow_ones_keep_nobody_waiting(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """Neither those that never finish asking nor those that never read the answer."""
    large = {"static/large.bin": bytes(8_000_000)}
    preview = start_preview(blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST, **large}))
    with ExitStack() as slow:
        for number in range(100):
            connection = slow.enter_context(socket.create_connection((HOST, preview.port), timeout=PATIENCE))
            asked = "large.bin" if number % 2 else "a"
            end = "\r\n\r\n" if number % 2 else "\r\n"
            connection.sendall(f"GET /blog/{asked} HTTP/1.1\r\nHost: {HOST}{end}".encode())
        begun = time.monotonic()
        assert preview.get(PAGE)[0] == 200
        assert time.monotonic() - begun < PATIENCE / 2
        with preview.tab(PAGE) as tab:
            assert tab.next()["build"] == 1


def test_two_hundred_tabs_are_told_of_a_build(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """Each of its own page; those that are closed are forgotten."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start_preview(root)
    with ExitStack() as tabs:
        opened = [tabs.enter_context(preview.tab(PAGE)) for _ in range(200)]
        assert {tab.next()["build"] for tab in opened} == {1}
        (root / "content/posts/a.md").write_text(POST.replace("First", "Second"), "utf-8")
        told = [tab.next() for tab in opened]
        assert {each["build"] for each in told} == {2}
        assert all(each["edited"] for each in told)
        with ThreadPoolExecutor(16) as asking:
            assert {status for status, _ in asking.map(preview.get, [PAGE] * 200)} == {200}
    program = psutil.Process(preview.process.pid)
    preview.wait(lambda: len(program.net_connections()) < 20)
    assert preview.get(PAGE)[0] == 200


def test_others_are_let_in_only_when_they_are_asked_in(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """With a warning; by an address or this machine's name, never by one that anybody could give it."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start_preview(root, "--host", "0.0.0.0")  # noqa: S104 (that is what is tried)
    assert "warning: whoever reaches this machine" in preview.log.read_text("utf-8")
    for host in ("192.168.1.7:8000", "10.0.0.1", "[fe80::1]:8000", "localhost", socket.gethostname()):
        assert preview.get(PAGE, host)[0] == 200, host
    for host in ("evil.example", "192.168.1.7.evil.example", ""):
        assert preview.get(PAGE, host)[0] == 400, host
    with closing(socket.create_connection(("127.0.0.2", preview.port), timeout=PATIENCE)):
        pass


def test_no_address_leads_to_another_host(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """Not even that of a folder of the site which looks like one."""
    root = blog({"mathpress.toml": CONFIG.replace("/blog/", "/"), "static/evil.example/index.html": "<p>x"})
    (root / "content/posts").mkdir(parents=True)
    preview = start_preview(root)
    status, headers, _ = preview.ask("GET", "//evil.example")
    assert (status, headers["Location"]) == (307, "/evil.example/")
    assert preview.get(PAGE, f"evil@localhost:{preview.port}")[0] == 400


def test_a_tab_that_talks_is_not_listened_to(preview: "Preview") -> None:
    """Whatever it says."""
    with preview.tab(PAGE) as tab:
        tab.next()
        for said in ("{}", b"\0\1", "x" * 4000):
            tab.socket.send(said)
    with preview.tab(PAGE) as tab:
        assert tab.next()["build"] == 1
