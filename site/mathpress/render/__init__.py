"""Pages, feeds and files as outputs: each knows what it is made from before it is made, but for the search index."""

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.config import Config
from mathpress.kept import Kept
from mathpress.model import Output, Phase
from mathpress.render import search
from mathpress.render.feeds import Feeds
from mathpress.render.images import Images, Making, illustrate
from mathpress.render.pages import Pages, Rendering
from mathpress.render.parts import Parts
from mathpress.render.theme import StaticFile, Theme
from mathpress.resolve import Site
from mathpress.resolve.urls import file_of

CACHE: Final = PurePosixPath(".mathpress", "cache")
"""What is kept between builds, below the blog's root; it may be deleted at any time."""


def render(
    site: Site, config: Config, theme: Theme, images: Images, root: Path, *, has_search: bool, has_index: bool
) -> Iterator[Output]:
    """Yield every file of the site. Content files are read from the blog at `root`.

    The preview has a search page but no index, which takes too long to make at every save.
    """
    for path, file in theme.static.items():
        yield _copy(path, file.source, file.digest)
    for asset, path in site.assets.items():
        source = root / asset
        yield _copy(path, source, hashlib.blake2b(source.read_bytes(), digest_size=16).hexdigest())
    for path, variant in {path: each for image in images.values() for path, each in image.variants.items()}.items():
        yield Output(path, Phase.ASSET, variant.digest, variant.read)
    parts = Parts(site, config, theme.strings)
    pages = Pages(site, config, images, parts, theme.strings, has_search=has_search, has_index=has_index)
    site_view = pages.site_view()
    shared = hashlib.blake2b(repr(site_view).encode(), key=theme.digest.encode(), digest_size=16).hexdigest()
    for page in pages.all():
        yield _page(page, site_view, shared, theme)
    feeds = Feeds(site, config, images, parts)
    yield _file("feed.xml", feeds.atom())
    yield _file("feed.json", feeds.json())
    yield _file("sitemap.xml", feeds.sitemap())
    yield _file("robots.txt", feeds.robots())
    for term in feeds.terms():
        yield _file(f"{term.url}feed.xml", feeds.atom(term))
    if has_index:
        for path, data in search.index(site, config, parts, Kept(root / CACHE / "search")).items():
            yield _data(path, data, Phase.INDEX if path == search.ENTRY else Phase.ASSET)


def _page(page: Rendering, site_view: object, shared: str, theme: Theme) -> Output:
    fingerprint = hashlib.blake2b(
        f"{page.template}\0{page.view!r}".encode(), key=shared.encode(), digest_size=16
    ).hexdigest()
    return Output(
        file_of(page.url), page.phase, fingerprint, lambda: theme.render(page.template, site_view, page.view).encode()
    )


def _copy(path: PurePosixPath, source: Path, digest: str) -> Output:
    return Output(path, Phase.ASSET, digest, source.read_bytes)


def _file(url: str, data: bytes) -> Output:
    return _data(PurePosixPath(url.lstrip("/")), data, Phase.INDEX)


def _data(path: PurePosixPath, data: bytes, phase: Phase) -> Output:
    return Output(path, phase, hashlib.blake2b(data, digest_size=16).hexdigest(), lambda: data)


__all__ = ["CACHE", "Kept", "Making", "StaticFile", "Theme", "illustrate", "render"]
