"""For every probe of both subjects: a good shop does well, and seeing less never earns points nor makes a fail."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from crawler.site import Gap, Site
from crawler.vocabulary import ELDER, GapReason, Role
from probes.finding import Answer, Outcome
from tests.probes.performance.shops import CHECKS, ask, good, redrawn, swapped, timings

# What a good shop cannot show a visitor without typing, or has no occasion to show.
SILENT = {
    "inclusion.elder_gestures": Outcome.NOT_APPLICABLE,
    "inclusion.elder_captcha": Outcome.NOT_APPLICABLE,
    "inclusion.elder_close": Outcome.NOT_APPLICABLE,
    "inclusion.elder_colour": Outcome.UNSURE,
    "performance.search_correction": Outcome.NOT_SEEN,
    "performance.maintenance_notice": Outcome.NOT_APPLICABLE,
    "performance.cookie_flags": Outcome.NOT_APPLICABLE,
    "performance.icon_names": Outcome.NOT_APPLICABLE,
}


def clauses(id: str) -> set[str]:
    """The clauses a probe counts for."""
    return {count.item.rpartition("-")[0] for count in CHECKS[id].counts}


# What the good shop shows all of: how it works and its elder mode. Of villages, small sellers and packaging it says nothing.
SHOWN = sorted(
    id for id in CHECKS if clauses(id) & (clauses("performance.home_speed") | clauses("inclusion.elder_entry"))
)


def broken() -> Site:
    """A shop that does many things wrong on most pages, so that hiding a page could hide a fault."""
    whole = good()
    for role, state in sorted({(view.role, view.state) for view in whole.views}):
        add = [
            {"text": "广告", "font_px": 9.0, "colour": "#cccccc", "box": (0, 0, 12, 12)},
            {"text": "立即下载", "tag": "button", "clickable": True, "box": (0, 3000, 12, 12)},
            {"input_type": "password", "action": "http://shop.example/login"},
        ]
        whole = swapped(whole, role, state, add=add)
    for role in (Role.HOME, Role.LIST, Role.PRODUCT):
        whole = redrawn(whole, role, ELDER, lambda element: dataclasses.replace(element, font_px=15.0))
    return whole


def worth(answer: Answer) -> float:
    if answer.outcome is Outcome.NOT_APPLICABLE:
        return 1.0
    if answer.fraction is not None and answer.outcome in (Outcome.YES, Outcome.NO):
        return answer.fraction
    return 1.0 if answer.outcome is Outcome.YES else 0.0


@pytest.mark.parametrize("id", SHOWN)
def test_a_good_shop_earns_every_point(id: str) -> None:
    answer = ask(id, good())
    assert answer.outcome is SILENT.get(id, Outcome.YES), answer.because
    if answer.outcome is Outcome.YES:
        assert answer.fraction in (None, 1.0), answer.because


@pytest.mark.parametrize("make", [good, broken])
@pytest.mark.parametrize("id", sorted(CHECKS))
def test_hiding_any_one_view_earns_nothing_and_fails_nothing(id: str, make: object) -> None:
    whole: Site = good() if make is good else broken()
    before = ask(id, whole)
    for hidden in whole.views:
        gap = Gap(hidden.role, hidden.state, hidden.device, 1, GapReason.TIMEOUT)
        less = dataclasses.replace(
            whole, views=tuple(view for view in whole.views if view is not hidden), gaps=(*whole.gaps, gap)
        )
        after = ask(id, less)
        where = f"{hidden.role}/{hidden.state}: {before.because.en} -> {after.because.en}"
        assert worth(after) <= worth(before), where
        assert after.outcome is not Outcome.NO or before.outcome is Outcome.NO, where


@pytest.mark.parametrize("id", sorted(CHECKS))
def test_nothing_seen_is_nothing_said(id: str) -> None:
    whole = good()
    gaps = tuple(Gap(view.role, view.state, view.device, 1, GapReason.TIMEOUT) for view in whole.views)
    answer = ask(id, dataclasses.replace(whole, views=(), gaps=gaps, timings=(), fetches=(), history=(), hosts=()))
    assert answer.outcome is Outcome.NOT_SEEN, answer.because


@pytest.mark.parametrize("lcp", [1500.0, 3000.0, 9000.0])
def test_hiding_any_loads_earns_nothing(lcp: float) -> None:
    near = [*timings(Role.HOME, 2), *timings(Role.HOME, 3, lcp_ms=lcp)]
    whole = dataclasses.replace(good(), timings=tuple(near))
    before = worth(ask("performance.home_speed", whole))
    for mask in range(32):
        fewer = tuple(timing for at, timing in enumerate(near) if mask >> at & 1)
        failed = tuple(
            timing if mask >> at & 1 else dataclasses.replace(timing, ok=False) for at, timing in enumerate(near)
        )
        for runs in (fewer, failed):
            after = ask("performance.home_speed", dataclasses.replace(whole, timings=runs))
            assert worth(after) <= before
            assert after.outcome is not Outcome.NO


def test_each_probe_has_a_table_of_its_own() -> None:
    root = Path(__file__).resolve().parents[3] / "probes"
    files = {
        f"{file.parent.name}.{file.stem}"
        for subject in ("inclusion", "performance")
        for file in (root / subject).glob("[!_]*.py")
    }
    assert files == set(CHECKS)
