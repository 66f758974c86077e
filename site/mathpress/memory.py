"""What is remembered from one build to the next: on the disk, and in a process that builds again and again."""

import contextlib
import os
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mathpress.config import Config
from mathpress.discover import discover_again
from mathpress.edits import Edits
from mathpress.errors import Problem
from mathpress.fingerprints import Fingerprints
from mathpress.intake import real_path
from mathpress.kept import CACHE, KeepingError, Kept, digest
from mathpress.library import Library
from mathpress.manifest import Manifest
from mathpress.packing import UnpackingError, pack, unpack
from mathpress.preparation import Inputs, Options
from mathpress.render import Cards, Images, MathFont, font_needs, linked_from, shown_by
from mathpress.resolve import Site
from mathpress.seen import Seen
from mathpress.versions import made_by

Fonts = tuple[MathFont | None, tuple[Problem, ...]]
"""The math font, and what is wrong with it."""
Pictures = tuple[Images, tuple[Problem, ...]]
"""The pictures, and what is wrong with them."""
Known = tuple[dict[str, object], tuple[str, dict[str, object]]]
"""What is known of files, and of pages, as it is kept for the next process."""

_SPARE: Final = 4
"""How much knowledge of other names, such as other output folders, may stay."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What pages show besides texts, each with what is wrong with it. `dead` are the links that lead nowhere."""

    fonts: Fonts
    pictures: Pictures
    cards: tuple[Cards, tuple[Problem, ...]]
    dead: tuple[Problem, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with any of it."""
        return (*self.fonts[1], *self.pictures[1], *self.cards[1], *self.dead)


@dataclass(frozen=True, slots=True)
class Made:
    """What a build that came to its end was made of, and what it made."""

    inputs: Inputs
    site: Site
    drawn: Drawn
    manifest: Manifest

    def after(
        self, options: Options, config: Config, output: Path, changed: Collection[Path | str] | None, seen: Seen
    ) -> "Made | None":
        """Return the same with the inputs as they are now that these files have changed and no others.

        None if everything has to be looked at: that is not known, or it means more than that texts of sources are
        others, or more than a preview is to be made, or somebody else has built there.
        """
        inputs = self.inputs
        is_same = options.is_preview and (options, config) == (inputs.options, inputs.config)
        if changed is None or not is_same or not self.manifest.is_in(output):
            return None
        inventory = discover_again(inputs.inventory, options.root, config, changed, seen)
        return replace(self, inputs=replace(inputs, inventory=inventory)) if inventory else None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """What stays of the last build when texts alone were edited: each thing, or None where it may be another."""

    made: Made
    edits: Edits

    @classmethod
    def of(cls, made: Made, site: Site) -> "Unchanged | None":
        """Compare a site with the one that was made. None if it is another by more than texts."""
        edits = Edits.since(made.site, site)
        return cls(made, edits) if edits else None

    @property
    def fonts(self) -> Fonts | None:
        """The math font: the same characters need the same one."""
        return self.made.drawn.fonts if self.edits.keep(font_needs) else None

    @property
    def pictures(self) -> Pictures | None:
        """The pictures of the site, of which the same ones are shown."""
        return self.made.drawn.pictures if self.edits.keep(shown_by, self.made.drawn.pictures[1]) else None

    @property
    def dead(self) -> tuple[Problem, ...] | None:
        """The links that lead nowhere."""
        return self.made.drawn.dead if self.edits.keep(linked_from, self.made.drawn.dead) else None

    def pages(self, drawn: Drawn) -> tuple[Edits, Manifest] | None:
        """Return the edits and what the folder holds, if all pages stay that do not show a text that was edited."""
        made, before = self.made, self.made.drawn
        is_same = (drawn.fonts[0], drawn.pictures[0], self.edits.site.assets) == (
            before.fonts[0], before.pictures[0], made.site.assets
        )  # fmt: skip
        return (self.edits, made.manifest) if is_same else None


@dataclass
class Memory:
    """What is known of files and pages for one output folder, and what the last build of this process made for it.

    `name` tells the folder, and the code that found out what is known, from others. Under it is `kept` what is known of
    files and pages; `saved` is what that was at last.
    """

    kept: Kept
    name: str
    saved: Known
    seen: Seen
    fingerprints: Fingerprints
    library: Library | None = None
    site: Site | None = None
    made: Made | None = None
    """What the output folder holds; None while that may be anything."""

    @classmethod
    def of(cls, root: Path, output: Path, last: "Memory | None" = None) -> "Memory":
        """Return what is remembered of the blog at `root` in that folder: the `last` memory, or what the disk says."""
        # Another version of Pillow may find another size for a picture.
        name = digest(
            b"\0".join((made_by(["pillow"]).encode(), *(os.fsencode(real_path(path)) for path in (root, output))))
        )
        if last and last.name == name:
            return last
        kept = Kept(root / CACHE / "memory")
        files, pages = known = _known(kept.load(name) or b"")
        return cls(kept, name, known, Seen(files), Fingerprints(*pages))

    def take(self) -> Made | None:
        """Return what the output folder holds, which may be anything from then on."""
        made, self.made = self.made, None
        return made

    def save(self) -> None:
        """Write down for the next process what is known of files and pages, unless nothing is new."""
        known = self.seen.known(), self.fingerprints.known()
        if known != self.saved:
            with contextlib.suppress(KeepingError):
                self.kept.keep(self.name, pack(known))
            self.saved = known
        self.kept.forget(_SPARE)


def _known(data: bytes) -> Known:
    """Return what was written down; nothing, if it is damaged or from elsewhere."""
    with contextlib.suppress(UnpackingError):
        match unpack(data, tuple):
            case (dict(files), (str(shared), dict(pages))):
                return files, (shared, pages)
    return {}, ("", {})
