"""How long browsers may keep a file: for ever, if its name says what is in it."""

import re
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Final

FOR_EVER: Final = "max-age=31536000, immutable"
"""A year, and no question even when the page is loaded anew (RFC 8246)."""
ASK_AGAIN: Final = "no-cache"
"""Kept, and asked for before each use, which costs little where nothing changed (RFC 9111, 5.2.2.4)."""

_MARK: Final = ".mp-"
"""What stands before the digest in the name of a linked file, so that a date in an author's is not taken for one."""
_DIGEST: Final = rf"\{_MARK}[0-9a-f]{{8}}(?:\.[^./]+)?"

NAMED_BY_CONTENT: Final = (
    f".+{_DIGEST}",
    r"fonts/math-[0-9a-f]{8}\.(?:woff2|css)",
    r"cards/[^/]+-[0-9a-f]{8}\.png",
    r".+-[0-9]+\.[0-9a-f]{8}\.webp",
    r"pagefind/.+_[0-9a-f]+\.pf_[a-z]+",
)
"""Files whose names change with what is in them.

What templates link by `asset()`, the math font, its sheet, cards, variants of pictures, search indexes. Expressions
without anything that Python, PCRE and RE2 read differently; they match the whole path below the root.
"""
_NAMED: Final = re.compile("|".join(f"(?:{pattern})" for pattern in NAMED_BY_CONTENT))
_LINKED: Final = re.compile(f"(?P<stem>.+){_DIGEST}")
_BEGINNINGS: Final = ("cards/", "fonts/math-", "pagefind/fragment/", "pagefind/index/")


def named_by_content(path: PurePosixPath, digest: str) -> PurePosixPath:
    """Return the name beside a file's own that it has for what is in it: `css/base.mp-3f2a9c01.css`.

    It stays in its folder, where relative addresses in style sheets and scripts lead to the same files.
    """
    return path.with_name(f"{path.stem}{_MARK}{digest[:8]}{path.suffix}")


def cache_control(path: PurePosixPath) -> str:
    """Return the value of `Cache-Control` for a file of the site, whatever query it is asked for with.

    A host sends what it has, whichever query it is asked for with, and a cache may leave the query out of account: so
    a digest in a query is not enough.
    """
    return FOR_EVER if _NAMED.fullmatch(str(path)) else ASK_AGAIN


def lasting(paths: Collection[PurePosixPath]) -> list[str]:
    """Return how the paths of files begin that are named by what is in them, if no others begin so.

    That is all that some hosts look at. The `paths` are those of the whole site.
    """
    linked = {f"{match['stem']}{_MARK}" for path in paths if (match := _LINKED.fullmatch(str(path)))}
    others = tuple(str(path) for path in paths if cache_control(path) != FOR_EVER)
    beginnings = (*_BEGINNINGS, *sorted(linked))
    return [beginning for beginning in beginnings if not any(path.startswith(beginning) for path in others)]
