"""MathML laid out for reading: an element a line, indented, with what cannot be seen spelled as a reference."""

import re
from collections.abc import Iterator
from typing import Final

_TAG: Final = re.compile(r"<(?P<close>/?)(?P<name>\w+)[^<>]*?(?P<empty>/?)>")
_TOKENS: Final = {"mi", "mn", "mo", "ms", "mtext"}
"""The elements whose content is text, in which white space counts (MathML Core, section 3.2)."""
_UNSEEN: Final = re.compile("[\u00a0\u034f\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff]")
"""Spaces of other widths, joiners, invisible operators and variation selectors."""


def pretty_printed(mathml: str) -> str:
    """Return the engine's `<math>` element, over several lines."""
    lines: list[str] = []
    depth = previous = 0
    for text, change in _units(mathml):
        depth += min(change, 0)
        if previous > 0 > change:  # an element with nothing in it
            lines[-1] += text
        else:
            lines.append("  " * depth + text)
        depth += max(change, 0)
        previous = change
    return _UNSEEN.sub(lambda match: f"&#x{ord(match[0]):X};", "\n".join(lines))


def _units(mathml: str) -> Iterator[tuple[str, int]]:
    """Yield what does not break, a tag or an element with text, and by how much it changes the depth."""
    start = inside = 0
    for tag in _TAG.finditer(mathml):
        change = -1 if tag["close"] else 0 if tag["empty"] else 1
        if not inside and tag["name"] in _TOKENS:
            start = tag.start()
        if inside or tag["name"] in _TOKENS:
            inside += change
            if not inside:
                yield mathml[start : tag.end()], 0
        else:
            yield tag[0], change
