"""The elements that an engine has written: how deep they are nested, and which of them says a change of style.

MathML Core allows `displaystyle` and `scriptlevel` on every element, and math-core 0.9 writes them where they are
needed. The schema of the Nu HTML checker, which is that of MathML 3, allows them on `math`, `mstyle` and `mtable`.
"""

import re
from typing import Final

TAG: Final = re.compile(r"<(?P<end>/?)(?P<name>\w+)(?P<attributes>[^<>]*?)(?P<empty>/?)>")
MAX_ELEMENTS: Final = 200
"""How deep elements may be nested in what is drawn; browsers begin to fail at 512."""
_MISPLACED: Final = re.compile(r"<(?!math\b|mstyle\b|mtable\b)\w+[^<>]* (?:displaystyle|scriptlevel)=")
_SAID: Final = re.compile(" (?:displaystyle|scriptlevel)=")
_STYLE: Final = re.compile(r' (?:displaystyle|scriptlevel)="[^"]*"')


def is_too_deep(mathml: str) -> bool:
    """Tell whether elements are nested more than `MAX_ELEMENTS` deep."""
    if mathml.count("</") <= MAX_ELEMENTS:
        return False
    depth = 0
    for tag in TAG.finditer(mathml):
        depth += -1 if tag["end"] else not tag["empty"]
        if depth > MAX_ELEMENTS:
            return True
    return False


def _is_misplaced(mathml: str) -> bool:
    """Tell whether a tag has such an attribute: looked for from these, which are few, not from the tags."""
    tags = (mathml.rfind("<", 0, match.start()) for match in _SAID.finditer(mathml))
    return any(_MISPLACED.match(mathml, tag) for tag in tags if tag >= 0)


def with_styles(mathml: str) -> str:
    """Return MathML in which an `mrow` with a style is an `mstyle`; others with one that are not empty stand in one."""
    if not _is_misplaced(mathml):
        return mathml
    ends: list[str] = []  # what closes each element that is open

    def written(tag: re.Match[str]) -> str:
        if tag["end"]:
            return ends.pop()
        if tag["empty"]:
            return tag[0]
        if not _MISPLACED.match(tag[0]):
            opening, end = tag[0], f"</{tag['name']}>"
        elif tag["name"] == "mrow":
            opening, end = f"<mstyle{tag['attributes']}>", "</mstyle>"
        else:
            style = "".join(_STYLE.findall(tag["attributes"]))
            bare = _STYLE.sub("", tag["attributes"])
            opening, end = f"<mstyle{style}><{tag['name']}{bare}>", f"</{tag['name']}></mstyle>"
        ends.append(end)
        return opening

    return TAG.sub(written, mathml)
