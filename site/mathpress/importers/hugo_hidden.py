"""Which pages of a Hugo site were never published: by what they say themselves, or what is said above them.

As gohugo.io has it under Build options and Cascade.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any, Final

from mathpress.importers.hugo_settings import small
from mathpress.importers.old_files import table, words

_UNRENDERED: Final = ("never", "link", False)
"""The last is how old versions had it."""


@dataclass(frozen=True, slots=True)
class Cascade:
    """What pages below a folder of the content say if they do not say otherwise.

    `origin` says where that stands. A `pattern` of paths limits it, nothing does not.
    """

    origin: str
    folder: PurePosixPath
    pattern: str
    values: Mapping[str, Any]

    def reaches(self, path: PurePosixPath) -> bool:
        """Tell whether it holds for a page; in doubt it does, for a draft does less harm than a secret."""
        if not path.is_relative_to(self.folder):
            return False
        page = path.parent if path.stem == "index" else path.with_suffix("")
        return not self.pattern or "{" in self.pattern or fnmatchcase(f"/{page}".lower(), self.pattern)


def cascades(origin: str, folder: PurePosixPath, given: Any) -> Iterable[Cascade]:
    """Yield those at the key `cascade` of front matter or settings."""
    for entry in given if isinstance(given, list) else [given]:
        if isinstance(entry, dict):
            values = small(entry)
            target = table(values, "target") or table(values, "_target")
            if words(target.get("kind")) in {"", "page"}:
                yield Cascade(origin, folder, words(target.get("path")).lower(), values)


def hidden_by(path: PurePosixPath, data: Mapping[str, Any], above: Sequence[Cascade]) -> str | None:
    """Return what says of a page that it is not published, None if nothing does. Drafts say so themselves.

    `path` is the page's below the content folder, `data` its front matter.
    """
    data = small(data)
    if _is_unrendered(data):
        return "its own front matter"
    for cascade in above:
        said = {**cascade.values, **data}
        if cascade.reaches(path) and (_is_unrendered(said) or (said.get("draft") is True and "draft" not in data)):
            return f"the cascade of {cascade.origin}"
    return None


def _is_unrendered(data: Mapping[str, Any]) -> bool:
    build = table(data, "build") or table(data, "_build")
    return data.get("headless") is True or build.get("render") in _UNRENDERED
