"""`mathpress rename`: another slug, an alias at the old address, and a file that keeps its form."""

import errno
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mathpress.errors import Stop
from mathpress.rename import edited, rename

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

OTHER = "---\ntitle: Other\ndate: 2026-01-02\n---\n[](post.md#eq:x), \\eqref{post:eq:x}\n"


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("---\ntitle: A\n---\n", "---\ntitle: A\nslug: new\naliases: [/old/]\n---\n"),
        ("---\nslug: old\n---\n", "---\nslug: new\naliases: [/old/]\n---\n"),
        ("---\nslug: 'old'   # kept\ntitle: A\n---\n", "---\nslug: new   # kept\ntitle: A\naliases: [/old/]\n---\n"),
        ("---\nslug:\n---\n", "---\nslug: new\naliases: [/old/]\n---\n"),
        ('---\n"Slug" : old\n---\n', '---\n"Slug" : new\naliases: [/old/]\n---\n'),
        ("---\nslug: old\naliases: [/a/]  # b\n---\n", "---\nslug: new\naliases: [/a/, /old/]  # b\n---\n"),
        ("---\naliases: []\nslug: old\n---\n", "---\naliases: [/old/]\nslug: new\n---\n"),
        ("---\naliases: [\n  /a/,\n]\nslug: old\n---\n", "---\naliases: [\n  /a/,\n/old/]\nslug: new\n---\n"),
        ("---\naliases: /a/, /b/\nslug: old\n---\n", "---\naliases: [/a/, /b/, /old/]\nslug: new\n---\n"),
        (
            "---\nredirect_from:\n  - /a/  # b\n\nslug: old\n---\n",
            "---\nredirect_from:\n  - /a/  # b\n  - /old/\n\nslug: new\n---\n",
        ),
        ("---\naliases:\n- /a/\n---\n", "---\naliases:\n- /a/\n- /old/\nslug: new\n---\n"),
        ("---\naliases:\nslug: old\n---\n", "---\naliases: [/old/]\nslug: new\n---\n"),
        ("---\n# a\ntitle: |\n  slug: b\n---\n", "---\n# a\ntitle: |\n  slug: b\nslug: new\naliases: [/old/]\n---\n"),
        ("---\n---\ntext\n", "---\nslug: new\naliases: [/old/]\n---\ntext\n"),
        ("text\n", "---\nslug: new\naliases: [/old/]\n---\n\ntext\n"),
        ("+++\ntitle = 'A'\n+++\n", '+++\ntitle = \'A\'\nslug = "new"\naliases = ["/old/"]\n+++\n'),
        ("+++\nslug = 'old' # b\n+++\n", '+++\nslug = "new" # b\naliases = ["/old/"]\n+++\n'),
        ("+++\naliases = ['/a/'] # b\n+++\n", '+++\naliases = [\'/a/\', "/old/"] # b\nslug = "new"\n+++\n'),
        ("+++\naliases = '/a/'\n+++\n", '+++\naliases = [\'/a/\', "/old/"]\nslug = "new"\n+++\n'),
    ],
)
def test_the_rest_of_the_front_matter_stays(written: str, becomes: str) -> None:
    """Order, quotes, comments and empty lines are their author's."""
    assert edited(written, "new", "/old/") == becomes


@pytest.mark.parametrize(
    "front",
    ["---\ntitle: A\ndate: 2026-01-01\n---\n", "+++\ntitle = 'A'\ndate = 2026-01-01\n[macros]\nRR = 'R'\n+++\n"],
)
def test_a_renamed_post_is_found_at_both_addresses(blog: "MakeBlog", run_mathpress: "RunMathpress", front: str) -> None:
    """Links by file and references by the file's name hold, and the old address leads to the new one."""
    root = blog({"content/posts/post.md": f"{front}$$a\\label{{eq:x}}$$\n", "content/posts/other.md": OTHER})
    done = run_mathpress("rename", "content/posts/post.md", "--slug", "better-name", cwd=root)
    assert done.stdout == "content/posts/post.md: /2026/01/post/ is now /2026/01/better-name/, and leads there\n"
    assert run_mathpress("build", "--fail-on", "warning", cwd=root).returncode == 0
    assert 'href="/2026/01/better-name/#eq:x"' in (root / "public/2026/01/other/index.html").read_text("utf-8")
    assert 'href="/2026/01/better-name/"' in (root / "public/2026/01/post/index.html").read_text("utf-8")


def test_a_name_may_be_changed_back(blog: "MakeBlog") -> None:
    """The alias that is now the address again is in nobody's way."""
    root = blog({"content/posts/post.md": "---\ntitle: A\ndate: 2026-01-01\n---\n"})
    rename(root, "post", "b", alias=True)
    done = rename(root, "b", "post", alias=True)
    assert (done.old, done.new) == ("/2026/01/b/", "/2026/01/post/")
    rename(root, "post", "c", alias=True)
    front = (root / "content/posts/post.md").read_text("utf-8")
    assert front == "---\ntitle: A\ndate: 2026-01-01\nslug: c\naliases: [/2026/01/post/, /2026/01/b/]\n---\n"


