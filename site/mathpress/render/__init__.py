"""Pages, feeds and files as outputs: each knows what it is made from before it is made, but for the search index."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.edits import Edits
from mathpress.fingerprints import Fingerprints
from mathpress.kept import CACHE, Kept, digest
from mathpress.outputs import Output, Phase
from mathpress.render import search
from mathpress.render.cards import Cards, Drawing, draw_cards
from mathpress.render.context import Context
from mathpress.render.feeds import Feeds
from mathpress.render.fonts import MathFont, font_needs, math_font
from mathpress.render.images import Images, Making, illustrate, shown_by
from mathpress.render.pages import Pages
from mathpress.render.parts import Parts
from mathpress.render.paths import dead_paths, linked_from
from mathpress.render.rendering import Rendering
from mathpress.render.theme import Theme
from mathpress.resolve.urls import file_of
from mathpress.seen import DIGEST, Seen, digest_of
from mathpress.versions import made_by

_MADE_BY: Final = ("babel", "jinja2", "markupsafe")
"""The distributions besides our own whose versions shape pages."""


def render(
    context: Context, theme: Theme, root: Path, seen: Seen, fingerprints: Fingerprints, edits: Edits | None = None
) -> Iterator[Output]:
    """Yield every file of the site. Content files are read from the blog at `root`, if they were not `seen` before.

    `fingerprints` knows what pages were made from, of those that cannot have become others since. If all is as it was
    in the last build but for some `edits`, only those pages and feeds are yielded that show what was edited.
    """
    parts = Parts(context)
    pages = Pages(context, parts)
    site_view = pages.site_view()
    code = made_by(_MADE_BY)
    theirs = digest(f"{code}\0{theme.digest}\0{site_view!r}".encode())
    feeds = Feeds(context, parts, code, fingerprints)
    page = partial(_page, site_view=site_view, theirs=theirs, theme=theme, fingerprints=fingerprints)
    if edits is not None:
        fingerprints.go_on()
        yield from map(page, pages.showing(edits))
        yield from feeds.showing(edits)
        return
    yield from _files(context, theme, root, seen)
    fingerprints.begin(digest(f"{theirs}\0{context.site.arrangement.grounds.digest}\0{_told_of(context)}".encode()))
    yield from map(page, pages.all())
    yield from feeds.all()
    if context.has_search and not context.is_preview:
        for path, data in search.index(context, parts, Kept(root / CACHE / "search")).items():
            yield Output(path, Phase.INDEX if path == search.ENTRY else Phase.ASSET, digest(data), partial(bytes, data))
    if font := context.font:
        yield Output(font.sheet_path, Phase.ASSET, digest(font.sheet), partial(bytes, font.sheet))
        for file in font.files:  # the last, for another process may be making them
            yield Output(file.path, Phase.ASSET, file.key, file.make)


def _files(context: Context, theme: Theme, root: Path, seen: Seen) -> Iterator[Output]:
    """Yield the files that pages show, but for the font."""
    for path, file in theme.static.items():
        yield _copy(path, str(file.source), file.digest)
    for asset, path in context.site.assets.items():
        source = f"{root}/{asset}"
        yield _copy(path, source, seen.learn(DIGEST, source, digest_of))
    variants = {path: each for image in context.images.values() for path, each in image.variants.items()}
    for path, variant in variants.items():
        yield Output(path, Phase.ASSET, variant.digest, variant.read)
    for path, card in {card.path: card for card in context.cards.values()}.items():  # posts of one title may share one
        yield Output(path, Phase.ASSET, card.key, card.make)


def _page(page: Rendering, site_view: object, theirs: str, theme: Theme, fingerprints: Fingerprints) -> Output:
    """Return a page; `theirs` tells from others what is the same for all pages."""

    def tell() -> str:
        return digest(f"{theirs}\0{page.template}\0{page.view.made_of}".encode())

    def make() -> bytes:
        return theme.render(page.template, site_view, page.view.page).encode()

    return Output(file_of(page.url), page.phase, fingerprints.of(page.url, page.shown, tell), make)


def _told_of(context: Context) -> str:
    """Return what tells the pictures of a site from others, and a preview from what is published."""
    pictures = (
        f"{url} {image.size} {[(str(path), variant.digest) for path, variant in image.variants.items()]}"
        for url, image in context.images.items()
    )
    return digest("\0".join((str(context.is_preview), *pictures)).encode())


def _copy(path: PurePosixPath, source: str, digest: str) -> Output:
    return Output(path, Phase.ASSET, digest, partial(Path, source))


__all__ = [
    "Cards", "Context", "Drawing", "Images", "Making", "MathFont", "Theme", "dead_paths", "draw_cards",
    "font_needs", "illustrate", "linked_from", "math_font", "render", "shown_by",
]  # fmt: skip
