"""Whatever a blog holds, the program tells what is wrong with it, and neither hangs, nor fills the memory, nor strays.

Each attack is a blog of its own, which the real program builds in a process of its own. Around the blog lie files that
it must not touch and whose words must not come into the site.
"""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import pytest
from defusedxml.ElementTree import parse
from tests.hostile import doors, files, matter, names, pictures, texts
from tests.hostile.attacks import CANARY, Attack, blog
from tests.hostile.measured import Job, Measured, measuring

ATTACKS: Final = (*files.ATTACKS, *names.ATTACKS, *matter.ATTACKS, *pictures.ATTACKS, *texts.ATTACKS, *doors.ATTACKS)
ADDRESSES: Final = 8_000_000_000
"""Bytes that a process may ask for; many of them it never uses."""
_PATIENCE: Final = 60
DIAGNOSTIC: Final = re.compile(r"^\S.*: (?:error|warning): .*\[[a-z-]+\]$", re.MULTILINE)
_ADDRESS: Final = re.compile(r'\b(?:href|src)="([^"]*)"')
_MOST_PAGES: Final = 200

Run = Callable[[Job], Measured]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Run jobs, in a process that is ready to."""
    with measuring(str(blog(tmp_path_factory.mktemp("warm")))) as ready:
        yield ready


def _surroundings(top: Path) -> list[tuple[str, int]]:
    """Return what lies around the blog, and when each was changed."""
    around = (path for path in top.rglob("*") if not path.is_relative_to(top / "blog"))
    return sorted((str(path), path.lstat().st_mtime_ns) for path in around)


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_an_attack_is_told_and_does_no_harm(attack: Attack, run: Run, tmp_path: Path, *, thorough: bool) -> None:
    """One diagnostic for each mistake; nothing is read or written outside; memory is bounded."""
    root = blog(tmp_path)
    attack.lay(root, attack.full if thorough and attack.full else attack.size)
    before = _surroundings(tmp_path)
    log = root / "said.log"
    seconds = 3600 if thorough else _PATIENCE
    measured = run(Job(str(root), attack.arguments, str(log), ADDRESSES, seconds, fresh=thorough))
    said = log.read_text("utf-8")
    assert "Traceback" not in said, said
    assert tuple(DIAGNOSTIC.findall(said)) == attack.told, said
    assert measured.status == attack.status, said
    assert _surroundings(tmp_path) == before
    assert CANARY not in said
    assert measured.memory < attack.memory
    if attack.status:
        return
    for made in (root / name for name in ("public", "new", "there")):
        _assert_own(made)
    if attack.arguments[0] == "build":
        _assert_whole(root / "public")


def _assert_own(folder: Path) -> None:
    """Check that nothing in a folder is from elsewhere, if it is there. A release is the only link."""
    for path in folder.rglob("*"):
        assert not path.is_symlink() or path.resolve().is_relative_to(folder)
        assert not path.is_file() or CANARY.encode() not in path.read_bytes()


def _assert_whole(site: Path) -> None:
    """Check that a site is there, that its feed can be read, and that its links lead to its files."""
    assert (site / "index.html").is_file()
    parse(site / "feed.xml")
    assert _dead_links(site) == []


def _dead_links(site: Path) -> list[str]:
    """Return the addresses on pages of a site, as browsers read them, that lead to no file of it; one of many pages."""
    pages = sorted(site.rglob("*.html"))
    return [
        f"{page.relative_to(site)}: {address}"
        for page in pages[:: len(pages) // _MOST_PAGES + 1]
        for address in map(html.unescape, _ADDRESS.findall(page.read_text("utf-8")))
        if not _leads_to_a_file(site, urlsplit(urljoin(f"/{page.relative_to(site).as_posix()}", address)))
    ]


def _leads_to_a_file(site: Path, url: SplitResult) -> bool:
    """Tell whether a host has a file for an address, or it is none of this site."""
    if url.scheme not in {"", "https"} or url.netloc not in {"", "example.org"}:
        return True
    file = site / unquote(url.path).lstrip("/")
    return file.is_file() or (file / "index.html").is_file()
