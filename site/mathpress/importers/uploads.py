"""Files that were uploaded to an old site: those that its posts show or link to, if they lie beside the export."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from mathpress.errors import Problem
from mathpress.importers.diagnostics import warning
from mathpress.importers.front_matter import COVER
from mathpress.importers.old_files import OldFiles
from mathpress.importers.records import Asset, Imported

_FILE: Final = r"""(?P<file>(?:[^\s"'()<>?#]++|\([^\s"'()<>?#]*+\))++)"""
"""A name in an address; parentheses in it are in pairs."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """Where a system has uploaded files: its folder in addresses, and the folders where they may lie on the disk."""

    address: str
    folders: tuple[str, ...]


def _naming(document: Imported) -> str:
    """Return what may name files: the text of a document, and its cover as a link to it."""
    return f"{document.body}\n({(document.matter or {}).get(COVER, '')})"


def uploaded(
    files: OldFiles, documents: Sequence[Imported], uploads: Uploads
) -> tuple[tuple[Asset, ...], tuple[Problem, ...]]:
    """Return the files that documents name, which keep their addresses; one problem tells of those that are missing."""
    named = re.compile(rf"(?:(?<=[/(\"'<])){re.escape(uploads.address)}/{_FILE}")
    wanted = {unquote(match["file"]): each.origin for each in documents for match in named.finditer(_naming(each))}
    assets: list[Asset] = []
    missing: list[str] = []
    for name in wanted:
        found = next((f"{folder}/{name}" for folder in uploads.folders if files.has_below(folder, name)), None)
        if found is None:
            missing.append(name)
        elif files.is_modest(found, (files.root / found).stat().st_size):
            assets.append(Asset(PurePosixPath(uploads.address, name), files.root / found))
    if not missing:
        return tuple(assets), tuple(files.problems)
    subject = "an uploaded file is" if len(missing) == 1 else f"{len(missing)} uploaded files are"
    message = (
        f"{subject} not beside the export, such as {missing[0]}; put the old site's {uploads.address} there, "
        f"or into static/{uploads.address} of the blog"
    )
    problem = warning(wanted[missing[0]], "import-files", message)
    return tuple(assets), (*files.problems, problem)
