"""The attributes of HTML tags: ids and addresses become slots, the sources of formulas are put back in all others.

An image becomes one slot with all its attributes, since its size and its variants are known only with the site.
"""

import html
import re
from collections.abc import Callable
from typing import Final

from mathpress.errors import Place, Problem, Severity
from mathpress.markup.outline import Ids
from mathpress.markup.placeholders import Found, escaped, restore
from mathpress.markup.tags import SOURCE_SET, URLS, WITHOUT_HOST, attributes, read_url, value_of
from mathpress.model import Anchor, Link, Picture, Slot

_OF_PICTURES: Final = {"src", "id", "width", "height", "sizes", "loading"}
_PIXELS: Final = re.compile(r"(?P<number>[0-9]{1,5})(?:\.[0-9]{1,9})?(?:px)?")
_PERCENT: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,9})?%")
_VARIANT: Final = re.compile(r"[\s,]*+(?P<url>[^\s,]\S*?)(?:,+(?=\s|\Z)|(?P<said>\s[^,]*+)(?:,|\Z)|\Z)")
"""A picture of a `srcset`: its address ends at white space, before which a comma is none of it (HTML, 4.8.4.2.2)."""
_DECORATIVE: Final = re.compile(r"""\s(?:role=["']?(?:none|presentation)|aria-hidden=["']?true)\b""", re.IGNORECASE)
_OF_THIS_MACHINE: Final = re.compile(r"file:|[A-Za-z]:[\\/](?!/)", re.IGNORECASE)


class Attributes:
    """Writes the attributes of one document. `place_link` gives the place of a URL in the source."""

    def __init__(self, found: tuple[Found, ...], ids: Ids, place_link: Callable[[str], Place]) -> None:
        self._found = found
        self.ids = ids
        self._place_link = place_link
        self._problems: list[Problem] = []
        self._without_text: list[Place] = []

    @property
    def problems(self) -> list[Problem]:
        """Return the problems of the document, of which one tells of all pictures that say nothing."""
        return [*self._problems, *self._silent()]

    def value(self, written: str) -> str:
        """Return what the value of an attribute means."""
        return value_of(restore(written, self._found))

    def parts(self, source: str, name: str, value: str | None) -> list[str | Slot]:
        """Return an attribute, which stands as `source` in its tag. Bare values get quotes around them."""
        if value is not None and name == "id":
            return [Anchor(self.ids.claim(self.value(value)))]
        if value is not None and (name in URLS or name == SOURCE_SET):
            return [*self._urls(name, self.value(value))]
        if value and source.endswith(value):
            return [f' {escaped(name, self._found)}="{escaped(value, self._found)}"']
        return [escaped(source, self._found)]

    def _urls(self, name: str, value: str) -> list[str | Link]:
        """Return an attribute that is a URL, or a list of them."""
        if name == SOURCE_SET:
            made: list[str | Link] = []
            for match in _VARIANT.finditer(value):
                address = self._address(name, match["url"])
                made += [", " if made else "", html.escape(address) if isinstance(address, str) else address]
                made.append(html.escape((match["said"] or "").rstrip()))
            return [f' {name}="', *made, '"']
        address = self._address(name, value)
        return [f' {name}="{html.escape(address)}"' if isinstance(address, str) else address]

    def _address(self, name: str, value: str) -> Link | str:
        """Return where an attribute leads: a link within the blog, or an address elsewhere."""
        is_absolute, url = read_url(value)
        if not is_absolute:
            return Link(name, url, self._place_link(url))
        if _OF_THIS_MACHINE.match(url):
            message = f"{url} is a file of this machine alone; put it beside the post and write its name"
            self._problems.append(Problem(self._place_link(url), "file-outside", message))
        elif WITHOUT_HOST.match(url):
            message = f"{url} is no address, for it names no host; write https://example.org/"
            self._problems.append(Problem(self._place_link(url), "link-bad", message))
        return url

    def picture(self, tag: str, *, in_picture: bool) -> Picture | None:
        """Return the slot of an `<img>` with these attributes, or None if it has no source.

        `in_picture`: it stands in a `<picture>` of its author's.
        """
        given: dict[str, str] = {}
        others: dict[str, list[str | Link]] = {}
        for source, attribute, value in attributes(tag):
            name = attribute.lower()
            if name in _OF_PICTURES:
                given.setdefault(name, self.value(value or "").strip())
            else:
                others.setdefault(
                    name, [part for part in self.parts(source, name, value) if isinstance(part, str | Link)]
                )
        if not given.get("src"):
            return None
        address = self._address("src", given["src"])
        for name in ("width", "height"):
            if given.get(name) and not _length(given[name]):
                place = address.place if isinstance(address, Link) else self._place_link(address)
                self._report(place, name, given[name])
        if "alt" not in others:
            others = {"alt": [' alt=""'], **others}
            if not _DECORATIVE.search(tag):
                self._without_text.append(address.place if isinstance(address, Link) else self._place_link(address))
        return Picture(
            source=address,
            width=_length(given.get("width", "")),
            height=_length(given.get("height", "")),
            sizes=given.get("sizes", ""),
            loading=given.get("loading", ""),
            attributes=tuple(part for other in others.values() for part in other),
            anchor=Anchor(self.ids.claim(given["id"])) if "id" in given else None,
            has_sources=in_picture or SOURCE_SET in others,
        )

    def _silent(self) -> list[Problem]:
        """Tell of pictures without an alternative text at the first of them (WCAG 2.2, 1.1.1, technique H37)."""
        if not self._without_text:
            return []
        first, *others = self._without_text
        subject = f"this picture and {len(others)} more say" if others else "this picture says"
        message = (
            f"{subject} nothing to those who cannot see it; write what it shows, ![a red cat](cat.png), "
            'or {alt=""} behind one that is mere decoration'
        )
        return [Problem(first, "image-alt", message, Severity.WARNING)]

    def _report(self, place: Place, name: str, text: str) -> None:
        message = f"{name}={text} is no size of a picture; write pixels, {name}=300, or a share of the text, {name}=50%"
        self._problems.append(Problem(place, "image-size", message, Severity.WARNING))


def _length(text: str) -> str:
    """Return a width or height as HTML has it, a number of pixels or a percentage; nothing if it is neither."""
    pixels = _PIXELS.fullmatch(text)
    return str(int(pixels["number"])) if pixels else text if _PERCENT.fullmatch(text) else ""
