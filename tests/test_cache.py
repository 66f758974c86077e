"""What was parsed is kept for the next build, and nothing that goes wrong with it can be seen on the site."""

import dataclasses
import os
import pickle
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import pytest
from tests.test_determinism import FILES, files_of

from mathpress import cache as cache_module
from mathpress import library as library_module
from mathpress.build import Options, build
from mathpress.cache import Cache
from mathpress.discover import SourceFile
from mathpress.errors import Place, Problem, Stop
from mathpress.kept import Kept, digest
from mathpress.library import Library
from mathpress.model import Document, Kind, Source
from mathpress.packing import Parcel, excerpt_in, html_in, parcel
from mathpress.parse import Parsed, parse
from mathpress.quarantine import LOST
from mathpress.shaping import Settings

if TYPE_CHECKING:
    from tests.conftest import MakeBlog

SETTINGS: Final = Settings("Asia/Shanghai", "mathml", "ams", (("RR", r"\mathbb{R}"),), (), 300)
RICH: Final = r"""---
title: A $x^2$
date: 2026-01-02 23:30
updated: 2026-01-03T00:10:00+02:00
tags: [x, 数学]
series: S
part: 2
moment: {day: 2026-01-02, time: 2026-01-02T10:00:00Z, list: [1, 2.5, null, true]}
---
## Heading

In $\RR$ ![P](p.svg) [B](b.md#eq:x) [](b.md) \ref{b:eq:x}[^1]:
\begin{align}a&=b\label{eq:a}\\c&=d\end{align}

[^1]: A note, $ y $ and $\alhpa$.

<!-- more -->
By \eqref{eq:a}.
"""


def source(text: str = RICH, name: str = "a") -> Source:
    """Return a post."""
    return Source(PurePosixPath(f"content/posts/{name}.md"), Kind.POST, text)


def found(post: Source, file: Path = Path("none")) -> SourceFile:
    """Return a post as it is found in a folder, in a file that is read if need be."""
    return SourceFile(post.path, post.kind, str(file), digest(post.text.encode()))


def library(post: Source, folder: Path) -> Library:
    """Return a library with one post, whose file lies beside a folder of documents."""
    file = folder.with_suffix(".md")
    file.write_text(post.text, "utf-8")
    return Library([found(post, file)], SETTINGS, Cache(folder, SETTINGS))


def made(post: Source) -> Parcel:
    """Return what parsing makes of a post, packed."""
    document, body, _ = parse(post, SETTINGS)
    return parcel(document, body.html, body.excerpt)


def fields(document: Document) -> dict[str, object]:
    """Return all that a document says; documents themselves are compared by identity."""
    return {each.name: getattr(document, each.name) for each in dataclasses.fields(document)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the document of `source()` in it."""
    Cache(tmp_path / "kept", SETTINGS).keep(source(), made(source()))
    return tmp_path / "kept"


def entry(folder: Path) -> Path:
    """Return the file of the only document."""
    (path,) = (path for path in folder.iterdir() if path.suffix != ".texts")
    return path


def test_a_document_comes_back_as_it_was(folder: Path) -> None:
    """Slots, labels, dates with their zones, unknown keys and problems among it."""
    loaded = Cache(folder, SETTINGS).load(found(source()))
    assert loaded is not None
    assert loaded.matter.date
    assert [problem.code for problem in loaded.problems] == ["math-space", "math-command"]
    assert fields(loaded) == fields(parse(source(), SETTINGS)[0])


@pytest.mark.parametrize(
    ("settings", "post"),
    [
        (dataclasses.replace(SETTINGS, macros=()), source()),
        (dataclasses.replace(SETTINGS, language="zh"), source()),
        (SETTINGS, source(RICH + " ")),
        (SETTINGS, source(name="b")),
        (SETTINGS, dataclasses.replace(source(), kind=Kind.PAGE)),
    ],
)
def test_what_shapes_a_document_is_in_its_name(folder: Path, settings: Settings, post: Source) -> None:
    """Another text, another file or another setting is another document."""
    assert Cache(folder, settings).load(found(post)) is None


def test_other_code_makes_other_documents(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of a library may set a formula otherwise."""
    monkeypatch.setattr("mathpress.versions._version", lambda name: f"{name} of tomorrow")
    assert Cache(folder, SETTINGS).load(found(source())) is None


def test_its_html_comes_back_as_it_was(folder: Path) -> None:
    """Slots among it, each text by itself."""
    texts = Cache(folder, SETTINGS).texts(found(source()))
    _, body, _ = parse(source(), SETTINGS)
    assert texts is not None
    assert (html_in(texts), excerpt_in(texts)) == (body.html, body.excerpt)


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 5000])
def test_damaged_texts_are_parsed_again(folder: Path, damage: bytes) -> None:
    """Though the document that they belong to is whole."""
    texts = entry(folder).with_suffix(".texts")
    _, body, _ = parse(source(), SETTINGS)
    for data in (damage, texts.read_bytes()[:-1]):
        texts.write_bytes(data)
        texts_of = library(source(), folder)
        (document,) = texts_of.documents
        assert (texts_of.html(document), texts_of.excerpt(document)) == (body.html, body.excerpt)


