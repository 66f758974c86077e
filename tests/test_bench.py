"""The blog that is measured with (bench/): always the same, set whole by mathpress, and edited here and there."""

import re
import subprocess
import sys
from itertools import islice
from pathlib import Path
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


def test_an_edit_puts_its_mark_where_readers_see_it() -> None:
    """Into the title, into paragraphs, into a formula; the rest of the post stays as it is."""
    from blog import posts
    from edits import places, with_marks

    text = next(posts(1, distinct=False)).text
    found = places(text)
    assert [place.name for place in found if text[place.offset : place.offset + 1] in {'"', "\n"}] == [
        "first paragraph",
        "paragraph in the middle",
        "title",
        "last paragraph",
    ]
    edited = with_marks(text, {place: number for number, place in enumerate(found)})
    assert re.sub(r"\\text\{mark\d+end\}| mark\d+end", "", edited) == text
    assert re.search(r'^title: ".* mark3end"$', edited, re.MULTILINE)
    assert re.search(r"^\$\$\n\\text\{mark1end\}", edited, re.MULTILINE)
    assert edited.index("mark0end") < edited.index("mark2end") < edited.index("mark4end")


@pytest.mark.usefixtures("browser")
def test_a_preview_is_measured(tmp_path: Path) -> None:
    """An edit is painted, and the tables tell of it."""
    command = [sys.executable, str(REPOSITORY / "bench/serve.py"), "--posts", "2", "--tabs", "2", "--edits", "1"]
    done = subprocess.run(
        [*command, "--work", str(tmp_path)], capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"^\| painted, 2 tabs open \| \d+ \| \d+ \|$", done.stdout, re.MULTILINE)
    assert re.search(r"^\| served, no tab open \| \d+ \| \d+ \|$", done.stdout, re.MULTILINE)
