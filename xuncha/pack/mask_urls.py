"""Addresses that carry what a person is, or what opens a session: what the probe of addresses calls secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from probes.privacy import url_secrets
from probes.probe import Params
from xuncha.pack import mask_labels as labels
from xuncha.pack.mask_ledger import Ledger
from xuncha.pack.mask_numbers import Kind, settings

_PARAMETER = re.compile(
    r"[?&;][\w.-]{1,40}=(1[3-9]\d{9}|[\w.+-]{1,64}(?:@|%40)[\w-]{1,63}\.[\w.]{2,63})(?=[&\"'#<\s]|\Z)", re.ASCII
)
_MIXED = re.compile("[0-9].*[A-Za-z]|[A-Za-z].*[0-9]")
_URL = re.compile(r"\"url\":\"([^\"]*=[^\"]*)\"")


@dataclass(slots=True)
class Urls:
    """Fills a ledger; ``params`` are the probe's words."""

    ledger: Ledger
    params: Params
    _met: set[str] = field(default_factory=set)
    _keyed: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        self.ledger.keys = self.params.words["keys"]
        self._keyed = re.compile(f"[?&;](?i:{'|'.join(map(re.escape, self.ledger.keys))})=")

    def record(self, text: str) -> None:
        """The addresses in a record of exchanges."""
        for url in set(_URL.findall(text)) - self._met:
            self._met.add(url)
            self.one(url)

    def one(self, url: str) -> None:
        """Parameters that are secret by their names; other values show what they are in any text."""
        if self._keyed.search(url):
            for _, value in _parsed(url, self.params):
                self._secret(value)

    def any(self, text: str) -> None:
        """Values that show what they are, in whatever addresses a text holds."""
        for found in _PARAMETER.finditer(text):
            self._secret(found[1].replace("%40", "@"))

    def _secret(self, value: str) -> None:
        if re.fullmatch(r"1[3-9]\d{9}", value):
            self.ledger.mobile(value, False, True, False)
        elif "@" in value and next(labels.mails(value), None):
            self.ledger.personal(Kind.MAIL, value)
        elif len(value) >= settings()["specific"]["token"] and value.isascii() and _MIXED.search(value):
            self.ledger.personal(Kind.TOKEN, value)


def _parsed(url: str, secrets: Params) -> Iterator[tuple[str, str]]:
    try:
        yield from url_secrets.secrets(url, secrets)
    except ValueError:  # no address at all
        return
