"""What style sheets load."""

import re
from collections.abc import Iterator
from typing import Final

_PIECE: Final = re.compile(
    r"""
      /\* (?: [^*] | \*(?!/) )*+
    | @namespace [^;]*+
    | @import \s++ (?: url\( \s*+ )? ["']? (?P<sheet> [^"'()\s;]++ )
    | @font-face \s*+ \{ (?P<face> [^}]*+ )
    | url\( \s*+ (?: "(?P<double>[^"]*+)" | '(?P<single>[^']*+)' | (?P<bare>[^"'()\s]++) )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def loads(sheet: str, kind: str = "img-src") -> Iterator[tuple[str, str]]:
    """Yield what a style sheet loads: the directive of a policy that is meant for it (CSP3, 6), and the address.

    `kind` is the directive of what is neither a sheet nor a font. Escapes (CSS Syntax 3, 4.1) are not read.
    """
    for piece in _PIECE.finditer(sheet):
        if piece["sheet"]:
            yield "style-src", piece["sheet"]
        elif piece["face"]:
            yield from loads(piece["face"], "font-src")
        elif address := piece["double"] or piece["single"] or piece["bare"]:
            yield kind, address
