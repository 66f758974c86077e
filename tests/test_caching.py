"""How long a file is kept, by its name."""

from pathlib import PurePosixPath

import pytest

from mathpress.caching import ASK_AGAIN, FOR_EVER, cache_control, lasting, named_by_content

DIGEST = "3f2a9c0177d0e1b4"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("css/base.css", "css/base.mp-3f2a9c01.css"),
        ("logo.svg", "logo.mp-3f2a9c01.svg"),
        ("js/样式 1.min.js", "js/样式 1.min.mp-3f2a9c01.js"),
        ("CNAME", "CNAME.mp-3f2a9c01"),
        (".htaccess", ".htaccess.mp-3f2a9c01"),
    ],
)
def test_a_file_that_is_named_by_its_bytes_is_kept_for_ever(path: str, name: str) -> None:
    """Beside the one of its own name, which is asked for again."""
    assert named_by_content(PurePosixPath(path), DIGEST) == PurePosixPath(name)
    assert cache_control(PurePosixPath(name)) == FOR_EVER
    assert cache_control(PurePosixPath(path)) == ASK_AGAIN


@pytest.mark.parametrize(
    "path",
    [
        "paper.20240101.pdf",
        "js/app.3f2a9c01.js",
        "talk-1.20240101.png",
        "css/base.mp-3f2a9c01.min.css",
        "mp-3f2a9c01.css",
        "song.mp-20240101.d/a.ogg",
    ],
)
def test_a_name_that_looks_as_if_it_had_a_digest_is_asked_for_again(path: str) -> None:
    """Nobody has promised that an author's file will never be another."""
    assert cache_control(PurePosixPath(path)) == ASK_AGAIN


def test_beginnings_of_names_are_told_if_all_that_begin_so_are_kept_for_ever() -> None:
    """To hosts that look at no more than that."""
    made = ["css/a.css", "css/a.mp-3f2a9c01.css", "cards/x-3f2a9c01.png", "fonts/math-3f2a9c01.woff2"]
    authors = ["cards/own.png", "fonts/math.woff2", "css/b.mp-style.css", "css/b.mp-3f2a9c01.css"]
    search = ["pagefind/fragment/", "pagefind/index/"]
    assert lasting([*map(PurePosixPath, made)]) == ["cards/", "fonts/math-", *search, "css/a.mp-"]
    assert lasting([*map(PurePosixPath, (*made, *authors))]) == ["fonts/math-", *search, "css/a.mp-"]
