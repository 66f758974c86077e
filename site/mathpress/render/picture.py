"""The tag of a picture: its size and, where there are variants, the choice among them (HTML standard, 4.8.4).

A browser keeps room for a picture by its width and height in pixels alone. So a share of the text is told to the style
sheet, as an attribute `data-share` in whole percents.
"""

import html
from collections.abc import Callable

from mathpress.fragments import COLUMN
from mathpress.model import Picture
from mathpress.render.images import Image
from mathpress.render.sizes import Size
from mathpress.resolve.urls import url_of_file


def tag(
    picture: Picture,
    source: str,
    others: str,
    image: Image,
    url: Callable[[str], str],
    *,
    is_lazy: bool,
    is_plain: bool,
) -> str:
    """Return a picture's HTML. `source` is its address, `others` are attributes, `url` makes a URL one of the page.

    A picture that is not lazy is loaded at once; one that is plain has no variants and needs no style sheet.
    """
    width, height = picture.width, picture.height
    share = ""
    if image.size and width.endswith("%") and not (height or is_plain):
        share = str(min(100, round(float(width[:-1])) or 1))
        width, height = str(image.size.width), str(image.size.height)
    elif "%" not in width + height:
        width, height = _dimensions(width, height, image.size)
    loading = picture.loading or ("lazy" if is_lazy else "")
    attributes = {"src": source, "width": width, "height": height, "data-share": share, "loading": loading}
    shown = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items() if value)
    img = f"<img{shown}{others}>"
    if picture.has_sources or is_plain or not image.variants:
        return img
    candidates = ", ".join(f"{url(url_of_file(path))} {variant.width}w" for path, variant in image.variants.items())
    sizes = picture.sizes or _sizes(share, width)
    return (
        f'<picture><source type="image/webp" srcset="{html.escape(candidates)}" sizes="{html.escape(sizes)}">'
        f"{img}</picture>"
    )


def _dimensions(width: str, height: str, natural: Size | None) -> tuple[str, str]:
    """Return width and height in pixels: what the author wrote, and what keeps the ratio."""
    if natural is None or (width and height):
        return width, height
    if width:
        return width, str(round(int(width) * natural.height / natural.width))
    if height:
        return str(round(int(height) * natural.width / natural.height)), height
    return str(natural.width), str(natural.height)


def _sizes(share: str, width: str) -> str:
    """Say how wide a picture is shown: a share of the text in percent, or its width but never more than the text's."""
    if share:
        return f"(max-width: {COLUMN}px) {share}vw, {COLUMN * int(share) / 100:g}px"
    shown = min(COLUMN, int(width) if width.isdecimal() else COLUMN)
    return f"(max-width: {shown}px) 100vw, {shown}px"
