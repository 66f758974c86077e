"""The interface in the languages that it speaks: words, plurals, dates, references, and how pages look in them."""

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from mathpress import words
from mathpress.build import Options, build
from mathpress.model import EQUATION, Label
from mathpress.render.languages import counted
from mathpress.words import captioned, named, referred, strings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, ServeFolder

LANGUAGES: Final = ("en", "zh", "zh-Hant", "ja", "de", "fr")
BODY: Final = r"""
\begin{theorem}[Euler]\label{thm:e}$e^{i\pi}=-1$\end{theorem}

\begin{proof}By \cref{thm:e}, \autoref{eq} and [@a; @b].\end{proof}

\begin{equation}x\label{eq}\end{equation}

!!! warning

    Careful.

<!-- more -->

## One

## Two

## Three
"""
BIB: Final = """
@book{a, author={A. One and B. Two}, title={T}, year=2001}
@book{b, author={C. Three}, title={U}, year=2002}
"""


def blog_in(blog: "MakeBlog", language: str, title: str = "A title") -> Path:
    """Build a blog of three posts in a language and return its output."""
    config = f'title = "T"\nurl = "https://example.org/"\nlanguage = "{language}"\nper_page = 2\nauthor = "Ada"\n'
    config += '[search]\nenabled = true\n[citations]\nbibliography = ["a.bib"]\nstyle = "author-year"\n'
    matter = f"---\ntitle: {title}\ndate: 2026-09-{{day:02}}\ntags: [a]\nseries: S\nupdated: 2026-10-01\n---\n"
    posts = {f"content/posts/{day}.md": matter.format(day=day) + BODY for day in (1, 2, 3)}
    report = build(Options(blog({"mathpress.toml": config, "a.bib": BIB, **posts})))
    assert report.problems == ()
    return report.output


SAID: Final = {
    "en": (
        "Read more...",
        "September 3, 2026",
        "Theorem\xa01 (Euler).",
        "By theorem\xa01,",
        "Equation\xa01",
        "3 posts",
    ),
    "zh": ("点击阅读全文...", "2026年9月3日", "定理\xa01（Euler）", "By 定理\xa01,", "3 篇文章", "警告", "标签：a"),
    "zh-TW": ("點擊閱讀全文...", "2026年9月3日", "定理\xa01（Euler）", "3 篇文章", "參考文獻", "標籤：a"),
    "ja": ("続きを読む...", "2026年9月3日", "定理\xa01（Euler）", "3 件の記事", "（One、Two、2001；Three、2002）"),
    "de": (
        "Weiterlesen...",
        "3. September 2026",
        "Satz\xa01 (Euler).",
        "By Satz\xa01,",
        "Gleichung\xa01",
        "3 Beiträge",
    ),
    "fr": ("Lire la suite...", "3 septembre 2026", "Théorème\xa01 (Euler).", "By théorème\xa01,", "3 billets"),
}


@pytest.mark.parametrize("language", SAID)
def test_pages_in_each_language(blog: "MakeBlog", language: str) -> None:
    """What is around posts, their dates, theorems, references, citations and notices."""
    output = blog_in(blog, language)
    paths = ("index.html", "2026/09/3/index.html", "tags/a/index.html")
    text = re.sub("<[^>]*>", "", "".join((output / path).read_text("utf-8") for path in paths))
    assert [said for said in SAID[language] if said not in text] == []


@pytest.mark.parametrize(
    ("tag", "like"),
    [
        ("zh", "zh"), ("zh-Hans", "zh"), ("zh-CN", "zh"), ("zh-SG", "zh"), ("zh-Hans-HK", "zh"), ("ZH", "zh"),
        ("zh-Hant", "zh-hant"), ("zh-TW", "zh-hant"), ("zh-HK", "zh-hant"), ("zh-MO", "zh-hant"),
        ("zh-hant-hk", "zh-hant"),
        ("de-AT", "de"), ("fr-CA", "fr"), ("ja-JP", "ja"), ("en-GB", "en"), ("eo", "en"), ("zhx", "en"),
    ],
)  # fmt: skip
def test_a_tag_speaks_the_nearest_language(tag: str, like: str) -> None:
    """Of its script, of those who live there, of its family, else English."""
    assert strings(tag) == strings(like)


def test_each_post_speaks_its_own_language(blog: "MakeBlog") -> None:
    """Its theorems and references do, and its contents; what is around it is in the site's."""
    source = f"---\ntitle: A\ndate: 2026-09-03\nlang: zh-HK\n---\n{BODY.replace('[@a; @b]', '')}"
    page = (build(Options(blog({"content/posts/a.md": source}))).output / "2026/09/a/index.html").read_text("utf-8")
    assert "定理\xa01（Euler）" in re.sub("<[^>]*>", "", page)
    assert "<summary>目錄</summary>" in page
    assert "September 3, 2026" in page


