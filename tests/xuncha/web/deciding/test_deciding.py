"""Deciding in the browser: a word waits, becomes a decision, is taken back, is asked about, and is never lost."""

from __future__ import annotations

import re
from typing import Any

import pytest

from scoring.standard_tables import Verdict
from storage.audit_list import list_audits
from storage.decisions import load_decisions
from storage.people.action_log import list_actions
from storage.people.work.drafts import list_due_drafts, load_draft
from tests.xuncha.web.support.suggesting import BECAUSE, suggest
from tests.xuncha.web.support.web_client import Web
from xuncha.web.deciding.settling import settle_due


async def begun(web: Web) -> tuple[str, str, str]:
    """The visit, its platform, and an item for which something is suggested."""
    (listed,) = await list_audits(web.store)
    audit, item = await suggest(web.store)
    return audit.visit, listed.url, item


async def say(web: Web, who: str, visit: str, subject: str, **fields: str) -> Any:
    given = {"verdict": "pass", "reason": "看过", "version": "0", "why": "核对过", **fields}
    return await web.post(who, f"/audits/{visit}/decide/{subject}", **given)


async def test_a_word_waits_then_becomes_a_decision_by_the_person_logged_in(web: Web) -> None:
    visit, url, item = await begun(web)
    answer = await say(web, "assessor", visit, item, assessor="Somebody else")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/audits/{visit}/decide/")
    assert (await load_decisions(web.store, url)).items == ()
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    (decision,) = (await load_decisions(web.store, url)).items
    assert (decision.item, decision.verdict, decision.assessor) == (item, Verdict.PASS, "Assessor (assessor)")
    assert await list_due_drafts(web.store, None) == ()
    told = [action for action in await list_actions(web.store) if action.action == "decide"]
    assert [action.actor for action in told] == ["web:assessor"]


async def test_what_is_taken_back_was_never_a_decision(web: Web) -> None:
    visit, url, item = await begun(web)
    await say(web, "assessor", visit, item)
    page = await web.get("assessor", f"/audits/{visit}/decide/{item}")
    assert "can be taken back" in page.text
    assert (await web.post("assessor", f"/audits/{visit}/undo/{item}")).status_code == 303
    web.clock.pass_by(seconds=60)
    await settle_due(web.state)
    assert (await load_decisions(web.store, url)).items == ()
    draft = await load_draft(web.store, visit, item, web.accounts["assessor"].id)
    assert draft is not None
    assert draft.body["reason"] == "看过"
    assert (await web.post("assessor", f"/audits/{visit}/undo/{item}")).status_code == 409


async def test_the_next_word_makes_the_one_before_a_decision(web: Web) -> None:
    visit, url, item = await begun(web)
    answer = await say(web, "assessor", visit, item)
    following = answer.headers["location"].rpartition("/")[2]
    await say(web, "assessor", visit, following, verdict="not_applicable")
    assert [decision.item for decision in (await load_decisions(web.store, url)).items] == [item]


async def test_agreeing_takes_the_reason_of_the_machine_and_says_so(web: Web) -> None:
    visit, url, item = await begun(web)
    assert (
        await web.post("assessor", f"/audits/{visit}/decide/{item}", agreed="1", version="0", why="x")
    ).status_code == 303
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    (decision,) = (await load_decisions(web.store, url)).items
    assert decision.agreed
    assert decision.verdict is Verdict.PASS
    assert decision.reason == f"{BECAUSE.en}\nx"


async def test_who_agrees_after_others_decided_takes_the_reason_of_the_machine_not_theirs(web: Web) -> None:
    visit, url, item = await begun(web)
    await say(web, "assessor", visit, item, reason="读过正文")
    await say(web, "assessor2", visit, item, verdict="fail", reason="没有找到")
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    page = (await web.get("assessor", f"/audits/{visit}/decide/{item}")).text
    (told,) = re.findall(r'<ul class="claims">(.*?)</ul>', page, re.S)
    assert BECAUSE.en in told
    assert "读过正文" not in told
    await web.post("assessor", f"/audits/{visit}/decide/{item}", agreed="1", version="0", why="x")
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    said = [decision for decision in (await load_decisions(web.store, url)).items if decision.agreed]
    assert [decision.reason for decision in said] == [f"{BECAUSE.en}\nx"]


