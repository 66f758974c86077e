"""Pictures: their sizes are in the page before they are loaded, and phones get smaller ones."""

import hashlib
import io
import json
import os
import re
import struct
import time
import zlib
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from PIL import Image

from mathpress.build import Options, Report, build
from mathpress.errors import Severity, Stop
from mathpress.render.sizes import Size

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route
    from tests.conftest import MakeBlog, ServeFolder

CONFIG: Final = 'title = "T"\nurl = "https://example.org/blog/"\n'
VARIANTS: Final = f"{CONFIG}[images]\nvariants = true\n"
HEAD: Final = "---\ntitle: A\ndate: 2026-01-02\n---\n"
SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg" {}><circle r="9"/></svg>'
TURN: Final = 0x112
"""The tag of the orientation (Exif 2.3, 4.6.4)."""


def photo(width: int, height: int) -> Image.Image:
    """Return a picture of many colours, the same each time."""
    small = Image.frombytes("RGB", (16, 12), hashlib.shake_128(b"colours").digest(16 * 12 * 3))
    return small.resize((width, height), Image.Resampling.BICUBIC)


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    """Return a picture as a file of that form."""
    data = io.BytesIO()
    image.save(data, form, **options)
    return data.getvalue()


def turned(quarter: int) -> bytes:
    """Return a JPEG of 60 times 40 pixels that a camera held in one of its eight ways took."""
    exif = Image.Exif()
    exif[TURN] = quarter
    return encoded(photo(60, 40), "JPEG", exif=exif)


