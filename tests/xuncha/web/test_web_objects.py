"""The workbench over evidence in an object store: pages, pictures and words, and what is judged in another process."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from storage.decisions import load_decisions
from tests.xuncha.keeping import kept, made
from tests.xuncha.web.deciding.test_deciding import say
from tests.xuncha.web.support.suggesting import suggest
from tests.xuncha.web.support.web_client import open_web
from xuncha.settings.stores import EVIDENCE
from xuncha.web.deciding.settling import settle_due
from xuncha.web.evidence.signed_address import sign_address

pytestmark = pytest.mark.services


async def test_an_audit_is_looked_at_and_decided(tmp_path: Path, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EVIDENCE, bucket)  # as for the program, and for the processes that it starts
    with ProcessPoolExecutor(1, get_context("spawn")) as judging:
        async with open_web(tmp_path / "data", stored=bucket, judging=judging) as web:
            await kept(web.store, made())
            audit, item = await suggest(web.store)
            assert (await web.get("assessor", f"/audits/{audit.visit}")).status_code == 200
            data = await web.state.load_audit(audit.id)
            view = next(view for view in data.views.values() if view.screenshot)
            base = f"/audits/{audit.visit}/items/{item}?view={view.id}"
            for tab in ("picture", "words", "html", "exchange"):
                assert (await web.get("assessor", f"{base}&tab={tab}")).status_code == 200, tab
            host = await web.client(evidence=True)
            picture = await host.get(sign_address(web.state, "picture", view.screenshot))
            assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
            assert (await say(web, "assessor", audit.visit, item)).status_code == 303
            web.clock.pass_by(seconds=11)
            await settle_due(web.state)
            assert [word.item for word in (await load_decisions(web.store, made().platform.url)).items] == [item]
            assert (await web.get("assessor", f"/audits/{audit.visit}")).status_code == 200
            await web.state.memory.wait_for_tasks()
    assert not (tmp_path / "data" / "evidence").exists()
