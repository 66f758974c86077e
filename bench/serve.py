"""Measure previews: from a post saved in an editor to its new text painted in the browser.

    python bench/serve.py [--posts N] [--tabs N ...] [--edits N] [--peer hugo] [--demo] [--work DIR]

A post is edited in varied places while a Chromium shows it. Prints tables in Markdown; what is measured, and how, is
told in bench/README.md.
"""

import argparse
import json
import math
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice, pairwise
from pathlib import Path
from random import Random
from typing import Any, Final

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

import previews
import process
import programs
from edits import Place, places, save, with_marks
from previews import Preview, Running
from tables import machine, table

SCRIPT: Final = Path(__file__).with_name("painted.js")
_SAID: Final = "painted "
_FIRST: Final = 2
"""Edits before those that count."""
_GAP: Final = (0.5, 1.0)
"""Seconds between what one edit shows and the next edit, at least and at most."""
_PATIENCE: Final = 120_000
"""Milliseconds until an edit that is not painted ends the program."""
_SAMPLES: Final = 50
"""How often the clock of a page is compared with ours."""
_OF_PREVIEW: Final = ("noticed", "began", "built")
_OF_PAGE: Final = ("told", "fetched", "there", "painted")
"""What happens one after another: of the former, a preview may say in its messages when it did."""


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit that was made: where, when it was saved, and when what followed was done, in seconds since 1970."""

    place: Place
    saved: float
    done: Mapping[str, float]

    def taken(self, what: str) -> float:
        """Return the milliseconds from the save until something was done."""
        return 1000 * (self.done[what] - self.saved)


class Author:
    """Edits the post of a preview, here and there."""

    def __init__(self, preview: Preview) -> None:
        self._path = preview.post
        self._text = preview.post.read_text(encoding="utf-8")
        self._places = places(self._text)
        self._marks: dict[Place, int] = {}
        self._numbers = count(1)
        self._random = Random(1)  # noqa: S311 - the same pauses every time

    def edit(self) -> tuple[int, Place, float]:
        """Wait, save the next edit, and return its number, its place and when it was saved."""
        time.sleep(self._random.uniform(*_GAP))
        number = next(self._numbers)
        place = self._places[number % len(self._places)]
        self._marks[place] = number
        return number, place, save(self._path, with_marks(self._text, self._marks))

    def rest(self) -> None:
        """Put the post back."""
        save(self._path, self._text)


def painted(page: Page, author: Author) -> Iterator[Edit]:
    """Yield edits that are painted in a page."""
    ahead = seconds_ahead(page)
    while True:
        number = -1

        def shows(message: ConsoleMessage) -> bool:
            return message.text.startswith(_SAID) and _report(message)["mark"] == number  # noqa: B023 - of this turn

        try:
            with page.expect_console_message(shows, timeout=_PATIENCE) as waiting:
                number, place, saved = author.edit()
        except PlaywrightTimeout:
            sys.exit(f"an edit of the {place.name} was not painted within {_PATIENCE // 1000} s")
        report = _report(waiting.value)
        in_preview = {name: report[name] for name in _OF_PREVIEW if report.get(name)}
        in_page = {name: report[name] / 1000 - ahead for name in _OF_PAGE if report.get(name)}
        yield Edit(place, saved, in_preview | in_page)


def _report(message: ConsoleMessage) -> Any:
    return json.loads(message.text.removeprefix(_SAID))


def served(started: Running, author: Author) -> Iterator[Edit]:
    """Yield edits that are served."""
    while True:
        number, place, saved = author.edit()
        yield Edit(place, saved, {"served": started.wait_for(f"mark{number}end")})


def seconds_ahead(page: Page) -> float:
    """Return by how much a page's clock is ahead of ours, as well as the quickest of some questions tells."""
    samples: list[tuple[float, float]] = []
    for _ in range(_SAMPLES):
        before = time.time_ns() / 1e9
        theirs = page.evaluate("performance.timeOrigin + performance.now()") / 1000
        after = time.time_ns() / 1e9
        samples.append((after - before, theirs - (before + after) / 2))
    trip, ahead = min(samples)
    print(f"the page's clock is {1000 * ahead:+.2f} ms ahead, give or take {500 * trip:.2f} ms", file=sys.stderr)
    return ahead


@contextmanager
def tabs(browser: Browser, started: Running, number: int) -> Iterator[Page]:
    """Open the post, and in further tabs the post again and pages that the site's first page leads to."""
    with browser.new_context() as context:
        context.add_init_script(path=SCRIPT)
        page = context.new_page()
        page.goto(started.address(started.preview.root))
        links = "[...new Set([...document.links].map((link) => link.href.replace(/#.*/, '')))]"
        known = [link for link in page.evaluate(links) if link.startswith(page.url) and link.endswith("/")]
        post = started.address(started.preview.path)
        for address in [post, *(link for link in known if link != post)][: number - 1]:
            context.new_page().goto(address)
        page.goto(post)
        page.bring_to_front()
        yield page


