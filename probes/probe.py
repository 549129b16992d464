"""A probe asks one question of a Site; a Check is a probe with its table of probes.toml."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from crawler.plan import ActContext
from crawler.site import Site
from crawler.vocabulary import LANDED, Role
from probes.finding import Answer, Outcome, Text


@dataclass(frozen=True, slots=True)
class Need:
    """A view a probe reads. A required one is guaranteed to be there when ``judge`` is called.

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
    """The words, limits and texts of one probe's table. Asking for one that is not there raises KeyError.

    ``texts`` say in both languages what answers call the things looked for.
    """

    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=dict)
    texts: Mapping[str, Text] = field(default_factory=dict)

    def limit(self, name: str) -> float:
        """The value of that limit. Raises KeyError for one the table does not hold."""
        return self.limits[name].value

    @property
    def subject(self) -> Text:
        """What answers call the thing looked for."""
        return self.texts["subject"]


@dataclass(frozen=True, slots=True)
class ProbeAct:
    """Clicks that a probe asks for: they only capture states for judges to read, and judge nothing themselves."""

    starts: Role
    captures: tuple[tuple[Role, str], ...]
    run: Callable[[ActContext, Params], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Probe:
    """One question. ``judge`` is pure and gets the visit as one device saw it in one look.

    ``timed`` names the roles whose cold loads it reads, ``fetches`` the purposes of the light looks it reads. Its
    table must hold ``words``, ``limits`` and ``texts``, and may hold ``may_words`` and ``may_limits`` too; the start
    is refused where they differ. ``clears_by_words``: a good YES says that objectionable Chinese words stand nowhere.
    """

    reads: tuple[Need, ...]
    judge: Callable[[Site, Params], Answer]
    act: ProbeAct | None = None
    timed: tuple[Role, ...] = ()
    fetches: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    may_words: tuple[str, ...] = ()
    may_limits: tuple[str, ...] = ()
    clears_by_words: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """Where a probe counts: ``points`` for that check of that item."""

    item: str
    check: str
    points: float


@dataclass(frozen=True, slots=True)
class Check:
    """A probe as its table sets it up. ``stated``: it asks what the shop's own texts say, so only the main text of pages can answer.

    The runner turns a bad answer below 0.8 confidence (absence.toml) into UNSURE.
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
