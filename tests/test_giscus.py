"""Comments by giscus: each post keeps its discussion for good, and nothing is loaded before a reader comes near."""

import re
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest
from tests.conftest import GISCUS_POLICY

from mathpress.build import Options, build
from mathpress.config import load
from mathpress.errors import Stop
from mathpress.importers.front_matter import Head, ours

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page, Route
    from tests.conftest import MakeBlog, RunMathpress, ServeFolder

COMMENTS: Final = """
[comments]
repo = "name/blog"
repo_id = "R_kgDOLabcde"
category = "Announcements"
category_id = "DIC_kwDOLabcde4CXyzw"
"""
CONFIG: Final = f'url = "https://example.org/blog/"\npermalink = "/{{date:%Y/%m}}/{{slug}}/"\n{COMMENTS}'
HEAD: Final = "---\ntitle: T\ndate: 2026-01-02\n---\n"


def built(blog: "MakeBlog", post: str, config: str = CONFIG, *, is_preview: bool = False) -> "Path":
    """Build a blog with two posts, an old comment on one of them, and two pages, and return where its site is."""
    old = "[[comment]]\nid = '1'\nauthor = 'Ann'\ndate = 2015-03-04\ntext = 'Old words.'\n"
    root = blog(
        {
            "mathpress.toml": config,
            "content/posts/a.md": post,
            "content/posts/b.md": HEAD,
            "content/posts/b.comments.toml": old,
            "content/pages/about.md": "---\ntitle: About\n---\n",
            "content/pages/guests.md": "---\ntitle: Guests\ncomments: true\n---\n",
        }
    )
    report = build(Options(root, drafts=True, jobs=1, is_preview=is_preview, output=root / "public"))
    assert report.problems == ()
    return root / "public"


def attributes(page: str) -> dict[str, str]:
    """Return what a page tells giscus."""
    (script,) = re.findall(r'<script src="https://giscus.app/client.js"([^>]*)>', page)
    return dict(re.findall(r'data-([\w-]+)="([^"]*)"', script))


def test_a_post_has_a_discussion(blog: "MakeBlog") -> None:
    """Its title is the post's address, which is found by its digest alone."""
    page = (built(blog, HEAD) / "2026/01/a/index.html").read_text("utf-8")
    assert attributes(page) == {
        "repo": "name/blog",
        "repo-id": "R_kgDOLabcde",
        "category": "Announcements",
        "category-id": "DIC_kwDOLabcde4CXyzw",
        "mapping": "specific",
        "term": "2026/01/a/",
        "strict": "1",
        "reactions-enabled": "1",
        "emit-metadata": "0",
        "input-position": "bottom",
        "lang": "en",
        "loading": "lazy",
    }
    assert '<meta name="giscus:backlink" content="https://example.org/blog/2026/01/a/">' in page


@pytest.mark.parametrize(
    ("matter", "term"),
    [
        ("title: Another", "2026/01/a/"),
        ("slug: other\naliases: [/2026/01/a/, /short/]", "2026/01/a/"),
        ("url: /posts/7.html", "posts/7"),
        ("slug: 公式", "2026/01/公式/"),
    ],
)
def test_a_discussion_belongs_to_the_first_address(blog: "MakeBlog", matter: str, term: str) -> None:
    """It goes on whatever the post is called and wherever it is, as long as its old address leads to it."""
    public = built(blog, f"---\ntitle: T\n{matter}\ndate: 2026-01-02\n---\n".replace("title: T\ntitle", "title"))
    pages = [page for page in public.rglob("*.html") if "giscus.app" in page.read_text("utf-8")]
    assert term in {attributes(page.read_text("utf-8"))["term"] for page in pages}


