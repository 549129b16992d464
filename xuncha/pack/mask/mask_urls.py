"""Addresses that carry personal data or open a session: whatever the probe of addresses calls secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from probes.privacy import url_secrets
from probes.probe import Params
from xuncha.pack.mask import mask_labels as labels
from xuncha.pack.mask.mask_ledger import Ledger
from xuncha.pack.mask.mask_numbers import ValueKind, load_mask_settings

_PARAMETER = re.compile(
    r"[?&;][\w.-]{1,40}=(1[3-9]\d{9}|[\w.+-]{1,64}(?:@|%40)[\w-]{1,63}\.[\w.]{2,63})(?=[&\"'#<\s]|\Z)", re.ASCII
)
_MIXED = re.compile("[0-9].*[A-Za-z]|[A-Za-z].*[0-9]")
_URL = re.compile(r"\"url\":\"([^\"]*=[^\"]*)\"")


@dataclass(slots=True)
class UrlReader:
    """Fills a ledger; ``params`` are the probe's words."""

    ledger: Ledger
    params: Params
    _met: set[str] = field(default_factory=set)
    _keyed: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        self.ledger.keys = self.params.words["keys"]
        self._keyed = re.compile(f"[?&;](?i:{'|'.join(map(re.escape, self.ledger.keys))})=")

    def record(self, text: str) -> None:
        """Read the addresses in an exchange record."""
        for url in set(_URL.findall(text)) - self._met:
            self._met.add(url)
            self.one(url)

    def one(self, url: str) -> None:
        """Read parameters with secret names; other values are recognised in any text."""
        if self._keyed.search(url):
            for _, value in _parsed(url, self.params):
                self._secret(value)

    def any(self, text: str) -> None:
        """Read the addresses in a text for personal values."""
        for found in _PARAMETER.finditer(text):
            self._secret(found[1].replace("%40", "@"))

    def _secret(self, value: str) -> None:
        if re.fullmatch(r"1[3-9]\d{9}", value):
            self.ledger.mobile(value, False, True, False)
        elif "@" in value and next(labels.find_email_addresses(value), None):
            self.ledger.personal(ValueKind.MAIL, value)
        elif len(value) >= load_mask_settings()["specific"]["token"] and value.isascii() and _MIXED.search(value):
            self.ledger.personal(ValueKind.TOKEN, value)


def _parsed(url: str, secrets: Params) -> Iterator[tuple[str, str]]:
    try:
        yield from url_secrets.find_secrets(url, secrets)
    except ValueError:  # not an address
        return
