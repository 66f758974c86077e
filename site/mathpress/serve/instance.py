"""One preview for one blog: a second one would build into the same folder."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mathpress.errors import Place, Problem, Stop, writing
from mathpress.kept import CACHE
from mathpress.locking import locked
from mathpress.preparation import keep_inside

_ADDRESS: Final = "preview.address"
_LOCK: Final = "preview.lock"


@contextlib.contextmanager
def only_instance(root: Path, address: str) -> Iterator[None]:
    """Be the preview of the blog at `root` while the block runs, found at `address`.

    Raises `Stop` if there is one already, which says where, or nowhere to say it. One that was killed is none.
    """
    keep_inside(root)
    folder = root / CACHE.parent
    with contextlib.ExitStack() as held:
        with writing(folder):
            try:
                held.enter_context(locked(folder / _LOCK))
            except BlockingIOError as error:
                raise _running(folder / _ADDRESS, address) from error
            (folder / _ADDRESS).unlink(missing_ok=True)
            held.callback((folder / _ADDRESS).unlink, missing_ok=True)
            (folder / _ADDRESS).write_text(address, "utf-8")
        yield


def _running(file: Path, address: str) -> Stop:
    """Return what ends a preview: another one, which a file tells the address of."""
    with contextlib.suppress(OSError):
        address = file.read_text("utf-8")
    message = "this blog is shown there already, by another `mathpress serve`; open it, or end that with Ctrl-C"
    return Stop(Problem(Place(address), "serve-running", message))
