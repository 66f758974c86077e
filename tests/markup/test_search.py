"""Where things end."""

from mathpress.markup.search import Search


def test_a_block_ends_at_a_blank_line_be_it_in_a_quote() -> None:
    """White space and the marks of a quote make no line less blank."""
    assert Search("a\nb\n\nc").block_end(0) == 3
    assert Search("> a\n> \n> b").block_end(0) == 3
    assert Search("a\nb").block_end(0) == 3


def test_a_code_span_ends_with_as_many_ticks() -> None:
    """Neither more nor fewer ticks end it, and none behind a blank line."""
    text = "`` a ` b ``` c `` d"
    assert Search(text).code_end(2, 2) == text.index("`` d") + 2
    assert Search("` a `` b").code_end(1, 1) is None
    assert Search("` a\n\nb `").code_end(1, 1) is None


def test_a_formula_ends_outside_of_text_and_escapes() -> None:
    r"""The `$` of `\$`, and one in `\text{…}` with braces in it, do not end a formula."""
    text = r"$a\$\text{b $c$ {d$}} e$ f"
    assert Search(text).formula_end("$", 1) == text.index("$ f")
    assert Search("$a\n\nb$").formula_end("$", 1) is None


def test_a_failed_search_is_not_the_last_word() -> None:
    """What was not found in one paragraph may be in the next."""
    text = "$$ a\n\n$$ b $$"
    search = Search(text)
    assert search.formula_end("$$", 2) is None
    assert search.formula_end("$$", text.index(" b")) == text.rindex("$$")


def test_an_environment_ends_with_its_own_end() -> None:
    """Environments of one name nest; others do not matter."""
    text = r"\begin{cases}\begin{cases}\end{cases}\end{align}\end{cases} \begin{cases}"
    search = Search(text)
    assert search.environment_end("cases", 0) == text.index(r" \begin")
    assert search.environment_end("cases", 13) == text.index(r"\end{align}")
    assert search.environment_end("cases", text.rindex(r"\begin")) is None


def test_a_fence_ends_with_one_as_long() -> None:
    """A shorter fence, one of the other kind, and one with words behind it do not end it."""
    text = "````x\n```\n~~~~\n```` y\n`````\nz"
    assert Search(text).fence_end("````", 5) == (text.index("`````"), text.index("\nz"))
    assert Search(text).fence_end("~~~~~", 5) is None
    assert Search("```\n> ```").fence_end("```", 3) == (4, 9)


def test_a_line_starts_behind_the_line_end() -> None:
    """The start of a line is its own; a line end belongs to the line before it."""
    search = Search("ab\ncd\n")
    assert [search.line_start(offset) for offset in range(7)] == [0, 0, 0, 3, 3, 3, 6]


def test_a_closing_is_found_in_any_case() -> None:
    """HTML's names have no case."""
    assert Search("<PRE>a</Pre>").find("</pre", 5, 12) == 6
    assert Search("<pre>a").find("</pre", 5, 6) is None
