"""A bucket of an object store as a target: Amazon S3 and its kin, Google Cloud Storage, Azure Blob Storage.

An object appears whole or not at all, and is told its media type and how long it may be kept. Without a manifest, or
after a deploy that was stopped, what is in the bucket already is compared, so that only what changed travels. What an
object is told counts as a part of it: behind each digest the manifest here has one of that.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from mathpress.caching import cache_control
from mathpress.deploy.files import File
from mathpress.deploy.lease import NOTICE, Found, leased
from mathpress.deploy.manifest import MANIFEST, read_manifest, site_of, write_manifest
from mathpress.deploy.stores import is_no_bucket, opened, put_instead, store_failures
from mathpress.deploy.target import Target
from mathpress.deployment import DeployConfig
from mathpress.kept import digest
from mathpress.mediatypes import media_type

if TYPE_CHECKING:
    from obstore import Attributes, ObjectMeta
    from obstore.store import ObjectStore

_AT_ONCE: Final = 16
"""Requests that are on their way at a time."""
_PART: Final = 8 * 1024 * 1024
"""Bytes above which an object is sent in parts."""


@contextmanager
def bucket_target(config: DeployConfig, root: Path, output: Path) -> Iterator[Target]:
    """Open the bucket that settings name, or the part of it below a prefix."""
    del root, output  # it is nowhere near them
    yield BucketTarget(opened(config))


class BucketTarget:
    """A bucket that holds the site itself."""

    at_once = False

    def __init__(self, store: "ObjectStore") -> None:
        self._store = store
        self._is_known = True  # the manifest tells of all that is there

    @property
    def extras(self) -> Mapping[str, bytes]:
        """Nothing."""
        return {}

    def alone(self, tell: Callable[[str], None]) -> AbstractContextManager[Callable[[], None]]:
        """Keep others away by a notice, for stores know no locks."""
        return leased(_Notice(self._store), tell)

    def read_manifest(self) -> bytes | None:
        """Return the manifest, or None if there is none."""
        with store_failures():
            data = self._read(MANIFEST)
        stored = read_manifest(data)
        self._is_known = bool(stored) and all(stored.values())
        plain = {path: known.removesuffix(_told(path)) for path, known in stored.items()}
        return data and write_manifest(plain, site_of(data))

    def in_the_way(self, files: Sequence[File], ours: Collection[str]) -> Sequence[str]:
        """Return objects that stand where files are to be, with another content."""
        with store_failures(), ThreadPoolExecutor(_AT_ONCE) as pool:
            there = [file for file in files if file.path in self._there and file.path not in ours]
            return [
                file.path for file, is_same in zip(there, pool.map(self._is_same, there), strict=True) if not is_same
            ]

    def write_manifest(self, data: bytes) -> None:
        """Write the manifest."""
        with store_failures():
            stored = {path: known and known + _told(path) for path, known in read_manifest(data).items()}
            self._store.put(MANIFEST, write_manifest(stored, site_of(data)), attributes=_attributes(MANIFEST))

    def put(self, files: Sequence[File], done: Callable[[int], None]) -> None:
        """Send files, several at a time, but for those that are known to be there: a stopped deploy has sent them."""
        pool = ThreadPoolExecutor(_AT_ONCE)
        try:
            with store_failures():
                there = {} if self._is_known else self._there
                for _ in pool.map(lambda file: self._put(file, is_there=file.path in there), files):
                    done(1)
        finally:
            pool.shutdown(cancel_futures=True)

    def remove(self, paths: Sequence[str]) -> None:
        """Remove what is still there of these objects; some stores refuse to remove what is gone."""
        with store_failures():
            there = self._list()
            self._store.delete([path for path in paths if path in there])

    def finish(self) -> None:
        """Do nothing: all is shown already."""

    def _read(self, path: str) -> bytes | None:
        try:
            return bytes(self._store.get(path).bytes())
        except FileNotFoundError as error:
            if is_no_bucket(error):
                raise
            return None

    def _put(self, file: File, *, is_there: bool) -> None:
        if not (is_there and self._is_same(file) and self._is_told(file.path)):
            self._store.put(file.path, file.source, attributes=_attributes(file.path), chunk_size=_PART)

    @cached_property
    def _there(self) -> Mapping[str, "ObjectMeta"]:
        """What was there when it was first asked for."""
        return self._list()

    def _list(self) -> Mapping[str, "ObjectMeta"]:
        return {meta["path"]: meta for chunk in self._store.list(chunk_size=1000) for meta in chunk}

    def _is_same(self, file: File) -> bool:
        """Tell whether an object has the content of a file: by its tag, which S3 makes with MD5, or by looking."""
        meta = self._there[file.path]
        if meta["size"] != file.size:
            return False
        data = file.source.read_bytes()
        tag = hashlib.md5(data, usedforsecurity=False).hexdigest()
        return (meta["e_tag"] or "").strip('"') == tag or digest(self._read(file.path) or b"") == file.digest

    def _is_told(self, path: str) -> bool:
        """Tell whether an object is told what it would be if it were put there now."""
        return self._store.get(path, options={"head": True}).attributes == _attributes(path)


@dataclass(frozen=True, slots=True)
class _Notice:
    """The notice in a bucket. Most stores replace an object only if it is the one that was read, if they are asked."""

    store: "ObjectStore"

    def read(self) -> Found | None:
        with store_failures():
            try:
                there = self.store.get(NOTICE)
            except FileNotFoundError as error:
                if is_no_bucket(error):
                    raise
                return None
            known = {"e_tag": there.meta["e_tag"], "version": there.meta["version"]}
            return Found(bytes(there.bytes()), {key: value for key, value in known.items() if value})

    def write(self, data: bytes, before: Found | None) -> None:
        with store_failures():
            put_instead(self.store, NOTICE, data, before.version if before else None, _attributes(NOTICE))

    def remove(self) -> None:
        with store_failures(), suppress(FileNotFoundError):
            self.store.delete(NOTICE)


def _told(path: str) -> str:
    """Return what stands behind the digest of a file in the manifest: a digest of what its object is told."""
    return f"-{digest(repr(sorted(_attributes(path).items())).encode())[:8]}"


def _attributes(path: str) -> "Attributes":
    name = PurePosixPath(path)
    return {"Content-Type": media_type(name), "Cache-Control": cache_control(name)}
