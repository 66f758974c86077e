"""Covers: the picture of a post as a whole, which its front matter names."""

import io
import json
import re
from typing import TYPE_CHECKING, Final

import pytest
from PIL import Image

from mathpress.build import Options, Report, build

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, ServeFolder

CONFIG: Final = 'title = "Blog"\nurl = "https://example.org/blog/"\n'
SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="6"/>'


def png(width: int = 60, height: int = 40) -> bytes:
    """Return a picture."""
    file = io.BytesIO()
    Image.effect_noise((width, height), 50).save(file, "PNG")
    return file.getvalue()


def built(blog: "MakeBlog", matter: str, config: str = CONFIG, body: str = "Text.\n") -> Report:
    """Build a blog of one post, beside which and among the static files lie pictures."""
    files: dict[str, str | bytes] = {
        "mathpress.toml": config,
        "content/posts/a.md": f"---\ntitle: A & B\ndate: 2026-09-01\n{matter}\n---\n{body}",
        "content/posts/图 1.png": png(),
        "content/posts/b.svg": SVG,
        "content/posts/large.png": png(900, 600),
        "static/img/s.png": png(30, 20),
    }
    return build(Options(blog(files), fail_on=None))


def text_of(report: Report, name: str = "2026/09/a/index.html") -> str:
    """Return a page."""
    return (report.output / name).read_text("utf-8")


def shown(report: Report) -> str:
    """Return the figure of the cover on the post's page, or nothing."""
    return "".join(re.findall(r'<figure class="cover">(.*?)</figure>', text_of(report), re.DOTALL))


def told(report: Report) -> dict[str, str]:
    """Return what networks are told of the post's picture."""
    return dict(re.findall(r'<meta property="og:(image[\w:]*)" content="([^"]*)">', text_of(report)))


def problems(report: Report) -> list[tuple[str, int, int, str]]:
    """Return what is wrong, and where."""
    return [(each.code, each.place.line, each.place.column, each.message) for each in report.problems]


def test_a_cover_stands_at_the_top_of_its_post(blog: "MakeBlog") -> None:
    """It is published with its size and loaded at once; listings of the theme show none."""
    report = built(blog, "cover: {image: 图 1.png, alt: 'A \"cube\" & more'}")
    assert problems(report) == []
    assert shown(report) == (
        '<img src="/blog/posts/图%201.png" width="60" height="40" loading="eager"'
        ' alt="A &quot;cube&quot; &amp; more" fetchpriority="high">'
    )
    assert text_of(report).index('class="cover"') < text_of(report).index('class="body"')
    assert "图" not in text_of(report, "index.html")
    assert (report.output / "posts/图 1.png").exists()


def test_networks_search_engines_and_feeds_show_it(blog: "MakeBlog") -> None:
    """By its whole address in ASCII, with its size."""
    report = built(blog, "cover: {image: 图 1.png, alt: A cube}")
    address = "https://example.org/blog/posts/%E5%9B%BE%201.png"
    assert told(report) == {
        "image": address, "image:type": "image/png", "image:width": "60", "image:height": "40", "image:alt": "A cube",
    }  # fmt: skip
    assert '<meta name="twitter:card" content="summary_large_image">' in text_of(report)
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text_of(report))
    assert json.loads(data)["image"] == address
    assert [item["image"] for item in json.loads(text_of(report, "feed.json"))["items"]] == [address]


def test_without_a_cover_nothing_is_told(blog: "MakeBlog") -> None:
    """Nor with an empty one, as templates for new posts leave it."""
    for matter in ("", "cover: ''", "cover: false", "cover: {image: '', alt: ''}"):
        report = built(blog, matter)
        assert (problems(report), shown(report), told(report)) == ([], "", {})
        assert "image" not in json.loads(text_of(report, "feed.json"))["items"][0]


def test_a_cover_may_be_a_static_file(blog: "MakeBlog") -> None:
    """Named from the root of the site, wherever that is."""
    report = built(blog, "cover: /img/s.png")
    assert problems(report) == []
    assert '<img src="/blog/img/s.png" width="30" height="20"' in shown(report)
    assert told(report)["image"] == "https://example.org/blog/img/s.png"
    assert told(report)["image:alt"] == "A &amp; B"  # the title


@pytest.mark.parametrize(
    ("address", "whole"),
    [("https://example.net/a.jpg?b", "https://example.net/a.jpg?b"), ("//example.net/a", "https://example.net/a")],
)
def test_a_cover_may_lie_elsewhere(blog: "MakeBlog", address: str, whole: str) -> None:
    """Nothing is known of its size."""
    report = built(blog, f"cover: {address}")
    assert problems(report) == []
    assert shown(report) == f'<img src="{address}" loading="eager" alt="" fetchpriority="high">'
    assert told(report)["image"] == whole
    assert "image:width" not in told(report)


def test_a_cover_has_smaller_variants(blog: "MakeBlog") -> None:
    """As other pictures have, if the settings want them."""
    report = built(blog, "cover: large.png", f"{CONFIG}[images]\nvariants = true\nwidths = [300]\n")
    assert re.findall(r"\S+\.webp \d+w", shown(report))
    assert list((report.output / "posts").glob("large-300.*.webp"))


