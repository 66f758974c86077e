"""The preview: the real program on a free port of the loopback address."""

import contextlib
import http.client
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

HOST: Final = "127.0.0.1"
BUILD: Final = Path(__file__).parent.parent / "build.py"
CONFIG: Final = 'title = "Test"\nurl = "https://example.org/blog/"\n'
POST: Final = "---\ntitle: A\ndate: 2026-01-02\n---\n\nFirst words.\n"
PAGE: Final = "/blog/2026/01/a/"
PATIENCE: Final = 30.0
"""Seconds to wait for what should take a moment, on a machine that is busy with other things."""


@dataclass
class Preview:
    """A running preview."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def get(self, path: str, host: str | None = None) -> tuple[int, str]:
        """Ask for a path, exactly as it is written, and return status and text. Browsers are to keep nothing."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        with contextlib.closing(connection):
            connection.putrequest("GET", path, skip_host=True)
            connection.putheader("Host", host or f"{HOST}:{self.port}")
            connection.endheaders()
            response = connection.getresponse()
            if response.status == 200:
                assert response.headers["Cache-Control"] == "no-store"
            return response.status, response.read().decode("utf-8", "replace")

    def wait(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            # Nobody listens yet; or a page is put in place while the one before is being sent.
            with contextlib.suppress(OSError, http.client.HTTPException):
                if is_so():
                    return
            time.sleep(0.02)
        pytest.fail(f"it did not happen; the preview said:\n{self.log.read_text('utf-8')}")


Start = Callable[..., Preview]
_ADDRESS: Final = re.compile(r"serving http://.*:(?P<port>\d+)/")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start previews of blogs; they are ended with the test."""
    running: list[Preview] = []

    def run(root: Path, *arguments: str, port: int = 0) -> Preview:
        log = tmp_path / f"log-{len(running)}"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, BUILD, "serve", "--port", str(port), *arguments],
                cwd=root,
                stdout=stream,
                stderr=stream,
            )
        preview = Preview(process, 0, log)
        running.append(preview)
        preview.wait(lambda: _ADDRESS.search(log.read_text("utf-8")) is not None)
        match = _ADDRESS.search(log.read_text("utf-8"))
        preview.port = int(match["port"]) if match else 0
        return preview

    yield run
    for preview in running:
        preview.process.kill()
        preview.process.wait()


def test_the_site_is_served_under_its_path_and_nothing_else_is(blog: "MakeBlog", start: Start) -> None:
    """Neither the manifest, nor drafts, nor any other file of the machine, however the path is written."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST, "secret.txt": "secret"})
    preview = start(root)
    status, text = preview.get(PAGE)
    assert status == 200
    assert "First words." in text
    assert f"http://127.0.0.1:{preview.port}{PAGE}" in preview.get("/blog/sitemap.xml")[1]
    assert preview.get("/")[0] == 307
    assert preview.get("/blog")[0] in {307, 200}
    missing = preview.get("/blog/missing/")
    assert missing[0] == 404
    lines = (root / ".mathpress/preview/404.html").read_text("utf-8").splitlines()
    assert set(lines) - set(missing[1].splitlines()) == {"<head>", "<body>"}  # which have more than the published page
    for path in (
        "/blog/.mathpress/manifest.json",
        "/blog/%2emathpress/manifest.json",
        "/blog/.mathpress%2fmanifest.json",
        "/blog/.MATHPRESS/manifest.json",
        "/blog/x/../.mathpress/manifest.json",
        "/blog/../secret.txt",
        "/blog/../../secret.txt",
        "/blog/%2e%2e/%2e%2e/secret.txt",
        "/blog/..%2f..%2fsecret.txt",
        "/blog/..\\..\\secret.txt",
        f"/blog/{root}/secret.txt",
        f"/blog/%2f{str(root).lstrip('/')}/secret.txt",
        "/blog//etc/passwd",
        "/blog/%00",
        "/secret.txt",
        f"/blog/{'x' * 5000}",
    ):
        assert preview.get(path)[0] == 404, path


def test_another_host_is_refused(blog: "MakeBlog", start: Start) -> None:
    """A name that an attacker makes resolve to this machine must not reach the drafts."""
    preview = start(blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST}))
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "169.254.0.1"):
        assert preview.get(PAGE, host)[0] == 400
    for host in (HOST, "localhost", f"localhost:{preview.port}"):
        assert preview.get(PAGE, host)[0] == 200


def test_it_listens_on_the_loopback_address_alone(blog: "MakeBlog", start: Start) -> None:
    """Drafts are nobody else's business."""
    preview = start(blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST}))
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", preview.port), timeout=5).close()


