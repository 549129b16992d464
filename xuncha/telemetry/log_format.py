"""The formats of logs."""

from __future__ import annotations

from enum import StrEnum


class LogFormat(StrEnum):
    """Lines for people, or JSON for machines."""

    TEXT = "text"
    JSON = "json"
