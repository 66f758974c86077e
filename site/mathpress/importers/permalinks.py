"""Permalinks: old posts keep their addresses, by the site's pattern if it makes them, else by a `url` of their own."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from mathpress.matter import FrontMatter
from mathpress.model import Face, Kind
from mathpress.resolve.urls import url_of
from mathpress.text import slugify
from mathpress.urlpath import BadUrlError, clean

_NOWHERE: Final = "/"
_MARK: Final = "a-slug-that-nobody-gave"

_DATE: Final = re.compile(r"\{date:[^}]*\}")
_BETWEEN_DATES: Final = re.compile(r"(?<=%[A-Za-z])\}(?P<sign>[/-]?)\{date:")


def merged(pattern: str) -> str:
    """Return a pattern with dates side by side in one: `{date:%Y/%m}`."""
    return _BETWEEN_DATES.sub(r"\g<sign>", pattern)


def translated(pattern: str, token: re.Pattern[str], names: Mapping[str, str]) -> str:
    """Return the pattern of ours for another system's, nothing if there is none.

    A `token` of theirs has the group `name`; `names` are what we write for each that we have.
    """
    ours = merged(token.sub(lambda match: names.get(match["name"], match[0]), pattern))
    if ":" in _DATE.sub("", ours) or ours.count("{slug}") != 1:
        return ""
    ours = re.sub(r"/{2,}", "/", f"/{ours.strip('/')}")
    return ours if ours.endswith((".html", ".htm")) else f"{ours}/"


def best(patterns: Sequence[str], posts: Iterable[tuple[PurePosixPath, Mapping[str, Any], str]]) -> str:
    """Return the pattern that makes the most old addresses; posts are told by path, front matter and old address."""
    known = list(posts)
    return max(patterns, key=lambda pattern: sum(_makes(pattern, *post) for post in known))


def _makes(pattern: str, path: PurePosixPath, matter: Mapping[str, Any], old: str) -> bool:
    try:
        return "url" not in kept(path, Kind.POST, matter, old, pattern, pages="")
    except BadUrlError:
        return False


def kept(
    path: PurePosixPath, kind: Kind, matter: Mapping[str, Any], old: str, pattern: str, pages: str
) -> dict[str, str]:
    """Return what a document's front matter needs besides to have its old address: nothing, a `slug`, or a `url`.

    `path` is below the blog's root, `pages` the folder of the pages. Raises `BadUrlError` if `old` is no address here.
    """
    wanted = clean(old)
    if _url(path, kind, matter, pattern, pages) == wanted:
        return {}
    if kind is Kind.POST and (slug := _slug(path, matter, wanted, pattern)):
        given = {**matter, "slug": slug}
        if _url(path, kind, given, pattern, pages) == wanted:
            return {"slug": slug}
    return {"url": wanted}


def _slug(path: PurePosixPath, matter: Mapping[str, Any], wanted: str, pattern: str) -> str:
    """Return the slug with which a pattern may make an address, or nothing."""
    made = _url(path, Kind.POST, {**matter, "slug": _MARK}, pattern, "")
    before, mark, behind = made.partition(_MARK)
    if not mark or not wanted.startswith(before) or not wanted.endswith(behind):
        return ""
    slug = wanted[len(before) : len(wanted) - len(behind)]
    return slug if slugify(slug) == slug else ""


def _url(path: PurePosixPath, kind: Kind, matter: Mapping[str, Any], pattern: str, pages: str) -> str:
    """Return the address that the blog would give a document."""
    known = FrontMatter(
        matter.get("title", ""),
        date=matter.get("date"),
        slug=matter.get("slug"),
        categories=tuple(matter.get("categories", ())),
    )
    face = Face(path, kind, known, "", "", "", {}, "", None, None, (), {})
    try:
        return url_of(face, pattern, {pages: ""})
    except (BadUrlError, ValueError, TypeError, AttributeError):
        return _NOWHERE
