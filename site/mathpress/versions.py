"""Which code is running: what was made by other code is made again."""

import re
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Final

from mathpress.kept import digest

_VERSION: Final = re.compile(r"^Version: (?P<version>\S+)", re.MULTILINE)


def made_by(distributions: Iterable[str]) -> str:
    """Return what tells our own code and the versions of these distributions apart from others."""
    return f"{_own()}\0{versions_of(distributions)}"


def versions_of(distributions: Iterable[str]) -> str:
    """Return what tells the versions of these distributions from others."""
    return "\0".join(f"{name} {_version(name)}" for name in distributions)


@cache
def _own() -> str:
    """Return a digest of our own code, which may be a checkout, so that no version tells it apart."""
    package = Path(str(files("mathpress")))
    paths = sorted((*package.rglob("*.py"), *package.rglob("*.toml")))
    return digest(
        b"\0".join(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() for path in paths)
    )


@cache
def _version(distribution: str) -> str:
    try:
        found = metadata.distribution(distribution)
    except metadata.PackageNotFoundError:  # installed in another way
        return ""
    told = _VERSION.search(found.read_text("METADATA") or "")  # ten times as fast as to parse the whole as an email
    return told["version"] if told else found.version
