"""A platform over time and two audits compared, as pages show them; what one is to decide blindly is in neither."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from storage.audit_list import list_audits
from storage.jobs.planning import request_audit_now
from storage.platforms import DueTimes, Registration, save_registration
from tests.xuncha.keeping import kept, made
from tests.xuncha.web.api.programs import Program, start_program
from tests.xuncha.web.api.test_api_entrance import is_refused
from tests.xuncha.web.support.web_client import Web


async def registered(web: Web) -> tuple[str, str]:
    """The audited platform, registered: its visit and address."""
    (listed,) = await list_audits(web.store)
    await save_registration(web.store, Registration(listed.url, district="西城区"), DueTimes(), web.clock())
    return listed.visit, listed.url


async def read_all(program: Program, path: str, limit: int) -> list[Any]:
    """All parts of a list."""
    found, cursor = [], ""
    while True:
        answer = (await program.get(f"{path}?limit={limit}&cursor={cursor}")).json()
        found += answer["data"]
        if answer["next"] is None:
            return found
        assert len(answer["data"]) == limit
        cursor = answer["next"]


async def test_a_platforms_audits_are_told_item_by_item_the_latest_first(web: Web) -> None:
    visit, _ = await registered(web)
    for days in (1, 2):
        await kept(web.store, made(made().at + timedelta(days=days)))
    program = await start_program(web, "viewer")
    told = (await program.get("/platforms/1/history")).json()
    assert [row["at"] for row in told["data"]] == sorted((row["at"] for row in told["data"]), reverse=True)
    assert (len(told["data"]), told["next"], told["data"][-1]["visit"]) == (3, None, visit)
    assert await read_all(program, "/platforms/1/history", 2) == told["data"]
    oldest = told["data"][-1]
    listed = next(audit for audit in await list_audits(web.store) if audit.visit == visit)
    items = (await program.get(f"/audits/{visit}/items?limit=200")).json()["data"]
    assert {item: other["verdict"] for item, other in oldest["items"].items()} == {
        item["item"]: item["verdict"] for item in items
    }
    assert oldest["scores"] == {
        stage.value: {"value": score.value, "coverage": score.coverage, "low": score.low, "high": score.high}
        for stage, score in listed.scores.items()
    }
    assert oldest["hidden"] == 0
    outside = await start_program(web, "viewer", scope="东城区")
    for path in ("history", "timeline", "light-checks"):
        assert is_refused(await outside.get(f"/platforms/1/{path}"), 404, "missing")
        assert is_refused(await program.get(f"/platforms/99/{path}"), 404, "missing")
    assert is_refused(await program.get("/platforms/1/history?cursor=WyJ4Il0"), 422, "input")


async def test_what_happened_is_told_in_parts_that_leave_nothing_out(web: Web) -> None:
    visit, _ = await registered(web)
    program, reader = await start_program(web, "regulator"), await start_program(web, "assessor")
    end = web.clock() + timedelta(minutes=1)
    for number in range(3):  # three jobs end at the same moment
        job = await request_audit_now(web.store, 1, end - timedelta(seconds=9 - number))
        assert job is not None
        web.clock.at = end
        assert (await program.post(f"/jobs/{job.id}/cancel")).status_code == 200
    words = {"subject": "5.1-2", "verdict": "pass", "reason": "看过", "why": "x"}
    assert (await reader.post(f"/audits/{visit}/decisions", words, If_Match="*")).status_code == 201
    told = (await program.get("/platforms/1/timeline")).json()["data"]
    kinds = [row["kind"] for row in told]
    assert sorted(kinds) == ["audit", "decision", "failed", "failed", "failed"]
    decided = told[kinds.index("decision")]
    assert (decided["who"], decided["many"], decided["id"]) == ("Assessor (assessor)", 1, visit)
    assert told[kinds.index("failed")]["said"]["zh"] != told[kinds.index("failed")]["said"]["en"]
    for limit in (1, 2, 3):
        assert await read_all(program, "/platforms/1/timeline", limit) == told
    days = (await program.get("/platforms/1/light-checks")).json()["data"]
    assert len(days) == 30
    assert {day["looks"] for day in days} == {0}


async def decide_first_open(program: Program, visit: str) -> tuple[str, str]:
    """Decide the first item that waits for a person, and have the visit judged with it: the item, and the new audit."""
    item: str = (await program.get(f"/audits/{visit}/items?needs=true")).json()["data"][0]["item"]
    words = {"subject": item, "verdict": "pass", "reason": "看过", "why": "x"}
    assert (await program.post(f"/audits/{visit}/decisions", words, If_Match="*")).status_code == 201
    judged = await program.post(f"/audits/{visit}/judgements")
    assert judged.status_code == 200, judged.text
    return item, judged.json()["audit"]


async def test_two_audits_are_compared_with_the_cause_of_each_difference(web: Web) -> None:
    visit, _ = await registered(web)
    before = (await list_audits(web.store))[0].id
    program, reader = await start_program(web, "viewer"), await start_program(web, "assessor")
    item, decided = await decide_first_open(reader, visit)
    told = (await program.get(f"/comparison?a={decided}&b={before}")).json()
    assert (told["before"]["id"], told["after"]["id"]) == (before, decided)
    assert (told["one_platform"], told["same_rules"]) == (True, True)
    (move,) = told["data"]
    assert (move["item"], move["causes"], move["direction"]) == (item, ["people"], "neither")
    assert (move["before"]["confirmed"], move["after"]["confirmed"], move["after"]["verdict"]) == (False, True, "pass")
    assert move["after"]["because"]["zh"] != move["before"]["because"]["zh"]
    assert is_refused(await program.get(f"/comparison?a={decided}&b=ffff"), 404, "missing")
    assert is_refused(await program.get(f"/comparison?a={decided}"), 422, "input")


async def test_what_is_to_be_decided_blindly_stands_in_no_history_list_or_comparison(web: Web) -> None:
    visit, _ = await registered(web)
    before = (await list_audits(web.store))[0].id
    first, second = await start_program(web, "assessor"), await start_program(web, "assessor2")
    item, _ = await decide_first_open(first, visit)
    web.state.overview.spoil()
    comparison = f"/comparison?a={before}&b={visit}"

    async def look(program: Program) -> tuple[Any, ...]:
        (history,) = (await program.get("/platforms/1/history")).json()["data"]
        (platform,) = (await program.get("/platforms")).json()["data"]
        (latest,) = (await program.get("/audits/latest")).json()["data"]
        listed = (await program.get("/audits")).json()["data"]
        whole = (await program.get("/platforms/1")).json()
        timeline = (await program.get("/platforms/1/timeline")).json()["data"]
        scores = [row["scores"] for row in (history, latest, *listed)] + [
            row["score"] for row in timeline if row["kind"] == "audit"
        ]
        groups = (await program.get(f"/items/{item}/groups")).json()["data"]
        decided = "pass" in [platform["verdict"] for group in groups for platform in group["platforms"]]
        return item in history["items"], history["hidden"], platform["blind"], whole["blind"], any(scores), decided

    assert await look(second) == (False, 1, True, True, False, False)
    assert is_refused(await second.get(comparison), 403, "blind")
    for seeing in (first, await start_program(web, "viewer"), await start_program(web, "lead")):
        assert await look(seeing) == (True, 0, False, False, True, True)
        assert (await seeing.get(comparison)).status_code == 200
    for path in ("/platforms", "/platforms/1"):
        assert "once you have" in (await web.get("assessor2", path)).text
        assert "once you have" not in (await web.get("assessor", path)).text
    assert f"/items/{item}" not in (await web.get("assessor2", "/platforms/1")).text
    blind = await web.get("assessor2", f"/compare?a={before}&b={visit}")
    assert blind.status_code == 403
    words = {"subject": item, "verdict": "pass", "reason": "看过", "why": "x"}
    assert (await second.post(f"/audits/{visit}/decisions", words, If_Match="*")).status_code == 201
    web.state.overview.spoil()
    assert await look(second) == (True, 0, False, False, True, True)
    assert (await second.get(comparison)).status_code == 200
