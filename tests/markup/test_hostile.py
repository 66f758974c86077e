r"""Whatever is written, nothing raises, nothing leaks, nothing hangs."""

import re
import subprocess
import sys
import time
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.markup.showing import RULES, body, fill, ids, imbalance, said

from mathpress.errors import Place
from mathpress.markup.destinations import Destinations
from mathpress.markup.placeholders import MORE, PRIVATE, Form, restore
from mathpress.markup.scan import scan
from mathpress.markup.woven import merge
from mathpress.model import Anchor

_PIECES: Final = [
    *"$`\\{}[]()<>|*_~^#&!-+=:;.\"' \n\t>字。，x1A", "$$", "\n\n", "\\(", "\\)", "\\[", "\\]", "\\$", "```", "~~~",
    "```math\n", "\n```\n", "\n> ", "\n- ", "\n1. ", "\n    ", "\\text{", "\\begin{equation}", "\\end{equation}",
    "\\begin{cases}", "\\end{cases}", "\\label{a}", "\\eqref{a}", "\\tag{1}", "<!-- more -->", "<!--", "-->", "<div>",
    "</div>", "<p>", "</p>", "<b>", "</b>", "<h1>", "</h1>", "<pre>", "</pre>", "<script>", "</script>", "<br/>",
    "<span id='a'>", "<a href=b>", "<i/>", "[a](b)", "![a](b)", "[^1]", "\n[^1]: ", "| a | b |\n|---|---|\n", "# ",
    "**", "__", "~~", "\n  - ", "\n   1) ", "\n---\n", "\n===\n", "\n# ", "\nt\n:   ", "\n!!! note\n    ", "\n\n\n",
    "{: .a }", "*[x]: y\n", "[a]: b\n", "[a][]", "(b 'c')", "<!", "<?", "<![CDATA[", "\\\n", "  \n", "\t", "**。**",
    "&#36;", "\\begin{theorem}", "\\end{theorem}", "/// proof\n", "\n///\n", "\ue000", "\ue001",
    "\ue002", "\ue010", "\uf8ff", "$x$", "$$x$$", "`$x$`", "https://a.b/", "&amp;", "\x02",
    "\x03", "[@a]", "@a", "[see @a; -@b, p. 3]", "[@", "@",
]  # fmt: skip
TEXTS: Final = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join) | st.text(max_size=60)
_SLOW: Final = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_PADDED: Final = re.compile(r"\s*<!--[ \t]*more[ \t]*-->\s*", re.IGNORECASE)


@_SLOW
@given(TEXTS)
def test_a_scan_can_be_undone(text: str) -> None:
    """What is found lies inside the text, and its sources make the text again, but for what stands at a marker."""
    scanned = scan(text, cites=True)
    for found in scanned.found:
        assert text[found.start : found.start + len(found.source)] == found.source
        for offset in range(len(found.tex)):
            if found.form in {Form.INLINE, Form.DISPLAY}:
                assert text[found.locate(offset)] == found.tex[offset]
    assert _PADDED.sub("<>", restore(scanned.text, scanned.found)) == _PADDED.sub("<>", text)


@_SLOW
@given(TEXTS)
@example("<!-- more -->" * 2000)
@example("> " * 300 + "$x$")
@example("".join(" " * 4 * depth + "- $x$\n\n" for depth in range(60)))
@example("<b>" * 2000 + "$x$")
@example("[" * 500 + "$x$" + "]" * 500)
@example("*" * 999 + "$x$" + "*" * 999)
def test_any_text_becomes_sound_html(text: str) -> None:
    """Body and excerpt are balanced, no id stands twice, every formula is marked once, no placeholder is left.

    What is told of stands in the text.
    """
    of = body(text, replace(RULES, cites=True))
    lines = text.split("\n")
    for problem in of.problems:
        place, line = problem.place, lines[problem.place.line - 1]
        assert 1 <= place.column <= len(line) + 1
        shown = place.excerpt[place.column - 1 - place.skipped :]
        assert line[place.column - 1 :].startswith(shown.removesuffix("…"))
    for fragment in (of.html, of.excerpt):
        markup = fill(fragment, of.labels)
        assert imbalance(markup) == []
        assert len(set(ids(fragment))) == len(ids(fragment))
    markup = fill(of.html, of.labels)
    count = of.formulas.mathml + of.formulas.mathjax + of.formulas.refused
    assert markup.count(' data-tex="') == count + text.count(' data-tex="')
    private = re.compile(f"[{PRIVATE}]")
    visible = [markup, said(of.opening), *(said(heading.html) for heading in of.headings)]
    for shown in visible:
        assert set(private.findall(shown)) <= set(private.findall(text))
        assert MORE in text or MORE not in shown


