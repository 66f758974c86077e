r"""LaTeX is cut into tokens that remember their place, and put together again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mathpress.tex.lengths import read_row_spacing
from mathpress.tex.lexer import (
    ROW_END,
    Token,
    group_end,
    is_space,
    is_word,
    join,
    read_argument,
    read_name,
    read_option,
    split,
    strip,
    token_at,
    tokenize,
)


def texts(tex: str) -> list[str]:
    """Return the texts of the tokens of a formula."""
    return [token.text for token in tokenize(tex)]


def test_a_token_is_a_control_sequence_a_space_a_comment_or_one_character() -> None:
    """The rules of TeX (TeXbook, chapter 7): a control word ends at the first non-letter."""
    assert texts("\\alpha2\\,x  %c\n\\\\中") == ["\\alpha", "2", "\\,", "x", "  ", "%c\n", "\\\\", "中"]


def test_a_backslash_at_the_end_is_a_token() -> None:
    """Nothing is lost, not even a backslash without a name."""
    assert texts("a\\") == ["a", "\\"]


@given(st.text(alphabet=st.sampled_from("\\{}[]%$&#^_* \n\tabAB12中é'"), max_size=60))
@settings(max_examples=200, deadline=None)
def test_tokens_together_are_the_formula(tex: str) -> None:
    """Cutting loses nothing, and each token stands where it says."""
    tokens = tokenize(tex)
    assert "".join(token.text for token in tokens) == tex
    assert all(tex[token.start : token.end] == token.text for token in tokens)


@given(
    st.lists(st.sampled_from([r"\alpha", r"\\", "x", "1", " ", "{", "}", "+", "*", r"\tag", "中", r"\,"]), max_size=20)
)
@settings(max_examples=200, deadline=None)
def test_join_means_the_same_tokens(parts: list[str]) -> None:
    """Joined tokens, cut again, are the same but for spaces that keep control words apart from letters."""
    joined = join(Token(part, 0, 0) for part in parts)
    assert [text for text in texts(joined) if not text.isspace()] == [part for part in parts if part != " "]


@pytest.mark.parametrize("tex", [r"\frac{a}{b}", r"\alpha x", r"\tag*{x}", r"\operatorname*{a}", r"x*y\\*z", r"\,x"])
def test_join_adds_no_space_that_is_not_needed(tex: str) -> None:
    """What the author wrote comes back as it was."""
    assert join(tokenize(tex)) == tex


def test_join_keeps_a_control_word_apart_from_what_would_change_it() -> None:
    r"""A letter would prolong it, and a star is an asterisk unless the command has a starred form."""
    assert join([Token(r"\alpha", 0, 0), Token("x", 0, 0)]) == r"\alpha x"
    assert join([Token(r"\alpha", 0, 0), Token("*", 0, 0)]) == r"\alpha *"


def test_an_offset_leads_back_to_its_token() -> None:
    """An offset in the joined text finds its token, added spaces included; an offset behind the end the last one."""
    tokens = [Token(r"\a", 10, 15), Token("x", 20, 21), Token("y", 30, 31)]
    assert join(tokens) == r"\a xy"
    assert [token_at(tokens, offset) for offset in (0, 1, 3, 4, 99)] == [0, 0, 1, 2, 2]


def test_what_is_space_and_what_is_a_word() -> None:
    """Comments are space; symbols after a backslash and letters of other scripts are no words."""
    assert [is_space(token) for token in tokenize(" %c\nx")] == [True, True, False]
    assert [is_word(token) for token in tokenize("\\ab\\,\\é\\")] == [True, False, False, False]
    assert [token.text for token in strip(tokenize(" x y %c"))] == ["x", " ", "y"]


def test_arguments() -> None:
    """An argument is a group or the next token; none is left at the end or before a closing brace."""
    tokens = tokenize(r"{a{b}} c}")
    first = read_argument(tokens, 0)
    assert first is not None
    assert join(first.tokens) == "a{b}"
    second = read_argument(tokens, first.next)
    assert second is not None
    assert join(second.tokens) == "c"
    assert read_argument(tokens, second.next) is None
    assert read_argument(tokenize("{a"), 0) is None
    assert group_end(tokenize("{a"), 0) is None


def test_options_are_closed_outside_braces() -> None:
    """A bracket in braces, or in an inner option, closes nothing."""
    option = read_option(tokenize("[a{]}b]c"), 0)
    assert option is not None
    assert join(option.tokens) == "a{]}b"
    assert read_option(tokenize("x]"), 0) is None
    assert read_option(tokenize("[a}]"), 0) is None


def test_names_need_braces() -> None:
    r"""`\begin a` has no name."""
    assert read_name(tokenize("{align*}x"), 0) == ("align*", 8)
    assert read_name(tokenize("a"), 0) is None


def test_split_respects_groups_and_environments() -> None:
    """A separator inside braces or an inner environment separates nothing."""
    rows = split(tokenize(r"a\\{b\\c}\\\begin{x}d\\e\end{x}"), ROW_END)
    assert [join(row) for row in rows] == ["a", r"{b\\c}", r"\begin{x}d\\e\end{x}"]


@pytest.mark.parametrize(
    ("behind", "spacing"),
    [("*a", "*"), ("[1ex]a", "[1ex]"), ("*[-2.5pt] a", "*[-2.5pt]"), ("[0,1)", ""), ("[0,1]", ""), (" [1ex]", "")],
)
def test_row_spacing_is_a_star_and_a_length(behind: str, spacing: str) -> None:
    r"""What follows `\\` at once may be its star and distance; any other bracket belongs to the next row."""
    tokens = tokenize(behind)
    assert join(tokens[: read_row_spacing(tokens, 0)[1]]) == spacing