JPEG: Final = encoded(photo(2000, 1500), "JPEG", quality=92)
DRAWING: Final = encoded(Image.linear_gradient("L").resize((1200, 700)).point(lambda p: 255 * (p // 32 % 2)), "PNG")

HALF: Final = DRAWING[: len(DRAWING) // 2]


def built(
    blog: "MakeBlog", text: str, files: Mapping[str, bytes | str], config: str = CONFIG, **options: Any
) -> tuple[Report, str]:
    """Build a blog of one post with files beside it; return the report and the post's page."""
    beside = {name if "/" in name else f"content/posts/{name}": data for name, data in files.items()}
    report = build(Options(blog({"mathpress.toml": config, "content/posts/a.md": HEAD + text, **beside}), **options))
    page = report.output / "2026/01/a/index.html"
    return report, page.read_text("utf-8") if page.exists() else ""


def sizes(page: str) -> list[str]:
    """Return `width x height` of each image of a page."""
    given = [dict(re.findall(r'\s(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<img[^>]*>", page)]
    return [f"{image.get('width', '-')} x {image.get('height', '-')}" for image in given]


def said(report: Report) -> list[str]:
    """Return the first lines of a report's problems."""
    return [str(problem).partition("\n")[0] for problem in report.problems]


# --- sizes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP"])
def test_the_size_of_a_picture_is_read_from_its_file(blog: "MakeBlog", form: str) -> None:
    """Every format that browsers show is known, whatever its file is called, as long as the name is a picture's."""
    _, page = built(blog, "![a](a.png)", {"a.png": encoded(photo(60, 40), form)})
    assert sizes(page) == ["60 x 40"]


@pytest.mark.parametrize(("quarter", "size"), [(1, "60 x 40"), (3, "60 x 40"), (6, "40 x 60"), (8, "40 x 60")])
def test_a_picture_has_the_size_it_is_shown_in(blog: "MakeBlog", quarter: int, size: str) -> None:
    """Browsers turn what a camera held on its side took."""
    _, page = built(blog, "![a](a.jpg)", {"a.jpg": turned(quarter)})
    assert sizes(page) == [size]


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="300" height="200"', "300 x 200"),
        ('width="460.8pt" height="345.6pt" viewBox="0 0 460.8 345.6"', "614 x 461"),
        ('width="10cm" viewBox="0,0,200,100"', "378 x 189"),
        ('viewBox="0 0 24 12"', "24 x 12"),
        ('width="100%" height="100%" viewBox="0 0 24 12"', "24 x 12"),
        ('height="50px" viewBox="0 0 24 12"', "100 x 50"),
        ('width="300"', "- x -"),
        ('width="3em" height="2em"', "- x -"),
        ("", "- x -"),
        ('viewBox="0 0 0 0"', "- x -"),
    ],
)
def test_the_size_of_an_svg(blog: "MakeBlog", attributes: str, size: str) -> None:
    """It is its width and height in any unit of fixed length, or what its viewBox says; else it has none."""
    report, page = built(blog, "![a](a.svg)", {"a.svg": SVG.format(attributes)})
    assert (sizes(page), said(report)) == ([size], [])


def test_nothing_in_an_svg_is_expanded(blog: "MakeBlog") -> None:
    """Entities stay what they are, so a file of a few lines cannot fill the memory; comments are no root."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 40))
    head = f'<?xml version="1.0"?><!-- <svg width="1"> --><!DOCTYPE svg [<!ENTITY a0 "ha">{laughs}]>'
    text = f'{head}<svg xmlns="http://www.w3.org/2000/svg" id="&a39;" width="30" height="20">&a39;</svg>'
    _, page = built(blog, "![a](a.svg)\n\n![a](b.svg)", {"a.svg": text, "b.svg": text.encode("utf-16")})
    assert sizes(page) == ["30 x 20", "30 x 20"]


def test_the_author_s_width_or_height_keeps_the_ratio(blog: "MakeBlog") -> None:
    """What the author wrote wins."""
    text = (
        "![a](a.png){width=30}\n\n![a](a.png){height=20px}\n\n![a](a.png){width=9 height=9}\n\n![a](a.png){height=50%}"
    )
    _, page = built(blog, text, {"a.png": encoded(photo(60, 40), "PNG")})
    assert sizes(page) == ["30 x 20", "30 x 20", "9 x 9", "- x 50%"]


def test_a_share_of_the_text_is_for_the_style_sheet(blog: "MakeBlog") -> None:
    """The size in pixels keeps room; the theme has a rule for each share. What has no size and feeds get the share."""
    shares = ("50%", "33.4%", "0.2%", "150%")
    text = "".join(f"![a](a.jpg){{width={share}}}\n\n" for share in shares)
    report, page = built(blog, f"{text}![a](https://example.org/x.png){{width=50%}}", {"a.jpg": JPEG}, VARIANTS)
    assert sizes(page) == ["2000 x 1500"] * 4 + ["50% x -"]
    assert re.findall(r' data-share="(\d+)"', page) == ["50", "33", "1", "100"]
    assert re.findall(r' sizes="([^"]*)"', page)[:2] == [f"(max-width: 640px) {n}vw, {n * 6.4:g}px" for n in (50, 33)]
    sheet = (report.output / "css/components.css").read_text("utf-8")
    assert re.findall(r'\[data-share="(\d+)"\] { --share: (\d+); }', sheet) == [(str(n),) * 2 for n in range(1, 101)]
    feed = json.loads((report.output / "feed.json").read_bytes())["items"][0]["content_html"]
    assert sizes(feed) == [f"{share} x -" for share in (*shares, "50%")]


def test_the_first_picture_of_a_page_is_not_lazy(blog: "MakeBlog") -> None:
    """A reader sees it at once; others are loaded when they are near, unless their author wrote otherwise."""
    text = "![a](a.png)\n\n![a](a.png)\n\n![a](a.png){loading=eager}"
    report, page = built(blog, text, {"a.png": encoded(photo(60, 40), "PNG")})
    listing = (report.output / "index.html").read_text("utf-8")
    for shown in (page, listing):
        assert re.findall(r'loading="(\w+)"', shown) == ["lazy", "eager"]


def test_the_first_picture_of_a_listing_may_be_in_a_later_post(blog: "MakeBlog") -> None:
    """Of ten excerpts with pictures one picture is loaded at once."""
    posts = {f"content/posts/{day}.md": f"---\ntitle: P\ndate: 2026-01-0{day}\n---\n![a](a.png)" for day in (1, 2)}
    last = {"content/posts/3.md": "---\ntitle: P\ndate: 2026-01-03\n---\nText."}
    root = blog({**posts, **last, "content/posts/a.png": encoded(photo(60, 40), "PNG")})
    listing = (build(Options(root)).output / "index.html").read_text("utf-8")
    assert [' loading="lazy"' in tag for tag in re.findall("<img[^>]*>", listing)] == [False, True]


def test_pictures_among_the_static_files(blog: "MakeBlog") -> None:
    """A picture named from the site's root has a size as well; one that is not there is a warning."""
    files = {"static/img/a.png": encoded(photo(60, 40), "PNG")}
    report, page = built(blog, "![a](/img/a.png)\n\n![a](/img/b.png)", files)
    assert sizes(page) == ["60 x 40", "- x -"]
    assert 'src="/blog/img/a.png"' in page
    assert said(report) == [
        "content/posts/a.md:7:6: warning: there is no file img/b.png in the folder of static files;"
        " did you mean img/a.png? [file-missing]"
    ]


def test_content_files_by_their_address(blog: "MakeBlog") -> None:
    """A picture that is published for one link may be shown by its address on the site as well."""
    report, page = built(blog, "![a](a.png)\n\n![a](/posts/a.png?v=2)", {"a.png": encoded(photo(60, 40), "PNG")})
    assert (sizes(page), said(report)) == (["60 x 40", "60 x 40"], [])


def test_a_changed_picture_changes_the_page(blog: "MakeBlog") -> None:
    """A page whose text stayed the same is written again when the size of its picture is another."""
    report, page = built(blog, "![a](a.png)", {"a.png": encoded(photo(60, 40), "PNG")})
    root = report.output.parent
    (root / "content/posts/a.png").write_bytes(encoded(photo(30, 30), "PNG"))
    build(Options(root))
    after = (report.output / "2026/01/a/index.html").read_text("utf-8")
    assert (sizes(page), sizes(after)) == (["60 x 40"], ["30 x 30"])


def test_other_code_looks_at_pictures_anew(blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of Pillow, or of our own, may tell another size of the same file."""
    report, _ = built(blog, "![a](a.png)", {"a.png": encoded(photo(60, 40), "PNG")})
    time.sleep(0.05)
    build(Options(report.output.parent))
    monkeypatch.setattr("mathpress.render.images.size_of", lambda _: Size(6, 4))
    monkeypatch.setattr("mathpress.versions._version", lambda name: f"{name} of tomorrow")
    build(Options(report.output.parent))
    assert sizes((report.output / "2026/01/a/index.html").read_text("utf-8")) == ["6 x 4"]


def test_only_pictures_that_are_shown_are_opened(blog: "MakeBlog") -> None:
    """A broken picture that no article shows is no one's problem, nor is one of a draft."""
    draft = "---\ntitle: D\ndate: 2026-01-01\ndraft: true\n---\n![a](b.png)"
    report, _ = built(blog, "Text.", {"b.png": "no picture", "content/posts/d.md": draft})
    assert said(report) == []


# --- broken pictures -------------------------------------------------------------------------------------------------


def test_a_broken_picture_is_told_once_and_published_as_it_is(blog: "MakeBlog") -> None:
    """Where it is shown first is told, with or without variants; its size is known if its head is whole."""
    text = "![a](a.png)\n\n![a](a.png) ![a](b.png)\n\n![a](c.svg)"
    files: dict[str, bytes | str] = {"a.png": "no picture", "b.png": HALF, "c.svg": "<p>no picture</p>"}
    report, page = built(blog, text, files, VARIANTS)
    assert said(report) == [
        "content/posts/a.md:5:6: warning: a.png is no picture, or a damaged one; it is published as it is"
        " [image-broken]",
        "content/posts/a.md:7:18: warning: b.png is damaged; it is published as it is [image-broken]",
        "content/posts/a.md:9:6: warning: c.svg is no SVG: there is no <svg> in it; it is published as it is"
        " [image-broken]",
    ]
    assert sizes(page) == ["- x -", "- x -", "1200 x 700", "- x -"]
    assert (report.output / "posts/b.png").read_bytes() == HALF
    assert "<picture" not in page


@pytest.mark.parametrize("side", [10_000, 60_000])
def test_a_picture_that_would_fill_the_memory_is_not_read(blog: "MakeBlog", side: int) -> None:
    """Pillow's limit is a diagnostic, be it exceeded a little or much."""
    head = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    small = encoded(photo(4, 4), "PNG")
    bomb = small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[12 + len(head) + 4 :]
    report, page = built(blog, "![a](a.png)", {"a.png": bomb}, VARIANTS)
    assert said(report) == [
        "content/posts/a.md:5:6: warning: a.png has more pixels than can be read with safety; it is published as it is"
        " [image-broken]"
    ]
    assert sizes(page) == ["- x -"]


@pytest.mark.parametrize("settings", [CONFIG, VARIANTS])
def test_a_photograph_of_60_million_pixels_is_one_as_any_other(blog: "MakeBlog", settings: str) -> None:
    """Its head tells its size, and a JPEG is read smaller for variants."""
    large = encoded(Image.new("L", (9504, 6336)), "JPEG")
    report, page = built(blog, "![a](a.jpg)", {"a.jpg": large}, settings)
    assert said(report) == []
    assert sizes(page) == ["9504 x 6336"]


@pytest.mark.parametrize("large", [("PNG", {}), ("JPEG", {"progressive": True})], ids=str)
def test_what_must_be_read_whole_has_no_variants_at_60_million_pixels(
    blog: "MakeBlog", large: tuple[str, dict[str, bool]]
) -> None:
    """All of such a picture is held to make them."""
    form, options = large
    files = {"a.png": encoded(Image.new("L", (9504, 6336)), form, **options)}
    assert said(built(blog, "![a](a.png)", files)[0]) == []
    (told,) = said(built(blog, "![a](a.png)", files, VARIANTS)[0])
    assert "a.png has more pixels than can be read with safety" in told


def test_a_picture_that_cannot_be_read_ends_the_build(blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch) -> None:
    """That is for its owner to mend; nothing is written."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "a.png")

    monkeypatch.setattr(Image, "open", refuse)
    with pytest.raises(Stop, match=r"a\.png: error: cannot be read: Permission denied \[source-unreadable\]"):
        built(blog, "![a](a.png)", {"a.png": JPEG})


# --- variants --------------------------------------------------------------------------------------------------------


def candidates(page: str) -> dict[int, str]:
    """Return the variants that a page offers for its first picture, by width."""
    found = re.search(r'<source type="image/webp" srcset="([^"]*)" sizes="[^"]*">', page)
    offered = unescape(found[1]).split(", ") if found else []
    return {int(width[:-1]): url for url, width in (candidate.split(" ") for candidate in offered)}


def test_a_large_picture_has_smaller_variants(blog: "MakeBlog") -> None:
    """They lie beside the original, which stays for browsers that know no WebP."""
    report, page = built(blog, '![A](my photo.jpg "B")', {"my photo.jpg": JPEG}, VARIANTS)
    found = candidates(page)
    assert list(found) == [480, 960, 1600]
    assert all(re.fullmatch(r"/blog/posts/my%20photo-\d+\.[0-9a-f]{8}\.webp", url) for url in found.values())
    assert 'sizes="(max-width: 640px) 100vw, 640px"><img src="/blog/posts/my%20photo.jpg" width="2000"' in page
    for width, url in found.items():
        with Image.open(report.output / url.removeprefix("/blog/").replace("%20", " ")) as variant:
            assert (variant.format, variant.size) == ("WEBP", (width, width * 3 // 4))
    assert (report.output / "posts/my photo.jpg").read_bytes() == JPEG


def test_a_picture_between_two_widths_has_a_variant_of_its_own(blog: "MakeBlog") -> None:
    """Or sharp screens would get less than the original has; a picture no wider than the smallest has none."""
    files = {"a.jpg": encoded(photo(700, 500), "JPEG", quality=95), "b.jpg": encoded(photo(480, 300), "JPEG")}
    assert list(candidates(built(blog, "![a](a.jpg)", files, VARIANTS)[1])) == [480, 700]
    assert list(candidates(built(blog, "![a](b.jpg)", files, VARIANTS)[1])) == []


def test_a_drawing_is_not_blurred(blog: "MakeBlog") -> None:
    """What is smaller without loss is kept without loss, and a variant larger than a wider one is left out."""
    report, page = built(blog, "![a](a.png)", {"a.png": DRAWING}, VARIANTS)
    found = candidates(page)
    assert max(found) == 1200
    variant = Image.open(report.output / found[1200].removeprefix("/blog/")).convert("L")
    assert variant.tobytes() == Image.open(io.BytesIO(DRAWING)).convert("L").tobytes()
    files = [(report.output / url.removeprefix("/blog/")).stat().st_size for url in found.values()]
    assert files == sorted(files)
    assert files[-1] < len(DRAWING)


def test_variants_are_turned_as_browsers_turn_the_original(blog: "MakeBlog") -> None:
    """They say nothing of the camera, so their pixels are turned."""
    exif = Image.Exif()
    exif[TURN] = 6
    data = encoded(photo(1000, 600), "JPEG", exif=exif)
    report, page = built(blog, "![a](a.jpg)", {"a.jpg": data}, VARIANTS)
    assert sizes(page) == ["600 x 1000"]
    with Image.open(report.output / candidates(page)[480].removeprefix("/blog/")) as variant:
        assert variant.size == (480, 800)
        assert TURN not in variant.getexif()


def test_transparency_and_colour_profiles_are_kept(blog: "MakeBlog") -> None:
    """A picture on nothing stays on nothing, by a channel, a palette or one colour; colours stay what they are."""
    clear = photo(1000, 500).convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    one = photo(1000, 500)
    one.paste((1, 2, 3), (0, 0, 500, 500))
    palette = one.quantize(32)
    files = {
        "a.png": encoded(clear, "PNG", icc_profile=b"a profile"),
        "b.png": encoded(one, "PNG", transparency=(1, 2, 3)),
        "c.png": encoded(palette, "PNG", transparency=palette.getpixel((1, 1))),
    }
    for name in files:
        report, page = built(blog, f"![a]({name})", files, VARIANTS)
        with Image.open(report.output / candidates(page)[480].removeprefix("/blog/")) as variant:
            assert variant.mode == "RGBA", name
            assert variant.info.get("icc_profile") == (b"a profile" if name == "a.png" else None)


def test_what_a_variant_would_spoil_is_left_as_it_is(blog: "MakeBlog") -> None:
    """Animations, SVG, 16 bits and printing colours have no variants."""
    frames = [photo(600, 300).rotate(angle) for angle in (0, 90, 180)]
    film: dict[str, Any] = {"save_all": True, "append_images": frames[1:]}
    files: dict[str, bytes | str] = {
        "a.gif": encoded(frames[0], "GIF", **film),
        "b.png": encoded(frames[0], "PNG", **film),
        "c.webp": encoded(frames[0], "WEBP", **film),
        "d.svg": SVG.format('width="3000" height="1000"'),
        "e.png": encoded(photo(600, 300).convert("L").convert("I;16"), "PNG"),
        "f.jpg": encoded(photo(600, 300).convert("CMYK"), "JPEG"),
    }
    report, page = built(blog, "\n\n".join(f"![a]({name})" for name in files), files, VARIANTS)
    assert (said(report), page.count("<picture"), page.count("<img")) == ([], 0, 6)


def test_variants_that_would_save_nothing_are_not_offered(blog: "MakeBlog") -> None:
    """A picture that is smaller than its largest variant would be stays alone."""
    _, page = built(blog, "![a](a.jpg)", {"a.jpg": encoded(photo(900, 600), "JPEG", quality=1)}, VARIANTS)
    assert candidates(page) == {}


def test_an_author_s_own_variants_are_not_doubled(blog: "MakeBlog") -> None:
    """An image with a srcset, or in a picture element, has all that it needs."""
    text = '<img src="a.jpg" srcset="a.jpg 2x">\n\n<picture><source srcset="b.avif"><img src="a.jpg"></picture>'
    _, page = built(blog, text, {"a.jpg": JPEG, "b.avif": encoded(photo(60, 40), "AVIF")}, VARIANTS)
    assert (page.count("<source"), sizes(page)) == (1, ["2000 x 1500"] * 2)


def test_an_author_s_own_variants_are_found_as_other_pictures_are(blog: "MakeBlog") -> None:
    """From the post's folder; they are published, and one that is not there is told at its place."""
    text = '<img src="a.jpg" alt="A" srcset="a.jpg, b%20c.jpg 2x">\n\n<picture><source srcset="d.jpg 480w"></picture>'
    files: dict[str, bytes | str] = {"a.jpg": JPEG, "b c.jpg": JPEG}
    report, _ = built(blog, text, files)
    assert [line.partition(";")[0] for line in said(report)] == [
        "content/posts/a.md:7:26: error: there is no file content/posts/d.jpg"
    ]
    report, page = built(blog, text, {**files, "d.jpg": JPEG})
    assert re.findall(r' srcset="([^"]*)"', page) == [
        "/blog/posts/a.jpg, /blog/posts/b%20c.jpg 2x",
        "/blog/posts/d.jpg 480w",
    ]
    assert (report.output / "posts/b c.jpg").is_file()
    feed = json.loads((report.output / "feed.json").read_bytes())["items"][0]["content_html"]
    assert 'srcset="https://example.org/blog/posts/a.jpg, https://example.org/blog/posts/b%20c.jpg 2x"' in feed


def test_the_settings_say_which_variants(blog: "MakeBlog") -> None:
    """Widths come in any order; a lower quality makes smaller files; without the table there are none."""
    _, page = built(blog, "![a](a.jpg)", {"a.jpg": JPEG}, f"{VARIANTS}widths = [900, 300, 300]\n")
    assert list(candidates(page)) == [300, 900]
    total = {}
    for quality in (30, 90):
        report, page = built(blog, "![a](a.jpg)", {"a.jpg": JPEG}, f"{VARIANTS}quality = {quality}\n")
        total[quality] = (report.output / candidates(page)[960].removeprefix("/blog/")).stat().st_size
    assert total[30] < total[90]
    assert "<picture" not in built(blog, "![a](a.jpg)", {"a.jpg": JPEG})[1]


def test_variants_are_kept_between_builds(blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch) -> None:
    """They are made once; a damaged one is made again, the same byte for byte; one no longer needed does not stay."""
    report, page = built(blog, "![a](a.jpg)", {"a.jpg": JPEG}, VARIANTS)
    root = report.output.parent
    published = {path.name: path.read_bytes() for path in (report.output / "posts").iterdir()}
    cache = root / ".mathpress/cache/images"
    kept = sorted(cache.iterdir())
    kept[0].write_bytes(kept[0].read_bytes()[:-1] + b"?")
    again = build(Options(root, output=root / "again")).output
    assert {path.name: path.read_bytes() for path in (again / "posts").iterdir()} == published
    monkeypatch.setattr(Image.Image, "save", lambda *_: pytest.fail("a variant was made for nothing"))
    assert build(Options(root)).written == 0
    monkeypatch.undo()
    (root / "content/posts/a.md").write_text(f"{HEAD}Text.", "utf-8")
    build(Options(root))
    assert list(cache.iterdir()) == []
    assert not (report.output / "posts").exists()
    assert page


def test_the_preview_and_a_build_that_fails_make_no_variants(blog: "MakeBlog") -> None:
    """They take too long for what they would be."""
    _, page = built(blog, "![a](a.jpg)", {"a.jpg": JPEG}, VARIANTS, is_preview=True)
    assert (candidates(page), sizes(page)) == ({}, ["2000 x 1500"])
    report, page = built(blog, r"![a](a.jpg) $\nope$", {"a.jpg": JPEG}, VARIANTS)
    assert report.failed
    assert not (report.output.parent / ".mathpress/cache/images").exists()


def test_any_number_of_jobs_makes_the_same_variants(blog: "MakeBlog") -> None:
    """Pictures are made at the same time, and come out in their order."""
    files = {f"{n}.jpg": encoded(photo(800 + n, 600), "JPEG", quality=95) for n in range(4)}
    text = "\n\n".join(f"![a]({name})" for name in files)
    pages = [built(blog, text, files, VARIANTS, jobs=jobs)[1] for jobs in (1, 3)]
    assert pages[0] == pages[1]
    assert pages[0].count("<source") == 4


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="another idea of permissions")
def test_where_nothing_can_be_kept_the_build_says_so(blog: "MakeBlog") -> None:
    """A file in the way of the cache is told, with the setting that does without it."""
    files: dict[str, bytes | str] = {"a.jpg": JPEG, ".mathpress/cache": "in the way"}
    with pytest.raises(Stop, match=r"images\.variants = false builds the site without variants") as stopped:
        built(blog, "![a](a.jpg)", files, VARIANTS)
    assert stopped.value.status == 2
    assert stopped.value.problems[0].severity is Severity.ERROR


def test_feeds_have_whole_addresses_and_no_variants(blog: "MakeBlog") -> None:
    """A feed reader gets the original with its size, the figure with its number, and nothing to choose."""
    report, _ = built(blog, "![A](图 1.jpg){#fig:a}\n\n\\ref{fig:a}", {"图 1.jpg": JPEG}, VARIANTS)
    content = json.loads((report.output / "feed.json").read_bytes())["items"][0]["content_html"]
    assert '<img src="https://example.org/blog/posts/图%201.jpg" width="2000" height="1500"' in content
    assert '<a class="figure-number" href="https://example.org/blog/2026/01/a/#fig:a">Figure\u00a01.</a> A' in content
    assert "<picture" not in content
    assert "lazy" not in content


def test_figures_are_referred_to_across_posts(blog: "MakeBlog") -> None:
    """By a command, in the words of the post that refers, or by a link, which without a text says the same."""
    other = "---\ntitle: B\ndate: 2026-01-03\nlang: zh\n---\n\\autoref{a:fig:x}，\\ref{a:fig:x}，[](a.md#fig:x)\n"
    files: dict[str, bytes | str] = {"p.jpg": turned(1), "content/posts/b.md": other}
    report, page = built(blog, "![A](p.jpg){#fig:x}", files)
    assert said(report) == []
    assert '<figure id="fig:x">' in page
    text = (report.output / "2026/01/b/index.html").read_text("utf-8")
    links = re.findall(r'<a[^>]* href="/blog/2026/01/a/#fig:x">([^<]*)</a>', text)
    assert links == ["图\u00a01", "1", "图\u00a01"]
    listing = (report.output / "index.html").read_text("utf-8")
    assert '<a class="figure-number" href="/blog/2026/01/a/#fig:x">' in listing


# --- in a browser ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gallery(blog: "MakeBlog", serve_folder: "ServeFolder") -> str:
    """Serve a post with pictures, and return its address."""
    text = (
        "![a](a.jpg)\n\nText.\n\n![One](a.jpg) ![Two](b.png)\n\n![a](a.jpg) ![a](b.png) "
        '![a](a.jpg "All")\n\n![a](c.svg)\n\n'
        + "Text.\n\n"
        * 40
        + "![a](b.png){width=50}\n\n![a](a.jpg){width=33%}\n\n"
        "![A](a.jpg){width=30%} ![B](a.jpg){width=60%}\n\nEnd.\n"
    )
    files: dict[str, bytes | str] = {"a.jpg": JPEG, "b.png": DRAWING, "c.svg": SVG.format('viewBox="0 0 60 90"')}
    report, _ = built(blog, text, files, VARIANTS)
    return f"{serve_folder(report.output, '/blog/')}2026/01/a/"


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_pictures_come(page: "Page", gallery: str, width: int) -> None:
    """Their boxes are there before them: nothing shifts (Layout Instability), and the page keeps its height."""
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(
        "window.shifts = []; new PerformanceObserver(list => window.shifts.push(...list.getEntries()))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    waiting: list[Route] = []

    def hold(route: "Route") -> None:
        waiting.append(route)

    page.route(re.compile(r"\.(jpg|png|svg|webp)$"), hold)
    page.goto(gallery, wait_until="domcontentloaded")
    page.wait_for_function(  # each of the style sheets: the page's load waits for the pictures
        "performance.getEntriesByType('resource').filter(e => e.name.includes('.css') && e.responseEnd).length"
        " === document.querySelectorAll('link[rel=stylesheet]').length"
        " && getComputedStyle(document.querySelector('.figure-row')).display === 'flex'"
    )
    images = page.locator(".body img")
    heights = "images => images.map(image => image.getBoundingClientRect().height)"
    empty = images.evaluate_all(heights)
    for route in waiting:
        route.continue_()
    page.unroute_all()
    for image in images.all():
        image.scroll_into_view_if_needed()
        page.wait_for_function("i => i.complete && i.naturalWidth", arg=image.element_handle())
    full = images.evaluate_all(heights)
    assert full == pytest.approx(empty, abs=0.5)  # the height beside the author's width is a whole number
    assert min(full) > 20
    assert page.evaluate("window.shifts.length") == 0


def test_a_row_of_pictures_wraps_on_a_phone(page: "Page", gallery: str) -> None:
    """Side by side where there is room, one below the other where there is not; never wider than the page."""
    across = (
        "[...document.querySelectorAll('.figure-row')].map(r => [...r.children].map(c => Math.round(c.offsetLeft)))"
    )
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(gallery)
    first, second, _ = page.evaluate(across)
    assert (len(set(first)), len(set(second))) == (2, 3)
    page.set_viewport_size({"width": 390, "height": 800})
    assert all(len(set(row)) == 1 for row in page.evaluate(across)[:2])
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("width", [390, 1280])
def test_shares_are_of_the_text_in_a_row_too(
    page: "Page", blog: "MakeBlog", serve_folder: "ServeFolder", width: int
) -> None:
    """Two pictures of 45% stand side by side, as in LaTeX, each as wide as one alone would be."""
    rows = [f"![A](a.jpg){{width={share}}} ![B](a.jpg){{width={share}}}" for share in ("45%", "60%")]
    text = "\n\n".join(("![a](a.jpg){width=45%}", *rows))
    report, _ = built(blog, text, {"a.jpg": JPEG})
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{serve_folder(report.output, '/blog/')}2026/01/a/")
    whole = page.locator(".body").evaluate("body => body.getBoundingClientRect().width")
    boxes = [image.bounding_box() for image in page.locator(".body img").all()]
    shares = [round(box["width"] / whole * 100) for box in boxes if box]
    assert shares[:3] == [45, 45, 45]
    assert 40 <= shares[3] == shares[4] <= 60
    assert len({round(box["y"]) for box in boxes[1:3] if box}) == 1
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_phone_loads_less(page: "Page", gallery: str) -> None:
    """A browser takes the variant that its screen needs."""
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(gallery)
    first = page.locator(".body img").first
    page.wait_for_function("i => i.complete && i.naturalWidth", arg=first.element_handle())
    assert re.search(r"/a-480\.[0-9a-f]{8}\.webp$", first.evaluate("i => i.currentSrc"))
    page.set_viewport_size({"width": 1280, "height": 800})
    page.reload()
    page.wait_for_function("i => i.complete && i.naturalWidth", arg=first.element_handle())
    assert re.search(r"/a-960\.[0-9a-f]{8}\.webp$", first.evaluate("i => i.currentSrc"))


def test_a_turned_picture_stands_as_the_page_says(page: "Page", blog: "MakeBlog", serve_folder: "ServeFolder") -> None:
    """The browser's idea of a turned picture is ours, with variants and without."""
    exif = Image.Exif()
    exif[TURN] = 6
    forms = {"a.jpg": "JPEG", "b.png": "PNG", "c.webp": "WEBP", "d.avif": "AVIF"}
    files = {name: encoded(photo(60, 40), form, exif=exif) for name, form in forms.items()}
    report, text = built(blog, "\n\n".join(f"![a]({name})" for name in files), files)
    page.goto(f"{serve_folder(Path(report.output), '/blog/')}2026/01/a/")
    for image in page.locator(".body img").all():
        image.scroll_into_view_if_needed()
        page.wait_for_function("i => i.complete && i.naturalWidth", arg=image.element_handle())
    shown = page.evaluate(
        "[...document.querySelectorAll('.body img')].map(i => `${i.naturalWidth} x ${i.naturalHeight}`)"
    )
    assert shown == sizes(text)