def test_a_source_that_changes_while_it_is_read_is_known_by_what_was_read(folder: Path) -> None:
    """When it is as it was found again, a process that lives on reads it again."""
    file, changed = folder.with_suffix(".md"), source(RICH + "Changed.")
    posts = [found(source(), file)]
    cache = Cache(folder.with_name("empty"), SETTINGS)
    file.write_text(changed.text, "utf-8")
    first = Library(posts, SETTINGS, cache)
    assert fields(first.documents[0]) == fields(parse(changed, SETTINGS)[0])
    assert first.html(first.documents[0]) == parse(changed, SETTINGS)[1].html
    file.write_text(RICH, "utf-8")
    again = Library(posts, SETTINGS, cache, first)
    assert fields(again.documents[0]) == fields(parse(source(), SETTINGS)[0])


def test_no_text_is_that_of_another_source_than_its_document(folder: Path) -> None:
    """If one is damaged and the file has changed since the document was loaded, the build ends."""
    texts_of = library(source(), folder)
    entry(folder).with_suffix(".texts").write_bytes(b"")
    folder.with_suffix(".md").write_text(RICH + "Changed.", "utf-8")
    with pytest.raises(Stop, match="source-changed"):
        texts_of.html(texts_of.documents[0])


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 5000])
def test_a_damaged_entry_is_parsed_again(folder: Path, damage: bytes) -> None:
    """Be it cut off, overwritten, or changed in one byte."""
    whole = entry(folder).read_bytes()
    middle = len(whole) // 2
    for data in (damage, whole[:middle], whole[:middle] + damage + whole[middle + 1 :], whole + b"\0"):
        entry(folder).write_bytes(data)
        assert Cache(folder, SETTINGS).load(found(source())) is None
    cache = Cache(folder, SETTINGS)
    cache.keep(source(), made(source()))
    assert cache.load(found(source())) is not None


def test_an_entry_of_another_post_is_none(folder: Path) -> None:
    """Even under the right name."""
    cache = Cache(folder, SETTINGS)
    cache.keep(source(name="b"), made(source(name="b")))
    documents = sorted(path for path in folder.iterdir() if path.suffix != ".texts")
    for path in documents:
        for other in documents:
            other.write_bytes(path.read_bytes())
        assert sum(cache.load(found(source(name=name))) is not None for name in "ab") <= 1


class Evil:
    """What a pickle can be made of."""

    def __init__(self, function: object, *arguments: object) -> None:
        self._call = function, arguments

    def __reduce__(self) -> tuple[object, ...]:
        """Be read by calling the function."""
        return self._call


def test_an_entry_from_elsewhere_runs_nothing(folder: Path, tmp_path: Path) -> None:
    """A blog that somebody sends may bring its cache along."""
    mark = tmp_path / "mark"
    for evil in (
        Evil(os.mkdir, str(mark)),
        Evil(eval, f"__import__('os').mkdir({str(mark)!r})"),
        Evil(Path.mkdir, mark),
    ):
        Kept(folder).keep(entry(folder).name, pickle.dumps(evil))
        assert Cache(folder, SETTINGS).load(found(source())) is None
        assert not mark.exists()


def test_an_entry_from_elsewhere_changes_no_class(folder: Path) -> None:
    """A pickle may set attributes of what it names, such as the test of whether a path leads out of the blog."""
    kind = pickle.dumps(Place, 0).removesuffix(b".")
    path = pickle.dumps(PurePosixPath, 0).removesuffix(b".")
    state = pickle.NONE + pickle.EMPTY_DICT + b"Vis_relative_to\n" + kind + pickle.SETITEM + pickle.TUPLE2
    Kept(folder).keep(entry(folder).name, path + state + pickle.BUILD + pickle.STOP)
    assert Cache(folder, SETTINGS).load(found(source())) is None
    assert not PurePosixPath("a").is_relative_to("b")


