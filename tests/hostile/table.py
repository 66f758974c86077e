"""Prints the table of hostile input that stands in docs/trust.md: `python -m tests.hostile.table`, in half an hour."""

import tempfile
from pathlib import Path
from typing import Final

from tests.hostile.attacks import MB, Attack, blog
from tests.hostile.measured import Job, Measured, measure
from tests.hostile.test_hostile import ADDRESSES, ATTACKS

_PATIENCE: Final = 1800


def row(attack: Attack) -> str:
    """Run an attack in its full size, and return its line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        root = blog(Path(folder))
        attack.lay(root, attack.full or attack.size)
        took = measure(Job(str(root), attack.arguments, f"{folder}/said", ADDRESSES, _PATIENCE, fresh=True))
    return f"| {attack.name} | {_told(attack, took)} | {took.seconds:.1f} | {took.memory / MB:.0f} |"


def _told(attack: Attack, took: Measured) -> str:
    """Return what is told of an attack, without the places, or that the site is built."""
    told = [diagnostic.partition(": ")[2].replace("|", "\\|") for diagnostic in attack.told]
    return "<br>".join(told or ["nothing; the site is built"]) if took.status == attack.status else f"**{took.status}**"


if __name__ == "__main__":
    print("| Input | What is told | Seconds | MB |\n|---|---|--:|--:|")
    for each in ATTACKS:
        print(row(each), flush=True)
