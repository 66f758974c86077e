"""Where links and pictures of an old text lead, and how they are written in the new one."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote, unquote, urlsplit

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
        return f"{match[0][: match.start(group) - begin]}{new}{match[0][match.end(group) - begin :]}"

    return _DESTINATION.sub(replaced, text)


@dataclass(frozen=True, slots=True)
class Atlas:
    """Where everything of an old site was and is.

    `root` is the old site's address, `files` the new paths below the blog's root by old ones below the old site's
    (`origin`), `addresses` all that the old site answered to below its root, decoded; `beside` are the new paths of
    files beside documents by their old addresses.
    """

    root: str
    files: dict[str, PurePosixPath]
    addresses: frozenset[str]
    beside: dict[str, PurePosixPath]

    def lead(self, document: Imported, target: str) -> str | None:
        """Return how a link of a document leads where it led; None if it does so as it is."""
        origin, host = urlsplit(self.root), urlsplit(target)
        if host.scheme or host.netloc:
            if (host.scheme or origin.scheme, host.netloc) not in {("http", origin.netloc), ("https", origin.netloc)}:
                return None
        elif not host.path:
            return None
        elif not target.startswith("/"):
            return self._near(document, target)
        prefix = origin.path.rstrip("/") + "/"
        if not host.path.startswith(prefix):
            return None
        below = "/" + host.path[len(prefix) :]
        if found := self.beside.get(unquote(below)):
            return _joined(_relative(document, found), host.query, host.fragment)
        below = _joined(below, host.query, host.fragment)
        return None if below == target else below

    def _near(self, document: Imported, target: str) -> str | None:
        """Return where a path leads: to a source beside this one, to a file that came along, or to an old address."""
        parts = urlsplit(target)
        name = unquote(parts.path)
        if name.lower().endswith(SUFFIXES):
            found = self.files.get(posixpath.normpath(posixpath.join(posixpath.dirname(document.origin), name)))
            if found is None:
                return None
            new = _relative(document, found)
            return None if new == parts.path else _joined(new, parts.query, parts.fragment)
        if PurePosixPath(posixpath.normpath(name)) in {asset.path for asset in document.assets}:
            return None
        base = document.old_url or "/"
        address = posixpath.normpath(posixpath.join(posixpath.dirname(base), name)).lstrip("/")
        address = "/" + address + ("/" if name.endswith("/") and address else "")
        if found := self.beside.get(address):
            return _joined(_relative(document, found), parts.query, parts.fragment)
        return _joined(quote(address), parts.query, parts.fragment) if address in self.addresses else None


def _relative(document: Imported, path: PurePosixPath) -> str:
    return quote(posixpath.relpath(str(path), str(document.path.parent)))


def _joined(path: str, query: str, fragment: str) -> str:
    return path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
