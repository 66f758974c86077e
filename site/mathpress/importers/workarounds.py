r"""Workarounds that old systems forced upon authors of formulas, and how each is taken back.

Most Markdown engines know nothing of formulas, so `\\` reached MathJax as `\`, and `_` as emphasis; authors wrote
`\\\\` and `\_`. Each function here takes one of these out of a formula's LaTeX. Whether it may is decided by `repairs`.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

DELIMITERS: Final = frozenset({"$", "$$", "\\[", "\\(", "\\begin"})
"""Those of formulas, by what opens them."""


@dataclass(frozen=True, slots=True)
class Dialect:
    r"""What an old system's Markdown did with formulas.

    `keeps` are the delimiters of those that it left as they were, out of `DELIMITERS`. `inline_displays`:
    `$$…$$` in a line of text was an inline formula, as in kramdown. `raw_tags`: authors protected formulas by
    `{% raw %}` and `{% endraw %}`, which code showed as they are if `shows_tags`. `frees_bars`: `\|` in a table became
    `|` before formulas were looked for, as in Marked and markdown-it. `has_dollars`: a single dollar may begin a
    formula. `has_formulas` False: none do, unless there is LaTeX between them.
    """

    keeps: frozenset[str] = frozenset()
    inline_displays: bool = False
    raw_tags: bool = False
    shows_tags: bool = False
    frees_bars: bool = False
    has_dollars: bool = True
    has_formulas: bool = True


class Workaround(NamedTuple):
    """Why there was need of a workaround, and what takes it out of a formula.

    What is not `always` one is known for one only where the old Markdown ate backslashes.
    """

    reason: str
    undo: Callable[[str], str]
    always: bool = False


_ENTITY: Final = re.compile(r"&(?:lt|gt|amp|quot|apos|nbsp|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_EMPHASIS: Final = re.compile(r"</?em>|(?P<break><br ?/?>)")
_ITALICS: Final = re.compile(r"<i>(?P<inner>[^<>]*+)</i>")
_BAR: Final = re.compile(r"(?<!\\)\\\|")
_ELEMENT: Final = re.compile(r"<(?P<slash>/?)(?P<name>p|div|span|strong|b|u|font|center)(?:\s[^<>]*)?>", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\([_*])")
_WORDS: Final = re.compile(r"\\(?:text\w*|mbox|hbox|math(?:rm|tt)|operatorname\*?|verb|label|tag\*?|\w*ref)\s*\{[^}$]*")
_BRACES: Final = re.compile(r"(?<!\\)\\\\([{}])")
_SPACES: Final = re.compile(r"(?<!\\)\\\\([,;:!])")
_DOUBLED: Final = re.compile(r"(?<!\\)\\\\([{}_#%$&,;:!|*\"'`^~]|(?=[A-Za-z]{2}))")
_FOUR: Final = re.compile(r"(?<!\\)\\{4}(?!\\(?![A-Za-z]))")
_THREE: Final = re.compile(r"(?<!\\)\\{3}(?=\s)")
_ROWS: Final = re.compile(r"\\begin\s*\{|\\\\\s|\\\\\[|\\substack|\\cr(?![A-Za-z])")


def _entities(tex: str) -> str:
    return _characters(_characters(tex))  # &amp;lt; was escaped twice


def _characters(tex: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match[0]).replace("\xa0", " "), tex)


def _emphasis(tex: str) -> str:
    """Take back emphasis, which may have begun in another formula; `<i>` alone may be two relations."""
    tex = _ITALICS.sub(r"_\g<inner>_", tex)
    return _EMPHASIS.sub(lambda match: " " if match["break"] else "_", tex)


def _tags(tex: str) -> str:
    """Take out the tags of elements that end in the formula; what looks like one that does not may be two relations."""
    ended = {match["name"].lower() for match in _ELEMENT.finditer(tex) if match["slash"]}
    return _ELEMENT.sub(lambda match: " " if match["name"].lower() in ended else match[0], tex)


def _bars(tex: str) -> str:
    return _BAR.sub("|", tex)


def _row_ends(tex: str) -> str:
    return _THREE.sub(r"\\\\", _FOUR.sub(r"\\\\", tex))


def _backslashes(tex: str) -> str:
    r"""Halve `\\` before a sign or a command: before any in a formula without rows, or whose author doubled others.

    Else only before braces in pairs, and in spaces such as `\\,`, for no row begins with a comma.
    """
    if _FOUR.search(tex) or not _ROWS.search(tex):
        return _DOUBLED.sub(r"\\\1", tex)
    tex = _SPACES.sub(r"\\\1", tex)
    braces = _BRACES.findall(tex)
    return _BRACES.sub(r"\\\1", tex) if braces.count("{") == braces.count("}") else tex


def _escapes(tex: str) -> str:
    """Take back escapes, but in words, where an underscore is meant."""
    pieces: list[str] = []
    done = 0
    for words in _WORDS.finditer(tex):
        pieces += [_ESCAPED.sub(r"\1\2", tex[done : words.start()]), words[0]]
        done = words.end()
    return "".join([*pieces, _ESCAPED.sub(r"\1\2", tex[done:])])


BARS: Final = "bars"
"""The name of what is a workaround in rows of tables alone."""
WORKAROUNDS: Final[Mapping[str, Workaround]] = {
    "entities": Workaround("the old system wrote < > & in formulas as &lt; &gt; &amp;", _entities, always=True),
    "emphasis": Workaround("the old system took _ for emphasis, or a line end for a break", _emphasis, always=True),
    "tags": Workaround("the old editor put paragraphs and other elements into formulas", _tags, always=True),
    BARS: Workaround(r"the old Markdown made | of \| in tables", _bars),
    "backslashes": Workaround(r"the old Markdown made \ of \\", _backslashes),
    "row ends": Workaround(r"the old Markdown made \\ of \\\\", _row_ends),
    "escapes": Workaround(r"the old Markdown made _ of \_ and * of \*", _escapes),
}
"""The workarounds inside formulas, in the order in which they are taken back."""

AROUND: Final[Mapping[str, str]] = {
    "raw tags": "formulas need no {% raw %} here",
    "prices": "the dollar of a price is none that begins a formula",
    "no formulas": "the old page said that it has none, so its dollars are text",
    "delimiters": r"the old Markdown made \( of \\( and \[ of \\[",
    "spaces": "the old site took dollars with a space inside for a formula",
    "inline": "$$…$$ in a line of text was an inline formula",
}
"""What is repaired around formulas, and why."""
TRANSLATED: Final = frozenset({"inline"})
"""What was no workaround but is written in another way here; there are thousands of these, which are counted."""
