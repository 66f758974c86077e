"""Chinese and Japanese text: a line end between two ideographs is no space, and punctuation keeps to its formula."""

import re
from typing import Final

from mathpress.text import IDEOGRAPHIC

_LINE_END: Final = re.compile(rf"(?<=[{IDEOGRAPHIC}])[ \t]*\n[ \t]*(?=[{IDEOGRAPHIC}])")

# Unicode line breaking (UAX #14) keeps these with their neighbour, but browsers break on both sides of a formula.
_CLOSING: Final = re.compile(r"[,.;:!?%)\]}'’”…、。，．；：！？）】」』》〉〗〕\-–]+")
_OPENING: Final = re.compile(r"[(\[{‘“（【「『《〈〖〔]+\Z")


def join_lines(text: str) -> str:
    """Remove the line ends between ideographs; those between words stay."""
    return _LINE_END.sub("", text) if "\n" in text else text


def split_opening(text: str) -> tuple[str, str]:
    """Cut off the opening punctuation at the end of `text`, which must not be parted from what follows."""
    match = _OPENING.search(text[-8:])
    return (text[: -len(match[0])], match[0]) if match else (text, "")


def split_closing(text: str) -> tuple[str, str]:
    """Cut off the closing punctuation at the beginning of `text`, which must not be parted from what precedes."""
    match = _CLOSING.match(text)
    return (match[0], text[match.end() :]) if match else ("", text)
