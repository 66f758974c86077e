"""One deploy at a time: how a notice at the target keeps others away, and how long one of a killed deploy does."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import pytest

from mathpress.deploy.lease import NOTICE, Found, Pace, leased
from mathpress.deploy.target import Failure

ALIVE: Final = Pace(renewal=0.02, patience=3600)
"""A deploy that is watched until it shows that it is alive."""
DEAD: Final = Pace(renewal=0.02, patience=0.1)
"""A notice that nobody renews is soon given up."""
LEFT: Final = json.dumps({"by": "anna@laptop", "since": "2026-11-26 08:15 UTC", "token": "other"}).encode()


@dataclass
class Board:
    """A place for a notice, in memory, where another deploy may write `before` or `after` we do."""

    found: Found | None = None
    before: bytes = b""
    after: bytes = b""
    trouble: str = ""
    version: int = 0
    said: list[str] = field(default_factory=list)

    def read(self) -> Found | None:
        """Return what is there."""
        if self.trouble:
            raise Failure(self.trouble)
        return self.found

    def write(self, data: bytes, before: Found | None) -> None:
        """Write it, if what was there before still is."""
        if self.before:
            self.put(self.before)
        if self.found == before:
            self.put(data)
        if self.after:
            self.put(self.after)
        self.before = self.after = b""

    def put(self, data: bytes) -> None:
        """Let it say this."""
        self.version += 1
        self.found = Found(data, self.version)

    def remove(self) -> None:
        """Let there be none."""
        self.found = None

    def tell(self, text: str) -> None:
        """Remember what was told."""
        self.said.append(text)


class Sieve(Board):
    """One that keeps nothing."""

    def put(self, data: bytes) -> None:
        """Forget it."""


def deploy(board: Board, pace: Pace, happens: Callable[[], None]) -> None:
    """Deploy for a minute, or until that may not go on, since something happens on the way."""
    with leased(board, board.tell, pace) as still_alone:
        happens()
        for _ in range(6000):
            still_alone()
            time.sleep(0.01)


def test_a_notice_is_there_while_a_deploy_is_on_its_way() -> None:
    """It says who, from where and since when; it is gone afterwards, also if the deploy fails."""
    board = Board()
    seen: list[Found | None] = []

    def happens() -> None:
        seen.append(board.found)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        deploy(board, ALIVE, happens)
    assert seen[0]
    assert json.loads(seen[0].data)["by"].count("@") == 1
    assert board.found is None
    assert board.said == []


def test_another_is_told_who_is_at_work() -> None:
    """As soon as it sees that the other one is alive; the notice stays what it was."""
    board = Board()
    with leased(board, board.tell, ALIVE) as still_alone:
        expected = r"^a deploy by \S+@\S+, since 20.*UTC, is on its way there; wait until it is done$"
        with pytest.raises(Failure, match=expected) as failed, leased(board, board.tell, ALIVE):
            pass
        assert failed.value.code == "deploy-running"
        assert board.found
        still_alone()
    assert len(board.said) == 1
    assert board.found is None


def test_what_a_killed_deploy_left_is_replaced() -> None:
    """After it was watched for a while, which is told."""
    board = Board(Found(LEFT))
    with leased(board, board.tell, DEAD):
        assert board.found
        assert board.found.data != LEFT
    assert board.found is None
    (said,) = board.said
    assert said.startswith("a deploy by anna@laptop, since 2026-11-26 08:15 UTC, may be on its way there; watching")


def test_a_deploy_that_ends_while_it_is_watched_makes_way() -> None:
    """Nobody has to start anew."""
    board = Board(Found(LEFT))
    ending = threading.Timer(0.1, board.remove)
    ending.start()
    with leased(board, board.tell, ALIVE) as still_alone:
        still_alone()
        assert board.found
        assert board.found.data != LEFT
    ending.join()
    assert board.found is None


@pytest.mark.parametrize("board", [Board(before=LEFT), Board(after=LEFT)], ids=["refused", "replaced"])
def test_of_two_that_begin_in_the_same_moment_one_sees_the_other(board: Board) -> None:
    """Whether the target refuses the later notice, or lets it replace the earlier one."""
    with leased(board, board.tell, DEAD):
        assert len(board.said) == 1
        assert "anna@laptop" in board.said[0]


def test_a_deploy_that_was_taken_for_dead_ends() -> None:
    """As one on a machine that slept; the notice of the other stays."""
    board = Board()
    expected = r"^a deploy by anna@laptop, since .*, has taken this one for dead; deploy again when that is done"
    with pytest.raises(Failure, match=expected):
        deploy(board, ALIVE, lambda: board.put(LEFT))
    assert board.found
    assert board.found.data == LEFT


def test_a_deploy_whose_notice_was_removed_ends() -> None:
    """By an author who thought that it was killed, and began another."""
    board = Board()
    expected = "^the notice of this deploy was removed there, so another may be on its way; deploy again"
    with pytest.raises(Failure, match=expected):
        deploy(board, ALIVE, board.remove)


def test_a_deploy_that_cannot_renew_its_notice_ends() -> None:
    """Before another may think that it was killed."""
    board = Board()
    expected = (
        r"^nobody there could be told for too long that this deploy goes on \(no network\); deploying again goes on"
    )
    with pytest.raises(Failure, match=expected):
        deploy(board, DEAD, lambda: setattr(board, "trouble", "no network"))


def test_a_target_that_keeps_no_notice_is_told() -> None:
    """Where one may write but not read, or where files vanish."""
    with pytest.raises(Failure, match=f"{NOTICE} cannot be kept there"), leased(Sieve(), print):
        pass


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (b"", "a deploy by nobody knows whom, may"),
        (b"[" * 100_000, "a deploy by nobody knows whom, may"),
        (b'{"by": ["a"], "since": 1}', "a deploy by ['a'], since 1, may"),
        (
            b'{"by": "\\u001b[31mred\\n\\ud800\\u202e", "since": "' + b"x" * 999 + b'"}',
            "a deploy by [31mred, since xxx",
        ),
    ],
)
def test_a_notice_of_no_sense_is_one_all_the_same(notice: bytes, said: str) -> None:
    """And does nothing to the terminal that it is shown on."""
    board = Board(Found(notice))
    with leased(board, board.tell, DEAD):
        pass
    assert board.said[0].startswith(said)
    assert len(board.said[0]) < 250
