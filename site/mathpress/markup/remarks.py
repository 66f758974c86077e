"""What readers said in comments: Markdown of others, set as in a post of theirs and finished at once.

A comment stands on one page alone, so what its slots say is known here. It may refer to the equations of its post.
"""

import html
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

from mathpress.errors import Problem, Severity
from mathpress.fragments import anchors
from mathpress.markup.convert import Rules, convert
from mathpress.model import Anchor, Label, Level, Link, LinkText, NumberLink, Picture, Reference, Slot
from mathpress.words import Names, referred

_ALT: Final = re.compile(r' alt="(?P<text>[^"]*)"')
_LINK_EDGE: Final = re.compile(r"<(?P<slash>/?)a(?![\w-])")
_REL: Final = "nofollow ugc noopener"
"""What links in comments say of themselves (HTML standard, 4.6.7; `ugc` is for search engines)."""


def set_remark(
    text: str, rules: Rules, name: str, labels: Sequence[Label], names: Names
) -> tuple[str, tuple[Problem, ...]]:
    """Return a comment's text as HTML, and the mistakes in it, with places in the text alone.

    `name` is the comment's own id, which stands before those in its text; `labels` are those of the post, `names` those
    of the blog's own environments. Pictures become links, so that nothing is loaded from elsewhere.
    """
    body = convert("", text, 0, replace(rules, numbering="none", untrusted=True, links=_REL, cites=False))
    targets = {label.name: (label, label.id) for label in labels}
    targets |= {label.name: (label, _inner(name, label.id)) for label in body.labels}
    own = frozenset(anchor.id for anchor in anchors(body.html))
    filler = _Filler(name, own, targets, rules.language, names)
    parts: list[str] = []
    in_link = False
    for part in body.html:
        if isinstance(part, str):
            edges = _LINK_EDGE.findall(part)
            in_link = not edges[-1] if edges else in_link
        parts.append(part if isinstance(part, str) else filler.fill(part, in_link=in_link))
    return "".join(parts), tuple(each for each in body.problems if each.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class _Filler:
    """Fills the slots of one comment. `own` are the ids in it; `targets` are labels with their ids on the page."""

    name: str
    own: Set[str]
    targets: Mapping[str, tuple[Label, str]]
    language: str
    names: Names

    def fill(self, slot: Slot, *, in_link: bool) -> str:
        match slot:
            case Anchor(id=inner):
                return f' id="{html.escape(_inner(self.name, inner))}"'
            case NumberLink(id=inner):
                return f' href="#{html.escape(_inner(self.name, inner))}"'
            case Level(level=level):
                return str(min(level + 1, _DEEPEST))
            case Link(attribute=attribute, target=target):
                is_own = target[:1] == "#" and target[1:] in self.own
                leads = f"#{_inner(self.name, target[1:])}" if is_own else target
                return f' {attribute}="{html.escape(leads)}"'
            case LinkText(link=link):
                return html.escape(link.target)
            case Picture():
                return _pictured(slot, in_link=in_link)
            case Reference():
                return self._reference(slot)
            case _:  # a citation, of which there are none
                return ""

    def _reference(self, reference: Reference) -> str:
        """Return what a reference says; one that leads nowhere stays as it was written."""
        if reference.label not in self.targets:
            return html.escape(rf"\{reference.command}{{{reference.label}}}")
        label, target = self.targets[reference.label]
        said = html.escape(referred(reference.command, label, self.language, self.names))
        if reference.form == "tex":
            return rf"\text{{{said}}}"
        kind = reference.command if reference.command in {"ref", "eqref"} else "autoref"
        return f'<a class="{kind}" href="#{html.escape(target)}">{said}</a>'


_DEEPEST: Final = 6
"""The level of the smallest heading."""


def _inner(name: str, inner: str) -> str:
    return f"{name}--{inner}"


def _pictured(picture: Picture, *, in_link: bool) -> str:
    """Return a link to a picture that says what it shows; where it is a link itself, it says that alone."""
    source = picture.source if isinstance(picture.source, str) else picture.source.target
    said = _ALT.search("".join(part for part in picture.attributes if isinstance(part, str)))
    text = (said["text"] if said else "") or html.escape(source)
    return text if in_link else f'<a href="{html.escape(source)}" rel="{_REL}">{text}</a>'
