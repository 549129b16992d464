"""Budgets, waits and manners of looking, read once from limits.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from crawler.vocabulary import Device


@dataclass(frozen=True, slots=True)
class AuditLimits:
    seconds: float
    finish_seconds: float
    grace_seconds: float
    pages: int
    rss_bytes: int


@dataclass(frozen=True, slots=True)
class PageLimits:
    load_seconds: float
    shown_chars: int
    rest_seconds: float
    settle_seconds: float
    quiet_ms: int
    close_seconds: float
    tab_loads: int
    act_seconds: float
    bytes: int
    navigations: int
    dialogs: int
    rss_bytes: int
    watch_seconds: float
    whole_seconds: float
    body_seconds: float
    traps: int
    scroll_screens: int
    scroll_growths: int
    scroll_height: int
    scroll_rounds: int
    scrollers: int
    scroll_wait_ms: int
    stable_rounds: int
    hang_seconds: float
    picture_height: int
    picture_quality: int
    picture_screens: int
    body_bytes: int
    body_fetch_bytes: int
    bodies_bytes: int
    request_bytes: int
    record_exchanges: int
    menus: int
    menu_wait_ms: int
    layers: int


@dataclass(frozen=True, slots=True)
class MachineLimits:
    every_seconds: float
    work_seconds: float
    samples: int
    most: float
    burning: float
    look_seconds: float


@dataclass(frozen=True, slots=True)
class Manners:
    pace: float
    robots_token: str
    longest_crawl_delay: float
    contact: str
    robots_bytes: int
    site_maps: int
    site_map_bytes: int
    site_map_pages: int


@dataclass(frozen=True, slots=True)
class TimingLimits:
    runs: int
    load_seconds: float
    whole_seconds: float
    after_seconds: float


@dataclass(frozen=True, slots=True)
class LinkLimits:
    sample: int
    seconds: float


@dataclass(frozen=True, slots=True)
class SampleLimits:
    refused: int
    walls: int
    pool: int
    lists: dict[Device, int]
    products: dict[Device, int]


@dataclass(frozen=True, slots=True)
class Screen:
    """A device's viewport in CSS px."""

    width: int
    height: int
    mobile: bool


_DATA = tomllib.loads(files("crawler").joinpath("limits.toml").read_text("utf-8"))
AUDIT = AuditLimits(**_DATA["audit"])
PAGE = PageLimits(**_DATA["page"])
MACHINE = MachineLimits(**_DATA["machine"])
MANNERS = Manners(**_DATA["manners"])
TIMING = TimingLimits(**_DATA["timing"])
LINKS = LinkLimits(**_DATA["links"])
SAMPLE = SampleLimits(
    refused=_DATA["sample"]["refused"],
    walls=_DATA["sample"]["walls"],
    pool=_DATA["sample"]["pool"],
    lists={device: _DATA["sample"][device]["lists"] for device in Device},
    products={device: _DATA["sample"][device]["products"] for device in Device},
)
SCREENS: dict[Device, Screen] = {Device(name): Screen(**screen) for name, screen in _DATA["devices"].items()}
