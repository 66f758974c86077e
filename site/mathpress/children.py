"""Processes that do a share of the work and never outlive it: they end with the block that has them, and with us.

It is a module of little weight, so that a process that has just begun soon listens to what it says.
"""

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from typing import ParamSpec, TypeVar

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


@contextlib.contextmanager
def pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes. When the block is left they end at once, whatever they do; none is left behind it.

    Ctrl-C is for this process alone. One that is killed has no time to tell the others, but they see it.

    Raises `BrokenExecutor` where there is no shared memory: in some containers, or if it is full.
    """
    ours, theirs = Pipe()  # closed by us, or by the system if we are killed
    try:
        # Not fork: a process with threads, such as the preview's, must not be forked (Python 3.12 warns of it).
        executor = _Pool(processes, get_context("spawn"), _begin, (theirs,))
    except (OSError, ImportError) as error:
        raise BrokenExecutor(str(error)) from error
    try:
        yield executor
    finally:
        ours.close()
        executor.shutdown(cancel_futures=True)
        theirs.close()


def begin(helpers: contextlib.ExitStack, work: Callable[[], _Result]) -> Callable[[], _Result]:
    """Begin some work in a process of its own, which ends with the `helpers`; return what waits for its result.

    If no other process can do it, it is done when it is waited for.
    """
    try:
        begun = helpers.enter_context(pool(1)).submit(work)
    except BrokenExecutor:
        return work

    def result() -> _Result:
        try:
            return begun.result()
        except BrokenExecutor:
            return work()

    return result


class _Pool(ProcessPoolExecutor):
    def submit(
        self, function: Callable[_Parameters, _Result], /, *args: _Parameters.args, **kwargs: _Parameters.kwargs
    ) -> Future[_Result]:
        """Hand over work. This may start a process, which has the signals blocked that we have blocked meanwhile.

        Raises `BrokenExecutor` if it cannot: another process was killed, and what they share is closed just now.
        """
        try:
            with _without_interrupts():
                return super().submit(function, *args, **kwargs)
        except OSError as error:
            raise BrokenExecutor(str(error)) from error


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Put off Ctrl-C until the block is left. Windows cannot."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(parent: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # on Windows, where it could not be blocked
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Connection) -> None:
    wait([parent])
    os._exit(1)
