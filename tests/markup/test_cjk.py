"""Chinese and Japanese text."""

import re
from dataclasses import replace
from typing import Final

import pytest
from tests.markup.showing import RULES, body, fill

from mathpress.markup.cjk import (
    is_ideographic,
    join_lines,
    split_closing,
    split_line_end,
    split_opening,
    without_line_end,
)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("中\n文", "中文"),
        ("中 \n\t文", "中文"),
        ("中，\n“文", "中，\n“文"),
        ("中，\n《文", "中，《文"),
        ("中\nlatin\n文", "中\nlatin\n文"),
        ("かな\nカナ", "かなカナ"),
        ("one\ntwo", "one\ntwo"),
        ("中\n文\n字", "中文字"),
    ],
)
def test_line_ends_between_ideographs_go(text: str, joined: str) -> None:
    """Ideographs, kana and their punctuation are joined; words are not."""
    assert join_lines(text) == joined


def test_line_ends_at_the_edges_of_a_text() -> None:
    """What the neighbours are decides, so the line end is told apart from the text."""
    assert without_line_end(" \n 文") == "文"
    assert without_line_end("\nword") == "\nword"
    assert split_line_end("中 \n") == ("中", " \n")
    assert split_line_end("word\n") == ("word\n", "")
    assert is_ideographic("文a")
    assert not is_ideographic("a文")
    assert not is_ideographic("")


def test_punctuation_that_keeps_to_a_formula() -> None:
    """Closing marks are cut off the beginning, opening ones off the end, full-width or not."""
    assert split_closing("，又") == ("，", "又")
    assert split_closing(')." x') == (')."', " x")
    assert split_closing("又") == ("", "又")
    assert split_opening("又（“") == ("又", "（“")
    assert split_opening("x [(") == ("x ", "[(")
    assert split_opening("又") == ("又", "")


NOTICES: Final = "\n\n".join(
    f"{first}\n    text"
    for first in ("!!! note", "??? Warning", '!!! tip "Tip"', '!!! note ""', "!!! proof-sketch wide")
)


@pytest.mark.parametrize(
    ("language", "titles"),
    [("zh-CN", ["说明", "警告", "Tip", "Proof-sketch"]), ("en", ["Note", "Warning", "Tip", "Proof-sketch"])],
)
def test_a_notice_without_a_title_is_called_by_its_kind(language: str, titles: list[str]) -> None:
    """In the language of the post, one after another in the same process; a title that is given stays."""
    markup = fill(body(NOTICES, replace(RULES, language=language)).html, ())
    assert re.findall(r'(?:admonition-title"|<summary)>([^<]*)<', markup) == titles