def test_pages_have_covers_too(blog: "MakeBlog") -> None:
    """They are told to networks as well."""
    root = blog(
        {
            "content/posts/a.md": "---\ntitle: A\ndate: 2026-09-01\n---\n",
            "content/pages/about.md": "---\ntitle: About\ncover: a.svg\n---\n",
            "content/pages/a.svg": SVG,
        }
    )
    report = build(Options(root))
    assert '<figure class="cover"><img src="/pages/a.svg" width="8" height="6"' in text_of(report, "about/index.html")


def test_a_template_may_show_covers_on_listings(blog: "MakeBlog") -> None:
    """There they are loaded when a reader comes near."""
    root = blog(
        {
            "content/posts/a.md": "---\ntitle: A\ndate: 2026-09-01\ncover: a.svg\n---\n",
            "content/posts/a.svg": SVG,
            "templates/entry.html": "{% if entry.cover %}{{ entry.cover.url }} {{ entry.cover.tag }}{% endif %}",
        }
    )
    tag = '<img src="/posts/a.svg" width="8" height="6" loading="lazy" alt="">'
    assert f"/posts/a.svg {tag}" in text_of(build(Options(root)), "index.html")


def test_a_cover_stands_in_place_of_the_card(blog: "MakeBlog") -> None:
    """No card is drawn, but for an SVG, which networks do not show."""
    config = f"{CONFIG}[images]\ncards = true\n"
    for cover, address in (("large.png", "/posts/large.png"), ("b.svg", "/cards/a-")):
        report = built(blog, f"cover: {cover}", config)
        assert problems(report) == []
        assert told(report)["image"].startswith(f"https://example.org/blog{address}")
        assert (report.output / "cards").exists() == (cover == "b.svg")
        assert cover in shown(report)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_cover_stands_between_title_and_text_beside_the_contents(
    blog: "MakeBlog", serve_folder: "ServeFolder", page: "Page", width: int
) -> None:
    """Where there is room the contents are a column of their own, which once sent the cover below the text."""
    report = built(blog, "cover: large.png", body="## One\n\n## Two\n\n## Three\n\nText.\n")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(serve_folder(report.output, "/blog/") + "2026/09/a/")
    line, cover, body = (page.locator(name).bounding_box() for name in (".post > .byline", ".cover > img", ".body"))
    assert line is not None
    assert cover is not None
    assert body is not None
    assert line["y"] + line["height"] < cover["y"] < cover["y"] + cover["height"] < body["y"]
    assert cover["width"] <= body["width"]


# --- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("matter", "code", "column", "message"),
    [
        ("cover: c.svg", "file-missing", 8, "there is no file content/posts/c.svg; did you mean content/posts/b.svg?"),
        ("cover: ../../../c.png", "file-outside", 8, "../c.png is not among the files of posts and pages, "),
        ("cover: ../../mathpress.toml", "file-outside", 8, "mathpress.toml is not among the files of posts and pages"),
        ("cover: /img/t.png", "file-missing", 8, "there is no file img/t.png in the folder of static files; did you"),
        ("cover: javascript:alert(1)", "front-matter-value", 1, "cover: no reader can load javascript:alert(1); put"),
        ("cover: 'C:\\a.png'", "front-matter-value", 1, "cover: no reader can load C:\\a.png; put"),
        ("cover: 'https://[a/b.png'", "front-matter-value", 1, "cover: https://[a/b.png is no address: Invalid IPv6"),
        ("cover: https:a.png", "front-matter-value", 1, "cover: https:a.png is no address, for it names no host"),
        ("cover: 'a\\b.png'", "front-matter-value", 1, "cover: folders are parted by /"),
        ("cover: [a.png]", "front-matter-value", 1, "cover: must be the name of a file, or {image: its name"),
        ("cover: true", "front-matter-value", 1, "cover: must be the name of a file"),
        ("cover: {alt: a}", "front-matter-value", 1, "cover: must be the name of a file"),
        ("cover: {image: b.svg, alt: 2}", "front-matter-value", 1, "cover: must be the name of a file"),
        ('cover: "a\\u0007.png"', "front-matter-value", 1, "cover: must not hold control characters"),
    ],
)
def test_what_is_wrong_with_a_cover_is_told_at_its_line(
    blog: "MakeBlog", matter: str, code: str, column: int, message: str
) -> None:
    """Once, and the post has no cover from the blog's folders that is not there."""
    ((*place, said),) = problems(built(blog, matter))
    assert place == [code, 4, column]
    assert said.startswith(message)


def test_a_post_of_others_loads_no_cover_from_elsewhere(blog: "MakeBlog") -> None:
    """Neither its page nor what is told of it; a file beside it is shown."""
    for address in ("https://example.net/a.png", "//example.net/a.png"):
        report = built(blog, f"untrusted: true\ncover: {address}")
        ((code, line, _, message),) = problems(report)
        assert (code, line) == ("untrusted-html", 5)
        assert message.startswith(f"this untrusted post loads nothing from elsewhere, so {address} is not shown")
        assert "example.net" not in text_of(report) + text_of(report, "feed.json")
    assert "b.svg" in shown(built(blog, "untrusted: true\ncover: b.svg"))
