"""What is kept between builds is damaged: it is made again, and nobody hears of it."""

import itertools
import os
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.conftest import REPOSITORY
from tests.faults.trials import Done

if TYPE_CHECKING:
    from tests.faults.conftest import Some, Tally
    from tests.faults.trials import Blog


def _truncate(file: Path, chance: random.Random) -> None:
    os.truncate(file, chance.randrange(file.stat().st_size))


def _flip(file: Path, chance: random.Random) -> None:
    data = bytearray(file.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)


def _swap(file: Path, chance: random.Random) -> None:
    other = chance.choice([each for each in sorted(file.parents[1].rglob("*")) if each.is_file()])
    file.write_bytes(other.read_bytes())


def _become_folder(file: Path, _: random.Random) -> None:
    file.unlink()
    file.mkdir()
    (file / "file").touch()


DAMAGES: Final[dict[str, Callable[[Path, random.Random], None]]] = {
    "truncated": _truncate,
    "hit by a flipped bit": _flip,
    "empty": lambda file, _: os.truncate(file, 0),
    "swapped with others": _swap,
    "folders instead": _become_folder,
    "gone": lambda file, _: file.unlink(),
}


def test_files_of_the_cache(
    faulty: "Blog", chance: random.Random, tally: "Tally", some: "Some", *, thorough: bool
) -> None:
    """One of them, some or all."""
    shares = (0.0, 0.1, 0.5, 1.0) * 3 if thorough else (0.5,)
    for damage, share in itertools.product(some([*DAMAGES], 2), shares):
        files = [file for file in sorted(faulty.cache.rglob("*")) if file.is_file() and file.stat().st_size]
        for file in chance.sample(files, max(1, round(share * len(files)))):
            DAMAGES[damage](file, chance)
        with tally.trial(f"files of the cache are {damage}"):
            done = faulty.build("--quiet")
            if damage == "folders instead":  # which are in the way, until somebody removes them
                shutil.rmtree(faulty.cache)
                assert done == Done(0, "", "") or (done.status, done.err[-20:]) == (2, " [cache-unwritable]\n")
            else:
                assert done == Done(0, "", "")
            faulty.survive(done)
        faulty.edit()


def test_a_folder_of_the_cache_that_is_a_file(faulty: "Blog", tally: "Tally", some: "Some") -> None:
    """Nothing can be kept there. A build does without, but for smaller pictures, which it says."""
    for folder in some(["documents", "memory", "fonts", "compressed", "images", "", ".."], 1):
        replace_by_file(faulty, tally, folder)
        faulty.edit()


def replace_by_file(faulty: "Blog", tally: "Tally", folder: str) -> None:
    """Try this with a folder, by its path from the cache."""
    place = (faulty.cache / folder).resolve()
    shutil.rmtree(place, ignore_errors=True)
    place.write_text("a file", "utf-8")
    before = faulty.present()
    with tally.trial("a folder of the cache is a file"):
        done = faulty.build("--quiet")
        assert place.read_text("utf-8") == "a file"
        place.unlink()
        if folder in {"images", "", ".."}:
            assert done.status == 2
            assert done.err.endswith(
                "images.variants = false builds the site without variants of pictures [cache-unwritable]\n"
            )
            faulty.stay(before)
        else:
            assert (done.status, done.err) == (0, "")
            faulty.survive(done)


@pytest.fixture(scope="session")
def another_version(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Return the program as it may have been once."""
    folder = tmp_path_factory.mktemp("another-version")
    for name in ("site", "templates", "static"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file, now, once in (
        ("site/mathpress/__init__.py", '__version__ = "', '__version__ = "0.'),
        ("site/mathpress/write.py", "Bring the output folder", "Bring an output folder"),
        ("templates/archive.html", "<h1", "<h1 hidden"),
        ("static/css/math.css", "{", "{--once: 1;"),
    ):
        text = (folder / file).read_text("utf-8")
        assert now in text
        (folder / file).write_text(text.replace(now, once, 1), "utf-8")
    run = f"import sys; sys.path.insert(0, {str(folder / 'site')!r}); from mathpress.cli import main; main()"
    return sys.executable, "-c", run


def test_the_cache_and_the_output_of_another_version(
    faulty: "Blog", another_version: tuple[str, ...], tally: "Tally"
) -> None:
    """What it kept is not asked for, and what it wrote is written again."""
    with tally.trial("the cache and the output are of another version"):
        done = faulty.build("--quiet", "--jobs=1", program=another_version)
        assert (done.status, done.err) == (0, "")
        assert faulty.present()["archive/index.html"] != faulty.new.built["archive/index.html"]
        faulty.recover()


def test_the_manifest(faulty: "Blog", chance: random.Random, tally: "Tally", some: "Some", *, thorough: bool) -> None:
    """One of the two that lie in the output is damaged, and what there is no post for any more goes all the same."""
    damages = [damage for damage in DAMAGES if damage != "folders instead"]
    cases = some([*itertools.product(damages, ["manifest.json", "manifest-copy.json"])], 2)
    for damage, name in itertools.chain(*[cases] * (3 if thorough else 1)):
        DAMAGES[damage](faulty.output / ".mathpress" / name, chance)
        with tally.trial("the manifest or its copy is damaged"):
            faulty.recover()
        faulty.edit()


def test_files_that_a_power_cut_left_empty(
    faulty: "Blog", chance: random.Random, tally: "Tally", some: "Some", *, thorough: bool
) -> None:
    """As file systems do with what was renamed and not yet written; of the manifest the copy was."""
    shares = (0.1, 0.5, 1.0) * 3 if thorough else (0.5,)
    for is_edited, share in itertools.product(some([False, True], 1), shares):
        faulty.recover()
        files = sorted(faulty.present().keys() - {".mathpress/manifest-copy.json"})
        for path in {".mathpress/manifest.json", *chance.sample(files, max(1, round(share * len(files))))}:
            os.truncate(faulty.output / path, 0)
        if is_edited:
            faulty.edit()
        with tally.trial("files are empty after a power cut"):
            faulty.recover()
        faulty.edit()
