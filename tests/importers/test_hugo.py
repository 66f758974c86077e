"""Hugo's sites: what Hugo makes of one, and what mathpress makes of the same after the import."""

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.importers.comparing import expect_same, imported, new_posts, old_posts, redirects

from mathpress.importers.hugo_urls import our_pattern, sanitized

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

LAYOUT: Final = """\
<old-title>{{ .Title }}</old-title><old-date>{{ .Date.Format "2006-01-02T15:04:05-07:00" | safeHTML }}</old-date>
"""
POST: Final = """\
---
title: "{title}"
date: {date}
{more}
---
{body}
"""


def post(title: str, date: str, more: str = "", body: str = "Text.") -> str:
    """Write a content file."""
    return POST.format(title=title, date=date, more=more, body=body)


SITE: Final = {
    "hugo.toml": """\
baseURL = "https://old.example/blog/"
title = "Old site"
languageCode = "en-gb"
timeZone = "Asia/Shanghai"
[params]
author = "Ada"
[pagination]
pagerSize = 7
[[menus.main]]
name = "About"
pageRef = "/about/"
weight = 2
[[menus.main]]
name = "Labels"
url = "/tags/"
weight = 1
[permalinks.page]
essays = "/:year/:month/:day/:title/"
""",
    "layouts/single.html": LAYOUT,
    "layouts/list.html": "",
    "layouts/_shortcodes/mystery.html": "?",
    "content/posts/_index.md": "---\ntitle: All\n---\n",
    "content/posts/Hello World_1.md": post("Hello", "2020-01-02 03:04:05", "tags: [a, b]"),
    "content/posts/2020-03-04-dated.md": post("Dated", "2020-03-04T23:30:00-05:00"),
    "content/posts/slugged.md": post("Slugged", "2020-01-02", "slug: My Slug"),
    "content/posts/urled.md": post("Urled", "2020-01-03", "url: /x/y.html\naliases: [old/one, /two/]"),
    "content/posts/tokens.md": post("Tokens", "2020-01-09", "url: /t/:year/:slug/\nslug: Tok"),
    "content/posts/中文.md": post("中文标题", "2020-01-02T08:00:00Z"),
    "content/posts/C++ & more, yes!.md": post("Signs", "2020-01-02"),
    "content/posts/toml.md": '+++\ntitle = "Toml"\ndate = 2020-05-01T10:00:00+08:00\n+++\nText.\n',
    "content/posts/json.md": '{"title": "Json", "date": "2020-05-02"}\n\nText.\n',
    "content/posts/draft.md": post("Draft", "2020-01-04", "draft: true"),
    "content/posts/deep/er/post.md": post("Deep", "2020-01-05"),
    "content/posts/bundle/index.md": post("Bundle", "2020-01-06", body="![A dot](dot.svg)\n\n![](img/dot.svg)"),
    "content/posts/bundle/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "content/posts/bundle/img/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>',
    "content/essays/why.md": post("Why: a, b", "2020-02-03"),
    "content/notes/n.md": post("Note", "2020-01-07"),
    "content/about.md": "---\ntitle: About\n---\nMe.\n",
    "static/img/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "content/posts/tags.md": post(
        "Tags",
        "2020-01-08",
        body=r"""{{< figure src="/blog/img/a.svg" alt="A dot" caption="The *dot*" width="30px" >}}

See [this]({{< ref "bundle" >}}), [that]({{< relref "/posts/slugged.md#x" >}}) and {{< mystery x="1" >}}.

{{< highlight python "linenos=table" >}}
print("{{< figure >}}")
{{< /highlight >}}

Shown as it is: `{{</* figure */>}}`, $x\_i$ and $a &lt; b$.
""",
    ),
}


@pytest.fixture(scope="module")
def sites(
    hugo: str, blog: "MakeBlog", run_mathpress: "RunMathpress", tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, str]:
    """Build the site with Hugo, and with mathpress after the import; return both and what the import said."""
    old = blog({**SITE, "mathpress.toml": ""})
    subprocess.run([hugo, "--quiet"], cwd=old, check=True, capture_output=True)
    new = tmp_path_factory.mktemp("imported")
    return old / "public", new, imported(run_mathpress, "hugo", old, new)