Outcome = Mapping[str, Sequence[Edit]]
"""What was measured of a preview: edits by what they were measured to."""


def measure(browser: Browser, preview: Preview, numbers: Sequence[int], edits: int) -> Outcome:
    """Measure one preview, with these numbers of open tabs."""
    author = Author(preview)
    outcome: dict[str, Sequence[Edit]] = {}
    with previews.running(preview) as started:
        for number in numbers:
            with tabs(browser, started, number) as page:
                row = f"painted, {number} tab{'s' * (number != 1)} open"
                outcome[row] = _told(preview, row, painted(page, author), edits, "painted")
        outcome["served, no tab open"] = _told(preview, "served", served(started, author), edits, "served")
    author.rest()
    return outcome


def _told(preview: Preview, row: str, made: Iterator[Edit], edits: int, what: str) -> Sequence[Edit]:
    kept = []
    for edit in islice(made, _FIRST, _FIRST + edits):
        kept.append(edit)
        print(f"{preview.name}, {row}: {edit.place.name}: {edit.taken(what):.0f} ms", file=sys.stderr)
    return kept


def summary(outcomes: Mapping[str, Outcome]) -> str:
    """Return the table of all previews: the median and the 95th percentile of each row, in milliseconds."""
    rows = [["ms", *(f"{name}, {which}" for name in outcomes for which in ("median", "p95"))]]
    for row in next(iter(outcomes.values())):
        cells = [row]
        for outcome in outcomes.values():
            taken = [edit.taken(row.partition(",")[0]) for edit in outcome[row]]
            cells += [f"{statistics.median(taken):.0f}", f"{percentile(taken, 0.95):.0f}"]
        rows.append(cells)
    return table(rows)


def by_place(outcomes: Mapping[str, Outcome]) -> str:
    """Return the table of the medians by what was edited, in milliseconds, of the first row of each preview."""
    first = {name: next(iter(outcome.values())) for name, outcome in outcomes.items()}
    rows = [["ms, median by what was edited", *first]]
    for place in dict.fromkeys(edit.place.name for edits in first.values() for edit in edits):
        taken = ([edit.taken("painted") for edit in edits if edit.place.name == place] for edits in first.values())
        rows.append([place, *(f"{statistics.median(each):.0f}" for each in taken)])
    return table(rows)


def stages(outcome: Outcome) -> str:
    """Return the table of where the time goes, in milliseconds, or nothing if the preview does not say it."""
    edits = [edit for made in outcome.values() for edit in made if "painted" in edit.done]
    known = [name for name in (*_OF_PREVIEW, *_OF_PAGE) if all(name in edit.done for edit in edits)]
    if "built" not in known:
        return ""
    rows = [["ms, median", *(f"→ {name}" for name in known)]]
    for row, made in outcome.items():
        moments = [[edit.saved, *(edit.done[name] for name in known)] for edit in made if "painted" in edit.done]
        if moments:
            steps = zip(*([after - before for before, after in pairwise(each)] for each in moments), strict=True)
            rows.append([row, *(f"{1000 * statistics.median(step):.1f}" for step in steps)])
    return table(rows)


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=240)
    parser.add_argument("--tabs", type=int, nargs="+", default=[1, 10], help="how many tabs are open")
    parser.add_argument("--edits", type=int, default=40, help="how many are made in each row")
    parser.add_argument("--peer", choices=["hugo"], help="measure this preview too, on the same blog")
    parser.add_argument("--demo", action="store_true", help="measure with the demo blog, of which there is one form")
    parser.add_argument("--work", type=Path, help="the folder for programs and blogs (default: a temporary one)")
    options = parser.parse_args()
    process.allow_files()
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        work = (options.work or Path(temporary)).resolve()
        measured = [previews.demo(work)] if options.demo else blogs(work, options.posts, peer=options.peer)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        outcomes = {each.name: measure(browser, each, options.tabs, options.edits) for each in measured}
        browser.close()
    tables = [machine(), summary(outcomes), by_place(outcomes), stages(next(iter(outcomes.values())))]
    print("\n\n".join(filter(None, tables)))


def blogs(work: Path, posts: int, *, peer: str | None) -> Sequence[Preview]:
    """Write the blog of so many posts for mathpress and its peer, and return their previews."""
    which = [programs.mathpress(work), *([programs.hugo(work)] if peer else [])]
    _, edited = programs.write_blogs(which, posts, distinct=False)
    return [make(program, edited) for make, program in zip((previews.mathpress, previews.hugo), which, strict=False)]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the least of the values that is at least as large as this share of them."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


if __name__ == "__main__":
    main()
