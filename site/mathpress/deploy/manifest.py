"""The manifest at a target: which files there are ours, and what is in them.

Nothing else there is ever changed or removed. As the manifest of the output, it is written before files are sent, then
with the old and the new, and again when all is done; so a deploy that is killed leaves no file that the next one does
not know. A file that is on its way, there or away, has an empty digest: it is ours, and whatever is there of it is
replaced or removed by the next.
"""

import json
import re
from collections.abc import Mapping
from typing import Final

from mathpress.manifest import is_inside

OWN: Final = ".mathpress-"
"""How the paths begin of files that are there for deploys alone."""
MANIFEST: Final = f"{OWN}deployed.json"
"""Its path at the target."""
_VERSION: Final = 1
_UNSAYABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, which programs take for something else, and halves of characters, which are no text."""

Deployed = Mapping[str, str]
"""What is at a target: the digest of each file of ours, by its path."""


def read_manifest(data: bytes | None) -> Deployed:
    """Return what a manifest says. One that is missing, damaged or tampered with says nothing."""
    try:
        stored = json.loads(data or b"")
        files = stored["files"]
        if stored["version"] != _VERSION or not all(map(is_ours, files)):
            return {}
        return {path: str(known) for path, known in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def site_of(data: bytes | None) -> str:
    """Return the address of the site that a manifest is of, or nothing if it does not say."""
    try:
        site = json.loads(data or b"")["site"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return site if isinstance(site, str) and not _UNSAYABLE.search(site) else ""


def write_manifest(deployed: Deployed, site: str) -> bytes:
    """Return the manifest that says this of the site at an address."""
    said = {"version": _VERSION, "site": site, "files": dict(sorted(deployed.items()))}
    return f"{json.dumps(said)}\n".encode()


def is_ours(path: str) -> bool:
    """Tell whether a file of the site may have this path at a target, so that a manifest may name it."""
    return is_inside(path) and not path.startswith(OWN) and not _UNSAYABLE.search(path)
