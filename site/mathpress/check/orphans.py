"""Pages that no link leads to, and pictures that no post shows."""

import posixpath
from collections import deque
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from mathpress.check.built import Built
from mathpress.errors import Place, Problem, Severity
from mathpress.fragments import links, slots
from mathpress.render.sizes import RASTER, VECTOR

_FRONT: Final = PurePosixPath("index.html")
_MEDIA: Final = {*RASTER, VECTOR, ".mp4", ".webm", ".ogv", ".mp3", ".ogg", ".pdf"}
"""Files that lie beside posts to be shown; notes, data and sources of figures may well be private."""


def orphan_pages(built: Built) -> Iterator[Problem]:
    """Yield the posts and pages to which no way leads from the front page."""
    seen = {_FRONT}
    waiting = deque(seen & built.pages.keys())
    while waiting:
        page = waiting.popleft()
        for use in built.pages[page].uses:
            target = built.target(page, use.url) if use.element in {"a", "area"} else None
            file = built.answer(target.url) if target and target.is_ours else None
            if file and file in built.pages and file not in seen:
                seen.add(file)
                waiting.append(file)
    for path, _, article in built.own_pages():
        if path not in seen:
            message = f"no link leads to {article.url}; put it into the menu, or link to it"
            yield Problem(Place(str(article.document.path)), "orphan-page", message, Severity.WARNING)


def orphan_files(built: Built) -> Iterator[Problem]:
    """Yield the pictures and the like beside posts that nothing shows or links to, drafts among them."""
    shown = {article.document.path for article in built.articles.values()}
    wanted = set(built.site.assets)
    for document in built.documents:
        if document.path not in shown:
            wanted |= {_beside(document.path, link.target) for link in links(slots(document))}
    for path in sorted(built.site.arrangement.published.keys() - wanted):
        if path.suffix.lower() in _MEDIA:
            message = "nothing shows this file or links to it, so it is not published"
            yield Problem(Place(str(path)), "orphan-file", message, Severity.WARNING)


def _beside(document: PurePosixPath, target: str) -> PurePosixPath:
    """Return the file that a link of a document names."""
    return PurePosixPath(posixpath.normpath(document.parent / unquote(target.partition("#")[0].partition("?")[0])))
