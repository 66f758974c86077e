"""Writing: a failed build changes nothing, a killed one leaves whole files, and only files of ours are removed."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import pytest

from mathpress.errors import Stop
from mathpress.kept import digest
from mathpress.outputs import Output, Phase
from mathpress.seen import Seen
from mathpress.write import Written, write

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

MANIFEST: Final = ".mathpress/manifest.json"
COPY: Final = ".mathpress/manifest-copy.json"
BUILD: Final = Path(__file__).parent.parent / "build.py"


def output(path: str, text: str, phase: Phase = Phase.ARTICLE) -> Output:
    """Return an output that is made of a text."""
    return Output(PurePosixPath(path), phase, f"made from {text}", text.encode)


def put(folder: Path, files: Mapping[str, str]) -> Written:
    """Write a site of these files."""
    return write([output(path, text) for path, text in files.items()], folder, Seen({}))


def files_of(folder: Path) -> dict[str, bytes]:
    """Return all files by path, those in `.mathpress` too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def shown_of(folder: Path) -> dict[str, str]:
    """Return the files of the site by path."""
    return {path: data.decode() for path, data in files_of(folder).items() if not path.startswith(".mathpress/")}


def manifest(files: str, version: int = 3) -> str:
    """Return a manifest that says this of files."""
    said = f'"files": {files}}}\n'
    return f'{{"version": {version}, "digest": "{digest(said.encode())}", {said}'


def fail() -> bytes:
    """Fail to make a file."""
    raise RuntimeError("cannot be made")


def test_files_are_written_and_then_left_alone(tmp_path: Path) -> None:
    """A second build of the same site touches nothing, not even a time."""
    site = {"index.html": "A", "2026/a/index.html": "B"}
    first = put(tmp_path, site)
    before = {path: (tmp_path / path).stat().st_mtime_ns for path in files_of(tmp_path)}
    second = put(tmp_path, site)
    assert len(first.written) == 2
    assert (second.written, second.removed, second.manifest) == ((), (), first.manifest)
    assert {path: (tmp_path / path).stat().st_mtime_ns for path in files_of(tmp_path)} == before
    assert files_of(tmp_path).keys() == {*site, MANIFEST, COPY}


def test_a_file_of_a_known_fingerprint_is_not_made_again(tmp_path: Path) -> None:
    """The fingerprint promises the bytes."""
    put(tmp_path, {"a": "A"})
    write([Output(PurePosixPath("a"), Phase.ARTICLE, "made from A", fail)], tmp_path, Seen({}))
    assert shown_of(tmp_path) == {"a": "A"}


def test_what_was_changed_or_deleted_by_hand_is_made_again(tmp_path: Path) -> None:
    """What is unchanged is judged by what lies in the output, not by what once was written."""
    put(tmp_path, {"a": "A", "b": "B"})
    (tmp_path / "a").write_text("changed", "utf-8")
    (tmp_path / "b").unlink()
    assert len(put(tmp_path, {"a": "A", "b": "B"}).written) == 2
    assert shown_of(tmp_path) == {"a": "A", "b": "B"}


def test_what_another_program_changed_while_files_were_put_in_place_is_made_again(tmp_path: Path) -> None:
    """What this build wrote is not what is there."""

    class Interrupted(Seen):
        def note(self, what: str, values: Mapping[str, Any]) -> None:
            """Note what was written, some time after another program has been at it."""
            (tmp_path / "site/a").write_text("B")
            time.sleep(0.05)
            super().note(what, values)

    first = Interrupted({})
    for seen in (first, Seen(first.known())):
        write([output("a", "A")], tmp_path / "site", seen)
    assert shown_of(tmp_path / "site") == {"a": "A"}


