"""Repairs of formulas: what old systems forced upon authors is taken back, and nothing else is touched."""

import re
from pathlib import Path
from typing import Final

import pytest

from mathpress.importers.repairs import repair
from mathpress.importers.workarounds import AROUND, WORKAROUNDS, Dialect

EATEN: Final = Dialect()
"""Markdown that knows nothing of formulas: Goldmark and Marked as they come."""
KRAMDOWN: Final = Dialect(frozenset({"$$"}), inline_displays=True, raw_tags=True)
KEPT: Final = Dialect(frozenset({"$", "$$", "\\(", "\\[", "\\begin"}))

CASES: Final = [
    ("four backslashes", EATEN, r"$$\begin{split}a\\\\b\end{split}$$", r"$$\begin{split}a\\b\end{split}$$"),
    ("five backslashes", EATEN, r"$$\begin{split}a\\\\\vdots\end{split}$$", r"$$\begin{split}a\\\vdots\end{split}$$"),
    ("three", EATEN, "$$\\begin{split}a\\\\\\\nb\\end{split}$$", "$$\\begin{split}a\\\\\nb\\end{split}$$"),
    ("a space among rows", EATEN, r"$$\begin{split}a\\;b\\c\end{split}$$", r"$$\begin{split}a\;b\\c\end{split}$$"),
    ("backslashes before braces", EATEN, r"$\\{a\\}$", r"$\{a\}$"),
    ("braces", EATEN, r"$$\begin{split}\\{a\\} \\ b\end{split}$$", r"$$\begin{split}\{a\} \\ b\end{split}$$"),
    ("a space, where there are no rows", EATEN, r"$a\\,b$", r"$a\,b$"),
    ("a command", EATEN, r"$a_i \\le b_i$ and $$x_{i \\in A}$$", r"$a_i \le b_i$ and $$x_{i \in A}$$"),
    ("one behind rows", EATEN, r"$$\begin{split}a\\\\ \\to b\end{split}$$", r"$$\begin{split}a\\ \to b\end{split}$$"),
    ("a command that was kept", KEPT, r"$x \\in A$", r"$x \in A$"),
    ("an escaped underscore", EATEN, r"$x\_i+y\_{j}$", r"$x_i+y_{j}$"),
    ("an escaped star", EATEN, r"$x^\*$", r"$x^*$"),
    ("an underscore in a name stays", EATEN, r"$\mathrm{a\_b}\_i$", r"$\mathrm{a\_b}_i$"),
    ("entities", KEPT, "$a &lt; b &amp;amp; c$", "$a < b & c$"),
    ("a cell", KEPT, r"$$\begin{split}a &amp;&lt; b\end{split}$$", r"$$\begin{split}a &< b\end{split}$$"),
    ("emphasis in a formula", KEPT, "$x<em>i+y</em>j$", "$x_i+y_j$"),
    ("italics in a formula", KEPT, "$x<i>a+y</i>j$ and $k<i>j$", "$x_a+y_j$ and $k<i>j$"),
    ("a bar in a table", EATEN, r"| $P(A\|B)$ | $\\|x\\|$ |", r"| $P(A|B)$ | $\|x\|$ |"),
    ("one in a list", EATEN, "- a\n\n    | $A\\|B$ | \n    |---|", "- a\n\n    | $A|B$ | \n    |---|"),
    ("one whose formula is kept", Dialect(frozenset({"$"}), frees_bars=True), r"| $A\|B$ |", "| $A|B$ |"),
    ("an inline formula of kramdown at a line's beginning", KRAMDOWN, "\\$$x$$ is\n\n- \\$$y$$", "$x$ is\n\n- $y$"),
    ("a break in a formula", KEPT, "$$a<br />\nb$$", "$$a \nb$$"),
    ("doubled delimiters", EATEN, r"Of \\(x\\) and \\[y\\].", r"Of \(x\) and \[y\]."),
    ("spaces inside dollars", EATEN, "Of $ x^2 $.", "Of $x^2$."),
    ("prices in Chinese", KEPT, "售价$5元，另US$，又$10元，共A$。$x$是", r"售价\$5元，另US$，又\$10元，共A$。$x$是"),
    ("a price before a formula", KEPT, "售价$5元，现US$6，公式$x$是", r"售价$5元，现US\$6，公式$x$是"),
    ("a price in English", Dialect(has_dollars=False), "It is $5 (see US$ or $2x$)", r"It is \$5 (see US$ or $2x$)"),
    ("a page without formulas", Dialect(has_formulas=False), "$$a$$ `$x$` $x$", r"\$\$a\$\$ `$x$` \$x\$"),
    ("an inline formula of kramdown", KRAMDOWN, "Of $$x$$.", "Of $x$."),
    ("one before a digit", KRAMDOWN, "Of $$n$$2.", r"Of \(n\)2."),
    ("one in a cell", KRAMDOWN, "| $$x$$ | $$y$$ |", "| $x$ | $y$ |"),
    ("raw tags", KRAMDOWN, "{% raw %}$$\\frac{{a}}{{b}}$$ x{% endraw %}", "$\\frac{{a}}{{b}}$ x"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "dialect", "written", "becomes"), CASES)
