"""The manifest at a target: which files there are ours, and what is in them.

Nothing else there is ever changed or removed. As the manifest of the output, it is written before files are sent, then
with the old and the new, and again when all is done; so a deploy that is killed leaves no file that the next one does
not know. A file that is on its way, there or away, has an empty digest: it is ours, and whatever is there of it is
replaced or removed by the next.
"""

import json
from collections.abc import Mapping
from typing import Final

from mathpress.manifest import is_inside

MANIFEST: Final = ".mathpress-deployed.json"
"""Its path at the target."""
_VERSION: Final = 1

Deployed = Mapping[str, str]
"""What is at a target: the digest of each file of ours, by its path."""


def read_manifest(data: bytes | None) -> Deployed:
    """Return what a manifest says. One that is missing, damaged or tampered with says nothing."""
    try:
        stored = json.loads(data or b"")
        files = stored["files"]
        if stored["version"] != _VERSION or not all(map(_is_ours, files)):
            return {}
        return {path: str(known) for path, known in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def write_manifest(deployed: Deployed) -> bytes:
    """Return the manifest that says this."""
    return f"{json.dumps({'version': _VERSION, 'files': dict(sorted(deployed.items()))})}\n".encode()


def _is_ours(path: str) -> bool:
    return is_inside(path) and path != MANIFEST
