"""Where links and pictures of an old text lead, and how they are written in the new one."""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from mathpress.importers.markdown_syntax import legible, target
from mathpress.importers.prose import Prose
from mathpress.importers.records import Imported
from mathpress.markup.scan import scan
from mathpress.naming import SUFFIXES

_DESTINATION: Final = re.compile(
    r"""
    \]\( [ \t]*+ < (?P<angled> [^<>\n]*+ ) >
    | \]\( [ \t]*+ (?P<inline> [^\s()<>]++ (?: \( [^\s()<>]*+ \) [^\s()<>]*+ )*+ )
    | ^ [ ]{0,3} \[ [^\]\n]++ \]: [ \t]*+ (?P<defined> [^\s<>]++ )
    | \b (?: src | href ) = (?P<quote> ["'] ) (?P<attribute> [^"'\n]*+ ) (?P=quote)
    """,
    re.VERBOSE | re.MULTILINE,
)


def redirect(text: str, lead: Callable[[str], str | None]) -> str:
    """Return a Markdown text in which each link and picture leads to what `lead` says; None leaves it as it is."""
    prose = Prose(text, scan(text).found)

    def replaced(match: re.Match[str]) -> str:
        group = next(name for name in ("angled", "inline", "defined", "attribute") if match[name] is not None)
        new = lead(match[group]) if prose.has(match.start()) else None
        if new is None:
            return match[0]
        begin = match.start()
        new = target(new) if group in {"inline", "defined"} else new
        return f"{match[0][: match.start(group) - begin]}{new}{match[0][match.end(group) - begin :]}"

    return _DESTINATION.sub(replaced, text)


Location = PurePosixPath | str
"""Where something is now: a content file's path below the blog's root, or an address."""


@dataclass(frozen=True, slots=True)
class Atlas:
    """Where everything of an old site is now: by its path there, and by the address that it had, decoded.

    `root` is the old site's own address.
    """

    root: str
    by_path: Mapping[str, Location]
    by_address: Mapping[str, Location]

    def lead(self, document: Imported, address: str) -> str | None:
        """Return the address of what a document's link led to; None if it still leads there, or to another site."""
        try:
            origin, parts = urlsplit(self.root), urlsplit(address)
        except ValueError:
            return None
        is_own = parts.netloc == origin.netloc and parts.scheme in {"http", "https", ""}
        if (parts.scheme or parts.netloc) and not is_own:
            return None
        behind = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
        if parts.netloc or parts.path.startswith("/"):
            return self._from_root(document, address, parts.path or "/", origin.path.rstrip("/") + "/", behind)
        found = self._near(document, unquote(parts.path)) if parts.path else None
        new = parts.path if found is None else _address(document, found)
        return None if unquote(new) == unquote(parts.path) else f"{new}{behind}"

    def _from_root(self, document: Imported, address: str, path: str, root: str, behind: str) -> str | None:
        """Return where a path from the root of the old site's host leads."""
        if not path.startswith(root):
            return None
        below = path[len(root) - 1 :]
        query, mark, fragment = behind.partition("#")
        if query and (named := self.by_address.get(f"{below}{query}")) is not None:
            return f"{_address(document, named)}{mark}{fragment}"
        found = self.by_address.get(unquote(below))
        new = (below if found is None else _address(document, found)) + behind
        return None if unquote(new) == unquote(address) else new

    def _near(self, document: Imported, name: str) -> Location | None:
        """Return where a path from a document leads: to its own file, to an old address, or to a file of the old site.

        Some systems count paths from the address of a post, others from its file.
        """
        plain = posixpath.normpath(name)
        own = {str(asset.path) for asset in document.assets}
        inner = plain.removeprefix(f"{document.path.parent.name}/")
        if inner in own:
            return document.path.parent / inner
        address = posixpath.normpath(posixpath.join(posixpath.dirname(document.old_url or "/"), name))
        address = address + "/" if name.endswith("/") and address != "/" else address
        at_address = self.by_address.get(f"/{address.lstrip('/')}")
        at_path = self.by_path.get(posixpath.normpath(posixpath.join(posixpath.dirname(document.origin), name)))
        return at_path or at_address if name.lower().endswith(SUFFIXES) else at_address or at_path


_ROOM: Final = re.compile(r"%2[089]")


def _address(document: Imported, to: Location) -> str:
    """Return how a document links to something, with spaces and parentheses as they are; `target` sees to them."""
    path = to if isinstance(to, str) else posixpath.relpath(to, document.path.parent)
    return _ROOM.sub(lambda char: unquote(char[0]), legible(path))
