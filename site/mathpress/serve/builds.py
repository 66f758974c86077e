"""The builds of the preview, one after another in one process, each with the memory of the one before."""

import contextlib
import threading
import time
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mathpress.build import Options, Report, configure
from mathpress.console import report_problems, run_build
from mathpress.discover import read
from mathpress.errors import Problem, Stop
from mathpress.outputs import Phase
from mathpress.resolve import Site
from mathpress.resolve.urls import file_of
from mathpress.serve.shown import Said, Shown
from mathpress.workers import parse_all

if TYPE_CHECKING:
    from mathpress.config import Config
    from mathpress.memory import Memory
    from mathpress.resolve.arrangement import Arrangement

FOLDER: Final = Path(".mathpress", "preview")
"""Where the site is built, below the blog's root: apart from the published one."""
_MENDABLE: Final = frozenset({"config-key", "config-value", "config-syntax", "config-encoding"})
"""What keeps a blog from being built, and is mended by saving a file."""
_SAID: Final = 100
"""How many problems a window shows."""
_PAGES: Final = (".html", ".htm")


class Builds:
    """Builds a blog for `address` (scheme, host and port), where it is shown; `shown` is the last outcome.

    Raises `Stop` if there is no blog, or the command line is wrong, before anything is written.
    """

    def __init__(self, options: Options, address: str, *, quiet: bool) -> None:
        folder = options.output or options.root / FOLDER
        self._options = replace(options, output=folder, is_preview=True)
        self._address = address
        self._quiet = quiet
        self._memory: Memory | None = None
        self._arranged: tuple[Arrangement, Mapping[str, str]] | None = None
        self._building = threading.Lock()
        self._saved: frozenset[str] = frozenset()
        """What was saved since the last good build."""
        self.config: Config | None = None
        """The settings, as they were when they could be read last."""
        self.shown = Shown(folder)
        try:
            self.config = configure(options)
        except Stop as stop:  # the first build will say what is wrong
            if not _is_mendable(stop):
                raise

    def first(self) -> None:
        """Build for the first time. Raises `Stop` if there is no blog, or nowhere to write, which no save will mend."""
        try:
            self._build(None, time.time())
        except Stop as stop:
            if not _is_mendable(stop):
                raise
            self._fail(stop, time.time())
        except Exception:
            self._crash(time.time())

    def warm_up(self) -> None:
        """Do what the first build did not have to if it knew all, or the first save would wait for that."""
        made = self._memory.made if self._memory else None
        if made is None:
            return
        newest = [article.document.path for article in made.site.posts[:1]]
        with contextlib.suppress(Exception):  # the next build will say what is wrong
            sources = [read(found) for found in made.inputs.inventory.sources if found.path in newest]
            for _ in parse_all(sources, made.inputs.settings):
                pass
            made.inputs.theme.prepare("post.html")

    def again(self, saved: frozenset[str] | None, noticed: float) -> None:
        """Build because files were `saved`, None for any. Whatever is wrong is shown: the next save may mend it."""
        try:
            self._build(saved, noticed)
        except Stop as stop:
            self._fail(stop, noticed)
        except Exception:
            self._crash(noticed)

    def end(self) -> None:
        """Keep the memory for the next process, unless a build is still at work on it."""
        if self._memory and self._building.acquire(blocking=False):
            self._memory.save()

    def _build(self, saved: frozenset[str] | None, noticed: float) -> None:
        with self._building:
            self.config = configure(self._options)
            root = self.config.root
            options = replace(self._options, base_url=self._options.base_url or f"{self._address}{root}")
            self._saved |= saved or frozenset()
            report = run_build(options, quiet=self._quiet, memory=self._memory, changed=saved)
            self._memory = report.memory
        problems = _said(report.problems)
        if report.failed or report.memory.site is None:
            self._show_again(problems, noticed)
        else:
            self._show(report, root, self._pages(report.memory.site), problems, self._saved, noticed)
            self._saved = frozenset()

    def _pages(self, site: Site) -> Mapping[str, str]:
        """Return the files of documents on the site by those of their sources."""
        if self._arranged is None or self._arranged[0] is not site.arrangement:
            root = self._options.root
            pages = {str(root / path): str(file_of(url)) for path, url in site.urls.items()}
            self._arranged = site.arrangement, pages
        return self._arranged[1]

    def _show(
        self,
        report: Report,
        root: str,
        pages: Mapping[str, str],
        problems: tuple[Said, ...],
        saved: frozenset[str],
        noticed: float,
    ) -> None:
        before = self.shown
        built = time.time()
        self.shown = Shown(
            folder=before.folder,
            root=root,
            build=before.build + 1,
            problems=problems,
            pages=pages,
            edited=frozenset(pages[source] for source in saved if source in pages),
            files=_shown_by_pages(report),
            moved={file: pages[source] for source, file in before.pages.items() if pages.get(source, file) != file},
            noticed=noticed,
            began=built - report.seconds,
            built=built,
        )

    def linked(self) -> Iterable[str]:
        """Return the files that sources and pictures of the blog are links to."""
        made = self._memory.made if self._memory else None
        return made.inputs.inventory.linked if made else ()

    def _crash(self, noticed: float) -> None:
        """Show a mistake of our own: that one text meets it must not end the preview of all others."""
        self._memory = None
        traceback.print_exc()
        said = Said("error", f"mathpress itself failed, which is a mistake of its own:\n{traceback.format_exc()}")
        self._show_again((said,), noticed)

    def _fail(self, stop: Stop, noticed: float) -> None:
        report_problems(stop.problems)
        self._show_again(_said(stop.problems), noticed)

    def _show_again(self, problems: tuple[Said, ...], noticed: float) -> None:
        """Show the site as it was, and why nothing was built."""
        before = self.shown
        self.shown = Shown(
            folder=before.folder,
            root=before.root,
            build=before.build + 1,
            problems=problems,
            failed=True,
            pages=before.pages,
            noticed=noticed,
            built=time.time(),
        )


def _is_mendable(stop: Stop) -> bool:
    """Tell whether saving a file may mend what keeps a blog from being built."""
    return stop.status == 1 or all(problem.code in _MENDABLE for problem in stop.problems)


def _said(problems: Sequence[Problem]) -> tuple[Said, ...]:
    """Return what browsers show of problems: the worst first, for a window has less room than a terminal."""
    said = tuple(map(Said.of, sorted(problems, key=lambda problem: -problem.severity)))
    if len(said) > _SAID:
        more = f"and {len(said) - _SAID:,} more, which the terminal tells"
        return (*said[:_SAID], Said(said[_SAID].severity, more))
    return said


def _shown_by_pages(report: Report) -> frozenset[str]:
    """Return what was written and pages may show: pictures and the like, but no feeds."""
    entries = report.memory.made.manifest.entries if report.memory.made else {}
    written = (str(path) for path in report.changed if path.suffix not in _PAGES)
    return frozenset(path for path in written if path in entries and entries[path].phase is Phase.ASSET)