def test_a_trick_is_taken_back(name: str, dialect: Dialect, written: str, becomes: str) -> None:
    """Each with at least one change, which has a reason."""
    repaired = repair(written, dialect, {})
    assert repaired.text == becomes, name
    assert {each for change in repaired.changes for each in change.names} <= {*WORKAROUNDS, *AROUND}
    assert repaired.changes


_HARD: Final = (Path(__file__).parent.parent / "formulas" / "hard.md").read_text("utf-8")
DISPLAYS: Final = re.findall(r"^\$\$(?!\$).+?\$\$$", _HARD, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("formula", DISPLAYS)
def test_what_authors_had_to_write_becomes_what_they_meant(formula: str) -> None:
    """Some doubled only the ends of rows, some each backslash before a sign; underscores were escaped, or emphasis."""
    escaped = re.sub(r"\\\\", lambda end: end[0] * 2, formula).replace("_", r"\_")
    doubled = re.sub(r"\\([!-/:-@\[-`{-~])", lambda sign: rf"\\{sign[1].replace(chr(92), chr(92) * 2)}", formula)
    html = formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for written, dialect in ((escaped, EATEN), (doubled, EATEN), (html, KEPT), (formula.replace("_", "<em>"), KEPT)):
        assert repair(written, dialect, {}).text == formula


UNTOUCHED: Final = [
    ("rows as they should be", EATEN, r"$$\begin{aligned}a&=b\\c&=d\end{aligned}$$"),
    ("a row that begins with a cell", EATEN, r"$$\begin{aligned}a\\&=b\end{aligned}$$"),
    ("a row that begins with letters", EATEN, r"$$\begin{matrix}a\\min\end{matrix}$$"),
    ("lines that do", EATEN, r"$$a \\ b \\ge c$$"),
    ("what is no command", EATEN, r"$a \\bcd$"),
    ("a rule", EATEN, r"$$\begin{array}{c}a\\\hline b\end{array}$$"),
    ("norms", EATEN, r"$\|x\|$"),
    ("norms in a table whose formulas were kept", KEPT, r"| $\|x\|$ |"),
    ("two relations", KEPT, r"$k<i>j$"),
    ("a dollar of kramdown", KRAMDOWN, "a \\$$x$$"),
    ("one in code of kramdown", KRAMDOWN, "```\n\\$$x$$\n```"),
    ("a display of kramdown", KRAMDOWN, "$$x$$"),
    ("one on lines of its own in a paragraph", KRAMDOWN, "so\n$$\nx\n$$\nis"),
    ("one in a list", KRAMDOWN, "- $$x$$\n- a"),
    ("a numbered one among text", KRAMDOWN, r"so $$x\tag{1}$$ is"),
    ("what kramdown keeps", KRAMDOWN, r"$$x\_i$$"),
    ("an escape that reached MathJax", KEPT, r"$x\_i$"),
    ("code", EATEN, "`\\\\(x\\\\)` and `$x\\_i$`\n\n```tex\n$ x $ \\\\[y\\\\] $x\\_i$\n```"),
    ("a row's length beside a bracket", EATEN, r"$$\begin{aligned}a\\[2pt]b\end{aligned}$$"),
    ("prices", EATEN, "Of $ 5 and $ 10."),
    ("prices that are none to the scan", KEPT, "售价$5元，另一本$10元"),
    ("a number with its unit", KEPT, "$5元$, $1，2$ and $3x，y为实数$"),
    ("a page that says it has no formulas, and has", Dialect(has_formulas=False), "$$a$$ `$x$` $x_1$"),
    ("what is more than an amount", Dialect(has_dollars=False), "$5a or b$ and $5 + log n$"),
    ("a function in words", KEPT, "$2 log n$"),
    ("prices in code", KEPT, "`$5元，US$`"),
    ("what is no better afterwards", KEPT, r"$\nosuchcommand\\{x\\}$"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "dialect", "written"), UNTOUCHED)
def test_what_is_no_trick_stays(name: str, dialect: Dialect, written: str) -> None:
    """So a text that mathpress reads as its author meant it comes through as it is."""
    assert repair(written, dialect, {}).text == written, name


def test_a_trick_that_nobody_needed_is_taken_back_if_the_formula_cannot_be_set_with_it() -> None:
    r"""Even where formulas passed untouched, `\\{` was a mistake that only the repair makes a formula of."""
    assert repair(r"$\left\\{x\right\\}$", KEPT, {}).text == r"$\left\{x\right\}$"


def test_a_change_tells_where_it_stands_in_the_repaired_text() -> None:
    """Also behind earlier ones that made the text shorter, of whatever kind."""
    repaired = repair(
        "{% raw %}a $x\\_i$ {% endraw %} \\\\(y\\_i\\\\) $ z_1 $\n\n$$a$$ b $w&lt;1$", Dialect(raw_tags=True), {}
    )
    assert repaired.text == "a $x_i$  \\(y_i\\) $z_1$\n\n$$a$$ b $w<1$"
    for change in repaired.changes:
        assert repaired.text.startswith(change.after[:2], change.start), change


def test_macros_of_the_post_are_known_to_repairs() -> None:
    """A formula that needs one can be set, so its workaround is taken back."""
    text = "$\\newcommand{\\half}{\\frac12}$ and $\\half\\_i$"
    assert repair(text, EATEN, {}).text.endswith("$\\half_i$")
