"""Whatever a blog holds, the program tells what is wrong with it, and neither hangs, nor fills the memory, nor strays.

Each attack is a blog of its own, which the real program builds in a process of its own. Around the blog lie files that
it must not touch and whose words must not come into the site.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

import pytest
from tests.hostile import files, matter, pictures, texts
from tests.hostile.attacks import CANARY, Attack, blog
from tests.hostile.measured import Job, Measured

ATTACKS: Final = (*files.ATTACKS, *matter.ATTACKS, *pictures.ATTACKS, *texts.ATTACKS)
_REPOSITORY: Final = Path(__file__).parents[2]
ADDRESSES: Final = 8_000_000_000
"""Bytes that a process may ask for; many of them it never uses."""
_PATIENCE: Final = 60
_DIAGNOSTIC: Final = re.compile(r"^\S.*: (?:error|warning): .*\[[a-z-]+\]$", re.MULTILINE)

Run = Callable[[Job], Measured]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Run jobs, in a process that is ready to."""
    root = blog(tmp_path_factory.mktemp("warm"))
    command = [sys.executable, "-m", "tests.hostile.measured", str(root)]
    with subprocess.Popen(command, cwd=_REPOSITORY, stdin=-1, stdout=-1, text=True) as process:

        def ask(job: Job) -> Measured:
            assert process.stdin
            assert process.stdout
            print(json.dumps(asdict(job)), file=process.stdin, flush=True)
            return Measured(**json.loads(process.stdout.readline()))

        yield ask


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
    assert tuple(_DIAGNOSTIC.findall(said)) == attack.told, said
    assert measured.status == attack.status, said
    assert _surroundings(tmp_path) == before
    assert CANARY not in said
    assert measured.memory < attack.memory
    for path in (root / "public").rglob("*") if not attack.status else ():
        assert not path.is_symlink()
        assert path.is_dir() or CANARY.encode() not in path.read_bytes()
    assert attack.status or (root / "public" / "index.html").is_file()