def test_the_file_keeps_its_line_ends_and_rights(blog: "MakeBlog") -> None:
    """As its author's editor and system left them."""
    root = blog({"content/posts/p/index.md": b"\xef\xbb\xbf---\r\ndate: 2026-01-01\r\n---\r\ntext\r\n"})
    file = root / "content/posts/p/index.md"
    file.chmod(0o640)
    rename(root, str(file.parent), "中文", alias=False)
    assert file.read_bytes() == "\ufeff---\r\ndate: 2026-01-01\r\nslug: 中文\r\n---\r\ntext\r\n".encode()
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in file.parent.iterdir()] == ["index.md"]


def test_a_post_behind_a_link_is_written_where_it_lies(blog: "MakeBlog") -> None:
    """The link goes by the name that the post is known by, and stays."""
    root = blog({"content/posts/a.md": "---\ndate: 2026-01-01\n---\n", "notes/real.md": "---\ndate: 2026-01-02\n---\n"})
    (root / "content/posts/link.md").symlink_to("../../notes/real.md")
    assert rename(root, "link", "new", alias=False).new == "/2026/01/new/"
    assert (root / "content/posts/link.md").is_symlink()
    assert (root / "notes/real.md").read_text("utf-8") == "---\ndate: 2026-01-02\nslug: new\n---\n"


def test_nothing_is_left_beside_a_post_that_cannot_be_written(
    blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written first under another name goes, and the post stays as it was."""
    root = blog({"content/posts/post.md": "---\ndate: 2026-01-01\n---\ntext\n"})
    before = {path: path.read_bytes() for path in _files(root)}

    def refuse(path: Path, _: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Stop) as stopped:
        rename(root, "post", "new", alias=True)
    (problem,) = stopped.value.problems
    assert (problem.code, problem.place.path) == ("output-unwritable", str(root / "content/posts/post.md"))
    assert {path: path.read_bytes() for path in _files(root)} == before


@pytest.mark.parametrize("name", ["q/same", "a" * 252])
def test_a_post_that_had_no_address_leaves_none(blog: "MakeBlog", run_mathpress: "RunMathpress", name: str) -> None:
    """Another post has it, or it was too long; a new slug mends that."""
    front = "---\ntitle: A\ndate: 2026-01-01\n---\n"
    root = blog({"content/posts/p/same.md": front, f"content/posts/{name}.md": front})
    done = run_mathpress("rename", f"content/posts/{name}.md", "--slug", "new", cwd=root)
    assert done.stdout == f"content/posts/{name}.md: its address is now /2026/01/new/\n"
    expected = "---\ntitle: A\ndate: 2026-01-01\nslug: new\n---\n"
    assert (root / f"content/posts/{name}.md").read_text("utf-8") == expected


@pytest.mark.parametrize(
    ("post", "slug", "reason"),
    [
        ("post", "other", "its address /2026/01/other/ is that of"),
        ("post", "?", "'?' is no slug"),
        ("post", "post", "its address stays /2026/01/post/"),
        ("pots", "new", "there is no such post; did you mean post?"),
        ("fixed", "new", "its address is set by its key `url`"),
        ("flow", "new", "its front matter is in a form that cannot be edited here; write `slug: new` and add"),
        ("broken", "new", "the front matter is not YAML"),
        ("same", "new", "same is the name of"),
    ],
)
def test_what_cannot_be_renamed_stays_as_it_is(blog: "MakeBlog", post: str, slug: str, reason: str) -> None:
    """One diagnostic says why, and no file is touched."""
    root = blog(
        {
            "content/posts/post.md": "---\ntitle: A\ndate: 2026-01-01\n---\n$$a\\label{eq:x}$$\n",
            "content/posts/other.md": OTHER,
            "content/posts/fixed.md": "---\ndate: 2026-01-01\nurl: /f/\n---\n",
            "content/posts/flow.md": "---\n{date: 2026-01-01}\n---\n",
            "content/posts/broken.md": "---\ndate: 2026-01-01\ntitle: a: b\n---\n",
            "content/posts/a/same.md": "---\ndate: 2026-01-01\n---\n",
            "content/posts/b/same.md": "---\ndate: 2026-02-01\n---\n",
        }
    )
    before = {path: path.read_bytes() for path in _files(root)}
    with pytest.raises(Stop, match=re.escape(reason)) as stop:
        rename(root, post, slug, alias=True)
    (problem,) = stop.value.problems
    assert problem.message.startswith(reason)
    assert {path: path.read_bytes() for path in _files(root)} == before


def test_a_reference_that_would_lead_nowhere_keeps_a_post_from_being_renamed(blog: "MakeBlog") -> None:
    r"""`\eqref{short:eq:x}` names the post by its slug; an alias is such a name too."""
    root = blog(
        {
            "content/posts/post.md": "---\nslug: short\ndate: 2026-01-01\n---\n$$a\\label{eq:x}$$\n",
            "content/posts/other.md": OTHER.replace("{post:", "{short:"),
        }
    )
    with pytest.raises(Stop, match="refers to nothing"):
        rename(root, "post", "new", alias=False)
    assert rename(root, "post", "new", alias=True).new == "/2026/01/new/"


def _files(root: Path) -> list[Path]:
    """Return the files of a blog, but what is kept between builds."""
    return [path for path in root.rglob("*") if path.is_file() and ".mathpress" not in path.parts]
