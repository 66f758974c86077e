"""Facts about characters: how wide, which script, how near two words are.

Everything here is a pure function of strings.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

# Ideographs, kana and their full-width punctuation are written without spaces between words
# (Unicode 15 blocks; UAX #11 calls them wide).
IDEOGRAPHIC: Final = (
    "\u2e80-\u2fdf\u3000-\u30ff\u3100-\u312f\u31a0-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
"""The inside of a regular-expression character class that matches ideographic characters and punctuation."""

SHARED_PUNCTUATION: Final = "\u2014\u2018\u2019\u201c\u201d\u2026"
"""The same for the dash, quotation marks and ellipsis, Chinese punctuation at the code points of the Latin one."""

IDEOGRAPHS: Final = "\u3005-\u3007\u303b\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The same for ideographs and kana alone."""
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that no feed may hold (XML 1.0, 2.2), and DEL, which is a parse error in HTML."""
_WORD: Final = re.compile(
    rf"""
    (?P<ideographs> [{IDEOGRAPHS}]+ )
    | [^\W{IDEOGRAPHS}]+ (?: ['’\-] [^\W{IDEOGRAPHS}]+ )*
    """,
    re.VERBOSE,
)
_NOT_IN_SLUG: Final = re.compile(r"[^\w\-]+")
_HYPHENS: Final = re.compile(r"-{2,}")


def display_width(text: str) -> int:
    """Return how many terminal columns `text` takes: two for a wide character, none for a combining one (UAX #11)."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def unix_lines(text: str) -> str:
    r"""Return a text whose lines end with `\n`, not as on Windows or old Macs."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def count_words(text: str) -> int:
    """Count words as a reader would: each ideograph or kana is one, each run of letters and digits is one."""
    return sum(len(ideographs) or 1 for ideographs in _WORD.findall(text))


@lru_cache(maxsize=65536)
def slugify(text: str) -> str:
    """Make a readable URL segment or id from `text`: lower case, words joined by hyphens, ideographs kept.

    Returns an empty string if nothing is left.
    """
    normal = unicodedata.normalize("NFKC", text).casefold().replace("_", "-")
    return _HYPHENS.sub("-", _NOT_IN_SLUG.sub("-", normal)).strip("-")


def shorten(text: str, length: int = 160) -> str:
    """Return the beginning of a text on one line, for descriptions: at most `length` characters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    kept = line[: length - 1]
    if not kept[-1].isspace() and line[length - 1].isascii() and " " in kept[-20:]:
        kept = kept[: kept.rindex(" ")]
    return kept.rstrip(" ,;:，；：、") + "…"


def reason_of(message: str) -> str:
    """Return what pydantic says of a value as diagnostics say it, without its own name for the mistake."""
    message = message.removeprefix("Value error, ")
    return f"{message[:1].lower()}{message[1:]}"


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that `word` was most likely meant to be, or None if none is close."""
    pool = list(candidates)
    folded = {candidate.casefold(): candidate for candidate in reversed(pool)}
    if word.casefold() in folded:
        return folded[word.casefold()]
    matches = difflib.get_close_matches(word, pool, n=5, cutoff=0.75)
    return max(matches, key=lambda match: _likeness(word, match), default=None)


def _likeness(word: str, candidate: str) -> tuple[float, int, int]:
    """Rank candidates: the same letters first, then the same beginning, for a slip is rarely in the first letter."""
    ratio = difflib.SequenceMatcher(None, word, candidate).ratio()
    return round(ratio, 2), _shared_beginning(word, candidate), -len(candidate)


def _shared_beginning(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return `; did you mean X?` to end a diagnostic with, or nothing if no candidate is close."""
    match = nearest(word, candidates)
    return f"; did you mean {match}?" if match else ""
