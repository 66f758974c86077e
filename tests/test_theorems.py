"""Theorems on a whole site: references across posts, listings, feeds, settings, and how they look in a browser."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from mathpress.build import Options, build
from mathpress.errors import Stop

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, ServeFolder

CONFIG: Final = 'url = "https://example.org/blog/"\nlanguage = "en"\n'
KINDS: Final = "[theorems.kinds.axiom]\nen = 'Axiom'\nzh = '公理'\n"
POST: Final = "---\ntitle: {title}\ndate: 2026-09-0{day}\nlang: {lang}\n---\n{text}\n"
ONE: Final = r"""
\begin{theorem}[Euclid]\label{thm:x}
There are many.
\end{theorem}

\begin{axiom}\label{ax} There is a set. \end{axiom}

\autoref{thm:x}, \ref{two:thm:x}, \Cref{ax} and [](two.md#thm:x)
"""
TWO: Final = r"""
\begin{theorem}
a
\end{theorem}
/// theorem | 欧几里得
    label: thm:x

素数有无穷多个。
///

\autoref{thm:x}，\cref{one:thm:x}，\autoref{one:ax}，$\ref{one:thm:x}$，[x](one.md#thm:x)
"""


def read(output: Path, path: str) -> str:
    """Return a file of the site, with plain spaces."""
    return (output / path).read_text("utf-8").replace("\u00a0", " ")


def built(blog: "MakeBlog", config: str = KINDS, **posts: str) -> Path:
    """Build a blog of posts, which must be without a mistake; return its output."""
    files = {"mathpress.toml": CONFIG + config}
    for day, (name, text) in enumerate(posts.items(), 1):
        files[f"content/posts/{name}.md"] = POST.format(
            title=name, day=day, lang="zh" if name == "two" else "en", text=text
        )
    report = build(Options(blog(files)))
    assert [str(problem) for problem in report.problems] == []
    return report.output


def test_references_reach_theorems_of_other_posts(blog: "MakeBlog") -> None:
    """They say the word in the language of the post they stand in, an author's own kinds too."""
    output = built(blog, one=ONE, two=TWO)
    one, two = read(output, "2026/09/one/index.html"), read(output, "2026/09/two/index.html")
    there = '<a class="{kind}" href="/blog/2026/09/{post}/#{id}">{text}</a>'
    assert '<a class="autoref" href="#thm:x">Theorem 1</a>' in one
    assert there.format(kind="ref", post="two", id="thm:x", text="2") in one
    assert '<a class="autoref" href="#ax">Axiom 1</a>' in one
    assert '<a href="/blog/2026/09/two/#thm:x">Theorem 2</a>' in one
    assert '<a class="autoref" href="#thm:x">定理 2</a>' in two
    assert there.format(kind="autoref", post="one", id="thm:x", text="定理 1") in two
    assert there.format(kind="autoref", post="one", id="ax", text="公理 1") in two
    assert '<a href="/blog/2026/09/one/#thm:x">x</a>' in two
    assert '<a href="#thm:x">定理 2</a><span class="theorem-title">（欧几里得）</span></strong>' in two


def test_theorems_on_listings_and_in_feeds(blog: "MakeBlog") -> None:
    """On a page of several posts their ids are told apart; a number leads to the post."""
    output = built(blog, one=ONE, two=TWO)
    listing, feed = read(output, "index.html"), read(output, "feed.xml")
    assert 'id="2026.09.one--thm:x"' in listing
    assert 'id="2026.09.two--thm:x"' in listing
    assert '<a class="autoref" href="#2026.09.one--thm:x">Theorem 1</a>' in listing
    assert '<strong class="theorem-head"><a href="/blog/2026/09/one/#thm:x">Theorem 1</a>' in listing
    assert '&lt;a href="https://example.org/blog/2026/09/one/#thm:x"&gt;Theorem 1&lt;/a&gt;' in feed
    assert 'name="description" content="Theorem 1 (Euclid). There are many. Axiom 1.' in read(
        output, "2026/09/one/index.html"
    )


@pytest.mark.parametrize("reference", [r"\eqref{t}", r"$\eqref{t}$", r"\eqref{one:t}"])
def test_eqref_of_a_theorem_is_a_warning(blog: "MakeBlog", reference: str) -> None:
    """It says which command to write."""
    text = f"\\begin{{theorem}}\\label{{t}} x \\end{{theorem}}\n\n{reference}"
    files = {"mathpress.toml": CONFIG, "content/posts/one.md": POST.format(title="T", day=1, lang="en", text=text)}
    (problem,) = build(Options(blog(files))).problems
    assert problem.code == "reference-kind"
    assert re.search(r"write \\ref\{(one:)?t\} or \\autoref", problem.message)


@pytest.mark.parametrize(
    ("config", "place"),
    [
        (
            "[theorems]\nshard = true\n",
            "mathpress.toml:4:1: error: unknown setting theorems.shard; did you mean shared?",
        ),
        ("[theorems.kinds]\naxiom = 'Axiom'\n", "mathpress.toml:4:1: error: theorems.kinds.axiom: must be a table"),
        (
            "[theorems.kinds.Axiom]\nen = 'A'\n",
            "mathpress.toml:3:2: error: theorems.kinds.Axiom: is no name of an environment",
        ),
    ],
)
def test_settings_that_cannot_be(blog: "MakeBlog", config: str, place: str) -> None:
    """A kind needs a name in small letters, and a table of its names by language."""
    with pytest.raises(Stop) as stop:
        build(Options(blog({"mathpress.toml": CONFIG + config, "content/posts/a.md": "x"})))
    assert str(stop.value.problems[0]).startswith(place)


PROOFS: Final = r"""
\begin{theorem}[A title that is long enough to be broken into several lines on a phone]\label{t}
$$a_1+a_2+a_3+a_4+a_5+a_6+a_7+a_8+a_9+a_{10}+a_{11}+a_{12}+a_{13}+a_{14}=b_1+b_2+b_3+b_4+b_5+b_6$$
\end{theorem}

\begin{proof}
Short.
\end{proof}

\begin{proof}
A last line so full that there may be no room left for the sign at its end, wherever it breaks, be it here or there.
\end{proof}

\begin{proof}
A display
$$x=y$$
\end{proof}

\begin{proof}
A display that is wider than a phone
$$a_1+a_2+a_3+a_4+a_5+a_6+a_7+a_8+a_9+a_{10}+a_{11}+a_{12}+a_{13}+a_{14}=b_1+b_2+b_3+b_4+b_5+b_6$$
\end{proof}

\begin{proof}
A number
\begin{equation}x=y\end{equation}
\end{proof}

\begin{proof}
1. one
2. two
\end{proof}

\begin{proof}
| a | b |
|---|---|
| 1 | 2 |
\end{proof}

> \begin{proof}
> Quoted.
> \end{proof}
"""
SIGNS: Final = """[...document.querySelectorAll('.proof')].map(proof => {
    const sign = proof.querySelector('.qed').getBoundingClientRect(), box = proof.getBoundingClientRect();
    const others = [...proof.querySelectorAll('.scroll, .number')].map(e => e.getBoundingClientRect());
    return [Math.abs(sign.right - box.right), box.bottom - sign.bottom, sign.width,
            others.some(b => b.right > sign.left + 1 && b.bottom > sign.top && b.top < sign.bottom)];
})"""


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sign_stands_at_the_right_end(
    blog: "MakeBlog", serve_folder: "ServeFolder", page: "Page", width: int, language: str
) -> None:
    """At the bottom right of its proof, in it, beside nothing that it covers; and the page does not scroll sideways."""
    text = POST.format(title="T", day=1, lang=language, text=PROOFS)
    files = {"mathpress.toml": CONFIG, "content/posts/one.md": text}
    report = build(Options(blog(files)))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(serve_folder(report.output, "/blog/") + "2026/09/one/")
    signs = page.evaluate(SIGNS)
    assert len(signs) == 8
    for right, below, size, covers in signs:
        assert right <= 1
        assert -1 <= below <= 40
        assert size > 0
        assert not covers
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_folded_proof_is_opened_by_its_head_and_on_paper(
    blog: "MakeBlog", serve_folder: "ServeFolder", page: "Page"
) -> None:
    """It needs no script; what is folded is printed."""
    text = "/// proof\n    fold: true\n\nHidden text.\n///"
    files = {"mathpress.toml": CONFIG, "content/posts/one.md": POST.format(title="T", day=1, lang="en", text=text)}
    page.goto(serve_folder(build(Options(blog(files))).output, "/blog/") + "2026/09/one/")
    hidden = page.get_by_text("Hidden text.")
    assert not hidden.is_visible()
    page.locator(".proof > summary").click()
    assert hidden.is_visible()
    page.locator(".proof > summary").click()
    page.emulate_media(media="print")
    assert page.evaluate("document.querySelector('details.proof').getBoundingClientRect().height") > 40
