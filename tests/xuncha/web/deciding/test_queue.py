"""Queues, assigning, agreement and one item across platforms."""

from __future__ import annotations

import re
from typing import Any

import pytest

from storage.audit_list import list_audits
from storage.decisions import load_decisions
from storage.people.account_changes import close_account
from storage.people.logins import end_logins
from storage.people.work.assignments import list_assignments
from storage.people.work.drafts import list_due_drafts
from tests.xuncha.web.deciding.test_deciding import say
from tests.xuncha.web.support.counting import count_trips
from tests.xuncha.web.support.suggesting import suggest
from tests.xuncha.web.support.web_client import Web
from xuncha.web.deciding.settling import settle_due


async def settle(web: Web) -> None:
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)


async def test_an_audit_is_taken_and_stands_in_the_queue_with_its_progress(web: Web) -> None:
    audit, _ = await suggest(web.store)
    assert "Nothing is asked of you" in (await web.get("assessor", "/")).text
    assert (await web.post("assessor", f"/audits/{audit.visit}/take")).status_code == 303
    assert (await web.post("assessor2", f"/audits/{audit.visit}/take")).status_code == 303
    page = (await web.get("assessor", "/")).text
    assert "first reader" in page
    assert f"/{len(audit.verdicts)}<" in page
    assert "second reader" in (await web.get("assessor2", "/")).text
    following = await web.get("assessor", f"/audits/{audit.visit}/next")
    assert following.status_code == 303
    subject = following.headers["location"].rpartition("/")[2]
    shown = "items" if subject in {verdict.item for verdict in audit.verdicts} else "decide"
    assert following.headers["location"] == f"/audits/{audit.visit}/{shown}/{subject}"  # where its pictures are
    assert (await web.post("viewer", f"/audits/{audit.visit}/take")).status_code == 403


async def test_a_lead_asks_people_by_a_day_and_asks_them_no_more(web: Web) -> None:
    audit, item = await suggest(web.store)
    at = f"/audits/{audit.visit}/assign"
    user = str(web.accounts["assessor"].id)
    asked = await web.post("lead", at, user=user, item=item, part="second", due="2026-11-27")
    assert asked.status_code == 303
    assert "overdue" in (await web.get("assessor", "/")).text
    (given,) = await list_assignments(web.store)
    assert (given.item, given.part.value) == (item, "second")
    for wrong in ({"user": str(web.accounts["viewer"].id)}, {"part": "fourth"}, {"item": "nothing"}, {"due": "soon"}):
        bad = await web.post("lead", at, **{"user": user, "item": item, "part": "first", **wrong})
        assert bad.status_code == 422
    assert (await web.post("assessor", at, user=user, part="first")).status_code == 403
    assert (await web.post("lead", f"/audits/{audit.visit}/unassign/{given.id}")).status_code == 303
    assert await list_assignments(web.store) == ()


async def test_a_queue_that_was_looked_at_takes_one_trip_and_tells_what_was_said_meanwhile(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked with who asks is of this moment, and of nobody else."""
    audit, item = await suggest(web.store)
    trips = count_trips(monkeypatch)
    for name in ("assessor", "lead", "viewer"):
        await web.get(name, "/")
        await web.state.memory.wait_for_tasks()
        trips.clear()
        assert "Nothing is asked of you" in (await web.get(name, "/")).text
        assert len(trips) == 1, (name, trips)
    assert (await web.post("assessor", f"/audits/{audit.visit}/take")).status_code == 303
    assert "first reader" in (await web.get("assessor", "/")).text
    assert "first reader" not in (await web.get("viewer", "/")).text
    await say(web, "assessor", audit.visit, item)
    await say(web, "assessor2", audit.visit, item, verdict="fail")
    assert "Disagreements that wait" not in (await web.get("lead", "/")).text
    await settle(web)
    assert "Disagreements that wait" in (await web.get("lead", "/")).text
    await end_logins(web.store, web.accounts["assessor"].id)
    assert (await web.get("assessor", "/")).headers["location"].startswith("/login")
    await close_account(web.store, web.accounts["viewer"].id)
    assert (await web.get("viewer", "/")).headers["location"].startswith("/login")


async def test_a_disagreement_waits_for_the_lead_and_kappa_is_shown(web: Web) -> None:
    audit, item = await suggest(web.store)
    await say(web, "assessor", audit.visit, item)
    await say(web, "assessor2", audit.visit, item, verdict="fail")
    await settle(web)
    assert "Disagreements that wait" in (await web.get("lead", "/")).text
    assert "Disagreements that wait" not in (await web.get("assessor", "/")).text
    page = (await web.get("lead", f"/audits/{audit.visit}/agreement")).text
    assert 'class="differs"' in page
    assert "kappa" in page
    assert "Assessor2 (assessor2)" in page


async def test_a_reader_does_not_see_in_the_table_what_is_not_decided_yet(web: Web) -> None:
    audit, item = await suggest(web.store)
    await say(web, "assessor", audit.visit, item)
    await settle(web)
    page = (await web.get("assessor2", f"/audits/{audit.visit}/agreement")).text
    assert "You are a reader yourself" in page
    assert "Assessor (assessor)" not in page


async def test_equal_findings_are_agreed_with_at_once_and_stored_one_by_one(web: Web) -> None:
    audit, item = await suggest(web.store)
    (url,) = {audit.url for audit in await list_audits(web.store)}
    page = (await web.get("assessor", f"/items/{item}")).text
    key = page.split('name="key" value="')[1].split('"')[0]
    wrong = await web.post("assessor", f"/items/{item}/agree", key="0" * 32, visit=audit.visit)
    assert "Left out: " in (await web.get("assessor", wrong.headers["location"])).text
    assert await list_due_drafts(web.store, None) == ()
    done = await web.post("assessor", f"/items/{item}/agree", key=key, visit=audit.visit)
    assert "Agreed on 1 platform(s)" in (await web.get("assessor", done.headers["location"])).text
    assert (await load_decisions(web.store, url)).items == ()
    web.clock.pass_by(seconds=web.state.settings.deciding.undo_batch_seconds + 1)
    await settle_due(web.state)
    (decision,) = (await load_decisions(web.store, url)).items
    assert (decision.item, decision.agreed) == (item, True)
    assert "no such platforms" in (await web.get("assessor", f"/items/{item}?tag=nowhere")).text


async def test_each_reader_sees_the_own_progress_whatever_another_decided(web: Web) -> None:
    audit, item = await suggest(web.store)
    for reader in ("assessor", "assessor2"):
        await web.post(reader, f"/audits/{audit.visit}/take")
    every = len(audit.verdicts)
    left = every - count_open(await web.get("assessor2", "/"))
    assert f"{left}/{every}<" in (await web.get("assessor2", "/")).text
    await say(web, "assessor", audit.visit, item)
    await settle(web)
    for judged_again in (False, True):
        if judged_again:
            assert (await web.post("lead", f"/audits/{audit.visit}/sign/judge")).status_code == 303
        for reader, done in (("assessor", left + 1), ("assessor2", left)):
            page = await web.get(reader, "/")
            assert f"{done}/{every}<" in page.text
            assert count_open(page) == every - done


def count_open(page: Any) -> int:
    """How many items the page says are still open to its reader."""
    (found,) = re.findall(r"<strong>(\d+)</strong>", page.text.partition("</table>")[0])
    return int(found)
