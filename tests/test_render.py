"""Templates, feeds, metadata and the site under a path of its own."""

import html
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import fromstring

import feedparser
import pytest

from mathpress.build import Options, build
from mathpress.errors import Severity, Stop
from mathpress.render.sources import read_sources
from mathpress.seen import Seen

if TYPE_CHECKING:
    from tests.conftest import MakeBlog

CONFIG: Final = """
title = "R&D <blog>"
url = "https://example.org/blog/"
author = "Ada"
description = "About & around"
per_page = 2
[menu]
"About us" = "/about/"
Elsewhere = "https://example.com/?a=1&b=2"
"""
LABELLED: Final = "see \\eqref{e}\n\n$$x<y\\label{e}$$\n\n<!-- more -->\n\nrest $z$[^1]\n\n[^1]: note"


def post(title: str, day: int, body: str = "text", **matter: str) -> str:
    """Return the source of a post."""
    lines = [f"title: '{title}'", f"date: 2026-09-{day:02}", *(f"{key}: {value}" for key, value in matter.items())]
    return "\n".join(["---", *lines, "---", body, ""])


@pytest.fixture(scope="module")
def site(blog: "MakeBlog") -> Path:
    """Build a blog with most kinds of page and return its output."""
    root = blog(
        {
            "mathpress.toml": CONFIG,
            "content/posts/one.md": post("One <b> $a<b$", 1, LABELLED, tags="[数论, 'a/b']", categories="Math"),
            "content/posts/two.md": post("Two", 2, "[one](one.md#e) and \\eqref{one:e}", tags="[数论]", series="S"),
            "content/posts/three.md": post("Three", 3, "$\\ce{H2O}$", lang="zh", aliases="[/old/]"),
            "content/pages/about.md": "---\ntitle: About\n---\n## Us\n\n[home](/) ![logo](logo.svg)\n",
            "content/pages/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "static/CNAME": "example.org\n",
            "static/css/print.css": "/* mine */\n",
            "templates/hooks/foot.html": "<!-- counted -->",
        }
    )
    report = build(Options(root))
    assert not report.failed, report.problems
    return report.output


def read(site: Path, path: str) -> str:
    """Return a file of the site."""
    return (site / path).read_text("utf-8")


def test_every_link_within_the_site_leads_to_a_file(site: Path) -> None:
    """All root-relative links and sources, under the site's path, name files that were written."""
    missing = []
    for page in site.rglob("*.html"):
        for url in re.findall(r' (?:href|src)="(/[^"#?]*)', page.read_text("utf-8")):
            assert url.startswith("/blog/"), f"{page}: {url} is outside the site"
            target = site / url.removeprefix("/blog/")
            if not (target / "index.html").is_file() and not target.is_file():
                missing.append((page.name, url))
    assert missing == []


def test_text_is_escaped_and_formulas_in_titles_are_set(site: Path) -> None:
    """Markup in a title or configuration is shown, not obeyed; a formula in a title is MathML."""
    page = read(site, "2026/09/one/index.html")
    assert "<title>One &lt;b&gt; a&lt;b · R&amp;D &lt;blog&gt;</title>" in page
    assert '<h1>One &lt;b&gt; <span class="math" data-tex="a&lt;b"' in page
    assert 'href="https://example.com/?a=1&amp;b=2"' in page


def test_listing_shows_the_excerpt_with_the_posts_number(site: Path) -> None:
    """The excerpt has the number without its id; the reference and the number lead to the post."""
    page = read(site, "page/2/index.html")
    assert '<a href="/blog/2026/09/one/#e">(1)</a>' in page
    assert '<a class="eqref" href="/blog/2026/09/one/#e">(1)</a>' in page
    assert 'id="e"' not in page
    assert "rest" not in page
    assert '<a class="read-more" href="/blog/2026/09/one/">Read more...</a>' in page


