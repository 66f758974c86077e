"""The same input gives the same bytes, on any machine and by any way that led there."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from mathpress.build import Options, Report, build

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

CONFIG: Final = """
title = "Test"
url = "https://example.org/blog/"
timezone = "Asia/Shanghai"
per_page = 2
[math.macros]
RR = '\\mathbb{R}'
"""
FILES: Final = {
    "mathpress.toml": CONFIG,
    "content/posts/a.md": (
        "---\ntitle: A $x^2$\ndate: 2026-01-02 23:30\ntags: [x, y, z, 数学]\nextra: {b: 1, a: 2}\nseries: S\n---\n"
        "In $\\RR$:\n\\begin{equation}a=b\\label{eq:one}\\end{equation}\nby \\eqref{b:eq:two}.\n"
    ),
    "content/posts/b.md": (
        "---\ntitle: B\ndate: 2026-01-03T00:10:00Z\ntags: [y, x]\ncategories: [C, D]\nseries: S\n"
        "aliases: [/old/b/]\n---\n"
        "Read [A](a.md#eq:one), ![P](p.svg).\n\\begin{equation}c=d\\label{eq:two}\\end{equation}\n"
    ),
    "content/posts/c/index.md": "---\ntitle: C\ndate: 2026-01-03 08:10\ntags: x\n---\nSee [B](../b.md).\n",
    "content/posts/p.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>\n',
    "content/pages/about.md": "---\ntitle: About\n---\nHello.\n",
    "static/robots.css": "a{}\n",
}


def files_of(folder: Path) -> dict[str, bytes]:
    """Return all files by path, the manifest too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def reference(blog: "MakeBlog", run_mathpress: "RunMathpress") -> dict[str, bytes]:
    """Build the site in the plain way."""
    root = blog(FILES)
    done = run_mathpress(cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    return files_of(root / "public")


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4242"},
        {"TZ": "America/New_York"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C"},
        {"LC_ALL": "zh_CN.UTF-8", "LANGUAGE": "zh"},
        {"SOURCE_DATE_EPOCH": "1800000000"},
    ],
    ids=",".join,
)
def test_the_environment_changes_nothing(
    blog: "MakeBlog", run_mathpress: "RunMathpress", reference: dict[str, bytes], environment: dict[str, str]
) -> None:
    """Neither the order of sets, nor time zone, locale or clock."""
    root = blog(FILES)
    assert run_mathpress(cwd=root, env=environment).returncode == 0
    assert files_of(root / "public") == reference


def test_neither_the_working_directory_nor_the_place_of_the_blog_changes_anything(
    blog: "MakeBlog", run_mathpress: "RunMathpress", reference: dict[str, bytes], tmp_path: Path
) -> None:
    """Nor does that of the output."""
    root = blog(FILES)
    assert run_mathpress("--source", root, "--output", tmp_path / "site", cwd=tmp_path).returncode == 0
    assert files_of(tmp_path / "site") == reference


def test_the_order_in_which_files_were_made_changes_nothing(
    blog: "MakeBlog", run_mathpress: "RunMathpress", reference: dict[str, bytes]
) -> None:
    """File systems list files in different orders."""
    root = blog(dict(reversed(FILES.items())))
    assert run_mathpress(cwd=root).returncode == 0
    assert files_of(root / "public") == reference


def built(root: Path, output: Path) -> Report:
    """Build a blog in which nothing is wrong."""
    report = build(Options(root=root, output=output))
    assert not report.problems
    return report


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Return a change of a word in a file."""

    def change(root: Path) -> None:
        text = (root / path).read_text("utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new), "utf-8")

    return change


def template(root: Path) -> None:
    """Put a template in place of the theme's."""
    (root / "templates").mkdir()
    (root / "templates/404.html").write_text("<!doctype html><title>{{ site.title }}</title>", "utf-8")


def rename(root: Path) -> None:
    """Rename a post that nothing refers to."""
    (root / "content/posts/c").rename(root / "content/posts/other")


def rename_with_links(root: Path) -> None:
    """Rename a post, and mend the link to it."""
    (root / "content/posts/a.md").rename(root / "content/posts/z.md")
    edit("content/posts/b.md", "a.md", "z.md")(root)


def delete(root: Path) -> None:
    """Delete a post."""
    shutil.rmtree(root / "content/posts/c")


