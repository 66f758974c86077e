"""What tests need of the machine; `python tests/tools.py` installs it."""

import os
import shutil
import socket
import sys
from pathlib import Path
from typing import Final, NoReturn

import pytest

PLACES: Final = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"], "/usr/sbin"])
"""This environment, the system, and where Debian keeps servers."""


def tool(name: str, *also: Path) -> str:
    """Return the path of a program; without it or the files it needs, fail on CI and skip elsewhere."""
    found = shutil.which(name, path=PLACES)
    if not found or not all(path.exists() for path in also):
        miss(name)
    return found


def miss(name: str) -> NoReturn:
    """Fail on CI for want of something, and skip elsewhere."""
    missing = f"{name} is missing: run `python -m pip install -e '.[test]' && python tests/tools.py`"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


def free_port() -> int:
    """Return a port that nobody listens at just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
