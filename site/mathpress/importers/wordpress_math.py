"""Formulas that WordPress's block editor and plugins write as elements: MathML with its LaTeX, and KaTeX's."""

import re
from typing import Final

_MATHML: Final = re.compile(
    r"<math\b(?P<attributes>[^<>]*+)>(?P<inner>[^<]*+(?:<(?!/?math\b)[^<]*+)*+)</math\s*+>", re.IGNORECASE
)
_LATEX: Final = re.compile(r"<annotation\b[^<>]*?application/x-tex[^<>]*+>(?P<tex>[^<]*+)</annotation>")
"""Where the block `core/math` and the format of that name have what the author typed (MathML 3, 5.1)."""
_KATEX: Final = re.compile(
    r"<(?P<name>div|span|pre|p)\b(?P<attributes>[^<>]*?\bkatex-eq\b[^<>]*+)>(?P<tex>[^<]*+)</(?P=name)\s*+>"
)
"""An element of the plugin KaTeX."""
_DISPLAYED: Final = re.compile(r"display=[\"'](?:block|true)[\"']")


def with_formulas(text: str) -> tuple[str, int]:
    """Return a text with these formulas between dollars, and how many are not put in, for nobody knows their LaTeX."""
    lost = 0

    def formula(match: re.Match[str]) -> str:
        nonlocal lost
        said = _LATEX.search(match["inner"])
        if said is None or not said["tex"].strip():
            lost += 1
            return match[0]
        return _written(said["tex"], match["attributes"])

    text = _KATEX.sub(lambda match: _written(match["tex"], match["attributes"]), text)
    return _MATHML.sub(formula, text), lost


def _written(tex: str, attributes: str) -> str:
    return f"<p>$${tex.strip()}$$</p>" if _DISPLAYED.search(attributes) else f"${tex.strip()}$"
