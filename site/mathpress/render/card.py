"""The card of a post, as social networks show it beside a link: its title and a formula of it, 1200 × 630 pixels."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

from mathpress.render.formula_drawing import Engraving, engrave
from mathpress.render.pieces import CARD
from mathpress.render.text_drawing import Letterer, seen, shortened

_MARGIN: Final = 80
_BAR: Final = 20
_WIDTH: Final = CARD[0] - 2 * _MARGIN
_TITLES: Final = ((76, 1), (70, 2), (60, 2), (52, 3), (44, 3))
"""Sizes of titles, the largest first, and how many lines of each leave room for a formula."""
_LEADING: Final = 1.32
_TOP: Final = 76
_FOOT: Final = CARD[1] - 64
"""The base line of the last line, which names the blog and the author."""
_FOOT_SIZE: Final = 30
_FORMULA_SIZE: Final = 64
_SMALLEST: Final = 30
"""Pixels in which letters of a formula are still read on a phone, where a card is 400 pixels wide."""
_LONGEST: Final = 400
"""Characters of a text that are looked at; a card has room for half of them."""
_ROOM: Final = 44
"""Pixels above and below a formula."""


@dataclass(frozen=True, slots=True)
class Colors:
    """The theme's colours in light, each as CSS writes it."""

    page: str = "#fdfcfa"
    text: str = "#1f2328"
    muted: str = "#5a616b"
    accent: str = "#96341f"


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. `formulas` are MathML; the first that can be drawn in the room that is left is shown."""

    title: str
    site: str
    author: str
    language: str
    formulas: tuple[str, ...]


def draw(card: Card, letterer: Letterer, colors: Colors) -> bytes:
    """Return a card as PNG. Raises `UncoveredError` if a text has characters that no font has."""
    title, site, author = (seen(text[:_LONGEST]) for text in (card.title, card.site, card.author))
    letterer.check(f"{title}{site}{author}…")
    image = Image.new("RGB", CARD, colors.page)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, _BAR, CARD[1]), fill=colors.accent)
    size, lines = _title(title, letterer)
    height = len(lines) * size * _LEADING
    room = _FOOT - _FOOT_SIZE - _ROOM - (_TOP + height + _ROOM)
    formula = _formula(card.formulas, room)
    top = _TOP if formula else (_FOOT - _FOOT_SIZE - height) / 2
    for number, line in enumerate(lines):
        letterer.draw(canvas, (_MARGIN, top + size + number * size * _LEADING), line, size, colors.text)
    if formula:
        _stamp(image, formula, (_MARGIN, round(_TOP + height + _ROOM + (room - formula.height) / 2)), colors.text)
    author = shortened(author, lambda text: letterer.width(text, _FOOT_SIZE) <= _WIDTH / 2)
    across = letterer.width(author, _FOOT_SIZE)
    site = shortened(site, lambda text: letterer.width(text, _FOOT_SIZE) <= _WIDTH - across - _MARGIN)
    letterer.draw(canvas, (_MARGIN, _FOOT), site, _FOOT_SIZE, colors.accent)
    letterer.draw(canvas, (CARD[0] - _MARGIN - across, _FOOT), author, _FOOT_SIZE, colors.muted)
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def _title(title: str, letterer: Letterer) -> tuple[int, list[str]]:
    """Return the largest size in which a title has few lines, and these."""
    for size, most in _TITLES:
        lines = letterer.lines(title, size, _WIDTH)
        if len(lines) <= most:
            return size, lines
    title = shortened(title, lambda text: len(letterer.lines(text, size, _WIDTH)) <= most)
    return size, letterer.lines(title, size, _WIDTH)


def _formula(formulas: Sequence[str], room: float) -> Engraving | None:
    """Return the first formula that can be drawn, as large as the room allows, and be read."""
    for mathml in formulas:
        drawn = engrave(mathml, _FORMULA_SIZE)
        if drawn is None:
            continue
        size = _FORMULA_SIZE * min(1, _WIDTH / drawn.width, room / drawn.height)
        if size >= _SMALLEST:
            return drawn if size == _FORMULA_SIZE else engrave(mathml, size)
    return None


def _stamp(image: Image.Image, formula: Engraving, place: tuple[int, int], color: str) -> None:
    from resvg_py import svg_to_bytes

    with Image.open(io.BytesIO(bytes(svg_to_bytes(svg_string=formula.svg, skip_system_fonts=True)))) as drawn:
        image.paste(color, place, drawn.convert("RGBA").getchannel("A"))
