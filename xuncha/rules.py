"""The rules of today: the standard and the probes, loaded and bound to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crawler.site import Site
from probes import registry, run
from probes.finding import Finding
from probes.probe import Check
from scoring import standard as standards
from scoring.tables import Standard


@dataclass(frozen=True, slots=True)
class Rules:
    """The two tables, loaded and bound to each other."""

    standard: Standard
    checks: tuple[Check, ...]

    def needed(self, items: tuple[str, ...]) -> tuple[Check, ...]:
        """The checks that must be asked to judge these items; none given = all. Raises ConfigurationError for an unknown one."""
        return standards.needed(self.standard, self.checks, items) if items else self.checks

    def judge(self, checks: Iterable[Check], site: Site, profile: Mapping[str, bool]) -> tuple[Finding, ...]:
        """What those checks find on the Site under the profile, absence weighed by the bar of the standard."""
        return run.judge(checks, site, profile=profile, bar=self.standard.values.recall_bar)


def load_rules() -> Rules:
    """Built once a process while the bytes of both tables stay the same. Raises ConfigurationError with one line that names the fault."""
    return _built(_content(standards.TABLE), _content(registry.TABLE))


def _content(table: Path) -> bytes:
    """What the table holds; nothing where it cannot be read, which is said where it is built."""
    try:
        return table.read_bytes()
    except OSError:
        return b""


@lru_cache(maxsize=1)
def _built(_standard: bytes, _probes: bytes) -> Rules:
    standard = standards.load()
    checks = registry.load()
    standards.bind(standard, checks)
    return Rules(standard, checks)
