"""The command `serve`."""

import contextlib
import threading
import webbrowser
from typing import TYPE_CHECKING, Final

import click

from mathpress.console import report_problems
from mathpress.errors import Place, Problem, Severity
from mathpress.options import preview_options

if TYPE_CHECKING:
    from mathpress.build import Options


_HERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (it is said what these are)
"""What this machine goes by for itself, if it listens on all of its addresses."""


@click.command()
@preview_options
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port, or the next one that is free; 0 takes any.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--open", "opens", is_flag=True, help="Open the site in a browser.")
def serve(options: "Options", *, quiet: bool, port: int, host: str, opens: bool) -> None:
    """Show the site here, and build it again at each save."""
    from mathpress.serve import preview
    from mathpress.serve.builds import Builds
    from mathpress.serve.guard import is_loopback
    from mathpress.serve.instance import only_instance

    with preview.listen(host, port) as listener, contextlib.ExitStack() as at_end:
        taken = listener.getsockname()[1]
        name = _HERE.get(host, host)
        address = f"http://{f'[{name}]' if ':' in name else name}:{taken}"
        builds = Builds(options, address, quiet=quiet)
        at_end.enter_context(only_instance(options.root, address))
        at_end.callback(builds.end)
        if not is_loopback(host):
            message = "whoever reaches this machine can read the site, with its drafts; without --host nobody else can"
            report_problems([Problem(Place(f"{host}:{taken}"), "serve-host", message, Severity.WARNING)])

        def is_ready() -> None:
            url = address + builds.shown.root
            was_taken = f"; port {port} is taken" if port not in {0, taken} else ""
            click.echo(f"serving {url} (Ctrl-C ends it{was_taken})", err=True)
            if opens:  # in a thread, for some browsers keep whoever calls them waiting
                threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

        preview.serve(listener, host, builds, options.root, is_ready)
