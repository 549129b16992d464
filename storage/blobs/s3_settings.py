"""How an object store is addressed, and how long to wait for it: the file s3.toml.

A crawl waits meanwhile, and pages it could not store are looked at again: so a short outage is waited out, and a long
one is reported soon.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting

S3 = "s3://"  # what the address of a bucket begins with


@dataclass(frozen=True, slots=True)
class S3Client:
    """How long one request may take."""

    connect_timeout: Annotated[float, Setting("for a connection", "s")]
    timeout: Annotated[float, Setting("for one request, with its body", "s")]


@dataclass(frozen=True, slots=True)
class S3Retries:
    """When a request is retried."""

    max_retries: Annotated[int, Setting("at most")]
    retry_timeout: Annotated[float, Setting("no retry begins later", "s")]
    first_wait: Annotated[float, Setting("before the first", "s")]
    longest_wait: Annotated[float, Setting("between two, at most", "s")]
    growth: Annotated[int, Setting("of each wait over the one before", "times")]


@dataclass(frozen=True, slots=True)
class S3Upload:
    """How blobs are written."""

    look_first_bytes: Annotated[
        int, Setting("a larger blob is asked for before it is written: re-visits bring the same bodies", "bytes")
    ]


@dataclass(frozen=True, slots=True)
class S3Remove:
    """How blobs are removed."""

    at_once: Annotated[int, Setting("in one request: S3 takes at most 1000 names")]


@dataclass(frozen=True, slots=True)
class S3Settings:
    """The file s3.toml."""

    client: S3Client
    retries: S3Retries
    upload: S3Upload
    remove: S3Remove


FILE = SettingsFile("storage.blobs", "s3.toml", S3Settings)
