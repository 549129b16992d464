"""Agreements with many platforms at once are taken back at once, but for those that are decided or changed by then."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scoring.decisions.decision_reuse import JudgingMoment
from storage.audit_list import find_audit, list_audits
from storage.audits import load_audit, save_audit
from storage.decisions import load_decisions
from storage.people.action_log import add_action, list_actions
from storage.people.work.drafts import list_due_drafts, load_draft
from storage.platforms import DueTimes, Registration, save_registration
from storage.visits.audit import new_id
from tests.rules import real_rules
from tests.xuncha.keeping import kept, made
from tests.xuncha.web.deciding.test_deciding import say
from tests.xuncha.web.support.suggesting import suggest
from tests.xuncha.web.support.web_client import Web
from xuncha.judging.rejudge_findings import rejudge_by_rules
from xuncha.web.deciding import batch_agreement
from xuncha.web.deciding.past_acts import RESOLVED
from xuncha.web.deciding.settling import settle_due, settle_later, settle_visit
from xuncha.web.pages import batch_page

OTHER = "https://other.example.cn/"


async def begun(web: Web) -> tuple[dict[str, str], str]:
    """Two platforms with the same finding, their visits by address, and the item for which the same is suggested."""
    (listed,) = await list_audits(web.store)
    site = made()
    await kept(web.store, replace(site, platform=replace(site.platform, url=OTHER)))
    audit, item = await suggest(web.store, listed.url)
    other, _ = await suggest(web.store, OTHER)
    return {listed.url: audit.visit, OTHER: other.visit}, item


async def agree(web: Web, item: str, visits: list[str], who: str = "assessor") -> str:
    """Agree with all of them; returns where the page leads."""
    page = (await web.get(who, f"/items/{item}")).text
    keys = {part.split('"')[0] for part in page.split('name="key" value="')[1:]}
    assert len(keys) == 1
    done = await web.post(who, f"/items/{item}/agree", key=keys.pop(), visit=visits)
    assert done.status_code == 303
    return str(done.headers["location"])


async def undo(web: Web, at: str, who: str = "assessor") -> Any:
    item, batch = at.split("/")[2].partition("?")[0], at.partition("batch=")[2]
    return await web.post(who, f"/items/{item}/agree/{batch}/undo")


async def count_decisions(web: Web, visits: dict[str, str]) -> dict[str, int]:
    return {visit: len((await load_decisions(web.store, url)).items) for url, visit in visits.items()}


async def decide_and_judge(web: Web, visit: str, item: str) -> None:
    """An assessor decides the item on the visit, and it is judged with that."""
    await say(web, "assessor", visit, item, reason="seen by eye")
    await settle_visit(web.state, visit)
    before = await load_audit(web.store, (await find_audit(web.store, visit)).id)
    now = JudgingMoment(before.visit, before.created_at, 365)
    decided = await load_decisions(web.store, OTHER)
    judged = rejudge_by_rules(
        real_rules(), replace(before, id=new_id(), created_at=before.created_at + timedelta(minutes=1)), decided, now
    ).audit
    await save_audit(web.store, judged)


async def test_all_of_it_is_taken_back_and_was_never_a_decision(web: Web) -> None:
    visits, item = await begun(web)
    at = await agree(web, item, list(visits.values()))
    page = (await web.get("assessor", at)).text
    assert "Agreed on 2 platform(s). It can be taken back for all of them for 60 s" in page
    assert 'data-key="u"' in page
    assert page.count("said, may be taken back") == 2
    back = await undo(web, at)
    assert back.status_code == 303
    assert "Taken back on 2 platform(s)" in (await web.get("assessor", back.headers["location"])).text
    assert "已撤回对 2 个平台的同意" in (await web.get("assessor", at + "&lang=zh")).text
    assert await list_due_drafts(web.store, None) == ()
    assert await load_draft(web.store, visits[OTHER], item, web.accounts["assessor"].id) is None
    web.clock.pass_by(minutes=5)
    await settle_due(web.state)
    assert set((await count_decisions(web, visits)).values()) == {0}
    told = [action for action in await list_actions(web.store) if action.action in ("agree_all", "take_back_all")]
    assert [(action.action, action.actor) for action in told] == [
        ("agree_all", "web:assessor"), ("take_back_all", "web:assessor"),
    ]  # fmt: skip
    assert sorted(json.loads(told[1].detail)["visits"]) == sorted(visits.values())
    assert "took back many at once" in (await web.get("admin", "/log")).text


async def test_what_was_decided_or_changed_since_stays_and_is_named(web: Web) -> None:
    visits, item = await begun(web)
    at = await agree(web, item, list(visits.values()))
    (first, _) = visits.values()
    await settle_visit(web.state, first)  # it was signed or exported meanwhile
    back = await undo(web, at)
    page = (await web.get("assessor", back.headers["location"])).text
    assert "Taken back on 1 platform(s)" in page
    assert "Not taken back: " in page
    assert await count_decisions(web, visits) == {first: 1, visits[OTHER]: 0}
    assert json.loads((await list_actions(web.store))[-1].detail)["missed"] == [first]


async def test_what_was_taken_up_on_its_own_is_not_taken_back_with_the_others(web: Web) -> None:
    visits, item = await begun(web)
    at = await agree(web, item, list(visits.values()))
    assert (await web.post("assessor", f"/audits/{visits[OTHER]}/undo/{item}")).status_code == 303
    page = (await web.get("assessor", (await undo(web, at)).headers["location"])).text
    assert "Taken back on 1 platform(s)" in page
    draft = await load_draft(web.store, visits[OTHER], item, web.accounts["assessor"].id)
    assert draft is not None
    assert draft.due_at is None
    assert "batch" not in (await web.get("assessor", f"/audits/{visits[OTHER]}/decide/{item}")).text


async def test_too_late_it_is_refused_with_a_clear_line_in_both_languages(web: Web) -> None:
    visits, item = await begun(web)
    at = await agree(web, item, list(visits.values()))
    web.clock.pass_by(seconds=web.state.settings.deciding.undo_batch_seconds + 1)
    await settle_due(web.state)
    late = await undo(web, at)
    assert late.status_code == 409
    assert "Nothing was taken back" in late.text
    zh = await web.post("assessor", f"/items/{item}/agree/{at.partition('batch=')[2]}/undo?lang=zh")
    assert "未撤回任何一个" in zh.text
    assert set((await count_decisions(web, visits)).values()) == {1}
    assert [action.action for action in await list_actions(web.store)].count("take_back_all") == 0


async def test_own_words_are_not_overwritten_by_agreeing_with_many(web: Web) -> None:
    visits, item = await begun(web)
    await web.post("assessor", f"/audits/{visits[OTHER]}/draft/{item}", reason="my own", version="0")
    page = (await web.get("assessor", await agree(web, item, list(visits.values())))).text
    assert "You have words of your own there" in page
    assert "Agreed on 1 platform(s)" in page
    draft = await load_draft(web.store, visits[OTHER], item, web.accounts["assessor"].id)
    assert draft is not None
    assert draft.body == {"reason": "my own"}


async def test_nobody_takes_back_what_another_person_agreed_with(web: Web) -> None:
    visits, item = await begun(web)
    at = await agree(web, item, list(visits.values()))
    assert (await undo(web, at, "assessor2")).status_code == 404
    assert "can be taken back" not in (await web.get("assessor2", at)).text
    assert len(await list_due_drafts(web.store, None)) == 2


async def test_where_one_settled_a_disagreement_one_does_not_agree_with_many(web: Web) -> None:
    visits, item = await begun(web)
    await say(web, "assessor", visits[OTHER], item)
    await settle_visit(web.state, visits[OTHER])
    detail = {"subject": item, "assessor": "Assessor (assessor)"}
    await add_action(web.store, web.clock(), "web:assessor", RESOLVED, f"visit:{visits[OTHER]}", detail)
    page = (await web.get("assessor", await agree(web, item, list(visits.values())))).text
    assert "You settled a disagreement there" in page
    assert "Agreed on 1 platform(s)" in page


async def test_what_people_decided_is_not_agreed_with_as_if_the_machine_had_said_it(web: Web) -> None:
    visits, item = await begun(web)
    await decide_and_judge(web, visits[OTHER], item)
    page = (await web.get("assessor", f"/items/{item}")).text
    theirs, machines = sorted(page.split('name="key" value="')[1:], key=lambda part: "seen by eye" not in part)
    assert "This is what assessors wrote" in theirs
    assert 'name="visit"' not in theirs
    assert 'name="visit"' in machines
    told = await web.post("assessor", f"/items/{item}/agree", key=theirs.split('"')[0], visit=visits[OTHER])
    assert "People have decided it there" in (await web.get("assessor", told.headers["location"])).text
    assert await list_due_drafts(web.store, None) == ()


async def test_what_may_still_be_taken_back_by_the_clock_becomes_no_decision(web: Web) -> None:
    visits, item = await begun(web)
    await agree(web, item, list(visits.values()))
    drafts = await list_due_drafts(web.store, None)
    await settle_later(web.state, drafts, 0)
    assert await list_due_drafts(web.store, None) == drafts
    web.clock.pass_by(seconds=web.state.settings.deciding.undo_batch_seconds + 1)
    await settle_later(web.state, drafts, 0)
    assert set((await count_decisions(web, visits)).values()) == {1}


async def test_platforms_of_a_tag_are_found_however_long_ago_they_were_looked_at(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is cut is told, and never what was chosen by name."""
    visits, item = await begun(web)
    for url, tag in zip(visits, ("食品", "服装"), strict=True):
        await save_registration(web.store, Registration(url, tags=(tag,)), DueTimes(), web.clock())
    monkeypatch.setattr(batch_agreement, "FRESH", 0)
    monkeypatch.setattr(batch_agreement, "MOST", 1)
    monkeypatch.setattr(batch_page, "MOST", 1)
    whole = (await web.get("assessor", f"/items/{item}")).text
    assert "There are more platforms: these are the 1" in whole
    assert sum(f"/audits/{visit}/decide" in whole for visit in visits.values()) == 1
    for visit, tag in zip(visits.values(), ("食品", "服装"), strict=True):
        page = (await web.get("assessor", f"/items/{item}?tag={tag}")).text
        assert f"/audits/{visit}/decide" in page
        assert "There are more platforms" not in page
    assert "Agreed on 2 platform(s)" in (await web.get("assessor", await agree(web, item, list(visits.values())))).text
