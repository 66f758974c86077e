"""Beginnings: `mathpress new` and `mathpress init`."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mathpress.build import Options, build
from mathpress.config import load
from mathpress.errors import Stop
from mathpress.scaffold import BLOG, begin, new_post

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

NOW = datetime.datetime(2026, 1, 2, 20, 30, tzinfo=datetime.UTC)


def test_a_new_blog_is_built_without_a_warning(run_mathpress: "RunMathpress", tmp_path: Path) -> None:
    """An author begins with what works."""
    begun = run_mathpress("init", "my blog", cwd=tmp_path)
    assert begun.returncode == 0
    assert "my blog/mathpress.toml" in begun.stdout.splitlines()
    built = run_mathpress("--fail-on", "warning", cwd=tmp_path / "my blog")
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.startswith("2 posts, ")


def test_init_never_writes_over_a_file(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """And makes none if one is there."""
    root = blog({"content/posts/euler.md": "mine"})
    (root / "mathpress.toml").unlink()
    done = run_mathpress("init", ".", cwd=root)
    assert done.returncode == 2
    assert done.stderr.startswith("content/posts/euler.md: error: ")
    assert [path.name for path in root.rglob("*") if path.is_file()] == ["euler.md"]


def test_init_where_nothing_can_be_written(tmp_path: Path) -> None:
    """It is told like any other mistake."""
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(Stop) as stop:
        begin(tmp_path / "file/blog", BLOG)
    assert (stop.value.status, stop.value.problems[0].code) == (2, "output-unwritable")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("标题", "标题.md"),
        ("Euler's formula: $e^{i\\pi}$", "euler-s-formula-e-i-pi.md"),
        ('Quotes "and" \\backslashes', "quotes-and-backslashes.md"),
        ("two\nlines", "two-lines.md"),
        ("???", "post.md"),
        ("长" * 200, f"{'长' * 60}.md"),
    ],
)
def test_a_new_post_is_a_draft_with_its_title_and_the_date_of_the_blogs_zone(
    blog: "MakeBlog", title: str, name: str
) -> None:
    """Its file is named for the title, within what file systems allow."""
    root = blog({"mathpress.toml": "timezone = 'Asia/Shanghai'\n"})
    path = new_post(root, load(root), title, NOW)
    assert path == root / "content/posts" / name
    assert "\ndate: 2026-01-03 04:30\n" in path.read_text("utf-8")
    assert build(Options(root=root)).posts == 0
    report = build(Options(root=root, drafts=True, future=True))
    assert not [problem for problem in report.problems if problem.code.startswith("front-matter")]
    assert report.posts == 1


def test_the_title_of_a_new_post_is_kept_as_it_was_said(blog: "MakeBlog") -> None:
    """Whatever YAML would make of it."""
    root = blog({})
    path = new_post(root, load(root), 'It\'s "A: B" #1 [x] \\n', NOW)
    report = build(Options(root=root, drafts=True, future=True))
    page = (report.output / "2026/01" / path.stem / "index.html").read_text("utf-8")
    assert "It&#39;s &#34;A: B&#34; #1 [x] \\n" in page or 'It\'s "A: B" #1 [x] \\n' in page


@pytest.mark.parametrize("title", ["caf\udce9", "a\x1b[31mb", " "])
def test_a_title_that_is_no_text_is_refused(blog: "MakeBlog", title: str) -> None:
    """As a terminal of another encoding sends it, or an empty variable: no post is left behind that cannot be built."""
    root = blog({})
    with pytest.raises(Stop) as stop:
        new_post(root, load(root), title, NOW)
    assert [(stop.value.status, problem.code) for problem in stop.value.problems] == [(2, "usage")]
    assert not list(root.glob("content/**/*.md"))


def test_a_file_where_the_folder_of_posts_is_to_be_is_named(blog: "MakeBlog") -> None:
    """It is what is there already, and no post."""
    root = blog({"content/posts": "mine"})
    with pytest.raises(Stop) as stop:
        new_post(root, load(root), "A", NOW)
    (problem,) = stop.value.problems
    assert (problem.code, problem.place.path) == ("exists", str(root / "content/posts"))


def test_a_post_of_that_name_is_not_written_over(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """Two posts may have one title."""
    root = blog({"content/posts/标题.md": "mine"})
    done = run_mathpress("new", "标题", cwd=root)
    assert done.returncode == 2
    assert done.stderr.startswith("content/posts/标题.md: error: is there already")
    assert (root / "content/posts/标题.md").read_text("utf-8") == "mine"


def test_new_says_where_the_post_is(blog: "MakeBlog", run_mathpress: "RunMathpress", tmp_path: Path) -> None:
    """So that `$EDITOR "$(mathpress new …)"` works."""
    root = blog({})
    assert run_mathpress("new", "标题", cwd=root).stdout == "content/posts/标题.md\n"
    assert run_mathpress("new", "B", "--source", root, cwd=tmp_path).stdout == f"{root}/content/posts/b.md\n"
    assert run_mathpress("new", "B", cwd=tmp_path).returncode == 2
