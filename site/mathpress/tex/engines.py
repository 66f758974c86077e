"""The engines that turn LaTeX into MathML.

math-core is the first: it knows MathML Core and refuses what it does not know. latex2mathml is asked only for what
math-core refuses, and since it never refuses anything itself, but draws much of LaTeX wrongly, it is given only
formulas made of what it is known to draw right, and its answer passes a strict gate. What is left to it are formulas
with a typed symbol that math-core 0.9 does not take, such as ⧺: every command it may be given, math-core has.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final
from xml.etree.ElementTree import Element, tostring

import math_core


@dataclass
class Refusal(Exception):
    """An engine cannot set the formula: the offset in its LaTeX (characters) and the reason in its own words."""

    offset: int
    reason: str


_UNKNOWN: Final = re.compile(r'Unknown (?P<kind>command|environment) "(?P<name>[^"]+)"')


def unknown_name(refusal: Refusal) -> tuple[str, str] | None:
    r"""Return ("command", `\foo`) or ("environment", `foo`) if the engine refused for want of that name."""
    match = _UNKNOWN.search(refusal.reason)
    return (match["kind"], match["name"]) if match else None


@cache
def _math_core() -> math_core.LatexToMathML:
    return math_core.LatexToMathML(pretty_print="never", fancy_error=False, allow_unreliable_rendering=True)


def with_math_core(latex: str, *, display: bool) -> str:
    """Convert with math-core; the named entities that it uses, which XML lacks, become characters. Raises `Refusal`."""
    try:
        mathml = _math_core().convert_with_local_state(latex, displaystyle=display)
    except math_core.LatexError as error:
        offset, _, reason = str(error.args[0]).partition(": ")
        raise Refusal(int(offset), reason) from error
    return mathml.replace("&ApplyFunction;", "\u2061").replace("&InvisibleTimes;", "\u2062")


_ARITY: Final = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3}
_ELEMENTS: Final = {*_ARITY, "math", "mrow", "mi", "mn", "mo", "mspace", "msqrt"}
_ATTRIBUTES: Final = {"display", "stretchy", "width"}
"""What latex2mathml 3.81 makes of the control words that it is trusted with."""
_WORD: Final = re.compile(r"\\[A-Za-z]+")
_REFERENCE: Final = re.compile(r"&#x(?P<code>[0-9A-F]{5,6});")  # how latex2mathml writes symbols into the tree
_TRUSTED: Final = {
    r"\alpha", r"\beta", r"\gamma", r"\delta", r"\zeta", r"\eta", r"\theta", r"\iota", r"\kappa", r"\lambda", r"\mu",
    r"\nu", r"\xi", r"\pi", r"\rho", r"\sigma", r"\tau", r"\chi", r"\psi", r"\omega", r"\frac", r"\sqrt", r"\cdot",
    r"\times", r"\le", r"\leq", r"\ge", r"\geq", r"\ne", r"\neq", r"\in", r"\to", r"\infty", r"\quad", r"\qquad",
}  # fmt: skip
"""The control words that latex2mathml draws as LaTeX does."""


def with_latex2mathml(latex: str, *, display: bool) -> str:
    """Convert with latex2mathml, if it is trusted with the formula and its answer is sound. Raises `Refusal`."""
    if strange := next((word for word in _WORD.findall(latex) if word not in _TRUSTED), None):
        raise Refusal(0, f"latex2mathml: not trusted with {strange}")
    from latex2mathml.converter import convert_to_element

    try:
        root = convert_to_element(latex, display="block" if display else "inline")
    except Exception as error:
        raise Refusal(0, f"latex2mathml: {error!r}") from error
    root.attrib.pop("xmlns", None)
    for element in root.iter():
        element.text = _REFERENCE.sub(lambda match: chr(int(match["code"], 16)), element.text or "")
        flaw = _flaw(element)
        if flaw:
            raise Refusal(0, f"latex2mathml: {flaw}")
    return tostring(root, encoding="unicode", short_empty_elements=False)


def _flaw(element: Element) -> str:
    """Tell what makes an element of latex2mathml's wrong or invisible in a browser (MathML Core), or nothing."""
    if element.tag not in _ELEMENTS:
        return f"element {element.tag}"
    if element.tag in _ARITY and len(element) != _ARITY[element.tag]:
        return f"{element.tag} with {len(element)} children"
    if strange := element.attrib.keys() - _ATTRIBUTES:
        return f"attribute {min(strange)}"
    text = element.text or ""
    if "\\" in text or "&" in text:
        return f"text {text!r}"
    if any(map(unicodedata.combining, text)):
        return f"accent {text!r} on nothing"
    return ""
