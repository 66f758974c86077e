"""What an old site and the new one say of themselves, taken from their pages, so that the two can be compared."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from tests.conftest import RunMathpress

_REDIRECT: Final = re.compile(r'http-equiv="?refresh"? content="?0; ?url=(?P<to>[^">]+)')
_OLD: Final = re.compile(r"<old-title>(?P<title>.*?)</old-title><old-date>(?P<date>.*?)</old-date>")
"""What the layouts of the old sites in the tests show of a post."""


_SAYS_ADDRESS: Final = re.compile(r"<old-address>(?P<address>.*?)</old-address>")


def address(folder: Path, file: Path) -> str:
    """Return the address at which a host serves a file of a site."""
    return "/" + file.relative_to(folder).as_posix().removesuffix("index.html")


def old_posts(folder: Path) -> dict[str, tuple[str, str]]:
    """Return the title and date of each page that the old tool made, by its address."""
    found = {}
    for file in sorted(folder.rglob("*.html")):
        text = file.read_text("utf-8")
        said = _SAYS_ADDRESS.search(text)
        at = unquote(said["address"]) if said else address(folder, file)
        if match := _OLD.search(text):
            found[at if at.endswith((".html", "/")) else f"{at}/"] = match["title"], match["date"]
    return found


def redirects(folder: Path) -> dict[str, str]:
    """Return where each page leads that does nothing else, by their paths."""
    found = {}
    for file in sorted(folder.rglob("*.html")):
        match = _REDIRECT.search(file.read_text("utf-8"))
        if match:
            found[address(folder, file)] = unquote(re.sub(r"^https?://[^/]*", "", match["to"]))
    return found


def new_posts(folder: Path) -> dict[str, tuple[str, str]]:
    """Return the title and date of each page that mathpress made of a post or page, by its address."""
    found = {}
    for file in sorted(folder.rglob("*.html")):
        text = file.read_text("utf-8")
        title = re.search(r'<article class="(?:post|page)[^>]*>.*?<h1[^>]*>(.*?)</h1>', text, re.DOTALL)
        date = re.search(r'<div class="byline">.*?<time datetime="([^"]+)"', text, re.DOTALL)
        if title:
            found[address(folder, file)] = re.sub(r"<[^>]+>", "", title[1]).strip(), date[1] if date else ""
    return found


def expect_same(old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]) -> None:
    """Fail if an old page is not at its address with its title, or a new post, which has a date, with the old date."""
    assert {url: new.get(url, ("", ""))[0] for url in old} == {url: title for url, (title, _) in old.items()}
    assert {url: date for url, (_, date) in new.items() if date} == {url: old[url][1] for url in new if new[url][1]}


def imported(run_mathpress: "RunMathpress", system: str, old: Path, new: Path) -> str:
    """Import an old site into a new folder, build it, and return what the import said."""
    done = run_mathpress("import", system, old, cwd=new)
    assert done.returncode == 0, done.stderr
    built = run_mathpress("--fail-on", "never", cwd=new)
    assert built.returncode == 0, built.stderr
    return done.stdout + done.stderr
