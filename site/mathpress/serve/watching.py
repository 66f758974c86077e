"""What was saved, as the file system tells it: one burst of events, one build.

An editor that saves makes many events: it may empty the file, write it in pieces, write another and rename it. A
checkout of another branch writes hundreds of files. So a burst ends when nothing is open for writing any more and it
has been quiet for a moment, which is longer the more was written.
"""

import contextlib
import errno
import itertools
import os
import queue
import re
import time
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

_QUIET: Final = 0.005
"""Seconds without an event after which a save is complete, if every file that was written has been closed."""
_UNSURE: Final = 0.1
"""The same if one has not, for some systems do not tell of it, or if so much was written that more may follow."""
_MANY: Final = 12
"""Events' files; more are no single save."""
_LONGEST: Final = 2.0
"""Seconds after which a burst is told of that does not end, for something may be written all the time."""
_SURE: Final = 4000
"""Events from which on some may be missing: Linux forgets what comes when 16,384 wait to be told."""
_TOO_MANY: Final = frozenset({errno.ENOSPC, errno.EMFILE})
"""What the system says if it cannot watch any more folders."""
_NOT_A_CHANGE: Final = frozenset({"opened", "closed_no_write"})
_PASSING: Final = re.compile(
    r"""
      .*~ | 4913 | \..*\.sw[opnx]         # Vim's copies, its try whether a folder can be written, its swap files
    | \#.*\# | \.\#.*                    # Emacs's copies and locks
    | .*___jb_(tmp|old)___               # JetBrains'
    | .*\.(tmp|part|kate-swp)            # of many
    | \.goutputstream-.* | \.~.* | \.DS_Store | \.git
    """,
    re.VERBOSE,
)
"""Names of files that are made for a while, or by others than the author."""


class Saved(NamedTuple):
    """A burst of changes: the files and folders that changed, and when the first was noticed (seconds since 1970).

    `paths` is None if more may have changed than was told.
    """

    paths: frozenset[str] | None
    noticed: float


@dataclass(frozen=True, slots=True)
class Watched:
    """A folder to be watched, with all below it or without; `names` are those of interest in it, None for all."""

    folder: Path
    is_deep: bool
    names: frozenset[str] | None = None


class _Change(NamedTuple):
    path: str
    is_settled: bool
    """The file is there, and whoever wrote it has closed it."""


class Watcher:
    """Watches folders. `wait` is called in one thread."""

    def __init__(self) -> None:
        # Watchdog 7 says so when it is told of a folder twice, of which it watched one while the system told of it.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning, r"watchdog\.")
        self._changes: queue.SimpleQueue[_Change] = queue.SimpleQueue()
        self._observer: BaseObserver = Observer()
        self._watches: dict[Watched, tuple[ObservedWatch, int]] = {}
        self._observer.start()
        self._events = itertools.count()
        self._waited = 0
        self._is_polling = False

    def watch(self, folders: Iterable[Watched]) -> bool:
        """Watch these folders and no others. Those that were removed and made again are watched anew.

        Returns whether there is one that was not watched before, of which changes until now were not told.
        """
        wanted = {folder: _inode(folder.folder) for folder in folders}
        alive = {emitter.watch for emitter in self._observer.emitters if emitter.is_alive()}
        for folder, (watch, inode) in list(self._watches.items()):
            if wanted.get(folder) != inode or watch not in alive:
                with contextlib.suppress(KeyError):  # it has ended with its folder
                    self._observer.unschedule(watch)
                del self._watches[folder]
        new = [folder for folder, inode in wanted.items() if inode and folder not in self._watches]
        for folder in new:
            scheduled = self._schedule(folder)
            if scheduled:
                self._watches[folder] = scheduled, wanted[folder]
        return bool(new)

    def doubt(self) -> None:
        """Take it as unknown what has changed."""
        self._changes.put(_Change("", is_settled=True))

    def _schedule(self, folder: Watched) -> ObservedWatch | None:
        """Watch a folder; not one that is gone by now or cannot be read, of which a build will tell."""
        real = os.path.realpath(folder.folder)  # a link itself never changes
        handler = _Handler(self._changes, self._events, folder, real)
        try:
            return self._observer.schedule(handler, real, recursive=folder.is_deep)
        except OSError as error:
            if self._is_polling or error.errno not in _TOO_MANY:
                return None
            self._poll()
            return self._schedule(folder)

    def _poll(self) -> None:
        """Look at all files again and again, where the system cannot watch so many."""
        self._observer.stop()
        self._observer = PollingObserver()
        self._observer.start()
        self._is_polling = True
        again, self._watches = list(self._watches), {}
        self.watch(again)

    def wait(self) -> Saved:
        """Wait for the next burst to end."""
        change = self._changes.get()
        noticed = time.time()
        latest = time.monotonic() + _LONGEST
        paths: set[str] = set()
        unsettled: set[str] = set()
        while True:
            paths.add(change.path)
            (unsettled.discard if change.is_settled else unsettled.add)(change.path)
            quiet = _UNSURE if unsettled or len(paths) > _MANY else _QUIET
            try:
                change = self._changes.get(timeout=max(0.0, min(quiet, latest - time.monotonic())))
            except queue.Empty:
                before, self._waited = self._waited, next(self._events)
                is_sure = "" not in paths and self._waited - before < _SURE
                return Saved(frozenset(paths) if is_sure else None, noticed)

    def stop(self) -> None:
        """Watch no longer."""
        self._observer.stop()
        self._observer.join()


