"""How time-stamp authorities are asked (RFC 3161 over HTTP), and why one gave no stamp: the file timestamp.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Said, Setting


@dataclass(frozen=True, slots=True)
class TimestampLimits:
    """What one asking may take."""

    connect_seconds: Annotated[float, Setting("for a connection", "s")]
    whole_seconds: Annotated[float, Setting("for one asking in all", "s")]
    most_bytes: Annotated[int, Setting("of an answer; one with its chain of certificates is about 6 kB", "bytes")]


@dataclass(frozen=True, slots=True)
class Why:
    """Why an authority gave no stamp."""

    zh: Annotated[Said, Setting("in Chinese")]
    en: Annotated[Said, Setting("in English")]


@dataclass(frozen=True, slots=True)
class TimestampErrors:
    """The words for every error."""

    address: Why
    unreachable: Why
    slow: Why
    status: Why
    large: Why
    unreadable: Why
    refused: Why
    imprint: Why
    nonce: Why


@dataclass(frozen=True, slots=True)
class TimestampSettings:
    """The file timestamp.toml."""

    limits: TimestampLimits
    errors: TimestampErrors


FILE = SettingsFile("xuncha.pack.verification", "timestamp.toml", TimestampSettings)
