"""The page of hostile input says of each attack what is told of it."""

import re
from pathlib import Path

from tests.hostile.table import GROUPS, HEAD, row
from tests.hostile.test_hostile import ATTACKS

_PAGE = Path(__file__).parents[2] / "docs" / "hostile.md"


def test_the_page_has_a_line_for_each_attack() -> None:
    """In their order, below the title of their group. What they took is measured now and then: see `table`."""
    page = re.sub(r"(\| \d) \| (?:[\d.]+ \| \d+|– \| –) \|$", r"\1 |", _PAGE.read_text("utf-8"), flags=re.MULTILINE)
    tables = [f"## {title}\n\n{HEAD}\n" + "\n".join(map(row, attacks)) + "\n" for title, attacks in GROUPS.items()]
    assert page.endswith("\n".join(tables))
    assert sum(map(len, GROUPS.values())) == len(ATTACKS)
