r"""Where formulas are found, exact to the character."""

import pytest

from mathpress.errors import Severity
from mathpress.markup.environments import DISPLAYS
from mathpress.markup.placeholders import Form, Found, restore
from mathpress.markup.scan import scan


def formulas(text: str) -> list[Found]:
    """Return what was found but for literals."""
    return [found for found in scan(text).found if found.form is not Form.LITERAL]


@pytest.mark.parametrize(
    ("text", "source", "tex"),
    [
        ("a $x$ b", "$x$", "x"),
        ("文$x$字", "$x$", "x"),
        ("$$x$$", "$$x$$", "x"),
        ("a $$\nx\n$$ b", "$$\nx\n$$", "\nx\n"),
        (r"\(x\)", r"\(x\)", "x"),
        (r"\[x\]", r"\[x\]", "x"),
        ("$`x`$", "$`x`$", "x"),
        (r"a\begin{align*}x\end{align*}b", r"\begin{align*}x\end{align*}", r"\begin{align*}x\end{align*}"),
        ("- a\n\n    ```math\n    x\n    ```\n", "```math\n    x\n    ```", "    x\n"),
        (r"$\text{a $b$}$", r"$\text{a $b$}$", r"\text{a $b$}"),
        (r"$a\$b$", r"$a\$b$", r"a\$b"),
        (r"$$\text{$$}$$", r"$$\text{$$}$$", r"\text{$$}"),
        (r"$\text{\}$}$ $", r"$\text{\}$}$", r"\text{\}$}"),
    ],
)
def test_a_formula_is_found_with_its_delimiters(text: str, source: str, tex: str) -> None:
    """`source` has the delimiters, `tex` has not, `start` is the place of the first."""
    (found,) = formulas(text)
    assert (found.source, found.tex, found.start) == (source, tex, text.index(source))
    assert text[found.locate(0) :].startswith(tex[:1])


@pytest.mark.parametrize("name", DISPLAYS)
def test_an_environment_is_found_glued_to_text(name: str) -> None:
    """Every display environment is a formula by itself, with a star too."""
    for environment in (name, f"{name}*"):
        source = rf"\begin{{{environment}}}x\end{{{environment}}}"
        (found,) = formulas(f"字{source}字")
        assert (found.form, found.source, found.start) == (Form.DISPLAY, source, 1)


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10", "$20,000", "价格 $5 和 $10", "a $ b", r"\$a\$", "$a\n\nb$", "$a\nb\nc$", "`$x$`", "``a`$x$``",
        "```\n$x$\n```", "~~~\n$x$\n~~~", "> ```\n> $x$\n> ```", "1. ```\n   $x$\n   ```", "<pre>$x$</pre>",
        "<CODE>$x$</code>", "<script>$x$</script>", "<!-- $x$ -->", '<a title="$x$">', "<a title='$x$'>",
        "<http://a/$x$>", "[t](a$x$b)", "[t](<a $x$>)", "[t](a(b)$x$)", "[r]: a$x$", "https://a.b/$x$", r"\\(x\\)",
        r"\(x", r"\[x", "$$$$",
    ],
)  # fmt: skip
def test_what_is_no_formula(text: str) -> None:
    """Prices, code, comments, attributes and addresses hold no formula, and are given back as they were."""
    assert formulas(text) == []
    scanned = scan(text)
    assert restore(scanned.text, scanned.found) == text


def test_places_lead_through_the_marks_of_a_quote() -> None:
    """Each character of a formula in a quote is found again in the text, behind the `>` of its line."""
    text = "> a\n>\n> > $$x\n> > + y\n>>+ > z$$\n"
    (found,) = formulas(text)
    assert found.tex == "x\n+ y\n+ > z"
    assert [text[found.locate(offset)] for offset in range(len(found.tex))] == list(found.tex)
    assert found.locate(found.tex.index("z")) == text.index("z")


def test_places_in_a_fence_in_a_quote() -> None:
    """A fence's first line has a `>` before it as well."""
    text = "> ```math\n> x\n> y\n> ```\n"
    (found,) = formulas(text)
    assert found.tex.split() == ["x", "y"]
    assert found.locate(found.tex.index("y")) == text.index("y")


def test_a_greater_than_sign_in_a_list_is_no_quote() -> None:
    """Without a quote around it, a line may begin with the sign."""
    (found,) = formulas("- $$a\n  > b$$")
    assert found.tex == "a\n  > b"


@pytest.mark.parametrize(
    ("text", "code", "marked", "severity"),
    [
        ("a $ x $ b", "math-space", "$ x $", Severity.WARNING),
        ("a $x^2 $ b", "math-space", "$x^2 $", Severity.WARNING),
        ("a $$x\n\ny", "math-delimiter", "$$", Severity.ERROR),
        ("a $$ $$", "math-empty", "$$ $$", Severity.WARNING),
        ("```math\nx", "math-delimiter", "```math", Severity.ERROR),
        (r"\begin{align}x", "math-begin", r"\begin{align}", Severity.ERROR),
        (r"a \begin{tikzcd}x", "math-environment", r"\begin{tikzcd}", Severity.ERROR),
        (r"a \Cref*{b}", "reference-command", r"\Cref*{b}", Severity.ERROR),
    ],
)
def test_a_slip_is_marked_where_it_is(text: str, code: str, marked: str, severity: Severity) -> None:
    """What was meant but not written as a formula stays text, and carries the problem."""
    scanned = scan(text)
    (found,) = scanned.found
    assert found.slip is not None
    assert (found.slip.code, found.slip.severity) == (code, severity)
    assert text[found.start : found.start + found.slip.length] == marked
    assert restore(scanned.text, scanned.found) == text


def test_after_an_unclosed_display_the_next_paragraph_is_read() -> None:
    """One mistake spoils one paragraph."""
    assert [found.source for found in formulas("$$ a $b$\n\n$c$")] == ["$c$"]


def test_references_in_prose() -> None:
    """The label is given without the spaces around it."""
    (found,) = formulas(r"see \eqref{ eq:a_b }")
    assert (found.form, found.tex, found.source) == (Form.REFERENCE, "eq:a_b", r"\eqref{ eq:a_b }")
