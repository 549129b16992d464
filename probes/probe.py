"""A probe asks one question of a Site; a Check is a probe with its table of probes.toml."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from crawler.plan import Visit
from crawler.site import Site
from crawler.vocabulary import LANDED, Role
from probes.finding import Answer, Outcome, Text


@dataclass(frozen=True, slots=True)
class Need:
    """A view a probe reads. Required ones are guaranteed to be there when ``judge`` is called.

    ``absent`` is the answer the runner gives for the probe where the shop does not offer this page at all.
    """

    role: Role
    state: str = LANDED
    required: bool = True
    absent: Outcome = Outcome.NO


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold with its source. Tier V, S, K as in the project's criteria; P = set by this project (本项目设定)."""

    value: float
    unit: str = ""
    source: str = ""
    tier: str = "P"


@dataclass(frozen=True, slots=True)
class Params:
    """The words and limits of one probe's table. Asking for one that is not there raises KeyError."""

    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=dict)

    def limit(self, name: str) -> float:
        return self.limits[name].value


@dataclass(frozen=True, slots=True)
class Acting:
    """Clicks a probe asks for: they capture states for judges to read and judge nothing themselves."""

    starts: Role
    captures: tuple[tuple[Role, str], ...]
    run: Callable[[Visit, Params], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Probe:
    """One question. ``judge`` gets the visit as one device saw it in one look, and is pure.

    ``timed`` names roles whose cold loads it reads, ``fetches`` the purposes of light looks it reads.
    """

    reads: tuple[Need, ...]
    judge: Callable[[Site, Params], Answer]
    act: Acting | None = None
    timed: tuple[Role, ...] = ()
    fetches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """Where a probe counts: ``points`` of that check of that item."""

    item: str
    check: str
    points: float


@dataclass(frozen=True, slots=True)
class Check:
    """A probe as its table sets it up. ``stated``: it asks what the shop's own texts say, so a page's main text alone answers.

    A bad answer below 0.8 confidence (absence.toml) is turned into UNSURE by the runner.
    """

    id: str  # subject.name = file = table
    probe: Probe
    question: Text
    counts: tuple[Count, ...]
    params: Params
    good: Outcome = Outcome.YES
    confidence: float = 0.8
    stated: bool = False
    profile: Mapping[str, bool] = field(default_factory=dict)  # flags that must not contradict the platform's profile
