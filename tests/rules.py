"""The rules of today, loaded once a process however many tests read them: they never change while tests run."""

from __future__ import annotations

from functools import cache

from probes import registry
from probes.probe import Check
from scoring import standard
from scoring.standard_tables import Standard
from xuncha.judging import rules


@cache
def real_rules() -> rules.Rules:
    return rules.load_rules()


@cache
def real_checks() -> tuple[Check, ...]:
    return registry.load_checks()


@cache
def real_standard() -> Standard:
    return standard.load_standard()
