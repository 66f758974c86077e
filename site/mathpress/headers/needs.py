"""What the pages of a built site load, and what runs in them, read from their HTML and their style sheets."""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from mathpress.headers.sheets import loads
from mathpress.markup.tags import attributes, tokens, value_of

_RUNS: Final = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}
"""Types of scripts that run, or say what is loaded; others are data (HTML, 4.12.1)."""
_BEFORE_MATHJAX: Final = "js/mathjax-config."
"""How the script is called that stands before MathJax on each page that loads it, before a digest and `.js`."""
_FONTS_OF_MATHJAX: Final = "https://cdn.jsdelivr.net/npm/@mathjax/"
"""Where MathJax 4 has its fonts from, unless it is the site's own."""
_ADDRESSES: Final = ("src", "href", "xlink:href", "data", "action", "formaction")
_BY_ELEMENT: Final = {
    "script": "script-src", "img": "img-src", "image": "img-src", "feimage": "img-src", "iframe": "frame-src",
    "video": "media-src", "audio": "media-src", "track": "media-src", "embed": "object-src", "object": "object-src",
    "form": "form-action", "button": "form-action", "base": "base-uri",
}  # fmt: skip
_BY_RELATION: Final = {
    "stylesheet": "style-src", "manifest": "manifest-src", "modulepreload": "script-src",
    "icon": "img-src", "apple-touch-icon": "img-src", "apple-touch-icon-precomposed": "img-src", "mask-icon": "img-src",
}  # fmt: skip
_BY_USE: Final = {
    "script": "script-src", "style": "style-src", "font": "font-src", "image": "img-src", "fetch": "connect-src",
    "track": "media-src",
}  # fmt: skip
"""What `<link rel="preload" as="…">` loads (HTML, 4.6.7.21)."""
_ELEMENTS: Final = {*_BY_ELEMENT, "style", "link", "source", "input"}
_HOLD_TEXT: Final = {"script", "style"}
_ACTIVE: Final = re.compile(r"[\s\"'/](?:style|on[a-z]++)\s*+=", re.IGNORECASE)
"""What a tag has that is styled, or does something, itself."""
_HOST: Final = re.compile(r"[a-z0-9.-]+|\[[0-9a-f:.]+\]")
"""A host that may stand in a policy: a semicolon in one would begin another directive."""
SELF: Final = "'self'"

Source = tuple[str, str]
"""What is loaded or run: the directive of a Content-Security-Policy (CSP3, 6) that is meant for it, and from where.

From the site itself, from an origin, from addresses of a scheme, or in the page, where the hash of it is told.
"""

_FURTHER: Final[Mapping[str, tuple[Source, ...]]] = {
    "https://giscus.app": (("style-src", "https://giscus.app"), ("frame-src", "https://giscus.app")),
    "https://fonts.googleapis.com": (("font-src", "https://fonts.gstatic.com"),),
}
"""What scripts and style sheets of an origin load themselves."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a Content-Security-Policy has to allow, of the site's own too.

    `mathjax` are the folders elsewhere that MathJax is loaded from, none if it is the site's own; None if no page
    loads it.
    """

    sources: frozenset[Source] = frozenset()
    mathjax: tuple[str, ...] | None = None
    has_search: bool = False
    has_styled_elements: bool = False


def needs_of(pages: Iterable[str], origin: str, *, has_search: bool, sheets: Iterable[str] = ()) -> Needs:
    """Return what the pages and style sheets of a site at an origin need, each of them given as its text."""
    sources = {source for sheet in sheets for kind, address in loads(sheet) for source in _from(kind, address, origin)}
    mathjax = None
    is_styled = False
    for page in pages:
        is_mathjax = False
        for element, given, content in _elements(page):
            is_styled = is_styled or "style" in given
            if is_mathjax and element == "script":
                mathjax = _mathjax(given.get("src", ""), origin)
            else:
                sources.update(_sources(element, given, content, origin))
            is_mathjax = _BEFORE_MATHJAX in given.get("src", "")
    return Needs(frozenset(sources), mathjax, has_search, is_styled)


