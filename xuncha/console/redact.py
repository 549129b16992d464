"""Redact secrets in logs and output: passwords in addresses, labelled keys, and our own secret settings."""

from __future__ import annotations

import os
import re
from functools import cache

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

STARS = "***"
_LEAST = 4  # characters: a shorter secret would blank out ordinary words
_DATABASES = ("XUNCHA_DATABASE",)
_NAMED_SECRET = re.compile(r"SECRET|PASSWORD|PASSWD|TOKEN|ACCESS_KEY", re.I)
# In a database's address everything up to the last @ may be password, even / and @; elsewhere a path may hold an @.
_OF_DATABASE = re.compile(r"\b((?:postgres|mysql|mariadb|redis|amqp|mongodb)[\w+]*://)\S*@", re.I)
_OF_ADDRESS = re.compile(r"\b([a-z][a-z0-9+.-]*://)[^\s/?#\"'<>]*@", re.I)
_SAID = re.compile(
    r"\b([\w.-]*(?:password|passwd|secret|token|access_key|api_key|authorization)[\w.-]*[\"']?\s*[=:]\s*)"
    r"(\"[^\"]*\"|'[^']*'|(?:(?:bearer|basic)\s+)?[^\s,;&\"']+)",
    re.I,
)


def redact_secrets(words: str) -> str:
    """The text with ``***`` in place of each secret."""
    for secret in _ours(*(os.environ.get(name, "") for name in sorted(_names()))):
        words = words.replace(secret, STARS)
    words = _OF_DATABASE.sub(rf"\1{STARS}@", words)
    words = _OF_ADDRESS.sub(rf"\1{STARS}@", words)
    return _SAID.sub(rf"\1{STARS}", words)


def _names() -> frozenset[str]:
    return frozenset(name for name in os.environ if name in _DATABASES or _NAMED_SECRET.search(name))


@cache
def _ours(*values: str) -> tuple[str, ...]:
    """The secrets in these settings, longest first: of an address its password, of anything else the whole value."""
    found = set()
    for value in values:
        try:
            url = make_url(value) if "://" in value else None
        except ArgumentError:
            url = None
        if url is None:
            found.add(value)
        elif url.password:
            found.update((str(url.password), value))
    return tuple(sorted((text for text in found if len(text) >= _LEAST), key=len, reverse=True))