def test_pagination(site: Path) -> None:
    """Three posts, two a page: the second page links to the first, and there is no third."""
    assert 'href="/blog/page/2/"' in read(site, "index.html")
    assert 'href="/blog/" rel="prev"' in read(site, "page/2/index.html")
    assert not (site / "page/3").exists()


def test_post_page_holds_the_body_and_nothing_else(site: Path) -> None:
    """In a post the label is an anchor, and references are links to it."""
    page = read(site, "2026/09/one/index.html")
    assert 'class="number" id="e"><a href="#e">(1)</a>' in page
    assert '<a class="eqref" href="#e">(1)</a>' in page
    assert '<div class="body"><p>see' in page


def test_reference_to_another_post_has_its_number(site: Path) -> None:
    """`one:e` is a link to that post's formula and shows that post's number."""
    assert '<a class="eqref" href="/blog/2026/09/one/#e">(1)</a>' in read(site, "2026/09/two/index.html")


def test_only_the_page_with_mathjax_loads_it(site: Path) -> None:
    """The post, and the listing that shows its excerpt, load MathJax with its hash; other pages do not."""
    page = read(site, "2026/09/three/index.html")
    assert 'integrity="sha384-' in page
    assert '<span class="math mathjax" data-tex="\\ce{H2O}" translate="no">\\(\\ce{H2O}\\)</span>' in page
    assert "integrity" in read(site, "index.html")
    assert "integrity" not in read(site, "page/2/index.html")
    assert "integrity" not in read(site, "2026/09/one/index.html")


def test_language_of_a_page(site: Path) -> None:
    """A post may be in another language than its site."""
    assert '<html lang="zh">' in read(site, "2026/09/three/index.html")
    assert '<html lang="en">' in read(site, "2026/09/one/index.html")


def test_authors_files_stand_in_for_the_themes(site: Path) -> None:
    """A template, a style sheet and a static file of the author's are used; all others are the theme's."""
    assert "<!-- counted -->" in read(site, "index.html")
    assert read(site, "css/print.css") == "/* mine */\n"
    assert read(site, "CNAME") == "example.org\n"
    assert "@layer" in read(site, "css/tokens.css")


def test_redirect_of_an_alias(site: Path) -> None:
    """The page at the old address sends readers on, without a script."""
    page = read(site, "old/index.html")
    assert '<meta http-equiv="refresh" content="0; url=/blog/2026/09/three/">' in page
    assert '<link rel="canonical" href="https://example.org/blog/2026/09/three/">' in page


def test_atom_feed(site: Path) -> None:
    """The feed is well-formed, complete, absolute, and as old as its newest post."""
    data = (site / "feed.xml").read_bytes()
    assert fromstring(data).tag == "{http://www.w3.org/2005/Atom}feed"
    feed = feedparser.parse(data)
    assert not feed.bozo
    assert feed.feed.title == "R&D <blog>"
    assert feed.feed.updated == "2026-09-03T00:00:00+00:00"
    assert [entry.title for entry in feed.entries] == ["Three", "Two", "One <b> a<b"]
    oldest = feed.entries[-1]
    assert oldest.id == "https://example.org/blog/2026/09/one/"
    assert oldest.author == "Ada"
    content = oldest.content[0].value
    assert 'href="https://example.org/blog/2026/09/one/#e"' in content
    assert " id=" not in (site / "feed.xml").read_text("utf-8").replace("&quot;", '"')


def test_feeds_of_categories_and_tags(site: Path) -> None:
    """Each category and tag has an Atom feed of its posts."""
    feed = feedparser.parse((site / "tags/数论/feed.xml").read_bytes())
    assert [entry.title for entry in feed.entries] == ["Two", "One <b> a<b"]
    assert (site / "categories/math/feed.xml").is_file()