def _mathjax(address: str, origin: str) -> tuple[str, ...]:
    """Return the folders that a MathJax of this address is loaded from, if it is not the site's own."""
    source = next((source for _, source in _from("script-src", address, origin)), SELF)
    if source == SELF:
        return ()
    folder = urlsplit(address).path.rpartition("/")[0]
    return f"{source}{quote(folder, '/@%~:+=')}/", _FONTS_OF_MATHJAX


def _elements(page: str) -> Iterator[tuple[str, Mapping[str, str], str]]:
    """Yield the elements that load something, or that run: name, attributes, and what is in those that have text."""
    given: dict[str, str] = {}
    for token in tokens(page):
        if token.kind == "start" and (token.name in _ELEMENTS or _ACTIVE.search(token.text)):
            given = {}
            for _, name, value in attributes(token.text):
                given.setdefault(name.lower(), value_of(value or ""))
            if token.name not in _HOLD_TEXT:
                yield token.name, given, ""
        elif token.kind == "raw" and token.name in _HOLD_TEXT:
            yield token.name, given, token.text


def _sources(element: str, given: Mapping[str, str], content: str, origin: str) -> Iterator[Source]:
    """Yield what an element needs."""
    if element == "style" and content:
        yield "style-src", _hash(content)
    elif element == "script" and "src" not in given and given.get("type", "").strip().lower() in _RUNS:
        yield "script-src", _hash(content)
    yield from (("script-src-attr", _hash(given[name])) for name in given if name.startswith("on") and given[name])
    loaded = [*loads(content if element == "style" else given.get("style", ""))]
    loaded += ((kind, address) for kind in _kinds(element, given) for address in _addresses(given))
    if "poster" in given:
        loaded.append(("img-src", given["poster"]))
    for kind, address in loaded:
        for source in _from(kind, address, origin):
            yield source
            yield from _FURTHER.get(source[1], ())


def _kinds(element: str, given: Mapping[str, str]) -> Iterator[str]:
    """Yield the directives for what the addresses of an element lead to."""
    if element == "link":
        for relation in given.get("rel", "").lower().split():
            use = given.get("as", "").lower() if relation == "preload" else ""
            yield from filter(None, [_BY_RELATION.get(relation) or _BY_USE.get(use)])
    elif element == "source":
        yield "img-src" if "srcset" in given else "media-src"
    elif element == "input":
        yield "form-action" if "formaction" in given else "img-src"
    elif element in _BY_ELEMENT:
        yield _BY_ELEMENT[element]


def _addresses(given: Mapping[str, str]) -> Iterator[str]:
    """Yield where attributes lead; what a `srcset` says of its pictures passes for names of files."""
    yield from (given[name] for name in _ADDRESSES if name in given)
    yield from (piece for name in ("srcset", "imagesrcset") for piece in given.get(name, "").split())


def _from(kind: str, address: str, origin: str) -> Iterator[Source]:
    """Yield where an address leads: to the site itself, an origin (RFC 6454, 6.2), or what a scheme alone names."""
    try:
        parts = urlsplit(address.strip())
        port = f":{parts.port}" if parts.port else ""
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:  # no address at all, so nothing is loaded
        return
    host = f"[{host}]" if ":" in host else host
    whole = f"{parts.scheme or 'https'}://{host}{port}"
    if not (parts.scheme or parts.netloc) or whole == origin:
        yield kind, SELF
    elif _HOST.fullmatch(host) and parts.scheme in {"", "http", "https"}:
        yield kind, whole
    elif parts.scheme in {"data", "blob"}:
        yield kind, f"{parts.scheme}:"


def _hash(content: str) -> str:
    """Return the source that allows a script or a style of just this content (CSP3, 8.4)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
