"""What can be wrong with a formula, and how a refusal of the engine is put into words for its author."""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from mathpress.errors import Severity


class Origin(NamedTuple):
    r"""Where an author defined a macro: the stretch of its `\newcommand` in a formula of the post, counted from 0.

    `formula` is None for a macro of the settings or the front matter.
    """

    name: str
    formula: int | None = None
    start: int = 0
    end: int = 0


@dataclass
class Mistake(Exception):
    """A formula cannot be set. `start:end` is the place in the author's formula, `code` the diagnostic's code.

    `origin` is the definition of the macro that is called there.
    """

    start: int
    end: int
    code: str
    message: str
    severity: Severity = Severity.ERROR
    origin: Origin | None = None


def bare_environment(start: int, end: int) -> Mistake:
    r"""Return the mistake of a `\begin` that is taken for a command's argument, without its environment."""
    words = r"an environment that is an argument needs braces around it, as {\begin{matrix}…\end{matrix}}"
    return Mistake(start, end, "math-begin", words)


def unclosed_brace(start: int, end: int, where: str = "") -> Mistake:
    """Return the mistake of a `{` that nothing closes."""
    return Mistake(start, end, "math-brace", f"this {{ is not closed{where}; add the missing }}")


_WORDING: Final = (
    (
        r"Unmatched closing token: \"\}\"",
        "math-brace",
        "this } closes nothing; remove it, or add the { that it should close",
    ),
    (r"Unmatched closing token: \"\\right", "math-right", r"this \right has no \left"),
    (r"Unmatched closing token: \"\\end", "math-end", r"this \end has no \begin"),
    (r"Expected closing token \"\}\"", "math-brace", "a { is not closed; add the missing }"),
    (r"Expected closing token \"\]\"", "math-bracket", "an optional argument [ is not closed; add the missing ]"),
    (r"Expected closing token \"\\right", "math-left", r"a \left has no \right; write \right. for an empty one"),
    (r"Expected closing token \"\\end", "math-begin", r"a \begin has no matching \end"),
    (
        r"Duplicate subscript or superscript",
        "math-script",
        "two subscripts or superscripts in a row; put braces around the first",
    ),
    (
        r"Found \"&\"",
        "math-ampersand",
        r"& outside a table; put the lines into \begin{aligned}…\end{aligned}, or write \& for the sign",
    ),
    (r"Unexpected \"\$\"", "math-dollar", r"a $ inside a formula; write \$ for the character"),
    (r"Found \"\\(?:no)?limits\"", "math-limits", r"\limits must follow an operator such as \sum, \int or \lim"),
    (r"Found \"\\h.*line\"", "math-rule", r"\hline belongs at the beginning of a row of an array"),
    (
        r"There must be a parenthesis after \"\\(?:left|right|middle)",
        "math-delimiter",
        r"a delimiter such as ( or \langle must follow here; write . for an empty one",
    ),
    (
        r"There must be a parenthesis",
        "math-delimiter",
        r"a delimiter such as ( or \langle must follow \big and its kin",
    ),
    (r"Not valid in text mode", "math-text", "this belongs to a formula, not to its text; put $…$ around it"),
    (r"directly followed by '\^'", "math-script", "a ^ or _ is followed by another; write {} for an empty script"),
    (r"more than one infix fraction", "math-over", r"two \over or the like in one group; put braces around the first"),
    (r"Expected length|invalid unit", "math-dimension", "a length such as 1em or 3mu must follow here"),
    (r"Expected argument but got", "math-argument", "an argument is missing before this"),
    (
        r"Expected parameter number after|Invalid parameter number|Macro parameter found",
        "math-hash",
        r"a # stands only in macro definitions; write \# for the character",
    ),
    (
        r"Expected column specification, found \"(?P<name>[^\"]*)\"",
        "math-columns",
        "{name} are no columns of an array; use l, c, r and |",
    ),
    (
        r"Unknown color \"(?P<name>[^\"]*)\"",
        "math-color",
        "unknown colour {name}; use a CSS or xcolor name, or #rrggbb",
    ),
    (r"reached end of input", "math-argument", "an argument is missing at the end of the formula"),
)
_PATTERNS: Final = tuple((re.compile(pattern), code, words) for pattern, code, words in _WORDING)


def worded(reason: str, command: str = "") -> tuple[str, str] | None:
    """Return the code and the sentence for a refusal in the engine's words, None if it is for want of something.

    `command` is what lacks an argument.
    """
    for pattern, code, words in _PATTERNS:
        if match := pattern.search(reason):
            if command:
                return code, f"{command} lacks an argument; write it in braces behind it"
            name = match.groupdict().get("name")
            return code, words if name is None else words.replace("{name}", name)
    return None
