"""A build as its author sees it: what is told, with which exit status, and what became of the site."""

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from mathpress import console
from mathpress.build import Options, Report, build
from mathpress.errors import Place, Problem, Severity, Stop, place_at
from mathpress.last_build import last_request
from mathpress.memory import Memory
from mathpress.model import FormulaCount

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

SITES: Final = Path(__file__).parent / "sites"
POST: Final = "---\ntitle: A\ndate: 2026-01-02\n---\n\n"
DONE: Final = re.compile(
    r"[\d,]+ posts?, [\d,]+ formulas? \([\d,]+ MathML, [\d,]+ MathJax(, [\d,]+ refused)?\), "
    r"[\d,]+ pages? written, [\d,]+ unchanged, ([\d,]+ errors?, )?[\d,]+ warnings?, \d+\.\d s\n"
)


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return the bytes and the time of every file, but of the cache."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and ".mathpress/cache" not in path.as_posix()
    }


@pytest.fixture(scope="module")
def published(run_mathpress: "RunMathpress", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a site once, to be the earlier output of others."""
    root = tmp_path_factory.mktemp("published")
    shutil.copytree(SITES / "minimal", root / "blog")
    done = run_mathpress("--output", root / "site", cwd=root / "blog")
    assert (done.returncode, done.stderr) == (0, "")
    return root / "site"


# --- whole sites -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note",
    [
        "", "[" * 100_000, "[1]", '{"url": "https://example.org/"}',
        '{"url": "a", "drafts": false, "future": false, "fail_on": "x"}', " " * 1_000_000,
    ],
)  # fmt: skip
def test_a_damaged_note_of_the_last_build_is_none(blog: "MakeBlog", note: str) -> None:
    """What it was asked for is not known then, and the next build writes it down again."""
    options = Options(blog({"content/posts/a.md": POST}))
    output = build(options).output
    asked = last_request(output)
    assert asked
    (output / ".mathpress/build.json").write_text(note, "utf-8")
    assert last_request(output) is None
    build(options)
    assert last_request(output) == asked


@pytest.mark.parametrize("name", sorted(path.name for path in SITES.glob("invalid-*")))
def test_an_invalid_site_is_told_once_and_changes_nothing(
    run_mathpress: "RunMathpress", published: Path, tmp_path: Path, name: str
) -> None:
    """Each folder is a site with one kind of mistake; its expected.txt is all that is said, and the exit status."""
    shutil.copytree(SITES / name, tmp_path / "blog")
    before = snapshot(published)
    done = run_mathpress("--output", published, cwd=tmp_path / "blog")
    expected = (SITES / name / "expected.txt").read_text("utf-8")
    assert f"{done.stderr}exit status {done.returncode}\n" == expected
    assert done.stdout == ""
    assert snapshot(published) == before
    assert not (tmp_path / "blog/public").exists()


@pytest.mark.parametrize("name", ["minimal", "unicode"])
def test_a_valid_site_is_built_without_a_word_but_the_last(
    run_mathpress: "RunMathpress", tmp_path: Path, name: str
) -> None:
    """That line says what was done."""
    shutil.copytree(SITES / name, tmp_path / "blog")
    done = run_mathpress(cwd=tmp_path / "blog")
    assert (done.returncode, done.stderr) == (0, "")
    assert DONE.fullmatch(done.stdout)


def test_names_in_any_script_lead_where_they_say(tmp_path: Path) -> None:
    """File names, labels, tags and the site's own path."""
    shutil.copytree(SITES / "unicode", tmp_path / "blog")
    output = build(Options(root=tmp_path / "blog")).output
    post = (output / "2026/01/贝叶斯/index.html").read_text("utf-8")
    other = (output / "2026/01/ünïcode-ñame/index.html").read_text("utf-8")
    assert 'id="式:一"' in post
    assert 'href="/博客/2026/01/ünïcode-ñame/"' in post
    assert 'href="/博客/2026/01/贝叶斯/#式:一"' in other
    assert (output / "tags/机器学习/index.html").is_file()


def test_a_blog_without_posts_is_a_warning(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """It is built, for it may have pages; git keeps an empty folder by a hidden file."""
    done = run_mathpress(cwd=blog({"content/posts/.gitkeep": ""}))
    assert done.returncode == 0
    (warning,) = done.stderr.splitlines()
    assert warning.startswith("content/posts: warning: ")
    assert warning.endswith("[content-empty]")
    assert ", 1 warning, " in done.stdout


# --- where the output goes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("content", "output-sources"),
        (".", "output-sources"),
        ("..", "output-sources"),
        ("content/posts/site", "output-sources"),
        ("templates/site", "output-sources"),
        ("link", "output-sources"),
        ("file", "output-unwritable"),
        ("file/site", "output-unwritable"),
        ("/proc/site", "output-unwritable"),
        ("/sys/site", "output-unwritable"),
    ],
)
def test_an_output_folder_that_cannot_be_one(blog: "MakeBlog", output: str, code: str) -> None:
    """It must not hold sources nor lie among them, also not by a link, and it must be a folder."""
    root = blog({"content/posts/a.md": POST, "file": "mine"})
    (root / "link").symlink_to("content")
    before = snapshot(root)
    with pytest.raises(Stop) as stop:
        build(Options(root=root, output=root / output))
    assert (stop.value.status, [problem.code for problem in stop.value.problems]) == (2, [code])
    assert snapshot(root) == before


