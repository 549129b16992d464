"""Cold loads are timed when all else was looked at: the second look, on which a fail may rest, does not wait for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.crawl import crawl_site
from crawler.plan import Plan
from crawler.site import Platform
from crawler.vocabulary import Device, Role
from storage.db.session import open_store
from tests.crawler.crawl_helpers import Memory
from tests.shops.server import serve
from xuncha.audit.pipeline import AuditRequest, perform_audit

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("forked_judging")]


async def test_the_second_look_goes_before_the_timings_and_a_timing_asks_for_no_page_anew(tmp_path: Path) -> None:
    stages: list[str] = []
    async with serve("bare") as url, open_store(tmp_path) as store:
        request = AuditRequest(
            Platform(url),
            (Device.DESKTOP,),
            ("5.1-1",),
            seconds=500.0,
            pace=0.0,
            allow_private=True,
            ocr=False,
        )
        done = await perform_audit(store, request, lambda stage, at, planned: stages.append(stage))
        site = done.site
        assert any(load.ok for load in site.timings)
        begun = stages.index("timing")
        assert stages.index("judge") < begun  # after which the second look is taken, where one is needed
        assert not [stage for stage in stages[begun:] if stage.startswith(str(Device.DESKTOP))]
        assert len({view.id for view in site.views}) == len(site.views)

        # The same without anything else to look at: only the loads are made, and no page becomes a gap.
        loads = len(site.timings)
        plan = Plan(frozenset(), devices=(Device.DESKTOP,), timed=frozenset({Role.HOME}), pace=0.0, allow_private=True)
        seen = tuple(view for view in site.views if view.look == 1)
        again = await crawl_site(site.platform, plan, Memory(), seen)
    assert int(again.environment["loads"]) == len(again.timings) >= min(loads, 1)
    assert not again.gaps
    assert again.views == seen
