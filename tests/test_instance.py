"""Which preview is a blog's, and what is left of it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mathpress.errors import Stop
from mathpress.serve.instance import only_instance

if TYPE_CHECKING:
    from tests.conftest import MakeBlog

ADDRESS = ".mathpress/preview.address"


def test_its_address_can_be_read_while_it_runs(tmp_path: Path) -> None:
    """Afterwards no file is left."""
    with only_instance(tmp_path, "http://127.0.0.1:8000"):
        assert (tmp_path / ADDRESS).read_text("utf-8") == "http://127.0.0.1:8000"
    assert [path.name for path in tmp_path.rglob("*")] == [".mathpress"]


@pytest.mark.parametrize("leads", [".mathpress", ADDRESS])
def test_nothing_is_written_where_a_link_leads(blog: "MakeBlog", tmp_path: Path, leads: str) -> None:
    """A blog that somebody sends may bring one along."""
    root, outside = blog({".mathpress/cache/keep": ""}), tmp_path / "outside"
    outside.mkdir()
    (outside / "mine").write_text("mine", "utf-8")
    if leads == ".mathpress":
        (root / ".mathpress").rename(root / "other")
    (root / leads).symlink_to(outside if leads == ".mathpress" else outside / "mine")
    with pytest.raises(Stop) as stop, only_instance(root, "http://127.0.0.1:8000"):
        pass
    assert [problem.code for problem in stop.value.problems] == ["output-outside"]
    assert [path.read_text("utf-8") for path in outside.iterdir()] == ["mine"]


def test_a_pipe_in_the_place_of_the_address_is_not_waited_for(blog: "MakeBlog") -> None:
    """Nobody would ever read from it."""
    root = blog({".mathpress/cache/keep": ""})
    os.mkfifo(root / ADDRESS)
    with only_instance(root, "http://127.0.0.1:8000"):
        assert (root / ADDRESS).read_text("utf-8") == "http://127.0.0.1:8000"


def test_an_address_that_cannot_be_written_is_told(blog: "MakeBlog") -> None:
    """A folder is in its place."""
    root = blog({f"{ADDRESS}/mine": ""})
    with pytest.raises(Stop) as stop, only_instance(root, "http://127.0.0.1:8000"):
        pass
    assert [problem.code for problem in stop.value.problems] == ["output-unwritable"]