def test_json_feed(site: Path) -> None:
    """The JSON Feed says the same as the Atom feed."""
    feed = json.loads(read(site, "feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["title"] for item in feed["items"]] == ["Three", "Two", "One <b> a<b"]


def test_feed_limit_and_content(blog: "MakeBlog") -> None:
    """The configuration bounds a feed's posts and may cut them to their excerpts."""
    config = CONFIG.replace("[menu]", '[feed]\nlimit = 1\ncontent = "excerpt"\n[menu]')
    files = {f"content/posts/{day}.md": post(f"P{day}", day, "a\n\n<!-- more -->\n\nb") for day in (1, 2)}
    report = build(Options(blog({"mathpress.toml": config, **files})))
    (entry,) = feedparser.parse((report.output / "feed.xml").read_bytes()).entries
    assert entry.title == "P2"
    assert entry.content[0].value.startswith("<p>a</p>")
    assert "b</p>" not in entry.content[0].value


def test_sitemap_and_robots(site: Path) -> None:
    """The sitemap lists posts and pages with absolute, escaped addresses; robots.txt names it."""
    locations = [
        element.text
        for element in fromstring((site / "sitemap.xml").read_bytes()).iter()
        if element.tag.endswith("loc")
    ]
    assert locations[0] == "https://example.org/blog/"
    assert "https://example.org/blog/about/" in locations
    assert len(locations) == 5
    assert "Sitemap: https://example.org/blog/sitemap.xml" in read(site, "robots.txt")


def test_unknown_reference_is_shown_when_built_all_the_same(blog: "MakeBlog") -> None:
    """With --fail-on never a page with a dangling reference is written, and shows what refers to nothing."""
    report = build(Options(blog({"content/posts/a.md": post("A", 1, "\\eqref{no}")}), fail_on=None))
    assert [problem.severity for problem in report.problems] == [Severity.ERROR]
    assert '<code class="math-error" title="refers to nothing">\\eqref{no}</code>' in read(
        report.output, "2026/09/a/index.html"
    )


def test_part_of_a_series(blog: "MakeBlog") -> None:
    """A post says which part of its series it is; the number an author gave counts, not its place in the list."""
    files = {f"content/posts/{n}.md": post(f"P{n}", n, series="S", part=str(n)) for n in (11, 12)}
    output = build(Options(blog(files))).output
    assert "Part 11 of 12" in read(output, "2026/09/11/index.html")
    lone = build(Options(blog({"content/posts/a.md": post("A", 1, series="S")}))).output
    assert "Part 1 of 1" not in read(lone, "2026/09/a/index.html")
    assert '<a href="/2026/09/12/" lang="en" aria-current="page">P12</a>' in read(output, "2026/09/12/index.html")


def test_a_template_that_asks_for_what_is_not_there(blog: "MakeBlog") -> None:
    """The error names the author's template and its line, and nothing is written."""
    root = blog({"content/posts/a.md": post("A", 1), "templates/404.html": "<p>\n  {{ page.nonsense }}\n</p>"})
    with pytest.raises(Stop) as stopped:
        build(Options(root))
    (problem,) = stopped.value.problems
    assert (problem.code, str(problem.place)) == ("template-error", "templates/404.html:2:3")
    assert stopped.value.status == 1
    assert not (root / "public/index.html").exists()


def test_a_template_in_a_linked_folder_is_one_of_the_theme(blog: "MakeBlog", tmp_path: Path) -> None:
    """When it changes, the pages do; a link to a folder around it leads in a circle once."""
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "part.html").write_text("one", "utf-8")
    (shared / "circle").symlink_to(shared)
    root = blog({"content/posts/a.md": post("A", 1), "templates/404.html": "{% include 'linked/part.html' %}"})
    (root / "templates/linked").symlink_to(shared)
    pages = []
    for text in ("one", "two"):
        (shared / "part.html").write_text(text, "utf-8")
        pages.append((build(Options(root)).output / "404.html").read_text("utf-8"))
    assert pages == ["one", "two"]


@pytest.mark.parametrize("name", ["one", "other"])
def test_a_folder_of_templates_that_is_linked_twice_is_known_by_both_names(
    blog: "MakeBlog", tmp_path: Path, name: str
) -> None:
    """If either link is removed, what it brought is missing; no page is left as it was."""
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "part.html").write_text("part", "utf-8")
    root = blog({"content/posts/a.md": post("A", 1), "templates/404.html": f"{{% include '{name}/part.html' %}}"})
    for link in ("one", "other"):
        (root / "templates" / link).symlink_to(shared)
    build(Options(root))
    (root / "templates" / name).unlink()
    with pytest.raises(Stop, match=f"there is no template {name}/part.html"):
        build(Options(root))


