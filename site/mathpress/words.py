"""The words of the interface by language, and those that references say."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from mathpress.model import EQUATION, FIGURE, TITLE, Command, Label

_CATALOGUES: Final = Path(str(files("mathpress"))) / "locales"


@cache
def strings(language: str) -> Mapping[str, str]:
    """Return the words of the interface in a language: its own catalogue's, else its family's, else English."""
    words = tomllib.loads((_CATALOGUES / "en.toml").read_text("utf-8"))
    for name in (language.partition("-")[0].lower(), language.lower()):
        catalogue = _CATALOGUES / f"{name}.toml"
        if catalogue.is_file():
            words |= tomllib.loads(catalogue.read_text("utf-8"))
    return words


_EQUATION: Final[Mapping[Command, str]] = {
    "eqref": "equation_eqref",
    "autoref": "equation_autoref",
    "cref": "equation_cref",
    "Cref": "equation_cref_capital",
}
_FIGURE: Final[Mapping[Command, str]] = {
    "autoref": "figure_autoref",
    "cref": "figure_cref",
    "Cref": "figure_autoref",
}
_FORMS: Final[Mapping[str, Mapping[Command, str]]] = {EQUATION: _EQUATION, FIGURE: _FIGURE, TITLE: {}}
"""For each kind of label the references that say more than its number, and their keys in a catalogue."""


def referred(command: Command, label: Label, language: str) -> str:
    r"""Return what a reference says: `\ref` 1, `\eqref` (1), `\autoref` Equation 1, `\cref` eq. (1).

    `\Cref` says Equation (1). Of a heading each says its text. The catalogue of `language` has the words, which in
    English are those of the packages hyperref and cleveref.
    """
    key = _FORMS[label.kind].get(command)
    return strings(language)[key].format(number=label.number) if key else label.number


def captioned(number: str, language: str) -> str:
    """Return what the caption of a figure with that number begins with."""
    return strings(language)["figure_caption"].format(number=number)
