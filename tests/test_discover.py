"""What there is: which files are sources, which stand beside them, and what is left out."""

import errno
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mathpress import reading
from mathpress.config import Config, load
from mathpress.discover import Inventory, discover, read
from mathpress.errors import Severity, Stop
from mathpress.model import Kind
from mathpress.seen import Seen

if TYPE_CHECKING:
    from tests.conftest import MakeBlog


def found(root: Path) -> Inventory:
    """Return what there is in a blog."""
    return discover(root, load(root), Seen({}))


def test_posts_pages_and_the_files_beside_them(blog: "MakeBlog") -> None:
    """Sources come sorted by path, whatever their suffix looks like; other folders are not looked into."""
    inventory = found(
        blog(
            {
                "content/posts/b.md": "B",
                "content/posts/a/index.md": "A",
                "content/posts/a/picture.png": b"",
                "content/posts/c.MARKDOWN": "C",
                "content/pages/about.md": "D",
                "content/notes/other.md": "not in a folder of the configuration",
            }
        )
    )
    assert [(str(source.path), source.kind, read(source).text) for source in inventory.sources] == [
        ("content/pages/about.md", Kind.PAGE, "D"),
        ("content/posts/a/index.md", Kind.POST, "A"),
        ("content/posts/b.md", Kind.POST, "B"),
        ("content/posts/c.MARKDOWN", Kind.POST, "C"),
    ]
    assert [str(path) for path in inventory.assets] == ["content/posts/a/picture.png"]
    assert not inventory.problems


def test_hidden_files_and_folders_are_no_sources(blog: "MakeBlog") -> None:
    """Editors and version control keep theirs there, and so does mathpress: `.mathpress/preview`."""
    root = blog({"content/posts/.a.md.swp": "", "content/posts/.git/b.md": "", "content/posts/.mathpress/c.md": ""})
    assert found(root) == Inventory((), frozenset(), {}, ())


def test_pages_may_lie_below_the_posts_and_posts_below_the_pages(blog: "MakeBlog") -> None:
    """No file is both."""
    files = {"content/a.md": "A", "content/pages/b.md": "B"}
    below = found(blog({"mathpress.toml": "posts = 'content'\n", **files}))
    assert [source.kind for source in below.sources] == [Kind.POST, Kind.PAGE]
    above = found(blog({"mathpress.toml": "posts = 'content/pages'\npages = 'content'\n", **files}))
    assert [source.kind for source in above.sources] == [Kind.PAGE, Kind.POST]


def test_without_a_folder_of_posts_there_is_nothing_to_build(blog: "MakeBlog") -> None:
    """A mistyped `posts` must not remove all pages of a site."""
    with pytest.raises(Stop) as stop:
        found(blog({"content/pages/a.md": ""}))
    assert (stop.value.status, stop.value.problems[0].code) == (2, "content-missing")


def test_line_ends_and_byte_order_marks_are_not_text(blog: "MakeBlog") -> None:
    """Files of Windows and of old Macs read as any other."""
    (source,) = found(blog({"content/posts/a.md": b"\xef\xbb\xbf---\r\nA\rB\n"})).sources
    assert read(source).text == "---\nA\nB\n"


@pytest.mark.parametrize(
    ("data", "place", "excerpt"),
    [
        (b"a\nb\xff\n", "2:2", "b\ufffd"),
        (b"\xff\xfea\x00", "1:1", "\ufffd\ufffda"),
        ("你好".encode() + b"\r\n" + "你".encode() + b" \xe4\xbd", "2:3", "你 \ufffd"),
        (b"\xef\xbb\xbfab\xff", "1:3", "ab\ufffd"),
    ],
    ids=["a stray byte", "UTF-16", "cut off in a character", "after a byte-order mark"],
)
def test_a_byte_that_is_not_utf8_is_told_in_its_column(blog: "MakeBlog", data: bytes, place: str, excerpt: str) -> None:
    """The source is there all the same, so that links to it are not wrong as well."""
    inventory = found(blog({"content/posts/a.md": data}))
    (problem,) = inventory.problems
    assert str(problem.place) == f"content/posts/a.md:{place}"
    assert problem.place.excerpt.startswith(excerpt)
    assert (problem.code, problem.severity) == ("source-encoding", Severity.ERROR)
    assert len(inventory.sources) == 1


