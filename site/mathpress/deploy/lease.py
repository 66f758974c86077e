"""One deploy at a time to a target that locks nothing: a notice there says who is at work, and is renewed.

A deploy that finds a notice watches it. If it changes, there is a deploy on its way, and the other gives up; if it
stays as it is for a minute, whoever wrote it was killed, and it is replaced. So no clock is compared with another's,
and a deploy that was killed keeps nobody away for longer. One that could not renew its notice for so long that somebody
may have replaced it gives up too.

What was written is read again, for not every target can refuse to replace what another has written in that moment.
"""

import datetime
import getpass
import json
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any, Final, NamedTuple, Protocol

from mathpress.deploy.manifest import OWN
from mathpress.deploy.target import Failure

NOTICE: Final = f"{OWN}deploying.json"
"""Its path at the target."""
_TRIES: Final = 3
_LONGEST: Final = 100
"""Characters of what a notice says that are shown."""


class Found(NamedTuple):
    """What a notice says, and what tells this version of it from others where a target can."""

    data: bytes
    version: Any = None


class Notice(Protocol):
    """The notice at a target. Each method may raise `Failure`."""

    def read(self) -> Found | None:
        """Return what it says, or None if there is none."""

    def write(self, data: bytes, before: Found | None) -> None:
        """Write it. What is there and is not what was there `before` stays, as far as the target can see to that."""

    def remove(self) -> None:
        """Remove it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """After how many seconds a notice is renewed, and for how many others watch it before they replace it."""

    renewal: float = 10
    patience: float = 60


PACE: Final = Pace()


@contextmanager
def leased(notice: Notice, tell: Callable[[str], None], pace: Pace = PACE) -> Iterator[Callable[[], None]]:
    """Put up a notice while the block runs, which is given what raises `Failure` if it is not alone any more.

    Raises `Failure` if there is another deploy on its way; `tell` is told what is waited for to find out.
    """
    lease = _Lease(notice, pace)
    done = Event()
    renewing = Thread(target=lease.renew, args=(done,), daemon=True)
    try:
        lease.take(tell)
        renewing.start()
        yield lease.check
    finally:
        done.set()
        if renewing.ident:
            renewing.join()
        lease.leave()


@dataclass
class _Lease:
    """A notice of ours, which is known by its token. It was `renewed` at that moment, in seconds since 1970."""

    notice: Notice
    pace: Pace
    token: str = field(default_factory=lambda: secrets.token_hex(8))
    since: str = field(default_factory=lambda: f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M} UTC")
    renewals: int = 0
    renewed: float = 0.0
    lost: str = ""
    trouble: str = ""

    def take(self, tell: Callable[[str], None]) -> None:
        """Put it up, or raise `Failure`."""
        for _ in range(_TRIES):
            if self._write(self._left(tell)):
                return
        raise Failure(f"{NOTICE} cannot be kept there, which says who is at work; see to the rights there")

    def _left(self, tell: Callable[[str], None]) -> Found | None:
        """Return the notice of a deploy that was killed, or None if there is none. Raises `Failure` if it was not."""
        found = first = self.notice.read()
        if first is None:
            return None
        tell(f"{_said(first)} may be on its way there; watching it for {self.pace.patience:.0f} seconds to find out")
        until = time.monotonic() + self.pace.patience
        while time.monotonic() < until:
            time.sleep(self.pace.renewal / 4)
            found = self.notice.read()
            if found is None:
                return None
            if found.data != first.data:
                raise Failure(f"{_said(found)} is on its way there; wait until it is done", "deploy-running")
        return found

    def renew(self, done: Event) -> None:
        """Renew it until all is done, or it is lost."""
        while not (self.lost or done.wait(self.pace.renewal)):
            try:
                found = self.notice.read()
                if found is None:
                    self.lost = "the notice of this deploy was removed there, so another may be on its way"
                elif not self._is_ours(found):
                    self.lost = f"{_said(found)} has taken this one for dead"
                elif self._write(found):
                    self.trouble = ""
            except Failure as failure:
                self.trouble = f" ({failure})"

    def check(self) -> None:
        """Raise `Failure` if somebody else may be at work by now."""
        if self.lost:
            raise Failure(f"{self.lost}; deploy again when that is done", "deploy-running")
        if time.time() - self.renewed > self.pace.patience * 5 / 6:
            message = f"nobody there could be told for too long that this deploy goes on{self.trouble}"
            raise Failure(f"{message}; deploying again goes on")

    def leave(self) -> None:
        """Take it down, if it is there and ours."""
        if self.renewals and not self.lost:
            with suppress(Failure):  # it keeps others away for a minute
                found = self.notice.read()
                if found and self._is_ours(found):
                    self.notice.remove()

    def _write(self, before: Found | None) -> bool:
        """Write it, and tell whether it is there then."""
        moment = time.time()
        self.renewals += 1
        said = {"by": _somebody(), "since": self.since, "renewals": self.renewals, "token": self.token}
        self.notice.write(f"{json.dumps(said)}\n".encode(), before)
        found = self.notice.read()
        if not (found and self._is_ours(found)):
            return False
        self.renewed = moment
        return True

    def _is_ours(self, found: Found) -> bool:
        return self.token.encode() in found.data


def _somebody() -> str:
    """Return who deploys, and from which machine."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, as in a container
        user = "somebody"
    return f"{user}@{socket.gethostname()}"


def _said(found: Found) -> str:
    """Return what a notice says, which others may have written."""
    try:
        said = json.loads(found.data)
        text = f"{said['by']}, since {said['since']}"
    except (ValueError, KeyError, TypeError, RecursionError):
        text = "nobody knows whom"
    return f"a deploy by {''.join(filter(str.isprintable, text))[:_LONGEST]},"