def test_assets_come_first_then_articles_then_listings_and_removals_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A visitor never meets a page whose assets are missing, nor a listing of posts that are not there yet."""
    put(tmp_path, {"old": "O"})
    steps = []
    replace, unlink = Path.replace, Path.unlink

    def record_replace(self: Path, target: Path) -> Path:
        steps.append(target.name)
        return replace(self, target)

    def record_unlink(self: Path, missing_ok: bool = False) -> None:
        steps.append(f"remove {self.name}")
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "replace", record_replace)
    monkeypatch.setattr(Path, "unlink", record_unlink)
    monkeypatch.setattr("mathpress.write.settle", lambda _: steps.append("all on the disk"))
    phases = {"index": Phase.INDEX, "post": Phase.ARTICLE, "picture": Phase.ASSET, "style": Phase.ASSET}
    write([output(name, name, phase) for name, phase in phases.items()], tmp_path, Seen({}))
    manifests = ["manifest-copy.json", "manifest.json"]
    assert steps == [
        *manifests, "all on the disk", "picture", "style", "post", "index", "remove old", *manifests, "remove lock",
    ]  # fmt: skip


def test_a_copy_never_outlives_what_it_is_a_copy_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server would send the old copy of a style sheet instead of the new one, to be kept for ever."""
    put(tmp_path, {"a.css": "A", "a.css.br": "A", "b.css": "B", "b.css.br": "B"})
    seen = []
    replace = Path.replace

    def look(self: Path, target: Path) -> Path:
        if target.name == "a.css":
            seen.extend(sorted(shown_of(tmp_path)))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", look)
    put(tmp_path, {"a.css": "A2", "b.css": "B"})
    assert seen == ["a.css", "b.css", "b.css.br"]
    assert shown_of(tmp_path).keys() == {"a.css", "b.css"}


def test_files_of_posts_that_are_gone_vanish_with_their_empty_folders(tmp_path: Path) -> None:
    """A folder with a foreign file in it stays."""
    put(tmp_path, {"index.html": "A", "2026/09/a/index.html": "B", "2026/10/b/index.html": "C"})
    (tmp_path / "2026/10/notes.txt").write_text("mine", "utf-8")
    outcome = put(tmp_path, {"index.html": "A"})
    assert [str(path) for path in outcome.removed] == ["2026/09/a/index.html", "2026/10/b/index.html"]
    assert shown_of(tmp_path) == {"index.html": "A", "2026/10/notes.txt": "mine"}
    assert sorted(path.name for path in tmp_path.glob("2026/*")) == ["10"]


def test_a_foreign_file_survives(tmp_path: Path) -> None:
    """What mathpress did not make it never removes."""
    (tmp_path / "CNAME").write_text("example.org", "utf-8")
    put(tmp_path, {"a": "A"})
    put(tmp_path, {})
    assert shown_of(tmp_path) == {"CNAME": "example.org"}


def test_nothing_behind_a_link_is_replaced_or_removed(tmp_path: Path) -> None:
    """A link in the output may lead anywhere, and a file behind it is not ours though it has the name of one."""
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    put(site, {"a/index.html": "A", "index.html": "I"})
    shutil.move(site / "a", elsewhere)
    (site / "a").symlink_to(elsewhere)
    with pytest.raises(Stop, match="a: error: is in the way and was not made by mathpress"):
        put(site, {"a/index.html": "A2", "index.html": "I"})
    put(site, {"index.html": "I"})
    assert (elsewhere / "index.html").read_text("utf-8") == "A"


@pytest.mark.parametrize(
    ("foreign", "wanted", "told"),
    [
        ("index.html", "index.html", "index.html"),
        ("2026", "2026/a/index.html", "2026"),
        ("2026/a", "2026/a/index.html", "2026/a"),
        ("feed.xml/old", "feed.xml", "feed.xml"),
    ],
)
def test_a_foreign_file_in_the_way_stops_the_build(tmp_path: Path, foreign: str, wanted: str, told: str) -> None:
    """As a file, as a folder, or as a file where a folder is wanted; nothing has been written by then."""
    put(tmp_path, {"a": "A"})
    path = tmp_path / foreign
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine", "utf-8")
    before = files_of(tmp_path)
    with pytest.raises(Stop) as stop:
        put(tmp_path, {"a": "B", wanted: "X"})
    assert stop.value.status == 2
    assert [(problem.code, problem.place.path) for problem in stop.value.problems] == [
        ("output-foreign", str(tmp_path / told))
    ]
    assert files_of(tmp_path) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"a": "A"}, {"a/index.html": "B"}),
        ({"a/index.html": "A", "a/b/c": "A"}, {"a": "B"}),
        ({"a/b": "A", "c": "C"}, {"a": "B", "c/d/e": "D"}),
    ],
)
def test_a_file_of_ours_makes_way_for_a_folder_and_a_folder_for_a_file(
    tmp_path: Path, old: dict[str, str], new: dict[str, str]
) -> None:
    """As when an address is set below another's."""
    put(tmp_path, old)
    put(tmp_path, new)
    assert shown_of(tmp_path) == new


