"""Jekyll's sites: what Jekyll makes of one, and what mathpress makes of the same after the import."""

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.importers.comparing import expect_same, imported, new_posts, old_posts

from mathpress.importers.jekyll_urls import our_patterns, template

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

LAYOUT: Final = """\
<old-title>{{ page.title }}</old-title><old-date>{{ page.date | date_to_xmlschema }}</old-date>
<old-address>{{ page.url }}</old-address>
{{ content }}
"""


def post(more: str = "", body: str = "Text.") -> str:
    """Write a file with front matter."""
    return f"---\nlayout: default\n{more}\n---\n{body}\n"


SITE: Final = {
    "_config.yml": """\
title: Old site
url: https://old.example
baseurl: /blog
timezone: Asia/Shanghai
lang: en-GB
author: {name: Ada}
paginate: 7
excerpt_separator: <!--cut-->
include: [_pages]
collections: {notes: {output: true}}
defaults:
  - {scope: {path: "", type: posts}, values: {author: Bob, share: true}}
""",
    "_layouts/default.html": LAYOUT,
    "_posts/2020-01-02-Hello-World_1.md": post("title: Hello\ntags: a b"),
    "_posts/2020-01-03-time.md": post("title: A time is of Greenwich\ndate: 2020-01-03 22:30:00"),
    "_posts/2020-01-04-zone.md": post("title: One with its zone\ndate: 2020-01-04 22:30:00 -0500"),
    "_posts/2020-01-05-cats.md": post("categories: Big small"),
    "_posts/2020-01-06-permalink.md": post("permalink: /a/:year/:title"),
    "_posts/2020-01-07-中文-標題.md": post("title: 中文"),
    "_posts/2020-01-08-slugged.md": post("slug: Other Slug"),
    "_posts/2020-01-09-C++ & more.md": post("title: Signs"),
    "_posts/2020-01-10-day.md": post("date: 2020-01-11"),
    "_posts/2020-01-12-unpublished.md": post("published: false"),
    "below/_posts/2020-01-11-folder.md": post("title: Below"),
    "_drafts/draft.md": post("title: Draft"),
    "about.md": post("title: About"),
    "docs/page.md": post("title: Page"),
    "docs/index.md": post("title: Docs"),
    "_pages/x.md": post("title: X\npermalink: /xx/"),
    "_notes/n.md": post("title: Note", "![A dot](sub/n.svg)"),
    "_notes/sub/n.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "index.html": post("title: Home", "{% for post in site.posts %}{% endfor %}"),
    "assets/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "assets/main.css": "a{}",
    "_posts/2020-01-13-tags.md": post(
        "title: Tags",
        r"""* Contents
{:toc}

Inline $$x_1$$, $y\_1$ and \\(z\\).

$$a|b$$

{% raw %}$$\frac{{a}}{{b}}$${% endraw %} [this]({% post_url 2020-01-03-time %}),
[b]({% post_url 2020-01-11-folder %}), [that]({% link about.md %}).
<!--cut-->
![A dot]({{ site.baseurl }}/assets/a.svg) ![Another]({{ "/assets/a.svg" | relative_url }}) ![Third](../assets/a.svg)

{% include figure.html src="/assets/a.svg" caption="The *dot*" %}

{% highlight python linenos %}
print("{{ page.title }}")
{% endhighlight %}

{% assign x = 1 %} {{ page.title }}

| a | b |
|---|---|
| x | $$P(A\|B)$$ |
""",
    ),
}


@pytest.fixture(scope="module")
def sites(
    jekyll: str, blog: "MakeBlog", run_mathpress: "RunMathpress", tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, str]:
    """Build the site with Jekyll, and with mathpress after the import; return both and what the import said."""
    old = blog({**SITE, "mathpress.toml": "", "_includes/figure.html": ""})
    subprocess.run([jekyll, "build", "--quiet"], cwd=old, check=True, capture_output=True)
    new = tmp_path_factory.mktemp("imported")
    return old / "_site", new, imported(run_mathpress, "jekyll", old, new)


