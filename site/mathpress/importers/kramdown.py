"""What kramdown has beyond the Markdown that mathpress reads: a table of contents, attributes of blocks, comments."""

import re
from typing import Final

from mathpress.importers.prose import Prose
from mathpress.markup.scan import scan

_OWN: Final = re.compile(
    r"""
    (?P<contents> ^ (?: \{: [^{}\n]*+ \} [ \t]*+ \n )?
                  (?: [*+-] | \d+\. ) [ \t]++ [^\n]*+ \n [ \t]*+ \{: [ ]? toc \b [^{}\n]*+ \} [ \t]*+ $ )
    | (?P<block>  (?P<above> (?<! \n ) \n )? ^ [ ]{0,3} \{: (?![:/]) (?P<attributes> [^{}\n]*+ ) \} [ \t]*+
                  (?P<below> \n | \Z ) )
    | (?P<span>   \{: (?![:/]) (?P<inner> [^{}\n]*+ ) \} )
    | (?P<end>    ^ \^ [ \t]*+ $ )
    | (?P<opens>  \{::comment\} )
    | (?P<closes> \{:/comment\} )
    | (?P<raw>    \{::? /? (?: nomarkdown | options ) [^{}\n]*+ \} | \{:/\} )
    """,
    re.VERBOSE | re.MULTILINE,
)
_STYLE: Final = re.compile(r"""\bstyle\s*=\s*(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)')""")
_WIDTH: Final = re.compile(r"(?:^|[;\s])(?:max-)?width\s*:\s*(?P<width>\d+)(?P<unit>px|%)")


_HEADING: Final = re.compile(r"[ ]{0,3}\#{1,6}[ \t]")
_BARE: Final = re.compile(r"[ \t]*(?:`{3}|~{3}|[|<]|\$\$|\\\]|(?:[-*_=][ \t]*){3,}\Z)")
"""A line that ends what cannot have attributes: code, a table, HTML, a display, a rule."""


def plain_markdown(text: str) -> str:
    """Return a text without marks of kramdown's own, but in code. The table of contents is made by the theme."""
    if not _OWN.search(text):
        return text
    prose = Prose(text, scan(text).found)

    def replaced(match: re.Match[str]) -> str:
        kind = match.lastgroup
        if not prose.has(match.end() - 1):
            return match[0]
        if kind == "block":
            return _block(match, text)
        if kind == "span":
            return _attributes(match["inner"]) if _STYLE.search(match["inner"]) else match[0]
        return {"opens": "<!--", "closes": "-->"}.get(kind or "", "")

    return _OWN.sub(replaced, text)


def _block(match: re.Match[str], text: str) -> str:
    """Write the attributes of the block above them, which ends there, and drop those of a block below them.

    Those of a heading stand on its line. Of pictures the width is kept, behind the picture.
    """
    if not match["above"]:
        return match["below"] if match.start() else ""
    above = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    attributes = "" if _BARE.match(above) else _attributes(match["attributes"])
    between = " " if _HEADING.match(above) else "" if above.endswith(")") else "\n"
    return f"{between if attributes else ''}{attributes}{match['below'] and chr(10) * 2}"


def _attributes(given: str) -> str:
    """Return attributes without styles, which mathpress has none of, but with the width that a style says."""
    style = _STYLE.search(given)
    rest = _STYLE.sub("", given).strip()
    width = _WIDTH.search(style["double"] or style["single"] or "") if style else None
    if width:
        rest = f"width={width['width']}{width['unit'].removesuffix('px')} {rest}".strip()
    return f"{{: {rest}}}" if rest else ""
