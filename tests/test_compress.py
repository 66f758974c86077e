"""Compressed copies: what a server sends is made when the site is built, and is the file it stands beside."""

import gzip
import hashlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import brotli
import pytest

from mathpress import compress
from mathpress.build import Options, build
from mathpress.errors import Stop
from mathpress.kept import Kept
from mathpress.outputs import Output, Phase

if TYPE_CHECKING:
    from tests.conftest import MakeBlog

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CONFIG: Final = 'title = "T"\nurl = "https://example.org/blog/"\n'
COMPRESSED: Final = f'{CONFIG}[compress]\nformats = ["br", "gz", "zst", "gz"]\n'
POST: Final = "---\ntitle: A\ndate: 2026-01-02\n---\n\nFirst words and $x^2$, 第一句话。\n"
DECOMPRESS: Final[dict[str, Callable[[bytes], bytes]]] = {
    ".br": brotli.decompress,
    ".gz": gzip.decompress,
    ".zst": zstd.decompress,
}
NOISE: Final = hashlib.shake_128(b"noise").digest(5000)
PAGE: Final = "2026/01/a/index.html"
COPIES: Final = [f"{PAGE}.br", f"{PAGE}.gz", f"{PAGE}.zst"]


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of a site by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".mathpress" not in path.parts
    }


def copies(folder: Path) -> dict[str, bytes]:
    """Return the compressed copies in a site by path."""
    return {path: data for path, data in files(folder).items() if Path(path).suffix in DECOMPRESS}


def site(root: Path, **options: Any) -> Path:
    """Build a blog and return its output."""
    report = build(Options(root, **options))
    assert not report.failed, report.problems
    return report.output


@pytest.fixture
def compressed() -> Iterator[list[str]]:
    """Tell what is compressed: the format of each copy that is made."""
    done: list[str] = []

    def counted(suffix: str, make: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
        def compress_and_count(data: bytes) -> bytes:
            done.append(suffix)
            return make(data)

        return compress_and_count

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compress, "FORMATS", {each: counted(each, make) for each, make in compress.FORMATS.items()})
        yield done


def test_each_copy_is_the_file_beside_it(blog: "MakeBlog") -> None:
    """In all formats: pages, feeds, style sheets and scripts; a good deal smaller each."""
    output = site(blog({"mathpress.toml": COMPRESSED, "content/posts/a.md": POST}))
    found = files(output)
    made = copies(output)
    assert {*COPIES, "feed.xml.gz", "js/theme.js.br", "css/math.css.zst", "404.html.br"} <= made.keys()
    for path, data in made.items():
        original = found[path.rpartition(".")[0]]
        assert DECOMPRESS[Path(path).suffix](data) == original, path
        assert len(data) <= 0.9 * len(original), path


def test_what_gains_nothing_has_no_copy(blog: "MakeBlog") -> None:
    """What is compressed already, what is small, and what looks like text and is none."""
    output = site(
        blog(
            {
                "mathpress.toml": COMPRESSED,
                "content/posts/a.md": POST,
                "static/small.txt": "a" * 1023,
                "static/large.txt": "a" * 1024,
                "static/noise.txt": NOISE,
                "static/picture.png": bytes(5000),
                "static/data.npz": bytes(5000),
            }
        )
    )
    names = {Path(path).name for path in copies(output)}
    assert {"large.txt.br", "large.txt.gz", "large.txt.zst"} <= names
    assert not any(name.startswith(("small", "noise", "picture", "data", "math-")) for name in names)