class _Handler(FileSystemEventHandler):
    """Puts what happens in a folder into a queue, with the paths that the author knows it by."""

    def __init__(
        self, changes: "queue.SimpleQueue[_Change]", events: "itertools.count[int]", folder: Watched, real: str
    ) -> None:
        self._changes = changes
        self._events = events
        self._folder = folder
        self._real = real

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the event, unless it says that a file was read, or of a folder what was said of something in it."""
        next(self._events)
        if event.event_type in _NOT_A_CHANGE or (event.is_directory and event.event_type == "modified"):
            return
        self._note(event.src_path, is_settled=event.event_type == "closed")
        if event.dest_path:
            self._note(event.dest_path, is_settled=not event.is_directory)

    def _note(self, path: bytes | str, *, is_settled: bool) -> None:
        inner = Path(os.path.relpath(os.fsdecode(path), self._real))
        if _PASSING.fullmatch(inner.name):
            return
        if self._folder.names is None or (inner.parts[:1] and inner.parts[0] in self._folder.names):
            self._changes.put(_Change(str(self._folder.folder / inner), is_settled))


def _inode(folder: Path) -> int:
    """Return what tells a folder from another of that name, or 0 if there is none."""
    try:
        return folder.stat().st_ino if folder.is_dir() else 0
    except OSError:
        return 0


def linked_folders(folder: Path) -> Iterator[str]:
    """Yield the real folders that links below a folder lead to: the system tells nothing of what is behind a link."""
    for path, names, _ in os.walk(folder):
        yield from (os.path.realpath(Path(path, name)) for name in names if Path(path, name).is_symlink())


def watched(root: Path, folders: Iterable[str], files: Iterable[str]) -> list[Watched]:
    """Return what is to be watched for some folders and files of the blog at `root`, which need not be there yet."""
    deep = {root / folder for folder in folders}
    names: dict[Path, set[str]] = {}
    for path in (*deep, *(root / file for file in files)):
        for parent in path.parents:  # where it will appear, if it is not there
            names.setdefault(parent, set()).add(path.relative_to(parent).parts[0])
            if parent == root or not path.is_relative_to(root):
                break
    shallow = [
        Watched(parent, is_deep=False, names=frozenset(wanted))
        for parent, wanted in names.items()
        if not any(parent.is_relative_to(folder) for folder in deep)
    ]
    return [*shallow, *(Watched(folder, is_deep=True) for folder in deep)]
