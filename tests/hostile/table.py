"""Hostile input in its full size: `python -m tests.hostile.table` prints the tables of docs/hostile.md, in ten minutes.

Of an attack that is not told as it is to be it prints what was said instead.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.hostile import doors, files, matter, names, pictures, texts
from tests.hostile.attacks import MB, Attack, blog
from tests.hostile.measured import Job, Measured, measuring
from tests.hostile.test_hostile import ADDRESSES, DIAGNOSTIC

GROUPS: Final = {
    "Files and links": files.ATTACKS,
    "Names": names.ATTACKS,
    "Front matter and addresses": matter.ATTACKS,
    "Pictures": pictures.ATTACKS,
    "Texts and settings": texts.ATTACKS,
    "Other ways in": doors.ATTACKS,
}
HEAD: Final = "| Input | What is told | Exit status | Seconds | MB |\n|---|---|--:|--:|--:|"
_PATIENCE: Final = 1800


def row(attack: Attack) -> str:
    """Return the line of the table for an attack, but for what it takes."""
    told = dict.fromkeys(_spelt(diagnostic.partition(": ")[2]) for diagnostic in attack.told)
    return f"| {attack.name} | {'<br>'.join(told) or 'nothing'} | {attack.status} |"


def measured(attack: Attack, run: Callable[[Job], Measured]) -> str:
    """Run an attack in its full size, and return its line with seconds and megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        root = blog(Path(folder))
        attack.lay(root, attack.full or attack.size)
        log = Path(folder, "said")
        took = run(Job(str(root), attack.arguments, str(log), ADDRESSES, _PATIENCE))
        said = log.read_text("utf-8")
    is_right = (tuple(DIAGNOSTIC.findall(said)), took.status) == (attack.told, attack.status)
    line = row(attack) if is_right else f"**{attack.name}: {took.status}, {said[:500]}**"
    return f"{line} {took.seconds:.1f} | {took.memory / MB:.0f} |"


def _spelt(said: str) -> str:
    """Return what is said as the cell of a table."""
    for sign in ("\\", "|", "<", "$", "*", "{"):
        said = said.replace(sign, f"\\{sign}")
    return said.replace("://", "&#58;//")  # or an address would become a link


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as warm, measuring(str(blog(Path(warm)))) as run_one:
        for title, attacks in GROUPS.items():
            print(f"\n## {title}\n\n{HEAD}")
            for each in attacks:
                print(measured(each, run_one), flush=True)
