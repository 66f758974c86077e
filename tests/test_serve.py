"""The preview: the real program on a free port of the loopback address."""

import os
import re
import signal
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil
import pytest
from tests.previews import HOST, PATIENCE

from mathpress.build import Options
from mathpress.errors import Place, Problem, Severity
from mathpress.serve.builds import Builds, _said

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress, StartPreview

CONFIG: Final = 'title = "Test"\nurl = "https://example.org/blog/"\n'
POST: Final = "---\ntitle: A\ndate: 2026-01-02\n---\n\nFirst words.\n"
PAGE: Final = "/blog/2026/01/a/"


def test_the_site_is_served_under_its_path_and_nothing_else_is(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """Neither the manifest, nor drafts, nor any other file of the machine, however the path is written."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST, "secret.txt": "secret"})
    preview = start_preview(root)
    status, text = preview.get(PAGE)
    assert status == 200
    assert "First words." in text
    assert f"http://127.0.0.1:{preview.port}{PAGE}" in preview.get("/blog/sitemap.xml")[1]
    assert preview.get("/")[0] == 307
    assert preview.get("/blog")[0] in {307, 200}
    missing = preview.get("/blog/missing/")
    assert missing[0] == 404
    lines = (root / ".mathpress/preview/404.html").read_text("utf-8").splitlines()
    assert set(lines) - set(missing[1].splitlines()) == {
        "<head>",
        "  </main>",
    }  # which have more than what is published
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


def test_another_host_is_refused(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """A name that an attacker makes resolve to this machine must not reach the drafts."""
    preview = start_preview(blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST}))
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "169.254.0.1"):
        assert preview.get(PAGE, host)[0] == 400
    for host in (HOST, "localhost", f"localhost:{preview.port}"):
        assert preview.get(PAGE, host)[0] == 200


def test_it_listens_on_the_loopback_address_alone(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """Drafts are nobody else's business."""
    preview = start_preview(blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST}))
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", preview.port), timeout=5).close()


def test_what_is_saved_is_shown_and_what_is_broken_keeps_the_last_good_page(
    blog: "MakeBlog", start_preview: "StartPreview"
) -> None:
    """Posts, the configuration and templates, also in a folder that was not there at first."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start_preview(root)
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


def test_nothing_is_built_when_nothing_was_saved(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """The preview's own files are no reason to build again."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start_preview(root)
    (root / "content/posts/a.md").write_text(POST.replace("First", "Second"), "utf-8")
    preview.wait(lambda: preview.log.read_text("utf-8").count(" written, ") == 2)
    time.sleep(0.8)
    assert preview.log.read_text("utf-8").count(" written, ") == 2
    assert (root / ".mathpress/preview/index.html").is_file()
    assert not (root / "public").exists()


