"""Hostile pictures: bombs, pictures that are something else than their name says, drawings with programs in them."""

import io
import struct
import zlib
from pathlib import Path
from typing import Final

from PIL import Image
from tests.hostile.attacks import MB, Attack, Lay, both, file, post, settings

_VARIANTS: Final = "images.variants = true\n"
_PUBLISHED: Final = "it is published as it is [image-broken]"
_PIXELS: Final = f"has more pixels than can be read with safety; {_PUBLISHED}"
_BROKEN: Final = f"is no picture, or a damaged one; {_PUBLISHED}"


def _shown(name: str, data: bytes | str, *, varied: bool = False) -> Lay:
    """Return what lays a picture beside a post that shows it."""
    return both(file(f"content/posts/{name}", data), post(f"![a]({name})"), settings(_VARIANTS if varied else ""))


def _told(name: str, message: str) -> tuple[str]:
    return (f"content/posts/a.md:5:6: warning: {name} {message}",)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(side: int, *chunks: bytes, pixels: bool = True) -> bytes:
    """Return a black square (PNG 3, 11.2). Compressed, millions of pixels take a few kilobytes."""
    head = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    rows = zlib.compress(bytes((side + 7) // 8 + 1) * side, 9) if pixels else b""
    return b"".join((head, *chunks, _chunk(b"IDAT", rows), _chunk(b"IEND", b"")))


def _gif(frames: int) -> bytes:
    """Return an animation of one pixel."""
    frame = b"\x21\xf9\x04\0\0\0\0\0" + b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + frame * frames + b";"


def _jpeg(exif: bytes) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (600, 600), "red").save(data, "JPEG", exif=b"Exif\0\0" + exif)
    return data.getvalue()


def _svg(inner: str = "", attributes: str = 'width="1" height="1"', before: str = "") -> str:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inner}</svg>'


_LAUGHS: Final = "".join(f'<!ENTITY a{level + 1} "{f"&a{level};" * 10}">' for level in range(9))
_MUCH: Final = zlib.compress(bytes(100 * MB), 9)


def _many(root: Path, size: int) -> None:
    for number in range(size):
        file(f"content/posts/{number}.png", png(7000))(root, 1)
    post("".join(f"![a]({number}.png)\n\n" for number in range(size)))(root, 1)
    settings(f"{_VARIANTS}images.widths = [480]\n")(root, 1)


ATTACKS: Final = (
    Attack("a PNG of 50,000 × 50,000 pixels", _shown("a.png", png(50_000, pixels=False)), _told("a.png", _PIXELS)),
    Attack("a PNG of 7000 × 7000 pixels in 9 kB", _shown("a.png", png(7000))),
    Attack(
        "the same with variants", _shown("a.png", png(7000), varied=True), memory=500 * MB,
    ),
    Attack("six of them", _many, size=2, full=6, memory=600 * MB),
    Attack("a GIF of 100,000 pictures", _shown("a.gif", _gif(100_000), varied=True)),
    Attack(
        "a colour profile of 100 MB in 100 kB",
        _shown("a.png", png(1000, _chunk(b"iCCP", b"a\0\0" + _MUCH)), varied=True),
        _told("a.png", _BROKEN), memory=300 * MB,
    ),
    Attack(
        "a text of 100 MB in a PNG", _shown("a.png", png(1000, _chunk(b"zTXt", b"a\0\0" + _MUCH)), varied=True),
        _told("a.png", _BROKEN), memory=300 * MB,
    ),
    Attack("100,000 texts in a PNG", _shown("a.png", png(9, _chunk(b"tEXt", b"a\0b") * 100_000))),
    Attack("a PNG with 100 MB behind it", _shown("a.png", png(9) + bytes(100 * MB))),
    Attack("Exif that leads nowhere", _shown("a.jpg", _jpeg(b"II*\0\xff\xff\xff\xff"), varied=True)),
    Attack(
        "Exif that leads to itself",
        _shown("a.jpg", _jpeg(b"II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\0\0\0\0"), varied=True),
    ),
    Attack(
        "an orientation that there is not",
        _shown("a.jpg", _jpeg(b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x63\0\0\0\0\0\0\0"), varied=True),
    ),
    Attack("a TIFF called PNG", _shown("a.png", b"II*\0\x08\0\0\0\0\0\0\0"), _told("a.png", _BROKEN)),
    Attack("a PSD called PNG", _shown("a.png", b"8BPS\0\1" + bytes(40)), _told("a.png", _BROKEN)),
    Attack("PostScript called PNG", _shown("a.png", "%!PS-Adobe-3.0 EPSF-3.0\n"), _told("a.png", _BROKEN)),
    Attack("HTML called PNG", _shown("a.png", "<script>alert(1)</script>"), _told("a.png", _BROKEN)),
    Attack("a JPEG called PNG", _shown("a.png", _jpeg(b""))),
    Attack("nothing called PNG", _shown("a.png", ""), _told("a.png", _BROKEN)),
    Attack(
        "half a PNG", _shown("a.png", png(600)[:60], varied=True), _told("a.png", f"is damaged; {_PUBLISHED}")
    ),
    Attack("an AVIF of no sense", _shown("a.avif", b"\0\0\0\x20ftypavif" + bytes(400)), _told("a.avif", _BROKEN)),
    Attack("an ICO of 65,535 pictures", _shown("a.ico", b"\0\0\1\0\xff\xff" + bytes(16)), _told("a.ico", _BROKEN)),
    Attack("a script in a drawing", _shown("a.svg", _svg("<script>alert(1)</script>"))),
    Attack(
        "a page in a drawing", _shown("a.svg", _svg("<foreignObject><iframe src='file:///etc/passwd'/></foreignObject>"))
    ),
    Attack(
        "a billion laughs in a drawing",
        _shown("a.svg", _svg("&a9;", before=f'<!DOCTYPE svg [<!ENTITY a0 "ha">{_LAUGHS}]>')),
    ),
    Attack(
        "a secret in a drawing",
        _shown("a.svg", _svg("&a;", before='<!DOCTYPE svg [<!ENTITY a SYSTEM "../../../secret.txt">]>')),
    ),
    Attack("a handler in the size of a drawing", _shown("a.svg", _svg("", 'width="&#34; onload=alert(1)" height="1"'))),
    Attack(
        "a drawing that never begins", _shown("a.svg", "<!--" * 100_000),
        _told("a.svg", f"is no SVG: there is no <svg> in it; {_PUBLISHED}"),
    ),
)  # fmt: skip
"""Each with what is told of it."""
