"""Hostile files: of no encoding, of no end, of no kind that can be read, and links that lead out of the blog."""

import os
import socket
from pathlib import Path
from typing import Final

from tests.hostile.attacks import MB, POST, Attack, both, empty, file, link, once, pipe, post, put, settings

_LEADS_OUT: Final = "is a link that leads out of the blog, so it is left out; put the file itself here [source-outside]"
_NO_FILE: Final = "it is a pipe, a socket or a device, and no file [source-unreadable]"
_TOO_LARGE: Final = "error: cannot be read: it is larger than 5 MB; shorten it [source-unreadable]"
_FOLDER: Final = "it is a link to a folder, which is not entered; put the folder itself here [source-unreadable]"
_ABROAD: Final = "is a link that leads out of the blog, where nothing is written; remove it"


def _posts(root: Path, size: int) -> None:
    for number in range(size):
        put(root, f"content/posts/{number % 100}/{number}.md", POST)


def _static(root: Path, size: int) -> None:
    for number in range(size):
        put(root, f"static/{number % 100}/{number}.txt", f"{number}")


def _socket(root: Path, _: int) -> None:
    (root / "static").mkdir()
    before = Path.cwd()
    os.chdir(root / "static")  # an address of a socket holds a hundred characters
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("a.sock")
    os.chdir(before)


