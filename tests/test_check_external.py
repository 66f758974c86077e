"""Links to other sites are asked for politely, against a server of our own: no test needs the web."""

import contextlib
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.conftest import DEFAULT_CONFIG
from tests.test_check import examined

from mathpress.check.external_links import dead_external_links
from mathpress.check.link_requests import Answer, Manners, ask
from mathpress.errors import Severity
from mathpress.kept import Kept

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

HASTY: Final = Manners(pause=0, backoff=0, private=True)
NOW: Final = 1_800_000_000.0
DAY: Final = 24 * 3600
STATUSES: Final = {
    "/gone": 410,
    "/missing": 404,
    "/closed": 403,
    "/broken": 500,
    "/endless": 500,
    "/busy": 429,
    "/down": 503,
}
MOVES: Final = {
    "/moved": (301, "/ok"), "/twice": (308, "/moved"), "/today": (302, "/ok"), "/half": (301, "/today"),
    "/nowhere": (301, "/missing"), "/loop": (302, "/loop"), "/scheme": (302, "ftp://example.org/"),
}  # fmt: skip


class Site:
    """A server that remembers what it was asked, and how many asked at once."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._tries: Counter[str] = Counter()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                site.answer(self)

            def do_GET(self) -> None:
                site.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer as the path says."""
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            self.asked.append(f"{request.command} {request.path}")
            self.agents.add(request.headers["User-Agent"])
            self._tries[request.path] += 1
            count = self._tries[request.path]
        status = STATUSES.get(request.path, 200)
        if request.path == "/no-head" and request.command == "HEAD":
            status = 405
        elif request.path == "/flaky" and count < 3:
            status = 503
        status, location = MOVES.get(request.path, (status, ""))
        request.send_response(status)
        if location:
            request.send_header("Location", location)
        if status == 503:
            request.send_header("Retry-After", "0")
        is_endless = request.path == "/endless"
        request.send_header(*(("Connection", "close") if is_endless else ("Content-Length", "0")))
        with self._lock:
            self._now -= 1  # before the answer is sent, which may be followed by the next question at once
        request.end_headers()
        with contextlib.suppress(OSError):
            while is_endless and not self._closing.wait(0.05):
                request.wfile.write(b"and on ")

    def close(self) -> None:
        """End the server."""
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve a site of which each address answers in its own way."""
    served = Site()
    yield served
    served.close()


Asks = Callable[..., dict[str, Answer]]


@pytest.fixture
def asks(site: Site, tmp_path: Path) -> Asks:
    """Ask for paths of the site; what is remembered is in one folder for all that a test asks."""

    def call(*paths: str, now: float = NOW, manners: Manners = HASTY) -> dict[str, Answer]:
        answers = ask([site.url + path for path in paths], Kept(tmp_path), now, manners)
        return {url.removeprefix(site.url): answer for url, answer in answers.items()}

    return call


def test_what_answers_is_good(site: Site, asks: Asks) -> None:
    """By HEAD, which costs the other site least; by GET where HEAD is not understood; again where it was busy."""
    answers = asks("/ok", "/no-head", "/flaky", "/路 径?q=数")
    assert all(answer.is_good for answer in answers.values())
    assert site.asked == [
        "HEAD /ok", "HEAD /no-head", "GET /no-head", "HEAD /flaky", "GET /flaky", "GET /flaky",
        "HEAD /%E8%B7%AF%20%E5%BE%84?q=%E6%95%B0",
    ]  # fmt: skip


def test_what_does_not_answer_tells_why(site: Site, asks: Asks) -> None:
    """A server that fails is asked again a few times, one that knows its answer is not."""
    answers = asks("/gone", "/broken")
    assert [answer.status for answer in answers.values()] == [410, 500]
    assert site.asked.count("HEAD /gone") == site.asked.count("GET /gone") == 1
    assert site.asked.count("GET /broken") == 1 + HASTY.tries


def test_redirects_are_followed_and_lasting_ones_told(site: Site, asks: Asks) -> None:
    """An address has moved for good as far as each step says so (RFC 9110, 15.4)."""
    answers = asks("/moved", "/twice", "/today", "/half", "/nowhere", "/loop", "/scheme")
    moved = {path: answer.moved.removeprefix(site.url) for path, answer in answers.items() if answer.is_good}
    assert moved == {"/moved": "/ok", "/twice": "/ok", "/today": "", "/half": "/today"}
    assert answers["/nowhere"] == Answer(404)
    assert answers["/loop"].reason == "it leads on and on"
    assert answers["/scheme"].reason == "it leads on to ftp://example.org/, which is no page"


def test_a_host_that_is_not_there_is_told(asks: Asks, site: Site, tmp_path: Path) -> None:
    """Names that nobody has (RFC 6761), and ports that nobody listens on."""
    site.close()
    refused = asks("/ok")["/ok"]
    assert (refused.status, "refused" in refused.reason) == (0, True)
    lost = ask(["http://nobody.invalid/"], Kept(tmp_path), NOW, HASTY)["http://nobody.invalid/"]
    assert lost.status == 0
    assert "nobody.invalid" in lost.reason


def test_good_answers_are_remembered_for_a_week(site: Site, asks: Asks) -> None:
    """Others are asked for again each time, for they may have been mended."""
    first = asks("/moved", "/missing")
    site.asked.clear()
    assert asks("/moved", "/missing", now=NOW + 6 * DAY) == first
    assert site.asked == ["HEAD /missing", "GET /missing"]
    site.asked.clear()
    asks("/moved", now=NOW + 8 * DAY)
    assert site.asked == ["HEAD /moved", "HEAD /ok"]


def test_a_damaged_memory_is_no_memory(site: Site, asks: Asks, tmp_path: Path) -> None:
    """It is asked for again."""
    first = asks("/ok")
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes() + b"x")
    assert asks("/ok") == first
    assert site.asked == ["HEAD /ok"] * 2


def test_a_host_is_asked_one_thing_at_a_time(site: Site, asks: Asks, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a pause between, and under a name that tells who asks."""
    pauses: list[float] = []

    class Clock(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0)
            return False

    monkeypatch.setattr("mathpress.check.link_requests.Event", Clock)
    asks(*(f"/page/{number}" for number in range(20)), manners=Manners(pause=0.5, private=True))
    assert site.most_at_once == 1
    assert pauses == [0, *[0.5] * 19]
    assert all(agent.startswith("mathpress/") for agent in site.agents)


