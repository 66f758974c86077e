"""Text as LaTeX: a title of Markdown's kind, its formulas kept and all else escaped, as BibTeX wants it.

BibTeX counts braces, escaped ones too, so that none may stand alone.
"""

from typing import Final

from mathpress.markup.placeholders import PLACEHOLDER, Form, number_of
from mathpress.markup.scan import scan

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


def titled(title: str) -> str:
    r"""Return a title as LaTeX: `1 % of $\{a\}$` is `1 \% of $\lbrace a\rbrace $`."""
    scanned = scan(title)
    pieces: list[str] = []
    position = 0
    for match in PLACEHOLDER.finditer(scanned.text):
        found = scanned.found[number_of(match)]
        pieces.append(escaped(scanned.text[position : match.start()]))
        is_formula = found.form in {Form.INLINE, Form.DISPLAY}
        pieces.append(f"${_balanced(found.tex)}$" if is_formula else escaped(found.text))
        position = match.end()
    pieces.append(escaped(scanned.text[position:]))
    return " ".join("".join(pieces).split())


def _balanced(tex: str) -> str:
    return tex.replace(r"\{", r"\lbrace ").replace(r"\}", r"\rbrace ").strip()
