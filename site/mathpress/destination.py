"""Addresses that a site can be deployed to, taken apart.

It is done here, once: programs such as ssh are given the parts of a `Destination` and never the whole, and no part can
pass for an option of theirs.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from mathpress.text import CONTROL, did_you_mean

SECRETS: Final = "leave secrets to the environment, to ssh-agent, to git's credential helper"
"""What is said of a setting that would be one."""

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
_HOME: Final = re.compile(r"/?~(?P<user>[^/]*)(?:/+(?P<below>.*))?", re.DOTALL)
"""A path that begins with the home of a user."""
_WILD: Final = {*"*?[]\\"}
"""Characters that rsync reads as patterns."""
_BUCKET: Final = re.compile(r"\$web|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
"""Names of buckets, of Google's and Azure's too; `$web` is the container of an Azure static website."""
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

    @property
    def path_from_home(self) -> str:
        """The path as a program takes it that starts in the user's home, where no shell reads a `~`; `.` is home."""
        home = _HOME.fullmatch(self.path)
        return (home["below"] or ".") if home else self.path

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
    if name in {"https", "ssh", "file"} and rest.endswith(".git"):
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
        raise ValueError(f"must not hold a key or token; take it out, and {SECRETS}")
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
        raise ValueError(f"must not hold a password or token; take it out, and {SECRETS}")
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
    home = _HOME.fullmatch(path)
    if kind == "ssh" and home and home["user"]:
        raise ValueError(f"must not begin with ~{home['user']}; write the whole path of that home")
    return Destination(kind, scheme, user, host, port, path)
