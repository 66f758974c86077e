"""The command line."""

import contextlib
import datetime
import io
import os
import shlex
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from mathpress import __version__
from mathpress.check.command import check
from mathpress.console import report_problems, run_build
from mathpress.deploy.command import deploy
from mathpress.errors import Stop
from mathpress.headers.command import headers
from mathpress.importers.command import import_command
from mathpress.options import build_options, source_option
from mathpress.schemas import SCHEMAS, schema
from mathpress.serve.command import serve

if TYPE_CHECKING:
    from mathpress.build import Options

_INTERRUPTED: Final = 130


class _Commands(click.Group):
    """A group whose command is `build` if none is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command before options that stand in front of it, and `build` if there is none."""
        own = {"--help", "-h", "--version"}
        if ctx.resilient_parsing:  # a shell asks what may come next
            return super().parse_args(ctx, args)
        if not args or (args[0].startswith("-") and args[0] not in own):
            parser = self.commands["build"].make_parser(ctx)
            parser.allow_interspersed_args = False
            _, rest, _ = parser.parse_args(list(args))
            options = args[: len(args) - len(rest)]
            args = [rest[0], *options, *rest[1:]] if rest else ["build", *options]
        return super().parse_args(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mathpress")
def commands() -> None:
    """Publish a mathematics blog: Markdown and LaTeX in, static pages out."""


commands.add_command(deploy)
commands.add_command(headers)
commands.add_command(import_command)


@commands.command()
@build_options
def build(options: "Options", *, quiet: bool) -> None:
    """Build the site (the default command)."""
    if run_build(options, quiet=quiet).failed:
        sys.exit(1)


commands.add_command(serve)


@commands.command()
@click.argument("title")
@source_option
def new(title: str, source: Path) -> None:
    """Begin a post as a draft."""
    from mathpress.config import load
    from mathpress.scaffold import new_post

    click.echo(new_post(source, load(source), title, datetime.datetime.now(datetime.UTC)))


@commands.command()
@click.argument("post")
@click.option("--slug", required=True, help="Its new name in addresses.")
@click.option("--alias/--no-alias", default=True, show_default=True, help="Let the old address lead to the new one.")
@source_option
def rename(post: str, slug: str, source: Path, *, alias: bool) -> None:
    """Give a post (its file, folder or name) another slug."""
    from mathpress.rename import rename as give_slug

    done = give_slug(source, post, slug, alias=alias)
    led = ", and leads there" if alias and done.old else ""
    click.echo(f"{done.path}: {done.old or 'its address'} is now {done.new}{led}")


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--github-pages", "hosts", flag_value="github", multiple=True, help="With a workflow for GitHub Pages.")
@click.option("--gitlab-pages", "hosts", flag_value="gitlab", multiple=True, help="With a pipeline for GitLab Pages.")
def init(folder: Path, hosts: tuple[str, ...]) -> None:
    """Begin a blog with two posts in a new folder.

    With an option, of a blog that is there already only what is asked for is written.
    """
    from mathpress.scaffold import BLOG, begin, is_begun
    from mathpress.workflows import workflow

    is_there = bool(hosts) and is_begun(folder)
    for path in begin(folder, {**({} if is_there else BLOG), **dict(map(workflow, hosts))}):
        click.echo(path)
    if not is_there:
        click.echo(f"\nNow: cd {_quoted(folder)} && mathpress serve", err=True)


def _quoted(folder: Path) -> str:
    return f'"{folder}"' if os.name == "nt" and " " in str(folder) else shlex.quote(str(folder))


@commands.command("schema")
@click.argument("what", type=click.Choice(SCHEMAS))
def print_schema(what: str) -> None:
    """Print the JSON Schema of settings or front matter."""
    click.echo(schema(what), nl=False)


@commands.command(context_settings={"ignore_unknown_options": True})  # a formula may begin with a minus
@click.argument("latex")
@click.option("--inline", is_flag=True, help="Set it as in a line of text.")
@click.option("--plain", is_flag=True, help="Print its plain text instead of MathML.")
@click.option(
    "--source",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The blog whose macros and packages are known.",
)
def formula(latex: str, inline: bool, plain: bool, source: Path) -> None:
    """Set one formula and print its MathML."""
    from mathpress.config import load
    from mathpress.specimen import set_alone
    from mathpress.tables import MathConfig
    from mathpress.tex import Result

    try:
        math = load(source).math
    except Stop as stop:
        if any(problem.code != "config-missing" for problem in stop.problems):
            raise
        math = MathConfig()
    specimen = set_alone(latex, math, display=not inline)
    report_problems(specimen.problems)
    if specimen.formula.result is Result.REFUSED:
        sys.exit(1)
    click.echo(specimen.formula.plain if plain else specimen.markup)


commands.add_command(check)


def main() -> None:
    """Run the command line; exit statuses are those of docs/command-line.md."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                encoding="utf-8", errors="backslashreplace"
            )  # a log in another encoding must not stop a build
    try:
        commands.main(standalone_mode=False)
    except Stop as stop:
        report_problems(stop.problems)
        sys.exit(stop.status)
    except click.Abort:
        sys.exit(_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except OSError as error:
        if not isinstance(error, BrokenPipeError) and not _is_of_echo(error):
            raise
        _give_up_saying(error)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _is_of_echo(error: OSError) -> bool:
    """Tell whether it was what was said that could not be written, which no path tells from other files."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return frame.f_code is click.echo.__code__


def _give_up_saying(error: OSError) -> NoReturn:
    """End because nothing more can be said: whoever read it has left, as `head` does, or the log's disk is full."""
    if not isinstance(error, BrokenPipeError):
        with contextlib.suppress(OSError):
            click.echo(f"error: what was done cannot be written here: {error.strerror}", err=True)
    # Python's own flush at the end must not meet the same.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)
