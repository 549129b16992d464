"""Judges visits by the copy of the program that it is run with, once with earlier findings taken over and once without.

Run in a process of its own: ``python -m tests.xuncha.rejudge.edited_rules VISITS OUT`` with the copy first on PYTHONPATH.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from crawler.site import Site
from probes.finding import Finding
from probes.profile import effective_profile
from probes.recall import load_recalls
from probes.text.remember import judging_cache
from storage.db.judging_bases import JudgingBasis
from xuncha.judging.basis import compute_basis, list_unchanged
from xuncha.judging.rules import load_rules
from xuncha.judging.ruleset import ROOT
from xuncha.rejudge.reuse import keep_findings


@dataclass(frozen=True, slots=True)
class Earlier:
    """A visit with what an earlier judging found on it, and what that rested on."""

    site: Site
    findings: tuple[Finding, ...] = ()
    profile: Mapping[str, bool] = field(default_factory=dict)
    basis: JudgingBasis = field(default_factory=lambda: JudgingBasis("", {}))


@dataclass(frozen=True, slots=True)
class Again:
    """What it comes to, with and without answers taken over, and how many checks were asked again."""

    whole: tuple[Finding, ...]
    reused: tuple[Finding, ...]
    profile: Mapping[str, bool]
    basis: JudgingBasis
    asked: int
    checks: int


def judged(visits: Sequence[Earlier]) -> list[Again]:
    """Judge all visits by today's rules."""
    rules = load_rules()
    basis = compute_basis(ROOT, rules.checks, rules.standard.values.recall_bar, load_recalls())
    done = []
    for visit in visits:
        with judging_cache():
            profile = effective_profile(visit.site)
            whole = rules.judge(rules.checks, visit.site, profile)
        unchanged = list_unchanged(visit.basis.checks, basis)
        kept = keep_findings(visit.findings, {"profile": visit.profile}, unchanged)
        with judging_cache():
            reused = replace(rules, kept=kept).judge(rules.checks, visit.site, profile)
        done.append(
            Again(whole, reused, profile, basis, len(rules.checks) - len(kept.answers.checks), len(rules.checks))
        )
    return done


def main(given: Path, out: Path) -> None:
    """Judge the visits of one file into another."""
    out.write_bytes(pickle.dumps(judged(pickle.loads(given.read_bytes()))))


if __name__ == "__main__":
    from tests.xuncha.rejudge import edited_rules  # so that what is written down is of the module, not of this program

    edited_rules.main(*map(Path, sys.argv[1:]))
