"""What a page is made from is told again only if it may have become something else."""

import pytest

from mathpress.fingerprints import Fingerprints


def begun(before: Fingerprints | None = None, shared: str = "shared") -> Fingerprints:
    """Return what was told, as a build begins with it in a process after the one `before`."""
    known = Fingerprints(*before.known()) if before else Fingerprints("", {})
    known.begin(shared)
    return known


def asked(known: Fingerprints, shown: str, path: str = "/a/") -> bool:
    """Tell whether a page is asked what it is made from."""
    times = 0

    def tell() -> str:
        nonlocal times
        times += 1
        return f"fingerprint of {path}, {shown}"

    assert known.of(path, shown, tell) == tell()
    return times == 2


def test_the_next_build_knows_what_was_told() -> None:
    """Whether it is another process or the same."""
    first = begun()
    assert asked(first, "text")
    again = begun(first)
    assert not asked(again, "text")
    again.begin("shared")
    assert not asked(again, "text")


def test_a_page_that_shows_another_text_tells_again() -> None:
    """And so does a page that was not there."""
    first = begun()
    asked(first, "text")
    first.begin("shared")
    assert asked(first, "another text")
    assert asked(first, "text", path="/b/")


def test_all_pages_tell_again_when_what_they_have_in_common_changes() -> None:
    """Such as a setting, a template or the title of a post."""
    first = begun()
    asked(first, "text")
    assert asked(begun(first, "another title"), "text")


def test_a_page_that_nobody_asked_for_is_forgotten() -> None:
    """Its post may have been deleted."""
    first = begun()
    asked(first, "text")
    first.begin("shared")
    first.begin("shared")
    assert asked(first, "text")


@pytest.mark.parametrize("page", [1, (), ("text", 1), ("text", "one", "two")])
def test_what_is_from_elsewhere_is_not_trusted(page: object) -> None:
    """Whatever its shape."""
    known = Fingerprints("shared", {"/a/": page})
    known.begin("shared")
    assert asked(known, "text")
