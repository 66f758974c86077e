"""A Markdown text becomes a document's HTML: scanned, converted by Python-Markdown, woven."""

import html
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

from markdown import Markdown

from mathpress.errors import Locate, Place, Places, Problem, Severity
from mathpress.markup import footnotes, notices
from mathpress.markup.attributes import Attributes
from mathpress.markup.captions import Captions
from mathpress.markup.citations import Citations
from mathpress.markup.destinations import Destinations
from mathpress.markup.excerpt import cut
from mathpress.markup.formulas import Formulas
from mathpress.markup.labels import Labels
from mathpress.markup.outline import Ids
from mathpress.markup.parser import DEEPEST, was_too_deep
from mathpress.markup.sanitise import sanitise
from mathpress.markup.scan import scan
from mathpress.markup.theorems import TheoremRules, Theorems
from mathpress.markup.weave import weave
from mathpress.markup.woven import merge
from mathpress.model import FormulaCount, Fragment, Heading, Label, NumberLink
from mathpress.tex import Policy, Typesetter
from mathpress.words import strings

EXTENSIONS: Final = (
    "mathpress.markup.parser:ParserExtension",
    "mathpress.markup.abbreviations:Abbreviations",
    "mathpress.markup.notices:Notices",
    "attr_list",
    "mathpress.markup.definitions:Definitions",
    "mathpress.markup.footnotes:Footnotes",
    "mathpress.markup.rawhtml:RawHtml",
    "tables",
    "mathpress.markup.fences:Highlighting",
    "mathpress.markup.fences:Fences",
    "pymdownx.tasklist",
    "mathpress.markup.tasks:TaskExtension",
    "mathpress.markup.inline:InlineExtension",
    "mathpress.markup.apart:ApartExtension",
    "mathpress.markup.figures:FigureExtension",
    "mathpress.markup.tables:CellExtension",
)
"""What authors may write beyond plain Markdown, by name, so that each converter has its own."""

_CONFIGS: Final[Mapping[str, Mapping[str, Any]]] = {
    "mathpress.markup.footnotes:Footnotes": {"BACKLINK_TEXT": "\u21a9\ufe0e", "SEPARATOR": "-"},
    "mathpress.markup.fences:Highlighting": {"guess_lang": False, "use_pygments": True},
}
_PAGE_IDS: Final = ("mp-main", "mp-references", "mp-discussion")
"""Ids of the page around a body, which nothing in a body may take."""
_NAMED: Final = 8
"""How many of the elements and attributes taken out of a post are named."""
_OPENING: Final = 160
"""Characters of the beginning of a text that are kept for descriptions."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a document is to be read: the parts of configuration and front matter that shape its HTML.

    `by_section`: numbers tell the section. `untrusted`: the text is another's, whose HTML is sanitised. `macro_places`:
    where each macro is defined. `cites`: there is a bibliography. `taken` are ids of the page around the text.
    `links` is what those of an untrusted text say of themselves; one that has it may show pictures from elsewhere.
    """

    macros: Mapping[str, str]
    packages: tuple[str, ...]
    numbering: Policy
    mathjax: bool
    excerpt_length: int
    by_section: bool = False
    untrusted: bool = False
    language: str = "en"
    macro_places: Mapping[str, Place] = field(default_factory=dict)
    theorems: TheoremRules = field(default_factory=TheoremRules)
    cites: bool = False
    taken: tuple[str, ...] = ()
    links: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a document as HTML, and what was learnt while it was made.

    `excerpt` is the beginning of `html`; `opening` is that of the text as readers see it, plain, with slots for what
    references and links without a text say; `words` counts ideographs as words; `problems` are those of the text.
    """

    html: Fragment
    excerpt: Fragment
    excerpt_is_whole: bool
    opening: Fragment
    headings: tuple[Heading, ...]
    labels: tuple[Label, ...]
    words: int
    formulas: FormulaCount
    problems: tuple[Problem, ...]


class _Converter(threading.local):
    """Python-Markdown's converter, which keeps what it is about in itself: each thread has its own."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        self.markdown = Markdown(extensions=EXTENSIONS, extension_configs=_CONFIGS, output_format="html", tab_length=4)


@cache
def _converter() -> _Converter:
    return _Converter()


