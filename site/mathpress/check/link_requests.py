"""Links to other sites: asked for politely, in parallel, again if that may help, and remembered for a week.

A host is asked one question at a time, with a pause between; hosts are asked side by side. Requests never reach an
address of this machine or of its own network, for a post may be a guest's and the checks may run where more is to be
had there than on the web.
"""

import contextlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from threading import Event
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.util import Retry

from mathpress import __version__
from mathpress.check.connections import CutError, pools
from mathpress.kept import KeepingError, Kept

_AT_ONCE: Final = 8
"""Hosts that are asked at the same time."""
_TIMEOUT: Final = 15
"""Seconds for a connection, and for each piece of an answer."""
_MOST_MOVES: Final = 8
_WEEK: Final = 7 * 24 * 3600
_NAME: Final = "external"
_PERMANENT: Final = {301, 308}
_MOVED: Final = {301, 302, 303, 307, 308}
_TOO_MANY: Final = 429
_BUSY: Final = {_TOO_MANY, 500, 502, 503, 504}
"""Statuses that may be others a moment later."""
CLOSED: Final = {401, 402, 403, 405, 406, 407, _TOO_MANY, 451, 999}
"""Statuses by which a site answers robots that it would not answer readers; nothing is known then."""
_AGENT: Final = f"mathpress/{__version__} (checks links; https://pypi.org/project/mathpress/)"


class Answer(NamedTuple):
    """What came of an address: a status (0 if there was no answer), why, and where it has moved to for good."""

    status: int
    reason: str = ""
    moved: str = ""

    @property
    def is_good(self) -> bool:
        """Tell whether readers find what they look for."""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Manners:
    """How others are asked: seconds between two questions to a host and before the first try again, and how many.

    `longest` are the most seconds that a connection lasts, and that are waited before a try. `private`: addresses of
    this machine and its own network are asked too.
    """

    pause: float = 0.5
    backoff: float = 1.0
    tries: int = 3
    longest: int = 60
    private: bool = False


class _LostError(Exception):
    """A host cannot be reached; the message says why."""


class _RetryHead(Retry):
    """What is asked by HEAD again: GET is asked where a server is out of order, so there is one wait for both."""

    RETRY_AFTER_STATUS_CODES = frozenset({_TOO_MANY})


