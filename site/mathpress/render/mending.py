r"""A math font mended for browsers, which do not do with it all that TeX does.

What Chromium 156 does, and WebKitGTK 2.50 for the most part, and what is changed in the font instead:

- An accent is drawn as it stands. One without a width gets that of its drawing, or it would stand left of its letter.
- A character stretches by a recipe of its own. Signs that stand in the place of accents get the accents' recipe.
- The forms that a font has for scripts (OpenType's `ssty`) are not used. A prime, which stands in them, gets its own.
- A piece that cannot overlap its neighbour keeps a character from growing. Overlaps that were given the wrong way round
  (→ ↔ ↦ of STIX Two Math 2.11) are turned.
- A fence or root takes the width of its widest size, and leaves the rest empty. So all its sizes get one width.
- `\mathscr` differs from `\mathcal` by a variation selector (Unicode, StandardizedVariants.txt), of which STIX Two Math
  knows nothing. It gets the letters of the first stylistic set.
- A line of a fraction or root, if it is between one and two pixels thick, is drawn with one or two, as it falls. In the
  size of text it gets one.
- The line of a root is drawn half of its thickness too high. Its beginning, which the sign has, is thinned to meet it.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

_ACCENTS: Final = (
    *range(0x300, 0x30D), 0x330, 0x332, 0x20D0, 0x20D1, 0x20D6, 0x20D7, 0x20DB, 0x20DC, 0x20E1, *range(0x20EC, 0x20F0),
)  # fmt: skip
"""Marks over and under letters. Those that strike a letter through, such as U+0338, have to stay without a width."""
_STRETCHED_AS: Final = {
    0x5E: 0x302, 0x2C6: 0x302, 0x7E: 0x303, 0x2DC: 0x303, 0xAF: 0x305, 0x203E: 0x305, 0x2C7: 0x30C,
}  # fmt: skip
"""Signs, and the accents that they stand for."""
_ROUNDHAND: Final = 0xFE01
"""The selector of script letters with flourishes; U+FE00 is that of plain ones, as they are drawn without any."""
_OUT_OF_BOX: Final = 0.1
"""How much of its width a drawing may stand out to the left."""
_FENCES: Final = "()[]{}⌊⌋⌈⌉⟨⟩⟦⟧"
_LINE: Final = 0.055
"""The greatest thickness of lines, in em: a pixel at 18 pixels."""
_ROOT: Final = 0x221A
_GROWN_FENCE: Final = 1.3
_GROWN_ROOT: Final = 1.1
"""The widths of those that have grown, by those of the small ones."""


def mend(font: TTFont, primes: Mapping[int, str], roundhand: Mapping[int, str]) -> None:
    """Mend a font in place; the glyphs to draw primes and letters of roundhand with go by their code points."""
    characters = font.getBestCmap()
    variants = font["MATH"].table.MathVariants
    sideways = _recipes(variants.HorizGlyphCoverage, variants.HorizGlyphConstruction)
    upwards = _recipes(variants.VertGlyphCoverage, variants.VertGlyphConstruction)
    drawings = _Drawings(font)
    for name in _all_sizes((characters[code] for code in _ACCENTS if code in characters), sideways):
        drawings.give_width(name)
    _fit(font, drawings, upwards)
    _turn_overlaps((*sideways.values(), *upwards.values()), variants.MinConnectorOverlap)
    _stretch(font, sideways)
    for table in font["cmap"].tables:
        if hasattr(table, "uvsDict"):
            letters = {**roundhand, **dict(table.uvsDict.get(_ROUNDHAND, ()))}
            table.uvsDict |= {_ROUNDHAND: sorted(letters.items())} if letters else {}
        elif table.isUnicode():
            table.cmap.update({code: glyph for code, glyph in primes.items() if code in table.cmap})


Recipes = dict[str, Any]
"""How glyphs grow in one direction: by larger ones, and put together of pieces (OpenType, MathGlyphConstruction)."""


def _recipes(coverage: Any, constructions: Any) -> Recipes:
    return dict(zip(coverage.glyphs, constructions, strict=True)) if coverage else {}


def _all_sizes(glyphs: Iterable[str], recipes: Recipes) -> tuple[str, ...]:
    """Return glyphs and all that stand in for them when they grow, each once."""
    return tuple(dict.fromkeys(size for glyph in glyphs for size in (glyph, *_grown(glyph, recipes))))


def _grown(glyph: str, recipes: Recipes) -> Iterator[str]:
    if glyph in recipes:
        yield from (larger.VariantGlyph for larger in recipes[glyph].MathGlyphVariantRecord)
        assembly = recipes[glyph].GlyphAssembly
        yield from (piece.glyph for piece in assembly.PartRecords) if assembly else ()


def _fit(font: TTFont, drawings: "_Drawings", recipes: Recipes) -> None:
    """Give the sizes of each fence and of the root one width, and lines the thickness of a pixel."""
    characters = font.getBestCmap()
    for fence in (characters[ord(fence)] for fence in _FENCES if ord(fence) in characters):
        width = round(drawings.width(fence) * _GROWN_FENCE)
        for size in _all_sizes((fence,), recipes)[1:]:
            drawings.fit_fence(size, width)
    constants = font["MATH"].table.MathConstants
    line = constants.RadicalRuleThickness.Value
    for constant in (constants.FractionRuleThickness, constants.RadicalRuleThickness):
        constant.Value = min(constant.Value, round(_LINE * font["head"].unitsPerEm))
    if root := characters.get(_ROOT):
        width = round(drawings.width(root) * _GROWN_ROOT)
        for size in _all_sizes((root,), recipes):
            drawings.fit_root(size, width, line, line - constants.RadicalRuleThickness.Value / 2)


def _turn_overlaps(recipes: Iterable[Any], least: int) -> None:
    """Turn the overlaps of a first or last piece, if it cannot overlap its neighbour but the empty side."""
    for assembly in (recipe.GlyphAssembly for recipe in recipes if recipe.GlyphAssembly):
        first, last = assembly.PartRecords[0], assembly.PartRecords[-1]
        if first.EndConnectorLength < least <= first.StartConnectorLength:
            first.StartConnectorLength, first.EndConnectorLength = first.EndConnectorLength, first.StartConnectorLength
        if last.StartConnectorLength < least <= last.EndConnectorLength:
            last.StartConnectorLength, last.EndConnectorLength = last.EndConnectorLength, last.StartConnectorLength


def _stretch(font: TTFont, recipes: Recipes) -> None:
    """Let signs stretch sideways as the accents that they stand for."""
    characters = font.getBestCmap()
    for sign, accent in _STRETCHED_AS.items():
        if sign in characters and characters.get(accent) in recipes:
            recipes[characters[sign]] = copy.deepcopy(recipes[characters[accent]])
    if recipes:
        variants = font["MATH"].table.MathVariants
        names = sorted(recipes, key=font.getGlyphID)
        variants.HorizGlyphCoverage.glyphs = names
        variants.HorizGlyphConstruction = [recipes[name] for name in names]
        variants.HorizGlyphCount = len(names)


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of a drawing: stretched and moved sideways; `low` edges are moved up by `lift`."""

    stretch: float = 1.0
    move: float = 0.0
    low: float | None = None
    lift: float = 0.0

    def transformPoint(self, point: tuple[float, float]) -> tuple[float, float]:  # noqa: N802 (fontTools asks for it)
        """Return where a point of the drawing goes."""
        x, y = point
        is_low = self.low is not None and abs(y - self.low) <= 1
        return x * self.stretch + self.move, y + self.lift * is_low

    def transformPoints(self, points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:  # noqa: N802
        """Return where points of the drawing go."""
        return [self.transformPoint(point) for point in points]


class _Drawings:
    """The drawings of a font's glyphs, to be changed."""

    def __init__(self, font: TTFont) -> None:
        self._font = font
        self._glyphs = font.getGlyphSet()
        info = font["MATH"].table.MathGlyphInfo
        accents = info.MathTopAccentAttachment if info else None
        self._middles: Mapping[str, Any] = (
            dict(zip(accents.TopAccentCoverage.glyphs, accents.TopAccentAttachment, strict=True)) if accents else {}
        )
        """Where the middle of a glyph is, that stands over the middle of another."""

    def width(self, name: str) -> int:
        """Return the width of a glyph."""
        width: int = self._font["hmtx"][name][0]
        return width

    def give_width(self, name: str) -> None:
        """Give a glyph the width of its drawing, unless it has a width and the drawing stands on it."""
        left, right, _ = self._edges(name)
        if self.width(name) == 0 or left < -self.width(name) * _OUT_OF_BOX:
            self._redraw(name, _Change(move=-left), round(right - left))

    def fit_fence(self, name: str, width: int) -> None:
        """Give a fence or a piece of one another width: narrow its drawing, or have as much room on both sides."""
        stretch = self._stretch(name, width)
        self._redraw(name, _Change(stretch, (width - self.width(name) * stretch) / 2), width)

    def fit_root(self, name: str, width: int, line: int, thinner: float) -> None:
        """Give a root or a piece of one another width, and make the beginning of its `line` thinner, from below."""
        _, _, top = self._edges(name)
        stretch = self._stretch(name, width)
        self._redraw(name, _Change(stretch, width - self.width(name) * stretch, top - line, thinner), width)

    def _stretch(self, name: str, width: int) -> float:
        """Return how much narrower a drawing has to be for that width; one without a width stays as it is."""
        return min(1.0, width / (self.width(name) or width))

    def _edges(self, name: str) -> tuple[float, float, float]:
        """Return the left, right and upper edges of a drawing."""
        bounds = BoundsPen(self._glyphs)
        self._glyphs[name].draw(bounds)
        left, _, right, top = bounds.bounds or (0, 0, 0, 0)
        return left, right, top

    def _redraw(self, name: str, change: _Change, width: int) -> None:
        drawing = DecomposingRecordingPen(self._glyphs)  # an accent may be made of other glyphs, which stay as they are
        self._glyphs[name].draw(drawing)
        if "glyf" in self._font:
            outline = TTGlyphPen(self._glyphs)
            drawing.replay(TransformPen(outline, change))
            self._font["glyf"][name] = outline.glyph(round=round)
            self._font["glyf"][name].recalcBounds(self._font["glyf"])
            left = getattr(self._font["glyf"][name], "xMin", 0)
        else:
            from fontTools.pens.t2CharStringPen import T2CharStringPen  # PostScript's outlines come along with it

            drawings = self._font["CFF "].cff.topDictIndex[0].CharStrings
            private = drawings[name].private
            # Here a width is told by its difference from another one (Adobe Technical Note 5177, 3.1).
            strokes = T2CharStringPen(width - private.nominalWidthX, self._glyphs)
            drawing.replay(TransformPen(strokes, change))
            drawings[name] = strokes.getCharString(private, drawings[name].globalSubrs)
            left = round(self._edges(name)[0])
        self._font["hmtx"][name] = (width, left)
        if name in self._middles:
            middle = self._middles[name]
            middle.Value = round(middle.Value * change.stretch + change.move)
