"""Backslashes for text that is no Markdown, before all that would mean something to Markdown."""

import re
from typing import Final

_IN_TEXT: Final = re.compile(
    r"""
      (?P<url> \b https?:// (?: [^\s<>()\[\]"'`*~|\\\u3000-\u303f\uff00-\uffef] | ~ (?! ~ ) )*+ )  # stays as it is
    | [*`] | ~ (?= ~ ) | \{ (?= [:#.] ) | < (?= [A-Za-z/!?] ) | & (?= [A-Za-z0-9#]++; )
    | \\ (?= [!-/:-@\[-`{-~\ufdd0\n] | \Z )  # where a formula is set aside, too
    | _ (?! [^\W_] ) | (?<! [^\W_] ) _
    | (?<= \[ ) [\^@] | \] (?= [(\[] ) | (?<= \] ) : | (?<= \[[ xX] ) \]  # never before [, for \[ begins a formula
    """,
    re.VERBOSE,
)
_IN_CELL: Final = re.compile(rf"\| | {_IN_TEXT.pattern}", re.VERBOSE)
_AT_LINE: Final = re.compile(
    r"""
    [ ]* (?:
        \d{1,9} (?= [.)] (?: \s | \Z ) )
      | (?= (?: \#{1,6} | [-+:] ) (?: \s | \Z ) | > | [=~-]{3} | = \s*+ \Z | == \s*+ \Z )
      | (?= [-:|]{2} | \| [ ]*+ [:-] | /{3} | !{3} | \?{3} )
    )
    """,
    re.VERBOSE,
)


def in_text(text: str) -> str:
    """Return a text in which nothing means anything to Markdown, but at the beginning of a line."""
    return _IN_TEXT.sub(_escaped, text)


def in_cell(text: str) -> str:
    """Do the same for a cell of a table, which a bar would end."""
    return _IN_CELL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return match["url"] or f"\\{match[0]}"


def at_line(line: str) -> str:
    """Return a line of such a text that begins no list, quote, heading or other block."""
    return _AT_LINE.sub(r"\g<0>\\", line, 1) if _AT_LINE.match(line) else line