def test_small_words_in_sentences() -> None:
    r"""`\cref` says theorem 1 where a noun is small in a sentence; German ones are not."""
    label = Label("x", "theorem", "1", "x")
    said = {language: referred("cref", label, language, {}) for language in LANGUAGES}
    assert said == {
        "en": "theorem\xa01", "zh": "定理\xa01", "zh-Hant": "定理\xa01", "ja": "定理\xa01", "de": "Satz\xa01",
        "fr": "théorème\xa01",
    }  # fmt: skip
    equation = Label("x", EQUATION, "1", "x")
    assert [referred("cref", equation, language, {}) for language in ("de", "fr")] == ["Gl.\xa0(1)", "éq.\xa0(1)"]
    assert [captioned("2", language) for language in ("de", "ja")] == ["Abbildung\xa02:", "図\xa02"]


def test_own_environments_are_named_by_the_nearest_tag() -> None:
    """`zh-TW` is in traditional characters too, before any other Chinese."""
    names = {"axiom": {"en": "Axiom", "zh": "公理", "zh-Hant": "公設"}}
    found = [named("axiom", tag, names) for tag in ("zh-TW", "zh-CN", "fr", "en-GB")]
    assert found == ["公設", "公理", "Axiom", "Axiom"]


def test_plurals() -> None:
    """French has one post where there is none; Chinese has no plural; English words for Russian have English ones."""
    said = {
        language: [counted(strings(language), "posts_count", n) for n in (0, 1, 2, 21)]
        for language in ("en", "fr", "de", "zh", "ru")
    }
    assert said == {
        "en": ["0 posts", "1 post", "2 posts", "21 posts"],
        "fr": ["0 billet", "1 billet", "2 billets", "21 billets"],
        "de": ["0 Beiträge", "1 Beitrag", "2 Beiträge", "21 Beiträge"],
        "zh": ["0 篇文章", "1 篇文章", "2 篇文章", "21 篇文章"],
        "ru": ["0 posts", "1 post", "2 posts", "21 posts"],
    }


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Iterator[Path]":
    """Offer a folder of catalogues to add to."""
    folder = tmp_path / "locales"
    shutil.copytree(words._CATALOGUES, folder)
    monkeypatch.setattr(words, "_CATALOGUES", folder)
    strings.cache_clear()
    yield folder
    strings.cache_clear()


def test_adding_a_language_is_one_file(blog: "MakeBlog", catalogues: Path) -> None:
    """With three forms of the plural, and dates by Babel; what it lacks is said in English."""
    (catalogues / "pl.toml").write_text(
        'read_more = "Czytaj dalej..."\ntheorem = "Twierdzenie"\nposts_count_one = "{n} wpis"\n'
        'posts_count_few = "{n} wpisy"\nposts_count_many = "{n} wpisów"\nposts_count_other = "{n} wpisu"\n',
        "utf-8",
    )
    output = blog_in(blog, "pl")
    listing = (output / "tags/a/index.html").read_text("utf-8")
    assert "Czytaj dalej..." in listing
    assert "3 wpisy" in listing
    page = (output / "2026/09/3/index.html").read_text("utf-8")
    assert "3 września 2026" in page
    assert "Twierdzenie\xa01" in page
    assert "Contents" in page
    forms = [counted(strings("pl"), "posts_count", n) for n in (1, 3, 5, 22, 25)]
    assert forms == ["1 wpis", "3 wpisy", "5 wpisów", "22 wpisy", "25 wpisów"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_the_screen(
    blog: "MakeBlog", serve_folder: "ServeFolder", page: "Page", language: str
) -> None:
    """The longest words of each language fit on a phone and on a small one, in header, byline, footer and search."""
    url = serve_folder(blog_in(blog, language))
    for path in ("", "2026/09/2/", "search/?q=zzz", "tags/a/", "archive/"):
        page.goto(url + path)
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_the_search_counts_in_the_language_of_the_site(
    blog: "MakeBlog", serve_folder: "ServeFolder", page: "Page"
) -> None:
    """Each form of the plural is on the page, and the script chooses as the browser's own rules do."""
    page.goto(f"{serve_folder(blog_in(blog, 'fr'))}search/?q=title")
    status = page.locator(".search-status")
    status.filter(has_text="résultats pour").wait_for()
    assert status.inner_text() == "3 résultats pour «\xa0title\xa0»"
    forms = json.loads(page.evaluate("JSON.stringify({...document.querySelector('.search-status').dataset})"))
    assert forms["foundOne"] == "{n} résultat pour «\xa0{query}\xa0»"
