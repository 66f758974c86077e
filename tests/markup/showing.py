r"""What a body looks like in tests: HTML as on the post's own page, with each formula in short.

An inline formula is shown as `⟦x²⟧`, a display as `⟦div x² (1)#eq:a⟧` with its element, its plain text, and each of its
numbers with its id; the first display of subequations has their id, `⟦div#eq:all x² (1a)#eq:a⟧`. Markup for MathJax is
shown as `⟦mathjax …⟧` and a refused formula as `⟦error …⟧`, both with LaTeX. A link without a text of its own says
`⟦title of b.md⟧`; the sign at the end of a proof is `∎`. A citation is shown as `⟦cite “see” a “p. 3”; year of b⟧`, by
the keys of the works and what stands around them; one without brackets as `⟦cite bare a⟧`.
"""

import html
import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from typing import Final

from mathpress import fragments
from mathpress.cited import Citation, Cited
from mathpress.markup.convert import Body, Rules, convert
from mathpress.markup.tags import SOURCE_SET, VOID
from mathpress.model import Anchor, Fragment, Label, Level, Link, LinkText, NumberLink, Picture, Reference, Slot
from mathpress.tex.plain import plain
from mathpress.words import referred

RULES: Final = Rules(macros={}, packages=(), numbering="ams", mathjax=False, excerpt_length=200)
PATH: Final = "post.md"

_NUMBER: Final = re.compile(r'<span class="number" id="([^"]*)"><a href="#\1">([^<]*)</a></span>')
_MATH: Final = re.compile(r"<math.*?</math>", re.DOTALL)
_ERROR: Final = re.compile(r'<code class="math-error" title="[^"]*">(.*?)</code>', re.DOTALL)
_INLINE: Final = re.compile(r'<span class="math[^"-]*" data-tex="[^"]*" translate="no">(.*?)</span>', re.DOTALL)
_DISPLAY: Final = re.compile(
    r'<(div|span) class="math-display[^"]*"(?: id="([^"]*)")? data-tex="[^"]*" translate="no"><\1 class="scroll">(.*?)'
    r'</\1>((?: \([^)]*\)#[^<]*|<span id="[^"]*"></span>|<span class="qed">∎</span>)*)</\1>',
    re.DOTALL,
)


def body(text: str, rules: Rules = RULES) -> Body:
    """Convert a text that has no front matter."""
    return convert(PATH, text, 0, rules)


def fill(fragment: Fragment, labels: Sequence[Label]) -> str:
    """Return a fragment's HTML as on the post's own page."""
    known = {label.name: label for label in labels}
    return "".join(part if isinstance(part, str) else _slot(part, known) for part in fragment)


def shown(fragment: Fragment, labels: Sequence[Label] = ()) -> str:
    """Return a fragment's HTML with each formula in short."""
    markup = _NUMBER.sub(lambda match: f" {match[2]}#{match[1]}", fill(fragment, labels))
    markup = _MATH.sub(lambda match: html.escape(plain(_without_links(match[0])), quote=False), markup)
    markup = _ERROR.sub(r"error \1", markup)
    markup = _DISPLAY.sub(
        lambda match: f"⟦{match[1]}{f'#{match[2]}' if match[2] else ''} {match[3]}{match[4]}⟧", markup
    )
    markup = markup.replace('<span class="qed">∎</span>', "∎")
    return _INLINE.sub(r"⟦\1⟧", markup).replace(r"⟦\(", r"⟦mathjax \(").replace(r"⟦div \[", r"⟦div mathjax \[")


def problems(of: Body) -> list[str]:
    """Return the problems of a body without the source lines."""
    return [str(problem).partition("\n")[0].removeprefix(f"{PATH}:") for problem in of.problems]


def imbalance(markup: str) -> list[str]:
    """Return what is wrong with the nesting of HTML: elements left open, and end tags that close another element."""
    checker = _Checker()
    checker.feed(markup)
    checker.close()
    return [*checker.wrong, *(f"<{name}> is left open" for name in checker.open)]


def ids(fragment: Fragment) -> list[str]:
    """Return the ids of a fragment in order."""
    return [anchor.id for anchor in fragments.anchors(fragment)]


def said(fragment: Fragment) -> str:
    """Return what a fragment says, with an ellipsis for each slot."""
    return "".join(part if isinstance(part, str) else "…" for part in fragment)


def links(fragment: Fragment) -> Iterable[Link]:
    """Return the links of a fragment in order."""
    return fragments.links(fragment)


def _slot(slot: Slot, known: dict[str, Label]) -> str:
    match slot:
        case Anchor(id=name):
            return f' id="{html.escape(name)}"'
        case Picture():
            source = slot.source if isinstance(slot.source, str) else slot.source.target
            given = {"src": source, "width": slot.width, "height": slot.height, "loading": slot.loading}
            named = {"id": slot.anchor.id if slot.anchor else "", "sizes": slot.sizes}
            shown = "".join(f' {name}="{html.escape(value)}"' for name, value in (given | named).items() if value)
            return f"<img{shown}{fill(slot.attributes, list(known.values()))}>"
        case Link(attribute=attribute, target=target):
            url = html.escape(target)
            return url if attribute == SOURCE_SET else f' {attribute}="{url}"'
        case LinkText(link=Link(target=target)):
            return f"⟦title of {html.escape(target)}⟧"
        case Level(level=level):
            return str(level)
        case Citation(works=works, bare=bare):
            return f"⟦cite{' bare' if bare else ''} {'; '.join(map(_cited, works))}⟧"
        case NumberLink(id=name):
            return f' href="#{html.escape(name)}"'
        case Reference(label=name, command=command, form=form):
            if name not in known:
                return f"⟦\\{command}{{{html.escape(name)}}}⟧"
            number = html.escape(referred(command, known[name], "en", {}), quote=False)
            kind = command if command in {"ref", "eqref"} else "autoref"
            link = f'<a class="{kind}" href="#{html.escape(known[name].id)}">{number}</a>'
            return link if form == "html" else rf"\text{{{number}}}"


def _cited(work: Cited) -> str:
    before = f"“{work.prefix}” " if work.prefix else ""
    behind = f" “{work.locator}”" if work.locator else ""
    return html.escape(f"{before}{'year of ' if work.year_only else ''}{work.key}{behind}", quote=False)


def _without_links(mathml: str) -> str:
    return re.sub(r"</?a\b[^>]*>", "", mathml)


class _Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's
        if tag not in VOID:
            self.open.append(tag)
        if tag == "textarea":
            self.set_cdata_mode(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over an empty MathML element."""

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            self.wrong.append(f"</{tag}> for an empty element")
        elif self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.wrong.append(f"</{tag}> inside {self.open}")
