"""The blog that builds are measured with (bench/): always the same, and mathpress sets all of it."""

import re
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress


@pytest.fixture(autouse=True)
def _import_from_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(REPOSITORY / "bench")


def test_a_smaller_blog_is_the_beginning_of_a_larger_one() -> None:
    """Posts differ in nothing but their dates, which are spread over the same years."""
    from blog import posts

    def undated(text: str) -> str:
        return re.sub("^date: .*", "", text, flags=re.MULTILINE)

    few, many = list(posts(3, distinct=False)), list(islice(posts(9, distinct=False), 3))
    assert [undated(post.text) for post in few] == [undated(post.text) for post in many]
    assert [post.picture for post in few] == [post.picture for post in many]


@pytest.mark.parametrize("distinct", [False, True])
def test_formulas_are_as_distinct_as_they_are_to_be(*, distinct: bool) -> None:
    """Two in five formulas are distinct, or all of them."""
    from blog import posts

    formulas = [
        formula
        for post in posts(100, distinct=distinct)
        for formula in re.findall(r"\$\$\n.*?\n\$\$|\$[^$\n]+\$", post.text, re.DOTALL)
    ]
    assert len(set(formulas)) / len(formulas) == pytest.approx(1 if distinct else 0.4, abs=0.02)


def test_mathpress_sets_every_formula(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """None is refused or left to MathJax, and nothing is warned of."""
    from blog import posts

    files: dict[str, str | bytes] = {}
    count = 0
    for post in posts(20, distinct=True):
        files[f"content/posts/{post.name}.md"] = post.text
        files[f"content/posts/img/{post.name}.png"] = post.picture
        count += post.formulas
    done = run_mathpress("build", cwd=blog(files))
    assert f"20 posts, {count:,} formulas ({count:,} MathML, 0 MathJax), " in done.stdout
    assert ", 0 warnings, " in done.stdout
