"""Platforms other than the one being judged, and what they or buyers say instead of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from crawler.settings_file import SettingsFile
from crawler.site import Platform
from probes.schema.reading_table import Whole
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class BrandsTable:
    """The file brands.toml."""

    limits: Whole[Literal["opening", "foreign_mentions"]]
    brands: Mapping[str, tuple[str, ...]]


BRANDS = SettingsFile("probes.pages.rules", "brands.toml", BrandsTable)
_BRANDS = BRANDS.load().brands


@dataclass(frozen=True, slots=True)
class StrangersTable:
    """The file strangers.toml."""

    speaks: str
    praised: str


FILE = SettingsFile("probes.text", "strangers.toml", StrangersTable)
_SPEAKS: str = FILE.load().speaks
_PRAISED = re.compile(FILE.load().praised, re.MULTILINE)
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*|\n|[。！？!?；;]+")


def without_strangers(text: str, platform: Platform) -> str:
    """The text without the sentences in which another known platform is said to do something (淘宝网规定…), and lines that quote buyers."""
    text = _PRAISED.sub("", text) if _PRAISED.search(text) else text
    speaks = _speaking(_strangers(platform.name, urlsplit(platform.url).hostname or ""))
    if speaks.search(text) is None:  # the usual case
        return text
    return "".join(piece for piece in _SENTENCE.findall(text) if not speaks.search(piece))


@per_line
def _strangers(name: str, host: str) -> tuple[str, ...]:
    """The known brands that are not this platform's."""

    def own(brand: str) -> bool:
        return brand in name or any(host == one or host.endswith(f".{one}") for one in _BRANDS[brand])

    return tuple(brand for brand in _BRANDS if not own(brand))


@per_line
def _speaking(brands: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_SPEAKS.format(brands="|".join(map(re.escape, brands)) or "(?!)"), re.MULTILINE)