def test_a_renamed_post_keeps_its_discussion(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """So `mathpress rename` is safe."""
    root = built(blog, HEAD).parent
    assert run_mathpress("rename", "a", "--slug", "other", cwd=root).returncode == 0
    assert run_mathpress("build", cwd=root).returncode == 0
    assert attributes((root / "public/2026/01/other/index.html").read_text("utf-8"))["term"] == "2026/01/a/"


def test_posts_have_discussions_and_pages_only_if_they_want_one(blog: "MakeBlog") -> None:
    """Each may say so itself. Listings and feeds have none."""
    public = built(blog, HEAD.replace("title: T", "title: T\ncomments: false"))
    found = {
        path.relative_to(public).as_posix()
        for path in public.rglob("*")
        if path.suffix in {".html", ".xml", ".json"} and "giscus.app" in path.read_text("utf-8")
    }
    assert found == {"2026/01/b/index.html", "guests/index.html"}


def test_a_blog_without_the_setting_has_nothing_of_giscus(blog: "MakeBlog") -> None:
    """Even where a post asks for comments: there is nobody to take them."""
    public = built(blog, HEAD.replace("title: T", "title: T\ncomments: true"), 'title = "T"\n')
    pages = [path.read_text("utf-8") for path in public.rglob("*.html")]
    assert not [page for page in pages if "giscus" in page or "discussion" in page]


def test_old_comments_stand_above(blog: "MakeBlog") -> None:
    """They are part of the page and complete, so they are counted; the discussion is another part."""
    page = (built(blog, HEAD) / "2026/01/b/index.html").read_text("utf-8")
    assert (
        page.index('<section class="comments"') < page.index("Old words.") < page.index('<section class="discussion"')
    )
    assert '<h2 id="comments">Comments <span class="count">1</span></h2>' in page


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh-CN"),
        ("zh-Hans", "zh-CN"),
        ("zh-Hant", "zh-TW"),
        ("zh-HK", "zh-TW"),
        ("en-GB", "en"),
        ("pt-BR", "pt"),
        ("el", "gr"),
        ("ja", "ja"),
        ("la", "en"),
        ("tlh", "en"),
    ],
)
def test_giscus_speaks_the_language_of_the_post(blog: "MakeBlog", tag: str, language: str) -> None:
    """By its own name for it; one that it does not speak would be a page that is not there."""
    public = built(blog, HEAD.replace("title: T", f"title: T\nlang: {tag}"))
    assert attributes((public / "2026/01/a/index.html").read_text("utf-8"))["lang"] == language


def test_nothing_in_the_settings_can_be_markup(blog: "MakeBlog") -> None:
    """The name of a category may hold anything."""
    config = CONFIG.replace('"Announcements"', """'"><script>alert(1)</script>'""")
    page = (built(blog, HEAD, config) / "2026/01/a/index.html").read_text("utf-8")
    assert 'data-category="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in page


def test_a_guest_cannot_pass_for_the_place_of_the_discussion(blog: "MakeBlog") -> None:
    """Giscus puts its frame into the first element of that class."""
    text = '\n<div class="giscus" id="mp-discussion">x</div>\n\n## y {#mp-discussion}\n'
    page = (
        built(blog, HEAD.replace("title: T", "title: T\nuntrusted: true") + text) / "2026/01/a/index.html"
    ).read_text("utf-8")
    assert re.findall(r'[^<]*class="giscus"[^>]*', page) == ['div class="giscus" id="mp-discussion"']
    assert page.count('id="mp-discussion"') == 1


def test_the_preview_has_no_discussions(blog: "MakeBlog") -> None:
    """A reader's words would else be about a post that is not published, at an address of this machine."""
    public = built(blog, HEAD, is_preview=True)
    page = (public / "2026/01/a/index.html").read_text("utf-8")
    assert "giscus" not in page
    assert "The preview shows no discussion" in page


def test_headers_allow_giscus(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """They find it in the template."""
    root = built(blog, HEAD).parent
    assert f"Content-Security-Policy: {GISCUS_POLICY}\n" in run_mathpress("headers", "netlify", cwd=root).stdout


def test_what_lacks_in_pyproject_is_told_by_the_name_of_its_table_there(blog: "MakeBlog") -> None:
    """All tables of ours are below one of tools."""
    lines = COMMENTS.replace('category = "Announcements"\n', "").replace("[comments]", "[tool.mathpress.comments]")
    with pytest.raises(Stop) as stop:
        load(blog({"pyproject.toml": lines[lines.index("[tool") :]}))
    (problem,) = stop.value.problems
    assert problem.message == "[tool.mathpress.comments] lacks category"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("category_id", "category-id"), "6:1: error: unknown setting comments.category-id; did you mean category_id?"),
        (('"name/blog"', '"https://github.com/name/blog"'), "3:1: error: comments.repo: must be a repository"),
        (("R_kgDOLabcde", "DIC_kwDOLabcde4CXyzw"), "4:1: error: comments.repo_id: is no id of a repository"),
        (('"DIC_kwDOLabcde4CXyzw"', '"R_kgDO"'), "6:1: error: comments.category_id: is no id of a category"),
        (('category = "Announcements"\n', ""), "2:2: error: [comments] lacks category [config-value]"),
        (
            (COMMENTS[COMMENTS.index("repo_id") :], ""),
            "2:2: error: [comments] lacks repo_id, category, category_id [config-value]",
        ),
        (('"Announcements"\n', '"Announcements"\nstrict = 1\n'), "6:1: error: comments.strict: input should be"),
        (("[comments]", "[coments]"), "2:2: error: unknown setting coments; did you mean comments?"),
    ],
)
def test_a_mistake_in_the_settings_is_told_at_its_line(blog: "MakeBlog", change: tuple[str, str], told: str) -> None:
    """Ids are long and alike, and each of them tells what it is of."""
    with pytest.raises(Stop) as stop:
        load(blog({"mathpress.toml": COMMENTS.replace(*change)}))
    (problem,) = stop.value.problems
    assert str(problem).startswith(f"mathpress.toml:{told}")