def convert(path: str, text: str, start: int, rules: Rules, summary: tuple[str, Locate] | None = None) -> Body:
    """Convert the Markdown from offset `start` of a file's text. Problems are placed in the whole file.

    A `summary` from its front matter, Markdown as well, is what a description says of the document; it stands in for
    the excerpt if the text does not mark where that ends. With it comes what gives the places in it.
    """
    places = Places(path, text)
    body, is_marked = _convert(text[start:], lambda begin, end: places.at(start + begin, start + end), rules)
    if summary is None:
        return body
    said, _ = _convert(*summary, replace(rules, numbering="none"))
    body = replace(body, opening=said.opening, problems=(*said.problems, *body.problems))
    if is_marked:
        return body
    # A number of its own leads nowhere: what it numbers does not stand in the text.
    excerpt = merge([part for part in said.html if not isinstance(part, NumberLink)])
    return replace(body, excerpt=excerpt, excerpt_is_whole=False)


def _convert(source: str, locate: Locate, rules: Rules) -> tuple[Body, bool]:
    """Convert a Markdown text, and tell whether it marks where its excerpt ends."""
    scanned = scan(source, rules.theorems.kinds, cites=rules.cites)
    ids = Ids(guarded=rules.untrusted)
    for name in (*_PAGE_IDS, *rules.taken):
        ids.claim(name)
    typesetter = Typesetter(
        rules.macros,
        rules.numbering,
        packages=rules.packages,
        mathjax=rules.mathjax,
        by_section=rules.by_section,
    )
    labels = Labels(ids)
    formulas = Formulas(typesetter, ids, labels, locate, rules.macro_places)
    theorems = Theorems(rules.theorems, rules.language, ids, labels, locate)
    beforehand: tuple[Problem, ...] = ()
    try:
        markdown = _converter().markdown.reset()
        notes = footnotes.of(markdown)
        notices.of(markdown).language = rules.language
        notes.setConfig("BACKLINK_TITLE", strings(rules.language)["back_to_text"])
        markup = markdown.convert(f"\n{scanned.text}")  # which takes a line of spaces for empty, but not the first one
    except RecursionError:
        _converter().renew()  # its parser does not recover
        markup = f"<pre>{html.escape(scanned.text)}</pre>"
        beforehand = (Problem(locate(0, 1), "markdown-nesting", "this text is nested too deeply for Markdown"),)
    else:
        if was_too_deep(markdown):
            message = f"lists and quotes stand in one another more than {DEEPEST} deep; what is deeper is left as it is"
            beforehand = (Problem(locate(0, 1), "markdown-nesting", message),)
        beforehand += notes.problems(source, scanned.found, locate)
    if rules.untrusted:
        markup, lost = sanitise(markup, scanned.found, rules.links)
        beforehand += _taken_out(lost, source, locate)
    place_link = Destinations(source, locate).place
    attributes = Attributes(scanned.found, ids, place_link)
    captions = Captions(labels, rules.language, place_link, by_section=rules.by_section)
    citations = Citations(ids, locate)
    woven = weave(markup, scanned.found, formulas, theorems, captions, citations, attributes, labels)
    referable = labels.with_headings(woven.headings)
    excerpt, is_whole = cut(woven, rules.excerpt_length)
    body = Body(
        html=merge(woven.parts),
        excerpt=excerpt,
        excerpt_is_whole=is_whole,
        opening=woven.opening(_OPENING),
        headings=tuple(woven.headings),
        labels=tuple(referable.values()),
        words=woven.count_words(),
        formulas=formulas.count,
        problems=(*beforehand, *formulas.problems, *theorems.problems, *labels.problems, *attributes.problems),
    )
    return body, woven.more is not None


def _taken_out(names: tuple[str, ...], source: str, locate: Locate) -> tuple[Problem, ...]:
    """Tell what a guest's post has lost, at the first of it."""
    if not names:
        return ()
    message = f"of this untrusted post {', '.join(names[:_NAMED])} {'were' if names[1:] else 'was'} taken out"
    first = names[0].rstrip(">")
    start = max(0, source.find(first))
    return (Problem(locate(start, start + len(first)), "untrusted-html", message, Severity.WARNING),)
