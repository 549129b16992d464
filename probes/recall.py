"""How often the readers find what is there, as measured: counts by check and by role of a page, and the bound absence rests on.

recall.toml beside this file is written by ``python -m tests.eval.recall`` and never by hand::

    [checks."privacy.policy_public"]
    n = 40          samples: pages, names or sentences where the thing is there
    hits = 39       of these the reader said so on
    foreign = 31    of the samples, those that were not written for the check; at least half
    lower = 0.8713  lower bound of the recall
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from statistics import NormalDist
from typing import Annotated, Any

from probes.building import Bound, Misbuilt, Share, build
from probes.configuration import ConfigurationError

TABLE = Path(__file__).resolve().with_name("recall.toml")
RULES: dict[str, Any] = tomllib.loads(files("probes").joinpath("recall_rules.toml").read_text("utf-8"))
Count = Annotated[int, Bound(least=0)]


def lower_bound(hits: int, n: int) -> float:
    """The lower end of the Wilson score interval of a share, two-sided at the level of the rules; 0 where nothing was sampled.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).

    Raises ValueError unless 0 <= hits <= n.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} hits of {n}")
    if n == 0:
        return 0.0
    z = NormalDist().inv_cdf((1 + RULES["level"]) / 2)
    share, square = hits / n, z * z
    middle = share + square / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, (middle - spread) / (1 + square / n))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """One reader's figures. Nothing measured is ``n`` = 0, and its bound 0."""

    n: Count = 0
    hits: Count = 0
    foreign: Count = 0
    lower: Share = 0.0

    @property
    def share(self) -> float:
        """The recall itself, as counted."""
        return self.hits / self.n if self.n else 0.0


def measured(hits: int, n: int, foreign: int) -> Recall:
    """The figures of such counts, with their bound rounded down as it is stored. Raises ValueError as ``lower_bound`` does."""
    scale = 10 ** RULES["digits"]
    return Recall(n=n, hits=hits, foreign=foreign, lower=math.floor(lower_bound(hits, n) * scale) / scale)


UNMEASURED = Recall()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalls:
    """All that was measured: of checks by their ids, of roles by their names."""

    checks: Mapping[str, Recall] = field(default_factory=dict)
    roles: Mapping[str, Recall] = field(default_factory=dict)

    def of_check(self, id: str) -> Recall:
        return self.checks.get(id, UNMEASURED)

    def of_role(self, role: str) -> Recall:
        return self.roles.get(role, UNMEASURED)


@cache
def load(path: Path = TABLE) -> Recalls:
    """What the table says. Raises ConfigurationError with one line that names the fault: also where a bound is not that of its counts."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        found = build(Recalls, raw)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ConfigurationError(f"{path.name}: {fault}") from fault
    except Misbuilt as fault:
        raise ConfigurationError(f"{path.name}: {fault.said(raw)}") from fault
    for name, each in (*found.checks.items(), *found.roles.items()):
        try:
            fits = each == measured(each.hits, each.n, each.foreign) and each.foreign >= RULES["foreign"] * each.n
        except ValueError as fault:
            raise ConfigurationError(f"{path.name}: {name}: {fault}") from fault
        if not fits:
            raise ConfigurationError(f"{path.name}: {name}: its figures do not fit each other; measure again")
    return found
