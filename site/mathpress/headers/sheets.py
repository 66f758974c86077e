"""What style sheets load."""

import re
from collections.abc import Iterator
from typing import Final

_URL: Final = r"""url\( \s*+ (?: "(?P<double>[^"]*+)" | '(?P<single>[^']*+)' | (?P<bare>[^"'()\s]++) )"""
_ADDRESS: Final = re.compile(_URL, re.VERBOSE | re.IGNORECASE)
_PIECE: Final = re.compile(
    rf"""
      /\* (?: [^*] | \*(?!/) )*+
    | @namespace [^;]*+
    | @import \s++ (?: url\( \s*+ )? ["']? (?P<sheet> [^"'()\s;]++ )
    | @font-face \s*+ \{{ (?P<face> [^}}]*+ )
    | {_URL}
    """,
    re.VERBOSE | re.IGNORECASE,
)


def loads(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield what a style sheet loads: the directive of a policy that is meant for it (CSP3, 6), and the address.

    What is neither a sheet nor a font is a picture. Escapes (CSS Syntax 3, 4.1) are not read.
    """
    for piece in _PIECE.finditer(sheet):
        if piece["sheet"]:
            yield "style-src", piece["sheet"]
        elif piece["face"]:
            yield from (("font-src", _said(address)) for address in _ADDRESS.finditer(piece["face"]))
        elif address := _said(piece):
            yield "img-src", address


def _said(match: re.Match[str]) -> str:
    return match["double"] or match["single"] or match["bare"] or ""
