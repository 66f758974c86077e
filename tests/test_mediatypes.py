"""What a server or a bucket says that a file is."""

import mimetypes
from pathlib import Path, PurePosixPath

import pytest

from mathpress.mediatypes import UNKNOWN, media_type


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("css/base.css", "text/css; charset=utf-8"),
        ("js/search.js", "text/javascript; charset=utf-8"),
        ("js/module.mjs", "text/javascript; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("notes/proof.tex", "text/plain; charset=utf-8"),
        ("refs.bib", "text/plain; charset=utf-8"),
        ("post/readme.md", "text/markdown; charset=utf-8"),
        ("feed.xml", "application/atom+xml"),
        ("tags/algebra/feed.xml", "application/atom+xml"),
        ("feed.json", "application/feed+json"),
        ("sitemap.xml", "application/xml"),
        ("pagefind/formulas.json", "application/json"),
        ("site.webmanifest", "application/manifest+json"),
        ("post/fit.ipynb", "application/x-ipynb+json"),
        ("fonts/math-3f2a9c01.woff2", "font/woff2"),
        ("figure.svg", "image/svg+xml"),
        ("figure-480.webp", "image/webp"),
        ("photo.JPG", "image/jpeg"),
        ("photo.avif", "image/avif"),
        ("photo.jxl", "image/jxl"),
        ("talk.mp4", "video/mp4"),
        ("demo.wasm", "application/wasm"),
        ("data.tar.gz", "application/gzip"),
        (".well-known/webfinger", "application/jrd+json"),
    ],
)
def test_a_file_has_the_type_that_its_name_tells(name: str, expected: str) -> None:
    """With the encoding for text alone: JSON has only one, and XML says its own."""
    assert media_type(PurePosixPath(name)) == expected


@pytest.mark.parametrize("name", ["data.npz", "pagefind/fragment/en_1.pf_fragment", "CNAME", ".nojekyll", "a.html.x"])
def test_what_nobody_knows_is_to_be_saved(name: str) -> None:
    """A guess could have a browser run what it is not to run."""
    assert media_type(PurePosixPath(name)) == UNKNOWN == "application/octet-stream"


def test_the_machine_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of the system call scripts and fonts by other names."""
    monkeypatch.setitem(mimetypes.types_map, ".js", "text/plain")
    assert media_type(PurePosixPath("a.js")) == "text/javascript; charset=utf-8"


def test_everything_in_the_demo_is_known_but_the_index(demo: Path) -> None:
    """Only the parts of Pagefind's index have no type of their own."""
    files = [PurePosixPath(path.relative_to(demo).as_posix()) for path in demo.rglob("*") if path.is_file()]
    unknown = {path.parts[0] for path in files if media_type(path) == UNKNOWN}
    assert unknown == {"pagefind"}