async def test_the_score_follows_at_once_and_the_stored_audit_stays(web: Web) -> None:
    visit, _, item = await begun(web)
    before = await web.get("assessor", f"/audits/{visit}/decide/{item}")
    await say(web, "assessor", visit, item)
    after = await web.get("assessor", f"/audits/{visit}/decide/{item}")
    assert 'class="chip v-to_confirm"' in before.text
    assert 'class="chip v-pass"' in after.text


@pytest.mark.parametrize("fields", [{"reason": " "}, {"verdict": ""}, {"verdict": "partial", "value": "7"}])
async def test_what_cannot_be_stored_is_told_and_comes_back(web: Web, fields: dict[str, str]) -> None:
    visit, url, item = await begun(web)
    answer = await say(web, "assessor", visit, item, **{"reason": "ein Grund", **fields})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert fields.get("reason", "ein Grund").strip() in answer.text
    assert (await load_decisions(web.store, url)).items == ()


async def test_not_applicable_against_the_profile_is_asked_about_and_not_forbidden(web: Web) -> None:
    visit, url, _ = await begun(web)
    item = next(item.id for item in web.state.rules.standard.items if not item.applies)
    asked = await say(web, "assessor", visit, item, verdict="not_applicable", why="")
    assert asked.status_code == 422
    assert "By the profile of the platform this item applies" in asked.text
    assert (await say(web, "assessor", visit, item, verdict="not_applicable", why="no such trade")).status_code == 303
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    (decision,) = (await load_decisions(web.store, url)).items
    assert decision.reason == "看过\nno such trade"


async def test_a_second_editor_overwrites_nothing(web: Web) -> None:
    visit, _, item = await begun(web)
    at = f"/audits/{visit}/draft/{item}"
    first = await web.post("assessor", at, reason="one", version="0")
    assert first.json() == {"version": 1}
    clash = await web.post("assessor", at, reason="two", version="0")
    assert clash.status_code == 409
    assert clash.json() == {"version": 1, "body": {"reason": "one"}}
    refused = await say(web, "assessor", visit, item, reason="two")
    assert refused.status_code == 409
    assert "one" in refused.text
    assert "two" in refused.text
    assert (await say(web, "assessor", visit, item, reason="two", version="1")).status_code == 303


async def test_one_reader_does_not_see_the_other_before_deciding(web: Web) -> None:
    visit, _, item = await begun(web)
    await say(web, "assessor", visit, item, reason="A's own secret reason")
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    blind = await web.get("assessor2", f"/audits/{visit}/decide/{item}")
    assert "secret reason" not in blind.text
    assert 'class="chip v-to_confirm"' in blind.text
    assert "1 other(s) decided this" in blind.text
    await say(web, "assessor2", visit, item, verdict="fail", reason="not there")
    seen = await web.get("assessor2", f"/audits/{visit}/decide/{item}")
    assert "secret reason" in seen.text
    assert "secret reason" in (await web.get("lead", f"/audits/{visit}/decide/{item}")).text


async def test_a_lead_settles_only_what_two_decided_too_differently(web: Web) -> None:
    visit, url, item = await begun(web)
    third = {"verdict": "pass", "reason": "seen both", "why": "x", "version": "0"}
    assert (await web.post("lead", f"/audits/{visit}/resolve/{item}", **third)).status_code == 403
    await say(web, "assessor", visit, item)
    await say(web, "assessor2", visit, item, verdict="fail")
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    assert (await web.post("lead", f"/audits/{visit}/resolve/{item}", **third)).status_code == 303
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    assert len((await load_decisions(web.store, url)).items) == 3