def test_every_page_of_jekyll_is_at_its_address(sites: tuple[Path, Path, str]) -> None:
    """With its title and date. A time without a zone is Greenwich's there, a day is the site's own."""
    old, new = old_posts(sites[0]), new_posts(sites[1] / "public")
    del old["/"]
    assert len(old) == 16
    assert old["/2020/01/04/time.html"] == ("A time is of Greenwich", "2020-01-04T06:30:00+08:00")
    expect_same(old, new)


def test_pictures_of_a_collection_are_at_their_addresses(sites: tuple[Path, Path, str]) -> None:
    """Jekyll copies what is no text in it."""
    assert (sites[0] / "notes/sub/n.svg").is_file()
    assert (sites[1] / "public/notes/sub/n.svg").is_file()
    assert "![A dot](/notes/sub/n.svg)" in (sites[1] / "content/pages/notes/n.md").read_text("utf-8")


def test_settings_are_taken_over(sites: tuple[Path, Path, str]) -> None:
    """Those of the site, its author, and of its permalinks the pattern that keeps the most addresses."""
    settings = (sites[1] / "mathpress.toml").read_text("utf-8")
    for line in (
        'title = "Old site"', 'url = "https://old.example/blog/"', 'author = "Ada"', 'language = "en-GB"',
        'timezone = "Asia/Shanghai"', 'permalink = "/{date:%Y/%m/%d}/{slug}.html"', "per_page = 7",
    ):  # fmt: skip
        assert line in settings


def test_tags_become_markdown(sites: tuple[Path, Path, str]) -> None:
    """Those of Liquid that make no text stay and are told; formulas are kramdown's."""
    text = (sites[1] / "content/posts/2020-01-13-tags.md").read_text("utf-8")
    assert (
        text
        == r"""---
title: Tags
date: 2020-01-13
authors: [Bob]
---

Inline $x_1$, $y_1$ and \(z\).

$$a|b$$

$\frac{{a}}{{b}}$ [this](2020-01-03-time.md),
[b](below/2020-01-11-folder.md), [that](../pages/about.md).
<!-- more -->
![A dot](/assets/a.svg) ![Another](/assets/a.svg) ![Third](/assets/a.svg)

![The *dot*](/assets/a.svg)

```python linenums="1"
print("{{ page.title }}")
```

{% assign x = 1 %} Tags

| a | b |
|---|---|
| x | $P(A|B)$ |
"""
    )
    assert r"\(P(A|B)\)" in next(sites[0].rglob("tags.html")).read_text("utf-8")
    assert "_posts/2020-01-13-tags.md:23:1: warning: mathpress has nothing for the tag assign" in sites[2]
    assert "posts/2020-01-13-tags.md:7:8: inline" not in sites[2]
    assert "3 × inline: $$…$$ in a line of text was an inline formula" in sites[2]
    assert "assets: warning: is left out: it is of the old theme" in sites[2]
    assert "index.html: warning: is left out: it is of the old theme" in sites[2]


def test_drafts_are_drafts(sites: tuple[Path, Path, str]) -> None:
    """So are posts that are not published."""
    for name in ("draft", "2020-01-12-unpublished"):
        assert "\ndraft: true\n" in (sites[1] / f"content/posts/{name}.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("style", "ours"),
    [
        ("pretty", ("/{date:%Y/%m/%d}/{slug}/", "/{category}/{date:%Y/%m/%d}/{slug}/")),
        ("ordinal", ("/{date:%Y/%j}/{slug}.html", "/{category}/{date:%Y/%j}/{slug}.html")),
        ("none", ("/{slug}.html", "/{category}/{slug}.html")),
        ("/:title/", ("/{slug}/",)),
        ("/blog/:year-:month-:title", ("/blog/{date:%Y-%m}-{slug}/",)),
        ("weekdate", ()),
    ],
)
def test_patterns_are_translated(style: str, ours: tuple[str, ...]) -> None:
    """Those that mathpress cannot say are none; then posts have their addresses by themselves."""
    assert our_patterns(template(style)) == ours
