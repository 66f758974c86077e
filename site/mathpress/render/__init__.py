"""Pages, feeds and files as outputs: each knows what it is made from before it is made, but for the search index."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.config import Config
from mathpress.kept import CACHE, Kept, digest
from mathpress.model import Texts
from mathpress.outputs import Output, Phase
from mathpress.render import search
from mathpress.render.feeds import Feeds
from mathpress.render.images import Images, Making, illustrate
from mathpress.render.pages import Pages
from mathpress.render.parts import Parts
from mathpress.render.paths import dead_paths
from mathpress.render.rendering import Rendering
from mathpress.render.theme import StaticFile, Theme
from mathpress.resolve import Site
from mathpress.resolve.urls import file_of
from mathpress.seen import DIGEST, Seen, digest_of
from mathpress.versions import made_by

_MADE_BY: Final = ("babel", "jinja2", "markupsafe")
"""The distributions besides our own whose versions shape pages."""


def render(
    site: Site,
    texts: Texts,
    config: Config,
    theme: Theme,
    images: Images,
    root: Path,
    seen: Seen,
    *,
    has_search: bool,
    has_index: bool,
) -> Iterator[Output]:
    """Yield every file of the site. Content files are read from the blog at `root`, if they were not `seen` before.

    The preview has a search page but no index, which takes too long to make at every save.
    """
    for path, file in theme.static.items():
        yield _copy(path, file.source, file.digest)
    for asset, path in site.assets.items():
        source = root / asset
        yield _copy(path, source, seen.learn(DIGEST, str(source), digest_of))
    for path, variant in {path: each for image in images.values() for path, each in image.variants.items()}.items():
        yield Output(path, Phase.ASSET, variant.digest, variant.read)
    parts = Parts(site, config, theme.strings)
    pages = Pages(site, config, texts, images, parts, theme.strings, has_search=has_search, has_index=has_index)
    site_view = pages.site_view()
    code = made_by(_MADE_BY)
    shared = digest(f"{code}\0{theme.digest}\0{site_view!r}".encode())
    for page in pages.all():
        yield _page(page, site_view, shared, theme)
    yield from Feeds(site, config, texts, images, parts, code).all()
    if has_index:
        for path, data in search.index(site, texts, config, parts, Kept(root / CACHE / "search")).items():
            yield Output(path, Phase.INDEX if path == search.ENTRY else Phase.ASSET, digest(data), partial(bytes, data))


def _page(page: Rendering, site_view: object, shared: str, theme: Theme) -> Output:
    fingerprint = digest(f"{shared}\0{page.template}\0{page.made_of}".encode())
    return Output(
        file_of(page.url), page.phase, fingerprint, lambda: theme.render(page.template, site_view, page.view).encode()
    )


def _copy(path: PurePosixPath, source: Path, digest: str) -> Output:
    return Output(path, Phase.ASSET, digest, source.read_bytes)


__all__ = ["Making", "StaticFile", "Theme", "dead_paths", "illustrate", "render"]
