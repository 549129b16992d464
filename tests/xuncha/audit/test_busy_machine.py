"""An audit on a machine that is busy with other work comes to what it comes to on a quiet one."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.site import Platform
from crawler.vocabulary import Device
from storage.db.session import open_store
from tests.crawler.crawl_helpers import load
from tests.shops.server import serve
from xuncha.audit.pipeline import AuditRequest, perform_audit

pytestmark = pytest.mark.browser
PROCESSES = 12


async def _verdicts(data: Path) -> dict[str, tuple[object, ...]]:
    """What an audit of the bare shop's phone pages says of two items, with the reasons of its gaps."""
    async with serve("bare") as url, open_store(data) as store:
        request = AuditRequest(
            Platform(url), (Device.MOBILE,), ("4.2-2", "7.1-1"), seconds=500.0, pace=0.0, allow_private=True, ocr=False
        )
        done = await perform_audit(store, request, lambda stage, at, planned: None)
    said: dict[str, tuple[object, ...]] = {
        verdict.item: (verdict.verdict, verdict.low, verdict.high) for verdict in done.audit.verdicts
    }
    said["gaps"] = tuple(sorted((gap.role, gap.state, gap.look, gap.reason) for gap in done.site.gaps))
    return said


async def test_no_verdict_differs_but_for_timings(tmp_path: Path) -> None:
    quiet = await _verdicts(tmp_path / "quiet")
    with load(PROCESSES):
        busy = await _verdicts(tmp_path / "busy")
    assert busy == quiet
