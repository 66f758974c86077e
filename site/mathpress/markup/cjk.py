"""Chinese and Japanese text: a line end between two ideographs is no space, and punctuation keeps to its formula."""

import re
from typing import Final

from mathpress.text import IDEOGRAPHIC

_LINE_END: Final = re.compile(rf"(?<=[{IDEOGRAPHIC}])[ \t]*\n[ \t]*(?=[{IDEOGRAPHIC}])")
_BEGINNING: Final = re.compile(rf"[ \t]*\n[ \t]*(?=[{IDEOGRAPHIC}])")
_END: Final = re.compile(rf"(?<=[{IDEOGRAPHIC}])[ \t]*\n\Z")
_IDEOGRAPH: Final = re.compile(rf"[{IDEOGRAPHIC}]")

# Unicode line breaking (UAX #14) keeps these with their neighbour, but browsers break on both sides of a formula.
_CLOSING: Final = re.compile(r"""[,.;:!?%)\]}'"’”…、。，．；：！？％）】」』》〉〗〕\-–]+""")
_OPENING: Final = re.compile(r"""["(\[{‘“（【「『《〈〖〔]+\Z""")


def join_lines(text: str) -> str:
    """Remove the line ends between ideographs; those between words stay."""
    return _LINE_END.sub("", text) if "\n" in text else text


def without_line_end(text: str) -> str:
    """Remove a line end at the beginning of a text that begins with an ideograph, as what stands before it does."""
    match = _BEGINNING.match(text)
    return text[match.end() :] if match else text


def split_line_end(text: str) -> tuple[str, str]:
    """Cut off a line end behind an ideograph at the end of `text`; what follows decides if it stays."""
    match = _END.search(text) if text.endswith("\n") else None
    return (text[: match.start()], match[0]) if match else (text, "")


def is_line_end(text: str) -> bool:
    """Tell whether `text` is nothing but a line end."""
    return "\n" in text and text.isspace()


def is_ideographic(text: str) -> bool:
    """Tell whether `text` begins with an ideographic character or punctuation."""
    return bool(_IDEOGRAPH.match(text))


def split_opening(text: str) -> tuple[str, str]:
    """Cut off the opening punctuation at the end of `text`, which must not be parted from what follows."""
    match = _OPENING.search(text[-8:])
    return (text[: -len(match[0])], match[0]) if match else (text, "")


def split_closing(text: str) -> tuple[str, str]:
    """Cut off the closing punctuation at the beginning of `text`, which must not be parted from what precedes."""
    match = _CLOSING.match(text)
    return (match[0], text[match.end() :]) if match else ("", text)