def ask(
    urls: Iterable[str],
    kept: Kept,
    now: float,
    manners: Manners,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Mapping[str, Answer]:
    """Return what came of each address; good answers of the last week are not asked for again.

    `now` is in seconds since 1970; `progress` is called with how many are known, and how many there are.
    """
    remembered = _load(kept)
    wanted = list(dict.fromkeys(urls))
    known = {
        url: answer for url in wanted if url in remembered for at, answer in [remembered[url]] if 0 <= now - at < _WEEK
    }
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in wanted:
        if url not in known:
            by_host[urlsplit(url).netloc.lower()].append(url)
    answers = dict(known)
    try:
        with ThreadPoolExecutor(_AT_ONCE) as threads, _pool(manners) as pool:
            stopped = Event()
            asked = [threads.submit(_ask_host, pool, each, manners, answers, stopped) for each in by_host.values()]
            try:
                for done in as_completed(asked):
                    done.result()
                    progress(len(answers), len(wanted))
            except BaseException:
                stopped.set()  # the threads end with what they are at
                threads.shutdown(cancel_futures=True)
                raise
    finally:
        fresh = {url: (now, answer) for url, answer in answers.items() if answer.is_good and url not in known}
        _save(kept, {url: each for url, each in remembered.items() if now - each[0] < _WEEK} | fresh)
    return {url: answers[url] for url in wanted}


def _pool(manners: Manners) -> urllib3.PoolManager:
    pool = urllib3.PoolManager(num_pools=_AT_ONCE, headers={"User-Agent": _AGENT, "Accept": "*/*"}, timeout=_TIMEOUT)
    pool.pool_classes_by_scheme = pools(private=manners.private, longest=manners.longest)
    return pool


def _ask_host(
    pool: urllib3.PoolManager, urls: list[str], manners: Manners, answers: dict[str, Answer], stopped: Event
) -> None:
    """Ask for the addresses of one host, one after the other; one that cannot be reached is not tried for each."""
    for number, url in enumerate(urls):
        if stopped.wait(manners.pause if number else 0):
            return
        try:
            answers[url] = _ask(pool, url, manners)
        except _LostError as error:
            answers |= dict.fromkeys(urls[number:], Answer(0, str(error)))
            return


def _ask(pool: urllib3.PoolManager, url: str, manners: Manners) -> Answer:
    """Ask for an address, and follow where it leads. Raises `_LostError` if its own host cannot be reached."""
    first, here, moved, is_for_good = "", "", "", True
    try:
        first = here = _encoded(url)
        for _ in range(_MOST_MOVES):
            status, location = _status(pool, here, manners)
            if status not in _MOVED or not location:
                return Answer(status, moved=moved if 200 <= status < 300 else "")
            here = _encoded(urljoin(here, location))
            if urlsplit(here).scheme not in {"http", "https"}:
                return Answer(0, f"it leads on to {here}, which is no page")
            is_for_good = is_for_good and status in _PERMANENT
            moved = here if is_for_good else moved
        return Answer(0, "it leads on and on")
    except (HTTPError, ValueError) as error:
        inner = getattr(error, "reason", None) or error
        if here == first and isinstance(inner, NewConnectionError | ConnectTimeoutError):
            raise _LostError(_why(inner)) from error
        return Answer(0, _why(inner))


def _status(pool: urllib3.PoolManager, url: str, manners: Manners) -> tuple[int, str]:
    """Return the status of an address and where it leads: asked by HEAD, and by GET if the answer to that is no good.

    A server that says when to come again is asked again then.
    """
    status, location = 0, ""
    for method, retry, busy in (("HEAD", _RetryHead, {_TOO_MANY}), ("GET", Retry, _BUSY)):
        retries = retry(
            total=manners.tries,
            connect=1,
            read=1,
            status_forcelist=busy,
            backoff_factor=manners.backoff,
            backoff_max=manners.longest,
            retry_after_max=manners.longest,
            raise_on_status=False,
        )
        response = pool.request(method, url, redirect=False, retries=retries, preload_content=False)
        status, location = response.status, response.headers.get("Location", "")
        response.close()
        if status < 400 or status == _TOO_MANY:
            break
    return status, location


def _encoded(url: str) -> str:
    """Return an address as it goes over the wire: letters of other scripts encoded, no fragment (RFC 3987, 3.1)."""
    parts = urlsplit(url.strip())
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    safe = "/:?#[]@!$&'()*+,;=%~-._|"
    return urlunsplit((parts.scheme, host, quote(parts.path or "/", safe), quote(parts.query, safe), ""))


def _why(error: Exception) -> str:
    """Return what kept an address from being answered, without the names that Python has for it."""
    if isinstance(error, UnicodeError):
        return "no host can have that name"  # Python 3.13 says it in other words than 3.12
    text = str(error) if isinstance(error, CutError) else str(error).rpartition(": ")[2]
    return text.strip(" '\")(") or type(error).__name__


def _load(kept: Kept) -> dict[str, tuple[float, Answer]]:
    """Return what was remembered, each with the moment; what cannot be read is nothing."""
    try:
        known: dict[str, Any] = json.loads(kept.load(_NAME) or b"{}")
        return {url: (float(at), Answer(*answer)) for url, (at, answer) in known.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _save(kept: Kept, answers: Mapping[str, tuple[float, Answer]]) -> None:
    with contextlib.suppress(KeepingError):
        kept.keep(_NAME, json.dumps(answers, ensure_ascii=False).encode())
