"""What a document says of other works: the citations in its text, and the BibTeX files that it names."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from mathpress.errors import Place


@dataclass(frozen=True, slots=True)
class Cited:
    """One of the works that a citation names, with what its author wrote before and behind: `see @a, chap. 2`.

    `entry` is the id of the work in the list of references. `year_only`: the author is named by the text around.
    """

    key: str
    entry: str
    prefix: str = ""
    locator: str = ""
    year_only: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """The place of a citation. A `bare` one, `@a` without brackets, is part of its sentence.

    If a bare one's key is in no bibliography, it is prose as it stands in `source`. `id` is the citation's own.
    """

    source: str
    works: tuple[Cited, ...]
    bare: bool
    id: str
    place: Place


@dataclass(frozen=True, slots=True)
class Bibliography:
    """A BibTeX file that a post names: its path below the blog's root, and the place of the key that names it."""

    path: PurePosixPath
    place: Place