async def test_a_red_line_and_a_flag_are_decided_the_same_way(web: Web) -> None:
    visit, url, _ = await begun(web)
    line = web.state.rules.standard.red_lines[0].id
    await say(web, "assessor", visit, line, verdict="reject")
    await say(web, "assessor", visit, "goods", verdict="yes")
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    decided = await load_decisions(web.store, url)
    assert [line.confirmed for line in decided.lines] == [False]
    assert [flag.value for flag in decided.flags] == [True]


async def test_documents_are_told_by_their_bytes_and_programs_are_refused(web: Web) -> None:
    visit, _, item = await begun(web)
    browser, csrf = await web.browser("assessor"), await web.csrf("assessor")
    at = f"/audits/{visit}/document/{item}"
    headers = {"x-csrf": csrf}
    good = await browser.post(at, files={"file": ("..\\scan.pdf", b"%PDF-1.7 x")}, headers=headers)
    assert good.status_code == 303
    page = await web.get("assessor", f"/audits/{visit}/decide/{item}")
    assert "scan.pdf" in page.text
    assert "application/pdf" in page.text
    assert (await browser.post(at, files={"file": ("x.pdf", b"MZ\0\0")}, headers=headers)).status_code == 422
    huge = {"content-length": str(10**9), **headers}
    assert (await browser.post(at, content=b"x", headers=huge)).status_code == 413


async def test_remarks_and_working_time_are_kept(web: Web) -> None:
    visit, _, item = await begun(web)
    await web.post("assessor", f"/audits/{visit}/comment/{item}", words="look at <b>this</b>")
    await web.post("assessor", f"/audits/{visit}/time/{item}", seconds="90")
    await web.post("assessor", f"/audits/{visit}/time/{item}", seconds="nan")
    page = (await web.get("assessor", f"/audits/{visit}/decide/{item}")).text
    assert "look at &lt;b&gt;this&lt;/b&gt;" in page
    assert "1.5 min spent" in page


async def test_single_keys_can_be_switched_off_for_good(web: Web) -> None:
    visit, _, item = await begun(web)
    assert 'data-keys="on"' in (await web.get("assessor", f"/audits/{visit}/decide/{item}")).text
    await web.post("assessor", "/me/keys", keys="off", back="//elsewhere")
    assert 'data-keys="off"' in (await web.get("assessor", f"/audits/{visit}/decide/{item}")).text


async def test_keys_lead_between_items_and_red_lines_to_the_page_that_each_has(web: Web) -> None:
    visit, _, _ = await begun(web)

    async def follow(at: str, key: str) -> str:
        answer = await web.get("assessor", at)
        assert answer.status_code == 200, at
        assert f'data-subject="{at.rpartition("/")[2]}"' in answer.text
        found = re.search(rf'href="([^"]+)" data-key="{key}"', answer.text)
        return found[1] if found else ""

    lines = [f"/audits/{visit}/decide/{line.id}" for line in web.state.rules.standard.red_lines]
    before = {line: await follow(line, "k") for line in lines}
    (first,) = [line for line, item in before.items() if item and item not in before]
    assert before[first].startswith(f"/audits/{visit}/items/")
    assert await follow(before[first], "j") == first


async def test_from_a_red_lines_pictures_a_key_leads_back_to_it(web: Web) -> None:
    visit, _, item = await begun(web)
    line = web.state.rules.standard.red_lines[0].id
    page = (await web.get("assessor", f"/audits/{visit}/items/{item}?line={line}")).text
    assert re.search(rf'href="/audits/{visit}/decide/{line}" data-key="p"', page)
    for other in ("", "?line=", f"?line={item}", "?line=%22%3E"):
        assert 'data-key="p"' not in (await web.get("assessor", f"/audits/{visit}/items/{item}{other}")).text
