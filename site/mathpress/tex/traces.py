r"""Traces of what went wrong before a formula came here: an editor's HTML, backslashes doubled or eaten."""

import re
from collections.abc import Sequence
from typing import Final

from mathpress.errors import Severity
from mathpress.tex.lexer import ROW_END, Token
from mathpress.tex.mathjax import known_names
from mathpress.tex.mistakes import Mistake

_HTML: Final = re.compile(r"</(?P<closed>[a-zA-Z]+)>|<(?P<opened>em|strong|br|sup|sub|span|code|div)\b[^<>]*>")
_DOUBLED: Final = re.compile(
    r"(?<!\\)(?:\\\\)+(?P<word>begin|end|left|right|frac|sqrt|sum|int|text|mathbb|mathbf|mathcal|label)(?![A-Za-z])"
)
_GLUED: Final = re.compile(r"(?<!\\)(?:\\\\)+(?P<word>[A-Za-z]{2,})")
_ROWS: Final = re.compile(
    r"\\begin\{(?:p|b|v|V|B|small)?(?:aligned|matrix|cases|align|gather|gathered|array|split)\*?\}"
)
_EATEN: Final = re.compile(r"(?<!\\)\\[ \t]*(?=\n)")


def check_traces(tex: str) -> None:
    """Raise `Mistake` where a formula has HTML in it, or a command behind two backslashes."""
    if "<" in tex and (match := _HTML.search(tex)):
        words = f"{match[0]} is HTML that an editor made of the Markdown here; put back the LaTeX that stood for it"
        raise Mistake(match.start(), match.end(), "math-html", words)
    if ROW_END in tex and (match := _DOUBLED.search(tex)):
        raise _doubled(match)


def check_line(tex: str, tokens: Sequence[Token]) -> None:
    r"""Raise `Mistake` where an inline formula has `\\` before the name of any command, `$a \\le b$`.

    In an environment a row may begin with such a word; `tokens` are what macros made of the formula, which may be one.
    """
    if ROW_END not in tex or any(token.text == r"\begin" for token in tokens):
        return
    commands, _ = known_names()
    if match := next((each for each in _GLUED.finditer(tex) if f"\\{each['word']}" in commands), None):
        raise _doubled(match)


def _doubled(match: re.Match[str]) -> Mistake:
    word = match["word"]
    words = rf"\\{word} is a line break and the word {word}; if the command is meant, write \{word}"
    return Mistake(match.start(), match.end(), "math-backslash", words)


def eaten(tex: str) -> tuple[Mistake, ...]:
    r"""Return a warning for each lone backslash at a line's end in a table without `\\`, of which editors make `\`."""
    if ROW_END in tex or not _ROWS.search(tex):
        return ()
    words = r"a single \ at the end of a line is a space; write \\ for the end of a row"
    return tuple(
        Mistake(match.start(), match.end(), "math-backslash", words, Severity.WARNING) for match in _EATEN.finditer(tex)
    )


_LEFT_OPEN: Final = {"math-brace", "math-begin", "math-left", "math-argument"}


def with_comment(mistakes: tuple[Mistake, ...], tokens: Sequence[Token]) -> tuple[Mistake, ...]:
    r"""Add a warning if a formula ends in a comment, which hides what its author may have meant for `\%`.

    If something is left open, because what closes it is in the comment, that is the one mistake.
    """
    last = tokens[-1] if tokens else None
    if last is None or last.text[0] != "%" or last.text[-1] == "\n":
        return mistakes
    words = r"a % hides the rest of the line; write \% for the sign"
    if any(mistake.code in _LEFT_OPEN for mistake in mistakes):
        return (Mistake(last.start, last.end, "math-comment", words),)
    return (*mistakes, Mistake(last.start, last.end, "math-comment", words, Severity.WARNING))
