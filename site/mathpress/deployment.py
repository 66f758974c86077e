"""`[deploy.NAME]`: where the site is deployed to, and how."""

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from mathpress.destination import Destination, destination
from mathpress.forms import Name
from mathpress.tables import Table

_ONLY_FOR: Final = {
    "keep": "folder",
    "releases": "folder",
    "branch": "git",
    "history": "git",
    "cname": "git",
    "endpoint": "bucket",
    "region": "bucket",
}
"""Settings that mean something for one kind of target only."""
_ENDPOINT: Final = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~/-]*)?")


def _to(to: str) -> str:
    destination(to)
    return to


class DeployConfig(Table):
    """`[deploy.NAME]`: one place that the site is deployed to."""

    to: Annotated[str, AfterValidator(_to)] = Field(
        description="Where the site is deployed to: a folder, a host, a repository, a bucket "
        "([more](deploying.md)); there may be several targets, each with a name"
    )
    releases: bool = Field(True, description="Whether a folder holds releases, and a link to the one that is shown")
    keep: int = Field(3, ge=1, description="How many releases it keeps, with the one that is shown")
    branch: str = Field("gh-pages", description="The branch of a git repository that holds the site")
    history: Literal["orphan", "keep"] = Field(
        "orphan",
        description='Whether the branch holds the site as it is now, or with `"keep"` how it came about as well',
    )
    cname: str = Field("", description="The domain that GitHub Pages is to show the site at")
    endpoint: str = Field(
        "",
        description="Where a store that is not Amazon's own, Google's or Azure's is reached "
        "([more](deploying.md#a-bucket))",
    )
    region: str = Field("", description="The region of an S3 bucket, if the environment does not say it")

    @field_validator(*_ONLY_FOR)
    @classmethod
    def _means_something(cls, value: object, info: ValidationInfo) -> object:
        kind = cls._kind(info)
        wanted = _ONLY_FOR[info.field_name or ""]
        if kind and kind != wanted:
            raise ValueError(f"means nothing for a target of the kind {kind}; it is for {wanted} alone")
        return value

    @field_validator("branch")
    @classmethod
    def _is_branch(cls, branch: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*", branch) or ".." in branch:
            raise ValueError("is no name of a branch; write letters, digits, _ . - and /")
        return branch

    @field_validator("cname")
    @classmethod
    def _is_domain(cls, cname: str) -> str:
        if cname and not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", cname):
            raise ValueError("is no domain, such as blog.example.org")
        return cname

    @field_validator("endpoint")
    @classmethod
    def _is_endpoint(cls, endpoint: str) -> str:
        if endpoint and not _ENDPOINT.fullmatch(endpoint):
            reason = "must be an address without a key or token, such as https://s3.example.org"
            raise ValueError(reason)
        return endpoint

    @field_validator("region")
    @classmethod
    def _is_region(cls, region: str) -> str:
        if not re.fullmatch(r"[a-z0-9-]*", region):
            raise ValueError("is no region, such as eu-central-1 or auto")
        return region

    @classmethod
    def _kind(cls, info: ValidationInfo) -> str:
        to = info.data.get("to")
        return destination(to).kind if to else ""

    @property
    def destination(self) -> Destination:
        """The address, taken apart."""
        return destination(self.to)


def _named(targets: object) -> object:
    if isinstance(targets, dict) and not all(isinstance(target, dict) for target in targets.values()):
        raise ValueError("each target has a name, and a table of its own; write [deploy.default] instead of [deploy]")
    return targets


Deployments = Annotated[dict[Name, DeployConfig], BeforeValidator(_named)]
"""`[deploy]`: the targets, by their names."""


def is_secret(path: tuple[str, ...]) -> bool:
    """Tell whether a key of the settings that there is not was most likely meant to hold a secret."""
    return path[:1] == ("deploy",) and re.search(r"(?i)pass|token|secret|credential|key", path[-1]) is not None
