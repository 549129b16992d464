"""An audit that measured nothing itself says what was measured before, on which day, by the same rules; old figures say nothing."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from crawler.site import Past, Site
from crawler.vocabulary import Device, Role
from probes.finding import Answer, Outcome
from probes.run import judge_site
from tests.cases.build import AT, SHOP
from tests.probes.performance.shops import CHECKS, ask, good

FAST = {
    "ttfb_ms": 200.0, "fcp_ms": 900.0, "lcp_ms": 1500.0, "cls": 0.02, "tbt_ms": 50.0, "connect_ms": 20.0,
    "control_ms": 100.0,
}  # fmt: skip


def measured(days: float, role: Role = Role.HOME, runs: int = 5, ok: int = 5, **given: Any) -> Past:
    load = {name: value for name, value in {**FAST, **given}.items() if value is not None}
    values = {"role": role.value, "device": "desktop", "runs": runs, "ok": ok, "url": f"{SHOP}{role}", **load}
    return Past(AT - timedelta(days=days), "timing", {**values, "loads": (load,) * ok})


def untimed(*past: Past) -> Site:
    return dataclasses.replace(good(), timings=(), history=past)


def home(*past: Past) -> Answer:
    return ask("performance.home_speed", untimed(*past))


@pytest.mark.parametrize("role", [Role.HOME, Role.LIST, Role.PRODUCT])
def test_the_day_of_the_measurement_is_said(role: Role) -> None:
    answer = ask(f"performance.{role}_speed", untimed(measured(3, role)))
    assert (answer.outcome, answer.fraction) == (Outcome.YES, 1.0)
    assert "2026-11-21" in answer.because.zh
    assert "2026-11-21" in answer.because.en
    assert answer.values["measured_on"] == "2026-11-21"
    assert [(piece.view, piece.url) for piece in answer.evidence] == [("", f"{SHOP}{role}")]


def test_without_a_measurement_that_is_new_enough_nothing_is_said() -> None:
    for past in ((), (measured(14.1),), (measured(-1),), (measured(1, Role.LIST),)):
        answer = home(*past)
        assert (answer.outcome, answer.reason) == (Outcome.NOT_SEEN, "not_timed")
    phone = measured(1)
    phone = dataclasses.replace(phone, values={**phone.values, "device": "mobile"})
    assert home(phone).reason == "not_timed"
    assert home(measured(13.9)).outcome is Outcome.YES


def test_the_newest_one_counts() -> None:
    assert home(measured(5), measured(2, lcp_ms=3000.0), measured(3)).fraction == 0.5


def test_the_same_classes_and_the_same_noise() -> None:
    assert home(measured(1, lcp_ms=3000.0)).fraction == 0.5
    assert home(measured(1, lcp_ms=3000.0, connect_ms=400.0)).reason == "noise"
    assert home(measured(1, lcp_ms=3000.0, control_ms=None)).reason == "no_baseline"
    assert home(measured(1, lcp_ms=None)).reason == "undecidable"
    assert home(measured(1, ok=2)).reason == "sample_small"
    assert home(measured(1, runs=5, ok=4)).fraction == 1.0
    assert home(measured(1, runs=5, ok=3)).reason == "sample_small"  # two lost loads could change the class


def test_slow_needs_two_measured_days() -> None:
    slow: dict[str, Any] = {"lcp_ms": 9000.0}
    assert home(measured(1, **slow)).reason == "second_day"
    assert home(measured(1, **slow), measured(1.1, **slow)).reason == "second_day"  # the same day
    assert home(measured(1, **slow), measured(4)).reason == "second_day"
    assert home(measured(1, **slow), measured(40, **slow)).outcome is Outcome.NO


def test_the_visit_s_own_loads_go_first() -> None:
    whole = dataclasses.replace(good(), history=(measured(1, lcp_ms=9000.0),))
    assert ask("performance.home_speed", whole).fraction == 1.0


def test_layout_shift_is_read_the_same_way() -> None:
    answer = ask("performance.layout_shift", untimed(measured(3)))
    assert answer.outcome is Outcome.YES
    assert "2026-11-21" in answer.because.zh
    assert ask("performance.layout_shift", untimed()).reason == "sample_small"


def test_a_measurement_of_another_day_is_no_second_look() -> None:
    whole = untimed(measured(1, lcp_ms=3000.0))
    again = tuple(dataclasses.replace(view, id=f"w{view.id}", look=2) for view in whole.views if view.role is Role.HOME)
    findings = judge_site(
        (CHECKS["performance.home_speed"],), dataclasses.replace(whole, views=(*whole.views, *again)), strict=True
    )
    said = {finding.look: finding.answer.reason for finding in findings if finding.device is Device.DESKTOP}
    assert said == {1: "", 2: "not_timed"}
