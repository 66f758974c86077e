"""The options that commands have in common, and the settings of a build that they make."""

import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import click

from mathpress.errors import Severity

_FAIL_ON: Final = {"error": Severity.ERROR, "warning": Severity.WARNING, "never": None}

source_option: Final = click.option(
    "--source",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The blog's folder (default: this one).",
)

_BUILD_OPTIONS: Final = (
    source_option,
    click.option("--output", type=click.Path(path_type=Path), help="Write the site into this folder."),
    click.option("--base-url", metavar="URL", help="The site's address, instead of `url` of the settings."),
    click.option(
        "--jobs", type=click.IntRange(1), help="Processes that parse posts (default: as many as are worth it)."
    ),
    click.option(
        "--fail-on",
        type=click.Choice(list(_FAIL_ON)),
        default="error",
        show_default=True,
        help="What makes it fail, so that no site is written.",
    ),
    click.option("--quiet", is_flag=True, help="Say nothing but what is wrong."),
)


def _shown_options(*, shows_all: bool) -> Iterable[Callable[..., Any]]:
    """Return the options that say which posts are shown."""
    for name, what in {"drafts": "drafts", "future": "posts dated in the future"}.items():
        said = f"Show {what}, or leave them out (default: {'shown' if shows_all else 'left out'})."
        yield click.option(f"--{name}/--no-{name}", default=shows_all, help=said)


def _with_options(command: Callable[..., None], *, shows_all: bool) -> Callable[..., None]:
    @functools.wraps(command)
    def call(
        source: Path,
        output: Path | None,
        base_url: str | None,
        fail_on: str,
        *,
        drafts: bool,
        future: bool,
        jobs: int | None,
        **own: Any,
    ) -> None:
        from mathpress.build import Options  # heavy to import

        command(Options(source, output, base_url, drafts, future, _FAIL_ON[fail_on], jobs), **own)

    wrapped: Callable[..., None] = call
    for option in reversed((*_BUILD_OPTIONS[:2], *_shown_options(shows_all=shows_all), *_BUILD_OPTIONS[2:])):
        wrapped = option(wrapped)
    return wrapped


build_options: Final = functools.partial(_with_options, shows_all=False)
"""Adds the options of a build to a command, which is called with the `Options` they make and with `quiet`."""
preview_options: Final = functools.partial(_with_options, shows_all=True)
"""The same for a command that shows what is not published yet, unless it is told not to."""
