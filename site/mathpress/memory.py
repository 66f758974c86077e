"""What is remembered from one build to the next: on the disk, and in a process that builds again and again."""

import os
from dataclasses import dataclass
from pathlib import Path

from mathpress.kept import CACHE, Kept, digest
from mathpress.library import Library
from mathpress.resolve import Site
from mathpress.seen import Seen
from mathpress.told import Told
from mathpress.versions import made_by


@dataclass
class Memory:
    """What is known of files and pages for one output folder, and what the last build of this process made for it.

    `name` tells the folder, and the code that found out what is known, from others.
    """

    name: str
    seen: Seen
    told: Told
    library: Library | None = None
    site: Site | None = None

    @classmethod
    def of(cls, root: Path, output: Path, last: "Memory | None" = None) -> "Memory":
        """Return what is remembered of the blog at `root` in that folder: the `last` memory, or what the disk says."""
        # Another version of Pillow may find another size for a picture.
        name = digest(
            b"\0".join((made_by(["pillow"]).encode(), *(os.fsencode(path.resolve()) for path in (root, output))))
        )
        if last and last.name == name:
            return last
        return cls(name, Seen(Kept(root / CACHE / "seen"), name), Told(Kept(root / CACHE / "told"), name))

    def save(self) -> None:
        """Write down for the next process what is known of files and pages."""
        self.seen.save()
        self.told.save()
