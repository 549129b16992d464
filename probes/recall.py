"""The measured recall of the readers: how often they find what is there, by check and by role of a page, with its lower bound.

recall.toml beside this file is written by ``python -m tests.eval.recall`` and never by hand::

    [checks."privacy.policy_public"]
    n = 40          samples: pages, names or sentences where the thing is there
    hits = 39       those of them in which the reader found it
    foreign = 31    those of the samples that were not written for the check; at least half
    lower = 0.8713  lower bound of the recall

``[short."privacy.policy_kinds"]`` gives the same for a reader of policies on short ones: half a page in a shop's own
words is not read as well as a text by lawyers (``probes/pages/rules/short_policy.py``). ``[heard."…"]`` counts
as a hit also what the reader did not find but something on the page sounded like (``probes/text/mentions.py``): how
seldom silence hides a thing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import NormalDist
from typing import Annotated

from crawler.settings_file import SettingsFile, read_toml_file
from crawler.table_builder import ConfigurationError, EveryKey, Misbuilt, NumberBound, Share, build_dataclass

TABLE = Path(__file__).resolve().with_name("recall.toml")


@dataclass(frozen=True, slots=True)
class RecallRulesPolicies:
    """[policies] of recall_rules.toml."""

    checks: str
    short: int
    brief: int
    marks: str
    empty: int


RecallWords = Annotated[Mapping[str, str], EveryKey(("zh", "en"))]


@dataclass(frozen=True, slots=True)
class RecallRulesTable:
    """The file recall_rules.toml."""

    level: float
    digits: int
    foreign: float
    entries: tuple[str, ...]
    formed: tuple[str, ...]
    follows: Mapping[str, str]
    policies: RecallRulesPolicies
    words: Annotated[Mapping[str, RecallWords], EveryKey(("unmeasured", "low"))]


FILE = SettingsFile("probes", "recall_rules.toml", RecallRulesTable)
RULES = FILE.load()
Count = Annotated[int, NumberBound(least=0)]


def lower_bound(hits: int, n: int) -> float:
    """The lower end of the Wilson score interval of a share, two-sided at the confidence level of recall_rules; 0 without samples.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927). Raises
    ValueError unless 0 <= hits <= n.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} hits of {n}")
    if n == 0:
        return 0.0
    z = NormalDist().inv_cdf((1 + RULES.level) / 2)
    share, square = hits / n, z * z
    middle = share + square / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, (middle - spread) / (1 + square / n))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """One reader's figures. ``n`` = 0 means never measured; its bound is then 0."""

    n: Count = 0
    hits: Count = 0
    foreign: Count = 0
    lower: Share = 0.0

    @property
    def share(self) -> float:
        """The recall itself as counted, 0-1."""
        return self.hits / self.n if self.n else 0.0


def measure_recall(hits: int, n: int, foreign: int) -> Recall:
    """The figures for these counts, with the bound rounded down as it is stored. Raises ValueError as ``lower_bound`` does."""
    scale = 10**RULES.digits
    return Recall(n=n, hits=hits, foreign=foreign, lower=math.floor(lower_bound(hits, n) * scale) / scale)


UNMEASURED = Recall()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalls:
    """All that was measured: of checks by their ids, separately on ``short`` policies, and as ``heard``; of roles by their names."""

    checks: Mapping[str, Recall] = field(default_factory=dict)
    short: Mapping[str, Recall] = field(default_factory=dict)
    heard: Mapping[str, Recall] = field(default_factory=dict)
    roles: Mapping[str, Recall] = field(default_factory=dict)

    def of_check(self, id: str, *, short: bool = False) -> Recall:
        """The figures of that reader on pages of that kind; UNMEASURED where it was never tried on them."""
        return (self.short if short else self.checks).get(id, UNMEASURED)

    def of_silence(self, id: str) -> Recall:
        """How often that thing was found, or something sounded like it, where it is there; UNMEASURED where that was never tried."""
        return self.heard.get(id, UNMEASURED)

    def of_role(self, role: str) -> Recall:
        """How often pages of that role are found; UNMEASURED where this was never measured."""
        return self.roles.get(role, UNMEASURED)


@cache
def load_recalls(path: Path = TABLE) -> Recalls:
    """Read the table.

    Raises ConfigurationError with one line that names the fault, also where a bound does not follow from its counts.
    """
    raw = read_toml_file(path)
    try:
        found = build_dataclass(Recalls, raw)
    except Misbuilt as fault:
        raise ConfigurationError(f"{path.name}: {fault.said(raw)}") from fault
    for name, recall in (*found.checks.items(), *found.short.items(), *found.heard.items(), *found.roles.items()):
        try:
            fits = (
                recall == measure_recall(recall.hits, recall.n, recall.foreign)
                and recall.foreign >= RULES.foreign * recall.n
            )
        except ValueError as fault:
            raise ConfigurationError(f"{path.name}: {name}: {fault}") from fault
        if not fits:
            raise ConfigurationError(f"{path.name}: {name}: its figures do not fit each other; measure again")
    return found
