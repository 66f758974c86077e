"""What any test may ask for: a small blog, the program, a web server and a real browser.

A fixture that takes arguments returns a callable; its type is a protocol below, imported by tests for annotations:
`if TYPE_CHECKING: from tests.conftest import MakeBlog`. All but `page` may be used by fixtures of a whole module.
"""

import itertools
import mimetypes
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, Protocol

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send
from tests.needs import miss, tool
from tests.previews import Preview, running
from tests.tools import PACKAGES, find_chromium, has_packages, is_root

from mathpress.render import typeface
from mathpress.render.typeface import webfont

REPOSITORY: Final = Path(__file__).parent.parent
HEADERS: Final = (REPOSITORY / "docs" / "headers.md").read_text("utf-8")
POLICIES: Final = re.findall(r"^Content-Security-Policy: (.+)$", HEADERS, re.MULTILINE)
PLAIN_POLICY, SEARCH_POLICY, MATHJAX_POLICY, PINNED_POLICY, GISCUS_POLICY = POLICIES
"""What docs/headers.md has: sites without and with a search, with a MathJax of their own, the pinned one, giscus."""
DEFAULT_CONFIG: Final = 'title = "Test"\nurl = "https://example.org/"\n'

# Python 3.11 leaves these to the operating system's table, which a bare container does not have.
for suffix, media_type in {".woff2": "font/woff2", ".webp": "image/webp", ".avif": "image/avif"}.items():
    mimetypes.add_type(media_type, suffix)


class MakeBlog(Protocol):
    """The type of the fixture `blog`."""

    def __call__(self, files: Mapping[str, str | bytes], /) -> Path:
        """Write `files` (path from the root: content) to a new folder and return it."""


class RunMathpress(Protocol):
    """The type of the fixture `run_mathpress`."""

    def __call__(
        self, *args: str | Path, cwd: Path, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run `mathpress *args` in `cwd`, with `env` added to the environment, and return status and output."""


class StartPreview(Protocol):
    """The type of the fixture `start_preview`."""

    def __call__(self, root: Path, *arguments: str, port: int = 0, env: Mapping[str, str] | None = None) -> Preview:
        """Run `mathpress serve *arguments` for the blog at `root` until the test is done."""


class ServeFolder(Protocol):
    """The type of the fixture `serve_folder`."""

    def __call__(self, folder: Path, prefix: str = "/", policy: str = "") -> str:
        """Serve `folder` as a static host would and return the URL of its root, which ends with `prefix`.

        `policy` is sent as the Content-Security-Policy of each file.
        """


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let trials that are short by default be as long as docs/trust.md says."""
    parser.addoption("--thorough", action="store_true", help="run faults, hostile input, fuzzing and load in full")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests with a browser last: Playwright keeps an event loop in the main thread, where asyncio.run fails."""
    items.sort(key=lambda item: isinstance(item, pytest.Function) and "browser" in item.fixturenames)


@pytest.fixture(scope="session", autouse=True)
def fonts_made_once() -> Iterator[None]:
    """Make each math font once: hundreds of blogs want the same. How one is made is looked at in test_fonts.py."""
    made: dict[tuple[bytes, frozenset[int]], bytes] = {}

    def remembered(file: Path, characters: Collection[int]) -> bytes:
        key = file.read_bytes(), frozenset(characters)
        if key not in made:
            made[key] = webfont(file, characters)
        return made[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(typeface, "webfont", remembered)
        yield


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Tell whether trials are to be run in full, which takes hours."""
    return bool(pytestconfig.getoption("--thorough"))


@pytest.fixture(scope="session")
def blog(tmp_path_factory: pytest.TempPathFactory) -> MakeBlog:
    """Make blogs: each call a new one, with a mathpress.toml of defaults unless a configuration is among the files.

    Text is written as UTF-8 with its line ends as they are, bytes as they are.
    """

    def make(files: Mapping[str, str | bytes], /) -> Path:
        root = tmp_path_factory.mktemp("blog")
        configured = "mathpress.toml" in files or "pyproject.toml" in files
        for name, content in [*files.items(), *([] if configured else [("mathpress.toml", DEFAULT_CONFIG)])]:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return make


@pytest.fixture(scope="session")
def run_mathpress() -> RunMathpress:
    """Run the program of this checkout as authors do, in a process of its own; one that hangs fails after 5 minutes."""

    def run(*args: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, REPOSITORY / "build.py", *args],
            cwd=cwd,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"} | dict(env or {}),
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def demo(run_mathpress: RunMathpress, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the demo blog and return the output."""
    output = tmp_path_factory.mktemp("demo")
    result = run_mathpress("build", "--output", output, cwd=REPOSITORY)
    assert result.returncode == 0, result.stderr
    return output


@pytest.fixture(scope="module")
def demo_url(demo: Path, serve_folder: ServeFolder) -> str:
    """Serve the demo blog under the path that it is made for."""
    return serve_folder(demo, "/blog/")


@pytest.fixture(scope="session")
def packages() -> Path:
    """See to Java and the packages of npm, and return their folder; without them, fail on CI and skip elsewhere."""
    if not has_packages():
        miss("a package of npm")
    tool("java")
    return PACKAGES


@pytest.fixture
def start_preview(tmp_path: Path) -> Iterator[StartPreview]:
    """Start previews of blogs, on free ports."""
    with ExitStack() as at_end:
        logs = itertools.count()

        def start(root: Path, *arguments: str, port: int = 0, env: Mapping[str, str] | None = None) -> Preview:
            log = tmp_path / f"preview-{next(logs)}.log"
            return at_end.enter_context(running(root, log, *arguments, port=port, env=env))

        yield start


@pytest.fixture(scope="module")
def serve_folder() -> Iterator[ServeFolder]:
    """Serve folders at free ports of 127.0.0.1 until the module's tests are done; a folder's 404.html is honoured."""
    with ExitStack() as servers:

        def serve(folder: Path, prefix: str = "/", policy: str = "") -> str:
            return servers.enter_context(_serving(folder, prefix, policy))

        yield serve


@contextmanager
def _serving(folder: Path, prefix: str, policy: str) -> Iterator[str]:
    prefix = f"/{prefix.strip('/')}/".replace("//", "/")
    files = Starlette(routes=[Mount(prefix, StaticFiles(directory=folder, html=True))])

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start" and policy:
                message["headers"].append((b"content-security-policy", policy.encode()))
            await send(message)

        await files(scope, receive, send_with_policy)

    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none"))
    # Listening before the thread starts: a request that comes early waits in the backlog.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}{prefix}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a headless Chromium, the one on PATH or Playwright's own; without one, fail on CI and skip elsewhere."""
    quiet = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    arguments = [*quiet, "--disable-sync", "--disable-quic"]
    if is_root():
        arguments.append("--no-sandbox")  # Chromium refuses to run as root with a sandbox
    chromium = find_chromium()
    with sync_playwright() as playwright:
        if chromium is None and not Path(playwright.chromium.executable_path).exists():
            miss("Chromium")
        running = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open an empty page in a context of its own: no cookies, storage or cache of another test."""
    with browser.new_context() as context:
        opened = context.new_page()
        yield opened
        if not opened.is_closed():
            opened.unroute_all(behavior="ignoreErrors")  # it may still be fetching an icon through a test's route
