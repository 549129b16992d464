"""Evidence in an S3-compatible object store: each blob is an object, created once and never overwritten while it is whole."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from storage.blobs.blob_store import (
    MARK,
    BlobStore,
    check_blob_bytes,
    check_blob_name,
    is_blob_name,
    parse_owner_mark,
)
from storage.blobs.s3_settings import FILE, S3, S3Settings
from storage.errors import (
    BlobMissing,
    DriverMissing,
    EvidenceFull,
    EvidenceNoBucket,
    EvidenceRefused,
    EvidenceUnknown,
    EvidenceUnreachable,
)

try:
    import obstore
    from obstore.exceptions import (
        AlreadyExistsError,
        BaseError,
        NotSupportedError,
        PermissionDeniedError,
        UnauthenticatedError,
    )
    from obstore.store import S3Store
except ModuleNotFoundError as error:
    raise DriverMissing(f"pip install 'xuncha[s3]' ({error.name})") from error

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
_FORBIDDEN = re.compile(
    r"status code: 40[13]\b|<Code>(AccessDenied|SignatureDoesNotMatch|InvalidAccessKeyId|ExpiredToken)<"
)
_METADATA = "169.254.169.254"  # where a cloud's own machines get credentials: asked only where none were given
_FULL = re.compile(r"status code: 507\b|<Code>(QuotaExceeded|XMinioStorageFull)<")
_SAID = re.compile(r"^.*? in [\d.]+[mµn]?s(?:, after \d+ retries, max_retries: \d+, retry_timeout: \S+)?\s*-\s*")
_SAID_CHARS = 160


def load_s3_settings() -> S3Settings:
    """The settings in s3.toml."""
    return FILE.load()


class S3BlobStore(BlobStore):
    """Blobs under a prefix of a bucket, named like the files of a folder: ``ab/cd/abcd…``."""

    def __init__(self, store: S3Store, where: str) -> None:
        self._store = store
        self._where = where

    @property
    def where(self) -> str:
        return self._where

    def write(self, data: bytes) -> str:
        sha = hashlib.sha256(data).hexdigest()
        path = _path(sha)
        with self._errors():
            if len(data) >= load_s3_settings().upload.look_first_bytes and self._size(path) == len(data):
                return sha
            try:
                obstore.put(self._store, path, data, mode="create", use_multipart=False)
                return sha
            except AlreadyExistsError:
                pass
            # AWS_CONDITIONAL_PUT=disabled, for stores that know no conditions.
            except (NotSupportedError, NotImplementedError):
                pass
            if self._size(path) != len(data):  # what is cut is mended
                obstore.put(self._store, path, data, use_multipart=False)
        return sha

    def read(self, sha: str) -> bytes:
        path = _path(sha)
        with self._errors():
            try:
                data = bytes(obstore.get(self._store, path).bytes())
            except FileNotFoundError as error:
                raise BlobMissing(sha) from error
        return check_blob_bytes(sha, data)

    def has(self, sha: str) -> bool:
        path = _path(sha)
        with self._errors():
            return self._size(path) is not None

    def remove(self, shas: Collection[str]) -> None:
        paths = [_path(sha) for sha in shas]
        many = load_s3_settings().remove.at_once
        with self._errors():
            for start in range(0, len(paths), many):
                obstore.delete(self._store, paths[start : start + many])

    def total(self) -> int:
        with self._errors():
            return sum(size for _, size in self.listed())

    def listed(self) -> Iterator[tuple[str, int]]:
        with self._errors():
            for page in obstore.list(self._store):
                for entry in page:
                    if is_blob_name(sha := entry["path"].rpartition("/")[2]):
                        yield sha, int(entry["size"])

    def owner(self) -> str:
        with self._errors():
            try:
                return parse_owner_mark(bytes(obstore.get(self._store, MARK).bytes()))
            except FileNotFoundError as error:
                if "<Code>NoSuchBucket<" in str(error):
                    raise
                return ""

    def mark(self, owner: str) -> str:
        with self._errors():
            try:
                obstore.put(self._store, MARK, owner.encode("ascii"), mode="create", use_multipart=False)
            except AlreadyExistsError:
                pass
            except (NotSupportedError, NotImplementedError):  # a store that knows no conditions
                if not self.owner():
                    obstore.put(self._store, MARK, owner.encode("ascii"), use_multipart=False)
        return self.owner()

    def prove(self) -> None:
        """Check that the bucket exists and can be read. Raises EvidenceError."""
        with self._errors():
            next(iter(obstore.list(self._store, chunk_size=1)), None)

    def _size(self, path: str) -> int | None:
        try:
            return int(obstore.head(self._store, path)["size"])
        except FileNotFoundError:
            return None

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Translate the object store's errors into EvidenceError and its kinds."""
        try:
            yield
        except FileNotFoundError as error:
            raise self._named(error) from error
        except BaseError as error:
            raise self._named(error) from error

    def _named(self, error: Exception) -> Exception:
        said = str(error)
        detail = f"{self._where} ({_line(said)})"
        if "<Code>NoSuchBucket<" in said:
            return EvidenceNoBucket(self._where)
        if _METADATA in said:
            return EvidenceRefused(f"{self._where} (no credentials were given)")
        if isinstance(error, PermissionDeniedError | UnauthenticatedError) or _FORBIDDEN.search(said):
            return EvidenceRefused(detail)
        return EvidenceFull(detail) if _FULL.search(said) else EvidenceUnreachable(detail)