HOSTILE: Final = [
    "$", "$a ", "{", "$$", "$$a", "\\begin{equation}", "\\begin{equation}\n\n", "`", "` ", "`` ` ", "\\(", "\\[",
    '<a "', "<a b='", "<a b=\"'", "<!--", "$\\text{", "\\text{$", "[a](", "](", "](a(", "](\\", "](   ", ">", "> ",
    "\n> $a\n", "\n```x\n~~~y\n", "\n```\n", "\n```math\n", "- ", "\n- ```", "\\ref{", "<pre", "<PRE>", "$`", "http://",
    "[a]: ", "\n[", "\n \n", "字\n", "字 ", "\ue000", "<!-- more -->", "\n<!-- more -->\n", "\\", "\\$", "$x$", "$x $",
    "$ =$", "_", "\\cref{", "\\cref{a}", "\\vref{", "\\begin{", "\\begin{a}",
    "\\begin{subequations}", "\\end{subequations}", "\\begin{subequations}\\label{",
    "&#36;", "\\begin{theorem}", "\\begin{theorem}[", "\n\\begin{proof}[a]\\label{b}\n    x\n", "\\end{theorem}",
    "\n/// proof\n", "\n///\n", "\n/// theorem | a\n    label: b\n    c: d\n", "\n/// a\n", "\\label{a}", "\\end{",
    "\n////", "///",
    "[@", "[@a", "[@a; ", "@a", "@a.", "[-@a,\n", "[a", "[ -@", "@", "@苏",
    "$$\\begin{subequations}", "$$\\begin{subequations}\\end{subequations}$$",
]  # fmt: skip
BEHIND: Final = {"](": " ", "\n/// proof\n": "\n////\n"}
"""What is repeated behind a text that is hostile only then: blocks that wait for other closes than come."""