def test_a_folder_with_a_foreign_file_makes_no_way(tmp_path: Path) -> None:
    """Nothing has been removed by then."""
    put(tmp_path, {"a/index.html": "A"})
    (tmp_path / "a/mine").write_text("mine", "utf-8")
    with pytest.raises(Stop) as stop:
        put(tmp_path, {"a": "B"})
    assert stop.value.problems[0].place.path == str(tmp_path / "a/mine")
    assert shown_of(tmp_path) == {"a/index.html": "A", "a/mine": "mine"}


def test_two_outputs_of_one_path_stop_the_build(tmp_path: Path) -> None:
    """One would silently stand in for the other."""
    put(tmp_path, {"a": "A"})
    before = files_of(tmp_path)
    with pytest.raises(Stop) as stop:
        write([output("a", "B"), output("b", "B"), output("a", "C")], tmp_path, Seen({}))
    assert (stop.value.status, stop.value.problems[0].code) == (1, "output-taken")
    assert files_of(tmp_path) == before


def test_a_file_that_cannot_be_made_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    """And no empty folder where there was none."""
    put(tmp_path / "old", {"a": "A"})
    before = files_of(tmp_path / "old")
    for folder in (tmp_path / "old", tmp_path / "new"):
        with pytest.raises(RuntimeError, match="cannot be made"):
            write([output("a", "B"), Output(PurePosixPath("b"), Phase.INDEX, "", fail)], folder, Seen({}))
    assert files_of(tmp_path / "old") == before
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("where", ["file/public", "/proc/public", "/sys/public"])
def test_a_folder_that_cannot_be_written_stops_the_build(tmp_path: Path, where: str) -> None:
    """Below a file, and where the system lets nobody write, not even root."""
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(Stop) as stop:
        put(tmp_path / where, {"a": "A"})
    assert (stop.value.status, stop.value.problems[0].code) == (2, "output-unwritable")


DAMAGED: Final = pytest.mark.parametrize(
    "text",
    [
        "", "{", "null", "[]", '{"version": 3}', pytest.param("[" * 100_000, id="deep"),
        manifest("{}", version=0), manifest('{"a": []}'),
        manifest('{"../mine": ["", "", "asset"], "b": ["", "", "asset"]}'),
        manifest('{"": ["", "", "asset"], "b": ["", "", "asset"]}'),
        manifest('{"/etc/passwd": ["", "", "asset"], "b": ["", "", "asset"]}'),
        manifest('{".mathpress/x": ["", "", "asset"], "b": ["", "", "asset"]}'),
        manifest('{"b": ["", "", "never"]}'),
        manifest("{}").replace("{}", '{"mine": ["", "", "asset"]}'),
    ],
)  # fmt: skip


@DAMAGED
@pytest.mark.parametrize("damaged", [MANIFEST, COPY])
def test_of_a_damaged_manifest_the_copy_is_read(tmp_path: Path, damaged: str, text: str) -> None:
    """All is as after a clean build: what is gone is removed, and what others put there is left."""
    folder, clean = tmp_path / "site", tmp_path / "clean"
    put(folder, {"a": "A", "b": "B"})
    (folder / "mine").write_text("mine", "utf-8")
    (folder / damaged).write_text(text, "utf-8")
    put(folder, {"a": "A2", "c": "C"})
    put(clean, {"a": "A2", "c": "C"})
    (clean / "mine").write_text("mine", "utf-8")
    assert files_of(folder) == files_of(clean)


def test_a_manifest_that_is_gone_comes_back(tmp_path: Path) -> None:
    """Also if nothing else changes; a copy that is gone comes back with the next change."""
    put(tmp_path, {"a": "A"})
    before = files_of(tmp_path)
    (tmp_path / MANIFEST).unlink()
    put(tmp_path, {"a": "A"})
    assert files_of(tmp_path) == before
    (tmp_path / COPY).unlink()
    put(tmp_path, {"a": "B"})
    put(tmp_path, {"a": "A"})
    assert files_of(tmp_path) == before


@DAMAGED
def test_a_damaged_manifest_is_not_trusted(tmp_path: Path, text: str) -> None:
    """If the copy is damaged too, nothing is removed for its sake, and what is in the way counts as ours."""
    (tmp_path / "mine").write_text("mine", "utf-8")
    folder, clean = tmp_path / "site", tmp_path / "clean"
    put(folder, {"a": "A", "b": "B"})
    for each in (MANIFEST, COPY):
        (folder / each).write_text(text, "utf-8")
    assert not put(folder, {"a": "A2", "c": "C"}).removed
    put(clean, {"a": "A2", "c": "C"})
    assert shown_of(folder) == {"a": "A2", "b": "B", "c": "C"}
    assert (folder / MANIFEST).read_bytes() == (folder / COPY).read_bytes() == (clean / MANIFEST).read_bytes()
    assert (tmp_path / "mine").exists()


