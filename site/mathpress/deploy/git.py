"""A branch of a git repository as a target, as GitHub Pages and GitLab Pages show one.

The commit is made in a repository of its own that lasts as long as the deploy, with an index of its own: the author's
checkout is never touched. Of what is on the branch only the names are fetched, and the manifest; only what is new is
sent.
"""

import os
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import ClassVar, Final

from mathpress.deploy.files import File
from mathpress.deploy.folder import folder_of
from mathpress.deploy.manifest import MANIFEST
from mathpress.deploy.ssh import connected
from mathpress.deploy.target import Failure, Target
from mathpress.deploy.tools import run
from mathpress.deployment import DeployConfig
from mathpress.intake import real_path
from mathpress.preparation import now

_REMOTE: Final = "there"
_ENCODING: Final = ("utf-8", "surrogateescape")
"""Paths of others may be in any."""
_NOBODY: Final = {"name": "mathpress", "email": "mathpress@localhost"}
"""Who deploys where git does not know who one is, as on a machine that only builds."""


@contextmanager
def git_target(config: DeployConfig, root: Path, output: Path) -> Iterator[Target]:  # noqa: ARG001 (as all targets)
    """Fetch what is known of a branch, or begin one."""
    destination = config.destination
    url = str(destination) if destination.host else str(real_path(folder_of(destination, root)))
    with tempfile.TemporaryDirectory(prefix="mathpress-") as folder, connected(destination) as shell:
        repository = Repository(Path(folder, "git"), shell)
        repository.git("init", "--quiet", "--bare", "--template=")
        for key, value in {"url": url, "promisor": "true", "partialclonefilter": "blob:none"}.items():
            repository.git("config", f"remote.{_REMOTE}.{key}", value)
        tip = repository.fetch(f"refs/heads/{config.branch}")
        yield GitTarget(repository, config, _author(root), tip, repository.tree(tip) if tip else {})


def _author(root: Path) -> Mapping[str, str]:
    """Return what tells git who the author of the blog at `root` is."""
    author = {}
    for key, nobody in _NOBODY.items():
        said = run(("git", "config", "--get", f"user.{key}"), folder=root, allowed=(0, 1)).stdout
        known = os.fsdecode(said).strip()  # it goes back to git by the environment, in whatever encoding it is
        for role in ("AUTHOR", "COMMITTER"):
            variable = f"GIT_{role}_{key.upper()}"
            author[variable] = os.environ.get(variable) or known or nobody
            author[f"GIT_{role}_DATE"] = f"{now():%Y-%m-%dT%H:%M:%S}Z"
    return author


@dataclass(frozen=True, slots=True)
class Repository:
    """A bare repository in a folder, whose programs go by the command `shell` to hosts that ssh leads to."""

    folder: Path
    shell: str

    def git(
        self, *arguments: str, given: bytes = b"", folder: Path | None = None, more: Mapping[str, str] | None = None
    ) -> str:
        """Run git, with more in its environment, and return what it prints. Raises `Failure`."""
        settings = ("-c", f"core.hooksPath={os.devnull}", "-c", "gc.auto=0")
        environment = {
            "GIT_DIR": str(self.folder),
            "GIT_OBJECT_DIRECTORY": str(self.folder / "objects"),
            "GIT_INDEX_FILE": str(self.folder / "index"),
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", self.shell),
            **(more or {}),
        }
        done = run(("git", *settings, *arguments), given=given, folder=folder, environment=environment)
        return done.stdout.decode(*_ENCODING)

    def fetch(self, branch: str) -> str:
        """Fetch the newest commit of a branch, and return its name, or nothing if there is no such branch."""
        if not self.git("ls-remote", _REMOTE, branch):
            return ""
        self.git("fetch", "--quiet", "--depth=1", "--no-tags", "--filter=blob:none", _REMOTE, branch)
        tip = self.git("rev-parse", "FETCH_HEAD").strip()
        self.git("read-tree", tip)
        return tip

    def tree(self, commit: str) -> dict[str, str]:
        """Return the name of what is at each path of a commit."""
        entries = self.git("ls-tree", "-r", "-z", "--full-tree", commit).split("\0")[:-1]
        return {path: about.split(" ")[2] for about, _, path in (entry.partition("\t") for entry in entries)}

    def store(self, files: Sequence[File]) -> dict[str, str]:
        """Store files, byte by byte as they are, and return their names by path."""
        names: dict[str, str] = {}
        for folder in dict.fromkeys(file.folder for file in files):
            paths = [file.path for file in files if file.folder == folder]
            # `./`, for git takes a name that begins with `"` for one in C's quotes
            given = "".join(f"./{path}\n" for path in paths).encode()
            stored = self.git("hash-object", "-w", "--no-filters", "--stdin-paths", given=given, folder=folder)
            names |= dict(zip(paths, stored.split(), strict=True))
        return names

    def enter(self, names: Mapping[str, str]) -> None:
        """Enter what is at paths into the index; an empty name takes a path out."""
        lines = (f"100644 {name}\t{path}\0" if name else f"0 {'0' * 40}\t{path}\0" for path, name in names.items())
        self.git("update-index", "--replace", "-z", "--index-info", given="".join(lines).encode(*_ENCODING))


