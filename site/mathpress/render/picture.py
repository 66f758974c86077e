"""The tag of a picture: its size and, where there are variants, the choice among them (HTML standard, 4.8.4)."""

import html
from collections.abc import Callable

from mathpress.fragments import COLUMN
from mathpress.model import Picture
from mathpress.render.images import Image
from mathpress.render.sizes import Size
from mathpress.resolve.urls import url_of_file


def tag(picture: Picture, source: str, anchor: str, image: Image, url: Callable[[str], str], *, is_lazy: bool) -> str:
    """Return a picture's HTML. `source` is its address, `anchor` its id attribute, `url` makes a URL one of the page.

    A picture that is not lazy is loaded at once.
    """
    width, height = _dimensions(picture, image.size)
    loading = picture.loading or ("lazy" if is_lazy else "")
    attributes = {"src": source, "width": width, "height": height, "loading": loading}
    shown = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items() if value)
    img = f"<img{shown}{anchor}{picture.attributes}>"
    if picture.has_sources or not image.variants:
        return img
    candidates = ", ".join(f"{url(url_of_file(path))} {variant.width}w" for path, variant in image.variants.items())
    sizes = picture.sizes or _sizes(width)
    return (
        f'<picture><source type="image/webp" srcset="{html.escape(candidates)}" sizes="{html.escape(sizes)}">'
        f"{img}</picture>"
    )


def _dimensions(picture: Picture, natural: Size | None) -> tuple[str, str]:
    """Return width and height: what the author wrote, and what keeps the ratio; nothing else beside a percentage."""
    width, height = picture.width, picture.height
    if natural is None or (width and height) or "%" in width + height:
        return width, height
    if width:
        return width, str(round(int(width) * natural.height / natural.width))
    if height:
        return str(round(int(height) * natural.width / natural.height)), height
    return str(natural.width), str(natural.height)


def _sizes(width: str) -> str:
    """Say how wide a picture is shown: a share of the text, or its width but never more than the text's."""
    if width.endswith("%"):
        share = min(100.0, float(width[:-1]))
        return f"(max-width: {COLUMN}px) {share:g}vw, {COLUMN * share / 100:g}px"
    shown = min(COLUMN, int(width or COLUMN))
    return f"(max-width: {shown}px) 100vw, {shown}px"
