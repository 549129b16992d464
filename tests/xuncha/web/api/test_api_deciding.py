"""Decisions of programs: by the one path, on the state that was read, once however often they are sent."""

from __future__ import annotations

import json
from typing import Any

import httpx

from storage.audit_list import list_audits
from storage.decisions import load_decisions
from storage.people.action_log import list_actions
from tests.xuncha.web.api.programs import Program, start_program
from tests.xuncha.web.api.test_api_entrance import is_refused
from tests.xuncha.web.support.suggesting import BECAUSE, suggest
from tests.xuncha.web.support.web_client import Web


async def begun(web: Web, person: str = "assessor") -> tuple[Program, str, str, str]:
    """A program of an assessor, the visit, an item for which a verdict is suggested, and the platform's address."""
    (listed,) = await list_audits(web.store)
    audit, item = await suggest(web.store)
    return await start_program(web, person), audit.visit, item, listed.url


async def read_state(program: Program, visit: str) -> str:
    """The present ETag."""
    return (await program.get(f"/audits/{visit}")).headers["etag"]


async def decide(program: Program, visit: str, state: str, key: str = "", **words: Any) -> httpx.Response:
    """Send a decision."""
    headers = {"If_Match": state} | ({"Idempotency_Key": key} if key else {})
    return await program.post(f"/audits/{visit}/decisions", words, **headers)


async def test_a_decision_is_stored_at_once_under_the_persons_name_and_the_tokens_in_the_log(web: Web) -> None:
    program, visit, item, url = await begun(web)
    state = await read_state(program, visit)
    answer = await decide(program, visit, state, subject=item, verdict="pass", reason="看过", why="核对过")
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert (body["decision"]["who"], body["decision"]["said"], body["new"]) == ("Assessor (assessor)", "pass", True)
    assert (body["item"]["verdict"], body["item"]["confirmed"]) == ("pass", True)
    assert answer.headers["etag"] == f'"{body["state"]}"' != state
    (decision,) = (await load_decisions(web.store, url)).items
    assert (decision.item, decision.assessor) == (item, "Assessor (assessor)")
    told = [action.actor for action in await list_actions(web.store) if action.action == "decide"]
    assert told == ["token:assessor/test"]
    listed = (await program.get(f"/audits/{visit}/decisions")).json()
    assert [row["subject"] for row in listed["data"]] == [item]
    assert listed["state"] == body["state"]


async def test_agreeing_takes_the_reason_of_the_machine(web: Web) -> None:
    program, visit, item, url = await begun(web)
    state = await read_state(program, visit)
    answer = await program.post(
        f"/audits/{visit}/decisions",
        {"subject": item, "agreed": True, "why": "x"},
        If_Match=state,
        Accept_Language="en",
    )
    assert answer.status_code == 201, answer.text
    (decision,) = (await load_decisions(web.store, url)).items
    assert (decision.agreed, decision.reason) == (True, f"{BECAUSE.en}\nx")


async def test_sent_again_it_is_answered_as_before_and_stored_once(web: Web) -> None:
    program, visit, item, url = await begun(web)
    state = await read_state(program, visit)
    words = {"subject": item, "verdict": "pass", "reason": "看过", "why": "核对过"}
    first = await decide(program, visit, state, "same", **words)
    again = await decide(program, visit, state, "same", **words)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.headers["etag"] == again.headers["etag"]
    assert (first.headers.get("idempotency-replayed"), again.headers["idempotency-replayed"]) == (None, "true")
    assert len((await load_decisions(web.store, url)).items) == 1
    other = await decide(program, visit, state, "same", **{**words, "verdict": "fail"})
    assert is_refused(other, 422, "key")
    second = await start_program(web, "assessor")
    assert is_refused(await decide(second, visit, state, "same", **words), 412, "state")  # a key is the token's own
    web.clock.pass_by(hours=web.state.settings.api.keys_hours + 1)
    assert is_refused(await decide(program, visit, state, "same", **words), 412, "state")  # forgotten by then


