"""Buckets of real servers on this machine: moto has S3's, to which Google's client speaks too, Azurite has Azure's."""

import base64
import contextlib
import hashlib
import hmac
import os
import shutil
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import boto3
import pytest
import urllib3
from obstore.store import AzureStore
from tests.needs import free_port, miss
from tests.tools import AZURITE, AZURITE_VERSIONS, has_packages

from mathpress.deploy.lease import NOTICE
from mathpress.deploy.manifest import MANIFEST
from mathpress.deployment import DeployConfig

PATIENCE: Final = 60.0
"""Seconds to wait for a server to listen, on a machine that is busy with other things."""
_ACCOUNT: Final = "blogs"
_KEY: Final = base64.b64encode(b"known to all").decode()
CREDENTIALS: Final = {
    "AWS_ACCESS_KEY_ID": "someone",
    "AWS_SECRET_ACCESS_KEY": "secret",
    # moto finds out by a header of S3's which of Amazon's services is meant.
    "GOOGLE_BEARER_TOKEN": "Credential=someone/20260101/us-east-1/s3/aws4_request",
    "AZURE_STORAGE_ACCOUNT_NAME": _ACCOUNT,
    "AZURE_STORAGE_ACCOUNT_KEY": _KEY,
}


class Told(NamedTuple):
    """What those who ask for an object are told: media type, how long it may be kept."""

    media_type: str
    caching: str


@dataclass(frozen=True)
class Bucket(ABC):
    """A bucket that the tests look into without mathpress."""

    scheme: str
    name: str
    endpoint: str

    def config(self, prefix: str = "") -> DeployConfig:
        """Return settings by which it is deployed to."""
        return DeployConfig(to=f"{self.scheme}://{self.name}{prefix}", endpoint=self.endpoint)

    def shown(self) -> dict[str, str]:
        """Return the objects, but for those that deploys keep."""
        return {key: self.body(key).decode() for key in self.keys() if not key.endswith((MANIFEST, NOTICE))}

    def versions(self) -> dict[str, str]:
        """Return what tells each object from one that was put there before or after it."""
        return {key: self.version(key) for key in self.keys() if not key.endswith((MANIFEST, NOTICE))}

    @abstractmethod
    def make(self) -> None:
        """Make it."""

    @abstractmethod
    def keys(self) -> list[str]:
        """Return the names of all objects."""

    @abstractmethod
    def body(self, key: str) -> bytes:
        """Return what is in an object."""

    @abstractmethod
    def version(self, key: str) -> str:
        """Return what tells an object from one that was put there before."""

    @abstractmethod
    def told(self, key: str) -> Told:
        """Return what is told of an object."""

    @abstractmethod
    def put(self, key: str, text: str) -> None:
        """Put an object there."""

    @abstractmethod
    def remove(self, key: str) -> None:
        """Remove an object."""


@dataclass(frozen=True)
class AmazonBucket(Bucket):
    """A bucket of S3 that counts versions."""

    @property
    def client(self) -> Any:
        """Return Amazon's own client."""
        return boto3.client("s3", endpoint_url=self.endpoint, region_name="us-east-1")

    def make(self) -> None:
        """Make it."""
        self.client.create_bucket(Bucket=self.name)
        self.client.put_bucket_versioning(Bucket=self.name, VersioningConfiguration={"Status": "Enabled"})

    def keys(self) -> list[str]:
        """Return the names of all objects."""
        return [each["Key"] for each in self.client.list_objects_v2(Bucket=self.name).get("Contents", [])]

    def body(self, key: str) -> bytes:
        """Return what is in an object."""
        data: bytes = self.client.get_object(Bucket=self.name, Key=key)["Body"].read()
        return data

    def head(self, key: str) -> Mapping[str, Any]:
        """Return all that is known of an object."""
        known: Mapping[str, Any] = self.client.head_object(Bucket=self.name, Key=key)
        return known

    def version(self, key: str) -> str:
        """Return the version of an object."""
        return str(self.head(key)["VersionId"])

    def told(self, key: str) -> Told:
        """Return what is told of an object."""
        return Told(self.head(key)["ContentType"], self.head(key)["CacheControl"])

    def put(self, key: str, text: str) -> None:
        """Put an object there."""
        self.client.put_object(Bucket=self.name, Key=key, Body=text.encode())

    def remove(self, key: str) -> None:
        """Remove an object."""
        self.client.delete_object(Bucket=self.name, Key=key)


