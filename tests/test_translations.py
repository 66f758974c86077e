"""Posts that are translations of one another: how authors say so, what readers and search engines are told."""

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import pytest
from babel.localedata import locale_identifiers

from mathpress.build import Options, build
from mathpress.errors import Severity
from mathpress.naming import LANGUAGES, split_name
from mathpress.render.languages import name_of, with_territory

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, ServeFolder

CONFIG: Final = 'title = "T"\nurl = "https://example.org/blog/"\nlanguage = "zh"\n'


def post(title: str, body: str = "text", **matter: str) -> str:
    """Return the source of a post."""
    lines = [f"title: '{title}'", "date: 2026-09-01", *(f"{key}: {value}" for key, value in matter.items())]
    return "\n".join(["---", *lines, "---", body, ""])


def alternates(page: Path) -> list[tuple[str, str]]:
    """Return the languages and addresses that a page names in its head."""
    return re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', page.read_text("utf-8"))


def test_translations_by_name(blog: "MakeBlog") -> None:
    """As in Hugo, `a.en.md` beside `a.md` is in English and says the same; each names both to search engines."""
    files = {"mathpress.toml": CONFIG, "content/posts/a.md": post("文"), "content/posts/a.en.md": post("Text")}
    output = build(Options(blog(files))).output
    named = [("zh", "https://example.org/blog/2026/09/a/"), ("en", "https://example.org/blog/2026/09/a-en/")]
    chinese, english = output / "2026/09/a/index.html", output / "2026/09/a-en/index.html"
    assert sorted(alternates(chinese)) == sorted(alternates(english)) == sorted(named)
    assert '<html lang="en">' in english.read_text("utf-8")
    assert (
        '<span class="translations">其他语言 '
        '<a href="/blog/2026/09/a/" hreflang="zh" lang="zh" rel="alternate">中文</a></span>'
    ) in english.read_text("utf-8")
    assert 'lang="en" rel="alternate">English</a>' in chinese.read_text("utf-8")


def test_translations_in_a_folder_and_of_pages(blog: "MakeBlog") -> None:
    """`a/index.en.md` goes by the folder's name; pages are translated as posts are."""
    files = {
        "mathpress.toml": CONFIG,
        "content/posts/a/index.md": post("文"),
        "content/posts/a/index.en.md": post("Text", "[](index.md)"),
        "content/pages/about/index.md": post("关于"),
        "content/pages/about/index.en.md": post("About"),
    }
    report = build(Options(blog(files)))
    assert report.problems == ()
    assert len(alternates(report.output / "2026/09/a-en/index.html")) == 2
    assert len(alternates(report.output / "about-en/index.html")) == 2
    assert 'hreflang="zh"' in (report.output / "about-en/index.html").read_text("utf-8").partition("<main")[2]


@pytest.mark.parametrize("named", ["a.md", "a", "./a.md", "nbce", "old"])
def test_translations_by_front_matter(blog: "MakeBlog", named: str) -> None:
    """A post names what it translates by file, slug or alias; what two name is one text in three languages."""
    files = {
        "mathpress.toml": CONFIG,
        "content/posts/a.md": post("文", slug="nbce", aliases="[/x/old/]"),
        "content/posts/b.md": post("B", lang="fr", translation_of=named),
        "content/posts/c.md": post("C", lang="en", translation_of="b.md"),
    }
    report = build(Options(blog(files)))
    assert report.problems == ()
    for name in ("nbce", "b", "c"):
        assert {language for language, _ in alternates(report.output / f"2026/09/{name}/index.html")} == {
            "zh",
            "fr",
            "en",
        }


def test_a_post_without_translations_names_none(blog: "MakeBlog") -> None:
    """Neither in its head nor in its byline."""
    output = build(Options(blog({"content/posts/a.md": post("A"), "content/posts/b.v2.md": post("B")}))).output
    for name in ("a", "b-v2"):
        page = (output / f"2026/09/{name}/index.html").read_text("utf-8")
        assert "hreflang" not in page
        assert "translations" not in page


