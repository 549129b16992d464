"""An audit is read in a judging process and kept small; queues have theirs made ready, and no answer is another for it."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import select

from storage.audit_list import ListedAudit, find_audit, list_audits
from storage.audits import load_audit
from storage.db.tables import ViewRow
from tests.xuncha.web.deciding.test_deciding import say
from tests.xuncha.web.support.suggesting import suggest
from tests.xuncha.web.support.web_client import Web, open_web
from xuncha.judging.verdict_digest import hash_verdicts
from xuncha.reports import words
from xuncha.reports.judged_record import serialize_findings, serialize_items
from xuncha.reports.order import find_deciding_findings
from xuncha.sheets.attach import DocumentParticulars, attach_document, check_upload
from xuncha.web.audit_data import AuditCache, AuditData
from xuncha.web.deciding.settling import settle_due
from xuncha.web.web_memory import WebMemory


async def only_listed(web: Web) -> ListedAudit:
    (listed,) = await list_audits(web.store)
    return listed


async def test_what_pages_are_given_is_what_is_stored(web: Web) -> None:
    listed, rules = await only_listed(web), web.state.rules
    data, audit = await web.state.load_audit(listed.id), await load_audit(web.store, listed.id)
    findings = [words.clean_data(found) for found in serialize_findings(rules.checks, audit.findings)]
    assert findings
    assert [data.findings[found["id"]] for found in findings] == findings
    assert list(data.findings) == [found["id"] for found in findings]
    assert "nothing" not in data.findings
    assert data.findings.get("nothing") is None
    items = [words.clean_data(item) for item in serialize_items(rules.standard, rules.checks, audit.verdicts)]
    assert list(data.items.values()) == items
    assert hash_verdicts(data.audit) == hash_verdicts(audit)
    assert (data.audit.verdicts, data.audit.scores, data.audit.facts) == (audit.verdicts, audit.scores, audit.facts)
    for item in items:
        deciding = find_deciding_findings(item, data.findings)
        assert set(data.glances[item["item"]].devices) == {found["device"] for found in deciding}
    async with web.store.reading() as session:
        assert set(data.views) == set(await session.scalars(select(ViewRow.id).where(ViewRow.visit_id == listed.visit)))


async def test_many_who_ask_at_once_have_it_read_once(web: Web) -> None:
    listed = await only_listed(web)
    found = await asyncio.gather(*(web.state.load_audit(listed.id) for _ in range(5)))
    assert all(data is found[0] for data in found)


async def test_an_audit_that_nobody_looks_at_any_more_is_let_go(web: Web) -> None:
    audit, item = await suggest(web.store)
    for page in (f"/audits/{audit.visit}", f"/audits/{audit.visit}/items/{item}"):
        assert (await web.get("viewer", page)).status_code == 200
    await web.state.memory.wait_for_tasks()
    memory = web.state.memory
    memory.seen, memory.judged = type(memory.seen)(), type(memory.judged)()
    web.state.audits.drop(audit.visit)
    gc.collect()
    assert not any(isinstance(kept, AuditData) for kept in gc.get_objects())


async def test_the_queue_has_its_audits_ready_for_those_who_decide(web: Web) -> None:
    listed = await only_listed(web)
    await web.get("viewer", "/")
    await web.state.memory.wait_for_tasks()
    assert not web.state.audits.has(listed.id)
    await web.get("assessor", "/")
    await web.state.memory.wait_for_tasks()
    assert web.state.audits.has(listed.id)
    assert web.state.audits.ahead == 1
    assert (await web.get("assessor", f"/audits/{listed.id}")).status_code == 200
    assert web.state.audits.ahead == 0  # it was looked at, and is among those now
    assert web.state.audits.has(listed.id)


async def test_no_more_is_made_ready_than_there_is_room_for(web: Web) -> None:
    listed, state = await only_listed(web), web.state
    await state.audits.prepare(state.store, state.judging, listed.id, 0)
    assert state.audits.ahead == 0
    assert not state.audits.has(listed.id)


async def test_pages_stay_where_the_judging_process_has_ended(audited: Path, tmp_path: Path) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as judging:
        async with open_web(tmp_path / "data", audited, judging=judging) as web:
            listed = await only_listed(web)
            pid = await asyncio.get_running_loop().run_in_executor(judging, os.getpid)
            os.kill(pid, signal.SIGKILL)
            page = await web.get("viewer", f"/audits/{listed.id}")
            assert page.status_code == 200
            assert (await web.state.load_audit(listed.id)).findings


async def test_no_page_waits_for_a_visit_that_is_judged(web: Web, tmp_path: Path) -> None:
    listed, gate = await only_listed(web), tmp_path / "gate"
    os.mkfifo(gate)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as reading:
        state = replace(web.state, reading=reading)
        long = state.judging.submit(gate.read_bytes)  # goes on until somebody writes
        assert (await state.load_audit(listed.id)).findings
        assert not long.done()
        await asyncio.to_thread(gate.write_bytes, b"")
        await asyncio.wrap_future(long)


async def test_a_document_that_another_process_filed_is_shown(web: Web) -> None:
    audit, item = await suggest(web.store)
    at = f"/audits/{audit.visit}/items/{item}"
    assert "licence-of-another.pdf" not in (await web.get("assessor", at)).text
    listed = await find_audit(web.store, audit.visit)
    file = check_upload("licence-of-another.pdf", b"%PDF-1.7 a licence")
    await attach_document(web.store, listed, file, (item,), DocumentParticulars(by="Chen"))
    assert "licence-of-another.pdf" in (await web.get("assessor", at)).text


async def test_two_processes_show_the_same_decisions(web: Web) -> None:
    audit, item = await suggest(web.store)
    other = replace(web.state, audits=AuditCache(), memory=WebMemory())
    await say(web, "assessor", audit.visit, item)
    web.clock.pass_by(seconds=11)
    await settle_due(other)  # it waits in the store, whatever process it was said to
    page = (await web.get("assessor", f"/audits/{audit.visit}/items/{item}")).text
    assert "Assessor" in page
    data = await web.state.load_audit(audit.id)
    assert data.audit.decisions == ()  # what is stored never changes: decisions are judged into one of their own
