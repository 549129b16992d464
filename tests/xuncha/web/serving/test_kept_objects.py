"""Processes that read and judge for pages hold their rules apart from what they tidy up."""

from __future__ import annotations

import gc
from concurrent.futures import ProcessPoolExecutor

from crawler import child_environment
from xuncha.web.deciding.judging_work import load_rules_ahead

RULES = 50_000  # objects, and more, of which the rules alone are made


def test_rules_are_not_looked_through_again() -> None:
    context = child_environment.spawn_context(child_environment.ChildKind.STORE)
    with ProcessPoolExecutor(1, context) as process:
        assert process.submit(gc.get_freeze_count).result() == 0
        process.submit(load_rules_ahead).result()
        assert process.submit(gc.get_freeze_count).result() > RULES
