"""A math font cut down to some characters: HarfBuzz cuts it, fontTools mends it and packs it as WOFF2."""

import io
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from mathpress.render.mending import mend

FAMILY: Final = "Mathpress Math"
"""What style sheets call the font. A changed one must not bear a name that its licence reserves (SIL OFL 1.1, 3)."""
_FEATURES: Final = ("ccmp", "dtls", "flac", "kern")
"""The features that are kept (OpenType, registered features): accents of one piece, letters without their dots, flat
accents, kerning. Of `ssty`, the forms for scripts, only primes are kept: all are a third of a font, for one browser.
"""
_SCRIPT: Final = (*range(0x1D49C, 0x1D4B6), 0x210B, 0x2110, 0x2112, 0x211B, 0x212C, 0x2130, 0x2131, 0x2133)
_PRIMES: Final = (0x2032, 0x2033, 0x2034, 0x2035, 0x2036, 0x2037, 0x2057)
_KEPT_NAMES: Final = (0, 5, 7, 8, 9, 11, 12, 13, 14)
"""Copyright, version, trademark, who made it, its licence (OpenType, name IDs)."""
_COMPRESSED: Final = {b"wOFF", b"wOF2"}
_RESTRICTED: Final = 0x0002
_WHOLE_ONLY: Final = 0x0100
"""What OpenType's `fsType` says: the font may not be embedded, or not be cut down."""


class FontError(Exception):
    """No font for formulas can be made of a file; the message says why."""


def webfont(file: Path, characters: Collection[int]) -> bytes:
    """Return what a math font has of some characters, in all sizes, as WOFF2; the same bytes for the same font.

    Raises `FontError` if the file is no font with an OpenType MATH table or its licence forbids it, and `OSError`.
    """
    data = file.read_bytes()
    try:
        face = _face(data)
        primes = _forms(face, "ssty", _PRIMES, characters)
        roundhand = _forms(face, "ss01", _SCRIPT, characters)
        font, places = _cut(face, characters, {*primes.values(), *roundhand.values()})
        mend(
            font,
            {code: font.getGlyphName(places[glyph]) for code, glyph in primes.items()},
            {code: font.getGlyphName(places[glyph]) for code, glyph in roundhand.items()},
        )
        _rename(font, face.get_name(hb.OTNameIdPredefined.FULL_NAME) or "")
        return _packed(font)
    except FontError:
        raise
    except Exception as error:  # what the libraries raise for damages is as manifold as these
        raise FontError(f"is damaged, or no font ({error})") from error


def _face(data: bytes) -> hb.Face:
    """Return the math font in a file, which may hold several, as that of Cambria Math does."""
    if data[:4] in _COMPRESSED:
        unpacked = TTFont(io.BytesIO(data))
        unpacked.flavor = None
        written = io.BytesIO()
        unpacked.save(written)
        data = written.getvalue()
    blob = hb.Blob(data)
    faces = [hb.Face(blob, index) for index in range(hb.Face(blob).count)]
    if not any(face.glyph_count for face in faces):
        raise FontError("is no OpenType font")
    face = next((face for face in faces if face.has_math_data), None)
    if face is None:
        raise FontError("has no MATH table, without which roots and parentheses do not grow; name a math font")
    rights = int.from_bytes(face.reference_table("OS/2").data[8:10])
    if rights & _RESTRICTED or rights & _WHOLE_ONLY:
        raise FontError("may not be used on the web in part, as it says itself (its fsType); name another font")
    return face


def _forms(face: hb.Face, feature: str, codes: Iterable[int], characters: Collection[int]) -> dict[int, int]:
    """Return the glyphs that a feature of OpenType has for some code points, those that the font is to have."""
    forms = {}
    for code in codes:
        if code in characters:
            text = hb.Buffer()
            text.add_codepoints([code])
            text.guess_segment_properties()
            text.script = "Zmth"
            hb.shape(hb.Font(face), text, {feature: 1})
            if glyph := text.glyph_infos[0].codepoint:
                forms[code] = glyph
    return forms


def _cut(face: hb.Face, characters: Collection[int], glyphs: Collection[int]) -> tuple[TTFont, Mapping[int, int]]:
    """Return a font of some characters, what they grow into and further glyphs, and where each old glyph is in it."""
    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.NO_HINTING
    wanted.unicode_set.update(characters)
    wanted.name_id_set.clear()
    wanted.name_id_set.update(_KEPT_NAMES)
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(tag.encode()) for tag in _FEATURES)
    wanted.glyph_set.update(glyphs)
    plan = hb.SubsetPlan(face, wanted)
    data = plan.execute().blob.data
    return TTFont(io.BytesIO(data), recalcTimestamp=False), plan.old_to_new_glyph_mapping


def _packed(font: TTFont) -> bytes:
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()


def _rename(font: TTFont, origin: str) -> None:
    one_word = FAMILY.replace(" ", "")
    note = f"Glyphs of {origin}, changed for browsers by mathpress"
    for name, text in {1: FAMILY, 2: "Regular", 3: one_word, 4: FAMILY, 6: one_word, 10: note}.items():
        font["name"].setName(text, name, 3, 1, 0x409)  # for Windows in Unicode and English, as all systems read it
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [one_word]
        for key in ("FullName", "FamilyName"):
            cff.topDictIndex[0].rawDict.pop(key, None)
