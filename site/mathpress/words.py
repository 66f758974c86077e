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
    """Return the words of the interface in a language: its own catalogue's, else its family's, else English.

    `language` among them is that of the words, which also tells the forms of their plurals.
    """
    words = tomllib.loads((_CATALOGUES / "en.toml").read_text("utf-8")) | {"language": "en"}
    for name in _catalogues(language):
        catalogue = _CATALOGUES / f"{name}.toml"
        if catalogue.is_file():
            words |= tomllib.loads(catalogue.read_text("utf-8")) | {"language": name}
    return words


def _catalogues(language: str) -> tuple[str, ...]:
    """Return the names of catalogues that may have a language, the nearest last: `zh-TW` is in `zh`, in `zh-hant`."""
    parts = language.lower().split("-")
    tags = ["-".join(parts[:length]) for length in range(1, len(parts) + 1)]
    if parts[0] == "zh" and "hans" not in parts and _TRADITIONAL & set(parts):
        tags.insert(1, "zh-hant")
    return tuple(dict.fromkeys(tags))


_TRADITIONAL: Final = {"hant", "tw", "hk", "mo"}
"""Parts of the tags of Chinese in traditional characters: the script, and regions that write in it (CLDR)."""


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
    by_tag = {tag.lower(): name for tag, name in own.items()}
    tags = (*reversed(_catalogues(language)), "en")
    return next((by_tag[tag] for tag in tags if tag in by_tag), environment)


def referred(command: Command, label: Label, language: str, names: Names) -> str:
    r"""Return what a reference says: `\ref` 1, `\eqref` (1), `\autoref` Equation 1, `\cref` eq. (1).

    `\Cref` says Equation (1). Of a theorem `\autoref` and `\Cref` say Theorem 1, `\cref` theorem 1; of a heading each
    says its text. The catalogue of `language` has the words, which in English are those of the packages hyperref and
    cleveref; it tells whether they are small in a sentence. `names` are those of an author's own environments.
    """
    words = strings(language)
    if label.kind in _FORMS:
        key = _FORMS[label.kind].get(command)
        return words[key].format(number=label.number) if key else label.number
    if command in {"ref", "eqref"}:
        return label.number
    name = named(label.kind, language, names)
    is_small = command == "cref" and words["within_sentence"] == "lower"
    name = name[:1].lower() + name[1:] if is_small else name
    return words["theorem_numbered"].format(name=name, number=label.number)


def captioned(number: str, language: str) -> str:
    """Return what the caption of a figure with that number begins with."""
    return strings(language)["figure_caption"].format(number=number)
