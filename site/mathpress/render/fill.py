r"""Filling slots: what a link, an id or a reference looks like depends on the page that the fragment is shown on."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mathpress.cited import Citation
from mathpress.fragments import anchors, pictures
from mathpress.kept import digest
from mathpress.markup import tags
from mathpress.model import Anchor, Fragment, Level, Link, LinkText, NumberLink, Picture, Reference, Sketch, Slot, Texts
from mathpress.render.images import Image, Images
from mathpress.render.picture import tag
from mathpress.render.pieces import Filled
from mathpress.render.readers import for_readers
from mathpress.render.references import behind, listed, said
from mathpress.resolve import Article
from mathpress.words import Names, referred, strings


class Where(StrEnum):
    """The kinds of page that a fragment may stand on."""

    OWN = "the article's own page"
    LISTING = "a page of several articles"
    FEED = "a feed, read anywhere"


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills slots for one kind of page. `root` stands before URLs: the site's root, or its whole address for feeds.

    `language` is the site's, whose words references say in articles that have no language of their own; `images` are
    the pictures known; `names` are those of the blog's own environments.
    """

    root: str
    where: Where
    language: str
    images: Images
    names: Names

    def fill(self, fragment: Fragment, article: Article, *, is_first: bool = True) -> str:
        """Return the HTML of a fragment of an article's body.

        Pictures are loaded when the reader comes near them, but for the first of a page, which mostly is in view; on
        listings `is_first` tells the fragment that has it.
        """
        own = {anchor.id for anchor in anchors(fragment) if not anchor.number}
        first = next(pictures(fragment), None) if is_first else None
        parts = (part if isinstance(part, str) else self._slot(part, article, own, first) for part in fragment)
        return self._shown("".join(parts))

    def _shown(self, text: str) -> str:
        return for_readers(text) if self.where is Where.FEED else text

    def body(self, article: Article, texts: Texts) -> Filled:
        """Return the HTML of an article's body, to be made when it is shown."""
        sketch = article.document.html
        made_of = self._made_of(sketch, article, next(pictures(sketch.slots), None))
        return Filled(made_of, lambda: self.fill(texts.html(article.document), article))

    def excerpt(self, article: Article, texts: Texts, *, is_first: bool = True) -> Filled:
        """Return the HTML of an article's excerpt, to be made when it is shown."""
        sketch = article.document.excerpt
        made_of = self._made_of(sketch, article, next(pictures(sketch.slots), None) if is_first else None)
        return Filled(made_of, lambda: self.fill(texts.excerpt(article.document), article, is_first=is_first))

    def _made_of(self, sketch: Sketch, article: Article, first: Picture | None) -> str:
        """Return a digest of all that a fragment's HTML is made of; what its own slots say follows from the URL."""
        own = set(sketch.ids)
        slots = (self._slot(slot, article, own, first) for slot in sketch.slots)
        return digest("\0".join((sketch.digest, self.where, self.url(article.url), *slots)).encode())

    def label(self, fragment: Fragment, article: Article) -> str:
        """Return what a fragment of an article says, as HTML without links."""
        return "".join(part if isinstance(part, str) else self._said(part, article)[0] for part in fragment).strip()

    def plain(self, fragment: Fragment, article: Article) -> str:
        """Return what a fragment of an article's text says, as plain text."""
        return "".join(part if isinstance(part, str) else self._said(part, article)[1] for part in fragment)

    def references(self, article: Article) -> str:
        """Return the list of references of an article as HTML, or nothing if it cites nothing."""

        def link(name: str) -> str:
            return html.escape(self._within(article, name, own=set()))

        return self._shown(listed(article.references, self._words(article), link, with_ids=self.where is Where.OWN))

    def url(self, url: str) -> str:
        """Return a URL of the site as it stands in links."""
        return self.root + url.removeprefix("/")

    def _picture(self, picture: Picture, article: Article, own: set[str], *, is_lazy: bool) -> str:
        """Return a picture's HTML: plain in feeds, whose readers know little of HTML."""
        in_feed = self.where is Where.FEED
        parts = (*((picture.anchor,) if picture.anchor else ()), *picture.attributes)
        others = "".join(part if isinstance(part, str) else self._slot(part, article, own, None) for part in parts)
        if isinstance(picture.source, str):
            source, image = picture.source, Image()
        else:
            destination = article.destinations.get(picture.source)
            image = self.images.get(destination.url, Image()) if destination else Image()
            source = self._link(picture.source, article, own)
        return tag(picture, source, others, image, self.url, is_lazy=is_lazy and not in_feed, is_plain=in_feed)

    def _slot(self, slot: Slot, article: Article, own: set[str], first: Picture | None) -> str:
        match slot:
            case Anchor():
                return self._anchor(slot, article)
            case NumberLink(id=name):
                return f' href="{html.escape(self._within(article, name, own=set()))}"'
            case Link(attribute=tags.SOURCE_SET):
                return html.escape(self._link(slot, article, own))
            case Link():
                return f' {slot.attribute}="{html.escape(self._link(slot, article, own))}"'
            case LinkText():
                return self._said(slot, article)[0]
            case Picture():
                return self._picture(slot, article, own, is_lazy=slot is not first)
            case Level(level=level):
                return str(min(level + (self.where is Where.LISTING), _DEEPEST))
            case Reference():
                return self._reference(slot, article, own)
            case Citation():
                return self._citation(slot, article)

    def _said(self, slot: Slot, article: Article) -> tuple[str, str]:
        """Return what a reference or a link without a text says, as HTML and as plain text; other slots say nothing."""
        language = article.document.matter.lang or self.language
        match slot:
            case Reference():
                number = self._number(slot, article)
                return (rf"\text{{{html.escape(number)}}}" if slot.form == "tex" else html.escape(number)), number
            case Citation():
                pieces = said(slot, article.references, self._words(article)) if slot.bare else []
                text = "".join(piece.text for piece in pieces) + behind(slot, article.references)
                return html.escape(text), text
            case LinkText(link=link):
                target = article.destinations.get(link)
                if target and target.title:
                    return target.title
                text = referred("Cref", target.label, language, self.names) if target and target.label else link.target
                return html.escape(text), text
            case _:
                return "", ""

    def _number(self, reference: Reference, article: Article) -> str:
        """Return what a reference says; nothing if it leads nowhere."""
        destination = article.destinations.get(reference)
        language = article.document.matter.lang or self.language
        label = destination.label if destination else None
        return referred(reference.command, label, language, self.names) if label else ""

    def _citation(self, citation: Citation, article: Article) -> str:
        pieces = said(citation, article.references, self._words(article))
        text = "".join(
            f'<a href="{html.escape(self._within(article, entry, own=set()))}">{html.escape(text)}</a>'
            if entry
            else html.escape(text)
            for text, entry in pieces
        )
        if not any(entry for _, entry in pieces):  # it is prose
            return text
        name = f' id="{html.escape(citation.id)}"' if self.where is Where.OWN else ""
        return f'<span class="citation"{name}>{text}</span>{html.escape(behind(citation, article.references))}'

    def _words(self, article: Article) -> Mapping[str, str]:
        return strings(article.document.matter.lang or self.language)

    def _anchor(self, anchor: Anchor, article: Article) -> str:
        if self.where is Where.OWN:
            return f' id="{html.escape(anchor.id)}"'
        if self.where is Where.FEED or anchor.number:
            return ""
        return f' id="{html.escape(_prefix(article) + anchor.id)}"'

    def _within(self, article: Article, name: str, own: set[str]) -> str:
        """Return the address of an id of this article; `own` are the ids that are on this page with a prefix."""
        if self.where is Where.OWN:
            return f"#{name}"
        if self.where is Where.LISTING and name in own:
            return f"#{_prefix(article)}{name}"
        return f"{self.url(article.url)}#{name}"

    def _link(self, link: Link, article: Article, own: set[str]) -> str:
        destination = article.destinations.get(link)
        if destination is None:
            return link.target
        if destination.url == article.url and destination.fragment:
            return self._within(article, destination.fragment, own)
        return self.url(destination.url) + (f"#{destination.fragment}" if destination.fragment else "")

    def _reference(self, reference: Reference, article: Article, own: set[str]) -> str:
        destination = article.destinations.get(reference)
        if destination is None or destination.label is None:
            source = rf"\{reference.command}{{{html.escape(reference.label)}}}"
            return (
                source
                if reference.form == "tex"
                else f'<code class="math-error" title="refers to nothing">{source}</code>'
            )
        number, _ = self._said(reference, article)
        if reference.form == "tex":
            return number
        if destination.url == article.url:
            url = self._within(article, destination.fragment, own)
        else:
            url = f"{self.url(destination.url)}#{destination.fragment}"
        name = reference.command if reference.command in {"ref", "eqref"} else "autoref"
        return f'<a class="{name}" href="{html.escape(url)}">{number}</a>'


_DEEPEST: Final = 6
"""The level of the smallest heading."""


def _prefix(article: Article) -> str:
    """Return what tells an article's ids from those of others on one page; no slug has a dot in it."""
    return article.url.strip("/").replace("/", ".") + _PREFIX_END


_PREFIX_END: Final = "--"