def test_what_the_preview_learnt_is_kept_when_it_ends(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """So the next one begins with what this one ended with."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start_preview(root)
    (kept,) = (root / ".mathpress/cache/memory").iterdir()
    before = kept.read_bytes()
    (root / "content/posts/a.md").write_text(POST.replace("First", "Second"), "utf-8")
    preview.wait(lambda: preview.log.read_text("utf-8").count(" written, ") == 2)
    preview.process.send_signal(signal.SIGINT)
    preview.process.wait(PATIENCE)
    assert kept.read_bytes() != before


@pytest.mark.parametrize(
    ("path", "broken", "mended"),
    [
        ("content/posts/a.md", f"{POST}$\\alhpa$\n", POST),
        ("templates/404.html", "{{ nothing }}", "Lost"),
        ("mathpress.toml", "titel = 1", CONFIG),
    ],
)
def test_a_blog_that_is_broken_at_first_is_shown_once_it_is_mended(
    blog: "MakeBlog", start_preview: "StartPreview", path: str, broken: str, mended: str
) -> None:
    """By a formula, by a template, or by a setting."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST, path: broken})
    preview = start_preview(root)
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


def test_where_no_blog_is_nothing_is_made(run_mathpress: "RunMathpress", tmp_path: Path) -> None:
    """A name may have been typed wrong."""
    done = run_mathpress("serve", "--port", "0", "--source", "nosuch", cwd=tmp_path)
    assert (done.returncode, done.stderr.endswith("[config-missing]\n")) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_the_next_port_is_taken_if_one_is_not_free(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """And it is said."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        preview = start_preview(root, port=port)
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


def test_the_formula_bench_is_beside_the_site(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """It is the preview's own (test_formula_bench.py); no file of it is in the site."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    status, text = start_preview(root).get("/_mathpress/formula")
    assert status == 200
    assert "<title>Formula bench" in text
    assert not list((root / ".mathpress/preview").rglob("*_mathpress*"))


def test_a_second_preview_of_a_blog_says_where_the_first_one_is(
    blog: "MakeBlog", start_preview: "StartPreview", run_mathpress: "RunMathpress"
) -> None:
    """It would build into the same folder. One that was killed is in nobody's way."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start_preview(root)
    done = run_mathpress("serve", "--port", "0", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"http://{HOST}:{preview.port}: error: this blog is shown there already, by another `mathpress serve`; "
        "open it, or end that with Ctrl-C [serve-running]\n"
    )
    preview.process.kill()
    preview.process.wait()
    assert start_preview(root).get(PAGE)[0] == 200


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_ends_the_preview_with_status_130(blog: "MakeBlog", start_preview: "StartPreview", times: int) -> None:
    """With nobody left at the port and nothing said."""
    preview = start_preview(blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST}), "--quiet")
    # A browser keeps its connection open, and a line for its tab.
    with socket.create_connection((HOST, preview.port)), preview.tab("/blog/") as tab:
        tab.next()
        for _ in range(times):
            preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(PATIENCE) == 130
    assert preview.log.read_text("utf-8").splitlines()[1:] == [""]  # behind what the terminal shows for it
    with pytest.raises(OSError, match="refused"):
        preview.get("/blog/")


def test_all_of_the_port_is_free_again_when_it_ends_in_the_middle_of_a_build(
    blog: "MakeBlog", start_preview: "StartPreview"
) -> None:
    """At once, whatever tabs are open, with no process left behind and no file half written."""
    formulas = "".join(f"$x^{{{number}}}+y$\n\n" for number in range(60))
    files = {f"content/posts/{number}.md": POST.replace("A", f"P{number}") + formulas for number in range(120)}
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST, **files})
    preview = start_preview(root, "--jobs", "2")
    with preview.tab(PAGE) as tab:
        tab.next()
        (root / "mathpress.toml").write_text(f'{CONFIG}[math.macros]\nx = "y"\n', "utf-8")  # all is parsed again
        program = psutil.Process(preview.process.pid)
        preview.wait(lambda: program.children() != [])
        children = program.children(recursive=True)
        preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(PATIENCE) == 130
    _, left = psutil.wait_procs(children, PATIENCE)
    assert left == []
    assert "Traceback" not in preview.log.read_text("utf-8")
    pages = [page.read_text("utf-8") for page in (root / ".mathpress/preview").rglob("*.html")]
    assert all(page.endswith("</html>\n") for page in pages)


def test_every_build_is_told_to_every_tab_once(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """With the version of its own page, whether its source was saved, and what else was written."""
    other = POST.replace("title: A", "title: B") + "[notes](notes.txt)"
    notes = "content/posts/notes.txt"
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST, "content/posts/b.md": other, notes: "1"})
    preview = start_preview(root)
    with preview.tab(PAGE) as own, preview.tab("/blog/2026/01/b/") as next_to_it, preview.tab("/blog/nothing/") as lost:
        first, second, third = own.next(), next_to_it.next(), lost.next()
        assert first["version"] in preview.get(PAGE)[1]
        assert (first["build"], first["edited"], first["problems"], first["failed"]) == (1, False, [], False)
        assert third["version"] is None
        (root / "content/posts/a.md").write_text(POST.replace("First", "Second"), "utf-8")
        told, others, nothing = own.next(), next_to_it.next(), lost.next()
        assert [each["build"] for each in (told, others, nothing)] == [2, 2, 2]
        assert told["version"] != first["version"]
        assert told["version"] in preview.get(PAGE)[1]
        assert others["version"] == second["version"]
        assert [each["edited"] for each in (told, others, nothing)] == [True, False, False]
        (root / notes).write_text("2")
        told, others = own.next(), next_to_it.next()
        assert (told["build"], told["version"], told["edited"]) == (3, preview.version(PAGE), False)
        assert "/blog/posts/notes.txt" in others["files"]


def test_a_tab_that_missed_builds_hears_of_all_of_them(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """It gets one message when it is back, however many builds there were; a new tab hears of none but the last."""
    linked = f"{POST}[notes](notes.txt)"
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": linked, "content/posts/notes.txt": "1"})
    preview = start_preview(root)
    with preview.tab(PAGE) as tab:
        heard = tab.next()["heard"]
    with preview.tab("/blog/") as other:
        assert other.next()["build"] == 1
        saves = {
            "content/posts/notes.txt": "2",
            "content/posts/a.md": linked.replace("title: A", "title: A\nslug: b"),
            "mathpress.toml": CONFIG.replace("Test", "Another"),
        }
        for build, (name, text) in enumerate(saves.items(), 2):
            (root / name).write_text(text, "utf-8")
            assert other.next()["build"] == build
    with preview.tab(PAGE, heard) as tab:
        told = tab.next()
        assert (told["build"], told["moved"], told["files"]) == (4, "/blog/2026/01/b/", ["/blog/posts/notes.txt"])
    for unknown in ("", "another-1", f"{heard}9", "9" * 5000):
        with preview.tab(PAGE, unknown) as tab:
            told = tab.next()
            assert (told["build"], told["moved"], told["files"]) == (4, None, [])


def test_problems_are_told_as_the_terminal_tells_them_until_they_are_mended(
    blog: "MakeBlog", start_preview: "StartPreview"
) -> None:
    """In a post, a template or the settings; the last good site stays."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start_preview(root)
    mistakes = {
        "content/posts/a.md": f"{POST}数学 $\\alhpa+1$\n",
        "templates/404.html": "{{ nothing }}",
        "templates/post.html": "{% if %}",
        "mathpress.toml": 'titel = "x"\n',
    }
    with preview.tab(PAGE) as tab:
        version = tab.next()["version"]
        for path, mistake in mistakes.items():
            file = root / path
            before = file.read_text("utf-8") if file.exists() else None
            file.parent.mkdir(exist_ok=True)
            file.write_text(mistake, "utf-8")
            told = tab.until(lambda told: told["failed"])
            assert told["version"] == version
            (problem, *_) = told["problems"]
            assert problem["severity"] == "error"
            assert problem["text"] in preview.log.read_text("utf-8")
            if before is None:
                file.unlink()
            else:
                file.write_text(before, "utf-8")
            told = tab.until(lambda told: not told["failed"])
            assert told["problems"] == []
        (root / "content/posts/a.md").write_text(f"{POST}![](missing.png)\n", "utf-8")
        told = tab.next()
        assert told["problems"]


def test_a_page_that_moves_takes_its_tab_along(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """By another slug, or by another date in its address."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start_preview(root)
    with preview.tab(PAGE) as tab:
        assert tab.next()["moved"] is None
        (root / "content/posts/a.md").write_text(POST.replace("title: A", "title: A\nslug: 数学"), "utf-8")
        told = tab.next()
        assert (told["version"], told["moved"]) == (None, "/blog/2026/01/%E6%95%B0%E5%AD%A6/")
        assert preview.get(told["moved"])[0] == 200


def test_a_missing_page_has_addresses_that_are_alike(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """In what visitors will see."""
    tagged = POST.replace("title: A", "title: A\ntags: [数学]")
    preview = start_preview(blog({"mathpress.toml": CONFIG, "content/posts/naive-bayes.md": tagged}))
    status, text = preview.get("/blog/2026/01/naive-bays/")
    assert status == 404
    assert '<a href="/blog/2026/01/naive-bayes/">' in text
    assert '<a href="/blog/tags/%E6%95%B0%E5%AD%A6/">' in preview.get("/blog/tags/%E6%95%B0/")[1]
    assert "<script>" not in preview.get("/blog/%3Cscript%3Ealert(1)%3C/script%3E")[1]
    assert '<a href="/blog/2026/01/naive-bayes/">' in preview.get("/2026/01/naive-bayes/")[1]


def test_everything_has_its_type(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """With the charset of texts, whatever the machine's own tables say."""
    types = {
        "a.css": "text/css; charset=utf-8",
        "a.mjs": "text/javascript; charset=utf-8",
        "a.txt": "text/plain; charset=utf-8",
        "a.svg": "image/svg+xml",
        "a.webp": "image/webp",
        "a.avif": "image/avif",
        "a.woff2": "font/woff2",
        "a.pdf": "application/pdf",
        "a.wasm": "application/wasm",
        "a.mp4": "video/mp4",
    }
    static = {f"static/{name}": b"0123456789" for name in types}
    preview = start_preview(blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST, **static}))
    made = {"": "text/html; charset=utf-8", "feed.xml": "application/atom+xml", "feed.json": "application/feed+json"}
    for name, kind in {**types, **made}.items():
        status, headers, body = preview.ask("GET", f"/blog/{name}")
        assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, kind, "no-store"), name
        assert preview.ask("HEAD", f"/blog/{name}")[::2] == (200, b"")
        assert int(headers["Content-Length"]) == len(body)
    status, headers, body = preview.ask("GET", "/blog/a.mp4", {"Range": "bytes=2-4"})
    assert (status, body) == (206, b"234")