def test_linked_folders_of_static_files_are_not_entered(blog: "MakeBlog") -> None:
    """Each file is published once, under its own path, in whatever order the file system tells of folders."""
    root = blog({"content/posts/a.md": post("A", 1), "static/one/x.css": "a{}", "static/other/x.css": "a{}"})
    (root / "static/one/other").symlink_to(root / "static/other")
    (root / "static/other/one").symlink_to(root / "static/one")
    site = build(Options(root)).output
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("x.css"))
    assert found == ["one/x.css", "other/x.css"]


def test_links_out_of_the_blog_are_not_published(blog: "MakeBlog", tmp_path: Path) -> None:
    """A link in `static/` puts a file of the blog on the site, and none from elsewhere."""
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    root = blog({"content/posts/a.md": post("A", 1), "files/cv.txt": "kept", "static/empty.txt": ""})
    (root / "static/link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "static/cv.txt").symlink_to("../files/cv.txt")
    output = build(Options(root)).output
    assert (output / "cv.txt").read_text("utf-8") == "kept"
    assert not (output / "link.txt").exists()


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("<p>\n  {% include 'gone.html' %}\n</p>", "templates/404.html:2:3"),
        ("<p>\u2028\x0c\n  {% include 'gone.html' %}\n</p>", "templates/404.html:2:3"),
        (b"<p>\xe9</p>", "templates/404.html"),
    ],
)
def test_other_mistakes_in_templates(blog: "MakeBlog", template: str | bytes, place: str) -> None:
    """A template that is not there, or not UTF-8, is told at its place."""
    with pytest.raises(Stop) as stopped:
        build(Options(blog({"content/posts/a.md": post("A", 1), "templates/404.html": template})))
    assert [str(problem.place) for problem in stopped.value.problems] == [place]
    assert stopped.value.status == 1


@pytest.mark.parametrize("folder", ["templates", "static"])
def test_a_file_of_the_theme_whose_name_is_not_utf_8(blog: "MakeBlog", folder: str) -> None:
    """It is told, as one beside a post is."""
    root = blog({"content/posts/a.md": post("A", 1), f"{folder}/kept.css": ""})
    (root / folder / os.fsdecode(b"\xff.css")).write_text("")
    with pytest.raises(Stop) as stopped:
        build(Options(root))
    (problem,) = stopped.value.problems
    assert (problem.code, problem.place.path) == ("source-name", f"{folder}/\udcff.css")


def test_whatever_a_template_includes_is_part_of_it(blog: "MakeBlog") -> None:
    """A drawing or a file of macros that changed makes the pages anew."""
    template = "{% from 'macros.j2' import mark %}{% include 'icons/a.svg' %}{{ mark }}"
    files = {
        "templates/404.html": template,
        "templates/icons/a.svg": "<svg/>",
        "templates/macros.j2": "{% set mark=1 %}",
    }
    root = blog({"content/posts/a.md": post("A", 1), **files})
    assert read(build(Options(root)).output, "404.html") == "<svg/>1"
    (root / "templates/icons/a.svg").write_text("<svg></svg>", "utf-8")
    assert read(build(Options(root)).output, "404.html") == "<svg></svg>1"
    (root / "templates/macros.j2").write_text("{% set mark=2 %}", "utf-8")
    assert read(build(Options(root)).output, "404.html") == "<svg></svg>2"


