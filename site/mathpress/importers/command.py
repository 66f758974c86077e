"""The command `import`."""

import sys
from pathlib import Path

import click

from mathpress.console import report_problems, show_progress


@click.command("import")
@click.argument("system", metavar="FORMAT")
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The blog's folder (default: this one).",
)
@click.option("--force", is_flag=True, help="Replace files that are there already.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_command(system: str, source: Path, into: Path, *, force: bool, dry_run: bool, as_json: bool) -> None:
    """Take over a site of another system.

    FORMAT is hexo, hugo, jekyll, pelican, typecho or wordpress, SOURCE a folder or file.
    """
    from mathpress.importers import report
    from mathpress.importers.program import IMPORTERS, import_site

    if system not in IMPORTERS:
        raise click.BadParameter(f"{system!r} is none of {', '.join(IMPORTERS)}", param_hint="FORMAT")
    with show_progress(shown=not as_json and sys.stderr.isatty()) as progress:
        outcome = import_site(system, source, into, progress, force=force, dry_run=dry_run)
    for title, problems in (("Of the old site:", outcome.lost), ("Of the blog:", outcome.problems)):
        if problems:  # their paths may be the same, as Hugo's are
            click.echo(title, err=True)
            report_problems(problems)
    click.echo(report.as_json(outcome) if as_json else "\n".join(report.lines(outcome)))
    if dry_run:
        click.echo("this was a dry run: nothing was written", err=True)
