"""The command line."""

import datetime
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from mathpress import __version__
from mathpress.console import report_problems, run_build
from mathpress.errors import Problem, Severity, Stop

_FAIL_ON: Final = {"error": Severity.ERROR, "warning": Severity.WARNING, "never": None}
_INTERRUPTED: Final = 130


class _Commands(click.Group):
    """A group whose command is `build` if none is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `build` before arguments that begin with an option of it."""
        own = {"--help", "-h", "--version"}
        if not args or (args[0].startswith("-") and args[0] not in own):
            args = ["build", *args]
        return super().parse_args(ctx, args)


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that commands which build have in common."""
    for option in reversed(
        (
            click.option(
                "--source",
                type=click.Path(path_type=Path, file_okay=False),
                default=Path(),
                help="The blog's folder (default: this one).",
            ),
            click.option(
                "--output",
                type=click.Path(path_type=Path),
                help="Write the site here instead of into `output` of the configuration.",
            ),
            click.option("--drafts", is_flag=True, help="Show drafts."),
            click.option("--future", is_flag=True, help="Show posts dated in the future."),
            click.option(
                "--base-url", metavar="URL", help="The site's address, instead of `url` of the configuration."
            ),
            click.option(
                "--fail-on",
                type=click.Choice(list(_FAIL_ON)),
                default="error",
                show_default=True,
                help="What keeps the site from being written.",
            ),
            click.option("--quiet", is_flag=True, help="Say nothing but what is wrong."),
        )
    ):
        command = option(command)
    return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mathpress")
def commands() -> None:
    """Publish a mathematics blog: Markdown and LaTeX in, static pages out."""


@commands.command()
@_options
def build(
    source: Path, output: Path | None, drafts: bool, future: bool, base_url: str | None, fail_on: str, quiet: bool
) -> None:
    """Build the site (the default command)."""
    from mathpress.build import Options

    options = Options(source, output, base_url, drafts, future, _FAIL_ON[fail_on])
    if not run_build(options, quiet=quiet):
        sys.exit(1)


@commands.command()
@_options
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port on the loopback address."
)
def serve(
    source: Path,
    output: Path | None,
    drafts: bool,
    future: bool,
    base_url: str | None,
    fail_on: str,
    quiet: bool,
    port: int,
) -> None:
    """Build the site, show it on this machine, and build it again when something is saved."""
    from mathpress import serve as preview
    from mathpress.build import Options, configure

    config = configure(Options(source))
    address = base_url or f"http://{preview.HOST}:{port}{config.root}"
    folder = output or source / ".mathpress" / "preview"
    options = Options(source, folder, address, drafts, future, _FAIL_ON[fail_on])
    run_build(options, quiet=quiet)

    def rebuild() -> None:
        try:
            run_build(options, quiet=quiet)
        except Stop as stop:
            report_problems(stop.problems)

    watched = [
        source / name
        for name in (config.posts, config.pages, config.templates, config.static, "mathpress.toml", "pyproject.toml")
    ]
    click.echo(f"serving {address} (Ctrl-C ends it)", err=True)
    preview.serve(folder, watched, configure(options).root, port, rebuild)


@commands.command()
@click.argument("title")
@click.option(
    "--source",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The blog's folder (default: this one).",
)
def new(title: str, source: Path) -> None:
    """Begin a post as a draft."""
    from mathpress.scaffold import new_post

    click.echo(new_post(source, title, datetime.datetime.now(datetime.UTC)))


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Begin a blog with two posts in a new folder."""
    from mathpress.scaffold import new_blog

    for path in new_blog(folder):
        click.echo(path)
    click.echo(f"\nNow: cd {folder} && mathpress serve", err=True)


@commands.command()
@click.argument("latex")
@click.option("--inline", is_flag=True, help="Set it as in a line of text.")
@click.option("--plain", is_flag=True, help="Print its plain text instead of MathML.")
@click.option(
    "--source",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The blog whose macros are known.",
)
def formula(latex: str, inline: bool, plain: bool, source: Path) -> None:
    """Set one formula and print its MathML."""
    from mathpress.config import FILE, load
    from mathpress.errors import place_at
    from mathpress.tex import Result, Typesetter

    macros = load(source).math.macros if (source / FILE).is_file() else {}
    result = Typesetter(macros, "ams").typeset(latex, display=not inline)
    report_problems(
        Problem(place_at("formula", latex, mistake.start, mistake.end), mistake.code, mistake.message, mistake.severity)
        for mistake in result.mistakes
    )
    if result.result is Result.REFUSED:
        sys.exit(1)
    click.echo(
        result.plain
        if plain
        else "".join(part if isinstance(part, str) else str(getattr(part, "shown", part)) for part in result.parts)
    )


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
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
