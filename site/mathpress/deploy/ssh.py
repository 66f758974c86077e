"""Connections by OpenSSH: one for a whole deploy, which each program's own goes over."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from mathpress.destination import Destination

_OPTIONS: Final = (
    "-o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ControlMaster=auto -o ControlPersist=30"
)
"""Nothing is asked for, for nobody may be there to answer, and a host that is silent is given up.

The first program's connection stays open for the next; should this process be killed, it ends by itself.
"""


@contextmanager
def connected(destination: Destination) -> Iterator[str]:
    """Return the command, with options, by which programs go to a host over one connection; close it at the end."""
    port = f" -p {destination.port}" if destination.port else ""
    with tempfile.TemporaryDirectory(prefix="mp-") as folder:  # a socket's path may have a hundred letters or so
        socket = Path(folder, "s")
        try:
            yield f"ssh -S '{socket}' {_OPTIONS}{port}"
        finally:
            if socket.exists():
                with suppress(OSError):
                    subprocess.run(  # noqa: S603 (no shell; `deployment` has checked the host)
                        ["ssh", "-S", socket, "-O", "exit", "--", destination.host.strip("[]")],  # noqa: S607
                        capture_output=True,
                        check=False,
                    )
