"""Which probes may state instead of quoting; that evidence of golden cases stands on its page is seen in tests/probes/test_cases.py."""

from __future__ import annotations

from scoring.record_proof import load_rule as load_rule
from tests.rules import real_checks


def test_only_probes_that_there_are_are_let_off() -> None:
    assert set(load_rule().quotes.stating) - {check.id for check in real_checks()} == set()
