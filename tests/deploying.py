"""What the tests of deploys have in common: small sites, built and brought to a target, and what is there then."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.deploy.delivery import Deployment, carry_out, prepare
from mathpress.deploy.files import File, built_files
from mathpress.deploy.target import Target
from mathpress.outputs import Output, Phase
from mathpress.seen import Seen
from mathpress.write import write

Site = Mapping[str, str]
"""The files of a site: what is in them by their paths."""
ADDRESS: Final = "https://blog.test/"
FIRST: Final = {"css/a.css": "A", "p/index.html": "P", "index.html": "I"}
SECOND: Final = {"css/b.css": "B", "p/index.html": "P2", "q/index.html": "Q", "index.html": "I2"}


def phase_of(path: str) -> Phase:
    """Return when a file of these tests is put in place."""
    suffix = path.rpartition("/")[2]
    return Phase.INDEX if path == "index.html" else Phase.ARTICLE if suffix == "index.html" else Phase.ASSET


def built(site: Site, folder: Path) -> tuple[File, ...]:
    """Write a site as a build does, and return its files."""
    outputs = [
        Output(PurePosixPath(path), phase_of(path), f"made from {text}", text.encode) for path, text in site.items()
    ]
    write(outputs, folder, Seen({}))
    return built_files(folder)


def deployed(target: Target, site: Site, tmp_path: Path, *, adopt: bool = False) -> Deployment:
    """Deploy a site and return what was done."""
    deployment = prepare(target, built(site, tmp_path / "output"), tmp_path / "made", ADDRESS, adopt=adopt)
    carry_out(deployment, lambda *_: None)
    return deployment


def shown(folder: Path) -> dict[str, str]:
    """Return the files in a folder, but for those that mathpress knows it by."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_text("utf-8") for name, path in sorted(files.items()) if not name.startswith(".mathpress-")}


class Killed(BaseException):
    """The process ended."""


@dataclass(frozen=True)
class Recording:
    """A target that writes down what is done to it, and where the process ends after a `last` step."""

    target: Target
    last: int | None = None
    steps: list[str] = field(default_factory=list)

    def _step(self, name: str) -> None:
        if len(self.steps) == self.last:
            raise Killed
        self.steps.append(name)

    @property
    def at_once(self) -> bool:
        """What the target says."""
        return self.target.at_once

    @property
    def extras(self) -> Mapping[str, bytes]:
        """What the target wants."""
        return self.target.extras

    def alone(self, tell: Callable[[str], None]) -> AbstractContextManager[Callable[[], None]]:
        """Let the target do it."""
        return self.target.alone(tell)

    def read_manifest(self) -> bytes | None:
        """Return the target's manifest."""
        return self.target.read_manifest()

    def in_the_way(self, files: Sequence[File], ours: Collection[str]) -> Sequence[str]:
        """Return what the target finds."""
        return self.target.in_the_way(files, ours)

    def write_manifest(self, data: bytes) -> None:
        """Write down that the manifest was written."""
        self._step("manifest")
        self.target.write_manifest(data)

    def put(self, files: Sequence[File], done: Callable[[int], None]) -> None:
        """Write down each file."""
        for file in files:
            self._step(file.path)
            self.target.put([file], done)

    def remove(self, paths: Sequence[str]) -> None:
        """Write down each file that goes."""
        for path in paths:
            self._step(f"remove {path}")
            self.target.remove([path])

    def finish(self) -> None:
        """Finish the target."""
        self.target.finish()
