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


ENVIRONMENTS: Final = (
    "theorem", "lemma", "proposition", "corollary", "definition", "example", "remark", "conjecture", "exercise",
    "proof",
)  # fmt: skip
"""The environments that every blog has; a catalogue has a name for each."""
PROOF: Final = "proof"
Names = Mapping[str, Mapping[str, str]]
"""The names of an author's own environments, by language."""

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


def named(environment: str, language: str, names: Names) -> str:
    """Return the name of an environment in a language: its author's, if need be in English, else a catalogue's."""
    own = names.get(environment)
    if own is None:
        return strings(language)[environment]
    return next((own[tag] for tag in (language, language.partition("-")[0], "en") if tag in own), environment)


def referred(command: Command, label: Label, language: str, names: Names) -> str:
    r"""Return what a reference says: `\ref` 1, `\eqref` (1), `\autoref` Equation 1, `\cref` eq. (1).

    `\Cref` says Equation (1). Of a theorem `\autoref` and `\Cref` say Theorem 1, `\cref` theorem 1; of a heading each
    says its text. The catalogue of `language` has the words, which in English are those of the packages hyperref and
    cleveref. `names` are those of an author's own environments.
    """
    words = strings(language)
    if label.kind in _FORMS:
        key = _FORMS[label.kind].get(command)
        return words[key].format(number=label.number) if key else label.number
    if command in {"ref", "eqref"}:
        return label.number
    name = named(label.kind, language, names)
    name = name[:1].lower() + name[1:] if command == "cref" else name
    return words["theorem_numbered"].format(name=name, number=label.number)


def captioned(number: str, language: str) -> str:
    """Return what the caption of a figure with that number begins with."""
    return strings(language)["figure_caption"].format(number=number)
