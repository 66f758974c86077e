"""What machines read in a page's head: search engines, social networks, Google Scholar, reference managers."""

import html
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import fromstring

import pytest

from mathpress.build import Options, build

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route
    from tests.conftest import MakeBlog, ServeFolder

CONFIG: Final = """\
title = "R&D </script><script>alert(1)</script>"
url = "https://example.org/博客/"
author = "Ada"
license = "CC BY 4.0"
[social]
Mastodon = "https://social.example/@ada"
Mail = "mailto:ada@example.org"
"""
POST: Final = r"""---
title: On $x_1<y$ </script>
date: 2026-09-01 10:30
updated: 2026-09-03
tags: [$\ell^2$ & more, b]
categories: [Math]
description: From $\frac{a}{b}$ to $\ce{H2O ->[\alpha] x}$
---
text
"""


@pytest.fixture(scope="module")
def site(blog: "MakeBlog") -> Path:
    """Build a blog whose names are hard to quote and return its output."""
    files = {"mathpress.toml": CONFIG, "content/posts/a.md": POST, "content/pages/about.md": "---\ntitle: Me\n---\nI."}
    report = build(Options(blog(files)))
    assert report.problems == ()
    return report.output


def metas(page: Path) -> dict[str, list[str]]:
    """Return the contents of a page's `<meta>` by their names."""
    found: dict[str, list[str]] = {}
    for name, content in re.findall(r'<meta (?:name|property)="([^"]*)" content="([^"]*)">', page.read_text("utf-8")):
        found.setdefault(name, []).append(html.unescape(content))
    return found


def linked(page: Path) -> Any:
    """Return the linked data of a page."""
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.read_text("utf-8"))
    return json.loads(data)


def test_a_description_has_no_latex(site: Path) -> None:
    """Formulas are told by what they look like, those that only MathJax draws by their letters."""
    assert metas(site / "2026/09/a/index.html")["description"] == ["From a/b to H2O ->[alpha] x"]


def test_a_mistake_in_a_description_is_told_at_its_place(blog: "MakeBlog") -> None:
    """As one in the title is."""
    (problem,) = build(Options(blog({"content/posts/a.md": POST.replace(r"\frac{a}{b}", r"\alhpa")}))).problems
    assert (problem.code, problem.place.line, problem.place.column) == ("math-command", 7, 20)


def test_an_opening_has_no_latex_either(blog: "MakeBlog") -> None:
    """Where the text itself is the description."""
    source = "---\ntitle: A\ndate: 2026-09-01\n---\nWater is $\\ce{H2O}$, not $x_1$.\n"
    output = build(Options(blog({"content/posts/a.md": source}))).output
    assert metas(output / "2026/09/a/index.html")["description"] == ["Water is H2O, not x₁."]


def test_what_social_networks_read(site: Path) -> None:
    """The Open Graph protocol: title, type, address, language, and of an article its times, author and groups."""
    found = metas(site / "2026/09/a/index.html")
    assert found["og:title"] == ["On x₁<y </script>"]
    assert found["og:url"] == ["https://example.org/%E5%8D%9A%E5%AE%A2/2026/09/a/"]
    assert (found["og:type"], found["og:locale"]) == (["article"], ["en_US"])
    assert found["article:published_time"] == ["2026-09-01T10:30:00+00:00"]
    assert found["article:modified_time"] == ["2026-09-03T00:00:00+00:00"]
    assert (found["article:author"], found["article:section"]) == (["Ada"], ["Math"])
    assert found["article:tag"] == ["ℓ² & more", "b"]
    assert metas(site / "index.html")["og:type"] == ["website"]


def test_what_google_scholar_reads(site: Path) -> None:
    """Title, authors one by one, the day in its form, the address of the text."""
    found = {name: content for name, content in metas(site / "2026/09/a/index.html").items() if "citation" in name}
    assert found == {
        "citation_title": ["On x₁<y </script>"],
        "citation_author": ["Ada"],
        "citation_publication_date": ["2026/09/01"],
        "citation_language": ["en"],
        "citation_fulltext_html_url": ["https://example.org/%E5%8D%9A%E5%AE%A2/2026/09/a/"],
        "citation_keywords": ["ℓ² & more", "b"],
    }


def test_linked_data_of_a_post(site: Path) -> None:
    """A BlogPosting of schema.org, part of the blog; whatever its author writes cannot end the script."""
    address = "https://example.org/%E5%8D%9A%E5%AE%A2/2026/09/a/"
    data = linked(site / "2026/09/a/index.html")
    assert (data["@context"], data["@type"], data["@id"]) == ("https://schema.org", "BlogPosting", address)
    assert data["headline"] == "On x₁<y </script>"
    assert (data["datePublished"], data["dateModified"]) == ("2026-09-01T10:30:00+00:00", "2026-09-03T00:00:00+00:00")
    assert data["author"] == [{"@type": "Person", "name": "Ada"}]
    assert (data["keywords"], data["articleSection"]) == (["ℓ² & more", "b"], ["Math"])
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["isPartOf"]["name"] == "R&D </script><script>alert(1)</script>"


def test_linked_data_of_the_blog_and_of_pages(site: Path) -> None:
    """The front page is a Blog, whose author is elsewhere too; a page is a WebPage; listings say nothing."""
    data = linked(site / "index.html")
    assert (data["@type"], data["author"]["name"]) == ("Blog", "Ada")
    assert data["sameAs"] == ["https://social.example/@ada"]
    assert linked(site / "about/index.html")["@type"] == "WebPage"
    for path in ("archive/index.html", "tags/b/index.html", "404.html"):
        assert "ld+json" not in (site / path).read_text("utf-8")


def test_linked_data_of_several_authors(blog: "MakeBlog") -> None:
    """Each with the whole address of their page."""
    files = {name: f"---\ntitle: {name}\ndate: 2026-09-01\nauthor: {name}\n---\n" for name in ("Ada", "Emmy")}
    output = build(Options(blog({f"content/posts/{name}.md": text for name, text in files.items()}))).output
    assert linked(output / "2026/09/ada/index.html")["author"] == [
        {"@type": "Person", "name": "Ada", "url": "https://example.org/authors/ada/"}
    ]


def test_the_sitemap_tells_when_pages_changed(site: Path) -> None:
    """Whole addresses; the front page changed when its newest post did; a page without a date says nothing."""
    tag = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = {url[0].text: url.findtext(f"{tag}lastmod") for url in fromstring((site / "sitemap.xml").read_bytes())}
    root = "https://example.org/%E5%8D%9A%E5%AE%A2/"
    moment = "2026-09-03T00:00:00+00:00"
    assert found == {root: moment, f"{root}2026/09/a/": moment, f"{root}about/": None}
    assert f"Sitemap: {root}sitemap.xml\n" in (site / "robots.txt").read_text("utf-8")


def test_a_strict_policy_lets_linked_data_be(site: Path, serve_folder: "ServeFolder", page: "Page") -> None:
    """A data block is no script: with `default-src 'self'` a browser has nothing to say, and the data are there."""
    url = serve_folder(site, "/博客/")

    def strict(route: "Route") -> None:
        response = route.fetch()
        policy = {"content-security-policy": "default-src 'self'"}
        route.fulfill(response=response, headers=response.headers | policy)

    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.route("**/*", strict)
    page.goto(f"{url}2026/09/a/")
    text = page.locator('script[type="application/ld+json"]').text_content()
    assert text is not None
    assert json.loads(text)["headline"] == "On x₁<y </script>"
    assert page.title().startswith("On x₁<y </script> · R&D </script><script>alert(1)</script>")
    assert said == []
