"""What links lead to, as it is written: `(url "title")`, a label in brackets, a URL by itself (CommonMark, 6.3)."""

import re
from typing import Final, NamedTuple

from mathpress.markup.placeholders import PRIVATE
from mathpress.text import IDEOGRAPHIC, IDEOGRAPHS, SHARED_PUNCTUATION

LONGEST: Final = 1000
"""A label has fewer characters (CommonMark, 6.3)."""
LABEL: Final = re.compile(rf"\[(?P<label>(?:[^\[\]\\]|\\.){{0,{LONGEST - 1}}}+)\]", re.DOTALL)

_CHARACTER: Final = r"""[^\s()\\] | \\. | [ ]++ (?= [^\s"'(] )"""
_NESTED: Final = rf"\( (?: {_CHARACTER} | \( (?: {_CHARACTER} | \( (?: {_CHARACTER} )*+ \) )*+ \) )*+ \)"
_TITLES: Final = " | ".join(
    rf"""{quote} (?P<{name}> (?: [^{quote}\\] | \\. | {quote} (?! \s*+ \) ) ){{0,500}}+ ) {quote}"""
    for quote, name in (('"', "double"), ("'", "single"))
)
_INLINE: Final = re.compile(
    rf"""
    \( \s*+ (?: < (?P<angled> [^<>\n]*+ ) > | (?P<plain> (?: {_CHARACTER} | {_NESTED} )*+ ) )
    (?: \s*+ (?: {_TITLES} ) )?+ \s*+ \)
    """,
    re.VERBOSE | re.DOTALL,
)
"""A quotation mark in a title ends it only before the `)`; so that a thousand open ones are no work, it is short."""
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_SCHEME: Final = re.compile(r"(?<![A-Za-z0-9])https?\Z", re.IGNORECASE)
ENDS_URL: Final = rf"""\s<>\[\]"'`{IDEOGRAPHIC}{SHARED_PUNCTUATION}"""
"""The inside of a character class: what ends a bare URL, for in Chinese no space stands behind it."""
_HOST: Final = rf"[^\W_{IDEOGRAPHS}] (?: (?! [{IDEOGRAPHS}] ) [\w.\-] )*+ | [{IDEOGRAPHS}] [\w\-]*+ (?: \. [\w\-]++ )++"
_BARE: Final = re.compile(
    rf"""
    (?: [\w.:~%+\-]++ @ )?+ (?: {_HOST} ) (?: : \d++ )?+
    (?: [/?\#] (?: [^&\\\x02\x03{PRIVATE}{ENDS_URL}] | & (?! [A-Za-z0-9]++ ; ) )*+ )?+
    """,
    re.VERBOSE,
)
"""What stands behind `://`: a host, and what belongs to it. A host in ideographs has a full stop in it."""
BEHIND_URL: Final = "?!.,:;*_~"
"""Punctuation at the end of a bare URL that is none of it."""


class Target(NamedTuple):
    """Where a link leads or an image lies, and its title as it was written, which may be empty."""

    url: str
    title: str


def read(text: str, start: int) -> tuple[Target, int] | None:
    """Read the target in parentheses at `start`; return it and its end, or None. Spaces may stand in a URL."""
    match = _INLINE.match(text, start)
    if not match:
        return None
    url = match["angled"] if match["angled"] is not None else match["plain"]
    title = match["double"] if match["double"] is not None else match["single"]
    return Target(unescape(url.strip()), title or ""), match.end()


def unescape(text: str) -> str:
    """Take out the backslashes that escape punctuation."""
    return _ESCAPE.sub(r"\1", text)


def bare_url(text: str, begin: int, colon: int) -> tuple[int, int] | None:
    """Return where the bare URL whose `://` is at `colon` begins and ends, or None (GitHub's extended autolinks).

    It does not begin before `begin`. Punctuation behind it is not its own, nor is a parenthesis that it does not open,
    nor an entity such as `&nbsp;`.
    """
    scheme = _SCHEME.search(text, max(begin, colon - 6), colon)
    match = scheme and _BARE.match(text, colon + 3)
    if not scheme or not match:
        return None
    end = match.end()
    surplus = match[0].count(")") - match[0].count("(")
    while text[end - 1] in BEHIND_URL or (surplus > 0 and text[end - 1] == ")"):
        surplus -= text[end - 1] == ")"
        end -= 1
    return scheme.start(), end
