"""Hexo's sites: what Hexo makes of one, and what mathpress makes of the same after the import."""

import datetime
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.importers.comparing import expect_same, imported, new_posts, old_posts

from mathpress.importers.hexo_tags import SYNTAX, writers
from mathpress.importers.hexo_urls import Named, address, our_pattern
from mathpress.importers.repairs import repair
from mathpress.importers.tags import convert
from mathpress.importers.workarounds import Dialect

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

LAYOUT: Final = """\
<old-title>{{ page.title }}</old-title><old-date>{{ page.date.format() }}</old-date>{{ page.content }}
"""
ZONE: Final = "Asia/Shanghai"
DOT: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def post(title: str, date: str = "2020-01-02", more: str = "", body: str = "Text.") -> str:
    """Write a post."""
    return f"---\ntitle: {title}\ndate: {date}\n{more}\n---\n{body}\n"


SITE: Final = {
    "_config.yml": f"""\
title: Old site
url: https://old.example/blog
root: /blog/
language: [zh-CN, en]
timezone: {ZONE}
author: Ada
per_page: 7
post_asset_folder: true
theme: bare
theme_config:
  menu: {{关于: /about/ || fa, 归档: /archives/, 朋友: /friends/}}
""",
    "package.json": '{"hexo": {}, "dependencies": {"hexo": "*", "hexo-renderer-marked": "*"}}',
    "themes/bare/layout/post.njk": LAYOUT,
    "themes/bare/layout/page.njk": LAYOUT,
    "source/_posts/Hello-World_1.md": post("Hello", "2020-01-02 03:04:05", "tags: [a, b]"),
    "source/_posts/hash.md": post("Hash", more="categories:\n- [A b, C]\n- D"),
    "source/_posts/sub/deep.md": post("Deep", "2020-01-06 23:30:00"),
    "source/_posts/中文.md": post("中文"),
    "source/_posts/C++ & more.md": post("Signs"),
    "source/_posts/permalink.md": post("Permalink", more="permalink: /p/q.html"),
    "source/_posts/slugged.md": post("Slugged", more="slug: other"),
    "source/_posts/unopened.md": "title: Unopened\ndate: 2020-02-03 04:05:06\n---\nText.\n",
    "source/_posts/unpublished.md": post("Unpublished", more="published: false"),
    "source/_drafts/draft.md": post("Draft"),
    "source/about/index.md": post("About"),
    "source/tags/index.md": post("Tags", more="type: tags", body=""),
    "source/images/a.svg": DOT,
    "source/_posts/tags/a.svg": DOT,
    "source/_posts/tags.md": post(
        "Tags of Hexo",
        body=r"""{% asset_img a.svg 30 "A dot" %}

Of $y\_1$, {% post_link hash %} and {% post_link sub/deep "deep *down*" %}: ![A dot](a.svg) ![Too](tags/a.svg).
<!-- more -->
![A picture](/images/a.svg) ![The same](../images/a.svg) {% raw %}{{x}}{% endraw %} {% unheard of %}

{% codeblock lang:python A title %}
print("x")
{% endcodeblock %}

{% blockquote Ada, Notes %}
The *engine*.
{% endblockquote %}
""",
    ),
}


@pytest.fixture(scope="module")
def sites(
    hexo: Path, blog: "MakeBlog", run_mathpress: "RunMathpress", tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, str]:
    """Build the site with Hexo, and with mathpress after the import; return both and what the import said.

    Hexo takes the zone of the machine for that of dates, and moves them by the difference if the settings say another.
    """
    old = blog({name: text for name, text in SITE.items() if "unheard" not in text} | {"mathpress.toml": ""})
    (old / "source/_posts/tags.md").write_text(SITE["source/_posts/tags.md"].replace("{% unheard of %}", ""), "utf-8")
    (old / "node_modules").symlink_to(hexo)
    command = [f"{hexo}/.bin/hexo", "generate", "--silent"]
    subprocess.run(command, cwd=old, check=True, capture_output=True, env=os.environ | {"TZ": ZONE})
    (old / "source/_posts/tags.md").write_text(SITE["source/_posts/tags.md"], "utf-8")
    new = tmp_path_factory.mktemp("imported")
    return old / "public", new, imported(run_mathpress, "hexo", old, new)


