"""Opening the buckets of object stores, and saying what they refuse.

Credentials come from the environment or from where the cloud's own programs keep them, and from nowhere else.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from mathpress.deploy.target import Failure
from mathpress.deploy.tools import without_secrets
from mathpress.deployment import DeployConfig

if TYPE_CHECKING:
    from obstore import Attributes, PutMode, UpdateVersion
    from obstore.store import ClientConfig, ObjectStore, RetryConfig

_PACKAGES: Final = ("obstore", "boto3")
RETRIES: Final["RetryConfig"] = {"max_retries": 5, "retry_timeout": timedelta(seconds=60)}
_NO_BUCKET: Final = re.compile(r"NoSuchBucket|ContainerNotFound|bucket does not exist", re.IGNORECASE)
_NO_CONDITIONS: Final = re.compile(r"NotImplemented|not supported|Version required for conditional", re.IGNORECASE)
"""What stores or obstore itself say if no object can be put on a condition."""
_DEBUG: Final = "\n\nDebug source:"
"""What stands before details in obstore's messages that are of use to its own authors only."""
_ANSWER: Final = re.compile(r"<Code>(?P<code>[^<]*)</Code>.*?<Message>(?P<message>[^<\n]*)", re.DOTALL)
"""What S3, Google and Azure answer in XML."""
_LONGEST: Final = 300
"""Characters of an answer that are shown; some answer with a page."""
_METADATA: Final = re.compile(r"token request|//169\.254\.169\.254/|//metadata\.google\.internal/")
"""What is asked for credentials when there are none, and answers on machines in a cloud alone."""
_UNREACHABLE: Final = re.compile(r"(?P<origin>https?://[^/\s]+)\S* in .* HTTP error: error sending request")


def opened(config: DeployConfig) -> "ObjectStore":
    """Return the bucket that settings name. Raises `Failure` without the packages or the credentials that it takes."""
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        message = f"{' and '.join(missing)} must be installed for it; run pip install 'mathpress[cloud]'"
        raise Failure(message, "deploy-tool")
    with store_failures():
        return _OPEN[config.destination.scheme](config)


def _s3(config: DeployConfig) -> "ObjectStore":
    from boto3 import Session
    from botocore.exceptions import BotoCoreError
    from obstore.auth.boto3 import Boto3CredentialProvider
    from obstore.store import S3Store

    try:
        session = Session()
        is_lost = "no credentials were found" if session.get_credentials() is None else ""
    except BotoCoreError as error:
        is_lost = str(error)
    if is_lost:
        cure = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `aws configure`"
        raise Failure(f"{is_lost}; {cure}", "deploy-access")
    return S3Store(
        config.destination.host,
        prefix=_prefix(config),
        config=_said(region=config.region, endpoint=config.endpoint),
        client_options=_client(config),
        retry_config=RETRIES,
        credential_provider=Boto3CredentialProvider(session),
    )


def _google_or_azure(config: DeployConfig) -> "ObjectStore":
    from obstore.store import AzureStore, GCSStore

    kind: Any = GCSStore if config.destination.scheme == "gs" else AzureStore
    endpoint = "base_url" if kind is GCSStore else "endpoint"
    store: ObjectStore = kind(
        config.destination.host,
        prefix=_prefix(config),
        config=_said(**{endpoint: config.endpoint}),
        client_options=_client(config),
        retry_config=RETRIES,
    )
    return store


_OPEN: Final[Mapping[str, Callable[[DeployConfig], "ObjectStore"]]] = {
    "s3": _s3,
    "gs": _google_or_azure,
    "az": _google_or_azure,
}
"""What opens a bucket, by the scheme of its address."""


def _said(**settings: str) -> Any:
    """Return those settings of a store that are said; for the others it looks in the environment."""
    return {key: value for key, value in settings.items() if value}


def _prefix(config: DeployConfig) -> str | None:
    return config.destination.path.strip("/") or None


def _client(config: DeployConfig) -> "ClientConfig":
    return {"allow_http": config.endpoint.startswith("http:")}


def put_instead(
    store: "ObjectStore", path: str, data: bytes, version: "UpdateVersion | None", attributes: "Attributes"
) -> None:
    """Put an object, if what is there is still of a version, or still nothing; if not, do nothing.

    Stores that know no such conditions are given it in any case.
    """
    from obstore import exceptions

    mode: PutMode = version or "create"
    try:
        store.put(path, data, mode=mode, attributes=attributes)
    except (exceptions.AlreadyExistsError, exceptions.PreconditionError):
        pass
    except exceptions.BaseError as error:
        if not _NO_CONDITIONS.search(str(error)):
            raise
        store.put(path, data, attributes=attributes)


def is_no_bucket(error: Exception) -> bool:
    """Tell whether something was not found because the bucket itself is not there."""
    return bool(_NO_BUCKET.search(str(error)))


@contextmanager
def store_failures() -> Iterator[None]:
    """Raise `Failure` for what a store refuses, or for one that cannot be reached."""
    from obstore import exceptions

    try:
        yield
    except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError) as error:
        message = f"{_reason(error)}; see to the credentials in the environment, and to what they are allowed"
        raise Failure(message, "deploy-access") from error
    except (exceptions.BaseError, OSError, ValueError) as error:
        if _METADATA.search(str(error)):
            message = "no credentials were found, where Google and Azure keep theirs or in the environment"
            raise Failure(message, "deploy-access") from error
        unreachable = _UNREACHABLE.search(str(error))
        if unreachable:
            message = f"{unreachable['origin']} does not answer; see to the address, the region and the network"
            raise Failure(message, "deploy-unreachable") from error
        cure = "make the bucket first, or mend its name" if is_no_bucket(error) else "deploying again goes on"
        raise Failure(f"{_reason(error)}; {cure}") from error


def _reason(error: Exception) -> str:
    """Return what a store answered, in a line without a signature."""
    said = str(error).partition(_DEBUG)[0]
    if answer := _ANSWER.search(said):
        return f"{answer['message'].rstrip('.')} ({answer['code']})"
    line = " ".join(without_secrets(said).split())
    return line.rpartition(" - ")[2][:_LONGEST].rstrip(".: ")
