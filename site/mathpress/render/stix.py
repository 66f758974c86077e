"""STIX Two Math, in which formulas are set unless the settings name another font: a package brings it along."""

import errno
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Final

PACKAGE: Final = "ziamath"
RELEASE: Final = "0.13"
"""The release of the package whose font mathpress knows."""
DIGEST: Final = "c697cc07f169e96d1e5a48baeba98002"
"""That of STIX Two Math 2.11, on which the mending is tried. Another one is not taken unseen."""
_FILE: Final = Path("fonts", "STIXTwoMath-Regular.ttf")


def stix_two_math() -> Path:
    """Return the file of the font. Raises `FileNotFoundError` without the package, or if that has no such file."""
    package = find_spec(PACKAGE)
    for folder in (package and package.submodule_search_locations) or ():
        if (file := Path(folder, _FILE)).is_file():
            return file
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(_FILE))
