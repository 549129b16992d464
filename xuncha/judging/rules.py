"""Today's rules: the standard and the probes, loaded and bound to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crawler.site import Site
from probes import registry, run
from probes.finding import Finding, KnownAnswers
from probes.probe import Check
from probes.run import Asking
from scoring import standard as standards
from scoring.standard_tables import Standard


@dataclass(frozen=True, slots=True)
class EarlierFindings:
    """The answers of an earlier judging that still hold, and the profile that it went by."""

    answers: KnownAnswers
    profile: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Rules:
    """The two tables, loaded and bound to each other."""

    standard: Standard
    checks: tuple[Check, ...]
    asking: Asking = run.answer_plainly  # asks each check
    kept: EarlierFindings | None = None  # what still holds of an earlier judging of the one Site that is judged

    def needed(self, items: tuple[str, ...]) -> tuple[Check, ...]:
        """The checks needed to judge these items; none given = all. Raises ConfigurationError for an unknown one."""
        return standards.needed_checks(self.standard, self.checks, items) if items else self.checks

    def judge(self, checks: Iterable[Check], site: Site, profile: Mapping[str, bool]) -> tuple[Finding, ...]:
        """What those checks find on the Site under the profile, with the standard's threshold for absence."""
        checks = tuple(checks)
        return run.judge_site(
            checks,
            site,
            profile=profile,
            bar=self.standard.values.recall_bar,
            asking=self.asking,
            known=self._known(checks, profile),
        )

    def _known(self, checks: tuple[Check, ...], profile: Mapping[str, bool]) -> KnownAnswers:
        """The earlier answers that hold under this profile too: flags that a check does not name do not matter to it."""
        if self.kept is None:
            return run.NONE_KNOWN
        then = self.kept.profile
        alike = {check.id for check in checks if all(then.get(flag) == profile.get(flag) for flag in check.profile)}
        return KnownAnswers(self.kept.answers.checks & alike, self.kept.answers.answers)


def load_rules() -> Rules:
    """Today's rules, built again only when a table changes.

    Raises ConfigurationError with one line that names the error.
    """
    return _built(_content(standards.TABLE), _content(registry.TABLE))


def _content(table: Path) -> bytes:
    """The table's bytes; none where it cannot be read, which is reported when it is built."""
    try:
        return table.read_bytes()
    except OSError:
        return b""


@lru_cache(maxsize=1)
def _built(_standard: bytes, _probes: bytes) -> Rules:
    standard = standards.load_standard()
    checks = registry.load_checks()
    standards.bind_standard(standard, checks)
    return Rules(standard, checks)