def add(root: Path) -> None:
    """Add a post, the oldest."""
    (root / "content/posts/d.md").write_text("---\ntitle: D\ndate: 2025-01-01\ntags: new\n---\nText\n", "utf-8")


CHANGES: Final[dict[str, Callable[[Path], None]]] = {
    "a word": edit("content/posts/a.md", "In ", "Within "),
    "a title": edit("content/posts/a.md", "title: A", "title: Z"),
    "a date": edit("content/posts/a.md", "2026-01-02", "2024-12-31"),
    "a tag": edit("content/posts/b.md", "[y, x]", "[y]"),
    "an address": edit("content/posts/b.md", "title: B", "title: B\nurl: /elsewhere/"),
    "an address below another": edit("content/posts/b.md", "title: B", "title: B\nurl: /2026/01/a/b/"),
    "an alias": edit("content/posts/b.md", "/old/b/", "/older/b.html"),
    "a number that another post refers to": edit("content/posts/b.md", "Read", "$$x\\tag{9}\\label{q}$$\n\nRead"),
    "a draft": edit("content/posts/c/index.md", "title: C", "title: C\ndraft: true"),
    "a renamed post": rename,
    "a renamed post and the link to it": rename_with_links,
    "a deleted post": delete,
    "a new post": add,
    "a picture": edit("content/posts/p.svg", 'width="4"', 'width="5"'),
    "a page": edit("content/pages/about.md", "Hello", "Goodbye"),
    "a template": template,
    "a style": edit("static/robots.css", "a{}", "b{}"),
    "the site's title": edit("mathpress.toml", '"Test"', '"Another"'),
    "the site's address": edit("mathpress.toml", "/blog/", "/"),
    "the language": edit("mathpress.toml", "per_page = 2", 'per_page = 2\nlanguage = "zh"'),
    "the time zone": edit("mathpress.toml", "Asia/Shanghai", "America/New_York"),
    "the permalinks": edit("mathpress.toml", "per_page = 2", 'per_page = 1\npermalink = "/{slug}.html"'),
    "a macro": edit("mathpress.toml", "mathbb", "mathbf"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_incremental_build_equals_a_clean_one(
    blog: "MakeBlog", tmp_path: Path, change: Callable[[Path], None]
) -> None:
    """After the change, and again after it was taken back."""
    root = blog(FILES)
    built(root, tmp_path / "incremental")
    before = files_of(tmp_path / "incremental")
    change(root)
    built(root, tmp_path / "incremental")
    shutil.rmtree(root / ".mathpress")
    built(root, tmp_path / "clean")
    assert files_of(tmp_path / "incremental") == files_of(tmp_path / "clean")
    assert files_of(tmp_path / "incremental") != before
    built(blog(FILES), tmp_path / "incremental")
    assert files_of(tmp_path / "incremental") == before


def test_what_a_process_remembers_changes_nothing(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """One that builds again and again, with other settings each time, makes what a new one does."""
    for name in ("the language", "the site's address", "a macro", "the time zone", "a template", "a title"):
        root = blog(FILES)
        CHANGES[name](root)
        assert run_mathpress("--output", root / "apart", cwd=root).returncode == 0
        shutil.rmtree(root / ".mathpress")
        built(root, root / "public")
        assert files_of(root / "public") == files_of(root / "apart"), name


def test_a_second_build_writes_nothing(blog: "MakeBlog", tmp_path: Path) -> None:
    """No page, and no other file."""
    root = blog(FILES)
    first = built(root, tmp_path / "site")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*") if path.is_file()}
    second = built(root, tmp_path / "site")
    assert (second.written, second.unchanged) == (0, first.written)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_the_number_of_processes_changes_nothing(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """Posts parsed in three processes come out as they do in one, problems in the same order."""
    posts = {
        f"content/posts/{number:02}.md": f"---\ntitle: P{number}\ndate: 2026-01-01\n---\n$x_{{{number}}}$ $ y_1 $\n"
        for number in range(50)
    }
    root = blog({**FILES, **posts})
    one = run_mathpress("--output", root / "one", cwd=root)
    three = run_mathpress("--output", root / "three", "--jobs", "3", cwd=root)
    assert (one.returncode, three.returncode) == (0, 0)
    assert files_of(root / "one") == files_of(root / "three")
    assert one.stderr == three.stderr
    assert one.stderr.count("[math-space]") == 50
