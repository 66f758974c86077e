"""What an old site and the new one say of themselves, taken from their pages, so that the two can be compared."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote

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