def test_every_page_of_hugo_is_at_its_address(sites: tuple[Path, Path, str]) -> None:
    """With the title that it had, and posts with the date: the zone is the one they were written in."""
    old, new = old_posts(sites[0]), new_posts(sites[1] / "public")
    assert len(old) == 15
    expect_same(old, new)


def test_old_addresses_lead_where_they_led(sites: tuple[Path, Path, str]) -> None:
    """The aliases of Hugo are ours; one that is no path from the root counts from its post's folder."""
    old = {url: to.removeprefix("/blog") for url, to in redirects(sites[0]).items() if "/page/" not in url}
    assert old == {"/two/": "/x/y.html", "/x/old/one/": "/x/y.html"}
    assert redirects(sites[1] / "public") == {url: f"/blog{to}" for url, to in old.items()}


def test_settings_are_taken_over(sites: tuple[Path, Path, str]) -> None:
    """Those of the site, its author, its permalinks and its menu."""
    settings = (sites[1] / "mathpress.toml").read_text("utf-8")
    for line in (
        'title = "Old site"', 'url = "https://old.example/blog/"', 'author = "Ada"', 'language = "en-gb"',
        'timezone = "Asia/Shanghai"', 'permalink = "/posts/{slug}/"', "per_page = 7",
        '[menu]\nLabels = "/tags/"\nAbout = "/about/"',
    ):  # fmt: skip
        assert line in settings


def test_shortcodes_become_markdown(sites: tuple[Path, Path, str]) -> None:
    """A shortcode of the site's own stays, and is told with its place; formulas are repaired, and that is told."""
    text = (sites[1] / "content/posts/tags.md").read_text("utf-8")
    assert (
        text
        == r"""---
title: Tags
date: 2020-01-08
---

![A dot](/img/a.svg "The *dot*"){width=30}

See [this](bundle/index.md), [that](slugged.md#x) and {{< mystery x="1" >}}.

```python linenums="1"
print("{{< figure >}}")
```

Shown as it is: `{{< figure >}}`, $x_i$ and $a < b$.
"""
    )
    assert "content/posts/tags.md:8:84: warning: mathpress has nothing for the tag mystery" in sites[2]
    assert r"content/posts/tags.md:14:35: escapes: $x\_i$ → $x_i$" in sites[2]
    assert "content/posts/_index.md: warning: is left out: it introduces a list of posts" in sites[2]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("/:year/:month/:title/", "/{date:%Y/%m}/{slug}/"),
        ("/:section/:filename/", "/posts/{slug}/"),
        ("/:slug.html", "/{slug}.html"),
        ("/:sections/:year-:month-:day-:slug/", "/posts/{date:%Y-%m-%d}-{slug}/"),
        ("/:monthname/:slug/", ""),
    ],
)
def test_patterns_are_translated(theirs: str, ours: str) -> None:
    """Those that mathpress cannot say are none; then posts have their addresses by themselves."""
    assert our_pattern(theirs, "posts") == ours


def test_names_are_made_as_hugo_makes_them() -> None:
    """A hyphen for spaces, no signs, small letters; as Hugo 0.168 makes them."""
    assert sanitized("C++ & more, Yes!_ü 中文") == "c++-more-yes_ü-中文"


