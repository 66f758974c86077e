"""What is printed for a mistake: its place in the author's file, and where what it involves was defined."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

CONFIG = """title = "T"
url = "https://example.org/"

[math.macros]
third = '\\frac{1}'
"""
POST = r"""---
title: 标题 $\third$
date: 2026-01-01
macros: {ok: 'x', "\\quarter": '\hlaf'}
---

中文 $\newcommand{\half}{\alhpa}$
> quote $x +
> \newcommand{\outer}{a\half}\frac$

| $\outer$ | $\quarter+\ok$ |
|---|---|
| $\half[$ | $\third$ |
"""


ESCAPED = r"""---
subtitle: On $\alhpa$
Title: "On $\\alhpa$"
excerpt: >
  A $x$
  and $\alhpa$.
date: 2026-01-01
---
"""


def test_a_mistake_in_front_matter_is_told_at_its_key(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """Where a value stands escaped or folded, its own place cannot be told; like text of another key is not meant."""
    printed = run_mathpress("build", cwd=blog({"content/posts/a.md": ESCAPED})).stderr.splitlines()
    assert [line.partition(":")[2][:11] for line in printed if ": error:" in line] == ["3:1: error:", "4:1: error:"]


def test_a_mistake_of_a_macro_says_where_it_was_defined(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """In a formula of the post, in its front matter or in the settings: one note behind each mistake."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    printed = run_mathpress("build", cwd=root).stderr.splitlines()
    assert [line for line in printed if not line.startswith("  ")] == [
        "content/posts/a.md:2:12: error: \\frac lacks an argument; write it in braces behind it; "
        r"\third stands for \frac{1} [math-argument]",
        r"mathpress.toml:5:1: note: \third is defined here",
        r"content/posts/a.md:9:30: error: \frac lacks an argument; write it in braces behind it [math-argument]",
        r"content/posts/a.md:11:4: error: unknown command \alhpa; did you mean \alpha?; \half stands for \alhpa "
        "[math-command]",
        r"content/posts/a.md:7:5: note: \half is defined here",
        r"content/posts/a.md:11:15: error: unknown command \hlaf; did you mean \half?; \quarter stands for \hlaf "
        "[math-command]",
        r"content/posts/a.md:4:20: note: \quarter is defined here",
        r"content/posts/a.md:13:4: error: unknown command \alhpa; did you mean \alpha?; \half stands for \alhpa "
        "[math-command]",
        r"content/posts/a.md:7:5: note: \half is defined here",
        "content/posts/a.md:13:15: error: \\frac lacks an argument; write it in braces behind it; "
        r"\third stands for \frac{1} [math-argument]",
        r"mathpress.toml:5:1: note: \third is defined here",
        "6 errors, 0 warnings; nothing was written",
    ]


def test_macros_in_the_front_matter_of_toml(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """A table of its own."""
    text = "+++\ntitle = 'a'\ndate = 2026-01-01\n[macros]\n'\\x' = 'a'\nxy = '\\alhpa'\n+++\n$\\xy$"
    printed = run_mathpress("build", cwd=blog({"content/posts/a.md": text})).stderr
    assert "content/posts/a.md:6:1: note: \\xy is defined here\n" in printed
