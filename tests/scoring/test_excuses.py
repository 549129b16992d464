"""A cap with a floor excuses an item; where the excuse may not hold, what it gave is not sure either."""

from __future__ import annotations

from dataclasses import replace

from probes.finding import Outcome
from scoring.standard_tables import Verdict
from scoring.verdict import judge_items
from tests.rules import real_standard
from tests.scoring.made import NO, checks_of, everywhere, item, said, small


def test_an_excuse_that_may_not_hold_takes_back_what_it_gave_and_decides_nothing() -> None:
    excuse = {"probe": "made.excuse", "below": 0.5, "at_least": "partial"}
    standard = small(item("1.1-1", (60, 40), (80, 50), caps=[excuse]))
    checks = checks_of(standard)
    lost = [finding for check in checks[:2] for finding in everywhere(check.id, NO)]
    (before,) = judge_items(standard, checks, [*lost, *everywhere("made.excuse", said(Outcome.YES, 0.3))])
    assert (before.verdict, before.low) == (Verdict.PARTIAL, real_standard().values.partial_low)
    open_ = replace(said(Outcome.YES, 0.3), ceiling=1.0)
    (after,) = judge_items(standard, checks, [*lost, *everywhere("made.excuse", open_)])
    assert (after.verdict, after.low) == (Verdict.INCONCLUSIVE, 0.0)
