"""Covers: the picture that stands at the top of an article, and stands for it elsewhere."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup

from mathpress.covers import is_for_networks
from mathpress.mediatypes import UNKNOWN, media_type
from mathpress.model import Link
from mathpress.render.fill import Filler, Where
from mathpress.render.images import Image, Images
from mathpress.render.pieces import ImageView
from mathpress.render.sizes import Size
from mathpress.render.views import CoverView
from mathpress.resolve import Article

_UNKNOWN: Final = Size(0, 0)


def cover(article: Article, filler: Filler) -> CoverView | None:
    """Return the cover of an article, if it has one; on the article's own page it is loaded before other pictures."""
    url = _url(article)
    picture, said = article.document.cover, article.document.matter.cover
    if not (url and picture and said):
        return None
    if filler.where is Where.OWN:
        picture = replace(picture, loading="eager", attributes=(*picture.attributes, ' fetchpriority="high"'))
    shown = filler.fill((picture,), article, is_first=False)
    return CoverView(filler.url(url) if isinstance(picture.source, Link) else url, said.alt, Markup(shown))


def address_of(article: Article, canonical: Callable[[str], str]) -> str:
    """Return the whole address of an article's cover, or nothing; `canonical` makes one of a URL of the site."""
    url, picture = _url(article), article.document.cover
    if url and picture and isinstance(picture.source, Link):
        return canonical(url)
    return f"https:{url}" if url.startswith("//") else url


def shared(article: Article, images: Images, canonical: Callable[[str], str]) -> ImageView | None:
    """Return the cover of an article as social networks show it, if it has one that they do."""
    document, address = article.document, address_of(article, canonical)
    if not (address and is_for_networks(document.cover)):
        return None
    size = images.get(_url(article), Image()).size or _UNKNOWN
    kind = media_type(PurePosixPath(urlsplit(address).path))
    alt = document.matter.cover.alt if document.matter.cover else ""
    return ImageView(address, size.width, size.height, "" if kind == UNKNOWN else kind, alt or document.title_text)


def _url(article: Article) -> str:
    """Return the URL of an article's cover, below the site's root or elsewhere; nothing if there is no such file."""
    picture = article.document.cover
    if picture is None:
        return ""
    if isinstance(picture.source, str):
        return picture.source
    destination = article.destinations.get(picture.source)
    return destination.url if destination else ""