def test_the_author_of_a_post(blog: "MakeBlog") -> None:
    """A lone author is named on posts and to Google Scholar, without a page of posts; listings name no one."""
    root = blog({"mathpress.toml": 'author = "Ada <L>"\n', "content/posts/a.md": post("A", 1)})
    output = build(Options(root)).output
    page = read(output, "2026/09/a/index.html")
    assert '<meta name="citation_author" content="Ada &lt;L&gt;">' in page
    assert "<span>by Ada &lt;L&gt;</span>" in page
    entry = read(output, "index.html").partition("<article")[2].partition("</article>")[0]
    assert "<h2" in entry
    assert "Ada" not in entry
    assert not (output / "authors").exists()


def test_several_authors_have_pages(blog: "MakeBlog") -> None:
    """Where several write, each name links to the posts of its author, on listings too."""
    files = {"content/posts/a.md": post("A", 1, author="Ada"), "content/posts/b.md": post("B", 2, author="Emmy")}
    output = build(Options(blog(files))).output
    for path in ("2026/09/a/index.html", "index.html"):
        assert '<a href="/authors/ada/">Ada</a>' in read(output, path)
    assert (output / "authors/index.html").is_file()


def test_a_series_may_begin_with_part_zero(blog: "MakeBlog") -> None:
    """Part 0 is a number like any other."""
    files = {f"content/posts/{n}.md": post(f"P{n}", n + 1, series="S", part=str(n)) for n in (0, 1)}
    page = read(build(Options(blog(files))).output, "2026/09/0/index.html")
    assert "Part 0 of 2" in page
    assert re.findall(r'<li value="(\d)">', page) == ["0", "1"]


def test_other_files_among_templates_are_no_templates(blog: "MakeBlog") -> None:
    """What an operating system or editor leaves there does no harm."""
    root = blog({"content/posts/a.md": post("A", 1), "templates/.DS_Store": b"\x00\xff", "templates/x.html~": b"\xff"})
    assert not build(Options(root)).failed


def test_files_of_tools_among_templates_are_passed_over(blog: "MakeBlog") -> None:
    """Such as a repository of git, in which files are larger than any template, and change while no template does."""
    pack = "templates/.git/objects/a.pack"
    root = blog({"content/posts/a.md": post("A", 1), "templates/404.html": "own", pack: b"\xff" * 5_000_001})
    assert read(build(Options(root)).output, "404.html") == "own"
    assert read_sources([root / "templates"], Seen({})).keys() == {"404.html"}


def test_a_large_file_among_templates_does_no_harm_until_it_is_included(blog: "MakeBlog") -> None:
    """A photograph that is kept beside drawings is none of a page."""
    root = blog({"content/posts/a.md": post("A", 1), "templates/photo.psd": b"x" * 5_000_001})
    assert not build(Options(root)).failed
    (root / "templates/404.html").write_text("<p>\n{% include 'photo.psd' %}", "utf-8")
    with pytest.raises(Stop) as stopped:
        build(Options(root))
    (problem,) = stopped.value.problems
    assert str(problem.place) == "templates/404.html:2:1"
    assert "photo.psd cannot be included: it is larger than 5 MB" in problem.message


def test_what_changes_before_it_is_included_is_not_taken_for_what_it_was(tmp_path: Path) -> None:
    """Templates are held; of all else just the digest is, and pages would be known by another than their own."""
    for name in ("page.html", "drawing.svg"):
        (tmp_path / name).write_text("old", "utf-8")
    sources = read_sources([tmp_path], Seen({}))
    assert sources["drawing.svg"].text() == "old"
    for name in ("page.html", "drawing.svg"):
        (tmp_path / name).write_text("new", "utf-8")
    assert sources["page.html"].text() == "old"
    with pytest.raises(ValueError, match=r"drawing\.svg changed while pages were made"):
        sources["drawing.svg"].text()