@pytest.mark.parametrize(("value", "kept"), [(False, {"comments": False}), (True, {}), ("disqus", {}), ({"id": 1}, {})])
def test_an_imported_post_without_comments_stays_without(value: object, kept: dict[str, bool]) -> None:
    """Which service there was, and that every post had it, is not taken over."""
    assert ours(Head("a.md", "", {}, 0), {"comments": value}, ZoneInfo("UTC")) == (kept, ())


# --- in a browser ----------------------------------------------------------------------------------------------------

CLIENT: Final = """
const { dataset } = document.currentScript;
const frame = document.createElement("iframe");
frame.className = "giscus-frame";
frame.src = `https://giscus.app/widget?${new URLSearchParams({ theme: dataset.theme, term: dataset.term })}`;
const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = "https://giscus.app/default.css";
document.head.prepend(sheet);
document.querySelector(".giscus").replaceChildren(frame);
"""
"""What giscus sends, as far as a page has to do with it."""
WIDGET: Final = """<!doctype html><title>Comments</title><p></p><script>
const said = document.querySelector("p");
said.textContent = new URLSearchParams(location.search).get("theme");
addEventListener("message", ({ data }) => { said.textContent += ` ${data.giscus.setConfig.theme}`; });
parent.postMessage({ giscus: { resizeHeight: 400 } }, "*");
</script>"""
FILES: Final = {
    "client.js": ("text/javascript", CLIENT),
    "default.css": ("text/css", ".giscus-frame { border: none; color-scheme: light dark }"),
    "widget": ("text/html", WIDGET),
}


def giscus(page: "Page") -> list[str]:
    """Stand in for giscus.app; return the list of what will have been asked for there."""
    asked: list[str] = []

    def answer(route: "Route") -> None:
        name = route.request.url.removeprefix("https://giscus.app/").partition("?")[0]
        asked.append(name)
        kind, text = FILES[name]
        route.fulfill(content_type=kind, body=text, headers={"access-control-allow-origin": "*"})

    page.route("https://giscus.app/**", answer)
    return asked


def long_post(blog: "MakeBlog", serve_folder: "ServeFolder") -> str:
    """Return the address of a long post, served under the policy of docs/headers.md."""
    public = built(blog, HEAD + "Words.\n\n" * 100)
    return f"{serve_folder(public, '/blog/', GISCUS_POLICY)}2026/01/a/"


def test_giscus_is_loaded_when_the_reader_comes_near(
    blog: "MakeBlog", serve_folder: "ServeFolder", page: "Page"
) -> None:
    """Under the strict policy, of which nothing is violated; until then there is a link, and nothing is asked for."""
    asked = giscus(page)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(long_post(blog, serve_folder), wait_until="networkidle")
    assert asked == []
    assert page.locator(".giscus a").get_attribute("href") == "https://github.com/name/blog/discussions"
    page.locator(".discussion").scroll_into_view_if_needed()
    page.frame_locator(".giscus-frame").locator("p", has_text="light").wait_for()
    assert sorted(asked) == ["client.js", "default.css", "widget"]
    assert page.locator(".giscus a").count() == 0
    assert complaints == []


def test_giscus_has_the_colours_that_the_reader_chose(
    blog: "MakeBlog", serve_folder: "ServeFolder", page: "Page"
) -> None:
    """From the beginning, and when the choice or the system's colours change."""
    giscus(page)
    page.emulate_media(color_scheme="dark")
    page.goto(long_post(blog, serve_folder))
    page.locator(".discussion").scroll_into_view_if_needed()
    said = page.frame_locator(".giscus-frame").locator("p")
    said.filter(has_text=re.compile(r"^dark$")).wait_for()
    choice = page.locator("theme-switch select")
    choice.select_option("light")
    said.filter(has_text=re.compile(r"^dark light$")).wait_for()
    assert page.locator(".giscus-frame").evaluate("(frame) => getComputedStyle(frame).colorScheme") == "light"
    choice.select_option("system")
    said.filter(has_text=re.compile(r"^dark light dark$")).wait_for()
    page.emulate_media(color_scheme="light")
    said.filter(has_text=re.compile(r"^dark light dark light$")).wait_for()


def test_a_reader_who_comes_back_from_signing_in_finds_the_discussion(
    blog: "MakeBlog", serve_folder: "ServeFolder", page: "Page"
) -> None:
    """Giscus sends readers back to the id of its place, where its script finds what GitHub said in the address."""
    asked = giscus(page)
    page.goto(f"{long_post(blog, serve_folder)}?giscus=token#mp-discussion")
    page.frame_locator(".giscus-frame").locator("p").wait_for()
    assert "client.js" in asked


def test_no_discussion_is_printed(blog: "MakeBlog", serve_folder: "ServeFolder", page: "Page") -> None:
    """Paper takes no comments."""
    page.emulate_media(media="print")
    page.goto(long_post(blog, serve_folder))
    assert not page.locator(".discussion").is_visible()
