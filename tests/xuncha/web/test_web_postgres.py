"""The workbench on PostgreSQL: every page answers, and who is logged in goes on after a restart of the database, with all that was said."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from storage.decisions import load_decisions
from tests.storage.servers import NoServer, postgres, restart
from tests.xuncha.keeping import kept, made
from tests.xuncha.web.deciding.test_deciding import say
from tests.xuncha.web.support.suggesting import suggest
from tests.xuncha.web.support.web_client import open_web
from tests.xuncha.web.test_axe import LEAST, list_addresses, name_things
from xuncha.web.deciding.settling import settle_due

pytestmark = pytest.mark.services


async def test_a_restart_under_a_session_loses_neither_the_log_in_nor_a_word(tmp_path: Path) -> None:
    try:
        with postgres() as address:
            async with open_web(tmp_path / "data", database=address) as web:
                await kept(web.store, made())
                audit, item = await suggest(web.store)
                assert (await say(web, "assessor", audit.visit, item)).status_code == 303
                draft = f"/audits/{audit.visit}/draft/goods"
                assert (await web.post("assessor", draft, verdict="yes", version="0")).status_code == 200
                await asyncio.to_thread(restart, address)
                page = await web.get("assessor", f"/audits/{audit.visit}/decide/goods")
                assert page.status_code == 200
                assert 'value="yes" data-key="1" checked' in page.text
                web.clock.pass_by(seconds=11)
                await settle_due(web.state)
                (decision,) = (await load_decisions(web.store, made().platform.url)).items
                assert (decision.item, decision.assessor) == (item, "Assessor (assessor)")
    except NoServer as reason:
        pytest.skip(f"no PostgreSQL: {reason}")


async def test_every_page_answers_twice(tmp_path: Path) -> None:
    """At first as to a stranger, then with what was asked ahead for who looked before."""
    try:
        with postgres() as address:
            async with open_web(tmp_path / "data", database=address) as web:
                await kept(web.store, made())
                things = await name_things(web)
                paths = list_addresses(web, things, web.accounts["viewer"].id)
                for name in ("admin", "assessor", "lead"):
                    answers = [(path, (await web.get(name, path)).status_code) for path in paths * 2]
                    assert [answer for answer in answers if answer[1] >= 500] == [], name
                    assert sum(code == 200 for _, code in answers) >= 2 * LEAST, name
    except NoServer as reason:
        pytest.skip(f"no PostgreSQL: {reason}")