def test_mathjax_of_ones_own(blog: "MakeBlog") -> None:
    """MathJax below `static/` is loaded from the site, after a configuration that knows it and without a hash."""
    config = 'url = "https://example.org/blog/"\n[math]\nmathjax_url = "/mathjax/tex-chtml.js"\n'
    root = blog({"mathpress.toml": config, "content/posts/a.md": post("A", 1, "$\\ce{H2O}$")})
    scripts = re.findall(r"<script [^>]*mathjax[^>]*>", read(build(Options(root)).output, "2026/09/a/index.html"))
    assert re.fullmatch(r'<script src="/blog/js/mathjax-config\.mp-[0-9a-f]{8}\.js" data-local>', scripts[0])
    assert scripts[1:] == ['<script src="/blog/mathjax/tex-chtml.js" defer>']


def test_two_posts_on_one_url_built_all_the_same(blog: "MakeBlog") -> None:
    """With --fail-on never both are there, the second under its file's path."""
    files = {f"content/posts/{name}.md": post(name, 1, slug="same") for name in ("a", "b")}
    output = build(Options(blog(files), fail_on=None)).output
    assert "<h1>a</h1>" in read(output, "2026/09/same/index.html")
    assert "<h1>b</h1>" in read(output, "content/posts/b/index.html")


def test_relative_links_are_the_same_everywhere(blog: "MakeBlog") -> None:
    """A link that names no file leads to one place from the post, from listings and from feeds."""
    output = build(Options(blog({"content/posts/a.md": post("A", 1, "[x](../b/) [y](c)")}))).output
    for page, root in {"2026/09/a/index.html": "/", "index.html": "/", "feed.xml": "https://example.org/"}.items():
        markup = html.unescape(read(output, page))
        assert f'<a href="{root}2026/09/b/">x</a>' in markup
        assert f'<a href="{root}2026/09/a/c">y</a>' in markup


def test_footer_and_header_say_what_the_settings_say(blog: "MakeBlog") -> None:
    """Links elsewhere, the years of the posts, the licence with its address; the menu marks the page it is on."""
    config = (
        'title = "T"\nauthor = "A & B"\nlicense = "CC BY-SA 4.0"\n[menu]\nAbout = "/about/"\nOut = "https://a.example/"\n'
        '[social]\nMail = "mailto:a@example.org"\n'
    )
    posts = {f"content/posts/{year}.md": f"---\ntitle: {year}\ndate: {year}-06-01\n---\n" for year in (2019, 2026)}
    about = {"content/pages/about.md": "---\ntitle: About\n---\n"}
    output = build(Options(blog({"mathpress.toml": config, **posts, **about}))).output
    page = read(output, "about/index.html")
    assert '<a href="/about/" aria-current="page">About</a>' in page
    assert '<a href="https://a.example/">Out</a>' in page
    assert '<a href="mailto:a@example.org" rel="me">Mail</a>' in page
    assert "© 2019–2026 A &amp; B" in page
    assert '<a href="https://creativecommons.org/licenses/by-sa/4.0/" rel="license">CC BY-SA 4.0</a>' in page
    assert '<link rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/">' in page
    assert "<rights>CC BY-SA 4.0 https://creativecommons.org/licenses/by-sa/4.0/</rights>" in read(output, "feed.xml")
    assert "aria-current" not in read(output, "index.html")


def test_a_licence_on_the_site_itself(blog: "MakeBlog") -> None:
    """An address that begins with `/` is below the site's root, and whole in the feed."""
    config = 'title = "T"\nurl = "https://example.org/b/"\nlicense = "Mine"\nlicense_url = "/mine/"\n'
    output = build(Options(blog({"mathpress.toml": config, "content/posts/a.md": post("A", 1)}))).output
    assert '<a href="/b/mine/" rel="license">Mine</a>' in read(output, "index.html")
    assert "<rights>Mine https://example.org/b/mine/</rights>" in read(output, "feed.xml")


