"""What people work with beside decisions, by programs: drafts, remarks, documents, readers, signatures, agreement in bulk."""

from __future__ import annotations

from typing import Any

import httpx

from storage.decisions import load_decisions
from storage.people.action_log import list_actions
from storage.people.signoffs import add_signoff
from storage.people.work.assignments import list_assignments
from storage.people.work.drafts import list_due_drafts
from tests.xuncha.web.api.programs import Program, start_program
from tests.xuncha.web.api.test_api_deciding import begun
from tests.xuncha.web.api.test_api_entrance import is_refused
from tests.xuncha.web.deciding.test_batch_undo import OTHER
from tests.xuncha.web.deciding.test_batch_undo import begun as begun_twice
from tests.xuncha.web.deciding.test_deciding import say
from tests.xuncha.web.support.web_client import Web
from xuncha.web.deciding.settling import settle_due

PDF = b"%PDF-1.7 x"


async def test_drafts_are_kept_over_the_version_that_was_read_and_shared_with_the_page(web: Web) -> None:
    program, visit, item, _ = await begun(web)
    at = f"/audits/{visit}/drafts/{item}"
    first = await program.get(at)
    assert (first.json()["version"], first.headers["etag"]) == (0, '"0"')
    words = {"verdict": "partial", "value": 0.4, "reason": "half of it"}
    kept = await program.ask("PUT", at, body=words, If_Match='"0"')
    assert kept.status_code == 200, kept.text
    assert (kept.json()["version"], kept.json()["value"], kept.headers["etag"]) == (1, 0.4, '"1"')
    assert "half of it" in (await web.get("assessor", f"/audits/{visit}/decide/{item}")).text
    stale = await program.ask("PUT", at, body={"reason": "other"}, If_Match='"0"')
    assert is_refused(stale, 412, "state")
    assert stale.headers["etag"] == '"1"'
    assert is_refused(await program.ask("PUT", at, body=words), 428, "unstated")
    assert (await program.get(at)).json()["reason"] == "half of it"
    assert [row["subject"] for row in (await program.get(f"/audits/{visit}/drafts")).json()["data"]] == [item]
    other = await start_program(web, "assessor2")
    assert (await other.get(f"/audits/{visit}/drafts")).json()["data"] == []
    assert is_refused(await program.get(f"/audits/{visit}/drafts/nothing"), 404, "missing")


async def test_a_word_said_in_the_browser_is_taken_back_by_a_program(web: Web) -> None:
    program, visit, item, url = await begun(web)
    await say(web, "assessor", visit, item)
    waits = (await program.get(f"/audits/{visit}/drafts/{item}")).json()
    assert waits["due_at"] is not None
    back = await program.post(f"/audits/{visit}/drafts/{item}/undo", Idempotency_Key="one")
    assert back.json()["due_at"] is None
    again = await program.post(f"/audits/{visit}/drafts/{item}/undo", Idempotency_Key="one")
    assert again.headers["idempotency-replayed"] == "true"
    assert is_refused(await program.post(f"/audits/{visit}/drafts/{item}/undo"), 409, "changed")
    web.clock.pass_by(minutes=1)
    await settle_due(web.state)
    assert (await load_decisions(web.store, url)).items == ()
    assert [action.actor for action in await list_actions(web.store) if action.action == "take_back"] == [
        "token:assessor/test"
    ]


async def test_remarks_are_added_and_read(web: Web) -> None:
    program, visit, item, _ = await begun(web)
    at = f"/audits/{visit}/remarks/{item}"
    added = await program.post(at, {"words": "look at this"})
    assert added.status_code == 201
    assert [row["words"] for row in (await program.get(at)).json()["data"]] == ["look at this"]
    assert is_refused(await program.post(at, {"words": "  "}), 422, "input")
    assert "look at this" in (await web.get("assessor2", f"/audits/{visit}/decide/{item}")).text


async def upload(program: Program, at: str, name: str, data: bytes, key: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {program.secret}", "Idempotency-Key": key}
    return await program.client.post(f"/api/v1{at}", headers=headers, files={"file": (name, data)})


async def test_documents_are_filed_once_and_programs_among_them_refused(web: Web) -> None:
    program, visit, item, _ = await begun(web)
    at = f"/audits/{visit}/items/{item}/documents"
    headers = {
        "Authorization": f"Bearer {program.secret}",
        "Idempotency-Key": "a",
        "content-type": "multipart/form-data; boundary=x",
    }
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="..\\\\scan.pdf"\r\n\r\n'
        + PDF
        + b"\r\n--x--\r\n"
    )
    first = await program.client.post(f"/api/v1{at}", headers=headers, content=body)
    assert first.status_code == 201, first.text
    (filed,) = first.json()["data"]
    assert (filed["name"], filed["media"], filed["bytes"]) == ("scan.pdf", "application/pdf", len(PDF))
    again = await program.client.post(f"/api/v1{at}", headers=headers, content=body)
    assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")
    record = (await program.get(f"/audits/{visit}/items/{item}")).json()
    assert [document["name"] for document in record["documents"]] == ["scan.pdf"]
    assert [action.action for action in await list_actions(web.store)].count("file") == 1
    assert is_refused(await upload(program, at, "x.pdf", b"MZ\0\0", "b"), 422, "input")
    assert is_refused(await upload(program, at, "x.pdf", b"", "c"), 422, "input")
    assert is_refused(await program.post(at, {}), 422, "input")
    assert is_refused(
        await upload(program, f"/audits/{visit}/items/goods/documents", "x.pdf", PDF, "d"), 404, "missing"
    )
    huge = b"x" * (web.state.settings.upload.mb * 1_000_000 + 100_000)
    assert is_refused(await upload(program, at, "x.pdf", huge, "e"), 413, "large")
    viewer = await start_program(web, "viewer")
    assert is_refused(await upload(viewer, at, "x.pdf", PDF, "f"), 403, "right")


