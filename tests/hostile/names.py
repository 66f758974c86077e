"""Hostile names of files: with line ends, quotes and signs of URLs in them, too long, reserved, alike.

What can be published is, and links lead to it; what some systems cannot have is told.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from tests.hostile.attacks import HEAD, POST, Attack, Lay, both, file, matter, post, put, settings
from tests.hostile.pictures import png

_STRANGE: Final = (
    "two words", "it's", "c#", "50%", "per%20cent", "at&amp;t", "$x$", "`y`", "[z](z)", "{{config}}", "{% raw %}",
    "-rf", "~home", "semi;colon", "emoji\U0001f600", "joined\u200d", "line\u2028separator", "no\u00a0break",
    "turned\u202e", "caf\u00e9", "cafe\u0301s",
)  # fmt: skip
"""Names that files can have everywhere."""
_REFUSED: Final = (
    'quo"te', "what?", "<b>", "a:b", "sta*r", "pi|pe", "line\nend", "carriage\rreturn", "ta\tb",
    "bell\x07", "red\x1b[31m", "CON", "nul.old", "com1",
)  # fmt: skip
"""Names that Windows can give to nothing."""
_ENDS: Final = ("dot.", "blank ")
"""The same of names without a suffix."""
_LONG: Final = "\u6570" * 84
_CANNOT: Final = "Windows and some hosts cannot have that name; give it another one [file-name]"
_TOO_LONG: Final = (
    "error: its name has more than 240 bytes, and systems allow few more; give it a shorter one [file-name]"
)
_BACKSLASH: Final = (
    "error: the file's name has a backslash in it, which parts folders on Windows; give it another [source-name]"
)
_CAPITALS: Final = "but for capitals; Windows and macOS keep one of them alone [url-alike]"


def _files(form: str, content: str | bytes, names: Sequence[str] = (*_STRANGE, *_REFUSED)) -> Lay:
    """Return what lays a file of each name."""
    return lambda root, _: [put(root, form.format(name), content) for name in names]


def _told(form: str, names: Sequence[str] = _REFUSED) -> tuple[str, ...]:
    return tuple(f"{_spelt(path)}: warning: {_CANNOT}" for path in sorted(map(form.format, names)))


def _spelt(name: str) -> str:
    """Return a name as terminals may be given it."""
    return "".join(repr(char)[1:-1] if char < " " else char for char in name)


def _links(form: str, sign: str = "") -> Lay:
    """Return what lays a post that links to a file of each name, as an author may write that."""
    targets = [quote(form.format(name)) for name in (*_STRANGE, *_REFUSED)]
    return file("content/posts/a.md", "".join(f"{sign}[a]({target})\n\n" for target in targets), POST)


def _posts(root: Path, _: int) -> None:
    for name in (*_STRANGE, *_REFUSED):
        put(root, f"content/posts/{name}.md", POST)
    put(root, "content/posts/a.md", POST + "".join(f"[]({quote(name)}.md)\n\n" for name in (*_STRANGE, *_REFUSED)))


ATTACKS: Final = (
    Attack("static files of strange names", _files("static/{}.txt", "x"), _told("static/{}.txt")),
    Attack(
        "folders of strange names among the static files",
        _files("static/{}/a.txt", "x", (*_STRANGE, *_REFUSED, *_ENDS)), _told("static/{}", (*_REFUSED, *_ENDS)),
    ),
    Attack(
        "pictures of strange names", both(_files("content/posts/{}.png", png(9)), _links("{}.png", "!")),
        _told("content/posts/{}.png"),
    ),
    Attack(
        "files of strange names beside a post", both(_files("content/posts/{}.txt", "x"), _links("{}.txt")),
        _told("content/posts/{}.txt"),
    ),
    Attack(
        "posts of strange names", _posts,
        tuple(
            f"content/posts/{name}.md: warning: its address /2026/01/{name.lower()}/ has a name in it that Windows and"
            " some hosts cannot have; choose another [file-name]"
            for name in ("CON", "com1")
        ),
    ),
    Attack("templates of strange names", _files("templates/{}.html", "{% raise %}")),
    Attack(
        "a static file whose name has 255 bytes", file(f"static/{_LONG}.a", "word " * 1000),
        (f"static/{_LONG}.a: {_TOO_LONG}",), 1,
    ),
    Attack(
        "a picture whose name has 255 bytes",
        both(
            file(f"content/posts/{_LONG[1:]}.png", png(1000)),
            file("content/posts/a.md", f"{POST}![a]({_LONG[1:]}.png)"),
            settings("images.variants = true\n"),
        ),
        (f"content/posts/{_LONG[1:]}.png: {_TOO_LONG}",), 1,
    ),
    Attack(
        "a post whose name has 255 bytes", file(f"content/posts/{_LONG}.md", POST),
        (
            f"content/posts/{_LONG}.md: error: the address /2026/01/{_LONG[:50]}\u2026 is longer than names of files"
            " may be; choose a shorter one [url-bad]",
        ),
        1,
    ),
    Attack(
        "static files that differ in capitals", both(file("static/A.txt", "a"), file("static/a.txt", "b")),
        (f"static/a.txt: warning: its name is that of static/A.txt {_CAPITALS}",),
    ),
    Attack(
        "pictures that differ in how letters are composed",
        both(
            file("content/posts/\u00e9.png", png(9)), file("content/posts/e\u0301.png", png(9)),
            file("content/posts/a.md", f"{POST}![a](e\u0301.png) ![a](\u00e9.png)"),
        ),
        (f"content/posts/\u00e9.png: warning: its name is that of content/posts/e\u0301.png {_CAPITALS}",),
    ),
    Attack(
        "an address that is reserved", matter("slug: aux"),
        (
            "content/posts/a.md:4:7: warning: its address /2026/01/aux/ has a name in it that Windows and some hosts"
            " cannot have; choose another [file-name]",
        ),
    ),
    Attack(
        "a static file with a backslash in its name", file("static/..\\a", "x"),
        (f"static/..\\a: {_BACKSLASH}",), 1,
    ),
    Attack(
        "a picture with a backslash in its name", both(file("content/posts/b\\a.png", png(9)), post("![a](b%5Ca.png)")),
        (f"content/posts/b\\a.png: {_BACKSLASH}",), 1,
    ),
    Attack(
        "a name that is not UTF-8", lambda root, _: put(root, "content/posts/\udcff.md", f"---\n{HEAD}---\n"),
        (r"content/posts/\udcff.md: error: the file's name is not UTF-8; give it another [source-name]",), 1,
    ),
)  # fmt: skip
"""Each with what is told of it."""