@dataclass(frozen=True, slots=True)
class GitTarget:
    """A branch whose newest commit is `tip`, if it has one, with what `is_there` by path."""

    repository: Repository
    config: DeployConfig
    author: Mapping[str, str]
    tip: str
    is_there: Mapping[str, str]
    at_once: ClassVar[bool] = True

    @property
    def extras(self) -> Mapping[str, bytes]:
        """What keeps GitHub from leaving out files that begin with `_`, and the domain that it shows the site at."""
        domain = {"CNAME": f"{self.config.cname}\n".encode()} if self.config.cname else {}
        return {".nojekyll": b"", **domain}

    def alone(self, tell: Callable[[str], None]) -> AbstractContextManager[Callable[[], None]]:
        """Keep nobody away: who pushes last is told that somebody else has pushed."""
        del tell
        return nullcontext(lambda: None)

    def read_manifest(self) -> bytes | None:
        """Return the manifest, or None if there is none."""
        if MANIFEST not in self.is_there:
            return None
        return self.repository.git("cat-file", "blob", self.is_there[MANIFEST]).encode(*_ENCODING)

    def in_the_way(self, files: Sequence[File], ours: Collection[str]) -> Sequence[str]:
        """Return what is neither ours nor the same. Raises `Failure` if the past of somebody else would be lost."""
        if self.tip and self.config.history == "orphan" and MANIFEST not in self.is_there:
            raise Failure(
                f"the branch {self.config.branch} has a past that would be lost, for mathpress was never there; name "
                'another branch, say `history = "keep"`, or let its past go with --adopt',
                "deploy-foreign",
            )
        foreign = self.is_there.keys() - {*ours}
        folders = {str(parent) for path in foreign for parent in PurePosixPath(path).parents}
        names = self.repository.store([file for file in files if file.path in foreign])
        found = {path for path, name in names.items() if name != self.is_there[path]}
        for file in files:
            found |= {str(parent) for parent in PurePosixPath(file.path).parents} & foreign
            found |= {file.path} & folders
        return sorted(found)

    def write_manifest(self, data: bytes) -> None:
        """Enter the manifest."""
        self.repository.enter({MANIFEST: self.repository.git("hash-object", "-w", "--stdin", given=data).strip()})

    def put(self, files: Sequence[File], done: Callable[[int], None]) -> None:
        """Enter files."""
        self.repository.enter(self.repository.store(files))
        done(len(files))

    def remove(self, paths: Sequence[str]) -> None:
        """Take files out."""
        self.repository.enter(dict.fromkeys(paths, ""))

    def finish(self) -> None:
        """Commit, and push, unless somebody else has pushed in the meantime."""
        git = self.repository.git
        tree = git("write-tree", "--missing-ok").strip()
        parents = ("-p", self.tip) if self.tip and self.config.history == "keep" else ()
        commit = git("commit-tree", tree, *parents, "-m", "Deploy the site", more=self.author).strip()
        branch = f"refs/heads/{self.config.branch}"
        git("push", "--quiet", f"--force-with-lease={branch}:{self.tip}", _REMOTE, f"{commit}:{branch}")
