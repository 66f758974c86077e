"""Write docs/licences.md: what is installed along with mathpress, and under which licences, as its metadata says.

`python docs/licences.py` writes it anew, for the environment that it runs in; this should have all extras.
"""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

PAGE: Final = Path(__file__).with_suffix(".md")
PROJECT: Final = Path(__file__).parent.parent / "pyproject.toml"

_OPENING: Final = """\
# Licences

mathpress is under the MIT licence. This is what is installed along with it, and under which licences, as the packages'
own metadata says. What it needs to run asks for no more than that authors and licences are named where it is passed on;
none of it has a say in the licence of a site. Of what only tests need, one package is under the GPL.

A site has of others in its pages: a part of [STIX Two Math](https://www.stixfonts.org), changed and renamed as its
licence asks (SIL OFL 1.1); scripts of [Pagefind](https://pagefind.app), if there is a search page (MIT); and where only
MathJax can draw a formula, [MathJax](https://www.mathjax.org) (Apache-2.0), from where the settings say.

The page is made by `python docs/licences.py`, and a test holds what it says of packages that mathpress itself asks for.
"""
_CLASSIFIER: Final = "License :: OSI Approved :: "
_UNTOLD: Final = {"resvg-py": "MIT"}
"""Licences that stand in a file alone."""
_SPELLED: Final = {
    "PSFL": "PSF-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "BSD License": "BSD",
    "New BSD": "BSD-3-Clause",
    "GPL": "GPL-2.0-or-later",
}
"""Names of licences in metadata by their identifiers (SPDX)."""
_LONGEST: Final = 40


def page() -> str:
    """Return the text of the page."""
    lines = [_OPENING]
    known: set[str] = set()
    for title, extra in (
        ("What mathpress needs", ""),
        ("For buckets", "cloud"),
        ("For several machines", "cluster"),
        ("For tests", "test"),
    ):
        asked = requirements(extra)
        found = sorted(_closure(asked) - known, key=str.lower)
        known |= set(found)
        command = f"`pip install 'mathpress[{extra}]'` adds:\n" if extra else "`pip install mathpress` brings:\n"
        lines += [f"## {title}\n", command, "| Package | Licence | |", "|---|---|---|"]
        lines += [f"| {name} | {licence(name)} | {'' if name in asked else 'needed by others'} |" for name in found]
        lines += [""]
    return "\n".join(lines).rstrip() + "\n"


def requirements(extra: str = "") -> set[str]:
    """Return the names of what the project asks for, or one of its extras."""
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    asked = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {canonical(Requirement(each).name) for each in asked}


def canonical(name: str) -> str:
    """Return the form of a package's name by which it is compared (PyPA, name normalization)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(name: str) -> str:
    """Return the identifier of a package's licence."""
    metadata = distribution(name).metadata
    classifiers = [each for each in metadata.get_all("Classifier") or [] if each.startswith(_CLASSIFIER)]
    told = next((each for key in ("License-Expression", "License") for each in metadata.get_all(key) or []), "").strip()
    if not told or "\n" in told or len(told) > _LONGEST:
        told = classifiers[-1].removeprefix(_CLASSIFIER) if classifiers else _UNTOLD[name]
    return _SPELLED.get(told, told)


def _closure(names: set[str]) -> set[str]:
    """Return what is installed for the sake of some packages, these among them."""
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        try:
            needed = set(_needed(distribution(name)))
        except PackageNotFoundError:  # of another platform
            continue
        found.add(name)
        waiting |= needed - found
    return found


def _needed(package: Distribution) -> Iterator[str]:
    for each in map(Requirement, package.requires or ()):
        if each.marker is None or each.marker.evaluate({"extra": ""}):
            yield canonical(each.name)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
