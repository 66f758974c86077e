"""What kramdown has beyond the Markdown that mathpress reads: a table of contents, comments, ends of blocks."""

import re
from typing import Final

from mathpress.importers.prose import Prose
from mathpress.markup.scan import scan

_OWN: Final = re.compile(
    r"""
    ^ (?: [*+-] | \d+\. ) [ \t]++ [^\n]*+ \n [ \t]*+ \{: [ ]? toc \b [^}\n]*+ \} [ \t]*+ $
    | ^ \^ [ \t]*+ $
    | (?P<comment> \{::comment\} ) | (?P<end> \{:/comment\} )
    | \{::? /? (?: nomarkdown | options ) [^}\n]*+ \} | \{:/\}
    """,
    re.VERBOSE | re.MULTILINE,
)


def plain_markdown(text: str) -> str:
    """Return a text without marks of kramdown's own, but in code. The table of contents is made by the theme."""
    if not _OWN.search(text):
        return text
    prose = Prose(text, scan(text).found)

    def replaced(match: re.Match[str]) -> str:
        if not prose.has(match.start()):
            return match[0]
        return "<!--" if match["comment"] else "-->" if match["end"] else ""

    return _OWN.sub(replaced, text)