def test_scanning_is_linear() -> None:
    """A hostile text of 200,000 characters is scanned in no time, whatever is repeated in it."""
    program = (
        "import ast, sys, time\n"
        "from mathpress.markup.scan import scan\n"
        "kinds = frozenset(('theorem', 'proof'))\n"
        "for pieces in ast.literal_eval(sys.stdin.read()):\n"
        "    text = ''.join(piece * (200_000 // len(piece)) for piece in pieces if piece)\n"
        "    started = time.process_time()\n"
        "    scan(text, kinds, cites=True)\n"
        "    took = time.process_time() - started\n"
        "    assert took < 10, f'{pieces!r} took {took:.1f} s'\n"
    )
    pieces = [(piece, BEHIND.get(piece, "")) for piece in HOSTILE]
    done = subprocess.run(
        [sys.executable, "-c", program], input=repr(pieces), text=True, capture_output=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr


CONVERTED: Final = [
    "[", "![[", "[a](", "[a](<", "[a](b '", "[a][", "![a](b)", "[a](b) ", "a[^1] ", "*a **b ", "*a* ", "_a ", "~~a~~ ",
    "`a ``b ", "x://",
    "\\*", "<a ", "<!-- ", "&amp;", "https://a.b/)", "a  \n", "# a\n", "a\n---\n", "---\n", "- a\n", "- ", "> a\n", ">",
    "- a\n* b\n", "1. a\n\n", "a\n:   b\n", "!!! note\n    a\n", "[a]: b\nc\n", "[^a]: b\n", "*[A]: b\n",
    "<div>a</div>\n", "<div>", "</div>\n",
    "$$", "| a ", "```\na\n```\n", "    a\n\n", "{: .a }",
]  # fmt: skip


def test_converting_is_linear() -> None:
    """What took Python-Markdown minutes, or more than anyone has waited for, is converted in seconds."""
    program = (
        "import ast, sys, time\n"
        "from mathpress.markup.convert import Rules, convert\n"
        "rules = Rules(macros={}, packages=(), numbering='ams', mathjax=False, excerpt_length=200)\n"
        "for piece in ast.literal_eval(sys.stdin.read()):\n"
        "    started = time.process_time()\n"
        "    convert('post.md', piece * (60_000 // len(piece)) + '\\n\\n[^1]: b', 0, rules)\n"
        "    took = time.process_time() - started\n"
        "    assert took < 10, f'{piece!r} took {took:.1f} s'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=repr(CONVERTED), text=True, capture_output=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("mark", ["`", "~"])
def test_fences_of_many_lengths_are_linear(mark: str) -> None:
    """Each length of a fence is looked for once, be they growing or shrinking."""
    lines = [mark * length for length in range(3, 600)]
    for text in ("\n".join(lines), "\n".join(reversed(lines)), "\n".join(line + " x" for line in lines)):
        assert scan(text).found == ()


WOVEN: Final = [
    '<a b="',
    "<a b='\"",
    '<a ""',
    "<!--",
    "<a ",
    "</a",
    "<b>",
    "<b>x</i>",
    "<p>",
    "<script>",
    "<a b=' <",
    "<",
    "<img src=a>",
    "<img src=a ",
    "<figure label=a><figcaption>",
]


@pytest.mark.parametrize("piece", WOVEN)
def test_weaving_is_linear(piece: str) -> None:
    """The HTML that Markdown makes of hostile raw HTML is read in one pass."""
    program = (
        "import sys\n"
        "from mathpress.errors import Place\n"
        "from mathpress.markup.attributes import Attributes\n"
        "from mathpress.markup.captions import Captions\n"
        "from mathpress.markup.citations import Citations\n"
        "from mathpress.markup.formulas import Formulas\n"
        "from mathpress.markup.labels import Labels\n"
        "from mathpress.markup.outline import Ids\n"
        "from mathpress.markup.theorems import TheoremRules, Theorems\n"
        "from mathpress.markup.weave import weave\n"
        "from mathpress.tex import Typesetter\n"
        "ids, place = Ids(), lambda *_: Place('')\nlabels = Labels(ids)\n"
        "formulas = Formulas(Typesetter({}, 'ams'), ids, labels, place, {})\n"
        "theorems = Theorems(TheoremRules(), 'en', ids, labels, place)\n"
        "captions = Captions(labels, 'en', place, by_section=False)\n"
        "attributes = Attributes((), ids, place)\n"
        "citations = Citations(ids, place)\n"
        "woven = weave(sys.stdin.read(), (), formulas, theorems, captions, citations, attributes, labels)\n"
        "print(len(woven.text) <= 400_000)\n"
    )
    text = piece * (200_000 // len(piece))
    done = subprocess.run(
        [sys.executable, "-c", program], input=text, text=True, timeout=10, check=True, capture_output=True
    )
    assert done.stdout == "True\n"


@pytest.mark.parametrize(
    "text", ["- " * 100 + "$a$", "> " * 100 + "$a$", "".join("  " * i + "- $a$\n" for i in range(99))]
)
def test_lists_and_quotes_that_are_nested_too_deeply_are_reported(text: str) -> None:
    """What stands too deep in lists and quotes is text; nothing is lost, and one problem tells."""
    of = body(text)
    assert [problem.code for problem in of.problems] == ["markdown-nesting"]
    assert of.formulas.mathml == text.count("$a$")


def test_definitions_are_not_nested_by_their_number() -> None:
    """Terms and definitions without blank lines between them are one list."""
    of = body("$a$\n:   b\n" * 1500)
    assert of.problems == ()
    assert fill(of.html, of.labels).count("<dl>") == 1


def test_parts_are_joined_in_linear_time() -> None:
    """A body of two hundred thousand parts is joined in no time, and slots stay where they are."""
    slot = Anchor("a")
    started = time.process_time()
    merged = merge([*["x" * 20] * 200_000, slot, slot, "y", ""])
    assert time.process_time() - started < 5
    assert merged == ("x" * 4_000_000, slot, slot, "y")


def test_links_are_placed_in_linear_time() -> None:
    """Ten thousand links in a long source cost no search each, wherever they stand, or if they stand nowhere."""
    source = "x" * 2_000_000 + "".join(f"[a](b-{number})" for number in range(10_000))
    destinations = Destinations(source, lambda start, _: Place("", column=start))
    started = time.process_time()
    for number in range(10_000):
        assert destinations.place(f"b-{number}").column >= 2_000_000
        destinations.place(f"nowhere-{number}")
        destinations.place(f"#fn-{number}")
    assert time.process_time() - started < 5


def test_a_link_is_placed_where_it_stands() -> None:
    """Each time at its next occurrence as a link; else wherever its text is; else at the beginning."""
    source = "a.md [a](a.md) <a href='a.md'> [x]: b.md {#fig:c} see https://d.e/f. [g](h(i).md) j"
    place = Destinations(source, lambda start, end: Place("", column=start, length=end - start)).place
    assert [place(url).column for url in ("a.md", "a.md", "a.md")] == [9, 24, 9]
    for url in ("b.md", "#fig:c", "https://d.e/f", "h(i).md"):
        assert place(url).column == source.index(url)
    assert place("nowhere").column == 0
