"""`[deploy.NAME]`: where the site is deployed to, and how.

An address is taken apart here, once, into a `Destination`; programs such as ssh are given its parts and never the
whole, and no part can pass for an option of theirs.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Final, Literal
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from mathpress.tables import Table
from mathpress.text import CONTROL, did_you_mean

HIDDEN: Final = "hidden"
"""The type of a mistake whose line is not shown, for it may hold a secret."""

_KINDS: Final = {
    "folder": "folder",
    "file": "folder",
    "ssh": "ssh",
    "rsync": "rsync",
    "git+ssh": "git",
    "git+https": "git",
    "git+file": "git",
    "s3": "bucket",
    "gs": "bucket",
    "az": "bucket",
}
"""What is known to be at an address, by its scheme."""

_SCHEME: Final = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+):")
_SHORT: Final = re.compile(r"(?P<user>[^/@:]+)@(?P<host>\[[^\]/@]*\]|[^/@:]+):(?P<path>.*)", re.DOTALL)
"""`user@host:path`, as ssh, rsync and git read it."""
_USER: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_WILD: Final = {*"*?[]\\"}
"""Characters that rsync reads as patterns."""
_BUCKET: Final = re.compile(r"\$web|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
"""Names of buckets, of Google's and Azure's too; `$web` is the container of an Azure static website."""
_ENDPOINT: Final = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~/-]*)?")
_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")


@dataclass(frozen=True, slots=True)
class Destination:
    """An address, taken apart. `host` is in brackets if it is an IPv6 address; empty parts are not said."""

    kind: str
    scheme: str
    user: str
    host: str
    port: int | None
    path: str

    def __str__(self) -> str:
        """Return the address as programs take it, and as one may say it aloud: it holds no password."""
        if not self.host:
            return self.path
        at = f"{self.user}@" if self.user else ""
        if not self.path.startswith("/"):
            return f"{at}{self.host}:{self.path}"
        port = f":{self.port}" if self.port else ""
        return f"{self.scheme}://{at}{self.host}{port}/{self.path.removeprefix('/')}"


def destination(to: str) -> Destination:
    """Take an address apart. Raises `ValueError`, which shows no part of it that may be secret, if it is none."""
    if not to.strip() or CONTROL.search(to) or "\n" in to:
        raise ValueError("must be an address such as ssh://user@example.org/var/www, or a folder")
    short = _SHORT.fullmatch(to)
    scheme = _SCHEME.match(to)
    if short and not to.startswith(("/", ".", "~")) and "://" not in to:
        kind = "git" if short["user"] == "git" or to.endswith(".git") else "ssh"
        return _remote(kind, "ssh", short["user"], short["host"], None, short["path"])
    if scheme is None:
        return Destination("git" if to.endswith(".git") else "folder", "", "", "", None, to)
    name, rest = scheme["scheme"].lower(), to[scheme.end() :]
    if name in {"https", "ssh"} and rest.endswith(".git"):
        name = f"git+{name}"
    if name in {"https", "http"}:
        raise ValueError("must say what is there; that of a git repository begins with git+https: or ends with .git")
    if name not in _KINDS:
        raise ValueError(f"nothing is known of {name}:{did_you_mean(name, _KINDS)}")
    if name in {"file", "folder", "git+file"}:
        path = unquote(rest.removeprefix("//")) if name != "folder" else rest
        return Destination(_KINDS[name], "", "", "", None, path)
    return _bucket(name, rest) if _KINDS[name] == "bucket" else _parts(name, rest)


def _bucket(name: str, rest: str) -> Destination:
    """Take apart what stands behind the scheme of a bucket."""
    bucket, _, prefix = rest.removeprefix("//").partition("/")
    if "@" in bucket or ":" in bucket:
        raise ValueError("must not hold a key or token; take it out, and leave it to the environment")
    if not _BUCKET.fullmatch(bucket):
        raise ValueError("must name a bucket, in small letters, digits, . _ and -, as in s3://my-bucket/blog")
    if {"", ".", ".."} & {*prefix.strip("/").split("/")} and prefix.strip("/"):
        raise ValueError("has a path that can be none")
    return Destination(_KINDS[name], name, "", bucket, None, f"/{prefix.strip('/')}")


def _parts(name: str, rest: str) -> Destination:
    """Take apart what stands behind the scheme of a remote address."""
    try:
        parts = urlsplit(f"//{rest.removeprefix('//')}")
        port = parts.port
    except ValueError as error:
        raise ValueError("has a host or a port that cannot be read") from error
    if parts.password is not None or (name == "git+https" and parts.username is not None):  # a token is a user there
        raise ValueError(
            "must not hold a password or token; take it out, and leave it to ssh-agent, to git's credential helper "
            "or to RSYNC_PASSWORD in the environment"
        )
    if parts.query or parts.fragment:
        raise ValueError("must end with its path, without ? and #")
    host = parts.netloc.rpartition("@")[2]
    host = host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]
    return _remote(_KINDS[name], name.removeprefix("git+"), parts.username or "", host, port, unquote(parts.path))


def _remote(kind: str, scheme: str, user: str, host: str, port: int | None, path: str) -> Destination:
    if user and not _USER.fullmatch(user):
        raise ValueError("has a user whose name is no name; write letters, digits, _ . and -")
    if not _HOST.fullmatch(host):
        raise ValueError("has no host that can be one, such as example.org")
    if not path.strip("/"):
        raise ValueError("must end with a path, such as /var/www/blog")
    if CONTROL.search(path) or "\n" in path or path.startswith("-") or set(path) & _WILD:
        raise ValueError("has a path that can be none")
    return Destination(kind, scheme, user, host, port, path)


def _to(to: str) -> str:
    try:
        destination(to)
    except ValueError as error:
        if "@" in to or "?" in to:
            raise PydanticCustomError(HIDDEN, "{reason}", {"reason": str(error)}) from None
        raise
    return to


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


class DeployConfig(Table):
    """`[deploy.NAME]`: one place that the site is deployed to."""

    to: Annotated[str, AfterValidator(_to)] = Field(description="The address")
    keep: int = Field(3, ge=1, description="How many releases a folder keeps, with the one that is shown")
    releases: bool = Field(True, description="Whether a folder holds releases, and a link to the one that is shown")
    branch: str = Field("gh-pages", description="The branch that holds the site")
    history: Literal["orphan", "keep"] = Field(
        "orphan", description="Whether the branch holds the site as it is now, or how it came about as well"
    )
    cname: str = Field("", description="The domain that GitHub Pages is to show the site at")

    endpoint: str = Field("", description="Where a store that is not Amazon's own, Google's or Azure's is reached")
    region: str = Field("", description="The region of an S3 bucket, if the environment does not say it")

    @field_validator(*_ONLY_FOR)
    @classmethod
    def _means_something(cls, value: object, info: ValidationInfo) -> object:
        kind = cls._kind(info)
        wanted = _ONLY_FOR[info.field_name or ""]
        if kind and kind != wanted:
            raise ValueError(f"means nothing for this target, which is reached by {kind}; it is for {wanted} alone")
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
            raise PydanticCustomError(HIDDEN, "{reason}", {"reason": reason})
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