def test_what_is_not_published_yet_is_shown_unless_it_is_not_wanted(
    blog: "MakeBlog", start_preview: "StartPreview"
) -> None:
    """Drafts, and posts that are to come, each with a mark."""
    files = {
        "content/posts/a.md": POST,
        "content/posts/draft.md": POST.replace("title: A", "title: D\ndraft: true"),
        "content/posts/later.md": POST.replace("2026", "2099"),
    }
    root = blog({"mathpress.toml": CONFIG, **files})
    preview = start_preview(root)
    for path, mark in {"2026/01/a": "", "2026/01/draft": "Draft", "2099/01/later": "Scheduled"}.items():
        status, text = preview.get(f"/blog/{path}/")
        assert (status, re.findall('class="draft">(.*)<', text)) == (200, [mark] if mark else [])
    assert re.findall('class="draft">(.*)<', preview.get("/blog/")[1]) == ["Scheduled", "Draft"]
    preview.process.send_signal(signal.SIGINT)
    preview.process.wait(PATIENCE)
    preview = start_preview(root, "--no-drafts", "--no-future")
    assert [preview.get(f"/blog/{path}/")[0] for path in ("2026/01/draft", "2099/01/later")] == [404, 404]


def test_a_browser_is_opened_when_there_is_something_to_see(
    blog: "MakeBlog", start_preview: "StartPreview", tmp_path: Path
) -> None:
    """The one that the environment names."""
    opener, opened = tmp_path / "browser", tmp_path / "opened"
    opener.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    opener.chmod(0o755)
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start_preview(root, "--open", env={"BROWSER": f"{opener} %s"})
    preview.wait(lambda: opened.is_file() and opened.read_text() == f"http://{HOST}:{preview.port}/blog/\n")


