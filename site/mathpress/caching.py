"""How long browsers may keep a file: for ever, if its name says what is in it."""

import re
from pathlib import PurePosixPath
from typing import Final

FOR_EVER: Final = "max-age=31536000, immutable"
"""A year, and no question even when the page is loaded anew (RFC 8246)."""
FOR_A_DAY: Final = "max-age=86400"
"""No question for a day, but when the page is loaded anew."""
ASK_AGAIN: Final = "no-cache"
"""Kept, and asked for before each use, which costs little where nothing changed (RFC 9111, 5.2.2.4)."""

NAMED_BY_CONTENT: Final = (
    r"fonts/math-[0-9a-f]{8}\.(?:woff2|css)",
    r"cards/[^/]+-[0-9a-f]{8}\.png",
    r".+-[0-9]+\.[0-9a-f]{8}\.webp",
    r"pagefind/.+_[0-9a-f]+\.pf_[a-z]+",
)
"""Files whose names change with what is in them: the math font, its sheet, cards, variants of pictures, search indexes.

Expressions without anything that Python, PCRE and RE2 read differently; they match the whole path below the root.
"""
_NAMED: Final = re.compile("|".join(f"(?:{pattern})" for pattern in NAMED_BY_CONTENT))

NAMED_IN_QUERY: Final = r".+\.(?:css|js|svg|woff2|png|webp|ico)"
"""Files that pages name with a digest in the query, `css/base.css?v=3f2a9c01`, if they name them by `asset()`.

A host sends what it has, whichever digest it is asked for with. A page of yesterday may so bring the file of today to
caches under the address of another, and they must not keep it for long: the site may be taken back to that.
"""


def cache_control(path: PurePosixPath) -> str:
    """Return the value of `Cache-Control` for a file of the site, whatever query it is asked for with.

    A cache may leave the query out of account, so a digest in it is not enough.
    """
    return FOR_EVER if _NAMED.fullmatch(str(path)) else ASK_AGAIN
