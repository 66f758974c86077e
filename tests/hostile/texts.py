"""Hostile texts: endless lines, deep nests, millions of marks, formulas and bibliographies that grow without bounds."""

from pathlib import Path
from typing import Final

from tests.hostile.attacks import CONFIG, HEAD, MB, POST, Attack, post, put, settings


def _footnotes(root: Path, size: int) -> None:
    marks = "".join(f"a[^{number}] " for number in range(size))
    put(root, "content/posts/a.md", f"{POST}{marks}\n\n" + "".join(f"[^{number}]: b\n" for number in range(size)))


def _macros(root: Path, size: int) -> None:
    lines = "".join(f"m{number} = 'x'\n" for number in range(size))
    put(root, "mathpress.toml", f"{CONFIG}[math.macros]\n{lines}")


def _bomb(root: Path, size: int) -> None:
    doubling = "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(size))
    put(root, "content/posts/a.bib", f'@string{{s0 = "ha"}}\n{doubling}@book{{key, title = s{size}, year = 2026}}\n')
    put(root, "content/posts/a.md", f"---\n{HEAD}bibliography: a.bib\n---\n[@key]\n")


def _pieces(root: Path, size: int) -> None:
    put(root, "content/posts/a.bib", "@string{a = " + '"a" # ' * size)
    put(root, "content/posts/a.md", f"---\n{HEAD}bibliography: a.bib\n---\n")


def _doubling(root: Path, size: int) -> None:
    macros = "".join(rf"\def\{chr(98 + n)}{{\{chr(97 + n)}\{chr(97 + n)}}}" for n in range(size))
    put(root, "content/posts/a.md", rf"{POST}$\def\a{{x}}{macros}\{chr(97 + size)}$")


ATTACKS: Final = (
    Attack("5 MB on one line", post("word "), size=20_000, full=999_000, memory=250 * MB),
    Attack("5 MB of links on one line", post("[a](a.md) "), size=4000, full=499_000, memory=2700 * MB),
    Attack("300,000 paragraphs", post("word word word\n\n"), size=2000, full=300_000, memory=500 * MB),
    Attack(
        "100,000 quotes in one another", lambda root, size: post(">" * size + " a")(root, 1),
        (
            "content/posts/a.md:5:1: error: lists and quotes stand in one another more than 40 deep; what is deeper is"
            " left as it is [markdown-nesting]",
        ),
        1, 10_000, 100_000,
    ),
    Attack("a million brackets", post("["), size=50_000, full=1_000_000, memory=400 * MB),
    Attack("a million elements in one another", post("<b>"), size=20_000, full=1_000_000, memory=1500 * MB),
    Attack("100,000 footnotes", _footnotes, size=1000, full=100_000, memory=1600 * MB),
    Attack(
        "a table of 200,000 rows",
        lambda root, size: post("| a | b |\n|---|---|\n" + "| x | y |\n" * size)(root, 1),
        size=2000, full=200_000, memory=500 * MB,
    ),
    Attack("a million entities", post("&amp;&#x10FFFF;&nosuch; "), size=2000, full=200_000, memory=250 * MB),
    Attack(
        "a macro that doubles", _doubling, (
            r"content/posts/a.md:5:251: error: expanding \b makes a formula too long [macro-loop]",
        ), 1, 20,
    ),
    Attack("20,000 macros in the settings", _macros, size=2000, full=30_000, memory=300 * MB),
    Attack("a bibliography that doubles", _bomb,
        (
            "content/posts/a.bib:22:18: error: not BibTeX: what @string stands for has more than 5,000,000 characters"
            " in this file [bibliography-syntax]",
        ),
        1, 25, 60,
    ),
    Attack(
        "5 MB of pieces in a bibliography", _pieces,
        (
            "content/posts/a.bib:1:1: error: not BibTeX: this entry is not closed; a brace or a quotation mark is"
            " missing [bibliography-syntax]",
        ),
        1, 1000, 800_000,
    ),
    Attack(
        "an output folder above the blog", settings('output = "../.."\n'),
        (
            "mathpress.toml:3:1: error: output: must be a path below the blog's root, with / between names"
            " [config-value]",
        ),
        2,
    ),
    Attack(
        "a permalink that leads out", settings('permalink = "/../../{slug}/"\n'),
        (
            "mathpress.toml:3:1: error: permalink: the address /../../title/ leads out of the site [config-value]",
        ),
        2,
    ),
    Attack(
        "a permalink that asks for more than it may", settings('permalink = "/{slug.__class__}/"\n'),
        (
            "mathpress.toml:3:1: error: permalink: {slug.__class__} is nothing that a permalink can hold; use {date}"
            " {slug} {category} {name} [config-value]",
        ),
        2,
    ),
    Attack(
        "a script in the menu", settings('[menu]\nA = "javascript:alert(1)"\n'),
        (
            "mathpress.toml:4:1: error: menu.A: must be a path of this site such as /about/, or an address such as"
            " https://… or mailto:… [config-value]",
        ),
        2,
    ),
    Attack("10^30 posts on a page", settings(f"per_page = {10**30}\n")),
    Attack(
        "settings that are not known",
        lambda root, size: settings("".join(f"k{number} = 1\n" for number in range(size)))(root, 1),
        ("mathpress.toml:3:1: error: unknown setting k0 [config-key]",), 2,
    ),
)  # fmt: skip
"""Each with what is told of it."""
