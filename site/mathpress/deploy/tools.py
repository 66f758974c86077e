"""Programs that deploy for us, rsync, ssh and git: they ask nothing, and what they say is made one sentence."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from mathpress.deploy.target import Failure

_CURES: Final[Mapping[str, tuple[str, str]]] = {
    r"Permission denied \([a-z,-]*(?:publickey|password)": (
        "deploy-access",
        "add your key to ssh-agent with `ssh-add`, or name it in ~/.ssh/config; no password is asked for",
    ),
    r"Host key verification failed": (
        "deploy-access",
        "connect once by hand with ssh, and compare the fingerprint of the host with the one that you know",
    ),
    r"auth failed on module": ("deploy-access", "set RSYNC_PASSWORD in the environment, and see to the user's name"),
    r"could not read (?:Username|Password)|Authentication failed|terminal prompts disabled": (
        "deploy-access",
        "let a credential helper of git's know it, or use an address that goes by ssh; no password is asked for",
    ),
    r"returned error: 40[13]|Repository not found|does not appear to be a git repository|repository '.*' not found": (
        "deploy-access",
        "see to the name of the repository, and that you may write to it",
    ),
    r"Could not resolve host|Name or service not known|nodename nor servname": (
        "deploy-unreachable",
        "see to the name of the host",
    ),
    r"Connection refused|timed out|No route to host|Network is unreachable|Failed to connect": (
        "deploy-unreachable",
        "see to the host and its port, and try again",
    ),
    r"Unknown module": ("deploy-unreachable", "the address goes on with the name of one of its modules"),
    r"rsync: (?:command )?not found|(?:command not found|Unknown command): rsync": (
        "deploy-tool",
        "install rsync there",
    ),
    r"is your shell clean": ("deploy-tool", "see to it that the shell there prints nothing when ssh runs a command"),
    r"mkdir .* failed: .*\(2\)": ("deploy-failed", "make the folder there first"),
    r"Permission denied|Read-only file system|read only": ("deploy-access", "see to the rights of the folder there"),
    r"No space left|quota": ("deploy-failed", "make room there"),
    r"stale info|fetch first|non-fast-forward": (
        "deploy-failed",
        "somebody else has pushed to the branch meanwhile; deploy again, with what is there now",
    ),
    r"protected branch|pre-receive hook declined": (
        "deploy-access",
        'allow yourself to push to the branch, with force unless `history` is "keep"',
    ),
    r"refusing to update checked out branch": (
        "deploy-failed",
        "deploy to a bare repository, or to a branch that is not checked out there",
    ),
}
"""What to do about what programs say, by patterns of which the first one holds, with the code of the diagnostic."""
_ADDRESS: Final = re.compile(r"""://(?:[^/@\s?]+@)?(?P<rest>[^\s?'"]*)(?:\?[^\s'"]*)?""")
"""An address, whose user and query may be a token or hold a signature."""
_NOISE: Final = re.compile(r"rsync error: |rsync: connection unexpectedly closed|Warning: Permanently added|\s*$")


def run(
    arguments: Sequence[str | Path],
    *,
    folder: Path | None = None,
    given: bytes = b"",
    environment: Mapping[str, str] | None = None,
    allowed: Sequence[int] = (0,),
) -> subprocess.CompletedProcess[bytes]:
    """Run a program in a folder with bytes as its input. Raises `Failure` if it ends with a status that is not allowed.

    Messages are in English, for what they say is looked for in them.
    """
    program = str(arguments[0])
    try:
        done = subprocess.run(  # noqa: S603 (no shell; what may come from the settings was checked by `deployment`)
            arguments,
            cwd=folder,
            input=given,
            env=os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": "C"} | dict(environment or {}),
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise Failure(f"{program} is not installed on this machine; install it", "deploy-tool") from error
    if done.returncode not in allowed:
        raise tool_failure(program, done.stderr)
    return done


def without_secrets(said: str) -> str:
    """Return what a program or a store says, without users and queries of addresses in it."""
    return _ADDRESS.sub(r"://\g<rest>", said)


def tool_failure(program: str, said: bytes) -> Failure:
    """Return what is said if a program failed: its own words without secrets, and what to do about it."""
    text = without_secrets(said.decode("utf-8", "replace"))
    lines = [line.strip().rstrip(".") for line in text.splitlines() if not _NOISE.match(line)]
    found = next((cure for pattern, cure in _CURES.items() if re.search(pattern, text, re.IGNORECASE)), None)
    code, cure = found or ("deploy-failed", "what was put there is whole; deploying again goes on")
    telling = [line for line in lines if found is None or any(re.search(p, line, re.IGNORECASE) for p in _CURES)]
    words = "; ".join((telling or lines or ["nothing"])[:2])
    return Failure(f"{program} says: {words}; {cure}", code)
