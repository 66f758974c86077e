"""The words of the interface by language, and those that references say."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from mathpress.model import Command

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


_WORDS: Final[Mapping[Command, str]] = {"autoref": "autoref", "cref": "cref", "Cref": "cref_capital"}
"""The references that say a word, and its key in a catalogue."""


def referred(command: Command, number: str, language: str) -> str:
    r"""Return what a reference says: `\ref` 1, `\eqref` (1), `\autoref` Equation 1, `\cref` eq. (1).

    `\Cref` says Equation (1). The catalogue of `language` has the words, which in English are those of the
    packages hyperref and cleveref.
    """
    if command in _WORDS:
        return strings(language)[_WORDS[command]].format(number=number)
    return f"({number})" if command == "eqref" else number