async def test_readers_are_asked_and_asked_no_more_as_on_the_page(web: Web) -> None:
    _, visit, item, _ = await begun(web)
    lead, reader = await start_program(web, "lead"), await start_program(web, "assessor")
    people = {row["name"]: row["id"] for row in (await lead.get(f"/audits/{visit}/readers")).json()["data"]}
    me = people["Assessor (assessor)"]
    assert "Viewer (viewer)" not in people
    wish: dict[str, Any] = {"person": me, "part": "second", "item": item, "due": "2026-12-01"}
    asked = await lead.post(f"/audits/{visit}/assignments", wish)
    assert asked.status_code == 201, asked.text
    (given,) = asked.json()["data"]
    assert (given["item"], given["part"], given["person"]) == (item, "second", me)
    assert [row["id"] for row in (await reader.get("/assignments")).json()["data"]] == [given["id"]]
    for wrong in ({"person": web.accounts["viewer"].id}, {"part": "fourth"}, {"item": "nothing"}, {"due": "soon"}):
        assert is_refused(await lead.post(f"/audits/{visit}/assignments", {**wish, **wrong}), 422, "input")
    assert is_refused(await reader.get(f"/audits/{visit}/assignments"), 403, "right")
    assert (await lead.ask("DELETE", f"/audits/{visit}/assignments/{given['id']}")).status_code == 204
    assert is_refused(await lead.ask("DELETE", f"/audits/{visit}/assignments/{given['id']}"), 404, "missing")
    assert await list_assignments(web.store) == ()
    taken = await reader.post(f"/audits/{visit}/take")
    assert [row["part"] for row in taken.json()["data"]] == ["first"]
    told = [action.action for action in await list_actions(web.store) if action.actor.startswith("token:")]
    assert told == ["assign", "unassign", "take"]


async def test_signatures_are_read_and_given_by_persons_alone(web: Web) -> None:
    program, visit, _, _ = await begun(web)
    state = (await program.get(f"/audits/{visit}/signatures")).json()
    assert state["signatures"] == []
    assert state["address"].endswith(f"/audits/{visit}/sign")
    judged = (await program.post(f"/audits/{visit}/judgements")).json()
    assert judged["ready"] is True
    lead = web.accounts["lead"].id
    await add_signoff(web.store, visit, judged["audit"], lead, judged["digest"], "r" * 64, "password", web.clock())
    (signed,) = (await program.get(f"/audits/{visit}/signatures")).json()["signatures"]
    assert (signed["who"], signed["holds"], signed["voided_at"]) == ("Lead", True, None)
    signer = await start_program(web, "lead", ["see", "sign"])
    refused = await signer.post(f"/audits/{visit}/signatures", {"digest": judged["digest"]})
    assert refused.status_code == 405


async def test_many_are_agreed_with_and_taken_back_by_a_program(web: Web) -> None:
    visits, item = await begun_twice(web)
    program = await start_program(web, "assessor")
    (group,) = (await program.get(f"/items/{item}/groups")).json()["data"]
    assert {platform["visit"] for platform in group["platforms"]} == set(visits.values())
    wish = {"key": group["key"], "visits": list(visits.values())}
    made = await program.post(f"/items/{item}/agreements", wish)
    assert made.status_code == 201, made.text
    assert sorted(made.json()["waiting"]) == sorted(visits.values())
    at = f"/items/{item}/agreements/{made.json()['id']}"
    assert (await program.get(at)).json()["agreed"] == made.json()["agreed"]
    assert is_refused(await (await start_program(web, "assessor2")).get(at), 404, "missing")
    back = await program.post(f"{at}/undo")
    assert (sorted(back.json()["taken"]), back.json()["waiting"]) == (sorted(visits.values()), [])
    assert await list_due_drafts(web.store, None) == ()
    assert is_refused(await program.post(f"{at}/undo"), 409, "changed")
    assert (await load_decisions(web.store, OTHER)).items == ()
    wrong = await program.post(f"/items/{item}/agreements", {**wish, "key": "0" * 32})
    assert set(wrong.json()["left_out"].values()) == {"changed"}
    assert is_refused(await program.get("/items/nothing/groups"), 404, "missing")


async def test_agreement_of_assessors_is_told_to_who_may_see_both(web: Web) -> None:
    program, visit, item, _ = await begun(web)
    await say(web, "assessor", visit, item)
    await say(web, "assessor2", visit, item, verdict="fail")
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    lead = await start_program(web, "lead")
    told = (await lead.get(f"/audits/{visit}/agreement")).json()
    (row,) = told["data"]
    assert (row["item"], row["apart"], row["waits"]) == (item, 1.0, True)
    assert [(entry["who"], entry["verdict"]) for entry in row["said"]] == [
        ("Assessor (assessor)", "pass"), ("Assessor2 (assessor2)", "fail"),
    ]  # fmt: skip
    other = next(other.id for other in web.state.rules.standard.items if other.id != item)
    await say(web, "assessor2", visit, other)
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    blind = (await program.get(f"/audits/{visit}/agreement")).json()
    assert (blind["hidden"], [row["item"] for row in blind["data"]]) == (1, [item])
