"""Setting formulas in tests, and reading what came of it."""

from collections.abc import Collection

from mathpress.tex import Formula, Mistake, Number, Policy, Reference, Result, Typesetter
from mathpress.tex.rows import STRUT


def typeset(
    tex: str, *, display: bool = True, policy: Policy = "ams", packages: Collection[str] = (), mathjax: bool = False
) -> Formula:
    """Set one formula in a post of its own."""
    return Typesetter({}, policy, packages=packages, mathjax=mathjax).typeset(tex, display=display)


def written(formula: Formula) -> str:
    """Return the parts of a formula as one text: a number as it is shown, a reference as `[label]`."""
    texts = []
    for part in formula.parts:
        match part:
            case Number():
                texts.append(part.shown)
            case Reference():
                texts.append(f"[{part.label}]")
            case str():
                texts.append(part)
    return "".join(texts)


def mathml(tex: str, *, display: bool = True) -> str:
    """Return the content of the `<math>` element of a formula that must become MathML, with plain spaces, no struts."""
    formula = typeset(tex, display=display)
    assert formula.result is Result.MATHML, formula.mistakes
    assert not formula.mistakes
    content = written(formula).partition(">")[2].removesuffix("</math>")
    return content.replace("\u00a0", " ").replace(STRUT, "")


def mistake(tex: str, *, display: bool = True) -> Mistake:
    """Return the one mistake of a formula that must be refused."""
    formula = typeset(tex, display=display)
    assert formula.result is Result.REFUSED, written(formula)
    assert len(formula.mistakes) == 1
    return formula.mistakes[0]


def marked(tex: str, *, display: bool = True) -> tuple[str, str]:
    """Return the code of a refused formula's one mistake and the text that it marks."""
    found = mistake(tex, display=display)
    return found.code, tex[found.start : found.end]


def shown(formula: Formula) -> list[str | None]:
    """Return the numbers of a formula as they stand on the page."""
    return [number.shown if number else None for number in formula.numbers]
