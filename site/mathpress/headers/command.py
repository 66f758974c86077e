"""`mathpress headers`."""

import sys
from typing import TYPE_CHECKING

import click

from mathpress.console import run_build
from mathpress.headers.hosts import HOSTS, told
from mathpress.options import build_options

if TYPE_CHECKING:
    from mathpress.build import Options


@click.command()
@click.argument("host", type=click.Choice(list(HOSTS)))
@build_options
def headers(options: "Options", *, quiet: bool, host: str) -> None:
    """Build the site and print what its host has to know.

    That is a policy, what may be kept, media types and redirects, in the form that the host reads.
    """
    from mathpress.headers.hosting import Hosting
    from mathpress.preparation import configure

    del quiet  # what is printed is a file, with or without it
    report = run_build(options, quiet=True)
    if report.failed:
        sys.exit(1)
    config = configure(options)
    click.echo(told(host, Hosting.of(report.output, config.url, config.compress.formats)), nl=False)