ATTACKS: Final = (
    Attack(
        "a post in Latin-1",
        post("café".encode("latin-1")),
        ("content/posts/a.md:5:4: error: the file is not UTF-8; save it in that encoding [source-encoding]",),
        status=1,
    ),
    Attack(
        "a post in UTF-16",
        lambda root, _: put(root, "content/posts/a.md", f"{POST}x".encode("utf-16")),
        ("content/posts/a.md:1:1: error: the file is not UTF-8; save it in that encoding [source-encoding]",),
        status=1,
    ),
    Attack("a byte-order mark", file("content/posts/a.md", f"\ufeff{POST}")),
    Attack("two byte-order marks", file("content/posts/a.md", f"\ufeff\ufeff{POST}")),
    Attack(
        "a NUL in a text",
        post("a\0b"),
        (
            "content/posts/a.md:5:2: warning: a control character (U+0000), which no browser shows; delete it"
            " [source-control]",
        ),
    ),
    Attack("line ends of old Macs", file("content/posts/a.md", POST.replace("\n", "\r") + "A\r\rB\r")),
    Attack(
        "a post of 1 GB", empty("content/posts/a.md"), (f"content/posts/a.md: {_TOO_LARGE}",), 1, 20 * MB, 1000 * MB,
    ),
    Attack(
        "a bibliography of 1 GB", empty("content/posts/a.bib"),
        (f"content/posts/a.bib: {_TOO_LARGE.replace('5 MB', '50 MB')}",), 1, 60 * MB, 1000 * MB, memory=250 * MB,
    ),
    Attack(
        "comments of 1 GB", empty("content/posts/sound.comments.toml"),
        (f"content/posts/sound.comments.toml: {_TOO_LARGE}",), 1, 20 * MB, 1000 * MB,
    ),
    Attack("a static file of 1 GB", empty("static/a.bin"), size=120 * MB, full=1000 * MB),
    Attack(
        "a static text of 1 GB, compressed", both(once(settings('compress.formats = ["gz"]\n')), empty("static/a.txt")),
        size=120 * MB, full=1000 * MB,
    ),
    Attack(
        "settings of 50 MB", settings("# a comment\n"),
        ("mathpress.toml: error: cannot be read: it is larger than 0.5 MB; shorten it [config-unreadable]",), 2, 50_000,
        50 * MB // 12,
    ),
    Attack("100,000 posts", _posts, size=100, full=100_000, memory=2000 * MB),
    Attack("100,000 static files", _static, size=1000, full=100_000, memory=700 * MB),
    Attack(
        "a pipe as a post", pipe("content/posts/a.md"),
        (f"content/posts/a.md: error: cannot be read, so it is left out: {_NO_FILE}",), 1,
    ),
    Attack(
        "a pipe as a picture", both(pipe("content/posts/a.png"), post("![a](a.png)")),
        (
            "content/posts/a.md:5:6: error: there is no file content/posts/a.png [file-missing]",
            f"content/posts/a.png: warning: cannot be read, so it is left out: {_NO_FILE}",
        ),
        1,
    ),
    Attack(
        "a pipe as comments", pipe("content/posts/sound.comments.toml"),
        (f"content/posts/sound.comments.toml: warning: cannot be read, so it is left out: {_NO_FILE}",),
    ),
    Attack(
        "a pipe as a bibliography", pipe("content/posts/a.bib"),
        (f"content/posts/a.bib: warning: cannot be read, so it is left out: {_NO_FILE}",),
    ),
    Attack(
        "a pipe as a static file", pipe("static/a.png"),
        (f"static/a.png: warning: cannot be read, so it is left out: {_NO_FILE}",),
    ),
    Attack(
        "a socket as a static file", _socket,
        (f"static/a.sock: warning: cannot be read, so it is left out: {_NO_FILE}",),
    ),
    Attack(
        "a pipe as the settings", pipe("mathpress.toml"),
        (
            "mathpress.toml: error: . is no blog: it has no mathpress.toml; name the blog's folder with --source, or"
            " begin one with `mathpress init` [config-missing]",
        ),
        2,
    ),
    Attack("a pipe as a template", pipe("templates/base.html")),
    Attack("a pipe in the cache", pipe(".mathpress/cache/parsing")),
    Attack(
        "a pipe as the manifest", pipe("public/.mathpress/manifest.json"),
        (
            "public/.mathpress/manifest.json: error: cannot be read: it is a pipe, a socket or a device, and no file"
            " [output-unwritable]",
        ),
        2,
    ),
    Attack(
        "a link to /dev/zero as a post", link("content/posts/a.md", "/dev/zero"),
        (f"content/posts/a.md: warning: {_LEADS_OUT}",),
    ),
    Attack(
        "a link to /dev/zero as a static file", link("static/a", "/dev/zero"), (f"static/a: warning: {_LEADS_OUT}",)
    ),
    Attack(
        "a link to a secret as a picture",
        both(link("content/posts/a.png", "../../../secret.txt"), post("![a](a.png)")),
        (
            "content/posts/a.md:5:6: error: there is no file content/posts/a.png [file-missing]",
            f"content/posts/a.png: warning: {_LEADS_OUT}",
        ),
        1,
    ),
    Attack(
        "a link to a secret as a static file", link("static/a.txt", "../../secret.txt"),
        (f"static/a.txt: warning: {_LEADS_OUT}",),
    ),
    Attack(
        "a link to a secret as comments", link("content/posts/sound.comments.toml", "../../../secret.txt"),
        (f"content/posts/sound.comments.toml: warning: {_LEADS_OUT}",),
    ),
    Attack(
        "a link to a secret as a bibliography",
        both(link("refs.bib", "../secret.txt"), settings('citations.bibliography = ["refs.bib"]\n')),
        (f"refs.bib: error: {_LEADS_OUT}",), 1,
    ),
    Attack(
        "a link to a secret as the settings", link("mathpress.toml", "../secret.txt"),
        (
            "mathpress.toml: error: is a link that leads out of the blog; put the file itself here [config-unreadable]",
        ),
        2,
    ),
    Attack(
        "a link to a folder outside among the posts", link("content/posts/a", "../../../outside"),
        (f"content/posts/a: warning: {_LEADS_OUT}",),
    ),
    Attack(
        "a link to a folder outside among the static files", link("static/a", "../../outside"),
        (f"static/a: warning: {_LEADS_OUT}",),
    ),
    Attack(
        "a loop of links among the posts", link("content/posts/a", "."),
        (f"content/posts/a: warning: cannot be read, so it is left out: {_FOLDER}",),
    ),
    Attack(
        "a loop of links among the static files", link("static/a", "."),
        (f"static/a: warning: cannot be read, so it is left out: {_FOLDER}",),
    ),
    Attack("a loop of links among the templates", link("templates/a", "..")),
    Attack(
        "a link to itself", link("content/posts/a.md", "a.md"),
        (
            "content/posts/a.md: error: cannot be read, so it is left out: Too many levels of symbolic links"
            " [source-unreadable]",
        ),
        1,
    ),
    Attack(
        "an output folder that leads out", link("public", "../outside"),
        (f"public: error: {_ABROAD}, or use --output [output-outside]",), 2,
    ),
    Attack(
        "an output folder that is a link to itself", link("public", "public"),
        ("public/.mathpress: error: cannot be written: Too many levels of symbolic links [output-unwritable]",), 2,
    ),
    Attack(
        "a cache that leads out", link(".mathpress/cache/images", "../../../outside"),
        (f".mathpress/cache/images: error: {_ABROAD}, and the cache is made anew [output-outside]",), 2,
    ),
    Attack(
        "a page whose folder leads out", link("public/2026", "../../outside"),
        (
            "public/2026: error: is in the way and was not made by mathpress; move it, or choose another output folder"
            " [output-foreign]",
        ),
        2,
    ),
    Attack(
        "a manifest that leads out", link("public/.mathpress", "../../outside"),
        (
            "public/.mathpress: error: is in the way and was not made by mathpress; move it, or choose another output"
            " folder [output-foreign]",
        ),
        2,
    ),
    Attack(
        "a lock that leads out", link("public/.mathpress/lock", "../../../outside/lock"),
        ("public/.mathpress/lock: error: cannot be written: Too many levels of symbolic links [output-unwritable]",), 2,
    ),
    Attack("a note of the last build that leads out", link("public/.mathpress/.build.json", "../../../secret.txt")),
    Attack("a pipe as a note of the last build", pipe("public/.mathpress/.build.json")),
    Attack("a folder called a post", file("content/posts/a.md/b.txt", "x")),
)  # fmt: skip
"""Each with what is told of it."""
