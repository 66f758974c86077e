"""What others do while a site is built: build it too, edit it, remove it."""

from typing import TYPE_CHECKING

from tests.faults.trials import Done

if TYPE_CHECKING:
    from tests.faults.conftest import Tally
    from tests.faults.trials import Blog


def test_two_builds_at_once(faulty: "Blog", tally: "Tally", *, thorough: bool) -> None:
    """One waits for the other to write, and finds that all is done, or the first all in turn."""
    for _ in range(40 if thorough else 1):
        with tally.trial("two builds at once"):
            builds = [faulty.start("--quiet"), faulty.start("--quiet")]
            assert [faulty.end(build) for build in builds] == [Done(0, "", "")] * 2
            faulty.survive()
        faulty.edit()
