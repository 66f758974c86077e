"""Where the URLs of a document stand in its source, for diagnostics of dead links."""

import re
from collections import defaultdict
from functools import cached_property
from itertools import cycle
from typing import Final

from mathpress.errors import Locate, Place
from mathpress.markup.targets import BEHIND_URL, ENDS_URL

_URL: Final = rf"[^(){{}}{ENDS_URL}]++"
_LIKELY: Final = re.compile(rf"(?:[(<\"'={{]|\]:[ ])(?P<marked>{_URL})|(?P<bare>https?://{_URL})")
_SEARCHES: Final = 100
"""How often the whole source is searched, for URLs that are not where URLs are likely."""
_NOTE: Final = "#fn"
"""How the ids of footnotes begin."""


class Destinations:
    """The URLs of one source. `locate` gives the place of a stretch of it."""

    def __init__(self, source: str, locate: Locate) -> None:
        self._source = source
        self._locate = locate
        self._offsets: dict[str, cycle[int]] = {}
        self._searches = 0

    def place(self, target: str) -> Place:
        """Return the place of a URL: of its next occurrence each time it is asked, else of the beginning.

        Those that Markdown makes for footnotes stand nowhere. Linear in the source and in the number of URLs.
        """
        if not target or (target.startswith(_NOTE) and not self._has_notes_by_hand):
            return self._locate(0, 1)
        if target not in self._offsets:
            self._offsets[target] = cycle(self._likely.get(target) or self._search(target) or [0])
        offset = next(self._offsets[target])
        return self._locate(offset, offset + len(target))

    def _search(self, target: str) -> list[int]:
        self._searches += 1
        if self._searches > _SEARCHES:
            return []
        return [match.start() for match in re.finditer(re.escape(target), self._source)]

    @cached_property
    def _has_notes_by_hand(self) -> bool:
        return _NOTE in self._source

    @cached_property
    def _likely(self) -> dict[str, list[int]]:
        """The offsets of what stands where URLs do."""
        offsets: dict[str, list[int]] = defaultdict(list)
        for match in _LIKELY.finditer(self._source):
            url, offset = match[match.lastindex or 0], match.start(match.lastindex or 0)
            offsets[url].append(offset)
            if url[-1] in BEHIND_URL:
                offsets[url.rstrip(BEHIND_URL)].append(offset)
        return offsets
