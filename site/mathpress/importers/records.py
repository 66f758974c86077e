"""What an importer reads: an old site in mathpress's own terms, before anything of it is mended or written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from mathpress.comments import WrittenComment
from mathpress.errors import Problem
from mathpress.importers.workarounds import Dialect
from mathpress.model import Kind


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is taken over as it is: where it goes, and the file or the bytes that it is made of."""

    path: PurePosixPath
    content: Path | bytes

    @property
    def leads_out(self) -> bool:
        """Whether its path may lead out of the folder that it goes to."""
        return self.path.is_absolute() or ".." in self.path.parts


@dataclass(frozen=True, slots=True)
class Imported:
    """A post or page of the old site.

    `origin` is its path in the old site, which links and diagnostics name. `path` is where it goes below the folder of
    the posts or of the pages. `matter` has our names for keys, and values as front matter has them; None says that
    `body` is the whole file, kept as it was because nobody can read its front matter. `old_url` is its address below
    the old site's root, decoded, such as `/2020/01/02/title/`; None if it had none. `queries` are addresses
    with a query that led to it as well, such as `/?p=12`, and that no static site has. `assets` are the files that lie
    beside it, by their paths from its own folder. `comments` are what readers said, each behind the one that
    it answers. `dialect` is what its Markdown did with formulas, if that is not the site's.
    """

    origin: str
    kind: Kind
    path: PurePosixPath
    matter: Mapping[str, Any] | None
    body: str
    old_url: str | None = None
    assets: tuple[Asset, ...] = ()
    comments: tuple[WrittenComment, ...] = ()
    dialect: Dialect | None = None
    queries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OldSettings:
    """What the old site says of itself, as our settings have it; what is empty was not said, or cannot be said here.

    `permalinks` are patterns of ours, of which the one is taken that keeps the most addresses.
    """

    title: str = ""
    url: str = ""
    language: str = ""
    timezone: str = ""
    author: str = ""
    description: str = ""
    permalinks: tuple[str, ...] = ()
    per_page: int = 0
    menu: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OldSite:
    """All that an importer found. `assets` are by their paths below the folder of static files.

    `problems` tell what was left out, and what is not as it was. `root` is the folder that origins are paths from, if
    the site is one.
    """

    settings: OldSettings
    dialect: Dialect
    documents: tuple[Imported, ...]
    assets: tuple[Asset, ...] = ()
    problems: tuple[Problem, ...] = ()
    root: Path | None = None
