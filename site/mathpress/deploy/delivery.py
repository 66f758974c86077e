"""Carrying a plan out, so that whoever looks meanwhile meets no page whose assets are missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mathpress.deploy.files import File, made_files
from mathpress.deploy.manifest import Deployed, read_manifest, site_of, write_manifest
from mathpress.deploy.plan import Plan, plan
from mathpress.deploy.target import Failure, Target
from mathpress.outputs import Phase

_SHOWN: Final = 3
"""How many of the files that are in the way a message names."""

Progress = Callable[[str, int, int], None]
"""Called with a phase's name, how many files of it are there, and how many it has."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A plan for a target, what was deployed there before, and the address of the site."""

    target: Target
    plan: Plan
    before: Deployed
    site: str


def prepare(target: Target, files: Sequence[File], folder: Path, site: str, *, adopt: bool) -> Deployment:
    """Find out what is to be done. Nothing is written but to `folder`, which what is made for this target goes to.

    Raises `Failure` if the target cannot be read, or if another site is there or something else is in the way, and it
    is not to be adopted. Sites are told apart by their addresses, with http or https.
    """
    own = {file.path for file in files}
    extras = {path: data for path, data in target.extras.items() if path not in own}
    manifest = target.read_manifest()
    before, other = read_manifest(manifest), site_of(manifest)
    if before and other and _place_of(other) != _place_of(site) and not adopt:
        raise Failure(
            f"the site of {other} is there, so nothing was written; name another place, or put this site in its place "
            "with --adopt",
            "deploy-foreign",
        )
    planned = plan([*made_files(extras, folder, Phase.ASSET), *files], before)
    found = target.in_the_way(planned.added, before.keys()) if planned.added and not adopt else []
    if found:
        named = ", ".join(found[:_SHOWN]) + (f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else "")
        was = "was" if len(found) == 1 else "were"
        raise Failure(
            f"{named} {was} not put there by mathpress, so nothing was written; move what is in the way, or replace it "
            "with --adopt",
            "deploy-foreign",
        )
    return Deployment(target, planned, before, site)


def _place_of(url: str) -> str:
    return url.partition("://")[2]


def carry_out(deployment: Deployment, progress: Progress, still_alone: Callable[[], None] = lambda: None) -> None:
    """Bring the target to hold the site. Raises `Failure`; what is there then is finished by the next deploy.

    `still_alone`, which `Target.alone` gives, is asked before each step, and again and again on the way.
    """
    target, todo = deployment.target, deployment.plan
    if todo.is_empty:
        return
    still_alone()
    target.write_manifest(write_manifest(todo.during(deployment.before), deployment.site))
    if todo.first:
        still_alone()
        target.remove(todo.first)
    for phase in Phase:
        files = [file for file in todo.sent if file.phase is phase]
        if files:
            _put(target, files, phase, progress, still_alone)
    if todo.last:
        still_alone()
        target.remove(todo.last)
    still_alone()
    target.write_manifest(write_manifest(todo.after(), deployment.site))
    target.finish()


def _put(
    target: Target, files: Sequence[File], phase: Phase, progress: Progress, still_alone: Callable[[], None]
) -> None:
    """Put the files of a phase in place. Raises `Failure` if they have become others, which may be there then."""
    there = 0

    def done(number: int) -> None:
        nonlocal there
        there += number
        progress(phase, there, len(files))
        still_alone()

    progress(phase, 0, len(files))
    still_alone()
    try:
        target.put(files, done)
    except Failure:
        _expect_all(files)  # for one that is gone cannot be read
        raise
    _expect_all(files)


def _expect_all(files: Sequence[File]) -> None:
    """Raise `Failure` unless what was sent of the files is what they were known to hold."""
    for file in files:
        if not file.is_still_there():
            message = f"{file.source} was written or removed on the way, as another build does; deploy again"
            raise Failure(message, "deploy-output")