def test_tags_that_differ_by_signs_alone(blog: "MakeBlog") -> None:
    """C, C++ and C# have addresses of their own, which no later tag takes from them."""
    output = build(Options(blog({"content/posts/a.md": post("A", 1, tags='[C, "C++", "C#"]')}))).output
    assert [(output / f"tags/{slug}").is_dir() for slug in ("c", "c-plus-plus", "c-sharp")] == [True] * 3


def test_tags_without_letters_have_addresses_of_their_own(blog: "MakeBlog") -> None:
    """They are numbered in the order of their names."""
    output = build(Options(blog({"content/posts/a.md": post("A", 1, tags='["🍏", "🍎", "!", "a"]')}))).output
    assert [re.findall(r'<h1>[^<]*</h1>', read(output, f"tags/{slug}/index.html")) for slug in ("-", "--2", "--3")] == [
        ["<h1>Tag: !</h1>"], ["<h1>Tag: 🍎</h1>"], ["<h1>Tag: 🍏</h1>"],
    ]  # fmt: skip


def test_titles_of_posts_are_marked_with_their_language(blog: "MakeBlog") -> None:
    """A browser chooses fonts and hyphens, and a screen reader its voice, by the language of the title."""
    files = {
        "mathpress.toml": 'title = "T"\nlanguage = "zh"\n',
        "content/posts/a.md": "---\ntitle: One\nlang: en\ndate: 2026-01-01\ntags: [t]\n---\nText",
        "content/posts/b.md": "---\ntitle: 二\ndate: 2026-01-02\ntags: [t]\n---\n正文",
    }
    output = build(Options(blog(files))).output
    assert read(output, "2026/01/b/index.html").count('lang="en">One</a>') == 2  # previous, related
    assert 'lang="zh">二</a>' in read(output, "2026/01/a/index.html")
    assert 'lang="en">One</a>' in read(output, "archive/index.html")
    assert '<h2 lang="en"><a' in read(output, "index.html")


def test_references_that_say_a_word(blog: "MakeBlog") -> None:
    """They speak the language of the post they stand in, are one link, and lead to other posts and from listings."""
    group = "\\begin{subequations}\\label{all}$$x\\label{x}$$\\end{subequations}"
    text = "\\autoref{x} \\cref{all} \\Cref{one:x}\n\n"
    report = build(
        Options(
            blog(
                {
                    "mathpress.toml": CONFIG + "[math]\nnumber_within = 'section'\n",
                    "content/posts/one.md": post("One", 1, f"{text}# H\n\n{group}"),
                    "content/posts/two.md": post("Two", 2, f"{text}{group}", lang="zh"),
                }
            )
        )
    )
    assert not report.failed, report.problems
    one, two = (read(report.output, f"2026/09/{name}/index.html") for name in ("one", "two"))
    assert (
        '<a class="autoref" href="#x">Equation\u00a01.1a</a> <a class="autoref" href="#all">eq.\u00a0(1.1)</a>' in one
    )
    assert '<div class="math-display equation" id="all" data-tex="x\\label{x}"' in one
    assert '<a class="autoref" href="#x">式(0.1a)</a> <a class="autoref" href="#all">式(0.1)</a>' in two
    assert '<a class="autoref" href="/blog/2026/09/one/#x">式(1.1a)</a>' in two
    assert 'content="式(0.1a) 式(0.1)' in two
    listing = read(report.output, "index.html")
    assert '<a class="autoref" href="/blog/2026/09/one/#all">eq.\u00a0(1.1)</a>' in listing
    assert ' id="all"' not in listing
    assert "式(0.1a)" in read(report.output, "feed.xml")
