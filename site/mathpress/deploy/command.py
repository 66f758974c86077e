"""`mathpress deploy`."""

import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import click

from mathpress.console import run_build, show_progress
from mathpress.domains import is_example, is_this_machine
from mathpress.errors import Place, Problem, Stop
from mathpress.options import build_options
from mathpress.text import did_you_mean

if TYPE_CHECKING:
    from mathpress.build import Options
    from mathpress.config import Config
    from mathpress.deploy.plan import Plan
    from mathpress.deploy.target import Failure

_INTERRUPTED: Final = 130


class _Steps(click.IntRange):
    """How many releases to go back: a number, which need not be said, so a target stands before it."""

    name = "n"

    def __init__(self) -> None:
        super().__init__(min=1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, or say where a target is named."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            self.fail(f"{value} is no number of releases; a target is named before it", param, ctx)


@click.command()
@click.argument("target", required=False)
@build_options
@click.option("--dry-run", is_flag=True, help="Print what would be added, changed and removed, and change nothing.")
@click.option("--no-build", is_flag=True, help="Take the output as the last build left it.")
@click.option("--adopt", is_flag=True, help="Replace files of the same paths that mathpress did not put there.")
@click.option(
    "--rollback",
    type=_Steps(),
    metavar="[N]",
    is_flag=False,
    flag_value=1,
    help="Show the release before the present one (or N before) again; for a folder of releases.",
)
def deploy(
    options: "Options",
    *,
    quiet: bool,
    target: str | None,
    dry_run: bool,
    no_build: bool,
    adopt: bool,
    rollback: int | None,
) -> None:
    """Build the site and bring what changed to its host.

    TARGET is one of the [deploy.NAME] in the settings.
    """
    from mathpress.deploy.files import check
    from mathpress.last_build import BuildRequest
    from mathpress.preparation import configure, output_folder

    config = configure(options)
    name = _chosen(config, target)
    if rollback:
        _roll_back(options, config, name, rollback, dry_run=dry_run)
        return
    _check_address(options, config)
    if no_build:
        wanted = BuildRequest(config.url, options.drafts, options.future, options.fail_on)
        check(options.root, output_folder(options, config), wanted)
    elif run_build(options, quiet=quiet).failed:
        sys.exit(1)
    _deploy(options, config, name, dry_run=dry_run, adopt=adopt, quiet=quiet)


def _deploy(options: "Options", config: "Config", name: str, *, dry_run: bool, adopt: bool, quiet: bool) -> None:
    import tempfile
    from pathlib import Path

    from mathpress.deploy.delivery import carry_out, prepare
    from mathpress.deploy.files import built_files
    from mathpress.deploy.target import Failure
    from mathpress.deploy.targets import TARGETS
    from mathpress.preparation import output_folder

    started = time.perf_counter()
    output = output_folder(options, config)
    files = built_files(output)
    settings = config.deploy[name]
    address = f"{name} ({settings.destination})"
    say = (lambda _: None) if quiet else (lambda text: click.echo(f"{name}: {text}", err=True))
    try:
        with (
            tempfile.TemporaryDirectory(prefix="mathpress-") as made,
            TARGETS[settings.destination.kind](settings, options.root, output) as opened,
            nullcontext(lambda: None) if dry_run else opened.alone(say) as still_alone,
        ):
            deployment = prepare(opened, files, Path(made), config.url, adopt=adopt)
            if dry_run:
                click.echo("".join(f"{line}\n" for line in _listed(deployment.plan)), nl=False)
                click.echo(f"{_summary(deployment.plan)}, {_sent(deployment.plan)} would be sent to {address}")
                return
            try:
                with show_progress(shown=not quiet and sys.stderr.isatty()) as progress:
                    carry_out(deployment, progress, still_alone)
            except KeyboardInterrupt:
                left = (
                    "it shows the site as it was, or all of the new one"
                    if opened.at_once
                    else "each of its files is whole, some are new and some are not yet"
                )
                click.echo(f"stopped on the way to {address}: {left}; deploying again goes on", err=True)
                sys.exit(_INTERRUPTED)
    except Failure as failure:
        raise _stop(options, name, failure) from failure
    if not quiet:
        seconds = time.perf_counter() - started
        sent = f"{_sent(deployment.plan)} sent to {address}"
        click.echo(f"{_summary(deployment.plan)}, {sent}, {seconds:.1f} s")


def _roll_back(options: "Options", config: "Config", name: str, steps: int, *, dry_run: bool) -> None:
    from mathpress.deploy.folder import folder_of
    from mathpress.deploy.releases import earlier, roll_back
    from mathpress.deploy.target import Failure

    settings = config.deploy[name]
    try:
        if settings.destination.kind != "folder" or not settings.releases:
            raise Failure("only a folder of releases can show an older one; build and deploy that", "deploy-rollback")
        folder = folder_of(settings.destination, options.root)
        release = earlier(folder, steps) if dry_run else roll_back(folder, steps)
    except Failure as failure:
        raise _stop(options, name, failure) from failure
    click.echo(f"{name} ({settings.destination}) {'would show' if dry_run else 'shows'} {release} again")


def _stop(options: "Options", name: str, failure: "Failure") -> Stop:
    from mathpress.config import setting_place

    place = setting_place(options.root, "deploy", name, "to")
    return Stop(Problem(place, failure.code, f"{name}: {failure}"), status=1)


def _chosen(config: "Config", target: str | None) -> str:
    """Return the name of the target that is meant: the one that is named, the only one, or `default`."""
    names = list(config.deploy)
    if target in config.deploy:
        return target
    said = ", ".join(names)
    if not names:
        message = (
            'the settings name no target; add `[deploy.default]` with `to = "user@host:/var/www/blog"` or the like'
        )
    elif target is not None:
        message = f"there is no target {target}{did_you_mean(target, names) or f'; there is {said}'}"
    elif len(names) == 1 or "default" in names:
        return "default" if "default" in names else names[0]
    else:
        message = f"there are several targets; name one of {said}"
    raise Stop(Problem(Place("deploy"), "deploy-target", message))


def _check_address(options: "Options", config: "Config") -> None:
    """Raise `Stop` if the pages would say that they live at an address which is nobody's."""
    from mathpress.config import setting_place

    host = urlsplit(config.url).hostname or ""
    if not (is_example(host) or is_this_machine(host)):
        return
    place = setting_place(options.root, "url") if options.base_url is None else Place("--base-url")
    message = f"the pages would say that they live at {config.url}; set `url` to the site's own address first"
    raise Stop(Problem(place, "deploy-address", message))


def _listed(plan: "Plan") -> list[str]:
    return [
        *(f"add     {file.path} ({_size(file.size)})" for file in plan.added),
        *(f"change  {file.path} ({_size(file.size)})" for file in plan.changed),
        *(f"remove  {path}" for path in plan.removed),
    ]


def _summary(plan: "Plan") -> str:
    counts = {
        "added": len(plan.added),
        "changed": len(plan.changed),
        "removed": len(plan.removed),
        "unchanged": len(plan.unchanged),
    }
    return ", ".join(f"{number:,} {what}" for what, number in counts.items())


def _sent(plan: "Plan") -> str:
    return _size(sum(file.size for file in plan.sent))


def _size(number: int) -> str:
    """Return a number of bytes as one says it."""
    for unit, size in (("MB", 1_000_000), ("kB", 1_000)):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return f"{number} B"
