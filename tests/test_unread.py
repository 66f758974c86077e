"""A file that cannot be read is one mistake: what leads to it leads nowhere, and nobody hears of that."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from mathpress.build import Options, build
from mathpress.intake import LONGEST_BIBLIOGRAPHY, LONGEST_TEXT

if TYPE_CHECKING:
    from tests.conftest import MakeBlog

POST: Final = "---\ntitle: T\ndate: 2026-01-02\n---\n"


def _link(file: Path, target: str) -> None:
    file.unlink()
    file.symlink_to(target)


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


WAYS: Final[dict[str, Callable[[Path], None]]] = {
    "too large": lambda file: os.truncate(file, LONGEST_TEXT + 1),
    "a pipe": _pipe,
    "a link to itself": lambda file: _link(file, file.name),
    "a link to a folder": lambda file: _link(file, "."),
}


def told(root: Path) -> list[str]:
    """Return what a build says, without the messages."""
    return [f"{each.place.path} {each.code}" for each in build(Options(root)).problems]


@pytest.mark.parametrize("way", WAYS)
def test_why_it_cannot_be_read_does_not_matter(blog: "MakeBlog", way: str) -> None:
    """It is told once."""
    root = blog({"content/posts/a.md": POST, "content/posts/b.md": f"{POST}[x](a.md) \\eqref{{a:eq:x}}\n"})
    WAYS[way](root / "content/posts/a.md")
    assert told(root) == ["content/posts/a.md source-unreadable"]


@pytest.mark.parametrize(
    "text",
    [
        "[](a.md)", "[x](a.md#y)", "[x](a)", "[x](./a/)", "![x](a.md)", r"\eqref{a:eq:x}", r"$\eqref{a:eq:x}$",
        r"\ref{a:x}", r"\autoref{a:thm:x}", r"\eqref{slug-of-a:eq:x}", "[x](/2026/01/a/#eq:x)", "[x](/tags/of-a/)",
    ],
)  # fmt: skip
def test_links_and_references(blog: "MakeBlog", text: str) -> None:
    """By file, by name, by the slug that it may have, by address, or to a listing that it alone may have made."""
    root = blog({"content/posts/a.md": POST, "content/posts/b.md": f"{POST}{text}\n"})
    os.truncate(root / "content/posts/a.md", LONGEST_TEXT + 1)
    assert told(root) == ["content/posts/a.md source-unreadable"]


@pytest.mark.parametrize("name", ["a.md", "a", "../posts/a", "slug-of-a"])
def test_a_translation(blog: "MakeBlog", name: str) -> None:
    """By file, by name, or by the slug that it may have."""
    other = POST.replace("date", f"translation_of: {name}\ndate")
    root = blog({"content/posts/a.md": POST, "content/posts/b.md": other})
    os.truncate(root / "content/posts/a.md", LONGEST_TEXT + 1)
    assert told(root) == ["content/posts/a.md source-unreadable"]


def test_the_only_post_with_its_comments(blog: "MakeBlog") -> None:
    """The blog is not empty, and the comments do not stand alone."""
    root = blog({"content/posts/a.md": POST, "content/posts/a.comments.toml": "title = 'T'\n"})
    os.truncate(root / "content/posts/a.md", LONGEST_TEXT + 1)
    assert told(root) == ["content/posts/a.md source-unreadable"]


@pytest.mark.parametrize("name", ["index", "b"])
def test_a_page_of_a_section(blog: "MakeBlog", name: str) -> None:
    """Its index, or one that its table names."""
    config = '[sections.manual]\nfolder = "manual"\norder = ["b", "c"]\n'
    pages = {f"manual/{each}.md": "# Page\n" for each in ("index", "b", "c")}
    root = blog({"mathpress.toml": config, "content/posts/a.md": POST} | pages)
    os.truncate(root / f"manual/{name}.md", LONGEST_TEXT + 1)
    assert told(root) == [f"manual/{name}.md source-unreadable"]


def test_a_bibliography(blog: "MakeBlog") -> None:
    """The post that names it, and cites works of it."""
    post = POST.replace("date", "bibliography: refs.bib\ndate")
    root = blog({"content/posts/a.md": f"{post}[@hua]\n", "content/posts/refs.bib": "@misc{hua, title = {T}}\n"})
    os.truncate(root / "content/posts/refs.bib", LONGEST_BIBLIOGRAPHY + 1)
    assert told(root) == ["content/posts/refs.bib source-unreadable"]


def test_other_mistakes_are_told_all_the_same(blog: "MakeBlog") -> None:
    """Of a file that is not there, of a label of the post itself, and of a post that can be read."""
    text = r"[x](c.md), \eqref{eq:x}, \eqref{b:eq:x}"
    root = blog({"content/posts/a.md": POST, "content/posts/b.md": f"{POST}{text}\n"})
    os.truncate(root / "content/posts/a.md", LONGEST_TEXT + 1)
    wrong = ["link-missing", "reference-undefined", "reference-undefined"]
    assert told(root) == ["content/posts/a.md source-unreadable", *(f"content/posts/b.md {code}" for code in wrong)]


def test_what_leads_to_it_is_looked_at_again_when_it_can_be_read(blog: "MakeBlog") -> None:
    """Also by a process that builds again, as the preview does."""
    root = blog({"content/posts/a.md": POST, "content/posts/b.md": f"{POST}[x](a.md) \\eqref{{a:eq:x}}\n"})
    file = root / "content/posts/a.md"
    os.truncate(file, LONGEST_TEXT + 1)
    first = build(Options(root, fail_on=None))
    assert [problem.code for problem in first.problems] == ["source-unreadable"]
    file.unlink()
    file.write_text(POST, "utf-8")
    second = build(Options(root, fail_on=None), memory=first.memory)
    assert [problem.code for problem in second.problems] == ["reference-undefined"]
    assert '/2026/01/a/">x</a>' in (second.output / "2026/01/b/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "mistake", ["tags: [a", 'summary: "open', "title: A: B", "note: *alias", "slug: again", "  - stray", "\tcolor: red"]
)
@pytest.mark.parametrize(
    "text", ["[](a.md)", r"\eqref{named:eq:x}", r"\eqref{once:eq:x}", "[x](/2026/01/named/)", "[x](/once/)"]
)
def test_a_post_whose_front_matter_has_a_mistake_keeps_its_names(blog: "MakeBlog", mistake: str, text: str) -> None:
    """The line with the mistake is left out, and what leads to the post by its slug, address or alias is right."""
    front = f"---\ntitle: T\ndate: 2026-01-02\nslug: named\naliases: [/once/]\n{mistake}\n---\n"
    front = front.replace("title: T\n", "") if mistake.startswith("title") else front
    equation = "\\begin{equation}x\\label{eq:x}\\end{equation}\n"
    root = blog({"content/posts/a.md": front + equation, "content/posts/b.md": f"{POST}{text}\n"})
    assert told(root) == ["content/posts/a.md front-matter-syntax"]


def test_in_toml_too(blog: "MakeBlog") -> None:
    """As in YAML."""
    front = '+++\ntitle = "T"\ndate = 2026-01-02\nslug = "named"\nsummary = open\n+++\n'
    root = blog({"content/posts/a.md": front, "content/posts/b.md": f"{POST}[x](/2026/01/named/)\n"})
    assert told(root) == ["content/posts/a.md front-matter-syntax"]
