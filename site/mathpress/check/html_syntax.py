"""HTML that browsers have to guess at: tags that cross, that close nothing, that stand where they must not."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from mathpress.check.built import Built
from mathpress.check.page import TOO_DEEP, TOO_MANY, Fault
from mathpress.errors import Place, Problem, Severity
from mathpress.resolve import Article

_SAID: Final[Mapping[str, str]] = {
    TOO_DEEP: "elements lie in one another more than 512 deep; browsers put the rest beside them",
    TOO_MANY: "a tag has more than 512 attributes, so the HTML of the page is not looked at",
    "unexpected-end-tag": "</{name}> closes nothing",
    "unexpected-end-tag-treated-as": "</{name}> closes nothing",
    "end-tag-too-early": "</{name}> comes before what is inside is closed",
    "end-tag-too-early-named": "<{name}> is not closed before what is around it",
    "adoption-agency-1.3": "</{name}> crosses another element; close the inner one first",
    "expected-one-end-tag-but-got-another": "<{name}> is not closed before what is around it",
    "unexpected-start-tag-implies-end-tag": "<{name}> stands in another of its kind, which it closes",
    "unexpected-start-tag-implies-table-voodoo": "<{name}> in a table outside of its cells is moved before the table",
    "unexpected-start-tag": "<{name}> must not stand here",
    "unexpected-start-tag-ignored": "<{name}> must not stand here, and is left out",
    "non-void-element-with-trailing-solidus": "<{name}/> does not close itself; write <{name}></{name}>",
    "expected-closing-tag-but-got-eof": "an element is not closed before the end of the page",
    "expected-named-closing-tag-but-got-eof": "<{name}> is not closed before the end of the page",
    "unexpected-html-element-in-foreign-content": "<{name}> must not stand in an <svg>, which it ends",
    "duplicate-attribute": "an attribute is given twice",
    "expected-doctype-but-got-start-tag": "the page does not begin with <!doctype html>",
    "named-entity-without-semicolon": "a character reference lacks its semicolon",
    "expected-named-entity": "a & begins no character reference; write &amp;",
}
"""What the parser's codes mean; the others are said in their own words."""


def faulty_html(built: Built) -> Iterator[Problem]:
    """Yield what is wrong with the HTML of pages: posts first, then what no post brings along, once each."""
    told: set[tuple[str, str]] = set()
    for path, page, article in built.in_turn():
        for fault in page.faults:
            kind = fault.code, fault.name
            place = _in_source(built, article, fault) if article else None
            if place is None and kind in told:
                continue
            told.add(kind)
            said = _SAID.get(fault.code, fault.code.replace("-", " ")).format(name=fault.name)
            yield Problem(place or _on_page(built, path, fault), "html-syntax", said, Severity.WARNING)


def _in_source(built: Built, article: Article, fault: Fault) -> Place | None:
    """Return where a post writes the tag that is at fault, if it writes one."""
    if not fault.name:
        return None
    source = article.document.path
    text = built.sources.text(source)
    tags = [f"<{fault.name}", f"</{fault.name}"]
    if "end-tag" in fault.code and "start-tag" not in fault.code:
        tags.reverse()
    found = next((tag for tag in tags if tag in text), None)
    return built.sources.place(source, found) if found else None


def _on_page(built: Built, path: PurePosixPath, fault: Fault) -> Place:
    return Place(built.place_on(path).path, fault.line, fault.column)