@pytest.mark.parametrize(
    ("matter", "message"),
    [
        (
            {"translation_of": "aa.md", "lang": "en"},
            "there is no post aa.md; did you mean content/posts/a.md? [translation-missing]",
        ),
        (
            {"translation_of": "b.md", "lang": "en"},
            "translation_of: a post is no translation of itself; name the other",
        ),
        (
            {"translation_of": "a.md"},
            "is a translation of content/posts/a.md, but both are in zh; say in one of them what its `lang` is "
            "[translation-language]",
        ),
        ({"translation_of": "/", "lang": "en"}, "there is no post /"),
        ({"translation_of": "../..", "lang": "en"}, "there is no post ../.."),
        ({"translation_of": "same", "lang": "en"}, "same may be content/posts/c.md and content/posts/d.md; name the"),
    ],
)
def test_what_is_wrong_with_a_translation(blog: "MakeBlog", matter: dict[str, str], message: str) -> None:
    """One mistake is one error, at the key."""
    files = {
        "mathpress.toml": CONFIG,
        "content/posts/a.md": post("文"),
        "content/posts/b.md": post("B", **matter),
        "content/posts/c.md": post("C", url="/c/", slug="same"),
        "content/posts/d.md": post("D", url="/d/", slug="same"),
    }
    (problem,) = build(Options(blog(files))).problems
    assert message in f"{problem.message} [{problem.code}]"
    assert (problem.severity, problem.place.path, problem.place.line) == (Severity.ERROR, "content/posts/b.md", 4)


def test_a_translation_of_what_is_not_shown_yet(blog: "MakeBlog") -> None:
    """No reader is led to a draft, and nothing is wrong."""
    for name in ("a.md", "a", "/old/"):
        files = {
            "content/posts/a.md": post("A", draft="true", aliases="[/old/]"),
            "content/posts/b.md": post("B", translation_of=name),
            "content/posts/a.fr.md": post("C"),
        }
        report = build(Options(blog(files)))
        assert report.problems == ()
        assert alternates(report.output / "2026/09/b/index.html") == []


def test_hugos_key_is_told_of(blog: "MakeBlog") -> None:
    """`translationKey` names no post."""
    (problem,) = build(Options(blog({"content/posts/a.md": post("A", translationKey="x")}))).problems
    assert "`translation_of`" in problem.message


def test_languages_in_names() -> None:
    """A language stands behind the name of a file; versions and other endings are part of the name."""
    found = [split_name(PurePosixPath(f"{name}.md")) for name in ("a.en", "a.zh-Hant", "a.pt-BR", "a.b.fr")]
    assert found == [("a", "en"), ("a", "zh-Hant"), ("a", "pt-BR"), ("a.b", "fr")]
    assert [split_name(PurePosixPath(f"{name}.md"))[1] for name in ("a", "en", "a.v2", "a.old", "a.xx", ".en")] == [
        ""
    ] * 6


def test_every_language_that_babel_knows_by_two_letters_is_one() -> None:
    """The list that names of files are held against is that of ISO 639-1."""
    known = {str(identifier) for identifier in locale_identifiers() if len(identifier) == 2}
    assert known <= LANGUAGES


def test_names_of_languages() -> None:
    """Each in itself, and as social networks want it; a language that nobody knows goes by its tag."""
    assert [name_of(tag) for tag in ("en", "zh", "zh-Hant", "ja", "qq")] == [
        "English",
        "中文",
        "中文 (繁體)",
        "日本語",
        "qq",
    ]
    assert [with_territory(tag) for tag in ("en", "zh", "zh-Hant", "zh-TW", "pt-PT", "ja", "eo")] == [
        "en_US", "zh_CN", "zh_TW", "zh_TW", "pt_PT", "ja_JP", "eo",
    ]  # fmt: skip


def test_links_between_languages_are_set_as_the_rest_of_the_byline(
    blog: "MakeBlog", serve_folder: "ServeFolder", page: "Page"
) -> None:
    """On one base line and in letters of the interface, though each name is in its own language."""
    files = {"mathpress.toml": CONFIG, "content/posts/a.md": post("文"), "content/posts/a.en.md": post("Text")}
    page.goto(serve_folder(build(Options(blog(files))).output, "/blog/") + "2026/09/a/")
    style = "it => [getComputedStyle(it).lineHeight, getComputedStyle(it).fontFamily.includes('system-ui')]"
    link = page.locator(".translations a")
    assert link.evaluate(style) == page.locator(".byline").evaluate(style)
    link.click()
    page.wait_for_url("**/2026/09/a-en/")
    assert page.locator(".translations a").inner_text() == "中文"
