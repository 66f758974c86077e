"""A built site as those who serve it have to know it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, Self
from urllib.parse import unquote, urlsplit

from mathpress.caching import lasting
from mathpress.compress import original
from mathpress.headers.needs import needs_of
from mathpress.headers.policy import policy
from mathpress.manifest import PRIVATE
from mathpress.markup.tags import value_of
from mathpress.resolve.urls import url_of_output

_MOVED: Final = re.compile(r'<meta http-equiv="refresh" content="0; url=(?P<url>[^"]*)">')
_HEAD: Final = 2048
"""Characters at the beginning of a page among which it says that it has moved."""


@dataclass(frozen=True, slots=True)
class Hosting:
    """The site's address, its policy, the formats of its compressed copies, and where its old addresses lead.

    `lasting` are the beginnings of paths below its root that never lead to other bytes.
    The old addresses are paths as readers see them, not percent-encoded; the new ones are URLs.
    """

    url: str
    policy: str
    formats: Sequence[str]
    moved: Mapping[str, str]
    lasting: Sequence[str]

    @classmethod
    def of(cls, output: Path, url: str, formats: Sequence[str]) -> Self:
        """Look at a site that was built into `output`. Raises `OSError` if it cannot be read."""
        parts = urlsplit(url)
        has_search = (output / "pagefind" / "pagefind.js").is_file()
        needs = needs_of(
            (page for _, page in _files(output, ".html")),
            f"{parts.scheme}://{parts.netloc}",
            has_search=has_search,
            sheets=(sheet for _, sheet in _files(output, ".css")),
        )
        moved = {
            unquote(parts.path.rstrip("/") + url_of_output(path)): value_of(found["url"])
            for path, page in _files(output, ".html")
            if (found := _MOVED.search(page[:_HEAD]))
        }
        paths = {str(path) for path in _paths(output)}
        lasts = lasting(
            [PurePosixPath(path) for path in paths if path == original(path) or original(path) not in paths]
        )
        return cls(url, policy(needs), formats, moved, lasts)

    @property
    def origin(self) -> str:
        """Its scheme, host and port (RFC 6454, 6.2)."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def host(self) -> str:
        """The site's host."""
        return urlsplit(self.url).hostname or ""

    @property
    def name(self) -> str:
        """What tells this site from others in names of variables, which do not begin with a digit."""
        return re.sub(r"\W+", "_", f"mathpress_{self.host}{self.root}", flags=re.ASCII).strip("_")

    @property
    def policy_of_page(self) -> str:
        """The policy that a page can state itself: `frame-ancestors` means nothing there (CSP3, 6.4.2)."""
        return self.policy.partition("; frame-ancestors")[0]

    @property
    def root(self) -> str:
        """The path that the site lives under, as readers see it; begins and ends with `/`."""
        return unquote(urlsplit(self.url).path)


def _files(output: Path, suffix: str) -> Iterator[tuple[PurePosixPath, str]]:
    """Yield the files of a site whose names end so, in order: path, text."""
    for path in _paths(output, suffix):
        yield path, (output / path).read_text("utf-8", "replace")


def _paths(output: Path, suffix: str = "") -> Iterator[PurePosixPath]:
    """Yield the paths of the files of a site whose names end so, in order."""
    for file in sorted(output.rglob(f"*{suffix}")):
        path = PurePosixPath(file.relative_to(output).as_posix())
        if path.parts[0] != PRIVATE and file.is_file():
            yield path
