"""What was saved, as the file system tells it: one burst of events, one build.

An editor that saves makes many events: it may empty the file, write it in pieces, write another and rename it. A
checkout of another branch writes hundreds of files. So a burst ends when nothing is open for writing any more and it
has been quiet for a moment, which is longer the more was written.
"""

import contextlib
import os
import queue
import re
import time
import warnings
from collections.abc import Iterable
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
_NOT_A_CHANGE: Final = frozenset({"opened", "closed_no_write"})
_PASSING: Final = re.compile(
    r"""
      .*~ | 4913 | .*\.sw[a-z]            # Vim's copies, its try whether a folder can be written, its swap files
    | \#.*\# | \.\#.*                    # Emacs's copies and locks
    | .*___jb_(tmp|old)___               # JetBrains'
    | .*\.(tmp|bak|part|kate-swp)        # of many
    | \.goutputstream-.* | \.~.* | \.DS_Store | \.git
    """,
    re.VERBOSE,
)
"""Names of files that are made for a while, or by others than the author."""


class Saved(NamedTuple):
    """A burst of changes: the files and folders that changed, and when the first was noticed (seconds since 1970)."""

    paths: frozenset[str]
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
        self.is_polling = False

    def watch(self, folders: Iterable[Watched]) -> None:
        """Watch these folders and no others. Those that were removed and made again are watched anew."""
        wanted = {folder: _inode(folder.folder) for folder in folders}
        alive = {emitter.watch for emitter in self._observer.emitters if emitter.is_alive()}
        for folder, (watch, inode) in list(self._watches.items()):
            if wanted.get(folder) != inode or watch not in alive:
                with contextlib.suppress(KeyError):  # it has ended with its folder
                    self._observer.unschedule(watch)
                del self._watches[folder]
        for folder, inode in wanted.items():
            if inode and folder not in self._watches:
                self._watches[folder] = self._schedule(folder), inode

    def _schedule(self, folder: Watched) -> ObservedWatch:
        real = os.path.realpath(folder.folder)  # a link itself never changes
        handler = _Handler(self._changes, folder, real)
        try:
            return self._observer.schedule(handler, real, recursive=folder.is_deep)
        except OSError:
            if self.is_polling:
                raise
            self._poll()
            return self._observer.schedule(handler, real, recursive=folder.is_deep)

    def _poll(self) -> None:
        """Look at all files again and again, where the system cannot watch so many."""
        self._observer.stop()
        self._observer = PollingObserver()
        self._observer.start()
        self.is_polling = True
        again, self._watches = list(self._watches), {}
        for folder in again:
            self._watches[folder] = self._schedule(folder), _inode(folder.folder)

    def wait(self) -> Saved:
        """Wait for the next burst to end."""
        change = self._changes.get()
        noticed = time.time()
        paths: set[str] = set()
        unsettled: set[str] = set()
        while True:
            paths.add(change.path)
            (unsettled.discard if change.is_settled else unsettled.add)(change.path)
            try:
                change = self._changes.get(timeout=_UNSURE if unsettled or len(paths) > _MANY else _QUIET)
            except queue.Empty:
                return Saved(frozenset(paths), noticed)

    def stop(self) -> None:
        """Watch no longer."""
        self._observer.stop()
        self._observer.join()


class _Handler(FileSystemEventHandler):
    """Puts what happens in a folder into a queue, with the paths that the author knows it by."""

    def __init__(self, changes: "queue.SimpleQueue[_Change]", folder: Watched, real: str) -> None:
        self._changes = changes
        self._folder = folder
        self._real = real

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the event, unless it says that a file was read, or of a folder what was said of something in it."""
        if event.event_type in _NOT_A_CHANGE or (event.is_directory and event.event_type == "modified"):
            return
        self._note(event.src_path, is_settled=event.event_type == "closed")
        if event.dest_path:
            self._note(event.dest_path, is_settled=not event.is_directory)

    def _note(self, path: bytes | str, *, is_settled: bool) -> None:
        inner = Path(os.path.relpath(os.fsdecode(path), self._real))
        if any(map(_PASSING.fullmatch, inner.parts)):
            return
        if self._folder.names is None or (inner.parts[:1] and inner.parts[0] in self._folder.names):
            self._changes.put(_Change(str(self._folder.folder / inner), is_settled))


def _inode(folder: Path) -> int:
    """Return what tells a folder from another of that name, or 0 if there is none."""
    try:
        return folder.stat().st_ino if folder.is_dir() else 0
    except OSError:
        return 0


def watched(root: Path, folders: Iterable[str], files: Iterable[str]) -> list[Watched]:
    """Return what is to be watched for some folders and files of the blog at `root`, which need not be there yet."""
    deep = {root / folder for folder in folders}
    names: dict[Path, set[str]] = {}
    for path in (*deep, *(root / file for file in files)):
        for parent in path.parents:  # where it will appear, if it is not there
            names.setdefault(parent, set()).add(path.relative_to(parent).parts[0])
            if parent == root:
                break
    shallow = [
        Watched(parent, is_deep=False, names=frozenset(wanted))
        for parent, wanted in names.items()
        if not any(parent.is_relative_to(folder) for folder in deep)
    ]
    return [*shallow, *(Watched(folder, is_deep=True) for folder in deep)]
