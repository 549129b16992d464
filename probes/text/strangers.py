"""Platforms other than the one looked at, and sentences in which one of them is the speaker."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from crawler.site import Platform

_BRANDS: dict[str, list[str]] = tomllib.loads(files("probes.reading").joinpath("policy.toml").read_text("utf-8"))[
    "brands"
]
_SPEAKS: str = tomllib.loads(files("probes.text").joinpath("strangers.toml").read_text("utf-8"))["speaks"]
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*|\n|[。！？!?；;]+")


def without_strangers(text: str, platform: Platform) -> str:
    """The text without the sentences by which another known platform is said to do something (淘宝网规定…)."""
    speaks = _speaking(_strangers(platform.name, urlsplit(platform.url).hostname or ""))
    if speaks.search(text) is None:  # mostly
        return text
    return "".join(each for each in _SENTENCE.findall(text) if not speaks.search(each))


@lru_cache(maxsize=64)
def _strangers(name: str, host: str) -> tuple[str, ...]:
    """The known brands that are not this platform's."""

    def own(brand: str) -> bool:
        return brand in name or any(host == one or host.endswith(f".{one}") for one in _BRANDS[brand])

    return tuple(brand for brand in _BRANDS if not own(brand))


@lru_cache(maxsize=64)
def _speaking(brands: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_SPEAKS.format(brands="|".join(map(re.escape, brands)) or "(?!)"), re.MULTILINE)
