"""A hundred formulas, `injections.txt`, that try to put markup, scripts, addresses or styles into a page."""

import re
from typing import Final
from xml.etree.ElementTree import fromstring

import pytest
from tests.conftest import REPOSITORY
from tests.tex.setting import typeset
from tests.tex.test_typesetter import HTML, MATHML, on_a_page

FORMULAS: Final = (REPOSITORY / "tests/formulas/injections.txt").read_text("utf-8").splitlines()
ATTRIBUTES: Final = {
    "accent", "accentunder", "alttext", "class", "columnalign", "depth", "display", "displaystyle", "fence", "form",
    "height", "href", "largeop", "linethickness", "lspace", "mathbackground", "mathcolor", "mathsize", "mathvariant",
    "maxsize", "minsize", "movablelimits", "notation", "rspace", "scriptlevel", "separator", "stretchy", "symmetric",
    "voffset", "width",
}  # fmt: skip
SAFE: Final = re.compile(r"https?://|mailto:|[^:]*$")


@pytest.mark.parametrize("mathjax", [False, True])
@pytest.mark.parametrize("display", [False, True])
@pytest.mark.parametrize("tex", FORMULAS)
def test_only_what_is_listed_comes_out(tex: str, *, display: bool, mathjax: bool) -> None:
    """Elements and attributes are those of formulas, and links lead to the web."""
    formula = typeset(tex, display=display, mathjax=mathjax)
    for element in fromstring(f"<p>{on_a_page(formula)}</p>").iter():
        assert element.tag in MATHML | HTML | {"p", "a"}
        assert set(element.attrib) <= ATTRIBUTES
        assert SAFE.match(element.get("href", ""))
