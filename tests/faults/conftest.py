"""What the trials have in common: a blog in two states, and the table of faults, told at the end."""

import os
import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

import pytest
from tests.conftest import REPOSITORY
from tests.faults.trials import Blog, State, dead_links, files_of, lay, two_states

if TYPE_CHECKING:
    from tests.conftest import RunMathpress

Case = TypeVar("Case")
_POSTS, _ALL_POSTS = 11, 60
_SEED: Final = int(os.environ.get("FAULTS_SEED", "20261126"))
"""What decides by chance where a fault hits; it is told with the table, and can be given to hit others."""
_GIVEN_POSTS: Final = os.environ.get("FAULTS_POSTS")
"""How many posts the blog has instead."""
_TRIES: Final[dict[str, list[bool]]] = {}


class Tally:
    """Counts how often a fault was tried, and survived."""

    @contextmanager
    def trial(self, fault: str) -> Iterator[None]:
        """Count a trial, which is survived if the block ends."""
        tries = _TRIES.setdefault(fault, [])
        tries.append(False)
        yield
        tries[-1] = True


@pytest.fixture(scope="session")
def tally() -> Tally:
    """Count trials for the table."""
    return Tally()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how many faults were tried, and survived."""
    if _TRIES:
        terminalreporter.section(f"faults (FAULTS_SEED={_SEED})")
    for fault, tries in _TRIES.items():
        terminalreporter.line(f"| {fault} | {len(tries)} | {sum(tries)} |")


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Return what decides by chance, the same for each run of a test."""
    return random.Random(f"{_SEED} {request.node.name}")


class Some(Protocol):
    """The type of the fixture `some`."""

    def __call__(self, cases: Sequence[Case], count: int, /) -> Sequence[Case]:
        """Return all cases if trials are thorough, or else so many of them by chance."""


@pytest.fixture
def some(chance: random.Random, *, thorough: bool) -> Some:
    """Choose which cases are tried."""

    def choose(cases: Sequence[Case], count: int, /) -> Sequence[Case]:
        return cases if thorough else chance.sample(cases, count)

    return choose


@pytest.fixture(scope="session")
def clean(
    run_mathpress: "RunMathpress", tmp_path_factory: pytest.TempPathFactory, thorough: bool
) -> tuple[Path, tuple[State, State]]:
    """Build a blog in each of two states, where nothing happens, and return what is kept of both, and the states."""
    states = []
    root = tmp_path_factory.mktemp("clean")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(REPOSITORY / "bench")
        both = two_states(int(_GIVEN_POSTS or (_ALL_POSTS if thorough else _POSTS)))
    for files in both:
        shutil.rmtree(root / "public", ignore_errors=True)
        lay(files, root)
        done = run_mathpress(cwd=root)
        assert (done.returncode, done.stderr) == (0, "")
        built = files_of(root / "public")
        assert dead_links(built) == set()
        states.append(State(files, built))
    return root / ".mathpress" / "cache", (states[0], states[1])


@pytest.fixture(scope="session")
def shared(clean: tuple[Path, tuple[State, State]], tmp_path_factory: pytest.TempPathFactory) -> Blog:
    """Return the blog of all trials, for what is learnt of it before."""
    cache, states = clean
    root = tmp_path_factory.mktemp("faulty")
    shutil.copytree(cache / "documents", root / ".mathpress/cache/documents")
    return Blog(root, states)


@pytest.fixture
def faulty(shared: Blog) -> Blog:
    """Return a blog that was built and then edited: its next build is to meet a fault."""
    shared.edit()
    return shared
