"""What programs read: audits, items, findings, evidence, the record; in parts that neither repeat nor leave out anything."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from storage.audit_list import list_audits
from storage.platforms import DueTimes, Registration, save_registration
from tests.xuncha.keeping import kept, made
from tests.xuncha.web.api.programs import Program, start_program
from tests.xuncha.web.api.test_api_entrance import is_refused
from tests.xuncha.web.support.web_client import Web
from xuncha.reports.record import validate_record


async def walk(program: Program, path: str, limit: int) -> list[dict[str, Any]]:
    """All rows of a list, part by part; each part holds at most ``limit``."""
    found: list[dict[str, Any]] = []
    cursor, sep = "", "&" if "?" in path else "?"
    for _ in range(100):
        answer = await program.get(f"{path}{sep}limit={limit}" + (f"&cursor={cursor}" if cursor else ""))
        assert answer.status_code == 200, answer.text
        part = answer.json()
        assert len(part["data"]) <= limit
        found += part["data"]
        if part["next"] is None:
            return found
        cursor = part["next"]
    raise AssertionError("it never ends")


async def test_every_list_is_walked_whole_and_in_order(web: Web) -> None:
    program = await start_program(web, "regulator")
    (first,) = await list_audits(web.store)
    for days in (1, 2, 3):
        await kept(web.store, made(made().at + timedelta(days=days)))
    for number in range(5):
        await save_registration(web.store, Registration(f"https://shop{number}.example/"), DueTimes(), web.clock())
    await save_registration(web.store, Registration(first.url), DueTimes(), web.clock())
    for path in ("/audits", f"/audits?url={first.url}", "/platforms/1/audits"):
        assert [node["id"] for node in await walk(program, path, 1)] == [
            audit.id for audit in await list_audits(web.store)
        ]
    platforms = await walk(program, "/platforms", 2)
    assert [platform["id"] for platform in platforms] == sorted(platform["id"] for platform in platforms)
    assert len(platforms) == 6
    (latest,) = await walk(program, "/audits/latest", 1)
    assert latest["started_at"] > first.started_at.isoformat()
    for path, key in (("items", "item"), ("findings", "id"), ("views", "id")):
        whole = await walk(program, f"/audits/{first.id}/{path}", 200)
        assert len(whole) > 7
        assert [node[key] for node in await walk(program, f"/audits/{first.id}/{path}", 7)] == [
            node[key] for node in whole
        ]
    for state in ("", "?state=waiting"):
        for number in range(1, 6):
            await program.post(f"/platforms/{number}/audits")
        assert len({node["id"] for node in await walk(program, f"/jobs{state}", 2)}) == 5


async def test_a_row_added_between_two_parts_neither_repeats_nor_hides_one(web: Web) -> None:
    program = await start_program(web, "regulator")
    await kept(web.store, made(made().at + timedelta(days=1)))
    before = [audit.id for audit in await list_audits(web.store)]
    part = (await program.get("/audits?limit=1")).json()
    await kept(web.store, made(made().at + timedelta(days=2)))
    rest = (await program.get(f"/audits?cursor={part['next']}")).json()
    assert [row["id"] for row in (*part["data"], *rest["data"])] == before


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WzFd", "bnVsbA", "WyJ4Il0", "WyIxIiwgIjIiLCAiMyJd", "WyJcdWQ4MDAiXQ", "%00"]
)
@pytest.mark.parametrize("path", ["/audits", "/platforms", "/jobs"])
async def test_a_cursor_of_nobody_is_refused(web: Web, path: str, cursor: str) -> None:
    program = await start_program(web, "regulator")
    assert is_refused(await program.get(f"{path}?cursor={cursor}"), 422, "input")


async def test_an_answer_holds_no_more_rows_than_the_server_gives(web: Web) -> None:
    program = await start_program(web, "viewer")
    (listed,) = await list_audits(web.store)
    most = web.state.settings.api.most_rows
    assert len((await program.get(f"/audits/{listed.id}/findings?limit=9999")).json()["data"]) <= most
    assert is_refused(await program.get("/audits?limit=0"), 422, "input")


async def test_an_audit_is_read_to_its_last_picture(web: Web) -> None:
    program = await start_program(web, "viewer")
    (listed,) = await list_audits(web.store)
    at = f"/audits/{listed.id}"
    whole = await program.get(at)
    body = whole.json()
    assert whole.headers["etag"] == f'"{body["state"]}"'
    assert (body["audit"]["id"], body["current"]) == (listed.id, listed.id)
    assert sum(body["tally"].values()) == len(web.state.rules.standard.items)
    items = await walk(program, f"{at}/items", 50)
    item = next(item for item in items if item["checks"])
    assert (await program.get(f"{at}/items/{item['item']}")).json() == item
    finding = (await program.get(f"{at}/findings?limit=1")).json()["data"][0]
    assert (await program.get(f"{at}/findings/{finding['id']}")).json() == finding
    evidence = [
        piece for item in items for piece in (await program.get(f"{at}/items/{item['item']}/evidence")).json()["data"]
    ]
    place = next(place for piece in evidence for place in piece["places"] if place["picture"])
    view = (await program.get(f"{at}/views/{place['view']}")).json()
    assert view["picture"] == place["picture"]
    host = await web.client(evidence=True)
    for name in ("words", "document", "replay"):
        assert (await host.get(urlsplit(view[name]).path)).status_code == 200, name
    assert urlsplit(place["picture"]).netloc == urlsplit(web.state.evidence_origin).netloc
    for missing in ("/items/9.9-9", "/findings/none", "/views/none", "/items/9.9-9/evidence"):
        assert is_refused(await program.get(at + missing), 404, "missing")


async def test_the_record_is_audit_json(web: Web) -> None:
    program = await start_program(web, "viewer")
    (listed,) = await list_audits(web.store)
    answer = await program.get(f"/audits/{listed.id}/record")
    record = json.loads(answer.content)
    validate_record(record)
    assert record["audit"]["id"] == listed.id
    items = {item["item"]: item["verdict"] for item in record["items"]}
    shown = await walk(program, f"/audits/{listed.id}/items", 50)
    assert {node["item"]: node["verdict"] for node in shown} == items


async def test_the_ranking_and_the_status_are_those_of_pages_and_command(web: Web) -> None:
    program = await start_program(web, "regulator")
    (listed,) = await list_audits(web.store)
    await save_registration(web.store, Registration(listed.url, name="一家"), DueTimes(), web.clock())
    ranking = (await program.get("/rank")).json()
    named = [*(row for group in ranking["groups"] for row in group["rows"]), *ranking["without"]]
    assert [row["name"] for row in named] in (["一家"], [])
    assert ranking["pending"] + len(named) == 1
    status = (await program.get("/status")).json()
    assert (status["schema"], status["running"]["count"]) == (2, 0)