HIDDEN: Final = {
    "hugo.toml": """\
baseURL = "https://old.example/"
[params]
mainSections = ["posts"]
[[cascade]]
build.render = "never"
[cascade.target]
path = "/posts/T?st/**"
""",
    "layouts/single.html": LAYOUT,
    "content/posts/bundle/index.md": post("Bundle", "2020-01-01"),
    "content/posts/bundle/proof.md": post("Proof", "2020-01-01"),
    "content/posts/bundle/more/index.md": post("More", "2020-01-01"),
    "content/posts/headless/index.md": post("Headless", "2020-01-01", "headless: true"),
    "content/posts/unrendered.md": post("Unrendered", "2020-01-01", "build:\n  render: never"),
    "content/posts/linked.md": post("Linked", "2020-01-01", "build:\n  Render: link"),
    "content/posts/secret/_index.md": "---\ntitle: S\ncascade:\n  draft: true\n---\n",
    "content/posts/secret/a.md": post("A", "2020-01-01"),
    "content/posts/secret/b/index.md": post("B", "2020-01-01"),
    "content/posts/secret/shown.md": post("Shown", "2020-01-01", "draft: false"),
    "content/posts/test/c.md": post("C", "2020-01-01"),
    "content/posts/tests/d.md": post("D", "2020-01-01"),
}


def test_what_hugo_did_not_publish_is_not_published(
    hugo: str, blog: "MakeBlog", tmp_path: Path, run_mathpress: "RunMathpress"
) -> None:
    """Parts of bundles are left out, the rest becomes drafts, and each is told."""
    old, new = blog(HIDDEN), tmp_path / "new"
    subprocess.run([hugo, "--quiet", "-d", "out"], cwd=old, check=True, capture_output=True)
    done = run_mathpress("import", "hugo", old, "--into", new, cwd=tmp_path)
    assert run_mathpress("build", cwd=new).returncode == 0
    assert old_posts(old / "out").keys() == new_posts(new / "public").keys()
    told = {
        line.partition(":")[0]: line.rpartition("[")[2] for line in done.stderr.splitlines() if "content/posts/" in line
    }
    assert told == {
        f"content/posts/{name}": f"import-{code}]"
        for name, code in {
            "bundle/proof.md": "skipped",
            "bundle/more/index.md": "skipped",
            "headless/index.md": "locked",
            "unrendered.md": "locked",
            "linked.md": "locked",
            "secret/_index.md": "skipped",
            "secret/a.md": "locked",
            "secret/b/index.md": "locked",
            "test/c.md": "locked",
        }.items()
    }


DELIMITED: Final = {
    "hugo.toml": """baseURL = "https://old.example/"
[markup.goldmark.extensions.passthrough]
enable = true
[markup.goldmark.extensions.passthrough.delimiters]
block = [['$$', '$$']]
inline = [['\\(', '\\)'], ['@@', '@@']]
""",
    "layouts/single.html": "{{ .Content }}",
    "content/posts/a.md": post(
        "A", "2020-01-01", body=r"It is $5 (see US$)." + "\n\n" + r"\(\{x\}\), $\\{y\\}$, @@x\_1@@"
    ),
    "content/posts/b.md": post("B", "2020-01-01", "math: false", "It is $x$."),
}


def test_formulas_are_those_of_the_old_settings(
    hugo: str, blog: "MakeBlog", tmp_path: Path, run_mathpress: "RunMathpress"
) -> None:
    """In the delimiters of Goldmark's extension, of which some are ours."""
    old = blog(DELIMITED)
    subprocess.run([hugo, "--quiet", "-d", "out"], cwd=old, check=True, capture_output=True)
    made = (old / "out/posts/a/index.html").read_text("utf-8")
    assert r"<p>\(\{x\}\), $\{y\}$, @@x\_1@@</p>" in made
    done = run_mathpress("import", "hugo", old, "--into", tmp_path / "new", cwd=tmp_path)
    assert "what stands behind @@ was a formula, and is text here" in done.stderr
    new = {path.stem: path.read_text("utf-8").split("---\n")[2].strip() for path in (tmp_path / "new").rglob("*.md")}
    assert new == {"a": "It is \\$5 (see US$).\n\n" + r"\(\{x\}\), $\{y\}$, @@x\_1@@", "b": r"It is \$x\$."}


def test_drafts_are_drafts(sites: tuple[Path, Path, str]) -> None:
    """Hugo shows them when it is asked to, and so does mathpress."""
    assert "\ndraft: true\n" in (sites[1] / "content/posts/draft.md").read_text("utf-8")