def open_s3(address: str, environment: Mapping[str, str] | None = None) -> S3BlobStore:
    """The object store at ``s3://bucket/prefix``; endpoint, region and credentials come from the AWS_… variables.

    Raises EvidenceUnknown for an address that is invalid or must not be used, EvidenceError if it cannot be used now.
    """
    said = os.environ if environment is None else environment
    bucket, prefix = _address(address)
    endpoint = next((said[endpoint] for endpoint in _ENDPOINTS if said.get(endpoint)), "")
    client: ClientConfig = {
        "connect_timeout": timedelta(seconds=load_s3_settings().client.connect_timeout),
        "timeout": timedelta(seconds=load_s3_settings().client.timeout),
        "allow_http": _may_be_plain(endpoint, said),
    }
    retries = load_s3_settings().retries
    retry: RetryConfig = {
        "max_retries": retries.max_retries,
        "retry_timeout": timedelta(seconds=retries.retry_timeout),
        "backoff": {
            "init_backoff": timedelta(seconds=retries.first_wait),
            "max_backoff": timedelta(seconds=retries.longest_wait),
            "base": retries.growth,
        },
    }
    given: dict[str, Any] = {"endpoint": endpoint} if endpoint else {}
    where = f"{S3}{bucket}/{prefix}".rstrip("/")
    try:
        store = S3Store(bucket, prefix=prefix or None, client_options=client, retry_config=retry, **given)
    except (BaseError, ValueError) as error:
        raise EvidenceUnknown(f"{where} ({_line(str(error))})") from error
    blobs = S3BlobStore(store, where)
    blobs.prove()
    return blobs


def _address(address: str) -> tuple[str, str]:
    url = _split(address)
    if url.username or url.password or url.query or url.fragment or not _BUCKET.fullmatch(url.netloc):
        raise EvidenceUnknown  # not quoted: somebody may have put a secret into it
    parts = [part for part in url.path.split("/") if part]
    if {".", ".."} & set(parts):
        raise EvidenceUnknown
    return url.netloc, "/".join(parts)


def _may_be_plain(endpoint: str, said: Mapping[str, str]) -> bool:
    """Whether evidence may be sent unencrypted: over loopback, or if explicitly asked for.

    Raises EvidenceUnknown where the address is unencrypted and that is not allowed.
    """
    url = _split(endpoint)
    if url.scheme not in ("http", "https", ""):
        raise EvidenceUnknown("AWS_ENDPOINT_URL")
    if url.scheme != "http":
        return False
    if said.get("AWS_ALLOW_HTTP", "").lower() in ("true", "1") or _loopback(url.hostname or ""):
        return True
    raise EvidenceUnknown(f"{url.scheme}://{url.hostname} is not encrypted: https, or AWS_ALLOW_HTTP=true")


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError as error:
        raise EvidenceUnknown from error


def _path(sha: str) -> str:
    return f"{check_blob_name(sha)[:2]}/{sha[2:4]}/{sha}"


def _line(said: str) -> str:
    """The error in a few words: an object store's message can run on for pages."""
    found = re.search(r"<Code>(\w{1,60})</Code>", said)
    first = said.strip().partition("\n")[0]
    return found[1] if found else _SAID.sub("", first)[:_SAID_CHARS]
