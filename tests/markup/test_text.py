"""Facts about characters."""

import pytest

from mathpress.text import count_words, did_you_mean, display_width, nearest, slugify


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("two words", 2),
        ("it's well-known, isn't it?", 4),
        ("中文字", 3),
        ("用GPT4模型", 4),
        ("GPT模型", 3),
        ("naïve café", 2),
        ("カタカナ", 4),
        ("한국어 문장", 2),
        ("。，! …", 0),
        ("q(x)=1", 3),
    ],
)
def test_words_are_counted_as_readers_do(text: str, words: int) -> None:
    """Each ideograph or kana is a word, each run of other letters and digits is one."""
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hello, World!", "hello-world"),
        ("第二节：梯度 下降", "第二节-梯度-下降"),
        ("ＡＢＣ x₁²", "abc-x12"),
        ("snake_case--x", "snake-case-x"),
        ("Straße", "strasse"),
        ("--- !", ""),
    ],
)
def test_slugs_are_readable(text: str, slug: str) -> None:
    """Ideographs stay, compatibility characters become plain, all else joins with hyphens."""
    assert slugify(text) == slug


def test_width_on_a_terminal() -> None:
    """Wide characters take two columns, combining ones none."""
    assert display_width("a中，e\u0301") == 6


def test_the_nearest_word() -> None:
    """Letters in another case are nearest; what is far is not offered."""
    assert nearest("Title", ["tile", "title"]) == "title"
    assert nearest("alhpa", ["alpha", "aleph"]) == "alpha"
    assert nearest("xyz", ["alpha"]) is None
    assert did_you_mean("alhpa", ["alpha"]) == "; did you mean alpha?"
    assert did_you_mean("xyz", ["alpha"]) == ""
