"""Which probes may state instead of quoting; that evidence of golden cases stands on its page is seen in tests/probes/test_cases.py."""

from __future__ import annotations

from probes.registry import load as load_checks
from scoring.proof import load as load_rule


def test_only_probes_that_there_are_are_let_off() -> None:
    assert set(load_rule().quotes.stating) - {check.id for check in load_checks()} == set()
