"""A build that a fault hits at one step: at its n-th rename, removal, folder or write, by what `strace` can inject."""

import itertools
import random
import re
import signal
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.faults.trials import PROGRAM
from tests.needs import tool

if TYPE_CHECKING:
    from tests.faults.conftest import Some, Tally
    from tests.faults.trials import Blog

STEPS: Final = {
    "rename": "?rename,?renameat,?renameat2",
    "removal": "?unlink,?unlinkat,?rmdir",
    "new folder": "?mkdir,?mkdirat",
    "write": "write",
    "link": "?link,?linkat,?symlink,?symlinkat",
    "flush": "?syncfs,?fsync",
}
"""What a build does to a disk, as Linux calls it."""
PLACED: Final = re.compile(r'rename\w*\(.*"public/\.mathpress/staged/.*"public/(?P<path>.*)"|(?P<wait>fsync|syncfs)\(')
"""A file that is put in place, or a wait for the disk. Not all kinds of processors have a plain `rename`."""
SAID: Final = re.compile(r"(?:(?P<place>\S+): )?error: (?P<message>.+)\n")


def struck(log: Path, *fault: str) -> tuple[str, ...]:
    """Return the program, whose steps are written down in `log`, and a fault may be injected into."""
    return (tool("strace"), "-o", str(log), "-e", f"trace={','.join(STEPS.values())}", *fault, *PROGRAM)


def injected(step: str, fault: str, number: int) -> tuple[str, str]:
    """Return what injects a fault, `signal=KILL` or `error=EIO`, into the step of that number."""
    return "-e", f"inject={STEPS[step]}:{fault}:when={number}"


def steps_in(log: Path) -> Counter[str]:
    """Return how many steps of each kind were written down."""
    calls = Counter(line.partition("(")[0] for line in log.read_text("utf-8").splitlines())
    return Counter({step: sum(calls[name.lstrip("?")] for name in names.split(",")) for step, names in STEPS.items()})


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where steps are written down."""
    return tmp_path_factory.mktemp("strace") / "log"


@pytest.fixture(scope="session")
def count(shared: "Blog", log: Path) -> Counter[str]:
    """Count the steps of each kind that every build of an edited blog has."""
    counts = []
    for _ in range(2):  # there and back
        shared.edit()
        assert shared.build(program=struck(log)).status == 0
        counts.append(steps_in(log))
        shared.recover()
    return counts[0] & counts[1]


@pytest.mark.parametrize("step", ["rename", "removal", "new folder"])
def test_killed_at_a_step(
    faulty: "Blog", count: Counter[str], log: Path, chance: random.Random, tally: "Tally", step: str, *, thorough: bool
) -> None:
    """While files are put in place, removed, or about to be."""
    wanted = 25 if thorough else 1
    while wanted:
        number = chance.randint(1, count[step])
        done = faulty.build(program=struck(log, *injected(step, "signal=KILL", number)))
        if done.status == -signal.SIGKILL:
            wanted -= 1
            with tally.trial(f"SIGKILL at a {step}"):
                faulty.survive(done)
        else:  # it had fewer steps, for there was less to tidy up
            faulty.survive(done)
        faulty.edit()


READ: Final = (
    "content/posts/post-00001.md",
    "content/posts/img/post-00004.png",
    "templates/foot.html",
    "static/css/more.css",
    "mathpress.toml",
    "public/index.html",
    "public/.mathpress/manifest.json",
)


def test_a_file_that_the_disk_cannot_read(faulty: "Blog", log: Path, tally: "Tally", some: "Some") -> None:
    """It is named, and the site stays as it was."""
    for path in some(READ, 1):
        before = faulty.present()
        (faulty.root / path).touch()  # or it may be known without being read
        of_it = ("-P", str(faulty.root / path), "-e", "inject=read:error=EIO")
        with tally.trial("EIO at a read of a post, picture, template, setting, output or manifest"):
            done = faulty.build("--quiet", program=(tool("strace"), "-o", str(log), *of_it, *PROGRAM))
            assert done.status in {1, 2}
            assert f"{path}: error: cannot be read: Input/output error" in done.err
            assert done.err.count(" error: ") == 1  # others refer to the post
            faulty.stay(before)
        faulty.edit()


def test_a_step_that_fails(
    faulty: "Blog",
    count: Counter[str],
    log: Path,
    chance: random.Random,
    tally: "Tally",
    some: "Some",
    *,
    thorough: bool,
) -> None:
    """It is told in a line, unless it can be done without: what is kept for the next build, what was not finished."""
    cases = list(itertools.product(["rename", "removal", "new folder", "write", "flush"], ["ENOSPC", "EIO"]))
    for step, error in itertools.chain(*[some(cases, 3)] * (12 if thorough else 1)):
        number = chance.randint(1, count[step])
        with tally.trial(f"{error} at a {step}"):
            done = faulty.build(program=struck(log, *injected(step, f"error={error}", number)))
            if done.status:
                assert done.status in {1, 2}
                assert SAID.fullmatch(done.err), done.err
            faulty.survive(done)
        faulty.edit()


def test_the_disk_has_all_files_before_they_are_put_in_place(faulty: "Blog", log: Path) -> None:
    """And the copy of the manifest before the manifest: a power cut leaves whole files that the next build knows."""
    done = faulty.build("--quiet", program=struck(log))
    assert (done.status, done.err) == (0, "")
    found = map(PLACED.match, log.read_text("utf-8").splitlines())
    steps = [step["wait"] or step["path"] for step in found if step]
    manifests = ["fsync", ".mathpress/manifest-copy.json", ".mathpress/manifest.json"]
    assert steps[:4] == [*manifests, "syncfs"]
    assert steps[-3:] == manifests
    assert not {*manifests, "syncfs"} & {*steps[4:-3]}
    assert len(steps) > 20  # files of the site, between
    faulty.survive(done)