async def test_what_was_refused_may_be_sent_again_under_its_key(web: Web) -> None:
    program, visit, item, _ = await begun(web)
    state = await read_state(program, visit)
    assert is_refused(await decide(program, visit, state, "k", subject=item, verdict="pass"), 422, "input")
    answer = await decide(program, visit, state, "k", subject=item, verdict="pass", reason="看过", why="x")
    assert answer.status_code == 201


async def test_what_was_read_before_somebody_else_decided_is_refused(web: Web) -> None:
    program, visit, item, url = await begun(web)
    state = await read_state(program, visit)
    words = {"subject": item, "verdict": "pass", "reason": "看过", "why": "x"}
    other = next(other.id for other in web.state.rules.standard.items if other.id != item)
    assert (await decide(program, visit, state, **{**words, "subject": other})).status_code == 201
    late = await decide(program, visit, state, **words)
    assert is_refused(late, 412, "state")
    assert late.headers["etag"] == await read_state(program, visit)
    assert [decision.item for decision in (await load_decisions(web.store, url)).items] == [other]
    assert (await decide(program, visit, late.headers["etag"], **words)).status_code == 201
    unstated = await program.post(f"/audits/{visit}/decisions", words)
    assert is_refused(unstated, 428, "unstated")
    assert is_refused(await decide(program, visit, '"x"', **words), 412, "state")
    assert (await decide(program, visit, "*", **words)).status_code == 201


async def test_a_contradiction_is_asked_about_and_its_answer_is_kept(web: Web) -> None:
    program, visit, item, url = await begun(web)
    state = await read_state(program, visit)
    words = {"subject": item, "verdict": "not_applicable", "reason": "不适用"}
    asked = await decide(program, visit, state, **words)
    assert is_refused(asked, 422, "doubts")
    assert asked.json()["errors"][0]["at"] == item
    assert (await decide(program, visit, state, **words, why="没有此功能")).status_code == 201
    (decision,) = (await load_decisions(web.store, url)).items
    assert decision.reason == "不适用\n没有此功能"


async def test_the_second_reader_reads_blindly_by_program_too(web: Web) -> None:
    program, visit, item, _ = await begun(web)
    words = {"subject": item, "verdict": "pass", "reason": "看过", "why": "x"}
    assert (await decide(program, visit, "*", **words)).status_code == 201
    second = await start_program(web, "assessor2")
    said = (await second.get(f"/audits/{visit}/decisions")).json()
    assert (said["data"], said["hidden"]) == ([], {item: 1})
    assert (await second.get(f"/audits/{visit}/items/{item}")).json()["confirmed"] is False
    assert is_refused(await second.get(f"/audits/{visit}/record"), 403, "blind")
    viewer = await start_program(web, "viewer")
    assert len((await viewer.get(f"/audits/{visit}/decisions")).json()["data"]) == 1
    assert (await decide(second, visit, "*", **{**words, "verdict": "fail", "reason": "没有"})).status_code == 201
    assert len((await second.get(f"/audits/{visit}/decisions")).json()["data"]) == 2


async def test_hostile_words_are_stored_as_words(web: Web) -> None:
    program, visit, item, url = await begun(web)
    sent = {"Authorization": f"Bearer {program.secret}", "Idempotency-Key": "h", "If-Match": "*"}
    said = {"subject": item, "verdict": "pass", "why": "x", "reason": "\u202e<script>\0=cmd|'/c'\ud800"}
    body = json.dumps(said).encode("ascii")
    answer = await program.client.post(
        f"/api/v1/audits/{visit}/decisions", headers={**sent, "Content-Type": "application/json"}, content=body
    )
    assert answer.status_code in (201, 422), answer.text
    for decision in (await load_decisions(web.store, url)).items:
        assert "\0" not in decision.reason
    assert is_refused(await decide(program, visit, "*", subject="9.9-9", verdict="pass", reason="x"), 404, "missing")
