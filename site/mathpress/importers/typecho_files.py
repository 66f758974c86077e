"""Typecho's posts as plugins export them: a folder of Markdown files with front matter, all else unknown."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.errors import Problem
from mathpress.frontmatter import BLOCK
from mathpress.importers import front_matter
from mathpress.importers.old_files import OldFiles, words, zone
from mathpress.importers.records import Imported, OldSettings, OldSite
from mathpress.importers.uploads import Uploads, uploaded
from mathpress.importers.workarounds import Dialect
from mathpress.model import Kind
from mathpress.naming import SUFFIXES

_SETTINGS: Final = OldSettings(language="zh-CN", timezone="Asia/Shanghai")
"""Those of a new site of Typecho; these files do not tell them."""
MARKDOWN: Final = "<!--markdown-->"
"""What texts in Markdown begin with; all others are HTML."""
_SHOWN: Final = {"", "publish"}


def read_files(root: Path, dialect: Dialect, uploads: Uploads) -> OldSite:
    """Read a folder of Markdown files."""
    files = OldFiles(root)
    documents = tuple(_documents(files))
    assets, missing = uploaded(files, documents, uploads)
    return OldSite(_SETTINGS, dialect, documents, assets, missing)


def _documents(files: OldFiles) -> Iterable[Imported]:
    for path in files.below("."):
        text = files.text(path) if path.name.lower().endswith(SUFFIXES) else None
        if text is None:
            continue
        read = front_matter.read(str(path), text, BLOCK.match(text))
        files.problems += read.problems
        if read.is_read:
            document, problems = _document(path, read, files)
            files.problems += problems
            yield document
        else:
            yield Imported(str(path), Kind.POST, path, None, text)


def _document(path: PurePosixPath, read: front_matter.Head, files: OldFiles) -> tuple[Imported, tuple[Problem, ...]]:
    data = dict(read.data)
    kind = Kind.PAGE if words(data.pop("type", data.pop("layout", ""))).startswith("page") else Kind.POST
    status = words(data.pop("status", ""))
    number = words(data.pop("cid", ""))
    address = words(data.pop("permalink", "")) or (f"/archives/{number}/" if number and kind is Kind.POST else "")
    matter, problems = front_matter.ours(read, data, zone(_SETTINGS.timezone))
    matter.setdefault("title", path.stem)
    if kind is Kind.POST and "date" not in matter:
        matter["date"] = files.date(path, zone(_SETTINGS.timezone))
    if status not in _SHOWN:
        matter["draft"] = True
    body = read.text[read.body :].lstrip("\n").removeprefix(MARKDOWN)
    return Imported(str(path), kind, path, matter, body, address or None), problems