def test_a_control_character_is_a_warning_and_never_reaches_a_page(blog: "MakeBlog") -> None:
    """A feed that holds one is not XML."""
    inventory = found(blog({"content/posts/a.md": "a\n\tb\x08\x00c"}))
    assert read(inventory.sources[0]).text == "a\n\tb\ufffd\ufffdc"
    (problem,) = inventory.problems
    assert (str(problem.place), problem.code) == ("content/posts/a.md:2:3", "source-control")
    assert problem.severity is Severity.WARNING


def test_a_link_that_leads_out_of_the_blog_is_left_out_and_told(blog: "MakeBlog", tmp_path: Path) -> None:
    """A link to another file of the blog is read; a linked folder is not entered, and that is told too."""
    secret = tmp_path / "secret.md"
    secret.write_text("secret", "utf-8")
    root = blog({"content/posts/a.md": "A", "shared/b.md": "B"})
    (root / "content/posts/out.md").symlink_to(secret)
    (root / "content/posts/in.md").symlink_to(root / "shared/b.md")
    (root / "content/posts/folder").symlink_to(tmp_path, target_is_directory=True)
    inventory = found(root)
    assert [read(source).text for source in inventory.sources] == ["A", "B"]
    assert [(str(problem.place), problem.code) for problem in inventory.problems] == [
        ("content/posts/folder", "source-outside"),
        ("content/posts/out.md", "source-outside"),
    ]


def test_the_folder_of_the_posts_may_be_a_link(blog: "MakeBlog", tmp_path: Path) -> None:
    """Authors who keep their notes elsewhere say so with it."""
    (tmp_path / "a.md").write_text("A", "utf-8")
    root = blog({"content/pages/b.md": "B"})
    (root / "content/posts").symlink_to(tmp_path, target_is_directory=True)
    inventory = found(root)
    assert [read(source).text for source in inventory.sources] == ["B", "A"]
    assert not inventory.problems


def test_a_source_that_cannot_be_read_is_an_error(blog: "MakeBlog") -> None:
    """A link to nothing, and one to itself."""
    root = blog({"content/posts/a.md": "A"})
    (root / "content/posts/gone.md").symlink_to("nowhere.md")
    (root / "content/posts/loop.md").symlink_to("loop.md")
    inventory = found(root)
    assert [(str(problem.place), problem.code) for problem in inventory.problems] == [
        ("content/posts/gone.md", "source-unreadable"),
        ("content/posts/loop.md", "source-unreadable"),
    ]
    assert len(inventory.sources) == 1


def test_a_source_that_could_not_be_read_is_tried_again(blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch) -> None:
    """There may have been too many open files for a moment."""
    root = blog({"content/posts/a.md": "A"})
    time.sleep(0.05)  # what has just changed is looked at again in any case
    seen = Seen({})

    def fail(*_: object) -> bytes:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_within", fail)
        inventory = discover(root, Config(), seen)
    assert ([problem.code for problem in inventory.problems], inventory.sources) == (["source-unreadable"], ())
    seen.begin()
    again = discover(root, Config(), seen)
    assert (again.problems, len(again.sources)) == ((), 1)


def test_a_folder_that_cannot_be_read_ends_the_build(blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch) -> None:
    """Else its posts would vanish from the site."""
    root = blog({"content/posts/a.md": "A", "content/posts/2026/b.md": "B"})
    look = os.scandir

    def refuse(folder: str) -> object:
        if folder.endswith("2026"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return look(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(Stop) as stop:
        found(root)
    assert [str(problem) for problem in stop.value.problems] == [
        "content/posts/2026: error: cannot be read: Permission denied [source-unreadable]"
    ]


def test_a_file_name_that_is_not_utf8_is_an_error(blog: "MakeBlog") -> None:
    """No URL could be made of it."""
    root = blog({"content/posts/a.md": "A"})
    name = os.fsdecode(b"caf\xe9.md")
    try:
        (root / "content/posts" / name).write_text("B", "utf-8")
    except OSError:
        return  # this file system has no such names
    (problem,) = found(root).problems
    assert problem.code == "source-name"
