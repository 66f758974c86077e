"""The heading that a text begins with, which is its title if it has no other."""

import re
from typing import Final

_DEEPEST_INDENT: Final = 3
"""Spaces before a heading; with more it is code (CommonMark, 4.2)."""
_FORMULA: Final = re.compile(r"\$(?!\s)[^$]*+(?<!\s)\$(?!\d)")
_MARKUP: Final = re.compile(r"[*_`\[\]<>&\\~]")
_FENCE: Final = re.compile(r"[ \t]*+(?P<marks>`{3,}+(?=[^`]*$)|~{3,}+)")
_FIRST_LEVEL: Final = re.compile(r" {0,3}#[ \t]+\S")
_UNDERLINE: Final = re.compile(r" {0,3}={2,}[ \t]*$")
"""A single one is a line of a display sooner than of a heading."""


def leading_heading(text: str, start: int) -> tuple[str, int, tuple[int, int]] | None:
    """Return the heading of the first level that a text begins with, its end, and the span of its `#`.

    None if it begins with anything else, if the heading has more than words and formulas, which a title has not, or if
    it is but the first of several: then it is that of a section.
    """
    mark = next((index for index in range(start, len(text)) if not text[index].isspace()), len(text))
    indent = text[text.rfind("\n", 0, mark) + 1 : mark]
    if not text.startswith(("# ", "#\t"), mark) or len(indent.expandtabs(4)) > _DEEPEST_INDENT:
        return None
    end = text.find("\n", mark)
    end = len(text) if end < 0 else end + 1
    title = text[mark + 1 : end].strip()
    bare = title.rstrip("#")
    title = bare.rstrip() if not bare or bare[-1].isspace() else title
    if not title or _has_attributes(title) or _MARKUP.search(_FORMULA.sub("", title)) or _has_another(text, end):
        return None
    return title, end, (mark, mark + 1)


def _has_attributes(title: str) -> bool:
    inside = title.rpartition("{")[2]
    return title.endswith("}") and (inside.startswith(("#", ".", ":", "-")) or "=" in inside)


def _has_another(text: str, start: int) -> bool:
    """Tell whether there is another heading of the first level, outside of code."""
    fence = before = ""
    for line in text[start:].split("\n"):
        bare = line.strip()
        if fence:
            fence = "" if bare.startswith(fence) and not bare.strip(fence[0]) else fence
        elif opened := _FENCE.match(line):
            fence = opened["marks"]
        elif _FIRST_LEVEL.match(line) or (before and _UNDERLINE.match(line)):
            return True
        before = bare
    return False