def test_the_manifest_names_files_in_order_and_holds_no_moment(tmp_path: Path) -> None:
    """It is part of the output, which is deterministic."""
    put(tmp_path / "1", {"b": "B", "a": "A"})
    put(tmp_path / "2", {"a": "A", "b": "B"})
    assert (tmp_path / "1" / MANIFEST).read_bytes() == (tmp_path / "2" / MANIFEST).read_bytes()
    assert list(json.loads((tmp_path / "1" / MANIFEST).read_text("utf-8"))["files"]) == ["a", "b"]


OLD: Final = {"same": "S", "a": "A", "gone/x": "G", "turned": "T", "b/c": "C"}
NEW: Final = {"same": "S", "a": "A2", "new/y": "N", "turned/z": "Z", "b/c": "C2"}


def interrupt_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Let the process die at its `step`th rename or removal; return a function that tells how many there were."""
    count = 0
    replace, unlink = Path.replace, Path.unlink

    def tick() -> None:
        nonlocal count
        count += 1
        if count == step:
            raise KeyboardInterrupt

    def counted_replace(self: Path, target: Path) -> Path:
        tick()
        return replace(self, target)

    def counted_unlink(self: Path, missing_ok: bool = False) -> None:
        tick()
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "replace", counted_replace)
    monkeypatch.setattr(Path, "unlink", counted_unlink)
    return lambda: count


def test_interrupted_at_any_step_every_file_is_whole_and_the_next_build_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each rename and each removal in turn."""
    put(tmp_path / "clean", NEW)
    clean = files_of(tmp_path / "clean")
    put(tmp_path / "old", OLD)
    with monkeypatch.context() as patch:
        steps = interrupt_at(0, patch)
        shutil.copytree(tmp_path / "old", tmp_path / "0")
        put(tmp_path / "0", NEW)
    assert steps() > len(NEW)
    for step in range(1, steps() + 1):
        folder = tmp_path / str(step)
        shutil.copytree(tmp_path / "old", folder)
        with monkeypatch.context() as patch:
            interrupt_at(step, patch)
            with pytest.raises(KeyboardInterrupt):
                put(folder, NEW)
        assert all(text in {OLD.get(path), NEW.get(path)} for path, text in shown_of(folder).items())
        put(folder, NEW)
        assert files_of(folder) == clean


def test_a_build_killed_at_any_moment_leaves_whole_files_and_the_next_one_equals_a_clean_one(
    blog: "MakeBlog", run_mathpress: "RunMathpress", tmp_path: Path
) -> None:
    """The real program, killed by SIGKILL."""

    def posts(word: str) -> dict[str, str]:
        return {
            f"content/posts/{word}-{number}.md" if number % 8 == 0 else f"content/posts/post-{number}.md": (
                f"---\ntitle: {word} {number}\ndate: 2026-01-{number % 28 + 1:02}\ntags: [{word}, all]\n---\n"
                + rf"{word} $\frac{{a_{number}}}{{b}}$ and $$\sum_{{n=0}}^{number} x^n$$" * 5
            )
            for number in range(40)
        }

    old, new = blog(posts("old")), blog(posts("new"))
    before, clean = tmp_path / "before", tmp_path / "clean"
    assert run_mathpress("--output", before, cwd=old).returncode == 0
    started = time.perf_counter()
    assert run_mathpress("--output", clean, cwd=new).returncode == 0
    duration = time.perf_counter() - started
    olds, news = files_of(before), files_of(clean)
    killed = 0
    for attempt in range(15):
        output = tmp_path / f"output-{attempt}"
        shutil.copytree(before, output)
        command: list[str | Path] = [sys.executable, BUILD, "--output", output, "--quiet"]
        with subprocess.Popen(command, cwd=new, stderr=subprocess.DEVNULL) as process:
            time.sleep(duration * (0.3 + 0.05 * attempt))
            process.kill()
        killed += process.returncode < 0
        duration *= 1 if process.returncode < 0 else 0.8  # it was measured while the machine had more to do
        for path, data in files_of(output).items():
            if not path.startswith((".mathpress/staged/", ".mathpress/lock")):
                assert data in {olds.get(path), news.get(path)} or path in {MANIFEST, COPY}
        assert run_mathpress("--output", output, "--quiet", cwd=new).returncode == 0
        assert files_of(output) == news
    assert killed >= 5
