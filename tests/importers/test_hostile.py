"""Texts that are made to take long: each step of an import takes time that grows with the length of a text.

A step that is quadratic would take hours with these.
"""

from typing import Final

import pytest

from mathpress.importers import hexo_tags, liquid, shortcodes, wordpress_tags
from mathpress.importers.html_to_markdown import markdown_of
from mathpress.importers.kramdown import plain_markdown
from mathpress.importers.links import redirect
from mathpress.importers.repairs import repair
from mathpress.importers.tags import Syntax, convert
from mathpress.importers.wordpress_math import with_formulas
from mathpress.importers.workarounds import Dialect

MANY: Final = 20_000
KRAMDOWN: Final = Dialect(frozenset({"$$"}), inline_displays=True, raw_tags=True, shows_tags=True)


@pytest.mark.parametrize(
    "unit",
    [
        "$$x$$ ", "\\\\(", "\\\\(a\\\\) ", "$ x ", "{% raw %}", "`{% raw %}", "$x<em>i$ ", "`$x\\_i", "> ",
        "$a\\\\{", "$$\\_$$\n", "\\$$x\n", "\\$$x$$\n", "|$\\|", "|$<i>", "> - ",
        "$5元，", "$5元，US$", "$5元，$",
    ],
)  # fmt: skip
def test_repairs(unit: str) -> None:
    """Openings that nothing closes, and many that something does."""
    repair(unit * MANY, KRAMDOWN, {})


@pytest.mark.parametrize("syntax", [shortcodes.SYNTAX, hexo_tags.SYNTAX, liquid.SYNTAX, wordpress_tags.SYNTAX])
@pytest.mark.parametrize(
    "unit",
    [
        "{{< a ", '{{< a "', "{{< a `", "{{< a >}}", "{{< /a >}}", "{{< highlight >}}", "{% a ", "{% a '", "{% a %}",
        "{% enda %}", "{% raw %}", "{{ site.a ", "{{ 'a", "{{% a ", "{{< a >}}{{< b >}}{{< /a >}}", "{%-", "\n<",
        "[code ", "[a ", "[a b ", "[code 'x", '[code "', "[code]", "[/code]", "[latex][code]", "[a b='",
    ],
)  # fmt: skip
def test_tags(syntax: Syntax, unit: str) -> None:
    """Openings that nothing closes, closings that close nothing, quotes without end."""
    convert(unit * MANY, syntax, {name: lambda tag: f"\n\n{tag.content}\n\n" for name in ("a", "b", "highlight")})


@pytest.mark.parametrize("unit", ["{: a\n", "\n{: .a}\n", "- a\n{:toc}\n", "{::comment}", '{:style="', "a\n{: x}\n"])
def test_marks_of_kramdown(unit: str) -> None:
    """Attributes without end, and many of them."""
    plain_markdown(unit * MANY)


@pytest.mark.parametrize("unit", ["](", "[a](b) ", "[a]: ", 'src="', "](a(", "](<a", "[a](b\n", "\n[a"])
def test_links(unit: str) -> None:
    """Links that are not closed, and many of them."""
    redirect(unit * MANY, lambda target: f"{target}x")


@pytest.mark.parametrize(
    "unit",
    [
        "$latex \\", "$latex x ", "$latex x$ $5 a ", "<!-- ", "<!-- wp:a ", "<!--more ", "<p text-align:center>$",
        "<p ", "`$latex x$", "~~~\n", "[a]: ", "http://", "http://a-1x1", "http://a~", "&amp;", "$5 and ", "\\$",
        "<pre>", "<br>\n- ", "<math>", "<math><annotation ", '<p class="katex-eq ', "<p katex-eq>",
    ],
)  # fmt: skip
def test_html_of_wordpress(unit: str) -> None:
    """Formulas, comments and addresses that never end, and many that do."""
    text, _ = with_formulas(unit * MANY)
    text, _ = wordpress_tags.html_of(text, {})
    markdown_of(text, paragraphs=True)
    wordpress_tags.with_originals(text, frozenset())