def test_what_is_known_when_the_check_is_interrupted_is_kept(site: Site, tmp_path: Path) -> None:
    """A blog with thousands of links is asked for in several goes, if its author has no patience."""

    def interrupt(*_: int) -> None:
        raise KeyboardInterrupt

    kept, url = Kept(tmp_path), f"{site.url}/ok"
    with pytest.raises(KeyboardInterrupt):
        ask([url], kept, NOW, HASTY, interrupt)
    assert site.asked == ["HEAD /ok"]
    assert ask([url], kept, NOW, HASTY)[url].is_good
    assert site.asked == ["HEAD /ok"]


def test_hosts_are_asked_side_by_side(tmp_path: Path) -> None:
    """Each of two servers answers only when the other was asked too."""
    both = threading.Barrier(2, timeout=60)
    sites = [Site(), Site()]
    for each in sites:
        answer = each.answer
        each.answer = lambda request, answer=answer: (both.wait(), answer(request))[1]  # type: ignore[method-assign, misc]
    answers = ask([f"{each.url}/ok" for each in sites], Kept(tmp_path), NOW, HASTY)
    for each in sites:
        each.close()
    assert [answer.status for answer in answers.values()] == [200, 200]


def test_this_machine_and_its_network_are_not_asked(site: Site, asks: Asks, tmp_path: Path) -> None:
    """Neither by address nor by name: a guest's post must not make a check on CI look around there."""
    answers = asks("/ok", manners=Manners(pause=0))
    assert answers["/ok"].reason == "127.0.0.1 is on this machine or its own network; it is not asked"
    named = site.url.replace("127.0.0.1", "localhost")
    assert not ask([f"{named}/ok"], Kept(tmp_path), NOW, Manners(pause=0))[f"{named}/ok"].is_good
    assert site.asked == []


def test_a_server_that_is_out_of_order_is_waited_for_once(site: Site, asks: Asks) -> None:
    """When it says how long: HEAD is not asked again, since GET will be."""
    assert asks("/down")["/down"].status == 503
    assert site.asked == ["HEAD /down", *["GET /down"] * (1 + HASTY.tries)]


def test_nothing_is_sent_to_a_private_host_before_it_is_known_for_one(tmp_path: Path) -> None:
    """Nor the first words of TLS, which would open a door to what listens there."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        answer = ask([url], Kept(tmp_path), NOW, Manners(pause=0))[url]
        assert answer.reason == "127.0.0.1 is on this machine or its own network; it is not asked"
        with listener.accept()[0] as connected:
            assert connected.recv(1) == b""


@pytest.mark.parametrize(
    ("scheme", "begins"), [("http", b""), ("http", b"HTTP/1.1 200 OK\r\nX-Slow: "), ("https", b"\x16\x03\x03\x40\x00")]
)
def test_a_server_that_is_never_done_is_given_up(tmp_path: Path, scheme: str, begins: bytes) -> None:
    """However often it sends a byte, in the middle of TLS or of the head of an answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        done = threading.Event()

        def drip() -> None:
            with listener.accept()[0] as connected, contextlib.suppress(OSError):
                connected.sendall(begins)
                while not done.wait(0.05):
                    connected.sendall(b"x")

        dripping = threading.Thread(target=drip, daemon=True)
        dripping.start()
        url = f"{scheme}://127.0.0.1:{listener.getsockname()[1]}/"
        answer = ask([url], Kept(tmp_path), NOW, Manners(pause=0, private=True, longest=1))[url]
        done.set()
        dripping.join()
    assert answer == Answer(0, "127.0.0.1 takes longer than 1 seconds to answer")


