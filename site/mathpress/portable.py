"""Names that not all systems can have: what is published from here may be kept or hosted on others."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from mathpress.errors import Place, Problem, Severity
from mathpress.urlpath import LONGEST_NAME

_REFUSED: Final = re.compile(
    r"""
    (?: ^ | / ) (?: con | prn | aux | nul | com[1-9] | lpt[1-9] ) (?= [./] | $ )
    | [\x00-\x1f<>:"|?*]  # which artifacts of GitHub's refuse as well
    | [. ] (?= / | $ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Where in a path there is a name that Windows cannot have (its "Naming Files, Paths, and Namespaces")."""


def folded(path: PurePosixPath) -> str:
    """Return what systems know a path by that mind neither capitals nor how letters are composed."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def refused(path: PurePosixPath) -> PurePosixPath | None:
    """Return the file, or the first folder that it is in, whose name Windows cannot have."""
    text = str(path)
    found = _REFUSED.search(text)
    return PurePosixPath(f"{text}/"[: f"{text}/".index("/", found.end())]) if found else None


def unportable(files: Mapping[PurePosixPath, PurePosixPath]) -> tuple[Problem, ...]:
    """Tell of files that cannot be published everywhere, each by its path in the blog with that on the site."""
    problems: dict[Problem, None] = {}
    alike: dict[str, PurePosixPath] = {}
    for path, on_site in files.items():
        if any(len(name.encode()) > LONGEST_NAME for name in on_site.parts):
            message = f"its name has more than {LONGEST_NAME} bytes, and systems allow few more; give it a shorter one"
            problems[Problem(Place(str(path)), "file-name", message)] = None
        if inner := refused(on_site):
            place = PurePosixPath(*path.parts[: len(path.parts) - len(on_site.parts) + len(inner.parts)])
            message = "Windows and some hosts cannot have that name; give it another one"
            problems[Problem(Place(str(place)), "file-name", message, Severity.WARNING)] = None
        near = alike.setdefault(folded(on_site), path)
        if near != path:
            message = f"its name is that of {near} but for capitals; Windows and macOS keep one of them alone"
            problems[Problem(Place(str(path)), "url-alike", message, Severity.WARNING)] = None
    return tuple(problems)
