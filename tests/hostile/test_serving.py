"""A preview of a hostile blog starts, tells what is wrong, and shows nothing but the site."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.hostile import names
from tests.hostile.attacks import CANARY, MB, blog, both, empty, link, pipe, put

if TYPE_CHECKING:
    from tests.conftest import StartPreview

_STRANGE: Final = {"static files of strange names", "posts of strange names"}
_HOSTILE: Final = both(
    link("content/posts/out", "../../../outside"),
    link("static/secret.txt", "../../secret.txt"),
    link("static/zero", "/dev/zero"),
    pipe("static/pipe"),
    *(attack.lay for attack in names.ATTACKS if attack.name in _STRANGE),
)


def test_a_hostile_blog_is_previewed(start_preview: "StartPreview", tmp_path: Path) -> None:
    """Without what cannot be read; no path leads out. A post that is none is told, and the site stays."""
    root = blog(tmp_path)
    _HOSTILE(root, 1)
    preview = start_preview(root)
    assert preview.get("/what%3F.txt") == (200, "x")
    for path in ("/secret.txt", "/zero", "/pipe", "/%2e%2e/%2e%2e/secret.txt", "/..%2f..%2fsecret.txt", "/a%00b"):
        status, said = preview.get(path)
        assert (status, CANARY in said) == (404, False), path
    put(root, "content/posts/latin.md", b"\xe9")
    empty("content/posts/large.md")(root, 20 * MB)
    preview.wait(lambda: {"source-encoding", "source-unreadable"} <= _codes(preview.log))
    assert "A sound post" in preview.get("/2026/01/sound/")[1]
    assert {"source-outside", "file-name"} <= _codes(preview.log)
    assert "Traceback" not in preview.log.read_text("utf-8")


def _codes(log: Path) -> set[str]:
    return set(re.findall(r"\[([a-z-]+)\]$", log.read_text("utf-8"), re.MULTILINE))