def test_nothing_is_compressed_unless_asked_for(blog: "MakeBlog") -> None:
    """And what was is removed when it no longer is."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST})
    before = files(site(root))
    assert copies(root / "public") == {}
    (root / "mathpress.toml").write_text(COMPRESSED, "utf-8")
    assert copies(site(root)) != {}
    (root / "mathpress.toml").write_text(CONFIG, "utf-8")
    assert files(site(root)) == before


def test_the_preview_makes_no_copies(blog: "MakeBlog") -> None:
    """They would take longer than the build itself."""
    output = site(blog({"mathpress.toml": COMPRESSED, "content/posts/a.md": POST}), is_preview=True)
    assert copies(output) == {}


def test_copies_are_the_same_whoever_makes_them(blog: "MakeBlog") -> None:
    """With any number of threads; gzip tells neither the time nor the system (RFC 1952, 2.3.1)."""
    posts = {f"content/posts/{name}.md": POST for name in "abcdefghijklmnop"}
    root = blog({"mathpress.toml": COMPRESSED, **posts})
    one = copies(site(root, jobs=1))
    other = copies(site(blog({"mathpress.toml": COMPRESSED, **posts}), jobs=4))
    assert one == other
    header = one[f"{PAGE}.gz"][:10]
    assert header[4:8] == bytes(4)
    assert header[9] == 255


def test_a_copy_is_made_once(blog: "MakeBlog", compressed: list[str]) -> None:
    """Not again in a build that changes nothing, nor where the output is gone, as on a machine of a CI."""
    root = blog(
        {
            "mathpress.toml": COMPRESSED,
            "content/posts/a.md": POST,
            "static/noise.txt": NOISE,
        }
    )
    before = files(site(root))
    assert compressed
    compressed.clear()
    site(root)
    site(root, output=root / "elsewhere")
    assert compressed == []
    assert files(root / "elsewhere") == before


def test_a_copy_follows_its_page(blog: "MakeBlog", compressed: list[str]) -> None:
    """Only what changed is compressed again, and what is gone is gone with its copies."""
    root = blog({"mathpress.toml": COMPRESSED, "content/posts/a.md": POST, "content/posts/b.md": POST})
    site(root)
    in_all = len(compressed)
    kept = len(list((root / ".mathpress/cache/compressed").iterdir()))
    compressed.clear()
    (root / "content/posts/a.md").write_text(POST.replace("First", "Second"), "utf-8")
    output = site(root)
    assert 0 < len(compressed) < in_all / 2
    for path in COPIES:
        assert b"Second words" in DECOMPRESS[Path(path).suffix]((output / path).read_bytes())
    (root / "content/posts/b.md").unlink()
    site(root)
    assert [path for path in copies(output) if path.startswith("2026/01/b/")] == []
    assert len(list((root / ".mathpress/cache/compressed").iterdir())) < kept


def test_a_damaged_cache_is_not_trusted(blog: "MakeBlog") -> None:
    """A copy that is no longer what was kept is made again."""
    root = blog({"mathpress.toml": COMPRESSED, "content/posts/a.md": POST})
    before = files(site(root))
    for file in (root / ".mathpress/cache/compressed").iterdir():
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert files(site(root, output=root / "elsewhere")) == before


def test_where_nothing_can_be_kept_copies_are_made_all_the_same(blog: "MakeBlog") -> None:
    """The cache is for speed alone."""
    root = blog({"mathpress.toml": COMPRESSED, "content/posts/a.md": POST, ".mathpress/cache/compressed": "a file"})
    assert copies(site(root)).keys() >= set(COPIES)


def test_a_file_of_the_authors_is_no_copy(blog: "MakeBlog") -> None:
    """Data offered both as they are and compressed stay as the author has them, beside posts as in `static`."""
    own = {"static/data.csv.gz": b"mine", "content/posts/more.csv.gz": b"mine too"}
    text = f"{POST}[data](more.csv) [compressed](more.csv.gz)"
    data = {"static/data.csv": "1,2,3\n" * 500, "content/posts/more.csv": "1,2,3\n" * 500}
    output = site(blog({"mathpress.toml": COMPRESSED, "content/posts/a.md": text, **own, **data}))
    assert (output / "data.csv.gz").read_bytes() == b"mine"
    assert (output / "posts/more.csv.gz").read_bytes() == b"mine too"
    assert brotli.decompress((output / "posts/more.csv.br").read_bytes()) == b"1,2,3\n" * 500


def test_a_copy_comes_right_before_its_file(tmp_path: Path) -> None:
    """Files are put in place in this order, so page and copy disagree for no more than a moment."""
    made = [Output(PurePosixPath(f"{name}.html"), Phase.ARTICLE, name, lambda: b"a" * 2000) for name in "abcdefghijkl"]
    ordered = compress.with_copies(made, (), compress.Compressing(["br", "gz"], Kept(tmp_path), 2))
    paths = [(str(output.path), output.phase) for output in ordered]
    assert paths == [
        (f"{name}.html{suffix}", Phase.ARTICLE) for name in "abcdefghijkl" for suffix in (".br", ".gz", "")
    ]


@pytest.mark.parametrize("formats", ['["gzip"]', '"gz"'])
def test_an_unknown_format_is_told(blog: "MakeBlog", formats: str) -> None:
    """By the line of the settings that has it."""
    with pytest.raises(Stop) as stop:
        site(blog({"mathpress.toml": f"{CONFIG}[compress]\nformats = {formats}\n", "content/posts/a.md": POST}))
    (problem,) = stop.value.problems
    assert (problem.code, problem.place.line) == ("config-value", 4)
