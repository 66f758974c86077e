"""A post's cover, the picture of it as a whole: how its author names it, and the slot of the picture that it is."""

import html
import re
from typing import Any, Final
from urllib.parse import urlsplit

from mathpress.errors import Locate, Problem, Severity
from mathpress.markup.tags import WITHOUT_HOST, read_url
from mathpress.matter import Cover, FrontMatter
from mathpress.model import Link, Picture
from mathpress.text import CONTROL

_ADDRESSES: Final = ("image", "src", "url", "path")
"""Keys under which tables of other generators' themes have the address, the first one first."""
_ELSEWHERE: Final = ("https:", "http:", "//")
_NONE: Final = (None, False, "")
"""What templates for new posts leave there."""


def read_cover(value: Any) -> Cover | None:
    """Read the value of `cover`: an address, or a table of one and of what the picture shows. Raises `ValueError`."""
    table = value if isinstance(value, dict) else {"image": value}
    given = [table[key] for key in _ADDRESSES if key in table]
    address, alt = next((each for each in given if each not in _NONE), ""), table.get("alt") or ""
    if not given or not (isinstance(address, str) and isinstance(alt, str)):
        raise ValueError("must be the name of a file, or {image: its name, alt: what it shows}")
    is_absolute, url = read_url(address)
    if is_absolute and not url.lower().startswith(_ELSEWHERE):
        raise ValueError(f"no reader can load {url}; put the picture beside the post and write its name")
    if is_absolute:
        _expect_address(url)
    if "\\" in url:  # browsers read `/\host` as `//host` (URL standard, 4.4)
        raise ValueError("folders are parted by /")
    if CONTROL.search(url + alt):
        raise ValueError("must not hold control characters")
    return Cover(url, alt.strip()) if url else None


def _expect_address(url: str) -> None:
    """Raise `ValueError` for what looks like an address and is none, such as `https://[host/` or `https:host`."""
    if WITHOUT_HOST.match(url):
        raise ValueError(f"{url} is no address, for it names no host; write https://example.org/")
    try:
        urlsplit(url)
    except ValueError as error:
        raise ValueError(f"{url} is no address: {error}") from error


def is_for_networks(cover: Picture | None) -> bool:
    """Tell whether social networks show a cover; of an SVG they show nothing."""
    if cover is None:
        return False
    address = cover.source.target if isinstance(cover.source, Link) else cover.source
    return not re.split(r"[?#]", address)[0].lower().endswith(".svg")


def cover_of(matter: FrontMatter, locate: Locate) -> tuple[Picture | None, tuple[Problem, ...]]:
    """Return the slot of a document's cover, if it has one; `locate` gives the place of a stretch of its address.

    A post of others may load nothing from elsewhere.
    """
    if matter.cover is None:
        return None, ()
    address = matter.cover.address
    place = locate(0, len(address))
    is_absolute, _ = read_url(address)
    if is_absolute and matter.untrusted:
        message = f"this untrusted post loads nothing from elsewhere, so {address} is not shown; put it beside the post"
        return None, (Problem(place, "untrusted-html", message, Severity.WARNING),)
    source = address if is_absolute else Link("src", address, place)
    return Picture(source, attributes=(f' alt="{html.escape(matter.cover.alt)}"',)), ()
