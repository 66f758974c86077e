"""Every page is valid HTML by the Nu HTML checker, and every formula is XML as well, for feeds and other programs."""

import json
import re
import subprocess
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

FORMULA: Final = re.compile(r"<math\b(?:<math\b.*?</math>|(?!<math\b|</math>).)*</math>", re.DOTALL)
"""A formula, in whose text another one may stand, as in a link."""


def test_the_checker_of_html_finds_no_error_on_any_page(packages: Path, demo: Path) -> None:
    """It runs with its schemas of HTML and MathML on all of the demo blog; the index of the search is Pagefind's."""
    pages = [path for path in demo.rglob("*.html") if "pagefind" not in path.parts]
    assert len(pages) > 50
    jar = packages / "vnu-jar" / "build" / "dist" / "vnu.jar"
    result = subprocess.run(
        # A deep formula takes a deep stack.
        ["java", "-Xss4m", "-jar", jar, "--errors-only", "--format", "json", "--exit-zero-always", "--stdout", *pages],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    messages = json.loads(result.stdout)["messages"]
    assert [(message["url"], message["lastLine"], message["message"]) for message in messages] == []


def test_formulas_are_well_formed_xml(demo: Path) -> None:
    """An XML parser, which knows five entities and no open ends, reads every formula of every page."""
    formulas = {formula for path in demo.rglob("*.html") for formula in FORMULA.findall(path.read_text("utf-8"))}
    assert len(formulas) > 500
    for formula in formulas:
        ElementTree.fromstring(formula)