def test_every_page_of_hexo_is_at_its_address(sites: tuple[Path, Path, str]) -> None:
    """With its title, and posts with their date. The page of tags is mathpress's own."""
    old, new = old_posts(sites[0]), new_posts(sites[1] / "public")
    del old["/tags/"]
    assert len(old) == 10
    expect_same(old, new)


def test_settings_are_taken_over(sites: tuple[Path, Path, str]) -> None:
    """The menu without what is not there; the archive has another address here."""
    settings = (sites[1] / "mathpress.toml").read_text("utf-8")
    for line in (
        'title = "Old site"', 'url = "https://old.example/blog"', 'author = "Ada"', 'language = "zh-CN"',
        f'timezone = "{ZONE}"', 'permalink = "/{date:%Y/%m/%d}/{slug}/"', "per_page = 7",
        '[menu]\n"关于" = "/about/"\n"归档" = "/archive/"\n',
    ):  # fmt: skip
        assert line in settings
    assert "the old menu's 朋友 is left out: nothing here is at '/friends/'" in sites[2]


def test_tags_become_markdown(sites: tuple[Path, Path, str]) -> None:
    """A post with files in its own folder becomes a folder; what leads to its files does so still."""
    text = (sites[1] / "content/posts/tags/index.md").read_text("utf-8")
    assert (
        text
        == r"""---
title: Tags of Hexo
date: 2020-01-02
---

![A dot](a.svg){width=30}

Of $y_1$, [](../hash.md) and [deep *down*](../sub/deep.md): ![A dot](a.svg) ![Too](a.svg).
<!-- more -->
![A picture](/images/a.svg) ![The same](/images/a.svg) {{x}} {% unheard of %}

```python title="A title"
print("x")
```

> The *engine*.
>
> — Ada, Notes
"""
    )
    assert "source/_posts/tags.md:10:85: warning: mathpress has nothing for the tag unheard" in sites[2]


SHOWN: Final = """\
A `{% asset_img a.png %}`, `{% raw %}{{ x }}{% endraw %}` and {% raw %}`{% endraw %} b, {% post_link hash %}.

```
{% asset_img a.png %} {% raw %}
```

{% codeblock %}
echo `date
{% endcodeblock %}

Text `code` {% post_link hash %} `code`.

~~~
{% endraw %} {% post_link hash %}
~~~
"""


def test_code_shows_tags() -> None:
    """As it does in Hexo 8; what is wrapped with raw in a code span is what that shows."""
    converted = convert(SHOWN, SYNTAX, writers("source/_posts/a.md", {"hash": "source/_posts/hash.md"}))
    assert (
        repair(converted.text, Dialect(raw_tags=True, shows_tags=True), {}).text
        == """\
A `{% asset_img a.png %}`, `{{ x }}` and ` b, [](hash.md).

```
{% asset_img a.png %} {% raw %}
```

```
echo `date
```

Text `code` [](hash.md) `code`.

~~~
{% endraw %} {% post_link hash %}
~~~
"""
    )


def test_drafts_are_drafts(sites: tuple[Path, Path, str]) -> None:
    """So are posts that are not published."""
    for name in ("draft", "unpublished"):
        assert "\ndraft: true\n" in (sites[1] / f"content/posts/{name}.md").read_text("utf-8")


def test_a_pattern_may_name_a_key_of_front_matter() -> None:
    """Such as the one that a plugin writes; where it is missing, nobody knows the address."""
    named = Named("a", "A", datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC), "", {"abbrlink": "4a17"})
    assert address(named, "posts/:abbrlink/") == "/posts/4a17/"
    assert address(named, "posts/:hash/") is None


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (":year/:month/:day/:title/", "/{date:%Y/%m/%d}/{slug}/"),
        ("posts/:title.html", "/posts/{slug}.html"),
        (":category/:name/", "/{category}/{slug}/"),
        ("posts/:abbrlink.html", "/posts/{slug}.html"),
        ("posts/:hash/", ""),
    ],
)
def test_patterns_are_translated(theirs: str, ours: str) -> None:
    """Those that mathpress cannot say are none."""
    assert our_pattern(theirs) == ours
