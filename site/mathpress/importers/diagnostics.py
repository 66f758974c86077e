"""What is told of an old site: all that is left out of the blog, or is not there as it was."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from mathpress.errors import Place, Problem, Severity

_DRAFTED: Final = "so it becomes a draft; decide whether all may read it"


def warning(place: Place | PurePosixPath | str, code: str, message: str) -> Problem:
    """Return a warning about a file, by its path, or about a place in one."""
    return Problem(place if isinstance(place, Place) else Place(str(place)), code, message, Severity.WARNING)


def left_out(path: PurePosixPath | str, reason: str) -> Problem:
    """Return what is told of a file that does not come along."""
    return warning(path, "import-skipped", f"is left out: {reason}")


def no_markdown(path: PurePosixPath | str) -> Problem:
    """Return what is told of a text in other markup than Markdown, with the cure."""
    name = PurePosixPath(path)
    cure = f"convert it, such as by `pandoc -s {name.name} -o {name.stem}.md`, and import again"
    return left_out(path, f"mathpress reads Markdown, and this is {name.suffix}; {cure}")


def counted(path: PurePosixPath | str, left: Mapping[str, int]) -> Iterator[Problem]:
    """Yield what is told of things of which many are left out, each kind with its number."""
    for what, number in left.items():
        if number:
            yield warning(path, "import-skipped", f"{what} are left out: {number}")


def locked(place: Place | PurePosixPath | str, reason: str = "was not for everybody") -> Problem:
    """Return what is told of a text that becomes a draft, since on a static site all may read it."""
    return warning(place, "import-locked", f"{reason}, {_DRAFTED}")


def unknown_tag(place: Place | PurePosixPath | str, tag: str) -> Problem:
    """Return what is told of a tag of the old system that stays in a text; the `tag` may have no name."""
    named = f"the tag {tag}" if tag else "this tag"
    message = f"mathpress has nothing for {named}, which stays as text; write Markdown for it, or delete it"
    return warning(place, "import-tag", message)
