"""The settings that shape documents: all that parsing knows besides the source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from mathpress.config import Config
from mathpress.errors import Place
from mathpress.markup.theorems import TheoremRules

if TYPE_CHECKING:  # the engines come along with it, and a build that parses nothing needs none
    from mathpress.tex import Policy


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that parsing depends on. `macro_places` tells where they define each macro.

    `languages` are those of folders that have one of their own. `cites`: the site has a bibliography. `cards`: posts
    have cards, with formulas on them.
    """

    timezone: str
    engine: Literal["mathml", "mathjax"]
    numbering: "Policy"
    macros: tuple[tuple[str, str], ...]
    packages: tuple[str, ...]
    excerpt_length: int
    number_within: Literal["", "section"] = ""
    language: str = "en"
    macro_places: tuple[tuple[str, Place], ...] = ()
    theorems: TheoremRules = field(default_factory=TheoremRules)
    cites: bool = False
    cards: bool = False
    languages: tuple[tuple[str, str], ...] = ()

    def language_of(self, path: PurePosixPath) -> str:
        """Return the language of the innermost folder that a source is in and that has one, or nothing."""
        found = [each for each in self.languages if path.is_relative_to(each[0])]
        return max(found, key=lambda each: len(each[0]))[1] if found else ""

    @classmethod
    def of(cls, config: Config, macro_places: Mapping[str, Place]) -> "Settings":
        """Return the part of the configuration that shapes documents."""
        return cls(
            config.timezone,
            config.math.engine,
            config.math.numbering,
            tuple(config.math.macros.items()),
            tuple(config.math.packages),
            config.excerpt.length,
            config.math.number_within,
            config.language,
            tuple(macro_places.items()),
            TheoremRules(
                config.theorems.kinds,
                shared=config.theorems.shared,
                by_section=config.theorems.number_within == "section",
                fold_proofs=config.theorems.fold_proofs,
            ),
            bool(config.citations.bibliography),
            config.images.cards,
            tuple((each.folder, each.language) for each in config.sections.values() if each.language),
        )