def test_nobody_waits_for_what_follows_the_head_of_an_answer(site: Site, asks: Asks) -> None:
    """A server that is out of order and goes on and on about it is asked again in the meantime."""
    assert asks("/endless")["/endless"] == Answer(500)
    assert site.asked == ["HEAD /endless", *["GET /endless"] * (1 + HASTY.tries)]


def test_an_address_that_cannot_be_one_tells_why(site: Site, tmp_path: Path) -> None:
    """The others are asked all the same."""
    bad, good = "https://例..com/x", f"{site.url}/ok"
    answers = ask([bad, good], Kept(tmp_path), NOW, HASTY)
    assert answers == {bad: Answer(0, "no host can have that name"), good: Answer(200)}


def test_a_host_that_cannot_be_reached_is_not_tried_for_each_address(asks: Asks, site: Site) -> None:
    """A dead host with a hundred links would take an hour of waiting."""
    site.close()
    answers = asks("/a", "/b", "/c")
    assert len(set(answers.values())) == 1
    assert answers["/c"].status == 0


def test_dead_links_are_told_where_they_are_written(site: Site, blog: "MakeBlog") -> None:
    """In each post, as warnings; what a site does not show to robots, and what is to be skipped, is not told."""
    text = "[a]({0}/missing) [b]({0}/moved) <{0}/closed> [c]({0}/ok#part) [d]({0}/skip/gone) ![e]({0}/broken)\n"
    post = "---\ntitle: {1}\ndate: 2026-01-02\n---\n"
    root = blog(
        {
            "mathpress.toml": f'{DEFAULT_CONFIG}check.skip = ["{site.url}/skip/"]\n',
            "content/posts/a.md": (post + text).format(site.url, "A"),
            "content/posts/b.md": (post + "Also [a]({0}/missing).\n").format(site.url, "B"),
        }
    )
    problems = list(dead_external_links(examined(root), HASTY))
    assert [(problem.place.path[-4:], problem.code, problem.message.replace(site.url, "")) for problem in problems] == [
        ("a.md", "external-dead", "/missing is not there any more (404)"),
        ("a.md", "external-moved", "/moved has moved for good to /ok; link to that"),
        ("a.md", "external-unreachable", "/broken does not answer as it should: status 500"),
        ("b.md", "external-dead", "/missing is not there any more (404)"),
    ]
    places = [problem.place for problem in problems]
    rests = [place.excerpt[place.column - 1 - place.skipped :] for place in places]
    assert [rest[: place.length].removeprefix(site.url) for place, rest in zip(places, rests, strict=True)] == [
        "/missing", "/moved", "/broken", "/missing",
    ]  # fmt: skip
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert not any("skip" in asked for asked in site.asked)


def test_a_machine_that_is_not_on_the_web_is_told_once(blog: "MakeBlog") -> None:
    """Not at each link of each post."""
    root = blog(
        {"content/posts/a.md": "---\ntitle: A\ndate: 2026-01-02\n---\n<http://a.invalid/> <http://b.invalid/>\n"}
    )
    assert [str(problem) for problem in dead_external_links(examined(root), HASTY)] == [
        "--external: warning: none of 2 sites can be reached; is this machine on the web? [external-unreachable]"
    ]


def test_the_command_asks_if_it_is_told_to(site: Site, blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """Never without the option."""
    post = f"---\ntitle: A\ndate: 2026-01-02\n---\n[a]({site.url}/moved)\n"
    root = blog({"mathpress.toml": f"{DEFAULT_CONFIG}check.private = true\n", "content/posts/a.md": post})
    assert "1 warning" not in run_mathpress("check", cwd=root).stdout
    assert site.asked == []
    done = run_mathpress("check", "--external", cwd=root)
    assert "1 link elsewhere, 1 warning" in done.stdout
    assert done.stderr.startswith(f"content/posts/a.md:5:5: warning: {site.url}/moved has moved for good")
    assert site.asked == ["HEAD /moved", "HEAD /ok"]