@dataclass(frozen=True)
class AzureBucket(Bucket):
    """A container of Azure's."""

    @property
    def store(self) -> AzureStore:
        """Return a client; no other is installed."""
        return AzureStore(self.name, config={"endpoint": self.endpoint}, client_options={"allow_http": True})

    def make(self) -> None:
        """Make it, by a request that is signed as Azure wants it ("Authorize with Shared Key")."""
        headers = {"x-ms-date": formatdate(usegmt=True), "x-ms-version": "2021-12-02"}
        url = f"{self.endpoint}/{self.name}"
        said = "".join(f"{name}:{value}\n" for name, value in headers.items())
        text = f"PUT{12 * chr(10)}{said}/{_ACCOUNT}{urlsplit(url).path}\nrestype:container"
        signature = base64.b64encode(hmac.digest(base64.b64decode(_KEY), text.encode(), hashlib.sha256)).decode()
        headers["Authorization"] = f"SharedKey {_ACCOUNT}:{signature}"
        assert urllib3.request("PUT", f"{url}?restype=container", headers=headers).status == 201

    def keys(self) -> list[str]:
        """Return the names of all objects."""
        return [meta["path"] for chunk in self.store.list() for meta in chunk]

    def body(self, key: str) -> bytes:
        """Return what is in an object."""
        return bytes(self.store.get(key).bytes())

    def version(self, key: str) -> str:
        """Return the tag of an object."""
        return str(self.store.head(key)["e_tag"])

    def told(self, key: str) -> Told:
        """Return what is told of an object."""
        told = self.store.get(key).attributes
        return Told(told["Content-Type"], told["Cache-Control"])

    def put(self, key: str, text: str) -> None:
        """Put an object there."""
        self.store.put(key, text.encode())

    def remove(self, key: str) -> None:
        """Remove an object."""
        self.store.delete(key)


@contextlib.contextmanager
def running_moto(log: Path) -> Iterator[str]:
    """Run a server of S3 and return its address."""
    port = free_port()
    with _running([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port, log):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def running_azurite(log: Path) -> Iterator[str]:
    """Run a server of Azure's and return the address of an account; without it, fail on CI and skip elsewhere."""
    node = shutil.which("node")
    if not (node and has_packages(AZURITE, AZURITE_VERSIONS)):
        miss("Azurite or Node")
    port = free_port()
    program = AZURITE / "azurite" / "dist" / "src" / "blob" / "main.js"
    how = ["--inMemoryPersistence", "--disableTelemetry", "--skipApiVersionCheck", "--silent"]
    command = [node, str(program), "--blobHost", "127.0.0.1", "--blobPort", str(port), *how]
    with _running(command, port, log, {"AZURITE_ACCOUNTS": f"{_ACCOUNT}:{_KEY}"}):
        yield f"http://127.0.0.1:{port}/{_ACCOUNT}"


@contextlib.contextmanager
def _running(command: list[str], port: int, log: Path, more: Mapping[str, str] | None = None) -> Iterator[None]:
    """Run a server, from when it listens."""
    environment = os.environ | dict(more or {})
    with log.open("wb") as stream, subprocess.Popen(command, stdout=stream, stderr=stream, env=environment) as process:
        try:
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline and process.poll() is None:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(0.05)
            else:
                pytest.fail(f"the server does not listen:\n{log.read_text('utf-8')}")
            yield
        finally:
            process.kill()
