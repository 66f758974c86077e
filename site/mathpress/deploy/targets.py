"""The kinds of targets, by what `Destination` calls them."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from mathpress.deploy.bucket import bucket_target
from mathpress.deploy.git import git_target
from mathpress.deploy.releases import folder_target
from mathpress.deploy.rsync import rsync_target, ssh_target
from mathpress.deploy.target import Target
from mathpress.deployment import DeployConfig

TARGETS: Final[Mapping[str, Callable[[DeployConfig, Path, Path], AbstractContextManager[Target]]]] = {
    "bucket": bucket_target,
    "folder": folder_target,
    "git": git_target,
    "rsync": rsync_target,
    "ssh": ssh_target,
}
"""What opens a target of each kind; it is given the target's settings, the blog's root and the output folder."""
