"""Marks of kramdown's own, which mathpress would show as text."""

from typing import Final

import pytest

from mathpress.importers.kramdown import plain_markdown

CASES: Final = [
    ("a table of contents", 'A\n\n{: class="x"}\n* TOC\n{:toc}\n\nB', "A\n\n\n\nB"),
    ("attributes of a picture", '![A](a.png)\n{: style="width: 640px;" .c}\n*B*', "![A](a.png){: width=640 .c}\n\n*B*"),
    ("a share of the text", '![A](a.png){:style="max-width:50%"}', "![A](a.png){: width=50%}"),
    ("attributes of a paragraph", "A\n{: .note}\nB", "A\n{: .note}\n\nB"),
    ("attributes of what follows", "A\n\n{: .info}\n| a |\n|---|", "A\n\n\n| a |\n|---|"),
    ("attributes of a heading", "## A\n{: #a .no_toc }\n\nB", "## A {: #a .no_toc}\n\n\nB"),
    ("attributes of code", '```\nx\n```\n{: file="a.py" }\n', "```\nx\n```\n\n"),
    ("attributes of a table", "| a |\n|---|\n| b |\n{: .table }", "| a |\n|---|\n| b |"),
    ("attributes of a rule, of HTML", "---\n{: .x}\n\n<p>A</p>\n{: .y}\n", "---\n\n\n<p>A</p>\n\n"),
    ("attributes of a display", "$$\nx\n$$\n{: .x}\n", "$$\nx\n$$\n\n"),
    ("an end of a block", "- a\n^\n- b", "- a\n\n- b"),
    ("a comment", "{::comment}\nA\n{:/comment}", "<!--\nA\n-->"),
    ("raw HTML", "{::nomarkdown}<b>A</b>{:/nomarkdown}", "<b>A</b>"),
    ("attributes that mathpress has", "[A](b){: .c } {:.d}", "[A](b){: .c } {:.d}"),
    ("code and formulas", "`{:toc}` $x_{:a}$\n\n```\n{: .x}\n```", "`{:toc}` $x_{:a}$\n\n```\n{: .x}\n```"),
]


@pytest.mark.parametrize(("name", "written", "becomes"), CASES)
def test_marks_become_markdown_or_go(name: str, written: str, becomes: str) -> None:
    """Styles are not among what stays: a page of mathpress has none."""
    assert plain_markdown(written) == becomes, name
