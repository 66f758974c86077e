"""A deploy to a folder of releases that is killed shows the old site or the new one; the next shows the new one."""

import itertools
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.faults.test_steps import injected, steps_in, struck
from tests.faults.trials import PROGRAM, Done, Files, differing, files_of

if TYPE_CHECKING:
    import random

    from tests.faults.conftest import Some, Tally
    from tests.faults.trials import Blog

ADDRESS: Final = "--base-url=https://blog.mathpress.dev/blog/"
NOTE: Final = "2009/03/note.txt"
"""A file of others among the releases."""


def build(blog: "Blog") -> Files:
    """Edit and build a blog for its address, and return the files of the site."""
    blog.edit()
    blog.is_edited = False
    assert blog.build("--quiet", ADDRESS).status == 0
    return {path: data for path, data in blog.present().items() if not path.startswith(".mathpress/")}


def shown(blog: "Blog") -> dict[str, bytes]:
    """Return the files that visitors are shown, but for that of others, which must be there."""
    files = files_of(blog.root / "web/current")
    assert files.pop(NOTE) == b"mine"
    return {path: data for path, data in files.items() if not path.startswith(".mathpress-")}


def deploy(blog: "Blog", program: tuple[str, ...]) -> Done:
    """Deploy what was built."""
    return blog.build("--quiet", "--no-build", ADDRESS, command="deploy", program=program)


def test_a_deploy_is_killed(
    faulty: "Blog", chance: "random.Random", tally: "Tally", some: "Some", tmp_path: Path, *, thorough: bool
) -> None:
    """At one of its steps, whichever it is; what others put there stays."""
    log = tmp_path / "log"
    build(faulty)
    assert deploy(faulty, PROGRAM).status == 0
    (faulty.root / "web/current" / NOTE).write_bytes(b"mine")
    count = []
    for _ in range(2):  # there and back
        old = build(faulty)
        assert deploy(faulty, struck(log)).status == 0
        count.append(steps_in(log))
    steps = some(["rename", "removal", "new folder", "link"], 1)
    for step in itertools.chain(*[steps] * (10 if thorough else 1)):
        new = build(faulty)
        number = chance.randint(1, (count[0] & count[1])[step])
        with tally.trial(f"SIGKILL at a {step} of a deploy to a folder of releases"):
            assert deploy(faulty, struck(log, *injected(step, "signal=KILL", number))).status == -signal.SIGKILL
            assert min(differing(shown(faulty), old), differing(shown(faulty), new)) == []
            assert deploy(faulty, PROGRAM) == Done(0, "", "")
            assert differing(shown(faulty), new) == []
            assert [*(faulty.root / "web").rglob(".mathpress-new*")] == []
        old = new
    faulty.is_edited = True
    faulty.recover()
