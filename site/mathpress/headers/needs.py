"""What the pages of a built site load from elsewhere, and what runs in them, read from their HTML."""

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_TAG: Final = re.compile(
    r"""
    < (?P<name> script | style | link | img | source | video | audio | track | iframe ) (?= [\s/>] )
    (?P<attributes> (?: [^<>"'] | "[^"<]*" | '[^'<]*' )* ) >
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTE: Final = re.compile(
    r"""
    (?P<name> [^\s"'=<>/]+ )
    (?: \s* = \s* (?: "(?P<double>[^"]*)" | '(?P<single>[^']*)' | (?P<bare>[^\s"'>]+) ) )?
    """,
    re.VERBOSE,
)
_STYLED: Final = re.compile(
    r"""< [a-z] (?: [^<>"'] | "[^"<]*" | '[^'<]*' )*? \s style \s* =""", re.VERBOSE | re.IGNORECASE
)
_RUNS: Final = {"", "module", "text/javascript", "application/javascript"}
"""Types of scripts that run; others are data (HTML, 4.12.1)."""
_BEFORE_MATHJAX: Final = "js/mathjax-config.js"
"""The script that stands before MathJax on each page that loads it."""
_BY_ELEMENT: Final = {
    "script": "script",
    "img": "img",
    "iframe": "frame",
    "video": "media",
    "audio": "media",
    "track": "media",
}
_BY_RELATION: Final = {"stylesheet": "style", "icon": "img", "manifest": "manifest"}
_HOST: Final = re.compile(r"[a-z0-9.-]+|\[[0-9a-f:.]+\]")
"""A host that may stand in a policy: a semicolon in one would begin another directive."""

Source = tuple[str, str]
"""What is loaded or run, as directives of a Content-Security-Policy (CSP3, 6) call it before `-src`, and from where.

From an origin, from addresses of a scheme, or in the page itself, where the hash of it is told.
"""

_FURTHER: Final[Mapping[str, tuple[Source, ...]]] = {
    "https://giscus.app": (("style", "https://giscus.app"), ("frame", "https://giscus.app")),
    "https://fonts.googleapis.com": (("font", "https://fonts.gstatic.com"),),
}
"""What scripts and style sheets of an origin load themselves."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a Content-Security-Policy has to allow besides the files of the site.

    `mathjax` is the origin of MathJax, "" for the site itself, None if no page loads it.
    """

    sources: frozenset[Source] = frozenset()
    mathjax: str | None = None
    has_search: bool = False
    has_styled_elements: bool = False


def needs_of(pages: Iterable[str], origin: str, *, has_search: bool) -> Needs:
    """Return what the pages of a site at an origin need, each of them given as its HTML."""
    sources: set[Source] = set()
    mathjax = None
    is_styled = False
    for page in pages:
        is_mathjax = False
        for element, attributes, content in _elements(page):
            found = list(_sources(element, attributes, content))
            if is_mathjax and element == "script":
                mathjax = found[0][1] if found else ""
                found = []
            is_mathjax = _BEFORE_MATHJAX in attributes.get("src", "")
            sources.update(found)
        is_styled = is_styled or _STYLED.search(page) is not None
    foreign = {source for source in sources if source[1] != origin}
    return Needs(frozenset(foreign), mathjax, has_search, is_styled)


def _elements(page: str) -> Iterator[tuple[str, Mapping[str, str], str]]:
    """Yield the elements that load something, or that run: name, attributes, and what is in those that have text."""
    start = 0
    while tag := _TAG.search(page, start):
        name = tag["name"].lower()
        attributes = {
            each["name"].lower(): html.unescape(each["double"] or each["single"] or each["bare"] or "")
            for each in _ATTRIBUTE.finditer(tag["attributes"])
        }
        start = tag.end()
        if name in {"script", "style"}:  # whose content is no markup; without an end tag, all that follows is content
            end = page.find(f"</{name}", start)
            start = end if end >= 0 else len(page)
        yield name, attributes, page[tag.end() : start]


def _sources(element: str, attributes: Mapping[str, str], content: str) -> Iterator[Source]:
    """Yield what an element needs from elsewhere."""
    if element == "style" and content:
        yield "style", _hash(content)
    elif element == "script" and "src" not in attributes and attributes.get("type", "").lower() in _RUNS:
        yield "script", _hash(content)
    kind = _BY_ELEMENT.get(element, "")
    if element == "link":
        relations = attributes.get("rel", "").lower().split()
        kind = next((_BY_RELATION[each] for each in relations if each in _BY_RELATION), "")
    elif element == "source":
        kind = "img" if "srcset" in attributes else "media"
    if kind:
        for address in _addresses(attributes):
            yield from ((kind, each) for each in _origin(address))
            yield from (further for each in _origin(address) for further in _FURTHER.get(each, ()))
    if element == "video":
        yield from (("img", each) for each in _origin(attributes.get("poster", "")))


def _addresses(attributes: Mapping[str, str]) -> Iterator[str]:
    """Yield what an element loads: one address, or several of a `srcset`, whose descriptors are no addresses."""
    yield from (attributes[name] for name in ("src", "href") if name in attributes)
    yield from attributes.get("srcset", "").split()


def _origin(address: str) -> Iterator[str]:
    """Yield the origin of an address that is of another site (RFC 6454, 6.2), or its scheme if it has no host."""
    try:
        parts = urlsplit(address.strip())
        port = f":{parts.port}" if parts.port else ""
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:  # no address at all, so nothing is loaded
        return
    host = f"[{host}]" if ":" in host else host
    if _HOST.fullmatch(host) and parts.scheme in {"", "http", "https"}:
        yield f"{parts.scheme or 'https'}://{host}{port}"
    elif parts.scheme in {"data", "blob"}:
        yield f"{parts.scheme}:"


def _hash(content: str) -> str:
    """Return the source that allows a script or a style of just this content (CSP3, 8.4)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
