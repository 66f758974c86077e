"""`[deploy.NAME]`: where the site is deployed to, and how."""

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from mathpress.destination import Destination, destination
from mathpress.forms import Form, Name
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


def _to(to: str) -> str:
    destination(to)
    return to


_Branch = Annotated[
    str,
    Form(
        r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*",
        "is no name of a branch; write letters, digits, _ . - and /",
    ),
]
_Domain = Annotated[
    str, Form(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)?", "is no domain, such as blog.example.org")
]
_Endpoint = Annotated[
    str,
    Form(
        r"(?:https?://[A-Za-z0-9.:\[\]\-]+(?:/[A-Za-z0-9._~/\-]*)?)?",
        "must be an address without a key or token, such as https://s3.example.org",
    ),
]
_Region = Annotated[str, Form(r"[a-z0-9\-]*", "is no region, such as eu-central-1 or auto")]


class DeployConfig(Table):
    """`[deploy.NAME]`: one place that the site is deployed to."""

    to: Annotated[str, AfterValidator(_to)] = Field(
        description="Where the site is deployed to: a folder, a host, a repository, a bucket; "
        "there may be several targets, each with a name"
    )
    releases: bool = Field(True, description="Whether a folder holds releases, and a link to the one that is shown")
    keep: int = Field(3, ge=1, description="How many releases it keeps, with the one that is shown")
    branch: _Branch = Field("gh-pages", description="The branch of a git repository that holds the site")
    history: Literal["orphan", "keep"] = Field(
        "orphan",
        description='Whether the branch holds the site as it is now, or with `"keep"` how it came about as well',
    )
    cname: _Domain = Field("", description="The domain that GitHub Pages is to show the site at")
    endpoint: _Endpoint = Field(
        "",
        description="Where a store that is not Amazon's own, Google's or Azure's is reached "
        "([more](deploying.md#a-bucket))",
    )
    region: _Region = Field("", description="The region of an S3 bucket, if the environment does not say it")

    @field_validator(*_ONLY_FOR)
    @classmethod
    def _means_something(cls, value: object, info: ValidationInfo) -> object:
        kind = cls._kind(info)
        wanted = _ONLY_FOR[info.field_name or ""]
        if kind and kind != wanted:
            raise ValueError(f"means nothing for a target of the kind {kind}; it is for {wanted} alone")
        return value

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