def test_a_foreign_file_in_the_way_is_told_and_kept(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """The first build of a blog finds a folder that is in use."""
    root = blog({"content/posts/a.md": POST, "public/index.html": "mine", "public/CNAME": "example.org"})
    before = snapshot(root)
    done = run_mathpress(cwd=root)
    assert done.returncode == 2
    assert done.stderr == (
        "public/index.html: error: is in the way and was not made by mathpress; "
        "move it, or choose another output folder [output-foreign]\n"
    )
    assert snapshot(root) == before


def test_a_picture_that_cannot_be_read_is_not_blamed_on_the_output(blog: "MakeBlog") -> None:
    """It is a mistake in the sources, and the place that shows it has none to show."""
    root = blog({"content/posts/a.md": f"{POST}![P](p.png)\n"})
    (root / "content/posts/p.png").symlink_to("p.png")
    report = build(Options(root=root))
    assert report.failed
    assert [(problem.place.path, problem.code) for problem in report.problems] == [
        ("content/posts/a.md", "file-missing"),
        ("content/posts/p.png", "source-unreadable"),
    ]
    assert not (root / "public").exists()


# --- what keeps a site from being written ----------------------------------------------------------------------------


def test_fail_on_warning(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """For a site that is to be without a blemish."""
    root = blog({"content/posts/a.md": "---\ntitel: A\ndate: 2026-01-02\n---\n"})
    done = run_mathpress("--fail-on", "warning", cwd=root)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[0].startswith("content/posts/a.md:2:1: warning: unknown key titel")
    assert done.stderr.endswith("\n1 warning; nothing was written\n") or done.stderr.endswith(
        "\n0 errors, 1 warning; nothing was written\n"
    )
    assert not (root / "public").exists()
    assert run_mathpress(cwd=root).returncode == 0


def test_fail_on_never_writes_whatever_is_wrong_with_the_posts(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """All is told, and every page is there."""
    root = blog(
        {
            "content/posts/a.md": f"{POST}$\\alhpa$, \\eqref{{x}}, [b](nowhere.md), ![c](nowhere.png)\n",
            "content/posts/b.md": "No date\n",
            "content/posts/c.md": POST.encode() + b"caf\xe9\n",
            "content/posts/d.md": "---\ntitle: D: D\n---\nText\n",
        }
    )
    done = run_mathpress("--fail-on", "never", cwd=root)
    assert done.returncode == 0
    codes = re.findall(r"error: .* \[([a-z-]+)\]$", done.stderr, re.MULTILINE)
    assert sorted(codes) == [
        "file-missing",
        "front-matter-date",
        "front-matter-syntax",
        "link-missing",
        "math-command",
        "reference-undefined",
        "source-encoding",
    ]
    assert "(0 MathML, 0 MathJax, 1 refused)" in done.stdout
    assert ", 7 errors, 0 warnings, " in done.stdout
    assert "math-error" in (root / "public/2026/01/a/index.html").read_text("utf-8")
    assert (root / "public/1970/01/b/index.html").is_file()
    assert (root / "public/2026/01/c/index.html").is_file()
    assert (root / "public/1970/01/d/index.html").is_file()


def test_quiet_says_only_what_is_wrong(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """For scripts."""
    root = blog({"content/posts/a.md": POST})
    assert run_mathpress("--quiet", cwd=root).stdout == ""
    (root / "content/posts/a.md").write_text(f"{POST}$\\alhpa$", "utf-8")
    done = run_mathpress("--quiet", cwd=root)
    assert (done.returncode, done.stdout) == (1, "")
    assert "[math-command]" in done.stderr


def test_problems_come_in_the_order_of_files_and_lines(blog: "MakeBlog") -> None:
    """Whichever stage found them."""
    wrong = "\n\n".join([r"$\aa$", r"\eqref{x}", r"$\bb$"])
    report = build(Options(root=blog({"content/posts/b.md": POST + wrong, "content/posts/a.md": POST + wrong})))
    places = [(problem.place.path, problem.place.line) for problem in report.problems]
    assert places == sorted(places)
    assert len({path for path, _ in places}) == 2


# --- what is said ----------------------------------------------------------------------------------------------------


def say(report: Report, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """Return what is printed about a build."""
    monkeypatch.setattr("mathpress.build.build", lambda *_, **__: report)
    console.run_build(Options(root=Path()), quiet=False)
    printed = capsys.readouterr()
    return printed.out, printed.err


MEMORY: Final = Memory.of(Path("none"), Path("none"))


def test_the_last_line_says_what_was_done(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """It goes to standard output, diagnostics to standard error."""
    warning = Problem(Place("a.md"), "x", "y", Severity.WARNING)
    report = Report(Path("public"), False, 239, FormulaCount(15874, 7, 0), 1302, 0, (warning, warning), 2.06, MEMORY)
    out, err = say(report, monkeypatch, capsys)
    assert out == (
        "239 posts, 15,881 formulas (15,874 MathML, 7 MathJax), 1,302 pages written, 0 unchanged, 2 warnings, 2.1 s\n"
    )
    assert err == "a.md: warning: y [x]\n" * 2


def test_the_last_line_counts_in_the_singular(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One post is no posts; refused formulas are told."""
    report = Report(
        Path("public"), False, 1, FormulaCount(0, 0, 1), 1, 1, (Problem(Place("a"), "x", "y"),), 0.0, MEMORY
    )
    out, _ = say(report, monkeypatch, capsys)
    assert out == (
        "1 post, 1 formula (0 MathML, 0 MathJax, 1 refused), 1 page written, 1 unchanged, 1 error, 0 warnings, 0.0 s\n"
    )


def test_diagnostics_are_printed_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither wrapped nor taken for markup, a long line cut around its place; the caret is under wide characters."""
    place = place_at("a.md", "你好[b]" + "x" * 200, 2, 4)
    console.report_problems([Problem(place, "math-command", "[red]" + "wrong " * 50)])
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == f"a.md:1:3: error: [red]{'wrong ' * 50} [math-command]"
    assert lines[1:] == ["  你好[b]" + "x" * 155 + "…", "      ^^"]


# --- drafts and dates ------------------------------------------------------------------------------------------------

DATED: Final = {
    "content/posts/past.md": "---\ndate: 2020-01-01\n---\n",
    "content/posts/future.md": "---\ndate: 2090-01-01\n---\n",
    "content/posts/draft.md": "---\ndate: 2020-01-01\ndraft: true\n---\n$\\alhpa$\n",
    "content/posts/future-draft.md": "---\ndate: 2090-01-01\ndraft: true\n---\n",
}


@pytest.mark.parametrize(
    ("drafts", "future", "epoch", "shown"),
    [
        (False, False, None, {"past"}),
        (False, True, None, {"past", "future"}),
        (True, False, None, {"past", "draft"}),
        (True, True, None, {"past", "future", "draft", "future-draft"}),
        (False, False, "4000000000", {"past", "future"}),
        (False, False, "0", set()),
    ],
)
def test_drafts_and_scheduled_posts_are_shown_when_asked_for(
    blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch, drafts: bool, future: bool, epoch: str | None, shown: set[str]
) -> None:
    """SOURCE_DATE_EPOCH stands in for the clock. What is wrong with a draft matters when it is shown."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if epoch:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    report = build(Options(root=blog(DATED), drafts=drafts, future=future, fail_on=None))
    pages = {path.parent.name for path in report.output.glob("20*/*/*/index.html")}
    assert pages == shown
    assert report.posts == len(shown)
    assert report.count(Severity.ERROR) == drafts


def test_a_scheduled_post_loses_its_mark_when_its_time_has_come(
    blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though nothing but the clock has changed; on its own page and on listings."""
    root = blog({"content/posts/a.md": "---\ntitle: A\ndate: 2030-01-01\n---\n"})
    memory = None
    for epoch, is_marked in (("0", True), ("4000000000", False)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        memory = build(Options(root=root, future=True), memory=memory).memory
        for path in ("2030/01/a/index.html", "index.html"):
            assert (">Scheduled<" in (root / "public" / path).read_text("utf-8")) == is_marked, path


@pytest.mark.parametrize("epoch", ["", "soon", "99999999999999999"])
def test_a_wrong_source_date_epoch(blog: "MakeBlog", run_mathpress: "RunMathpress", epoch: str) -> None:
    """Silently taking another moment would not be reproducible."""
    root = blog({"content/posts/a.md": POST})
    done = run_mathpress(cwd=root, env={"SOURCE_DATE_EPOCH": epoch})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"SOURCE_DATE_EPOCH: error: '{epoch}' is no number of seconds [usage]\n"