def test_another_address_of_the_site_moves_it(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """The settings may change the path that the site lives under."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start_preview(root)
    (root / "mathpress.toml").write_text(CONFIG.replace("/blog/", "/notes/"), "utf-8")
    preview.wait(lambda: preview.get("/notes/2026/01/a/")[0] == 200)
    assert preview.get(PAGE)[0] == 404
    assert preview.ask("GET", "/")[1]["Location"] == "/notes/"


def test_a_mistake_of_the_program_itself_is_shown_and_forgotten(
    blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text that meets a bug must not end the preview of all others."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    builds = Builds(Options(root), "http://127.0.0.1:8000", quiet=True)
    builds.first()
    with monkeypatch.context() as patched:
        patched.setattr("mathpress.serve.builds.run_build", lambda *_, **__: 1 / 0)
        builds.again(frozenset({str(root / "content/posts/a.md")}), 0.0)
    assert builds.shown.failed
    (said,) = builds.shown.problems
    assert "ZeroDivisionError" in said.text
    assert "ZeroDivisionError" in capsys.readouterr().err
    builds.again(frozenset({str(root / "content/posts/a.md")}), 0.0)
    assert (builds.shown.failed, builds.shown.problems) == (False, ())


def test_what_is_edited_after_a_mistake_is_told_with_its_mending(
    blog: "MakeBlog", start_preview: "StartPreview"
) -> None:
    """The page shows the edit only then."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST, "content/posts/b.md": POST.replace("A", "B")})
    preview = start_preview(root)
    with preview.tab(PAGE) as tab:
        tab.next()
        (root / "content/posts/b.md").write_text(f"{POST}$\\alhpa$", "utf-8")
        assert tab.next()["failed"]
        (root / "content/posts/a.md").write_text(f"{POST}More.", "utf-8")
        assert not tab.next()["edited"]
        (root / "content/posts/b.md").write_text(POST.replace("A", "B"), "utf-8")
        told = tab.next()
        assert (told["failed"], told["edited"]) == (False, True)


def test_a_file_that_somebody_removed_from_the_preview_is_made_again(
    blog: "MakeBlog", start_preview: "StartPreview"
) -> None:
    """When it is asked for."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    preview = start_preview(root)
    (root / ".mathpress/preview/archive/index.html").unlink()
    assert preview.get("/blog/archive/")[0] == 404
    preview.wait(lambda: preview.get("/blog/archive/")[0] == 200)


def test_more_problems_than_anybody_reads_are_counted(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """The terminal tells them all."""
    mistakes = "".join(f"$\\mistake{'x' * number}$\n\n" for number in range(150))
    preview = start_preview(blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST + mistakes}))
    with preview.tab(PAGE) as tab:
        problems = tab.next()["problems"]
    assert len(problems) == 101
    assert problems[-1] == {"severity": "error", "text": "and 50 more, which the terminal tells"}
    warnings = [Problem(Place("a.md"), "x", "y", Severity.WARNING)] * 150
    assert _said(warnings)[-1] == ("warning", "and 50 more, which the terminal tells")
    assert preview.log.read_text("utf-8").count("[math-command]") == 150


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_what_is_behind_links_is_shown_as_soon_as_it_is_saved(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """A post that is a link to another file of the blog, and a folder of templates that lies elsewhere."""
    files = {
        "content/posts/a.md": POST,
        "drafts/d.md": POST.replace("title: A", "title: D"),
        "elsewhere/foot.html": "one",
    }
    root = blog({"mathpress.toml": CONFIG, **files})
    (root / "content/posts/d.md").symlink_to(root / "drafts/d.md")
    (root / "templates").mkdir()
    (root / "templates/hooks").symlink_to(root / "elsewhere", target_is_directory=True)
    preview = start_preview(root)
    assert "one" in preview.get(PAGE)[1]
    (root / "drafts/d.md").write_text(files["drafts/d.md"].replace("First", "Second"), "utf-8")
    preview.wait(lambda: "Second words" in preview.get("/blog/2026/01/d/")[1])
    (root / "elsewhere/foot.html").write_text("two", "utf-8")
    preview.wait(lambda: "two" in preview.get(PAGE)[1])


def test_it_says_the_address_that_it_can_be_found_at(blog: "MakeBlog", start_preview: "StartPreview") -> None:
    """Of one address of this machine that one, of all of them the loopback's."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    for host, said in {"127.0.0.2": "127.0.0.2", "0.0.0.0": "127.0.0.1", "localhost": "localhost"}.items():  # noqa: S104
        preview = start_preview(root, "--host", host)
        assert f"serving http://{said}:{preview.port}/blog/" in preview.log.read_text("utf-8")
        preview.process.send_signal(signal.SIGINT)
        preview.process.wait(PATIENCE)


def test_a_mistake_of_the_program_itself_does_not_keep_it_from_starting(
    blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is shown, and what is saved next may not meet it."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    builds = Builds(Options(root), "http://127.0.0.1:8000", quiet=True)
    with monkeypatch.context() as patched:
        patched.setattr("mathpress.serve.builds.run_build", lambda *_, **__: 1 / 0)
        builds.first()
    assert builds.shown.failed
    assert "ZeroDivisionError" in builds.shown.problems[0].text
    builds.again(frozenset({str(root / "content/posts/a.md")}), 0.0)
    assert not builds.shown.failed
