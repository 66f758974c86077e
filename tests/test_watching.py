"""What the preview notices: real files, a real git, and the ways in which editors save."""

import contextlib
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final

import pytest

from mathpress.serve.watching import Saved, Watcher, watched

PATIENCE: Final = 20.0
SILENCE: Final = 0.4
"""Seconds in which a burst that was told twice would be told again."""


class Watching:
    """A blog's folder that is watched by a thread as the preview does."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bursts: SimpleQueue[Saved] = SimpleQueue()
        self.watcher = Watcher()
        self.watch()
        threading.Thread(target=self._wait, daemon=True).start()

    def watch(self) -> None:
        """Watch what there is now."""
        self.watcher.watch(watched(self.root, ["content/posts", "templates"], ["mathpress.toml", "refs/a.bib"]))

    def _wait(self) -> None:
        while True:
            self.bursts.put(self.watcher.wait())
            self.watch()

    def once(self) -> set[str]:
        """Return what changed in a burst that comes, below the blog's folder. No other follows it."""
        paths = self.bursts.get(timeout=PATIENCE).paths
        assert paths is not None
        self.nothing()
        return {Path(path).relative_to(self.root).as_posix() for path in paths}

    def nothing(self) -> None:
        """Nothing is noticed for a while."""
        with pytest.raises(Empty):
            pytest.fail(str(self.bursts.get(timeout=SILENCE)))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make the folders and one post of a blog."""
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/a.md").write_text("A")
    (tmp_path / "mathpress.toml").write_text("")
    return tmp_path


@pytest.fixture
def watch(root: Path) -> Iterator[Callable[[], Watching]]:
    """Watch the blog."""
    with contextlib.ExitStack() as at_end:

        def begin() -> Watching:
            watching = Watching(root)
            at_end.callback(watching.watcher.stop)
            return watching

        yield begin


Watch = Callable[[], Watching]
POST: Final = "content/posts/a.md"


def plainly(post: Path) -> None:
    """Save as most programs do."""
    post.write_text("B")


def in_pieces(post: Path) -> None:
    """Save with pauses: the file is empty at first."""
    with post.open("w") as file:
        for _ in range(5):
            file.write("B" * 10)
            file.flush()
            time.sleep(0.03)


def by_rename(post: Path) -> None:
    """Save as VS Code, gedit and most careful programs do."""
    temporary = post.with_name(".a.md.x7f.tmp")
    temporary.write_text("B")
    temporary.replace(post)


def as_vim_does(post: Path) -> None:
    """Save as Vim does with a copy of what was there before, which takes a moment on a slow disk."""
    (post.parent / ".a.md.swp").write_text("swap")
    (post.parent / "4913").touch()
    (post.parent / "4913").unlink()
    post.rename(post.with_name("a.md~"))
    time.sleep(0.03)
    post.write_text("B")
    post.chmod(0o644)
    post.with_name("a.md~").unlink()
    (post.parent / ".a.md.swp").unlink()


def as_emacs_does(post: Path) -> None:
    """Save as Emacs does: with a lock that is a link to nowhere, and a copy that it makes while one types."""
    lock = post.with_name(".#a.md")
    lock.symlink_to("me@host.1234:1")
    post.with_name("#a.md#").write_text("half of it")
    shutil.copy(post, post.with_name("a.md~"))
    post.write_text("B")
    post.with_name("#a.md#").unlink()
    lock.unlink()


@pytest.mark.parametrize("save", [plainly, in_pieces, by_rename, as_vim_does, as_emacs_does])
def test_a_save_is_noticed_once_however_it_is_made(root: Path, watch: Watch, save: Callable[[Path], None]) -> None:
    """And it names the post alone."""
    watching = watch()
    save(root / POST)
    assert watching.once() == {POST}


def test_saves_that_follow_one_another_at_once_are_one_burst(root: Path, watch: Watch) -> None:
    """Unless the machine pauses in between."""
    watching = watch()
    for number in range(100):
        (root / POST).write_text(str(number))
    time.sleep(SILENCE)
    assert 0 < watching.bursts.qsize() < 20
    watching.nothing() if watching.bursts.empty() else None


def test_folders_that_are_made_renamed_and_removed_are_noticed(root: Path, watch: Watch) -> None:
    """With what is in them, also later."""
    watching = watch()
    new = root / "content/posts/new"
    (new / "img").mkdir(parents=True)
    (new / "index.md").write_text("N")
    assert {"content/posts/new", "content/posts/new/index.md"} <= watching.once()
    (new / "img/a.png").write_bytes(b"picture")
    assert watching.once() == {"content/posts/new/img/a.png"}
    new.rename(root / "content/posts/other")
    assert {"content/posts/new", "content/posts/other"} <= watching.once()
    (root / "content/posts/other/index.md").write_text("M")
    assert watching.once() == {"content/posts/other/index.md"}
    shutil.rmtree(root / "content/posts/other")
    assert "content/posts/other/index.md" in watching.once()


def test_folders_that_are_not_there_yet_are_noticed_when_they_come(root: Path, watch: Watch) -> None:
    """Also those of bibliographies, and again when they come back."""
    shutil.rmtree(root / "content")
    watching = watch()
    for _ in range(2):
        (root / "templates/hooks").mkdir(parents=True)
        (root / "templates/hooks/head.html").write_text("x")
        assert "templates" in watching.once()
        (root / "templates/hooks/head.html").write_text("y")
        assert watching.once() == {"templates/hooks/head.html"}
        shutil.rmtree(root / "templates")
        assert "templates" in watching.once()
    (root / "content").mkdir()
    assert watching.once() == {"content"}
    (root / "content/posts").mkdir()
    assert watching.once() == {"content/posts"}
    (root / POST).write_text("A")
    assert watching.once() == {POST}
    (root / "refs").mkdir()
    assert watching.once() == {"refs"}
    (root / "refs/a.bib").write_text("@book{a}")
    (root / "refs/other.txt").write_text("not ours")
    assert watching.once() == {"refs/a.bib"}


def test_a_folder_that_another_takes_the_place_of_is_watched(root: Path, watch: Watch) -> None:
    """As programs do that fetch a whole folder."""
    (root / "templates").mkdir()
    watching = watch()
    (root / "fetched").mkdir()
    (root / "templates").rename(root / "before")
    (root / "fetched").rename(root / "templates")
    assert "templates" in watching.once()
    (root / "templates/a.html").write_text("A")
    assert watching.once() == {"templates/a.html"}
    (root / "before/a.html").write_text("A")
    watching.nothing()


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_folder_behind_a_link_goes_by_the_name_that_the_blog_has_for_it(root: Path, watch: Watch) -> None:
    """The posts may lie elsewhere."""
    (root / "content").rename(root / "elsewhere")
    (root / "content").mkdir()
    (root / "content/posts").symlink_to(root / "elsewhere/posts")
    watching = watch()
    (root / POST).write_text("B")
    assert watching.once() == {POST}


def test_what_the_blog_is_not_made_of_is_not_noticed(root: Path, watch: Watch) -> None:
    """Nor that something is read."""
    watching = watch()
    (root / "README.md").write_text("x")
    (root / "public/2026").mkdir(parents=True)
    (root / "public/index.html").write_text("x")
    (root / ".mathpress/cache").mkdir(parents=True)
    (root / ".mathpress/cache/x").write_text("x")
    (root / POST).read_text()
    list((root / "content/posts").iterdir())
    watching.nothing()
    (root / "mathpress.toml").write_text('title = "x"')
    assert watching.once() == {"mathpress.toml"}


def test_the_checkout_of_a_branch_is_one_burst(root: Path, watch: Watch) -> None:
    """Hundreds of files that change, come and go at once, with their folders."""

    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)

    posts = root / "content/posts"
    git("init", "--initial-branch", "main")
    for number in range(300):
        (posts / f"{number}.md").write_text(f"main {number}" * 500)
    git("add", ".")
    git("commit", "-m", "main")
    git("checkout", "-b", "other")
    for number in range(100):
        (posts / f"{number}.md").write_text(f"other {number}" * 500)
        (posts / f"{number + 100}.md").unlink()
        (posts / f"folder-{number}").mkdir()
        (posts / f"folder-{number}/index.md").write_text("new")
    git("add", ".")
    git("commit", "-m", "other")
    watching = watch()
    for branch in ("main", "other"):
        git("checkout", branch)
        found = watching.once()
        assert {f"content/posts/{number}.md" for number in range(200)} <= found
    (posts / "folder-7/index.md").write_text("saved")
    assert watching.once() == {"content/posts/folder-7/index.md"}


def test_names_that_only_look_like_those_of_editors_are_noticed(root: Path, watch: Watch) -> None:
    """A year, a copy that one links to, a film."""
    for name in ("4913/index.md", "old.tmp/index.md", "a.bak", "x.swf"):
        (root / "content/posts" / name).parent.mkdir(exist_ok=True)
        (root / "content/posts" / name).write_text("1")
    watching = watch()
    for name in ("4913/index.md", "old.tmp/index.md", "a.bak", "x.swf"):
        (root / "content/posts" / name).write_text("2")
        assert watching.once() == {f"content/posts/{name}"}


def test_a_burst_that_does_not_end_is_told_of_all_the_same(root: Path, watch: Watch) -> None:
    """Something may write all the time."""
    watching = watch()
    is_over = threading.Event()

    def write() -> None:
        number = 0
        while not is_over.wait(0.02):
            number += 1
            for name in range(14):
                (root / f"content/posts/{name}.md").write_text(f"{number}")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(2):
            watching.bursts.get(timeout=PATIENCE)
    finally:
        is_over.set()
        writer.join()


def test_nothing_is_taken_for_known_when_too_much_happens(
    root: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system forgets what it has no room for; a slow machine tells of thousands of events in many bursts."""
    monkeypatch.setattr("mathpress.serve.watching._SURE", 100)
    watching = watch()
    for number in range(1000):
        (root / POST).write_text(str(number))
    told = [watching.bursts.get(timeout=PATIENCE)]
    while not watching.bursts.empty():
        told.append(watching.bursts.get())
    assert None in [each.paths for each in told]


def test_a_folder_that_is_gone_before_it_is_watched_is_no_matter(
    root: Path, monkeypatch: pytest.MonkeyPatch, watch: Watch
) -> None:
    """It may come back, and others are watched meanwhile."""
    monkeypatch.setattr("mathpress.serve.watching._inode", lambda _: 1)
    watching = watch()
    (root / POST).write_text("B")
    assert watching.once() == {POST}