def test_what_is_saved_is_shown_and_what_is_broken_keeps_the_last_good_page(blog: "MakeBlog", start: Start) -> None:
    """Posts, the configuration and templates, also in a folder that was not there at first."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start(root)
    post = root / "content/posts/a.md"

    post.write_text(POST.replace("First", "Second"), "utf-8")
    preview.wait(lambda: "Second words." in preview.get(PAGE)[1])

    post.write_text(f"{POST}$\\alhpa$", "utf-8")
    preview.wait(lambda: "[math-command]" in preview.log.read_text("utf-8"))
    assert "Second words." in preview.get(PAGE)[1]

    temporary = root / "content/posts/.a.md.tmp"
    temporary.write_text(POST.replace("First", "Third"), "utf-8")
    temporary.replace(post)
    preview.wait(lambda: "Third words." in preview.get(PAGE)[1])

    (root / "mathpress.toml").write_text('titel = "x"\n', "utf-8")
    preview.wait(lambda: "[config-key]" in preview.log.read_text("utf-8"))
    (root / "mathpress.toml").write_text(CONFIG.replace("Test", "Another name"), "utf-8")
    preview.wait(lambda: "Another name" in preview.get("/blog/")[1])

    (root / "templates").mkdir()
    (root / "templates/404.html").write_text("{{ nothing }}", "utf-8")
    preview.wait(lambda: "[template-error]" in preview.log.read_text("utf-8"))
    (root / "templates/404.html").write_text("Lost", "utf-8")
    preview.wait(lambda: "Lost" in preview.get("/blog/missing")[1])

    post.unlink()
    preview.wait(lambda: preview.get(PAGE)[0] == 404)


def test_nothing_is_built_when_nothing_was_saved(blog: "MakeBlog", start: Start) -> None:
    """The preview's own files are no reason to build again."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start(root)
    (root / "content/posts/a.md").write_text(POST.replace("First", "Second"), "utf-8")
    preview.wait(lambda: preview.log.read_text("utf-8").count(" written, ") == 2)
    time.sleep(0.8)
    assert preview.log.read_text("utf-8").count(" written, ") == 2
    assert (root / ".mathpress/preview/index.html").is_file()
    assert not (root / "public").exists()


def test_what_the_preview_learnt_is_kept_when_it_ends(blog: "MakeBlog", start: Start) -> None:
    """So the next one begins with what this one ended with."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start(root)
    (told,) = (root / ".mathpress/cache/told").iterdir()
    before = told.read_bytes()
    (root / "content/posts/a.md").write_text(POST.replace("First", "Second"), "utf-8")
    preview.wait(lambda: preview.log.read_text("utf-8").count(" written, ") == 2)
    preview.process.send_signal(signal.SIGINT)
    preview.process.wait(PATIENCE)
    assert told.read_bytes() != before


@pytest.mark.parametrize(
    ("path", "broken", "mended"),
    [
        ("content/posts/a.md", f"{POST}$\\alhpa$\n", POST),
        ("templates/404.html", "{{ nothing }}", "Lost"),
        ("mathpress.toml", "titel = 1", CONFIG),
    ],
)
def test_a_blog_that_is_broken_at_first_is_shown_once_it_is_mended(
    blog: "MakeBlog", start: Start, path: str, broken: str, mended: str
) -> None:
    """By a formula, by a template, or by a setting."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST, path: broken})
    preview = start(root)
    assert preview.get(PAGE)[0] == 404
    assert "Nothing has been built yet." in preview.get(PAGE)[1]
    (root / path).write_text(mended, "utf-8")
    preview.wait(lambda: "First words." in preview.get(PAGE)[1])


@pytest.mark.parametrize(
    ("files", "arguments", "code"),
    [
        ({"content/pages/a.md": "A"}, (), "content-missing"),
        ({"content/posts/a.md": POST}, ("--output", "."), "output-sources"),
        ({"content/posts/a.md": POST}, ("--base-url", "example.org"), "usage"),
    ],
)
def test_a_blog_that_is_none_is_not_served(
    blog: "MakeBlog", run_mathpress: "RunMathpress", files: dict[str, str], arguments: tuple[str, ...], code: str
) -> None:
    """What cannot be mended by saving a post ends the command."""
    done = run_mathpress("serve", "--port", "0", *arguments, cwd=blog(files))
    assert done.returncode == 2
    assert f"[{code}]" in done.stderr


def test_the_next_port_is_taken_if_one_is_not_free(blog: "MakeBlog", start: Start) -> None:
    """And it is said."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        preview = start(root, port=port)
        assert f"port {port} is taken)" in preview.log.read_text("utf-8")
        assert preview.port > port


def test_a_host_that_is_not_this_machine_is_told_in_one_line(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """Before anything is built."""
    root = blog({"content/posts/a.md": POST})
    done = run_mathpress("serve", "--host", "192.0.2.1", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "192.0.2.1:8000: error: cannot be listened on: Cannot assign requested address; "
        "choose another with --host and --port [serve-port]\n"
    )
    assert not (root / ".mathpress").exists()


def test_the_formula_bench_is_beside_the_site(blog: "MakeBlog", start: Start) -> None:
    """It is the preview's own (test_formula_bench.py); no file of it is in the site."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    status, text = start(root).get("/_mathpress/formula")
    assert status == 200
    assert "<title>Formula bench" in text
    assert not list((root / ".mathpress/preview").rglob("*_mathpress*"))


def test_a_second_preview_of_a_blog_says_where_the_first_one_is(
    blog: "MakeBlog", start: Start, run_mathpress: "RunMathpress"
) -> None:
    """It would build into the same folder. One that was killed is in nobody's way."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start(root)
    done = run_mathpress("serve", "--port", "0", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"http://{HOST}:{preview.port}: error: this blog is shown there already, by another `mathpress serve`; "
        "open it, or end that with Ctrl-C [serve-running]\n"
    )
    preview.process.kill()
    preview.process.wait()
    assert start(root).get(PAGE)[0] == 200


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_ends_the_preview_with_status_130(blog: "MakeBlog", start: Start, times: int) -> None:
    """With nobody left at the port and nothing said."""
    preview = start(blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST}), "--quiet")
    with socket.create_connection((HOST, preview.port)):  # a browser keeps its connection open
        for _ in range(times):
            preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(PATIENCE) == 130
    assert "Traceback" not in preview.log.read_text("utf-8")
    with pytest.raises(OSError, match="refused"):
        preview.get("/blog/")
