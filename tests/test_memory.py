"""What is known of files and pages is kept for the next process, which trusts nothing that is damaged."""

from pathlib import Path

import pytest

from mathpress.kept import CACHE, Kept
from mathpress.memory import Memory
from mathpress.packing import pack


def memory(root: Path, output: str = "public") -> Memory:
    """Return what a process remembers of a blog."""
    return Memory.of(root, root / output)


def learnt(root: Path, output: str = "public") -> Memory:
    """Return the memory of a process that has looked at a file and made a page."""
    found = memory(root, output)
    found.seen.learn("size", __file__, lambda file: file.stat().st_size)
    found.fingerprints.begin("shared")
    found.fingerprints.of("/a/", "text", lambda: "made from it")
    return found


def test_the_next_process_knows_what_was_saved(tmp_path: Path) -> None:
    """It lies in one file for each output folder."""
    first = learnt(tmp_path)
    first.save()
    again = memory(tmp_path)
    assert again.saved == (first.seen.known(), first.fingerprints.known())
    assert again.seen.known() == first.seen.known()
    assert again.fingerprints.known() == ("shared", {"/a/": ("text", "made from it")})
    assert memory(tmp_path, "other").saved == ({}, ("", {}))


def test_what_is_not_new_is_not_written_again(tmp_path: Path) -> None:
    """As where a build has found nothing changed."""
    learnt(tmp_path).save()
    (file,) = (tmp_path / CACHE / "memory").iterdir()
    file.unlink()
    known = learnt(tmp_path)
    known.save()
    file.unlink()
    known.save()
    assert not file.exists()


def test_knowledge_of_output_folders_that_nobody_builds_now_is_forgotten(tmp_path: Path) -> None:
    """But for that of four others."""
    for output in "abcdefgh":
        learnt(tmp_path, output).save()
    assert len([*(tmp_path / CACHE / "memory").iterdir()]) == 5


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 500])
def test_damaged_knowledge_is_none(tmp_path: Path, damage: bytes) -> None:
    """Files are read again, and pages are asked what they are made from."""
    learnt(tmp_path).save()
    (file,) = (tmp_path / CACHE / "memory").iterdir()
    file.write_bytes(file.read_bytes()[:-1] if damage == b"x" else damage)
    assert memory(tmp_path).saved == ({}, ("", {}))


@pytest.mark.parametrize(
    "shape", [1, (), ({},), ({}, 1), (1, ("", {})), ({}, ("", 1)), ({}, (1, {})), ({}, ("", {}), 1)]
)
def test_knowledge_of_another_shape_is_none(tmp_path: Path, shape: object) -> None:
    """As in a cache that came with a blog from elsewhere."""
    Kept(tmp_path / CACHE / "memory").keep(memory(tmp_path).name, pack(shape))
    assert memory(tmp_path).saved == ({}, ("", {}))
