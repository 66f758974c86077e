"""What the machine offers."""

import errno
import os
import sys
from pathlib import Path
from typing import Final

_LOST: Final = {errno.EIO, errno.ENOSPC, errno.EDQUOT}
"""What a system says that could not write something. All else means that it cannot be asked."""


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if sys.platform == "linux":

    def settle(folder: Path) -> None:
        """Have all that was written to the disk of a folder there before anything else is, whenever the power is cut.

        Linux waits until it is there. One call for many files takes a tenth of what one for each of them does; `sync`
        would wait for all other disks too, also for one that does not answer. Raises `OSError` if something is lost.
        """
        import ctypes  # which has what Python has no function for, and is heavy to import

        disk = os.open(folder, os.O_RDONLY)
        try:
            library = ctypes.CDLL(None, use_errno=True)
            if library.syncfs(disk) and (error := ctypes.get_errno()) in _LOST:
                raise OSError(error, os.strerror(error), str(folder))
        finally:
            os.close(disk)
else:

    def settle(folder: Path) -> None:  # noqa: ARG001 - systems that can be asked for all disks alone
        """Have what was written on the disk before all else. macOS does not wait, and Windows cannot be asked."""
        if hasattr(os, "sync"):
            os.sync()
