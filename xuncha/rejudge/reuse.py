"""What still holds of an audit when its visit is judged again: the answers of checks that rest on nothing that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from probes.finding import Finding, KnownAnswers, Outcome
from storage.db.judging_bases import JudgingBasis, load_audit_basis
from storage.db.session import Store
from xuncha.judging.basis import list_unchanged
from xuncha.judging.rules import EarlierFindings


async def find_reusable_checks(store: Store, audit: str, seen: str, now: JudgingBasis) -> frozenset[str]:
    """The checks that would answer as they did in that audit; none where the visit, whose hash is ``seen``, changed."""
    before = await load_audit_basis(store, audit)
    return list_unchanged(before.checks, now) if before is not None and before.seen == seen else frozenset()


def keep_findings(
    findings: Sequence[Finding], facts: Mapping[str, object], unchanged: frozenset[str]
) -> EarlierFindings:
    """The answers of those checks, as far as an audit with those findings and facts has them.

    A check with an error is asked again, as it may have run out of time. So is one without any answer, which was not
    asked then.
    """
    asked = {finding.probe for finding in findings}
    kept = unchanged & asked - _at_fault(findings)
    answers = {
        (finding.probe, finding.device, finding.look): finding.answer for finding in findings if finding.probe in kept
    }
    profile = facts.get("profile")
    return EarlierFindings(KnownAnswers(kept, answers), profile if isinstance(profile, dict) else {})


def _at_fault(findings: Iterable[Finding]) -> frozenset[str]:
    return frozenset(finding.probe for finding in findings if finding.outcome is Outcome.ERROR)
