"""Measure how the time to convert a post grows with its length, for each construct of Markdown by itself.

    python bench/growth.py [--short MEGABYTES] [--long MEGABYTES] [CONSTRUCT …]

A post of each length consists of one construct repeated, some as authors write them, some as nobody would. The table
shows user seconds, each the least of its runs in processes of their own, and the growth: the seconds for a megabyte of
the long post in those for one of the short; 1.00 is linear.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from mathpress.markup.convert import Rules, convert

POST: Final = """
## The case $n={n}$

设给定数据集的证据分布为$\\tilde{{p}}(x)$，用如下形式拟合

\\begin{{equation}}q(x)=\\int q(z)q(x|z) dz\\label{{eq:{n}}}\\end{{equation}}

A paragraph with *emphasis*, **bold $x_{n}$**, `code`, a [link](https://example.org/{n}) and \\eqref{{eq:{n}}}.

- one $a$
- two

| a | $|b|$ |
|---|-------|
| c | d     |

![A figure](figure-{n}.png)

"""


def repeated(piece: str, end: str = "") -> Callable[[int], str]:
    """Return what makes a text of a length of one piece."""
    return lambda length: piece * (length // len(piece)) + end


def numbered(piece: str, end: str = "") -> Callable[[int], str]:
    """Return what makes a text of a length of one piece in which `{n}` is the number of the repetition."""
    size = len(piece.format(n=10_000))
    return lambda length: "".join(piece.format(n=number) for number in range(length // size)) + end


CONSTRUCTS: Final[Mapping[str, Callable[[int], str]]] = {
    "a normal post": numbered(POST),
    "paragraphs": repeated("Some words, nothing else.\n\n"),
    "one paragraph": repeated("Some words, nothing else.\n"),
    "headings": repeated("## A heading\n\n"),
    "headings without blank lines": repeated("## A heading\n"),
    "underlined headings": repeated("A heading\n---\n"),
    "rules": repeated("---\n"),
    "a list": repeated("- item\n"),
    "a loose list": repeated("- item\n\n"),
    "an item of many lines": repeated("and so on\n", "- item\n"),
    "nested lists": repeated("- a\n  - b\n    - c\n      - d\n"),
    "lists as deep as can be": repeated("- "),
    "stars": repeated("*"),
    "stars and words": repeated("*a **b "),
    "emphasis": repeated("*a **b** c* "),
    "underscores": repeated("_a "),
    "struck-out text": repeated("~~a~~ "),
    "opening brackets": repeated("["),
    "brackets": lambda length: "[" * (length // 2) + "]" * (length // 2),
    "images in images": repeated("![["),
    "links": repeated("[a](b) "),
    "links without an end": repeated("[a]("),
    "links with titles without an end": repeated('[a](b "'),
    "references without an end": repeated("[a]["),
    "definitions and references": numbered("[{n}]: https://a.b\n\n[{n}][] "),
    "bare URLs": repeated("https://a.b/c "),
    "formulas": repeated("$x$ "),
    "dollars": repeated("$"),
    "dollars without an end": repeated("$a "),
    "displays": repeated("$$x$$\n\n"),
    "a long table": lambda length: "| a | b |\n|---|---|\n" + "| c | $d$ |\n" * (length // 12),
    "a wide table": lambda length: "\n".join(cell * (length // 9) for cell in ("|a ", "|--", "|c ")),
    "tables": repeated("| a | b |\n|---|---|\n| c | d |\n\n"),
    "quotes": repeated("> a\n\n"),
    "a quote": repeated("> a\n"),
    "quotes in quotes": repeated(">"),
    "backticks": repeated("`"),
    "code spans": repeated("`a` "),
    "code spans without an end": repeated("`a ``b "),
    "fenced code": repeated("```\na\n```\n\n"),
    "fences without an end": repeated("```a\n\n"),
    "indented code": repeated("    a\n\n"),
    "footnotes": numbered("a[^{n}]\n\n[^{n}]: b\n\n"),
    "one footnote": repeated("a[^1] ", "\n\n[^1]: b"),
    "HTML": repeated("<b>a</b> "),
    "blocks of HTML": repeated("<div>a</div>\n\n"),
    "blocks of HTML without blank lines": repeated("<div>a</div>\n"),
    "HTML without an end": repeated("<a "),
    "comments without an end": repeated("<!-- "),
    "less-than signs": repeated("<"),
    "ampersands": repeated("&amp;&"),
    "backslashes": repeated("\\*"),
    "hard breaks": repeated("a  \n"),
    "definition lists": repeated("a\n:   b\n\n"),
    "definitions without blank lines": repeated("a\n:   b\n"),
    "admonitions": repeated("!!! note\n    a\n\n"),
    "abbreviations": numbered("*[A{n}]: b\n\nA{n} "),
    "attributes": repeated("*a*{: .b } "),
    "pictures": repeated("![a](b.png)\n\n"),
    "tasks": repeated("- [ ] a\n"),
}


def main() -> None:
    """Print the table, or convert one text and print the seconds it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("construct", nargs="*", choices=[[], *CONSTRUCTS], help="measure only these")
    parser.add_argument("--short", type=float, default=1, help="megabytes of the short post (1)")
    parser.add_argument("--long", type=float, default=5, help="megabytes of the long post (5)")
    parser.add_argument("--runs", type=int, default=1, help="how often each is measured (1)")
    parser.add_argument("--once", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        print(seconds(CONSTRUCTS[options.construct[0]](options.once)))
        return
    print(f"{'construct':<36} {options.short:>5g} MB {options.long:>5g} MB  growth", flush=True)
    for name in options.construct or CONSTRUCTS:
        short, long = (measured(name, round(1e6 * size), options.runs) for size in (options.short, options.long))
        growth = long / short * options.short / options.long
        print(f"{name:<36} {short:>8.2f} {long:>8.2f} {growth:>7.2f}", flush=True)


def measured(name: str, length: int, runs: int) -> float:
    """Return the least of the seconds that processes of their own take for one text."""
    command = [sys.executable, str(Path(__file__)), name, "--once", str(length)]
    runs_of_it = (subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(runs))  # noqa: S603 - ourselves
    return min(float(run.stdout) for run in runs_of_it)


def seconds(text: str) -> float:
    """Return the user seconds that a text takes, once everything is loaded."""
    rules = Rules(macros={}, packages=(), numbering="ams", mathjax=False, excerpt_length=200)
    convert("post.md", "$x$", 0, rules)
    started = os.times().user
    convert("post.md", text, 0, rules)
    return os.times().user - started


if __name__ == "__main__":
    main()
