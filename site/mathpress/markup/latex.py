"""Text as LaTeX: a title of Markdown's kind, its formulas kept and all else escaped, as BibTeX wants it.

BibTeX counts braces, escaped ones too, so that none may stand alone.
"""

from collections.abc import Sequence
from typing import Final

from mathpress.markup.placeholders import PLACEHOLDER, Form, Found, number_of

_ESCAPES: Final = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "^": r"{\textasciicircum}",
        "~": r"{\textasciitilde}",
        **{char: rf"\{char}" for char in "#$%&_"},
    }
)


def escaped(text: str) -> str:
    """Return plain text as LaTeX."""
    return text.translate(_ESCAPES)


def titled(text: str, found: Sequence[Found]) -> str:
    r"""Return a title that was scanned as LaTeX: `1 % of $\{a\}$` is `1 \% of $\lbrace a\rbrace $`."""
    pieces: list[str] = []
    position = 0
    for match in PLACEHOLDER.finditer(text):
        it = found[number_of(match)]
        pieces.append(escaped(text[position : match.start()]))
        is_formula = it.form in {Form.INLINE, Form.DISPLAY}
        pieces.append(f"${_balanced(it.tex)}$" if is_formula else escaped(it.text))
        position = match.end()
    pieces.append(escaped(text[position:]))
    return " ".join("".join(pieces).split())


def _balanced(tex: str) -> str:
    return tex.replace(r"\{", r"\lbrace ").replace(r"\}", r"\rbrace ").strip()
