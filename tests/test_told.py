"""What a page is made from is told again only if it may have become something else."""

from pathlib import Path

import pytest

from mathpress.kept import Kept
from mathpress.packing import pack
from mathpress.told import Told


def told(tmp_path: Path, shared: str = "shared") -> Told:
    """Return what was told, as a build begins with it."""
    known = Told(Kept(tmp_path / "told"), "name")
    known.begin(shared)
    return known


def asked(known: Told, shown: str, path: str = "/a/") -> bool:
    """Tell whether a page is asked what it is made from."""
    times = 0

    def tell() -> str:
        nonlocal times
        times += 1
        return f"fingerprint of {path}, {shown}"

    assert known.fingerprint(path, shown, tell) == tell()
    return times == 2


def test_the_next_build_knows_what_was_told(tmp_path: Path) -> None:
    """Whether it is another process or the same."""
    first = told(tmp_path)
    assert asked(first, "text")
    first.save()
    again = told(tmp_path)
    assert not asked(again, "text")
    again.begin("shared")
    assert not asked(again, "text")


def test_a_page_that_shows_another_text_tells_again(tmp_path: Path) -> None:
    """And so does a page that was not there."""
    first = told(tmp_path)
    asked(first, "text")
    first.begin("shared")
    assert asked(first, "another text")
    assert asked(first, "text", path="/b/")


def test_all_pages_tell_again_when_what_they_have_in_common_changes(tmp_path: Path) -> None:
    """Such as a setting, a template or the title of a post."""
    first = told(tmp_path)
    asked(first, "text")
    first.save()
    assert asked(told(tmp_path, "another title"), "text")


def test_a_page_that_nobody_asked_for_is_forgotten(tmp_path: Path) -> None:
    """Its post may have been deleted."""
    first = told(tmp_path)
    asked(first, "text")
    first.begin("shared")
    first.begin("shared")
    assert asked(first, "text")


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"x",
        pack(1),
        pack(()),
        pack((1, 2, 3)),
        pack(("shared", 1)),
        pack(("shared", {"/a/": 1})),
        pack(("shared", {"/a/": ("text", 1)})),
    ],
)
def test_what_is_damaged_or_from_elsewhere_is_not_trusted(tmp_path: Path, kept: bytes) -> None:
    """Whatever its shape."""
    Kept(tmp_path / "told").keep("name", kept)
    assert asked(told(tmp_path), "text")
