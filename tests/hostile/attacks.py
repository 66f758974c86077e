"""What an attack is: a blog with something hostile in it, and what becomes of it."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CANARY: Final = "xyzzy-canary"
"""A word that stands in files around the blog alone, and must come into no file of the site and no log."""
MB: Final = 1_000_000
CONFIG: Final = 'title = "T"\nurl = "https://example.org/"\n'
HEAD: Final = "title: A post\ndate: 2026-01-02\n"
POST: Final = f"---\n{HEAD}---\n"
"""The beginning of a sound post."""

Lay = Callable[[Path, int], object]
"""Puts something hostile into the blog at a folder, so many times or of that size."""


@dataclass(frozen=True)
class Attack:
    """Something hostile that `lay` puts into a blog: `size` times, with `--thorough` `full` times.

    `told` are the diagnostics that follow, each with its place and code. The exit `status` is 0 if the site is built.
    No process has more than `memory` bytes.
    """

    name: str
    lay: Lay
    told: tuple[str, ...] = ()
    status: int = 0
    size: int = 1
    full: int = 0
    memory: int = 150 * MB
    arguments: tuple[str, ...] = ("build",)


def put(root: Path, name: str, content: str | bytes = b"") -> Path:
    """Write a file of the blog."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def blog(top: Path) -> Path:
    """Lay a sound blog, and secrets around it."""
    root = top / "blog"
    put(top, "secret.txt", f"{CANARY}\n")
    put(top, "outside/secret.md", f"{POST}{CANARY}\n")
    put(root, "mathpress.toml", CONFIG)
    put(root, "content/posts/sound.md", POST.replace("A post", "A sound post"))
    return root


def post(text: str | bytes, name: str = "a.md") -> Lay:
    """Return what lays a post with a text that is repeated."""
    return file(f"content/posts/{name}", text, POST)


def matter(lines: str | bytes, end: str = "") -> Lay:
    """Return what lays a post with lines of front matter that are repeated, and an end of them."""
    return file("content/posts/a.md", lines, f"---\n{HEAD}", f"{end}\n---\nText.\n")


def settings(lines: str, end: str = "") -> Lay:
    """Return what lays settings with lines that are repeated, and an end of them."""
    return file("mathpress.toml", lines, CONFIG, end)


def file(name: str, repeated: str | bytes, before: str = "", behind: str = "") -> Lay:
    """Return what lays a file with a content that is repeated between others."""
    data = repeated.encode() if isinstance(repeated, str) else repeated
    return lambda root, size: put(root, name, before.encode() + data * size + behind.encode())


def once(lay: Lay) -> Lay:
    """Return what lays a thing once, whatever the size."""
    return lambda root, _: lay(root, 1)


def both(*lays: Lay) -> Lay:
    """Return what lays one thing after the other."""
    return lambda root, size: [lay(root, size) for lay in lays]


def empty(name: str) -> Lay:
    """Return what lays a file of zeros, which takes no room on the disk."""
    return lambda root, size: os.truncate(put(root, name), size)


def pipe(name: str) -> Lay:
    """Return what lays a named pipe, which nobody ever writes into."""

    def lay(root: Path, _: int) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).unlink(missing_ok=True)
        os.mkfifo(root / name)

    return lay


def link(name: str, target: str) -> Lay:
    """Return what lays a symbolic link."""

    def lay(root: Path, _: int) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).unlink(missing_ok=True)
        (root / name).symlink_to(target)

    return lay
