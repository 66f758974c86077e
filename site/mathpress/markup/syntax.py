r"""What begins something in Markdown that the scan has to know: formulas, references, and what is passed over."""

import re
from typing import Final

from mathpress.markup.targets import ENDS_URL
from mathpress.text import IDEOGRAPHS

SUBEQUATIONS: Final = "subequations"

BEFORE_KEY: Final = rf"(?<![^\W{IDEOGRAPHS}]) (?<![.+/@^\-])"
KEY: Final = r"\w++ (?: [:.+/\-]++ \w++ )*+"
_CITATION: Final = rf"""
    \[ (?!\^) (?= [^\[\]`$\\]*? {BEFORE_KEY} -?@\w ) (?P<cited> (?: [^\[\]`$\\\n] | \n (?![ \t>]*\n) )*+ ) \]
    (?! \( | \[ (?! [^\[\]`$\\]* @ ) )
"""
"""Works in brackets, which are no link's text: for a verbose regular expression."""
_MENTION: Final = rf"{BEFORE_KEY} @ {KEY}"
"""A work in a sentence."""

OPENING: Final = re.compile(
    r"""
    (?= [ \t>*+\-0-9`~/<\[\]\\$@hf] ) (?:  # what any of these begins with; most characters begin none
      (?P<fence>      ^ (?P<indent> [ \t>]* (?: (?: [-*+] | \d{1,9}[.)] ) [ \t]+ )* )
                      (?P<mark> `{3,} | ~{3,} ) (?P<info> [^`\n]* ) $ )
    | (?P<more>       <!-- (?: \s*+ (?i:more) \s*+ | (?i:more) [ \t] [^<>\n]* ) --> )
    | (?P<comment>    <!-- )
    | (?P<raw>        < (?P<element> (?i: pre | code | script | style | textarea ) ) (?= [\s>] ) )
    | (?P<tag>        </? [A-Za-z] [^<>"'$]* (?: (?: "[^"<]*" | '[^'<]*' ) [^<>"'$]* )* > )
    | (?P<autolink>   < [A-Za-z][A-Za-z0-9+.\-]{1,31} : [^\s<>]* > )
    | (?P<ticks>      `+ )
    | (?P<target>     \]\( [ \t]*+ (?: <[^<>\n]*> | (?: [^\s()\\] | \\. | \([^\s()]*\) )* ) (?= [ \t]*\) | \s+["'] ) )
    | (?P<definition> ^ [ ]{0,3} \[ (?!\^) [^\]\n]+ \]: [ \t] [^\n]* )
    | (?P<begin>      \\begin \{ (?P<environment> [^{}\n]{1,40} ) \} )
    | (?P<end>        \\end \{ (?P<ended> [^{}\n]{1,40} ) \} )
    | (?P<block>      ^ (?P<before> [ \t>]* (?: (?: [-*+] | \d{1,9}[.)] ) [ \t]+ )* ) (?P<slashes> /{3,} ) [ \t]*
                      (?: (?P<name> [A-Za-z][\w\-]* \*? ) [ \t]* (?: \| (?P<title> [^\n]* ) )? )? $ )
    | (?P<naming>     \\label \{ (?P<named> [^{}\n]+ ) \} )
    | (?P<paren>      \\\( )
    | (?P<bracket>    \\\[ )
    | (?P<reference>  \\ (?P<command> (?: eq | auto | [cC] )? ref ) \{ (?P<label> [^{}\n]* ) \} )
    | (?P<qed>        \\ qed (?: here )? (?! [A-Za-z] ) )
    | (?P<foreign>    \\ (?: auto | [cC] | name | page | v ) ref \*? \{ [^{}\n]{1,200} \}
                    | \\ newtheorem \*? \{ [^{}\n]{1,40} \} (?: \[ [^\[\]\n]{0,40} \] )? (?: \{ [^{}\n]{0,80} \} )?
                    | \\ (?: documentclass | usepackage | theoremstyle | chapter | (?: sub ){0,2} section
                           | textbf | textit | texttt | emph | cite[pt]? | footnote | href | url | includegraphics
                           | (?: re )? newcommand | DeclareMathOperator | def ) \*? (?= [\[{\\] ) )
    | (?P<bare>       \\ (?<! [A-Za-z]{2} \\ ) (?<! [A-Za-z]: \\ ) [A-Za-z]{2,} )
    | (?P<escape>     \\ . )
    | (?P<dollars>    \$\$ )
    | (?P<gitlab>     \$` )
    | (?P<dollar>     \$ )
    """
    rf"""
    | (?P<url>        \b (?: https? | ftp ) :// [^(){ENDS_URL}]+ )
    | (?P<citation>   {_CITATION} )
    | (?P<mention>    {_MENTION} )
    )
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
"""The tokens of a Markdown text; the name of the group that matched says what begins."""

_LABEL: Final = r"""
    (?: [ \t]*+ (?: %[^\n]*+ )? \n [ \t>]*+ | [ \t]++ )?+ (?P<label> \\label \{ (?P<name> [^{}\n]*+ ) \} )
"""
LABEL: Final = re.compile(_LABEL, re.VERBOSE)
r"""A `\label` right behind something, be it on the next line."""
GROUP: Final = re.compile(rf"[\s>]*+ (?P<begin> \\begin \{{ subequations \}} ) (?: {_LABEL} )?", re.VERBOSE)
"""The opening of subequations, with the label of the whole if one stands right behind it."""

QUOTE: Final = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+|>[ \t]?)*")
"""What may stand before a line in a quote or a list."""
