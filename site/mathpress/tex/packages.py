"""The LaTeX packages whose commands a blog can have, with `math.packages`: one line a package."""

from collections.abc import Collection
from typing import Final

from mathpress.tex.definitions import Macro
from mathpress.tex.dirac import BRAKET
from mathpress.tex.physics import PHYSICS
from mathpress.tex.units import SIUNITX

PACKAGES: Final[dict[str, dict[str, Macro]]] = {"siunitx": SIUNITX, "braket": BRAKET, "physics": PHYSICS}
"""Of two commands of one name the later package's holds, in whatever order an author names them."""


def commands_of(packages: Collection[str]) -> dict[str, Macro]:
    """Return the commands of some packages."""
    return {
        name: macro for package, commands in PACKAGES.items() if package in packages for name, macro in commands.items()
    }


def belongs(command: str) -> str:
    """Return `; it belongs to the package …` to end a diagnostic with, or nothing if no package has the command."""
    owners = sorted(package for package, commands in PACKAGES.items() if command in commands)
    if not owners:
        return ""
    settings = " or ".join(f'math.packages = ["{package}"]' for package in owners)
    return f"; it belongs to the package{'s' * (len(owners) > 1)} {' and '.join(owners)}: {settings}"