def test_a_folder_that_cannot_be_written_ends_no_build(tmp_path: Path) -> None:
    """It may be a file, or belong to somebody else."""
    (tmp_path / "kept").write_text("a file")
    texts = library(source(), tmp_path / "kept")
    (document,) = texts.documents
    assert texts.html(document) == parse(source(), SETTINGS)[1].html
    assert Cache(tmp_path / "kept", SETTINGS).load(found(source())) is None


def test_the_oldest_of_what_no_source_has_is_removed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this build used stays whatever its age, and so do some others, for a branch that is checked out again."""
    monkeypatch.setattr(cache_module, "_SPARE", 4)
    old = Cache(folder, SETTINGS)
    for age in range(5):
        old.keep(source(f"{RICH}{age}"), made(source()))
        for suffix in ("", ".texts"):
            post = found(source(f"{RICH}{age}"))
            os.utime(folder / (old._name(post.path, post.kind, post.digest) + suffix), (age, age))
    (folder / "left.by.a.kill").write_bytes(b"")
    os.utime(folder / "left.by.a.kill", (0, 0))
    cache = Cache(folder, SETTINGS)
    assert cache.load(found(source()))
    cache.prune()
    assert [age for age in range(5) if cache.load(found(source(f"{RICH}{age}")))] == [3, 4]
    assert cache.load(found(source()))
    assert len(list(folder.iterdir())) == 6


def test_a_process_that_lives_on_forgets_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview keeps what each save made: no file for each of a day's, and all that its sources have now."""
    monkeypatch.setattr(cache_module, "_SPARE", 4)
    monkeypatch.setattr(library_module, "_UNPRUNED", 5)
    kept, file = tmp_path / "kept", tmp_path / "a.md"
    still = source("Still.", "still")
    (tmp_path / "still.md").write_text(still.text, "utf-8")
    texts = None
    for number in range(30):
        post = source(f"Save {number}.")
        file.write_text(post.text, "utf-8")
        sources = [found(still, tmp_path / "still.md"), found(post, file)]
        texts = Library(sources, SETTINGS, Cache(kept, SETTINGS), texts)
    assert len(list(kept.iterdir())) <= 2 * (2 + 6) + 4
    assert Cache(kept, SETTINGS).load(found(still))
    assert Cache(kept, SETTINGS).load(found(post))


def test_what_another_build_is_about_to_keep_is_not_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does its own end for want of it; what a killed build left goes."""
    (tmp_path / ".left.by.a.kill").write_bytes(b"")
    os.utime(tmp_path / ".left.by.a.kill", (0, 0))
    replace = Path.replace

    def forget_and_replace(file: Path, target: Path) -> Path:
        Kept(tmp_path).forget()
        return replace(file, target)

    monkeypatch.setattr(Path, "replace", forget_and_replace)
    Kept(tmp_path).keep("name", b"data")
    assert Kept(tmp_path).load("name") == b"data"
    assert [file.name for file in tmp_path.iterdir()] == ["name"]


def test_a_post_that_was_lost_with_its_process_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There may have been too little memory for a moment."""
    document, body, _ = parse(source(), SETTINGS)
    lost = dataclasses.replace(document, problems=(Problem(Place("a.md"), LOST, "ended"),))
    lost_parcel = parcel(lost, body.html, body.excerpt)
    monkeypatch.setattr("mathpress.workers.parse_all", lambda *_: iter([lost_parcel]))
    (loaded,) = library(source(), tmp_path / "kept").documents
    assert loaded.problems == lost.problems
    assert not (tmp_path / "kept").exists()


def test_a_warning_does_not_vanish_on_the_second_build(blog: "MakeBlog") -> None:
    """Nor does anything else: both reports and both sites are the same."""
    root = blog({**FILES, "content/posts/d.md": "---\ntitle: D\ndate: 2026-01-01\n---\nA slip: $ x $.\n"})
    first = build(Options(root))
    site = files_of(root / "public")
    second = build(Options(root))
    assert first.problems == second.problems != ()
    assert first.formulas == second.formulas
    assert files_of(root / "public") == site


def test_what_is_known_is_not_parsed_again(blog: "MakeBlog", monkeypatch: pytest.MonkeyPatch) -> None:
    """After an edit one post is parsed."""
    root = blog(FILES)
    build(Options(root))
    parsed: list[PurePosixPath] = []

    def watched(source: Source, settings: Settings) -> Parsed:
        parsed.append(source.path)
        return parse(source, settings)

    monkeypatch.setattr("mathpress.parse.parse", watched)
    build(Options(root))
    assert parsed == []
    path = root / "content/posts/b.md"
    path.write_text(path.read_text("utf-8") + "\nMore.\n", "utf-8")
    build(Options(root))
    assert parsed == [PurePosixPath("content/posts/b.md")]
